"""GeoPackages of a layer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from services.layers.exports.model import Order
from services.layers.exports.names import distinct
from services.layers.exports.store import Portion
from services.layers.imported import ValueKind
from services.web import columns
from services.web.columns import Cells, ColumnKind
from services.web.geopackage import Geometries, Note, Shape, write_geopackage

_PASSPORT: Final = "urn:werkbank-herten:passport"
_KINDS: Final[dict[ValueKind, ColumnKind]] = {
    "text": "text",
    "integer": "integer",
    "number": "real",
    "date": "date",
    "boolean": "yes",
}
_MULTI: Final = "Multi"


def write_package(
    path: Path, order: Order, kinds: Iterable[str], portions: Iterable[Portion]
) -> None:
    """Write a GeoPackage with one layer, its licence and passport.

    Single shapes become parts of one where a layer holds both: a table has one kind.
    """
    kind = _one_kind(frozenset(kinds))
    names = distinct([one.name for one in order.fields])
    key, column = distinct(("fid", "geom"), taken=names)
    about = columns.About(order.name, order.about.title, order.about.lines, order.about.licence_url)
    write_geopackage(
        path,
        about,
        Geometries(kind.upper(), int(order.epsg), column=column, key=key),
        [(name, _KINDS[one.kind]) for name, one in zip(names, order.fields, strict=True)],
        _rows(portions, [one.id for one in order.fields], as_multi=kind.startswith(_MULTI)),
        note=Note(_PASSPORT, "application/json", orjson.dumps(dict(order.about.facts)).decode()),
        now=order.made_at,
    )


def _one_kind(kinds: frozenset[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    bare = {kind.removeprefix(_MULTI) for kind in kinds}
    return _MULTI + bare.pop() if len(bare) == 1 else "Geometry"


def _rows(
    portions: Iterable[Portion], ids: list[str], *, as_multi: bool
) -> Iterator[tuple[Shape | None, Cells]]:
    for portion in portions:
        shapes = _as_multi(portion) if as_multi else portion.shapes
        blobs = shapely.to_wkb(shapes, byte_order=1)
        boxes = shapely.bounds(portion.shapes).tolist()
        for blob, box, row in zip(blobs, boxes, portion.rows, strict=True):
            yield (None if blob is None else (blob, tuple(box))), [row.get(id_) for id_ in ids]


def _as_multi(portion: Portion) -> NDArray[np.object_]:
    shapes = portion.shapes.copy()
    for position, one in enumerate(shapes):
        if one is not None and not one.geom_type.startswith(_MULTI):
            shapes[position] = _COLLECT[one.geom_type]([one])
    return shapes


_COLLECT: Final[Mapping[str, Callable[[Any], Any]]] = {
    "Point": shapely.multipoints,
    "LineString": shapely.multilinestrings,
    "Polygon": shapely.multipolygons,
}
