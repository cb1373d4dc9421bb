"""Writes what tippecanoe reads, and becomes tippecanoe: one process from features to tiles.

``tile_archive`` starts it as ``python -I -m services.layers.archive_child ORDER PARENT``, so that
neither the memory nor the computing stands in the way of whoever writes rows meanwhile.
"""

from __future__ import annotations

import base64
import os
import resource
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import shapely
from pydantic import TypeAdapter

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from geo.thinning import thin
from services.jobs.tied import die_with

_PORTION: Final = 2_000
_DIGITS: Final = 7
"""Of degrees: a centimetre, a fortieth of a grid step of the deepest tiles."""
_TOLERANCE_M: Final = 0.18
"""Half a grid step of the deepest tiles: what bends less is not seen there, but takes its time."""
_CPU_S: Final = 600
_LAST_S: Final = 5
_FILE_BYTES: Final = 4 << 30
_THREADS: Final = "2"


@dataclass(frozen=True)
class ArchiveOrder:
    """What tiles are made of: ``label_field`` and ``value_field`` name columns, or None.

    ``valid_from`` says which boundaries the districts of features are of; None: the latest. The
    ``command`` is tippecanoe's, without the file ``source`` that is written for it.
    """

    features: str
    source: str
    command: tuple[str, ...]
    label_field: str | None
    value_field: str | None
    is_number: bool
    valid_from: str | None


ORDERS: Final = TypeAdapter(ArchiveOrder)


def write_source(order: ArchiveOrder) -> None:
    """Write features with a place as lines of GeoJSON."""
    with Path(order.source).open("wb") as file:
        for lines in _portions(Path(order.features)):
            file.write(_features(lines, order))


def _portions(path: Path) -> Iterator[list[Mapping[str, Any]]]:
    with path.open("rb") as file:
        while lines := [orjson.loads(line) for line in islice(file, _PORTION)]:
            yield lines


def _features(lines: Sequence[Mapping[str, Any]], order: ArchiveOrder) -> bytes:
    placed = [line for line in lines if line["wkb"] is not None]
    shapes = np.empty(len(placed), dtype=object)
    shapes[:] = shapely.from_wkb([base64.b64decode(line["wkb"]) for line in placed])
    degrees = reproject(thin(shapes, _TOLERANCE_M), source=STORAGE_CRS, target=LON_LAT)
    rounded = shapely.transform(degrees, lambda corners: np.round(corners, _DIGITS))
    return b"".join(
        orjson.dumps(
            {
                "type": "Feature",
                "id": line["n"],
                "properties": _properties(line, order),
                "geometry": orjson.Fragment(geometry),
            },
            option=orjson.OPT_APPEND_NEWLINE,
        )
        for line, geometry in zip(placed, shapely.to_geojson(rounded), strict=True)
    )


def _properties(line: Mapping[str, Any], order: ArchiveOrder) -> dict[str, Any]:
    """Return what a tile says of a feature; what it lacks is left out."""
    shares = line["d"].get(order.valid_from or max(line["d"], default=""), ())
    label, value = line["p"].get(order.label_field), line["p"].get(order.value_field)
    said = {
        "n": line["n"],
        "districts": ",".join(district_id for district_id, _ in shares),
        "label": None if label is None else str(label),
        "value": value if value is None or order.is_number else _category(value),
    }
    return {name: one for name, one in said.items() if one is not None}


def _category(value: object) -> str:
    """Return a value as looks compare it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def main() -> None:
    """Write the features, then go on as tippecanoe: within limits, as long as the parent lives."""
    order = ORDERS.validate_json(sys.argv[1])
    # Two signals: who is killed by the second one without the first was so by somebody else.
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S + _LAST_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
    die_with(int(sys.argv[2]))
    write_source(order)
    command = [*order.command, order.source]
    os.execve(  # noqa: S606 - our own command, no words of a user
        command[0], command, {"LANG": "C.UTF-8", "TIPPECANOE_MAX_THREADS": _THREADS}
    )


if __name__ == "__main__":
    main()
