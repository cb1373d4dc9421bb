"""What the child is told about a layer that is to be converted, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from services.imports.choices import Choices
from services.imports.model import LayerFound, Message
from services.imports.sniffed import SniffedSet
from services.layers.imported import DistrictStatistic, VersionPassport

FIELDS_FILE: Final = "fields.json"
FEATURES_FILE: Final = "features.jsonl"


@dataclass(frozen=True)
class DistrictShape:
    """A district's boundary, as WKB in hexadecimal digits, EPSG:25832."""

    id: str
    code: str
    wkb: str


@dataclass(frozen=True)
class Boundaries:
    """All districts from the day ``valid_from`` (ISO) on."""

    valid_from: str
    districts: tuple[DistrictShape, ...]


@dataclass(frozen=True)
class ConvertOrder:
    """One layer of a set of files, what was found in it and what a person decided.

    ``into`` is the folder, within the child's own, that takes ``FIELDS_FILE`` and
    ``FEATURES_FILE``.
    """

    set: SniffedSet
    found: LayerFound
    choices: Choices
    boundaries: tuple[Boundaries, ...]
    into: str


@dataclass(frozen=True)
class Converted:
    """What became of a layer. ``bounds``: west, south, east, north in EPSG:25832, metres.

    ``messages`` are those of the conversion; the passport holds them and those of the report.
    """

    feature_count: int
    passport: VersionPassport
    bounds: tuple[float, float, float, float] | None
    statistics: Mapping[str, Mapping[str, DistrictStatistic]]
    messages: tuple[Message, ...] = ()


ORDERS: Final = TypeAdapter(ConvertOrder)
CONVERTED: Final = TypeAdapter(Converted)
