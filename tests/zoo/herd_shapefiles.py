"""Shapefiles: parts that miss, systems in all their dialects, texts in other bytes, odd shapes."""

from __future__ import annotations

import struct
from typing import Final

from services.imports.model import Format
from tests.zoo.animal import Animal, Refused, Reported, file, loose
from tests.zoo.build_archives import cut_off, zipped
from tests.zoo.build_shapefile import (
    EIGHT_DIGITS,
    ETRS89_UTM32,
    GAUSS_KRUEGER,
    GERMANY_ZONE_2,
    LINE_Z,
    LOCAL,
    MULTI_PATCH,
    NAME_COLUMN,
    NAMELESS,
    NULL,
    NUMBER_COLUMN,
    ORIGINS,
    POINT_M,
    POLYGON_Z,
    PREFIXED,
    STREETS,
    UNKNOWN_DATUM,
    UTM33,
    WGS84,
    WGS84_UTM32,
    WITH_TOWGS84,
    Shape,
    dbf,
    line,
    point,
    points,
    polygon,
    shapefile,
    shp,
    shx,
    square,
    squares,
    streets,
)

SHAPEFILE: Final[Format] = "shapefile"
X, Y = ORIGINS[25832]


def found(
    *codes: str,
    epsg: int | None = 25832,
    encoding: str | None = None,
    layers: int = 1,
    features: int = 5,
    refused: str | None = None,
) -> Reported:
    return Reported(
        SHAPEFILE,
        frozenset(codes),
        epsg=epsg,
        encoding=encoding,
        layers=layers,
        features=features,
        refused=refused,
    )


def _of_shapes(*shapes: Shape) -> dict[str, bytes]:
    return shapefile(shapes)


def _without(part: str) -> dict[str, bytes]:
    parts = shapefile()
    del parts[part]
    return parts


PARTS: Final = (
    Animal(
        "whole, zipped",
        file("a.zip", lambda: zipped(shapefile())),
        found("IMP-201", encoding="UTF-8"),
    ),
    Animal("whole, in loose parts", loose(shapefile), found("IMP-201", encoding="UTF-8")),
    Animal(
        "loose parts in mixed case",
        lambda yard: [
            yard.put(f"{'WEGE' if ext == 'shp' else 'wege'}.{ext.upper()}", content)
            for ext, content in shapefile().items()
        ],
        found("IMP-201", encoding="UTF-8"),
    ),
    Animal("no .shx", loose(lambda: _without("shx")), found("IMP-104")),
    Animal("no .dbf", loose(lambda: _without("dbf")), found("IMP-108")),
    Animal("no .shp", loose(lambda: _without("shp")), Refused("IMP-025")),
    Animal("only a .dbf", loose(lambda: {"dbf": streets()}), Refused("IMP-025")),
    Animal(
        "only a .shp",
        loose(lambda: {"shp": shp(squares())}),
        found("IMP-104", "IMP-108", "IMP-220", "IMP-224"),
    ),
)

SYSTEMS: Final = (
    Animal("no .prj, UTM numbers", loose(lambda: shapefile(prj=None)), found("IMP-220", "IMP-224")),
    Animal(
        "no .prj, Gauß-Krüger numbers",
        loose(lambda: shapefile(squares(31466), prj=None)),
        found("IMP-220", "IMP-224", epsg=31466),
    ),
    Animal(
        "no .prj, Web Mercator numbers",
        loose(lambda: shapefile(squares(3857), prj=None)),
        found("IMP-220", epsg=3857),
    ),
    Animal(
        "no .prj, Gauß-Krüger numbers of the next zone",
        loose(lambda: shapefile(squares(31467), prj=None)),
        found("IMP-220", epsg=31467),
    ),
    Animal(
        "no .prj, numbers of the European grid",
        loose(lambda: shapefile(squares(3035), prj=None)),
        found("IMP-220", epsg=3035),
    ),
    Animal(
        "no .prj, eight digits",
        loose(lambda: shapefile(squares(4647), prj=None)),
        found("IMP-220", "IMP-224", epsg=4647),
    ),
    Animal(
        "no .prj, degrees",
        loose(lambda: shapefile(squares(4326), prj=None)),
        found("IMP-220", "IMP-225", epsg=4326),
    ),
    Animal(
        "no .prj, numbers of nowhere",
        loose(lambda: shapefile([point(17.5, 23.25)], prj=None)),
        found("IMP-220", "IMP-223", epsg=0, features=1, refused="IMP-232"),
    ),
    Animal(
        "empty .prj, zipped",
        file("a.zip", lambda: zipped(shapefile(prj=""))),
        found("IMP-220", "IMP-224"),
    ),
    Animal(
        ".prj of garbage", loose(lambda: shapefile(prj="PROJCS[[[[,")), found("IMP-221", "IMP-224")
    ),
    Animal(
        ".prj with a local system", loose(lambda: shapefile(prj=LOCAL)), found("IMP-221", "IMP-224")
    ),
    Animal(
        ".prj of Esri for Gauß-Krüger",
        loose(lambda: shapefile(squares(31466), prj=GAUSS_KRUEGER)),
        found("IMP-201", epsg=31466),
    ),
    Animal(
        ".prj Germany_Zone_2",
        loose(lambda: shapefile(squares(31466), prj=GERMANY_ZONE_2)),
        found("IMP-201", epsg=31466),
    ),
    Animal(
        ".prj without a name",
        loose(lambda: shapefile(squares(31466), prj=NAMELESS)),
        found("IMP-201", epsg=31466),
    ),
    Animal(
        ".prj with TOWGS84",
        loose(lambda: shapefile(squares(31466), prj=WITH_TOWGS84)),
        found("IMP-202", "IMP-205", epsg=31466),
    ),
    Animal(
        ".prj with an unknown datum",
        loose(lambda: shapefile(squares(31466), prj=UNKNOWN_DATUM)),
        found("IMP-203", epsg=31466),
    ),
    Animal(
        ".prj with the zone in front",
        loose(lambda: shapefile(squares(4647), prj=PREFIXED)),
        found("IMP-201", epsg=4647),
    ),
    Animal(
        ".prj 8stellig, of two meanings",
        loose(lambda: shapefile(squares(4647), prj=EIGHT_DIGITS)),
        found("IMP-201", epsg=4647),
    ),
    Animal(".prj of WGS 84 UTM", loose(lambda: shapefile(prj=WGS84_UTM32)), found("IMP-204")),
    Animal(
        ".prj of the neighbouring zone, rightly",
        loose(lambda: shapefile(squares(25833), prj=UTM33)),
        found("IMP-201", epsg=25833),
    ),
    Animal(
        ".prj of the neighbouring zone, wrongly",
        loose(lambda: shapefile(prj=UTM33)),
        found("IMP-213"),
    ),
    Animal(
        ".prj of degrees over UTM numbers",
        loose(lambda: shapefile(prj=WGS84)),
        found("IMP-211", epsg=25832),
    ),
    Animal(
        ".prj of Gauß-Krüger over UTM numbers",
        loose(lambda: shapefile(prj=GAUSS_KRUEGER)),
        found("IMP-214"),
    ),
    Animal(
        ".prj of UTM over numbers with the zone in front",
        loose(lambda: shapefile(squares(4647), prj=ETRS89_UTM32)),
        found("IMP-212", epsg=4647),
    ),
    Animal(
        "in Hamburg",
        loose(lambda: shapefile([point(565_000, 5_934_000)])),
        found("IMP-215", features=1),
    ),
    Animal(
        "a single vertex at zero",
        loose(lambda: shapefile([*points(count=4), point(0, 0)])),
        found("IMP-201"),
    ),
)


def _in_bytes(
    name: str, encoding: str, meant: str, *codes: str, ldid: int = 0, cpg: str | None
) -> Animal:
    return Animal(
        name,
        loose(lambda: shapefile(table=streets(encoding=encoding, ldid=ldid), cpg=cpg)),
        found(*codes, encoding=meant),
    )


ENCODINGS: Final = (
    _in_bytes("CP1252, declared by .cpg", "cp1252", "CP1252", cpg="1252"),
    _in_bytes("CP1252, declared by LDID", "cp1252", "CP1252", ldid=0x03, cpg=None),
    _in_bytes("CP1252, undeclared", "cp1252", "CP1252", "IMP-120", cpg=None),
    _in_bytes("CP850, declared by LDID", "cp850", "CP850", ldid=0x02, cpg=None),
    _in_bytes("CP850, undeclared", "cp850", "CP850", "IMP-120", cpg=None),
    _in_bytes("UTF-8, undeclared", "utf-8", "UTF-8", "IMP-120", cpg=None),
    _in_bytes("UTF-8 by the number 65001", "utf-8", "UTF-8", cpg="65001"),
    _in_bytes("CP1252 as ANSI 1252", "cp1252", "CP1252", cpg="ANSI 1252"),
    _in_bytes("CP1252 that claims UTF-8", "cp1252", "CP1252", "IMP-121", cpg="UTF-8"),
    _in_bytes(
        "UTF-8 that claims CP1252 by LDID", "utf-8", "CP1252", "IMP-122", ldid=0x03, cpg=None
    ),
    _in_bytes("a .cpg of the system", "cp1252", "CP1252", "IMP-123", "IMP-120", cpg="System"),
    _in_bytes("a .cpg in no language", "utf-8", "UTF-8", "IMP-123", "IMP-120", cpg="KLINGON"),
    Animal(
        "CP850, declared by .cst",
        loose(lambda: {**shapefile(table=streets(encoding="cp850"), cpg=None), "cst": b"CP850"}),
        found(encoding="CP850"),
    ),
    Animal(
        "bytes of no text",
        loose(
            lambda: shapefile(
                table=dbf((NAME_COLUMN,), [(bytes((n, 255 - n, 0x81, 0x00)),) for n in range(5)]),
                cpg=None,
            )
        ),
        found("IMP-120"),
    ),
)


def _crossed() -> Shape:
    """Return a polygon that crosses itself."""
    return polygon([(X, Y), (X + 40, Y + 40), (X + 40, Y), (X, Y + 40), (X, Y)])


SHAPES: Final = (
    Animal("no record at all", loose(lambda: _of_shapes()), Refused("IMP-118")),
    Animal(
        "one record without a geometry",
        loose(lambda: _of_shapes(*squares(count=4), Shape(NULL))),
        found("IMP-112"),
    ),
    Animal(
        "no record with a geometry",
        loose(lambda: _of_shapes(*[Shape(NULL)] * 3)),
        Refused("IMP-352"),
    ),
    Animal(
        "a bow tie",
        loose(lambda: _of_shapes(_crossed())),
        found("IMP-303", "IMP-304", features=1, refused="IMP-351"),
    ),
    Animal(
        "the same square twice",
        loose(lambda: _of_shapes(*squares(count=2), squares()[0])),
        found("IMP-306", features=3),
    ),
    Animal(
        "a square of a decimetre",
        loose(lambda: _of_shapes(*squares(count=2), polygon(square(X, Y, 0.1)))),
        found("IMP-307", features=3),
    ),
    Animal(
        "an outer ring turned like a hole",
        loose(lambda: _of_shapes(polygon(square(X, Y, 40, hole=True)))),
        found("IMP-310", features=1),
    ),
    Animal(
        "a polygon with a hole and an island",
        loose(
            lambda: _of_shapes(
                polygon(
                    square(X, Y, 40),
                    square(X + 10, Y + 10, 20, hole=True),
                    square(X + 15, Y + 15, 5),
                )
            )
        ),
        found("IMP-201", features=1),
    ),
    Animal(
        "a ring of two points",
        loose(lambda: _of_shapes(*squares(count=1), polygon([(X, Y), (X + 1, Y), (X, Y)]))),
        found("IMP-303", "IMP-305", features=2),
    ),
    Animal(
        "lines in parts with heights",
        loose(
            lambda: _of_shapes(
                line([(X, Y), (X + 9, Y)], [(X, Y + 5), (X + 9, Y + 5)], kind=LINE_Z, z=57.5)
            )
        ),
        found("IMP-308", features=1),
    ),
    Animal(
        "polygons with heights",
        loose(lambda: _of_shapes(polygon(square(X, Y, 40), kind=POLYGON_Z, z=57.5))),
        found("IMP-308", features=1),
    ),
    Animal(
        "points with a measure",
        loose(lambda: _of_shapes(point(X, Y, kind=POINT_M, m=12.5))),
        found("IMP-201", features=1),
    ),
    Animal(
        "a MultiPatch",
        loose(lambda: _of_shapes(Shape(MULTI_PATCH, (square(X, Y, 40),)))),
        Refused("IMP-102"),
    ),
    Animal(
        "a shape of an unknown type",
        loose(lambda: {**shapefile(), "shp": shp(squares(), kind=99)}),
        Refused("IMP-103"),
    ),
)


def _with_bytes(at: int, content: bytes) -> dict[str, bytes]:
    """Return a shapefile whose ``.shp`` holds other bytes at one place."""
    parts = shapefile()
    parts["shp"] = parts["shp"][:at] + content + parts["shp"][at + len(content) :]
    return parts


FIRST_RECORD: Final = 100
CONTENT_LENGTH: Final = FIRST_RECORD + 4
PART_COUNT: Final = FIRST_RECORD + 8 + 4 + 32
POINT_COUNT: Final = PART_COUNT + 4
PART_START: Final = POINT_COUNT + 4
FIRST_X: Final = PART_START + 4
LARGEST: Final = 2**31 - 1

LIES: Final = (
    Animal(
        "a .shp that broke off",
        loose(lambda: {**shapefile(), "shp": cut_off(shp(squares()))}),
        found("IMP-105", "IMP-106", "IMP-110", features=2),
    ),
    Animal("a .shp of no bytes", loose(lambda: {**shapefile(), "shp": b""}), Refused("IMP-003")),
    Animal(
        "a .shp of its header's half",
        loose(lambda: {**shapefile(), "shp": shp(squares())[:50]}),
        Refused("IMP-101"),
    ),
    Animal(
        "a .shp that says it is longer",
        loose(lambda: {**shapefile(), "shp": shp(squares(), words=LARGEST)}),
        found("IMP-106"),
    ),
    Animal(
        "a .shp that says it is empty",
        loose(lambda: {**shapefile(), "shp": shp(squares(), words=50)}),
        found("IMP-201"),
    ),
    Animal(
        "a .shp that says it lies elsewhere",
        loose(lambda: {**shapefile(), "shp": shp(squares(), box=(0, 0, 1, 1))}),
        found("IMP-201"),
    ),
    Animal(
        "a .shx that points elsewhere",
        loose(lambda: {**shapefile(), "shx": shx(squares(), shift=37)}),
        found("IMP-105"),
    ),
    Animal(
        "a .shx of fewer records",
        loose(lambda: {**shapefile(), "shx": shx(squares(count=2))}),
        found("IMP-110", features=2),
    ),
    Animal(
        "a .shx that broke off",
        loose(lambda: {**shapefile(), "shx": cut_off(shx(squares()))}),
        found("IMP-105"),
    ),
    Animal(
        "no .shx, and a record of two billion words",
        loose(
            lambda: {
                ext: content
                for ext, content in _with_bytes(CONTENT_LENGTH, struct.pack(">i", LARGEST)).items()
                if ext != "shx"
            }
        ),
        Refused("IMP-118"),
    ),
    Animal(
        "a polygon of two billion vertices",
        loose(lambda: _with_bytes(POINT_COUNT, struct.pack("<i", LARGEST))),
        found("IMP-107", refused="IMP-354"),
    ),
    Animal(
        "a polygon of two billion rings",
        loose(lambda: _with_bytes(PART_COUNT, struct.pack("<i", LARGEST))),
        found("IMP-107", refused="IMP-354"),
    ),
    Animal(
        "a polygon of less than no vertices",
        loose(lambda: _with_bytes(POINT_COUNT, struct.pack("<i", -1))),
        found("IMP-107", refused="IMP-354"),
    ),
    Animal(
        "a ring that starts outside its polygon",
        loose(lambda: _with_bytes(PART_START, struct.pack("<i", 1_000_000))),
        found("IMP-107", refused="IMP-354"),
    ),
    Animal(
        "a vertex that is no number",
        loose(lambda: _with_bytes(FIRST_X, struct.pack("<d", float("nan")))),
        found("IMP-303", "IMP-305", "IMP-309"),
    ),
    Animal(
        "a vertex at infinity",
        loose(lambda: _with_bytes(FIRST_X, struct.pack("<d", float("inf")))),
        found("IMP-303", "IMP-305"),
    ),
    Animal(
        "a vertex further than the galaxy",
        loose(lambda: _with_bytes(FIRST_X, struct.pack("<d", 1e308))),
        found("IMP-303", "IMP-304", refused="IMP-351"),
    ),
    Animal(
        "a table of fewer rows",
        loose(lambda: shapefile(table=streets(count=2))),
        found("IMP-110", features=2),
    ),
    Animal(
        "a table that promises four billion rows",
        loose(
            lambda: shapefile(
                table=dbf(
                    (NAME_COLUMN,), [(name,) for name in STREETS], encoding="utf-8", count=2**32 - 1
                )
            )
        ),
        found("IMP-114", "IMP-110"),
    ),
    Animal(
        "a table that broke off",
        loose(lambda: shapefile(table=cut_off(streets()))),
        Refused("IMP-321"),
    ),
    Animal(
        "a table of no bytes, zipped",
        file("a.zip", lambda: zipped(shapefile(table=b""))),
        found("IMP-109"),
    ),
    Animal(
        "a table that is none",
        loose(lambda: shapefile(table=b"Stra\xc3\x9fe;Nummer\r\n" * 20)),
        found("IMP-109"),
    ),
)

COLUMNS: Final = (
    Animal(
        "names cut after ten bytes",
        loose(
            lambda: shapefile(
                table=dbf(
                    (("Straßenname_lang", "C", 40), ("Straßenschlüssel", "C", 10)),
                    [(name, "1") for name in STREETS],
                    encoding="utf-8",
                )
            )
        ),
        found("IMP-430"),
    ),
    Animal(
        "two columns of one name",
        loose(
            lambda: shapefile(
                table=dbf(
                    (NAME_COLUMN, NAME_COLUMN),
                    [(name, name) for name in STREETS],
                    encoding="utf-8",
                )
            )
        ),
        found("IMP-201"),
    ),
    Animal(
        "a column without a name",
        loose(
            lambda: shapefile(
                table=dbf((("", "C", 40),), [(name,) for name in STREETS], encoding="utf-8")
            )
        ),
        found("IMP-201"),
    ),
    Animal(
        "three hundred columns",
        loose(
            lambda: shapefile(
                table=dbf([(f"C{n}", "C", 2) for n in range(300)], [["x"] * 300 for _ in range(5)])
            )
        ),
        found("IMP-201"),
    ),
    Animal(
        "numbers too large for their column",
        loose(
            lambda: shapefile(
                table=dbf((NUMBER_COLUMN,), [("******",), ("1e+23",), ("",), ("7",), ("-",)])
            )
        ),
        found("IMP-115"),
    ),
    Animal(
        "values that a browser would run",
        loose(
            lambda: shapefile(
                table=dbf((NAME_COLUMN,), [("<script>alert(1)</script>",)] * 5), cpg="UTF-8"
            )
        ),
        found("IMP-201"),
    ),
)

SHAPEFILES: Final = (*PARTS, *SYSTEMS, *ENCODINGS, *SHAPES, *LIES, *COLUMNS)
