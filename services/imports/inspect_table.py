"""What is in a table with coordinates: its rows as points where its columns say so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from services.imports import fields, systems, tables, wkt
from services.imports.geometries import FEATURES_MOST, Gathered
from services.imports.model import ImportRefusedError, LayerFound
from services.imports.sheets import Value
from services.imports.tables import TableFormat, TableFound
from services.web.tables import SIGN, is_protected

_PORTION: Final = 100_000
_PORTION_OF_SHAPES: Final = 5_000


def inspect_table(
    path: Path,
    format: TableFormat,
    *,
    stem: str,
    sheet: str | None = None,
) -> LayerFound:
    """Return what is found in a table, or in one ``sheet`` of a workbook.

    The first proposal for the columns of coordinates is looked at; a person may choose others.
    Raises ``ImportRefusedError`` where the table cannot be read or has too many rows.
    """
    is_own = format == "csv" and is_protected(stem)
    table = tables.look(path, format, sheet=sheet, is_protected=is_own)
    if table.row_count > FEATURES_MOST:
        facts = {"layer": stem, "count": table.row_count, "most": FEATURES_MOST}
        raise ImportRefusedError(code="IMP-313", facts=facts)
    gathered = Gathered(clockwise=False)
    found = fields.describe(table.header, _rows(path, format, table, gathered))
    candidates, about_place = systems.candidates(
        declared=None if table.shapes is None else wkt.declared(table.sample, table.shapes),
        format=format,
        sample=gathered.sample(),
    )
    geometry = gathered.found(candidates[0] if candidates else None)
    about_shapes = gathered.messages(
        geometry, nulls_told=geometry.null if table.shapes is None else 0
    )
    return LayerFound(
        name=stem.removesuffix(SIGN) if is_own else stem,
        feature_count=table.row_count,
        crs=candidates,
        encodings=table.encodings,
        fields=found,
        geometry=geometry,
        messages=(*table.messages, *about_place, *about_shapes, *fields.messages(found)),
        file=str(path),
        coordinates=tuple((found[one.x].id, found[one.y].id) for one in table.coordinates),
        shapes=None if table.shapes is None else found[table.shapes].id,
        sheet=table.choices.sheet,
        is_protected=is_own,
    )


def _rows(
    path: Path,
    format: TableFormat,
    table: TableFound,
    gathered: Gathered,
) -> Iterator[tuple[Value, ...]]:
    """Yield the values of each row; its point is gathered on the way."""
    if table.shapes is not None:
        yield from _rows_with_shapes(path, format, table, table.shapes, gathered)
        return
    if not table.coordinates:
        yield from (row.values for row in tables.points(path, format, table.choices, x=0, y=0))
        return
    first = table.coordinates[0]
    portion: list[tuple[float | None, float | None]] = []
    for row in tables.points(path, format, table.choices, x=first.x, y=first.y):
        portion.append((row.x, row.y))
        if len(portion) == _PORTION:
            gathered.take(_points(portion))
            portion.clear()
        yield row.values
    gathered.take(_points(portion))


def _rows_with_shapes(
    path: Path, format: TableFormat, table: TableFound, at: int, gathered: Gathered
) -> Iterator[tuple[Value, ...]]:
    walked = tables.points(path, format, table.choices, x=at, y=at)
    while portion := [row.values for row in islice(walked, _PORTION_OF_SHAPES)]:
        found = wkt.shapes([row[at] if at < len(row) else None for row in portion])
        gathered.take(wkt.in_bytes(found))
        yield from portion


def _points(places: list[tuple[float | None, float | None]]) -> NDArray[np.object_]:
    """Return places as geometries in bytes, None where one of the numbers is missing."""
    xy = np.array(places, dtype=float).reshape(-1, 2)
    points = np.empty(len(xy), dtype=object)
    placed = np.isfinite(xy).all(axis=1)
    points[placed] = shapely.to_wkb(shapely.points(xy[placed]))
    return points
