"""Coordinates into the storage system: by formula and by grid, beside geopandas."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pytest_benchmark.fixture import BenchmarkFixture

from geo.crs import GAUSS_KRUEGER_2, LON_LAT, STORAGE_CRS, point_from_lon_lat, reproject

POINTS: Final = 200_000
ROUNDS: Final = 3
BOXES: Final = {
    LON_LAT: ((7.0, 7.3), (51.5, 51.7)),
    GAUSS_KRUEGER_2: ((2_570_000, 2_590_000), (5_710_000, 5_730_000)),
}


@pytest.mark.benchmark(group="200,000 points into the storage system", min_rounds=ROUNDS)
@pytest.mark.parametrize("source", BOXES)
def test_reproject(benchmark: BenchmarkFixture, source: str) -> None:
    (west, east), (south, north) = BOXES[source]
    rng = np.random.default_rng(seed=4)
    points = shapely.points(rng.uniform(west, east, POINTS), rng.uniform(south, north, POINTS))

    moved = benchmark(reproject, points, source=source, target=STORAGE_CRS)

    back = reproject(moved, source=STORAGE_CRS, target=source)
    assert shapely.distance(points, back).max() < 0.001


@pytest.mark.benchmark(group="200,000 points into the storage system", min_rounds=ROUNDS)
def test_to_crs_of_geopandas(benchmark: BenchmarkFixture) -> None:
    (west, east), (south, north) = BOXES[LON_LAT]
    rng = np.random.default_rng(seed=4)
    points = shapely.points(rng.uniform(west, east, POINTS), rng.uniform(south, north, POINTS))
    series = gpd.GeoSeries(points, crs=LON_LAT)

    moved = benchmark(series.to_crs, STORAGE_CRS)

    ours = reproject(points, source=LON_LAT, target=STORAGE_CRS)
    assert shapely.distance(moved.to_numpy(), ours).max() < 0.001


@pytest.mark.benchmark(group="one pin into the storage system")
def test_point_from_lon_lat(benchmark: BenchmarkFixture) -> None:
    pin = benchmark(point_from_lon_lat, 7.135, 51.595)
    assert pin.x == pytest.approx(370_819.75, abs=0.01)
