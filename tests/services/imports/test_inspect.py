"""What the report says about layers: counts, places, reasons; for each format at least once."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import pytest

from services.imports.geometries import FEATURES_MOST
from services.imports.inspect import inspect
from services.imports.inspect_table import inspect_table
from services.imports.model import Format, ImportRefusedError
from services.imports.sniffed import SniffedSet
from tests.services.imports.inspected import codes, inspected, only_layer
from tests.zoo import build_documents as documents
from tests.zoo.build_shapefile import (
    EAST,
    NORTH,
    NULL,
    Shape,
    point,
    points,
    polygon,
    shapefile,
    square,
    streets,
)

SQUARE = square(EAST, NORTH, 40)
BOW_TIE = (
    (EAST, NORTH),
    (EAST + 10, NORTH + 10),
    (EAST + 10, NORTH),
    (EAST, NORTH + 10),
    (EAST, NORTH),
)
FLAT = ((EAST, NORTH), (EAST + 10, NORTH + 10), (EAST, NORTH))


def test_a_shapefile_is_counted_measured_and_each_fault_placed(tmp_path: Path) -> None:
    shapes = (
        polygon(SQUARE),
        polygon(SQUARE),
        polygon(BOW_TIE),
        Shape(NULL),
        polygon(square(EAST + 100, NORTH, 0.5)),
        polygon(square(EAST + 200, NORTH, 40)[::-1]),
        polygon(FLAT),
    )

    layer = only_layer(tmp_path, "shapefile", shapefile(shapes))

    found = layer.geometry
    assert (layer.feature_count, found.kinds) == (7, {"Polygon": 6})
    assert (found.null, found.empty, found.invalid) == (1, 0, 2)
    assert (found.duplicate, found.tiny, found.turned_rings) == (1, 1, 1)
    assert [(fault.n, fault.kind) for fault in found.faults] == [
        (1, "duplicate"),
        (2, "invalid"),
        (3, "null"),
        (4, "tiny"),
        (6, "collapsed"),
    ]
    crossing = found.faults[1]
    assert crossing.reason == "Self-intersection"
    assert (crossing.lon, crossing.lat) == pytest.approx((7.1350, 51.5950), abs=1e-3)
    assert found.faults[2].lon is None
    assert found.area_change_share == pytest.approx(50 / 4850, rel=0.01)
    assert {"IMP-303", "IMP-304", "IMP-305", "IMP-306", "IMP-307", "IMP-310"} <= set(codes(layer))
    assert {"IMP-112", "IMP-301"} & set(codes(layer)) == {"IMP-112"}


def test_a_shapefile_of_one_part_is_still_a_layer(tmp_path: Path) -> None:
    parts = shapefile(points(), prj=None, cpg=None, shx=None, dbf=None)

    layer = only_layer(tmp_path, "shapefile", parts)

    assert (layer.feature_count, layer.fields, layer.encodings) == (5, (), ())
    assert [one.epsg for one in layer.crs] == [25832]
    assert layer.file == "files/1.shp"


def test_a_table_that_is_none_leaves_the_shapes(tmp_path: Path) -> None:
    layer = only_layer(tmp_path, "shapefile", {**shapefile(), "dbf": b"nonsense" * 30})

    assert (layer.feature_count, layer.fields) == (5, ())
    assert "IMP-109" in codes(layer)


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "utf-8"])
def test_undeclared_texts_are_read_as_they_are_probably_meant(
    tmp_path: Path, encoding: str
) -> None:
    parts = shapefile(cpg=None, table=streets(encoding=encoding))

    layer = only_layer(tmp_path, "shapefile", parts)

    assert layer.encodings[0].name.lower() == encoding
    assert layer.fields[0].example == "Königstraße"
    assert [(field.name, field.kind) for field in layer.fields] == [
        ("NAME", "text"),
        ("NR", "integer"),
    ]


def test_deleted_records_are_no_features(tmp_path: Path) -> None:
    parts = shapefile(points(count=5))
    table = bytearray(parts["dbf"])
    head, width = struct.unpack_from("<HH", table, 8)
    table[head + 1 * width] = ord("*")

    layer = only_layer(tmp_path, "shapefile", {**parts, "dbf": bytes(table)})

    assert layer.feature_count == 4


def test_each_layer_of_a_geopackage_is_found(tmp_path: Path) -> None:
    documents.geopackage(tmp_path / "a.gpkg", ("wege", "plätze"))

    report = inspected(tmp_path, ("a", "geopackage", {"gpkg": (tmp_path / "a.gpkg").read_bytes()}))

    assert report.format == "geopackage"
    assert [(layer.name, layer.feature_count) for layer in report.layers] == [
        ("wege", 5),
        ("plätze", 5),
    ]


@pytest.mark.parametrize(
    ("format", "parts", "count", "epsg"),
    [
        ("geojson", {"json": documents.geojson()}, 5, 4326),
        ("kml", {"kml": documents.kml()}, 1, 4326),
        ("kml", {"kmz": documents.kmz(documents.kml())}, 1, 4326),
        ("dxf", {"dxf": documents.dxf()}, 1, 25832),
        ("csv", {"csv": documents.csv(documents.gauss_krueger_rows())}, 5, 31466),
        ("xlsx", {"xlsx": documents.xlsx(documents.degree_rows())}, 5, 4326),
    ],
)
def test_each_format_has_its_count_and_its_place(
    tmp_path: Path, format: Format, parts: Mapping[str, bytes], count: int, epsg: int
) -> None:
    layer = only_layer(tmp_path, format, parts)

    assert (layer.feature_count, layer.crs[0].epsg) == (count, epsg)
    assert layer.crs[0].share_inside == 1.0


@pytest.mark.parametrize(
    ("srs", "position", "epsg", "swapped"),
    [
        ("urn:adv:crs:ETRS89_UTM32", f"{EAST} {NORTH}", 25832, False),
        ("urn:ogc:def:crs:EPSG::4258", "51.595 7.135", 4258, False),
        ("EPSG:4258", "51.595 7.135", 4326, True),
    ],
)
def test_gml_lies_where_its_axes_say(
    tmp_path: Path, srs: str, position: str, epsg: int, *, swapped: bool
) -> None:
    layer = only_layer(tmp_path, "gml", {"gml": documents.gml(srs, position)})

    assert (layer.crs[0].epsg, layer.crs[0].swapped) == (epsg, swapped)


def test_geojson_in_metres_is_not_believed_to_be_degrees(tmp_path: Path) -> None:
    layer = only_layer(tmp_path, "geojson", {"json": documents.geojson(25832)})

    assert [(one.epsg, one.how) for one in layer.crs][:2] == [
        (25832, "coordinates"),
        (4326, "format"),
    ]


def test_geojson_that_is_no_utf_8_is_asked_about(tmp_path: Path) -> None:
    content = documents.geojson().decode().encode("cp1252")

    layer = only_layer(tmp_path, "geojson", {"json": content})

    assert layer.encodings[0].name == "CP1252"
    assert layer.fields[0].example == "Königstraße"


def test_gaps_do_not_make_broken_numbers_of_whole_ones(tmp_path: Path) -> None:
    place = {"type": "Point", "coordinates": list(documents.place(4326))}
    features = [
        documents.feature(place, nr=1, ja=True, tag="2026-01-31", dazu={"a": 1}),
        documents.feature(None, nr=None, ja=None, tag=None, dazu=None),
    ]

    layer = only_layer(tmp_path, "geojson", {"json": documents.geojson(features=features)})

    assert [(field.kind, field.filled_share) for field in layer.fields] == [
        ("integer", 0.5),
        ("boolean", 0.5),
        ("date", 0.5),
        ("text", 0.5),
    ]
    assert "IMP-301" in codes(layer)


def test_an_empty_layer_is_told_and_not_offered(tmp_path: Path) -> None:
    content = documents.geojson(features=[])

    report = inspected(tmp_path, ("wege", "geojson", {"json": content}))

    assert (report.layers, codes(report)) == ((), ["IMP-311"])


def test_a_layer_without_any_place_is_told_and_not_offered(tmp_path: Path) -> None:
    content = documents.geojson(features=[documents.feature(None, name="a")])

    report = inspected(tmp_path, ("wege", "geojson", {"json": content}))

    assert (report.layers, codes(report)) == ((), ["IMP-301", "IMP-352"])


def test_an_empty_layer_beside_another_one_asks_nothing(tmp_path: Path) -> None:
    broken = shapefile()
    broken["shp"] = broken["shp"][:120]
    del broken["shx"]

    report = inspected(tmp_path, ("leer", "shapefile", broken), ("wege", "shapefile", shapefile()))

    assert [one.name for one in report.layers] == ["wege"]
    assert codes(report) == ["IMP-104", "IMP-118"]
    assert {one.facts["file"] for one in report.messages} == {"leer"}


def test_each_sheet_of_a_workbook_is_a_layer(tmp_path: Path) -> None:
    rows = documents.gauss_krueger_rows()
    content = documents.xlsx_of({"Orte": rows, "Wege": rows, "Kopf": [["Stand 2009"]]})

    report = inspected(tmp_path, ("mappe", "xlsx", {"xlsx": content}))

    assert [(one.name, one.sheet) for one in report.layers] == [
        ("mappe: Orte", "Orte"),
        ("mappe: Wege", "Wege"),
    ]
    assert codes(report) == ["IMP-416", "IMP-401"]


def test_each_layer_tells_its_own_format(tmp_path: Path) -> None:
    table = {"csv": documents.csv(documents.degree_rows())}

    report = inspected(tmp_path, ("a", "shapefile", shapefile()), ("b", "csv", table))

    assert [one.format for one in report.layers] == ["shapefile", "csv"]


def test_the_encoding_may_be_declared_by_a_cst(tmp_path: Path) -> None:
    parts = {**shapefile(points(), cpg=None), "dbf": streets(encoding="cp850"), "cst": b"CP850"}

    layer = only_layer(tmp_path, "shapefile", parts)

    assert (layer.encodings[0].name, layer.encodings[0].how) == ("CP850", "declared")


def test_a_table_without_coordinates_has_rows_and_no_place(tmp_path: Path) -> None:
    layer = only_layer(tmp_path, "csv", {"csv": b"name;wert\nAhorn;3\nBirke;4\n"})

    assert (layer.feature_count, layer.crs, layer.geometry.kinds) == (2, (), {})


def test_a_row_without_coordinates_is_a_feature_without_a_shape(tmp_path: Path) -> None:
    rows = b"name;E;N\nAhorn;370819,75;5717642,33\nBirke;;\nEiche;370820,75;5717642,33\n"

    layer = only_layer(tmp_path, "csv", {"csv": rows})

    assert (layer.feature_count, layer.geometry.null) == (3, 1)


def test_a_table_of_too_many_rows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.imports.inspect_table.FEATURES_MOST", 2)
    path = tmp_path / "a.csv"
    path.write_bytes(documents.csv(documents.gauss_krueger_rows()))

    with pytest.raises(ImportRefusedError) as refused:
        inspect_table(path, "csv", stem="baeume")

    assert (refused.value.code, refused.value.facts["count"]) == ("IMP-313", 5)


def test_a_layer_of_too_many_features_is_refused(tmp_path: Path) -> None:
    count = FEATURES_MOST + 1
    record = struct.pack(">2i", 1, 10) + struct.pack("<i2d", 1, EAST, NORTH)
    one = shapefile((point(EAST, NORTH),), dbf=None)
    words = struct.pack(">i", 50 + count * len(record) // 2)
    shp = one["shp"][:24] + words + one["shp"][28:100] + record * count

    report = inspected(tmp_path, ("punkte", "shapefile", {"shp": shp, "prj": one["prj"]}))

    assert (report.layers, codes(report)) == ((), ["IMP-313"])


def test_a_layer_of_too_many_vertices_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.imports.inspect.VERTICES_MOST", 20)
    path = tmp_path / "a.geojson"
    many = {"type": "LineString", "coordinates": [[7.1, 51.6], [7.2, 51.6]] * 11}
    path.write_bytes(documents.geojson(features=[documents.feature(many, name="a")]))

    report = inspect([SniffedSet("a", "geojson", {"geojson": path})])

    assert (report.layers, codes(report)) == ((), ["IMP-314"])


def test_points_and_areas_in_one_layer_are_told(tmp_path: Path) -> None:
    features = [
        documents.feature({"type": "Point", "coordinates": list(documents.place(4326))}),
        documents.feature({"type": "Polygon", "coordinates": [documents.ring()]}),
    ]

    layer = only_layer(tmp_path, "geojson", {"json": documents.geojson(features=features)})

    (mixed,) = [message for message in layer.messages if message.code == "IMP-309"]
    assert mixed.facts == {"points": 1, "lines": 0, "areas": 1}


def test_heights_and_measures_are_told(tmp_path: Path) -> None:
    layer = only_layer(
        tmp_path, "shapefile", shapefile((point(EAST, NORTH, kind=11, z=80.0, m=2.0),))
    )

    assert (layer.geometry.has_z, layer.geometry.has_m) == (True, True)
    assert "IMP-308" in codes(layer)
