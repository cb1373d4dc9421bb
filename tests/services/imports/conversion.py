"""Files taken the whole way: received, looked at, converted as a person decided."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from services.imports.choices import Choices, proposed
from services.imports.converted import Boundaries, Converted, DistrictShape
from services.imports.converting import convert
from services.imports.looking import look
from services.imports.model import LayerFound
from services.layers.imported import FIELDS, Field
from tests.zoo.build_shapefile import EAST, NORTH

FROM: Final = "2025-01-01"
STEM: Final = "strassen"


def halves(at: float = EAST + 100) -> tuple[Boundaries, ...]:
    """Return two districts, west and east of ``at``, 1 km around the place of the zoo."""
    west = shapely.box(EAST - 1_000, NORTH - 1_000, at, NORTH + 1_000)
    east = shapely.box(at, NORTH - 1_000, EAST + 1_000, NORTH + 1_000)
    shapes = [("west", "W", west), ("ost", "O", east)]
    districts = tuple(
        DistrictShape(id_, code, shapely.to_wkb(shape, hex=True)) for id_, code, shape in shapes
    )
    return (Boundaries(FROM, districts),)


@dataclass(frozen=True)
class Done:
    """A converted layer and what the child wrote."""

    found: LayerFound
    converted: Converted
    fields: tuple[Field, ...]
    lines: list[dict[str, Any]]

    @property
    def shapes(self) -> list[BaseGeometry | None]:
        return [
            None if line["wkb"] is None else shapely.from_wkb(base64.b64decode(line["wkb"]))
            for line in self.lines
        ]

    @property
    def codes(self) -> list[str]:
        return [message.code for message in self.converted.messages]

    def values(self, field: str) -> list[Any]:
        return [line["p"][field] for line in self.lines]


def looked_at(folder: Path, parts: Mapping[str, bytes]) -> LayerFound:
    """Have files received and looked at; return the one layer."""
    received = folder / "received"
    received.mkdir()
    for extension, content in parts.items():
        (received / f"{STEM}.{extension}").write_bytes(content)
    work = folder / "work"
    work.mkdir()
    (layer,) = look(sorted(received.iterdir()), folder=work).layers
    return layer


def finished(
    folder: Path,
    found: LayerFound,
    choices: Choices,
    boundaries: tuple[Boundaries, ...] | None = None,
) -> Done:
    """Convert a layer that was looked at."""
    converted = convert(
        found,
        choices,
        boundaries=halves() if boundaries is None else boundaries,
        folder=folder / "work",
        into="features/0",
    )
    written = folder / "work" / "features" / "0"
    lines = (written / "features.jsonl").read_bytes().splitlines()
    fields = FIELDS.validate_json((written / "fields.json").read_bytes())
    return Done(found, converted, fields, [orjson.loads(line) for line in lines])


def done(folder: Path, parts: Mapping[str, bytes], **decided: object) -> Done:
    """Take files the whole way: what is proposed is agreed to, but for what was ``decided``."""
    found = looked_at(folder, parts)
    return finished(folder, found, replace(proposed(found), **decided))  # type: ignore[arg-type]
