"""What becomes of layers: places, texts, districts, personal columns; each format once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from pyproj import Transformer

from geo.crs import grid_path, transformer
from services.imports.choices import Choices, proposed
from services.imports.model import ImportRefusedError
from tests.services.imports.conversion import FROM, done, finished, halves, looked_at
from tests.zoo import build_documents as documents
from tests.zoo.build_shapefile import (
    EAST,
    GAUSS_KRUEGER,
    NORTH,
    ORIGINS,
    POINT_Z,
    STREETS,
    line,
    point,
    points,
    polygon,
    shapefile,
    square,
    squares,
    streets,
)

CM = 0.01
TWISTED = (
    (EAST, NORTH),
    (EAST + 10, NORTH + 10),
    (EAST + 10, NORTH),
    (EAST, NORTH + 10),
    (EAST, NORTH),
)


def refusal(folder: Path, parts: dict[str, bytes], **decided: object) -> ImportRefusedError:
    with pytest.raises(ImportRefusedError) as refused:
        done(folder, parts, **decided)
    return refused.value


def test_umlauts_of_a_shapefile_come_through(tmp_path: Path) -> None:
    parts = {**shapefile(points()), "dbf": streets(encoding="cp850"), "cpg": b"850"}

    assert done(tmp_path, parts).values("name") == list(STREETS)


def test_a_person_may_read_the_texts_in_another_way(tmp_path: Path) -> None:
    parts = {**shapefile(points()), "dbf": streets(encoding="cp1252"), "cpg": b"850"}

    assert done(tmp_path, parts, encoding="CP1252").values("name") == list(STREETS)


@pytest.mark.skipif(grid_path() is None, reason="no BETA2007.gsb (Debian: apt install proj-data)")
def test_old_coordinates_land_where_proj_puts_them_by_the_grid(tmp_path: Path) -> None:
    by_hand = Transformer.from_pipeline(
        "+proj=pipeline +step +inv +proj=tmerc +lon_0=6 +k=1 +x_0=2500000 +ellps=bessel "
        f"+step +proj=hgridshift +grids={grid_path()} +step +proj=utm +zone=32 +ellps=GRS80"
    )

    result = done(tmp_path, shapefile(points(31466), prj=GAUSS_KRUEGER))

    expected = shapely.Point(*by_hand.transform(*ORIGINS[31466]))
    assert shapely.distance(result.shapes[0], expected) < CM
    assert (result.converted.passport.crs.epsg, result.converted.passport.crs.how) == (
        31466,
        "declared",
    )


def test_any_system_may_be_chosen_though_it_is_no_candidate(tmp_path: Path) -> None:
    x, y = transformer("EPSG:25832", "EPSG:5243").transform(EAST, NORTH)
    parts = shapefile((point(x, y),))

    result = done(tmp_path, parts, epsg=5243, swapped=False)

    assert shapely.distance(result.shapes[0], shapely.Point(EAST, NORTH)) < 1
    assert result.converted.passport.crs.how == "person"


@pytest.mark.parametrize(
    ("epsg", "code"), [(None, "IMP-232"), (99_999, "IMP-230"), (5_783, "IMP-231")]
)
def test_a_system_from_which_no_way_leads_is_refused(
    tmp_path: Path, epsg: int | None, code: str
) -> None:
    assert refusal(tmp_path, shapefile(points()), epsg=epsg).code == code


def test_swapped_axes_are_swapped_back(tmp_path: Path) -> None:
    parts = {"geojson": documents.geojson(25832, swapped=True)}

    result = done(tmp_path, parts)

    assert shapely.distance(result.shapes[0], shapely.Point(EAST, NORTH)) < CM


def test_areas_run_counter_clockwise_and_keep_their_corners(tmp_path: Path) -> None:
    corners = square(EAST, NORTH, 40)

    (shape,) = done(tmp_path, shapefile((polygon(corners),))).shapes

    assert isinstance(shape, shapely.Polygon)
    assert shape.exterior.is_ccw
    assert set(shape.exterior.coords) == set(corners)


def test_each_feature_has_its_districts_and_shares(tmp_path: Path) -> None:
    across = polygon(square(EAST + 90, NORTH, 40))

    result = done(
        tmp_path, shapefile((across, *squares(count=1), polygon(square(EAST, NORTH - 2_000, 9))))
    )

    shares = [dict(one["d"][FROM]) for one in result.lines]
    assert shares == [
        {"west": pytest.approx(0.25), "ost": pytest.approx(0.75)},
        {"west": 1.0},
        {},
    ]
    assert result.converted.passport.outside == 1


def test_lengths_areas_and_sums_add_up_to_the_whole(tmp_path: Path) -> None:
    shapes = (
        polygon(square(EAST + 90, NORTH, 40)),
        polygon(square(EAST + 980, NORTH, 40)),
        polygon(square(EAST, NORTH, 40)),
    )

    layer = looked_at(tmp_path, shapefile(shapes))
    meant = proposed(layer)
    counted = tuple(replace(one, amount=True) for one in meant.fields)
    result = finished(tmp_path, layer, replace(meant, fields=counted))

    found = result.converted.statistics[FROM]
    assert {name: one.count for name, one in found.items()} == {
        "west": 2, "ost": 2, "outside": 0, "total": 3,
    }  # fmt: skip
    parts = [found[name] for name in ("west", "ost", "outside")]
    assert sum(one.area_m2 for one in parts) == pytest.approx(found["total"].area_m2)
    assert sum(one.sums["nr"] for one in parts) == pytest.approx(found["total"].sums["nr"]) == 6
    assert found["west"].filled == {"nr": 2}
    assert found["outside"].area_m2 == pytest.approx(800)


def test_a_line_has_length_and_no_area(tmp_path: Path) -> None:
    road = line(((EAST, NORTH), (EAST + 200, NORTH)))

    found = done(tmp_path, shapefile((road,))).converted.statistics[FROM]

    assert (found["west"].length_m, found["ost"].length_m) == (100, 100)
    assert found["total"].area_m2 == 0


def test_columns_that_are_not_kept_leave_no_trace_and_personal_ones_are_marked(
    tmp_path: Path,
) -> None:
    found = looked_at(tmp_path, {"csv": documents.csv(documents.address_rows())})
    choices = proposed(found)
    fields = tuple(replace(one, kept=one.id in {"nachname", "e"}) for one in choices.fields)

    result = finished(tmp_path, found, replace(choices, fields=fields))

    assert [(one.id, one.personal) for one in result.fields] == [("nachname", True), ("e", False)]
    assert all(set(one["p"]) == {"nachname", "e"} for one in result.lines)
    assert "E-Mail" not in str(result.lines)


def test_a_table_lies_where_the_chosen_columns_say(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Ort", "Rechtswert", "Hochwert", "E2", "N2"]]
    rows += [["a", "370819,75", "5717642,33", "370900,5", "5717700,5"]]
    found = looked_at(tmp_path, {"csv": documents.csv(rows)})

    result = finished(tmp_path, found, replace(proposed(found), epsg=25832, x="e2", y="n2"))

    assert result.shapes == [shapely.Point(370_900.5, 5_717_700.5)]
    assert result.lines[0]["p"]["rechtswert"] == 370_819.75


@pytest.mark.parametrize("columns", [(None, None), ("e", "e"), ("e", "gibtesnicht")])
def test_a_table_without_two_columns_for_places_is_refused(
    tmp_path: Path, columns: tuple[str | None, str | None]
) -> None:
    parts = {"csv": documents.csv(documents.address_rows())}

    assert refusal(tmp_path, parts, x=columns[0], y=columns[1]).code == "IMP-440"


def test_a_workbook_lies_where_its_columns_say(tmp_path: Path) -> None:
    result = done(tmp_path, {"xlsx": documents.xlsx(documents.gauss_krueger_rows())})

    assert result.values("strasse") == list(STREETS)
    assert shapely.distance(result.shapes[0], shapely.Point(EAST, NORTH)) < 1


def test_each_layer_of_a_geopackage_is_converted_by_its_name(tmp_path: Path) -> None:
    documents.geopackage(tmp_path / "a.gpkg", layers=("wege",))

    result = done(tmp_path, {"gpkg": (tmp_path / "a.gpkg").read_bytes()})

    assert result.converted.passport.layer_name == "wege"
    assert result.converted.feature_count == result.found.feature_count


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("gml", documents.gml("urn:ogc:def:crs:EPSG::25832", documents.position(25832))),
        ("kml", documents.kml()),
        ("dxf", documents.dxf()),
    ],
)
def test_other_formats_lie_at_their_place(tmp_path: Path, extension: str, content: bytes) -> None:
    (first, *_) = done(tmp_path, {extension: content}).shapes

    assert shapely.distance(first, shapely.Point(EAST, NORTH)) < 200


def test_heights_are_dropped_and_told(tmp_path: Path) -> None:
    result = done(tmp_path, shapefile((point(EAST, NORTH, kind=POINT_Z, z=55.0),)))

    assert not shapely.has_z(result.shapes[0])
    assert result.converted.passport.flattened


def test_a_key_names_each_feature(tmp_path: Path) -> None:
    assert [one["key"] for one in done(tmp_path, shapefile(points()), key="nr").lines] == list(
        "12345"
    )


def test_a_key_that_names_two_features_is_refused(tmp_path: Path) -> None:
    rows: documents.Rows = [["nr", "E", "N"], *([n, EAST + 10 * n, NORTH] for n in (1, 2, 2))]

    refused = refusal(tmp_path, {"csv": documents.csv(rows)}, key="nr")

    assert (refused.code, refused.facts) == ("IMP-442", {"field": "nr", "count": 1, "first": 3})


def test_a_key_with_a_gap_is_refused(tmp_path: Path) -> None:
    rows: documents.Rows = [
        ["nr", "E", "N"],
        [1, EAST, NORTH],
        ["", EAST + 9, NORTH],
        [3, EAST, NORTH],
    ]

    refused = refusal(tmp_path, {"csv": documents.csv(rows)}, key="nr")

    assert (refused.code, refused.facts["first"]) == ("IMP-441", 2)


def test_a_key_that_is_not_loaded_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, shapefile(points()), fields=(), key="nr").code == "IMP-443"


def test_a_layer_without_any_place_is_refused(tmp_path: Path) -> None:
    rows: documents.Rows = [["nr", "E", "N"], [1, "", ""], [2, EAST, ""]]

    refused = refusal(tmp_path, {"csv": documents.csv(rows)}, x="e", y="n", epsg=25832)

    assert refused.code == "IMP-352"


def test_the_passport_says_what_the_report_said(tmp_path: Path) -> None:
    result = done(tmp_path, shapefile(points()))

    told = [message["code"] for message in result.converted.passport.messages]
    assert told == [message.code for message in result.found.messages]


def test_without_boundaries_nothing_is_assigned(tmp_path: Path) -> None:
    found = looked_at(tmp_path, shapefile(points()))

    result = finished(tmp_path, found, proposed(found), boundaries=())

    assert result.converted.statistics == {}
    assert result.lines[0]["d"] == {}


def test_two_sets_of_boundaries_are_told_apart(tmp_path: Path) -> None:
    later = replace(halves(EAST - 10)[0], valid_from="2026-07-01")
    found = looked_at(tmp_path, shapefile(points(count=1)))

    (one,) = finished(tmp_path, found, proposed(found), (*halves(), later)).lines

    assert one["d"] == {FROM: [["west", 1.0]], "2026-07-01": [["ost", 1.0]]}


def test_a_proposal_answers_nothing_that_loses_data(tmp_path: Path) -> None:
    choices = proposed(looked_at(tmp_path, shapefile((polygon(TWISTED),))))

    assert isinstance(choices, Choices)
    assert choices.repair
    assert not choices.accept_area_change
    assert not choices.skip_damaged
