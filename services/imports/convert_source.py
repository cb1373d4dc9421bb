"""The features of a layer as they stand in its file, portion by portion. Runs in the child only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from typing import Final

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from services.imports import encodings, tables, wkt
from services.imports.convert_values import Found
from services.imports.converted import ConvertOrder
from services.imports.coordinates import Decimal
from services.imports.geometries import read_shapes
from services.imports.model import ImportRefusedError
from services.imports.reading import NAMED_BY_FILE, Texts, damage_told, layer_info, portions
from services.imports.tables import TableFormat, TableRow

_ROWS: Final = 25_000
"""Rows of a table at a time."""
_ROWS_WITH_SHAPES: Final = 5_000

_NONE: Final = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Batch:
    """Some features one after the other; columns in the order of ``LayerFound.fields``.

    ``unclosed`` are the numbers of shapes whose rings had to be closed to read them; ``wkb`` are
    the shapes as the file has them, None for a table.
    """

    shapes: NDArray[np.object_]
    unclosed: NDArray[np.int64]
    wkb: NDArray[np.object_] | None
    columns: Sequence[Sequence[Found]]


@dataclass(frozen=True)
class Source:
    """A layer ready to be read: its columns' names as the chosen encoding has them."""

    names: Sequence[str]
    decimal: Decimal | None
    batches: Iterator[Batch]


def opened(order: ConvertOrder) -> Source:
    """Open the layer that an order names.

    Raises ``ImportRefusedError`` where it cannot be read, or names no columns for places.
    """
    format_ = order.set.format
    if format_ == "csv" or format_ == "xlsx":  # noqa: PLR1714 - narrows the type
        return _table(order, format_)
    texts = Texts(order.choices.encoding or encodings.UTF_8)
    with damage_told(order.set):
        name = _name_for_gdal(order)
        info = layer_info(order.set, name)
    names = [texts.read(column) for column in info["fields"]]
    return Source(names, None, _features(order, name, int(info["features"]), texts))


def _name_for_gdal(order: ConvertOrder) -> str:
    """Return the layer's name within its file; some formats hold one layer without a name."""
    if order.set.format not in NAMED_BY_FILE:
        return order.found.name
    first: str = pyogrio.list_layers(order.set.main)[0, 0]
    return first


def _features(order: ConvertOrder, name: str, count: int, texts: Texts) -> Iterator[Batch]:
    with damage_told(order.set):
        for portion in portions(order.set, name, feature_count=count):
            shapes, unclosed = read_shapes(portion.wkb)
            yield Batch(shapes, unclosed, portion.wkb, portion.plain(texts))


def _table(order: ConvertOrder, format_: TableFormat) -> Source:
    at = order.found.shapes
    x, y = _columns(order) if at is None else (0, 0)
    look = tables.look(
        order.set.main, format_, sheet=order.found.sheet, is_protected=order.found.is_protected
    )
    choices = replace(
        look.choices,
        encoding=order.choices.encoding or look.choices.encoding,
        decimal=order.choices.decimal or look.choices.decimal,
    )
    rows = tables.points(order.set.main, format_, choices, x=x, y=y)
    ids = [field.id for field in order.found.fields]
    names = [field.name for field in order.found.fields]
    shape_column = None if at is None else ids.index(at)
    return Source(names, choices.decimal, _rows(rows, width=len(names), shapes=shape_column))


def _columns(order: ConvertOrder) -> tuple[int, int]:
    """Return the numbers of the columns that hold the places."""
    ids = [field.id for field in order.found.fields]
    x, y = order.choices.x, order.choices.y
    if x not in ids or y not in ids or x == y:
        raise ImportRefusedError(code="IMP-440")
    return ids.index(x), ids.index(y)


def _rows(rows: Iterator[TableRow], *, width: int, shapes: int | None) -> Iterator[Batch]:
    size = _ROWS if shapes is None else _ROWS_WITH_SHAPES
    while portion := list(islice(rows, size)):
        wide = [list(column) for column in zip_longest(*(row.values for row in portion))]
        missing = [[None] * len(portion)] * (width - len(wide))
        columns: list[Sequence[Found]] = [*wide[:width], *missing]
        if shapes is None:
            yield Batch(_points(portion), _NONE, None, columns)
        else:
            found = wkt.shapes(columns[shapes])
            yield Batch(found, _NONE, wkt.in_bytes(found), columns)


def _points(rows: Sequence[TableRow]) -> NDArray[np.object_]:
    places = np.array([(row.x, row.y) for row in rows], dtype=float)
    found = np.full(len(rows), None, dtype=object)
    there = np.isfinite(places).all(axis=1)
    found[there] = shapely.points(places[there])
    return found
