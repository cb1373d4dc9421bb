"""What a look at a GeoTIFF says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from services.imports.model import ImportRefusedError
from services.imports.raster_choices import RasterChoices, proposed
from tests.services.imports.inspected import codes, inspected
from tests.services.imports.rasters.made import SLOPE, found
from tests.zoo import build_documents as documents
from tests.zoo.build_rasters import geotiff


def said(folder: Path, values: np.ndarray = SLOPE, **facts: Any) -> list[str]:
    return [one.code for one in found(folder, values, **facts).messages]


def refusal(folder: Path, **facts: Any) -> str:
    with pytest.raises(ImportRefusedError) as refused:
        found(folder, **facts)
    return refused.value.code


def test_size_cells_and_bands_are_told(tmp_path: Path) -> None:
    raster = found(tmp_path)

    assert (raster.columns, raster.rows, raster.cell_width) == (30, 20, 100.0)
    assert [(one.data_type, one.least, one.most) for one in raster.bands] == [("float32", 0, 48)]


def test_the_system_that_the_file_names_is_proposed(tmp_path: Path) -> None:
    raster = found(tmp_path)

    assert [(one.epsg, one.how) for one in raster.crs] == [(25832, "declared")]
    assert proposed(raster) == RasterChoices(25832, "values")


def test_without_a_system_the_place_of_the_cells_is_asked(tmp_path: Path) -> None:
    raster = found(tmp_path, epsg=None)

    assert raster.crs[0].epsg == 25832
    assert "IMP-220" in [one.code for one in raster.messages]


def test_gauss_krueger_is_recognised(tmp_path: Path) -> None:
    raster = found(tmp_path, epsg=31466, west=2_578_000, north=5_719_000)

    assert [one.epsg for one in raster.crs] == [31466]


def test_a_palette_means_classes_in_its_colours(tmp_path: Path) -> None:
    classes = np.array([[1, 2], [2, 7]], np.uint8)

    raster = found(tmp_path, classes, palette={1: (255, 0, 0), 7: (0, 0, 255)})

    assert (raster.proposed, raster.palette[1], raster.palette[7]) == (
        "classes",
        "#ff0000",
        "#0000ff",
    )


def test_few_small_whole_numbers_mean_classes(tmp_path: Path) -> None:
    assert found(tmp_path, np.array([[1, 2], [2, 7]], np.uint8)).proposed == "classes"


def test_red_green_and_blue_make_an_image(tmp_path: Path) -> None:
    assert found(tmp_path, np.zeros((4, 4, 3), np.uint8), is_image=True).proposed == "image"


def test_several_bands_are_told(tmp_path: Path) -> None:
    assert "IMP-334" in said(tmp_path, np.zeros((4, 4, 2), np.float32))


def test_a_number_far_off_all_others_is_asked_about(tmp_path: Path) -> None:
    values = SLOPE.copy()
    values[0, 0] = -9999

    assert "IMP-333" in said(tmp_path, values)
    assert "IMP-333" not in said(tmp_path, values, nodata="-9999")
    assert "IMP-333" not in said(tmp_path, SLOPE)


def test_one_of_two_numbers_is_asked_about_where_programs_write_it_for_none(tmp_path: Path) -> None:
    flood = np.zeros((20, 30), np.int16)
    flood[3:9] = 100
    holed = np.where(flood == 0, -9999, flood).astype(np.int16)

    assert "IMP-333" in said(tmp_path, holed)
    assert "IMP-333" not in said(tmp_path, flood)
    assert "IMP-333" not in said(tmp_path, holed, nodata="-9999")


def test_an_image_without_a_place_is_refused(tmp_path: Path) -> None:
    report = inspected(tmp_path, ("foto", "geotiff", {"tif": documents.tiff()}))

    assert (report.rasters, codes(report)) == ((), ["IMP-330"])


def test_a_world_file_gives_a_place(tmp_path: Path) -> None:
    world = b"100\n0\n0\n-100\n370050\n5718950\n"

    report = inspected(tmp_path, ("foto", "geotiff", {"tif": documents.tiff(), "tfw": world}))

    assert [one.cell_width for one in report.rasters] == [100.0]


def test_what_stands_askew_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, turned=True) == "IMP-332"


def test_what_claims_to_be_huge_is_refused_unread(tmp_path: Path) -> None:
    claims = documents.tiff([(256, 4, 1, 2**31 - 1), (257, 4, 1, 2**31 - 1)])

    report = inspected(tmp_path, ("riese", "geotiff", {"tif": claims}))

    assert report.rasters == ()
    assert codes(report)[0] in {"IMP-331", "IMP-321"}


def test_a_file_cut_off_is_damaged(tmp_path: Path) -> None:
    whole = geotiff(SLOPE, west=370_000, north=5_719_000, cell=100)
    cut = whole[:8] + whole[8 + SLOPE.nbytes // 2 :]

    report = inspected(tmp_path, ("halb", "geotiff", {"tif": cut}))

    assert (report.rasters, codes(report)) == ((), ["IMP-321"])


def test_the_child_reports_rasters_beside_layers(tmp_path: Path) -> None:
    content = geotiff(SLOPE, west=370_000, north=5_719_000, cell=100)

    report = inspected(tmp_path, ("hitze", "geotiff", {"tif": content}))

    assert [one.name for one in report.rasters] == ["hitze"]
    assert report.layers == ()
