"""Stand-ins: districts, projects and rooms small enough to compute in the head."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from shapely import MultiPolygon, Polygon
from sqlalchemy import Connection

from geo.zones import Zone
from services.districts.model import (
    Boundary,
    BoundarySet,
    BoundaryVersion,
    Contribution,
    Counts,
    District,
    DistrictId,
    Profile,
)
from services.projects.model import Details, Project
from services.web.filter import Filter
from services.web.texts import LocalText
from tests.squares import NINE
from tests.terms import TERMS

FIRST_DAY: Final = date(2026, 1, 1)
"""Day from which the first boundaries of the squares hold."""

_NOTHING: Final[LocalText] = {"de": "", "en": ""}


def a_district(zone: Zone, *, number: int) -> District:
    """Return the district of a square."""
    return District(
        id=DistrictId(zone.id),
        number=number,
        name=zone.id.upper(),
        code=zone.code,
        colour="#DDCC77",
        sign="<path/>",
        strip_row=1,
        strip_column=1,
        profile=Profile(
            known_for=_NOTHING,
            summary=_NOTHING,
            boundary_text=_NOTHING,
            neighbouring_cities=(),
            facts=(),
        ),
    )


NINE_DISTRICTS: Final = tuple(
    a_district(zone, number=number) for number, zone in enumerate(NINE, start=1)
)


def boundaries_of(zones: Iterable[Zone] = NINE, *, valid_from: date = FIRST_DAY) -> BoundarySet:
    """Return squares as a boundary set."""
    return BoundarySet(
        BoundaryVersion(valid_from, "drawn", "generalised", *TERMS),
        tuple(Boundary(DistrictId(zone.id), _multi(zone.geometry), 50.0) for zone in zones),
    )


def _multi(shape: Polygon | MultiPolygon) -> MultiPolygon:
    return shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])


def a_project(number: int = 1, **changes: Any) -> Project:
    """Return a project without place, period or money, in district A; ``changes`` change that."""
    plain = Project(
        number=number,
        id=f"project-{number}",
        name={"de": f"Projekt {number}", "en": f"Project {number}"},
        status="planned",
        themes=("climate",),
        citywide=False,
        declared_districts=(DistrictId("a"),),
        period_from=None,
        period_to=None,
        cost_eur=None,
        funding_eur=None,
        funding_program=None,
        geometry=None,
        accuracy_m=None,
        coordinate_kind=None,
        details=Details(
            status_note=None,
            period_note=None,
            cost_note=None,
            place=None,
            facts=(),
            caveat=None,
            geometry_note=None,
            sources=(),
        ),
    )
    return replace(plain, **changes)


@dataclass
class FakeRoom:
    """A room that counts nothing and remembers for which boundaries it re-derived.

    ``on_rederive`` stands for its work; it may raise.
    """

    on_rederive: Callable[[Connection], None] = lambda _: None
    rederived: list[BoundarySet] = field(default_factory=list)

    def contribution(self) -> Contribution:
        """Return the room as the districts see it."""
        return Contribution(
            name="fake",
            count=lambda *_: Counts(by_district={}, citywide=0, total=0),
            panel_template="",
            panel=_no_panel,
            api=lambda *_: None,
            rederive=self._rederive,
        )

    def _rederive(self, connection: Connection, boundaries: BoundarySet) -> None:
        self.on_rederive(connection)
        self.rederived.append(boundaries)


def _no_panel(_: Connection, __: DistrictId, ___: date) -> Mapping[str, Any]:
    return {}


EVERYTHING: Final = Filter()
