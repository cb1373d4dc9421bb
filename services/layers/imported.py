"""Layers that staff brought in, as the database keeps them: facts, versions, features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from typing import Any, Final, Literal

from pydantic import TypeAdapter
from shapely.geometry.base import BaseGeometry

from geo.errors import WorkbenchError
from maps.imported_looks import Look
from services.web.texts import LocalText

Kind = Literal["vector", "raster"]
Visibility = Literal["staff", "public"]
VersionState = Literal["loading", "complete", "leaving"]
ValueKind = Literal["text", "integer", "number", "date", "boolean"]
Value = str | int | float | bool | None

NUMBERS: Final[frozenset[ValueKind]] = frozenset({"integer", "number"})


@dataclass(frozen=True)
class Field:
    """A column of a layer: ``name`` as in the file, ``alias`` for people.

    A ``personal`` field is for staff only: it stands in no tile, no public page, no public export.
    Numbers that are no ``amount`` name things: a person said so, and nobody adds them up.
    """

    id: str
    name: str
    alias: str
    kind: ValueKind
    personal: bool
    amount: bool = True

    @property
    def is_summed(self) -> bool:
        """True for numbers that are added up by district: amounts that everybody may see."""
        return self.kind in NUMBERS and self.amount and not self.personal


@dataclass(frozen=True)
class CrsPassport:
    """How coordinates came into EPSG:25832. ``how`` a person knew the system."""

    epsg: int
    name: str
    how: str
    swapped: bool
    operation: str
    accuracy_m: float | None
    grid_missing: bool


@dataclass(frozen=True)
class VersionPassport:
    """What happened to a file on its way: for whoever must trust it later. Counts of features."""

    format: str
    layer_name: str
    crs: CrsPassport
    encoding: str | None
    read: int
    kept: int
    repaired: int = 0
    area_change_share: float = 0.0
    without_geometry: int = 0
    outside: int = 0
    """Kept, with a place, in none of the districts."""
    flattened: bool = False
    """Heights or measures were dropped."""
    messages: Sequence[Mapping[str, Any]] = ()
    """Of the report, as ``{"code": …, "facts": {…}}``."""


@dataclass(frozen=True)
class DistrictStatistic:
    """What of a layer lies in one district, or ``outside`` of all, or in ``total``.

    ``sums`` by field id, of numbers, apportioned by share; a missing number is left out and told
    by ``filled``, the count of features that have one.
    """

    count: int
    length_m: float
    area_m2: float
    sums: Mapping[str, float] = field(default_factory=dict)
    filled: Mapping[str, int] = field(default_factory=dict)


OUTSIDE: Final = "outside"
TOTAL: Final = "total"
"""Stand beside the ids of districts: for what lies in none of them, and for all together."""

Statistics = Mapping[str, Mapping[str, DistrictStatistic]]
"""By ``valid_from`` of the boundaries (ISO day), then by district id, `OUTSIDE` and `TOTAL`."""


@dataclass(frozen=True)
class LayerVersion:
    """What was brought in at one time. ``bounds``: west, south, east, north, metres (25832)."""

    layer_number: int
    version: int
    state: VersionState
    file_name: str
    file_sha256: str
    imported_by: str | None
    imported_at: datetime
    as_of: date
    feature_count: int
    fields: tuple[Field, ...]
    passport: VersionPassport
    bounds: tuple[float, float, float, float] | None
    statistics: Statistics
    tile_file: str | None = None
    """Name of a PMTiles archive or of a raster within the folder of layers; None: tiles are made on
    the fly."""
    raster: Mapping[str, Any] | None = None
    differences: Mapping[str, Any] | None = None
    """From the version that was current when this one arrived; None for the first one."""


@dataclass(frozen=True)
class ImportedLayer:
    """A layer of the registry. ``revision`` counts changes of these facts."""

    number: int
    id: str
    kind: Kind
    title: LocalText
    description: LocalText
    group_name: str
    theme: str | None
    visibility: Visibility
    look: Look
    source: str
    licence_name: str
    licence_url: str
    as_of: date
    next_due: date | None
    key_field: str | None
    current_version: int | None
    created_by: str | None
    created_at: datetime
    changed_at: datetime
    revision: int

    @property
    def revision_id(self) -> str:
        """Under which name the table ``layer`` counts what its tiles depend on."""
        return f"{PREFIX}{self.id}"

    @property
    def credit(self) -> str:
        """The line of credits under a map: style documents and TileJSON hold HTML there."""
        return escape(f"{self.source} ({self.licence_name})", quote=False)

    @property
    def draft(self) -> LayerDraft:
        """What people have said about it so far."""
        return LayerDraft(**{name: getattr(self, name) for name in LayerDraft.__dataclass_fields__})

    def is_overdue(self, on: date) -> bool:
        """Return True if newer data were due before the day ``on``."""
        return self.next_due is not None and self.next_due < on


PREFIX: Final = "import-"


@dataclass(frozen=True)
class LayerDraft:
    """What a person says about a new layer, or changes of it."""

    title: LocalText
    description: LocalText
    group_name: str
    theme: str | None
    visibility: Visibility
    source: str
    licence_name: str
    licence_url: str
    as_of: date
    next_due: date | None


@dataclass(frozen=True)
class Feature:
    """One feature of a version, with its shares of districts under one set of boundaries."""

    number: int
    n: int
    key: str | None
    geometry: BaseGeometry | None
    properties: Mapping[str, Value]
    districts: Mapping[str, float]


FIELDS: Final = TypeAdapter(tuple[Field, ...])
PASSPORTS: Final = TypeAdapter(VersionPassport)
STATISTICS: Final = TypeAdapter(dict[str, dict[str, DistrictStatistic]])


class LayerChangedError(WorkbenchError):
    """Somebody else changed the layer ``layer_id`` in the meantime."""

    def __init__(self, *, layer_id: str) -> None:
        super().__init__(f"layer {layer_id!r} was changed in the meantime")
        self.layer_id = layer_id


class VersionNotFoundError(WorkbenchError):
    """The layer ``layer_id`` has no complete version ``version``."""

    def __init__(self, *, layer_id: str, version: int) -> None:
        super().__init__(f"layer {layer_id!r} has no version {version}")
        self.layer_id = layer_id
        self.version = version
