"""Shapes that stand in a file and cannot be read, told from those that never were there.

GDAL gives both as no shape. The difference can be told only where a format lets every feature be
looked at by itself: GeoPackage and GeoJSON. Runs in the child only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import pyogrio
from numpy.typing import NDArray

from services.imports.sniffed import SniffedSet

_FEATURES: Final = re.compile(r'(?<!\\)"features"\s*:\s*\[')
_CHUNK: Final = 1 << 20
_BETWEEN: Final = frozenset(" \t\r\n,")


def damaged_shapes(
    one: SniffedSet, layer: str, *, geometry: str, without: Sequence[int], count: int
) -> list[int]:
    """Return the numbers (from 0) of features whose shape is there but cannot be read.

    Parameters
    ----------
    layer, geometry : str
        How GDAL calls the layer and its column of shapes.
    without : sequence of int
        Numbers of the features that came without a shape.
    count : int
        How many features GDAL read. Where the file seems to hold another number, nothing is said.
    """
    if not without:
        return []
    if one.format == "geopackage":
        stated = _stated_in_package(one.main, layer, geometry)
    elif one.format == "geojson":
        stated = _stated_in_json(one.main)
    else:
        return []
    return [n for n in without if stated[n]] if len(stated) == count else []


def _stated_in_package(path: Path, layer: str, geometry: str) -> NDArray[np.bool_]:
    """Return for each feature whether its row holds anything as a shape."""
    table, column = (f'"{name.replace(chr(34), chr(34) * 2)}"' for name in (layer, geometry))
    sql = f"SELECT {column} IS NOT NULL AS stated FROM {table}"  # noqa: S608 - names are quoted
    *_, columns = pyogrio.raw.read(path, sql=sql, read_geometry=False)
    return np.asarray(columns[0]).astype(bool)


def _stated_in_json(path: Path) -> NDArray[np.bool_]:
    """Return for each feature whether anything stands where its shape should."""
    return np.array(
        [
            one.get("geometry") is not None
            for one in _elements(path)
            if isinstance(one, dict) and one.get("type") == "Feature"
        ],
        dtype=bool,
    )


def _elements(path: Path) -> Iterator[Any]:
    """Yield what stands in the list of features, one by one; stop where it is no JSON."""
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        text, at = _after_start(file), 0
        while True:
            try:
                one, at = decoder.raw_decode(text, _after_gap(text, at))
            except (json.JSONDecodeError, RecursionError):
                # Twice as much each time: a long one is not begun again for every chunk.
                more = file.read(max(_CHUNK, len(text) - at))
                if not more:
                    return
                text, at = text[at:] + more, 0
            else:
                yield one


def _after_gap(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BETWEEN:
        at += 1
    return at


def _after_start(file: IO[str]) -> str:
    text = ""
    while more := file.read(_CHUNK):
        text += more
        if (found := _FEATURES.search(text)) is not None:
            return text[found.end() :]
    return ""
