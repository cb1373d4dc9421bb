"""Projects: what is planned where, by when and with which money."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from geo.errors import WorkbenchError
from maps.legend import STATUS_TITLES
from services.districts.model import DistrictId
from services.web.texts import LocalText

STATUSES: Final[Mapping[str, LocalText]] = STATUS_TITLES
"""Every status a project may have, in the order of its life."""

THEMES: Final[Mapping[str, LocalText]] = {
    "city_centre": {"de": "Innenstadt", "en": "City centre"},
    "climate": {"de": "Klimaanpassung", "en": "Climate adaptation"},
    "mobility": {"de": "Mobilität", "en": "Mobility"},
    "urban_renewal": {"de": "Stadterneuerung", "en": "Urban renewal"},
    "brownfield": {"de": "Flächenrevitalisierung", "en": "Brownfield renewal"},
    "heritage": {"de": "Denkmal und Geschichte", "en": "Heritage"},
    "open_space": {"de": "Freiraum und Plätze", "en": "Open space"},
    "education": {"de": "Bildung und Kultur", "en": "Education and culture"},
    "sport_leisure": {"de": "Sport und Freizeit", "en": "Sport and leisure"},
    "tourism": {"de": "Tourismus", "en": "Tourism"},
    "economy": {"de": "Wirtschaft und Energie", "en": "Economy and energy"},
    "housing": {"de": "Wohnen", "en": "Housing"},
    "participation": {"de": "Beteiligung", "en": "Participation"},
}

RULES: Final[Mapping[str, LocalText]] = {
    "point": {"de": "nach der Lage des Punktes", "en": "by the position of the point"},
    "line": {"de": "nach dem Anteil der Länge", "en": "by share of length"},
    "area": {"de": "nach dem Anteil der Fläche", "en": "by share of area"},
    "declared": {"de": "nach Angabe der Quelle", "en": "as the source says"},
}
"""How a project's districts were found."""


@dataclass(frozen=True)
class Share:
    """How much of a project lies in a district: 0 to 1, and by which rule that was found."""

    district_id: DistrictId
    share: float
    rule: str


@dataclass(frozen=True)
class Project:
    """One project. Geometry: EPSG:25832, any kind, or None where no place is known.

    Periods are days, months or years as the source gives them (``2022``, ``2022-09``).
    """

    number: int
    id: str
    name: LocalText
    status: str
    themes: tuple[str, ...]
    citywide: bool
    declared_districts: tuple[DistrictId, ...]
    period_from: str | None
    period_to: str | None
    cost_eur: int | None
    funding_eur: int | None
    funding_program: str | None
    geometry: BaseGeometry | None
    accuracy_m: float | None
    coordinate_kind: str | None
    details: Details


@dataclass(frozen=True)
class Details:
    """What a project's page tells beyond its figures."""

    status_note: LocalText | None
    period_note: LocalText | None
    cost_note: LocalText | None
    place: LocalText | None
    facts: tuple[LocalText, ...]
    caveat: LocalText | None
    geometry_note: LocalText | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class PlacedProject:
    """A project with its districts under one boundary version, the largest share first."""

    project: Project
    shares: tuple[Share, ...]

    @property
    def main_district(self) -> DistrictId | None:
        """The district with the largest share; None for what is city-wide or outside."""
        return self.shares[0].district_id if self.shares else None


@dataclass(frozen=True)
class ProjectPanel:
    """What another room adds to the page of every project.

    The app joins them, so this room need not know who contributes. ``context`` takes the id of
    the project and the day in Herten.
    """

    template: str
    context: Callable[[Connection, str, date], Mapping[str, Any]]


class ProjectNotFoundError(WorkbenchError):
    """There is no project with this id."""

    def __init__(self, *, project_id: str) -> None:
        super().__init__(f"no project {project_id!r}")
        self.project_id = project_id


class UnplacedProjectError(WorkbenchError):
    """A project has neither a place in the city, nor a district, nor is it city-wide."""

    def __init__(self, *, project_id: str) -> None:
        super().__init__(f"project {project_id!r} belongs to no district")
        self.project_id = project_id


def first_day(period: str | None) -> date | None:
    """Return the first day of a day, month or year given as ISO text."""
    if period is None:
        return None
    year, month, day = (*map(int, period.split("-")), 1, 1)[:3]
    return date(year, month, day)


def last_day(period: str | None) -> date | None:
    """Return the last day of a day, month or year given as ISO text."""
    if period is None:
        return None
    parts = [int(part) for part in period.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    full_date = 3
    day = parts[2] if len(parts) == full_date else calendar.monthrange(year, month)[1]
    return date(year, month, day)
