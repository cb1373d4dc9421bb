"""Rasters: numbers of nine districts, and one picture of the map."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from pytest_benchmark.fixture import BenchmarkFixture

from geo.raster import Cells, Grid
from geo.zonal import zone_statistics
from maps.classes import class_breaks, graduated_classes
from maps.imported_looks import Look
from maps.raster_tiles import raster_tile
from services.imports.raster_choices import RasterChoices
from tests.geo.cities import CITY_M, SOUTH_M, WEST_M, wiggly_city
from tests.services.imports.rasters.made import made

CELL_M = 10


def city_values() -> np.ndarray:
    """Return 10 m cells over a city of 6 km."""
    side = CITY_M // CELL_M
    return np.random.default_rng(seed=1).normal(20, 4, (side, side)).astype(np.float32)


def reader(values: np.ndarray) -> Cells:
    masked = np.ma.masked_array(values)
    return lambda one: masked[one.row : one.row + one.rows, one.column : one.column + one.columns]


@pytest.mark.benchmark(group="zone statistics, 9 districts, 10 m cells")
@pytest.mark.parametrize("kind", ["numbers", "classes"])
def test_zone_statistics(benchmark: BenchmarkFixture, kind: str) -> None:
    values = city_values()
    grid = Grid(WEST_M, SOUTH_M + CITY_M, CELL_M, CELL_M, *reversed(values.shape))
    classes = kind == "classes"
    cells = reader(values.astype(np.int32) if classes else values)
    districts = [zone.geometry for zone in wiggly_city(seed=1)]

    found = benchmark(
        zone_statistics, grid, cells, [*districts, shapely.union_all(districts)], classes=classes
    )

    assert sum(one.cells for one in found[:-1]) == pytest.approx(found[-1].cells, rel=1e-4)


@pytest.fixture(scope="module")
def raster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path, _, _ = made(
        tmp_path_factory.mktemp("raster"),
        city_values(),
        choices=RasterChoices(25832, "values"),
        areas=[],
        west=WEST_M,
        north=SOUTH_M + CITY_M,
        cell=CELL_M,
    )
    return path


@pytest.mark.benchmark(group="one picture of a raster")
@pytest.mark.parametrize("tile", [(12, 2129, 1360), (14, 8516, 5443), (16, 34065, 21772)])
def test_raster_tile(benchmark: BenchmarkFixture, raster: Path, tile: tuple[int, int, int]) -> None:
    z, x, y = tile
    breaks = class_breaks(range(10, 31), method="equal")
    look = Look("graduated", field="value", classes=graduated_classes(breaks, scheme="oranges"))

    picture = benchmark(raster_tile, raster, look, band=1, z=z, x=x, y=y)

    assert len(picture) > 1_000
