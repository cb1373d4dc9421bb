"""Shapes as text in a column of a table (WKT), as QGIS and PostGIS write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from services.imports.sheets import Value

_WKT: Final = re.compile(
    r"\s*(?:SRID=(\d{1,6});)?\s*((?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)"
    r"\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)",
    re.IGNORECASE,
)
_ENOUGH_SHARE: Final = 0.5
_SHOWN: Final = 40


def column(rows: Sequence[Sequence[Value]], *, width: int) -> int | None:
    """Return the first column, from 0, most of whose filled cells are shapes; None if none is."""
    for at in range(width):
        filled = [row[at] for row in rows if at < len(row) and row[at] not in {None, ""}]
        fitting = sum(_match(value) is not None for value in filled)
        if filled and fitting >= _ENOUGH_SHARE * len(filled):
            return at
    return None


def example(rows: Sequence[Sequence[Value]], at: int) -> str:
    """Return the beginning of a shape as people may recognise it."""
    found = next(str(row[at]) for row in rows if at < len(row) and _match(row[at]) is not None)
    return f"{found[:_SHOWN]}…" if len(found) > _SHOWN else found


def declared(rows: Sequence[Sequence[Value]], at: int) -> str | None:
    """Return the reference system that the texts name, if they name one and the same."""
    found = {match.group(1) for row in rows if at < len(row) and (match := _match(row[at]))}
    (code,) = found if len(found) == 1 else (None,)
    return None if code is None else f"EPSG:{code}"


def shapes(values: Sequence[Value]) -> NDArray[np.object_]:
    """Return what texts mean, None for those that mean no shape."""
    texts = np.array([_without_code(value) for value in values], dtype=object)
    found: NDArray[np.object_] = shapely.from_wkt(texts, on_invalid="ignore")
    return found


def in_bytes(found: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return shapes as bytes, None where there is none."""
    written = np.empty(len(found), dtype=object)
    written[:] = shapely.to_wkb(found)
    return written


def _match(value: Value) -> re.Match[str] | None:
    return _WKT.match(value) if isinstance(value, str) else None


def _without_code(value: Value) -> str | None:
    match = _match(value)
    if match is None:
        return None
    return match.string if match.group(1) is None else match.string.partition(";")[2]
