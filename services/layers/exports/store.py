"""The SQL of exports: the features of one version, in portions, in the order of their file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from services.database.tables import layer_feature
from services.layers.imported import Value

PORTION: Final = 2_000
_WKB_BYTES_OF_KIND: Final = 4
_KINDS: Final = {
    1: "Point",
    2: "LineString",
    3: "Polygon",
    4: "MultiPoint",
    5: "MultiLineString",
    6: "MultiPolygon",
    7: "GeometryCollection",
}


@dataclass(frozen=True)
class Portion:
    """Some features, of EPSG:25832: ``shapes`` (n,) of geometry or None, and ``rows`` as many."""

    first: int
    numbers: tuple[int, ...]
    shapes: NDArray[np.object_]
    rows: tuple[Mapping[str, Value], ...]


class Source:
    """Reads a version within the caller's transaction, which must see one state throughout."""

    def __init__(self, connection: Connection, layer_number: int, version: int) -> None:
        self._connection = connection
        self._of_version = (
            layer_feature.c.layer_number == layer_number,
            layer_feature.c.version == version,
        )

    def kinds(self) -> frozenset[str]:
        """Return which kinds of shapes there are (``Point``, ``MultiPolygon`` …), read by SQL."""
        column = layer_feature.c.geometry
        if self._connection.dialect.name == "postgresql":
            asked: Any = func.substr(func.ST_GeometryType(column), 4)
        else:
            asked = func.hex(func.substr(column, 1, 1 + _WKB_BYTES_OF_KIND))
        found = self._connection.execute(
            select(asked).where(*self._of_version, column.is_not(None)).distinct()
        ).scalars()
        if self._connection.dialect.name == "postgresql":
            return frozenset(map(str, found))
        return frozenset(_kind_of(bytes.fromhex(head)) for head in found)

    def portions(self) -> Iterator[Portion]:
        """Yield all features by ``n``; only one portion stands in memory."""
        after, first = -1, 0
        asked = select(
            layer_feature.c.n, layer_feature.c.geometry, layer_feature.c.properties
        ).order_by(layer_feature.c.n)
        while True:
            found = self._connection.execute(
                asked.where(*self._of_version, layer_feature.c.n > after).limit(PORTION)
            ).all()
            if not found:
                return
            shapes = np.empty(len(found), dtype=object)
            shapes[:] = [row.geometry for row in found]
            shapes[shapely.is_empty(shapes)] = None
            numbers = tuple(row.n for row in found)
            yield Portion(first, numbers, shapes, tuple(row.properties for row in found))
            after, first = numbers[-1], first + len(found)


def _kind_of(head: bytes) -> str:
    order = "little" if head[0] else "big"
    return _KINDS[int.from_bytes(head[1:], order) & 0xFF]  # type: ignore[arg-type]
