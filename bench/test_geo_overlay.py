"""Features over nine districts: lines and areas of a large layer, shares included."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from pytest_benchmark.fixture import BenchmarkFixture

from geo.crs import STORAGE_CRS
from geo.overlay import counts, sums
from geo.partition import Partition
from tests.geo.cities import CITY_M, SOUTH_M, WEST_M, wiggly_city

ROUNDS: Final = 3


@pytest.fixture(scope="module")
def city() -> Partition:
    """Nine districts with crooked borders."""
    return Partition(wiggly_city(1, halvings=6))


def buildings(number: int) -> NDArray[np.object_]:
    """Return squares of 15 m, inside the city and a little beyond."""
    rng = np.random.default_rng(seed=2)
    x = WEST_M + rng.uniform(0, CITY_M, number)
    y = SOUTH_M + rng.uniform(0, CITY_M, number)
    return shapely.box(x, y, x + 15, y + 15)


@pytest.mark.benchmark(group="areas apportioned to nine districts", min_rounds=ROUNDS)
@pytest.mark.parametrize("number", [1_000, 20_000])
def test_sums(benchmark: BenchmarkFixture, city: Partition, number: int) -> None:
    shapes = buildings(number)
    whole = shapely.union_all([zone.geometry for zone in city.zones])
    values = shapely.area(shapes)

    totals = benchmark(sums, city, shapes, values)

    inside_m2 = shapely.area(shapely.intersection(shapes, whole)).sum()
    assert sum(totals.values()) == pytest.approx(inside_m2, rel=1e-4)


@pytest.mark.benchmark(group="areas apportioned to nine districts", min_rounds=ROUNDS)
@pytest.mark.parametrize("number", [1_000, 20_000])
def test_overlay_of_geopandas(benchmark: BenchmarkFixture, city: Partition, number: int) -> None:
    layer = gpd.GeoDataFrame(geometry=buildings(number), crs=STORAGE_CRS)
    shapes = [zone.geometry for zone in city.zones]
    zones = gpd.GeoDataFrame({"id": city.ids}, geometry=shapes, crs=STORAGE_CRS)

    pieces = benchmark(gpd.overlay, layer, zones)

    totals = sums(city, layer.geometry.to_numpy(), layer.area)
    assert pieces.area.sum() == pytest.approx(sum(totals.values()), rel=1e-4)


@pytest.mark.benchmark(group="100,000 points counted by district", min_rounds=ROUNDS)
def test_counts(benchmark: BenchmarkFixture, city: Partition) -> None:
    rng = np.random.default_rng(seed=3)
    x, y = rng.uniform(0, CITY_M, size=(2, 100_000))
    dots = shapely.points(WEST_M + x, SOUTH_M + y)

    found = benchmark(counts, city, dots)

    inside = city.locate(WEST_M + x, SOUTH_M + y) >= 0
    assert sum(found.values()) == np.count_nonzero(inside)
