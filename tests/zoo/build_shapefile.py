"""The parts of shapefiles, byte by byte: whole ones, odd ones, lying ones.

Everything lies at one place in the city, ``EAST``/``NORTH`` in EPSG:25832, written in whatever
system an animal needs. Nothing here asks GDAL: it would refuse to write most of it.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

Ring = Sequence[tuple[float, float]]
Column = tuple[str, str, int]
"""Name, DBF type (``C`` or ``N``), width in bytes."""

NULL, POINT, LINE, POLYGON = 0, 1, 3, 5
POINT_Z, LINE_Z, POLYGON_Z = 11, 13, 15
POINT_M, MULTI_PATCH = 21, 31
HEADER_WORDS: Final = 50
NO_BOX: Final = (0.0, 0.0, 0.0, 0.0)

EAST, NORTH = 370_819.75, 5_717_642.33
"""The place in EPSG:25832."""
ORIGINS: Final[Mapping[int, tuple[float, float]]] = {
    25832: (EAST, NORTH),
    25833: (-44_401.62, 5_745_357.23),
    4647: (32_000_000 + EAST, NORTH),
    31466: (2_578_692.71, 5_718_453.01),
    31467: (3_370_842.37, 5_719_488.60),
    3857: (794_264.57, 6_727_224.94),
    3035: (4_122_525.97, 3_168_833.91),
    4326: (7.135, 51.595),
}
"""The same place in other systems; x before y."""
STREETS: Final = ("Königstraße", "Über den Knöchel", "Schützenstraße", "Feldweg", "Ährenweg")


@dataclass(frozen=True)
class Shape:
    """One record: its type, its rings or lines, and one height and measure for all vertices."""

    kind: int
    parts: tuple[Ring, ...] = ()
    z: float = 0.0
    m: float = 0.0

    @property
    def vertices(self) -> list[tuple[float, float]]:
        return list(chain.from_iterable(self.parts))


def square(x: float, y: float, side: float, *, hole: bool = False) -> Ring:
    """Return a closed ring from its south-west corner: clockwise, a hole counter-clockwise."""
    ring = [(x, y), (x, y + side), (x + side, y + side), (x + side, y), (x, y)]
    return ring[::-1] if hole else ring


def polygon(*rings: Ring, kind: int = POLYGON, z: float = 0.0) -> Shape:
    return Shape(kind, rings, z=z)


def point(x: float, y: float, *, kind: int = POINT, z: float = 0.0, m: float = 0.0) -> Shape:
    return Shape(kind, (((x, y),),), z=z, m=m)


def line(*parts: Ring, kind: int = LINE, z: float = 0.0) -> Shape:
    return Shape(kind, parts, z=z)


def squares(epsg: int = 25832, *, count: int = 5) -> tuple[Shape, ...]:
    """Return squares in a row from west to east, 40 m wide and 50 m apart, at the place."""
    x, y = ORIGINS[epsg]
    metre = 1 / 90_000 if epsg == 4326 else 1.0
    return tuple(polygon(square(x + index * 50 * metre, y, 40 * metre)) for index in range(count))


def points(epsg: int = 25832, *, count: int = 5) -> tuple[Shape, ...]:
    x, y = ORIGINS[epsg]
    metre = 1 / 90_000 if epsg == 4326 else 1.0
    return tuple(point(x + index * 50 * metre, y) for index in range(count))


def _box(shapes: Sequence[Shape]) -> tuple[float, float, float, float]:
    vertices = [vertex for shape in shapes for vertex in shape.vertices]
    if not vertices:
        return NO_BOX
    xs, ys = [x for x, _ in vertices], [y for _, y in vertices]
    return min(xs), min(ys), max(xs), max(ys)


def _ordinates(shape: Shape) -> bytes:
    """Return heights, then measures, each after its range, where the type has them."""
    if shape.kind not in {LINE_Z, POLYGON_Z, MULTI_PATCH}:
        return b""
    count = len(shape.vertices)
    return b"".join(
        struct.pack(f"<2d{count}d", value, value, *[value] * count) for value in (shape.z, shape.m)
    )


def record(shape: Shape) -> bytes:
    """Return the content of a record, without its header."""
    head = struct.pack("<i", shape.kind)
    if shape.kind == NULL:
        return head
    flat = list(chain.from_iterable(shape.vertices))
    if shape.kind in {POINT, POINT_Z, POINT_M}:
        tail = {POINT: [], POINT_Z: [shape.z, shape.m], POINT_M: [shape.m]}[shape.kind]
        return head + struct.pack(f"<{2 + len(tail)}d", *flat, *tail)
    lengths = [len(part) for part in shape.parts]
    starts = [sum(lengths[:index]) for index in range(len(lengths))]
    out = head + struct.pack("<4d2i", *_box([shape]), len(lengths), sum(lengths))
    out += struct.pack(f"<{len(starts)}i", *starts)
    if shape.kind == MULTI_PATCH:
        out += struct.pack(f"<{len(starts)}i", *[5] * len(starts))
    return out + struct.pack(f"<{len(flat)}d", *flat) + _ordinates(shape)


def _header(kind: int, words: int, box: tuple[float, float, float, float]) -> bytes:
    return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, words) + struct.pack(
        "<2i8d", 1000, kind, *box, 0, 0, 0, 0
    )


def shp(
    shapes: Sequence[Shape],
    *,
    kind: int | None = None,
    words: int | None = None,
    box: tuple[float, float, float, float] | None = None,
) -> bytes:
    """Return a ``.shp``. ``kind``, ``words`` (its length) and ``box`` may lie."""
    kind = _kind(shapes) if kind is None else kind
    body = b""
    for number, shape in enumerate(shapes, start=1):
        content = record(shape)
        body += struct.pack(">2i", number, len(content) // 2) + content
    whole = HEADER_WORDS + len(body) // 2
    return _header(kind, whole if words is None else words, box or _box(shapes)) + body


def shx(shapes: Sequence[Shape], *, shift: int = 0) -> bytes:
    """Return a ``.shx``; ``shift`` moves each offset by so many 16-bit words."""
    body = b""
    offset = HEADER_WORDS
    for shape in shapes:
        words = len(record(shape)) // 2
        body += struct.pack(">2i", offset + shift, words)
        offset += 4 + words
    return _header(_kind(shapes), HEADER_WORDS + len(body) // 2, _box(shapes)) + body


def _kind(shapes: Sequence[Shape]) -> int:
    return next((shape.kind for shape in shapes if shape.kind != NULL), POLYGON)


NAME_COLUMN: Final[Column] = ("NAME", "C", 40)
NUMBER_COLUMN: Final[Column] = ("NR", "N", 6)


def dbf(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str | bytes]],
    *,
    encoding: str = "ascii",
    ldid: int = 0,
    count: int | None = None,
) -> bytes:
    """Return a ``.dbf``; ``count`` (of records) and ``ldid`` may lie, bytes are taken as they are.

    Like the programs that wrote such files, it cuts names after 10 bytes, not after 10 characters.
    """
    width = 1 + sum(column[2] for column in columns)
    head = struct.pack(
        "<4BIHH17xBxx",
        *(0x03, 126, 11, 23),
        len(rows) if count is None else count,
        33 + 32 * len(columns),
        width,
        ldid,
    )
    for name, kind, size in columns:
        cut = name.encode(encoding, "replace")[:10]
        head += struct.pack("<11sc4xBB14x", cut, kind.encode("ascii"), size, 0)
    body = b"".join(b" " + _cells(columns, row, encoding) for row in rows)
    return head + b"\r" + body + b"\x1a"


def _cells(columns: Sequence[Column], row: Sequence[str | bytes], encoding: str) -> bytes:
    out = b""
    for (_, kind, size), value in zip(columns, row, strict=True):
        cell = value if isinstance(value, bytes) else value.encode(encoding)
        out += (cell.rjust(size) if kind == "N" else cell.ljust(size))[:size]
    return out


def street_rows(count: int = 5) -> list[tuple[str, str]]:
    return [(STREETS[index % len(STREETS)], str(index + 1)) for index in range(count)]


def streets(*, encoding: str = "utf-8", ldid: int = 0, count: int = 5) -> bytes:
    """Return a table of streets with umlauts in their names."""
    return dbf((NAME_COLUMN, NUMBER_COLUMN), street_rows(count), encoding=encoding, ldid=ldid)


ETRS89_UTM32: Final = (
    'PROJCS["ETRS_1989_UTM_Zone_32N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",'
    'SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",9.0],PARAMETER["Scale_Factor",0.9996],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
PREFIXED: Final = ETRS89_UTM32.replace("Zone_32N", "Zone_32N_zE-N").replace("500000", "32500000")
EIGHT_DIGITS: Final = PREFIXED.replace("ETRS_1989_UTM_Zone_32N_zE-N", "ETRS89_UTM_N32_8stellig")
WGS84_UTM32: Final = (
    ETRS89_UTM32.replace("ETRS_1989_UTM", "WGS_1984_UTM")
    .replace("GCS_ETRS_1989", "GCS_WGS_1984")
    .replace("D_ETRS_1989", "D_WGS_1984")
    .replace('"GRS_1980",6378137.0,298.257222101', '"WGS_1984",6378137.0,298.257223563')
)
UTM33: Final = ETRS89_UTM32.replace("Zone_32N", "Zone_33N").replace(
    'Meridian",9.0', 'Meridian",15.0'
)
WGS84: Final = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
_DHDN: Final = (
    'GEOGCS["GCS_Deutsches_Hauptdreiecksnetz",DATUM["D_Deutsches_Hauptdreiecksnetz",'
    'SPHEROID["Bessel_1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]]'
)
_ZONE_2: Final = (
    'PARAMETER["False_Easting",2500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",6.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
GAUSS_KRUEGER: Final = (
    f'PROJCS["DHDN_3_Degree_Gauss_Zone_2",{_DHDN},PROJECTION["Gauss_Kruger"],{_ZONE_2}'
)
GERMANY_ZONE_2: Final = GAUSS_KRUEGER.replace("DHDN_3_Degree_Gauss_Zone_2", "Germany_Zone_2")
NAMELESS: Final = (
    f'PROJCS["Transverse_Mercator",{_DHDN},PROJECTION["Transverse_Mercator"],{_ZONE_2}'
)
WITH_TOWGS84: Final = NAMELESS.replace(
    "299.1528128]]", "299.1528128],TOWGS84[598.1,73.7,418.2,0.202,0.045,-2.455,6.7]]"
)
UNKNOWN_DATUM: Final = (
    'PROJCS["unnamed",GEOGCS["bessel",DATUM["unknown",'
    'SPHEROID["bessel",6377397.155,299.1528128]],PRIMEM["Greenwich",0],'
    f'UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],{_ZONE_2}'
)
LOCAL: Final = 'LOCAL_CS["Stadtgrundkarte",UNIT["metre",1]]'


def shapefile(
    shapes: Sequence[Shape] | None = None,
    *,
    prj: str | None = ETRS89_UTM32,
    table: bytes | None = None,
    cpg: str | None = "UTF-8",
    **parts: bytes | None,
) -> dict[str, bytes]:
    """Return the parts of a shapefile by their extension.

    ``prj`` or ``cpg`` None leaves that part out; so does a part given as None, as in ``shx=None``.
    """
    shapes = squares() if shapes is None else shapes
    out: dict[str, bytes | None] = {
        "shp": shp(shapes),
        "shx": shx(shapes),
        "dbf": streets(count=len(shapes)) if table is None else table,
        "prj": None if prj is None else prj.encode("ascii"),
        "cpg": None if cpg is None else cpg.encode("ascii"),
        **parts,
    }
    return {extension: content for extension, content in out.items() if content is not None}
