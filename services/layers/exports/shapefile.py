"""Shapefiles, written byte by byte and in portions: one of each kind of shape, all in one zip.

Source: ESRI Shapefile Technical Description, July 1998. Rings run clockwise outside.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from services.layers.exports.dbf import FIELDS_MOST, Table
from services.layers.exports.model import Order
from services.layers.exports.notice import licence_text
from services.layers.exports.pieces import UnfitError
from services.layers.exports.store import Portion
from services.layers.imported import Value

_NULL: Final = struct.pack("<i", 0)
_FILE_BYTES_MOST: Final = 2**31 - 1
_ZIP_LEVEL: Final = 4
_FAMILIES: Final = {
    "Point": ("punkte", 1),
    "MultiPoint": ("mehrfachpunkte", 8),
    "LineString": ("linien", 3),
    "MultiLineString": ("linien", 3),
    "Polygon": ("flaechen", 5),
    "MultiPolygon": ("flaechen", 5),
}
"""Which kinds share a file, and the number that the file has for them."""


class _Shapefile:
    """The parts of one shapefile on their way."""

    def __init__(self, stem: Path, code: int, order: Order) -> None:
        self._code = code
        self._shp = stem.with_suffix(".shp").open("wb+")
        self._shx = stem.with_suffix(".shx").open("wb+")
        for file in (self._shp, self._shx):
            file.write(bytes(100))
        self._box = (np.inf, np.inf, -np.inf, -np.inf)
        self.table = Table(stem.with_suffix(".dbf"), order.fields)

    def add(self, content: bytes, box: tuple[float, ...] | None, row: Mapping[str, Value]) -> None:
        """Write one feature, as its record and its row."""
        at = self._shp.tell()
        if at + len(content) > _FILE_BYTES_MOST:
            raise UnfitError
        self._shx.write(struct.pack(">ii", at // 2, len(content) // 2))
        self.table.add(row)
        self._shp.write(struct.pack(">ii", self.table.count, len(content) // 2) + content)
        if box is not None:
            west, south, east, north = self._box
            self._box = (
                min(west, box[0]),
                min(south, box[1]),
                max(east, box[2]),
                max(north, box[3]),
            )

    def close(self, made_at: datetime) -> None:
        """Write what is known only at the end: heads, and the table."""
        box = self._box if np.isfinite(self._box).all() else (0.0,) * 4
        for file in (self._shp, self._shx):
            words = file.tell() // 2
            file.seek(0)
            file.write(struct.pack(">i20xi", 9994, words))
            file.write(struct.pack("<ii4d32x", 1000, self._code, *box))
            file.close()
        self.table.close(made_at.date())


def write_shapefile(
    path: Path, order: Order, kinds: Iterable[str], portions: Iterable[Portion]
) -> None:
    """Write a zip with the shapefiles of a layer and the text of its licence.

    Features without a place stand in the first of them. Raises ``UnfitError`` beyond two
    gigabytes, or 255 columns.
    """
    families = sorted({_FAMILIES[kind] for kind in kinds}) or [_FAMILIES["Point"]]
    if len(order.fields) > FIELDS_MOST:
        raise UnfitError
    folder = path.parent
    stems = {
        code: folder / (order.name if len(families) == 1 else f"{order.name}_{family}")
        for family, code in families
    }
    files = {code: _Shapefile(stem, code, order) for code, stem in stems.items()}
    for portion in portions:
        _take(portion, files)
    for one in files.values():
        one.close(order.made_at)
    shortened = sum(one.table.shortened for one in files.values())
    _pack(path, order, list(stems.values()), shortened)


def _take(portion: Portion, files: Mapping[int, _Shapefile]) -> None:
    """Write the features of a portion in their order, each into the file of its kind."""
    records: list[tuple[int, bytes, tuple[float, ...] | None]]
    records = [(next(iter(files)), _NULL, None)] * len(portion.rows)
    for kinds, code, encode in _ENCODERS:
        where = np.flatnonzero(np.isin(shapely.get_type_id(portion.shapes), kinds))
        if len(where):
            chosen = portion.shapes[where]
            boxes = shapely.bounds(chosen).tolist()
            for position, content, box in zip(where, encode(chosen, code), boxes, strict=True):
                records[position] = (code, content, tuple(box))
    for (code, content, box), row in zip(records, portion.rows, strict=True):
        files[code].add(content, box, row)


def _points(shapes: NDArray[np.object_], code: int) -> list[bytes]:
    return [struct.pack("<i2d", code, *xy) for xy in shapely.get_coordinates(shapes).tolist()]


def _multi_points(shapes: NDArray[np.object_], code: int) -> list[bytes]:
    _, xy, (starts,) = shapely.to_ragged_array(shapes, include_z=False)
    boxes = shapely.bounds(shapes)
    return [
        struct.pack("<i4di", code, *boxes[n], starts[n + 1] - starts[n])
        + xy[starts[n] : starts[n + 1]].astype("<f8").tobytes()
        for n in range(len(shapes))
    ]


def _parted(shapes: NDArray[np.object_], code: int) -> list[bytes]:
    """Return records of lines or areas: where each part or ring begins, then all vertices."""
    turned = shapely.orient_polygons(shapes, exterior_cw=True)
    _, xy, offsets = shapely.to_ragged_array(turned, include_z=False)
    starts = offsets[0]
    first: NDArray[np.integer] = np.arange(len(shapes) + 1)
    for level in reversed(offsets[1:]):
        first = level[first]
    boxes = shapely.bounds(shapes)
    contents = []
    for n in range(len(shapes)):
        parts = starts[first[n] : first[n + 1] + 1]
        head = struct.pack("<i4dii", code, *boxes[n], len(parts) - 1, parts[-1] - parts[0])
        begins = (parts[:-1] - parts[0]).astype("<i4").tobytes()
        contents.append(head + begins + xy[parts[0] : parts[-1]].astype("<f8").tobytes())
    return contents


_ENCODERS: Final[
    tuple[tuple[list[int], int, Callable[[NDArray[np.object_], int], list[bytes]]], ...]
] = (
    ([0], 1, _points),
    ([1, 5], 3, _parted),
    ([3, 6], 5, _parted),
    ([4], 8, _multi_points),
)
"""By the numbers that GEOS has for kinds of shapes."""


def _pack(path: Path, order: Order, stems: list[Path], shortened: int) -> None:
    system = pyproj.CRS(f"EPSG:{order.epsg}").to_wkt("WKT1_ESRI")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_ZIP_LEVEL) as archive:
        for stem in stems:
            for ending in (".shp", ".shx", ".dbf"):
                part = stem.with_suffix(ending)
                archive.write(part, part.name)
                part.unlink()
            archive.writestr(f"{stem.name}.prj", system)
            archive.writestr(f"{stem.name}.cpg", "UTF-8")
        archive.writestr("LIZENZ.txt", licence_text(order, shortened=shortened))
