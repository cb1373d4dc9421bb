"""What becomes of a GeoTIFF: numbers by district, and pixels that hold the file's own values."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from shapely import Point

from geo import crs
from maps.raster_tiles import values_at
from services.imports.model import ImportRefusedError
from services.imports.raster_choices import RasterChoices
from services.imports.rasters import make
from services.imports.rasters.running import convert_raster
from tests.services.imports.rasters.made import HALVES, NORTH, SLOPE, WEST, boundaries, found, made


def read(path: Path, east: float, north: float) -> tuple[float | None, ...]:
    spot = crs.reproject(Point(east, north), source=crs.STORAGE_CRS, target=crs.WEB_MERCATOR)
    return values_at(path, spot.x, spot.y)


def test_districts_are_counted_on_the_cells_of_the_file(tmp_path: Path) -> None:
    _, facts, _ = made(tmp_path)

    zones = facts.zones["2025-01-01"]
    assert zones["west"].mean == pytest.approx(SLOPE[:, :15].mean())
    assert zones["east"].total == pytest.approx(SLOPE[:, 15:].sum())
    assert zones["total"].cells == 600


def test_a_district_border_through_cells_counts_their_parts(tmp_path: Path) -> None:
    _, facts, _ = made(tmp_path, areas=boundaries(part=(0, -150, 150, 0)))

    assert facts.zones["2025-01-01"]["part"].cells == 2.25


def test_the_middle_of_every_cell_holds_its_value(tmp_path: Path) -> None:
    path, _, _ = made(tmp_path)

    for row, column in ((0, 0), (7, 22), (19, 29)):
        east, north = WEST + 100 * column + 50, NORTH - 100 * row - 50
        assert read(path, east, north) == (SLOPE[row, column],)


def test_a_raster_of_the_old_datum_lies_where_its_system_says(tmp_path: Path) -> None:
    path, _, _ = made(tmp_path, epsg=31466, west=2_578_000, north=5_719_000)

    spot = crs.reproject(
        Point(2_578_050 + 1_200, 5_718_950 - 700),
        source=crs.GAUSS_KRUEGER_2,
        target=crs.WEB_MERCATOR,
    )
    assert values_at(path, spot.x, spot.y) == (SLOPE[7, 12],)


def test_degrees_are_taken(tmp_path: Path) -> None:
    path, facts, _ = made(tmp_path, epsg=4326, west=7.1, north=51.6, cell=0.001)

    spot = crs.reproject(Point(7.1055, 51.5945), source=crs.LON_LAT, target=crs.WEB_MERCATOR)
    assert values_at(path, spot.x, spot.y) == (SLOPE[5, 5],)
    assert facts.box == pytest.approx((7.1, 51.58, 7.13, 51.6))


def test_cells_without_a_value_have_none(tmp_path: Path) -> None:
    values = SLOPE.copy()
    values[0, 0] = -9999
    path, facts, _ = made(tmp_path, values, nodata="-9999")

    assert read(path, WEST + 50, NORTH - 50) == (None,)
    assert facts.zones["2025-01-01"]["total"].cells == 599


def test_a_person_may_say_which_number_means_no_value(tmp_path: Path) -> None:
    choices = RasterChoices(25832, "values", nodata=48.0)

    path, facts, _ = made(tmp_path, choices=choices)

    assert facts.bands[0].quantiles[-1] == 47.0
    assert read(path, WEST + 2_950, NORTH - 1_950) == (None,)


def test_zero_and_the_least_number_are_values(tmp_path: Path) -> None:
    values = np.array([[0, 255], [1, 0]], np.uint8)
    path, _, _ = made(tmp_path, values, choices=RasterChoices(25832, "values"))

    assert read(path, WEST + 50, NORTH - 50) == (0.0,)
    assert read(path, WEST + 150, NORTH - 50) == (255.0,)


def test_every_band_can_be_asked_for(tmp_path: Path) -> None:
    path, facts, _ = made(
        tmp_path, np.dstack([SLOPE, SLOPE * 2]), choices=RasterChoices(25832, "values", band=2)
    )

    assert read(path, WEST + 150, NORTH - 50) == (1.0, 2.0)
    assert facts.zones["2025-01-01"]["total"].total == pytest.approx(2 * SLOPE.sum())


def test_classes_have_shares_and_the_colours_of_the_file(tmp_path: Path) -> None:
    values = np.repeat(np.array([[1, 7]], np.uint8), 2, axis=0)
    areas = boundaries(all=(0, -200, 200, 0))

    _, facts, _ = made(tmp_path, values, areas=areas, palette={7: (0, 0, 255)})

    assert facts.classes == {1: "#000000", 7: "#0000ff"}
    assert facts.zones["2025-01-01"]["all"].shares == {1: 0.5, 7: 0.5}


def test_too_many_classes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        made(
            tmp_path,
            np.arange(600).reshape(20, 30).astype(np.int16),
            choices=RasterChoices(25832, "classes"),
        )

    assert refused.value.code == "IMP-339"


def test_an_image_is_no_number(tmp_path: Path) -> None:
    path, facts, _ = made(tmp_path, np.full((4, 4, 3), 200, np.uint8), is_image=True)

    assert (facts.kind, facts.bands, facts.zones) == ("image", (), {})
    assert read(path, WEST + 50, NORTH - 50) == (200.0, 200.0, 200.0)


def test_what_lies_far_from_the_city_stays_behind_and_is_told(tmp_path: Path) -> None:
    wide = np.zeros((100, 100), np.float32)

    _, facts, result = made(tmp_path, wide, west=300_000, north=5_780_000, cell=1_000)

    assert (facts.columns, facts.rows) == (25, 27)
    assert [one["code"] for one in result["passport"]["messages"]] == ["IMP-337"]


def test_a_raster_elsewhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        made(tmp_path, west=500_000)

    assert refused.value.code == "IMP-336"


def test_a_band_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        made(tmp_path, choices=RasterChoices(25832, "values", band=2))

    assert refused.value.code == "IMP-338"


def test_too_many_cells_near_the_city_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "CELLS_MOST", 599)

    with pytest.raises(ImportRefusedError) as refused:
        made(tmp_path)

    assert refused.value.code == "IMP-331"


def test_what_is_served_is_a_cloud_optimised_file_on_the_grid_of_tiles(tmp_path: Path) -> None:
    path, facts, _ = made(tmp_path)

    with rasterio.open(path) as file:
        assert file.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert file.crs.to_epsg() == 3857
        tile_m = 2 * np.pi * 6_378_137 / 2**facts.zoom
        assert (file.bounds.left + np.pi * 6_378_137) / tile_m == pytest.approx(
            round((file.bounds.left + np.pi * 6_378_137) / tile_m), abs=1e-6
        )


def test_the_passport_says_how_the_place_became_known(tmp_path: Path) -> None:
    _, _, result = made(tmp_path, epsg=None, choices=RasterChoices(25832, "values"))

    assert result["passport"]["crs"]["how"] == "chosen"
    assert result["passport"]["crs"]["epsg"] == 25832


def test_the_child_makes_what_we_make(tmp_path: Path) -> None:
    raster = found(tmp_path)

    converted = convert_raster(
        raster,
        RasterChoices(25832, "values"),
        boundaries=HALVES,
        folder=tmp_path,
        into="features/0",
    )

    assert converted.path.is_file()
    assert converted.facts.zones["2025-01-01"]["total"].cells == 600
    assert converted.bounds == (WEST, NORTH - 2_000, WEST + 3_000, NORTH)


def test_what_the_child_refuses_keeps_its_code(tmp_path: Path) -> None:
    raster = found(tmp_path, west=500_000)

    with pytest.raises(ImportRefusedError) as refused:
        convert_raster(
            raster,
            RasterChoices(25832, "values"),
            boundaries=HALVES,
            folder=tmp_path,
            into="features/0",
        )

    assert refused.value.code == "IMP-336"
