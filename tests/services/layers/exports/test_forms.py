"""Each form, read again by GDAL: shapes, attributes, reference system, licence and passport."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
import pyogrio
import pytest
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.layers.exports.model import Epsg, Form
from services.layers.imported import Field
from tests.services.layers.exports.files import (
    LICENCE,
    everything,
    frame,
    member,
    members,
    shapefile,
    table,
)
from tests.services.layers.exports.scene import (
    AREA,
    AREAS,
    FILE_NAME,
    HERE,
    LICENCE_URL,
    LINE,
    POINTS,
    SECRET,
    exported,
    put_layer,
    row,
)

MILLIMETRE: Final = 0.001
STEM: Final = "baeume-baenke"
READ_BY_GDAL: Final[tuple[Form, ...]] = ("gpkg", "shp", "geojson")
SYSTEMS: Final = get_args(Epsg)


def _readable(path: Path, form: Form) -> Path | str:
    return shapefile(path, STEM) if form == "shp" else path


def _apart_m(found: BaseGeometry, meant: BaseGeometry, epsg: Epsg) -> float:
    metres = found if epsg == "25832" else reproject(found, source=LON_LAT, target=STORAGE_CRS)
    return float(shapely.hausdorff_distance(metres.normalize(), meant.normalize()))


@pytest.mark.parametrize("shape", [HERE, POINTS, LINE, AREA, AREAS], ids=lambda one: one.geom_type)
@pytest.mark.parametrize("epsg", SYSTEMS)
@pytest.mark.parametrize("form", READ_BY_GDAL)
def test_a_shape_comes_back_within_a_millimetre(
    engine: Engine, tmp_path: Path, form: Form, epsg: Epsg, shape: BaseGeometry
) -> None:
    path = exported(engine, put_layer(engine, [row(shape)]), tmp_path, form, epsg=epsg)

    (found,) = frame(_readable(path, form)).geometry
    assert _apart_m(found, shape, epsg) < MILLIMETRE
    assert found.area == pytest.approx(shape.area if epsg == "25832" else found.area)


@pytest.mark.parametrize("epsg", SYSTEMS)
@pytest.mark.parametrize("form", READ_BY_GDAL)
def test_the_reference_system_is_the_one_asked_for(
    engine: Engine, tmp_path: Path, form: Form, epsg: Epsg
) -> None:
    path = exported(engine, put_layer(engine, [row()]), tmp_path, form, epsg=epsg)

    assert pyogrio.read_info(_readable(path, form))["crs"] == f"EPSG:{epsg}"


@pytest.mark.parametrize("form", READ_BY_GDAL)
def test_values_keep_their_kinds(engine: Engine, tmp_path: Path, form: Form) -> None:
    path = exported(engine, put_layer(engine, [row(breite=3.0)]), tmp_path, form)

    values = frame(_readable(path, form)).iloc[0].drop("geometry").tolist()
    kinds = pyogrio.read_info(_readable(path, form))["ogr_types"]
    assert [str(one) for one in values[:4]] == [
        "Königstraße – Süd",
        "7",
        "3.0",
        "1974-05-01 00:00:00",
    ]
    assert bool(values[4]) is True
    assert [one.removesuffix("64") for one in kinds] == [
        "OFTString",
        "OFTInteger",
        "OFTReal",
        "OFTDate",
        "OFTInteger",
    ]


@pytest.mark.parametrize("form", READ_BY_GDAL)
def test_nothing_stays_nothing(engine: Engine, tmp_path: Path, form: Form) -> None:
    empty = dict.fromkeys(("strasse", "nummer", "breite", "gebaut", "frei"))
    layer = put_layer(engine, [row(**empty), row()])

    found = frame(_readable(exported(engine, layer, tmp_path, form), form))

    assert found.drop(columns="geometry").iloc[0].isna().all()


@pytest.mark.parametrize("form", READ_BY_GDAL)
def test_a_feature_without_a_place_keeps_its_row_and_its_turn(
    engine: Engine, tmp_path: Path, form: Form
) -> None:
    layer = put_layer(engine, [row(AREA, nummer=1), row(None, nummer=2), row(AREA, nummer=3)])

    found = frame(_readable(exported(engine, layer, tmp_path, form), form))

    assert found["Nr"].tolist() == [1, 2, 3]
    assert [one is None for one in found.geometry] == [False, True, False]


@pytest.mark.parametrize("form", get_args(Form))
def test_what_is_public_holds_nothing_personal_and_staff_have_it_all(
    engine: Engine, tmp_path: Path, form: Form
) -> None:
    layer = put_layer(engine, [row()])

    public = everything(exported(engine, layer, tmp_path, form))
    staff = everything(exported(engine, layer, tmp_path, form, audience="staff"))

    told = (SECRET.encode(), "Eigentüme".encode(), FILE_NAME.encode())
    assert [one in public for one in told] == [False, False, False]
    assert [one in staff for one in told] == [True, True, True]


@pytest.mark.parametrize("form", get_args(Form))
def test_licence_source_and_version_are_inside(engine: Engine, tmp_path: Path, form: Form) -> None:
    said = everything(exported(engine, put_layer(engine, [row()]), tmp_path, form)).decode(
        errors="replace"
    )

    assert LICENCE_URL in said
    assert "Stadt Herten, Grünflächen" in said
    assert "BeTA2007" in said


def test_a_geopackage_has_one_kind_where_single_and_many_parts_meet(
    engine: Engine, tmp_path: Path
) -> None:
    path = exported(engine, put_layer(engine, [row(AREA), row(AREAS)]), tmp_path)

    assert pyogrio.read_info(path)["geometry_type"] == "MultiPolygon"
    assert {one.geom_type for one in frame(path).geometry} == {"MultiPolygon"}


def test_a_geopackage_tells_programs_its_passport(engine: Engine, tmp_path: Path) -> None:
    path = exported(engine, put_layer(engine, [row()]), tmp_path)

    passport = json.loads(pyogrio.read_info(path)["layer_metadata"]["GPKG_METADATA_ITEM_2"])
    assert (passport["version"], passport["as_of"], passport["epsg"]) == (1, "2026-10-01", 25832)
    assert passport["fields"][0] == {
        "name": "Straßenname_lang",
        "alias": "Straße",
        "kind": "text",
    }


def test_a_geopackage_finds_what_lies_in_a_box_by_its_index(engine: Engine, tmp_path: Path) -> None:
    path = exported(engine, put_layer(engine, [row(AREA), row(None), row(LINE)]), tmp_path)

    with sqlite3.connect(path) as connection:
        held = connection.execute(f'SELECT id FROM "rtree_{STEM}_geom" ORDER BY id').fetchall()
        sound = connection.execute("PRAGMA integrity_check").fetchone()
    near = pyogrio.read_dataframe(path, bbox=(370_400, 5_715_900, 370_600, 5_716_200))
    assert (held, sound) == ([(1,), (3,)], ("ok",))
    assert [one.geom_type for one in near.geometry] == ["LineString"]


@pytest.mark.parametrize("form", ["gpkg", "geojson", "csv"])
def test_columns_that_differ_by_case_or_are_called_as_ours_stay_apart(
    engine: Engine, tmp_path: Path, form: Form
) -> None:
    names = ("Name", "NAME", "fid", "geom", "Ostwert", 'a"b')
    fields = [Field(f"f{n}", name, name, "text", personal=False) for n, name in enumerate(names)]
    shape_and_values = (HERE, {f"f{n}": str(n) for n in range(len(names))})
    path = exported(engine, put_layer(engine, [shape_and_values], fields=fields), tmp_path, form)

    if form == "csv":
        found: Any = table(path, f"{STEM}.werkbank.csv")[1][: len(names)]
    else:
        found = frame(path).iloc[0].drop("geometry").tolist()
    assert found == ["0", "1", "2", "3", "4", "5"]


def test_a_shapefile_zip_holds_all_parts(engine: Engine, tmp_path: Path) -> None:
    path = exported(engine, put_layer(engine, [row()]), tmp_path, "shp")

    parts = [f"{STEM}.{ending}" for ending in ("cpg", "dbf", "prj", "shp", "shx")]
    assert members(path) == [LICENCE, *parts]
    assert member(path, f"{STEM}.cpg") == b"UTF-8"


def test_kinds_of_shapes_get_shapefiles_of_their_own(engine: Engine, tmp_path: Path) -> None:
    rows = [row(shape, nummer=n) for n, shape in enumerate((AREA, HERE, LINE, AREAS, POINTS, None))]
    path = exported(engine, put_layer(engine, rows), tmp_path, "shp")

    found = {
        name: frame(shapefile(path, f"{STEM}_{name}"))["Nr"].tolist()
        for name in ("flaechen", "linien", "mehrfachpunkte", "punkte")
    }
    assert found == {"flaechen": [0, 3, 5], "linien": [2], "mehrfachpunkte": [4], "punkte": [1]}


def test_names_that_a_shapefile_cuts_are_told_in_the_licence_text(
    engine: Engine, tmp_path: Path
) -> None:
    fields = [
        Field("a", "Straßenname_lang", "Straße", "text", personal=False),
        Field("b", "Straßenname_kurz", "", "text", personal=False),
    ]
    layer = put_layer(engine, [(HERE, {"a": "x", "b": "y"})], fields=fields)
    path = exported(engine, layer, tmp_path, "shp")

    assert pyogrio.read_info(shapefile(path, STEM))["fields"].tolist() == ["Straßenna", "Straßen_2"]
    said = member(path, LICENCE).decode("utf-8-sig")
    assert "Straßenna = Straßenname_lang (Straße)\r\n" in said
    assert "Straßen_2 = Straßenname_kurz\r\n" in said


def test_a_text_too_long_for_a_shapefile_is_cut_at_a_letter_and_told(
    engine: Engine, tmp_path: Path
) -> None:
    path = exported(engine, put_layer(engine, [row(strasse="ß" * 200)]), tmp_path, "shp")

    assert frame(shapefile(path, STEM)).iloc[0, 0] == "ß" * 127
    assert "Gekürzt / shortened: 1" in member(path, LICENCE).decode()


@pytest.mark.parametrize("value", [1e-12, 1e23, -0.1, 12345678.901, 5e-324, 0.1 + 0.2])
@pytest.mark.parametrize("form", READ_BY_GDAL)
def test_a_number_comes_back_to_the_last_bit(
    engine: Engine, tmp_path: Path, form: Form, value: float
) -> None:
    path = exported(engine, put_layer(engine, [row(breite=value), row()]), tmp_path, form)

    assert frame(_readable(path, form))["Breite_m"][0] == value


def test_a_shapefile_of_a_layer_without_columns_counts_its_features(
    engine: Engine, tmp_path: Path
) -> None:
    path = exported(engine, put_layer(engine, [(HERE, {}), (HERE, {})], fields=()), tmp_path, "shp")

    assert frame(shapefile(path, STEM))["nr"].tolist() == [1, 2]


def test_geojson_in_degrees_is_as_the_standard_wants_it(engine: Engine, tmp_path: Path) -> None:
    path = exported(engine, put_layer(engine, [row(AREA)]), tmp_path, "geojson")

    found = json.loads(path.read_bytes())
    (one,) = found["features"]
    rings = [shapely.LinearRing(ring) for ring in one["geometry"]["coordinates"]]
    assert "crs" not in found
    assert [ring.is_ccw for ring in rings] == [True, False]
    assert (one["id"], found["license"]) == (0, LICENCE_URL)


@pytest.mark.parametrize("form", get_args(Form))
def test_a_layer_without_features_is_a_file_too(engine: Engine, tmp_path: Path, form: Form) -> None:
    path = exported(engine, put_layer(engine, []), tmp_path, form)

    count = (
        len(table(path, f"{STEM}.werkbank.csv")) - 1
        if form == "csv"
        else len(frame(_readable(path, form)))
    )
    assert count == 0


@pytest.mark.parametrize(
    ("epsg", "names", "place"),
    [
        ("25832", ["Ostwert", "Nordwert"], ["371250,125", "5717350,5"]),
        ("4326", ["lon", "lat"], None),
    ],
)
def test_points_in_a_csv_have_their_coordinates_in_two_columns(
    engine: Engine, tmp_path: Path, epsg: Epsg, names: list[str], place: list[str] | None
) -> None:
    layer = put_layer(engine, [row(Point(371_250.125, 5_717_350.5)), row(None)])
    header, first, second = table(
        exported(engine, layer, tmp_path, "csv", epsg=epsg), f"{STEM}.werkbank.csv"
    )

    assert header[-2:] == names
    assert place is None or first[-2:] == place
    assert second[-2:] == ["", ""]


def test_other_shapes_stand_in_a_csv_as_wkt(engine: Engine, tmp_path: Path) -> None:
    layer = put_layer(engine, [row(AREAS), row()])
    header, first, _ = table(exported(engine, layer, tmp_path, "csv"), f"{STEM}.werkbank.csv")

    assert header[-1] == "wkt"
    assert shapely.from_wkt(first[-1]).equals(AREAS)


@pytest.mark.parametrize("start", [*"=+-@", "\t"])
def test_a_csv_runs_nothing_as_a_formula(engine: Engine, tmp_path: Path, start: str) -> None:
    fields = [Field("a", f"{start}Name", "", "text", personal=False)]
    layer = put_layer(engine, [(HERE, {"a": f"{start}1+1"})], fields=fields)
    header, first = table(exported(engine, layer, tmp_path, "csv"), f"{STEM}.werkbank.csv")

    assert (header[0], first[0]) == (f"'{start}Name", f"'{start}1+1")


def test_a_csv_writes_as_germans_do(engine: Engine, tmp_path: Path) -> None:
    path = exported(engine, put_layer(engine, [row(nummer=-3, breite=-1.5)]), tmp_path, "csv")

    assert table(path, f"{STEM}.werkbank.csv")[1][:5] == [
        "Königstraße – Süd",
        "-3",
        "-1,5",
        "1974-05-01",
        "ja",
    ]
    assert member(path, f"{STEM}.werkbank.csv").startswith("\ufeff".encode())


@pytest.mark.parametrize("form", get_args(Form))
def test_many_features_arrive_complete_and_in_order(
    engine: Engine, tmp_path: Path, form: Form
) -> None:
    layer = put_layer(engine, [row(nummer=n) for n in range(4_001)])
    path = exported(engine, layer, tmp_path, form)

    if form == "csv":
        numbers = [int(cells[1]) for cells in table(path, f"{STEM}.werkbank.csv")[1:]]
    else:
        numbers = frame(_readable(path, form))["Nr"].tolist()
    assert np.array_equal(numbers, np.arange(4_001))
