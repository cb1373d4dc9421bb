"""Districts: who they are, and where they end from which day on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NewType

from shapely import MultiPolygon, Point
from sqlalchemy import Connection

from geo.errors import WorkbenchError
from maps.legend import BOUNDARY_NOTES
from services.web.filter import Filter
from services.web.texts import LocalText

DistrictId = NewType("DistrictId", str)

CITYWIDE: Final = DistrictId("citywide")
"""Stands in a filter, a strip and a count where a district's id stands: what is for all of them."""

CITYWIDE_CODE: Final = "STADT"
CITYWIDE_COLOUR: Final = "#DDDDDD"
CITYWIDE_NAME: Final[LocalText] = {"de": "Stadtweit", "en": "City-wide"}
CITYWIDE_PLACE: Final = (3, 1)
"""Row and column of the city-wide card in the strip of six columns; a card spans two."""

BOUNDARY_NOTE: Final = BOUNDARY_NOTES

FACT_LABELS: Final[Mapping[str, LocalText]] = {
    "area_km2": {"de": "Fläche", "en": "Area"},
    "population": {"de": "Einwohnerzahl", "en": "Population"},
    "postcode": {"de": "Postleitzahl", "en": "Postcode"},
    "statistical_number": {"de": "Statistische Nummer", "en": "Statistical number"},
    "former_municipality": {"de": "Frühere Gemeinde", "en": "Former municipality"},
    "joined_on": {"de": "Bei Herten seit", "en": "Part of Herten since"},
}

PLACE_KINDS: Final[Mapping[str, LocalText]] = {
    "heritage": {"de": "Denkmal", "en": "Heritage"},
    "school": {"de": "Schule", "en": "School"},
    "station": {"de": "Haltepunkt", "en": "Station"},
    "culture": {"de": "Kultur", "en": "Culture"},
    "health": {"de": "Gesundheit", "en": "Health"},
    "nature": {"de": "Natur", "en": "Nature"},
    "sport": {"de": "Sport", "en": "Sport"},
    "utility": {"de": "Versorgung", "en": "Utility"},
    "administration": {"de": "Verwaltung", "en": "Administration"},
}


@dataclass(frozen=True)
class Fact:
    """One figure with its passport. ``reason`` says why a missing value is missing."""

    key: str
    value: Any
    unit: str | None
    as_of: str | None
    sources: tuple[str, ...]
    note: LocalText | None
    reason: LocalText | None


@dataclass(frozen=True)
class Profile:
    """What makes a district itself, in words and figures."""

    known_for: LocalText
    summary: LocalText
    boundary_text: LocalText
    neighbouring_cities: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class District:
    """One district. ``number`` is its place in every list, 1 to 9; ``sign`` is inner SVG markup."""

    id: DistrictId
    number: int
    name: str
    code: str
    colour: str
    sign: str
    strip_row: int
    strip_column: int
    profile: Profile


@dataclass(frozen=True)
class Place:
    """A place that belongs to a district's identity. Location: EPSG:25832."""

    number: int
    id: str
    district_id: DistrictId
    name: str
    kind: str
    location: Point
    accuracy_m: float
    coordinate_kind: str
    note: LocalText | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Boundary:
    """Where one district ends. Geometry: EPSG:25832; accuracy as stated by the source."""

    district_id: DistrictId
    boundary: MultiPolygon
    accuracy_m: float | None


@dataclass(frozen=True)
class BoundaryVersion:
    """From which day a set of boundaries holds, where it comes from, and on which terms."""

    valid_from: date
    source: str
    boundary_status: str
    licence_name: str
    licence_url: str


@dataclass(frozen=True)
class BoundarySet:
    """The boundaries of all districts under one version, in the order of the districts."""

    version: BoundaryVersion
    boundaries: tuple[Boundary, ...]


@dataclass(frozen=True)
class Source:
    """Where a fact comes from."""

    key: str
    title: str
    url: str | None
    as_of: str | None


@dataclass(frozen=True)
class Municipality:
    """The city itself: its official key (AGS) and its facts."""

    ags: str
    name: str
    summary: LocalText
    facts: tuple[Fact, ...]
    neighbouring_cities: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Counts:
    """How many things a filter finds: each district, city-wide, and each thing once."""

    by_district: Mapping[DistrictId, int]
    citywide: int
    total: int


@dataclass(frozen=True)
class Contribution:
    """What another room adds to every district: a count, a panel on its page, a re-derivation.

    ``count`` is None where nothing is to be counted under a filter.

    The app joins them, so this room need not know who contributes.
    """

    name: str
    count: Callable[[Connection, Filter, date], Counts] | None
    panel_template: str
    panel: Callable[[Connection, DistrictId, date], Mapping[str, Any]]
    api: Callable[[Connection, DistrictId, date], Any]
    rederive: Callable[[Connection, BoundarySet], None]
    moved: Callable[[Connection, date, date], int] | None = None
    """How many of its things have other districts under the boundaries that hold since the second
    day than under those since the first; None where nobody asks."""


class DistrictNotFoundError(WorkbenchError):
    """There is no district with this id."""

    def __init__(self, *, district_id: str) -> None:
        super().__init__(f"no district {district_id!r}")
        self.district_id = district_id


class BoundariesMissingError(WorkbenchError):
    """No boundary version is in force on this day."""

    def __init__(self, *, on: date) -> None:
        super().__init__(f"no boundaries in force on {on}")
        self.on = on.isoformat()


class BoundaryVersionTakenError(WorkbenchError):
    """A boundary set with this or a later ``valid_from`` is already there."""

    def __init__(self, *, valid_from: date, newest: date) -> None:
        super().__init__(f"valid_from {valid_from} is not after {newest}")
        self.valid_from = valid_from.isoformat()
        self.newest = newest.isoformat()


class BoundariesIncompleteError(WorkbenchError):
    """A boundary set misses districts or brings unknown ones."""

    def __init__(self, *, missing: Sequence[str], unknown: Sequence[str]) -> None:
        super().__init__(f"missing {list(missing)}, unknown {list(unknown)}")
        self.missing = list(missing)
        self.unknown = list(unknown)


class UnreadableBoundariesError(WorkbenchError):
    """The file cannot be read as a vector layer."""

    def __init__(self, *, file: str) -> None:
        super().__init__(f"{file} cannot be read: expected a Shapefile, GeoPackage or GeoJSON")
        self.file = file


class BoundariesWithoutCrsError(WorkbenchError):
    """The file does not say in which reference system its coordinates are."""

    def __init__(self, *, file: str) -> None:
        super().__init__(f"{file} names no reference system: add the .prj file")
        self.file = file


class NameFieldMissingError(WorkbenchError):
    """The file has no field of this name."""

    def __init__(self, *, field: str, known: Sequence[str]) -> None:
        super().__init__(f"no field {field!r}; there are: {', '.join(known)}")
        self.field = field
        self.known = list(known)
