"""A million points into nine districts: `Partition.locate` beside its peers, on the same data.

Every way must give the same answer. The ratio to geopandas is asserted in one test that times
both in turn and compares the best of each, so that a busy machine slows both.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Final, NamedTuple

import geopandas as gpd
import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from pytest_benchmark.fixture import BenchmarkFixture

from geo.crs import STORAGE_CRS
from geo.partition import OUTSIDE, Partition
from tests.geo.cities import CITY_M, SOUTH_M, WEST_M, wiggly_city

POINTS: Final = 1_000_000
ROUNDS: Final = 3
TIMES_FASTER: Final = 2.0
"""What `Partition.locate` must reach against ``geopandas.sjoin``."""

pytestmark = pytest.mark.benchmark(group="1,000,000 points, nine districts", min_rounds=ROUNDS)
Numbers = NDArray[np.float64]


class Case(NamedTuple):
    """Nine districts, the points, and the district of each point as geopandas finds it."""

    partition: Partition
    x: Numbers
    y: Numbers
    points: gpd.GeoDataFrame
    zones: gpd.GeoDataFrame
    expected: NDArray[np.int64]


@pytest.fixture(scope="module")
def case() -> Case:
    """Points in clusters as people live, a fifth spread evenly, some outside the city."""
    rng = np.random.default_rng(seed=1)
    centers = rng.uniform(0, CITY_M, size=(60, 2))
    near = centers[rng.integers(60, size=POINTS * 4 // 5)] + rng.normal(
        0, 250, size=(POINTS * 4 // 5, 2)
    )
    xy = np.concatenate([near, rng.uniform(-200, CITY_M + 200, size=(POINTS // 5, 2))])
    x, y = xy[:, 0] + WEST_M, xy[:, 1] + SOUTH_M
    partition = Partition(wiggly_city(1, halvings=6))
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=STORAGE_CRS)
    shapes = [zone.geometry for zone in partition.zones]
    zones = gpd.GeoDataFrame(geometry=shapes, crs=STORAGE_CRS)
    expected = by_sjoin(points, zones)
    assert set(np.unique(expected)) == {OUTSIDE, *range(9)}
    assert shapely.get_num_coordinates(shapes).sum() > 2_000
    return Case(partition, x, y, points, zones, expected)


def by_sjoin(points: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """Return the district of each point as geopandas joins them."""
    joined = gpd.sjoin(points, zones, predicate="within")
    found = np.full(len(points), OUTSIDE, dtype=np.int64)
    found[joined.index.to_numpy()] = joined["index_right"].to_numpy()
    return found


def by_contains_xy(partition: Partition, x: Numbers, y: Numbers) -> NDArray[np.int64]:
    """Return the district of each point by testing every point against every district."""
    shapes = np.array([zone.geometry for zone in partition.zones])
    shapely.prepare(shapes)
    found = np.full(len(x), OUTSIDE, dtype=np.int64)
    for index, shape in enumerate(shapes):
        found[shapely.contains_xy(shape, x, y)] = index
    return found


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def test_locate(benchmark: BenchmarkFixture, case: Case) -> None:
    found = benchmark(case.partition.locate, case.x, case.y)
    assert np.array_equal(found, case.expected)


def test_locate_with_a_partition_made_for_it(benchmark: BenchmarkFixture, case: Case) -> None:
    zones = case.partition.zones
    found = benchmark(lambda: Partition(zones).locate(case.x, case.y))
    assert np.array_equal(found, case.expected)


def test_contains_xy_of_shapely(benchmark: BenchmarkFixture, case: Case) -> None:
    found = benchmark(by_contains_xy, case.partition, case.x, case.y)
    assert np.array_equal(found, case.expected)


def test_sjoin_of_geopandas(benchmark: BenchmarkFixture, case: Case) -> None:
    found = benchmark(by_sjoin, case.points, case.zones)
    assert np.array_equal(found, case.expected)


def test_locate_is_twice_as_fast_as_sjoin(benchmark: BenchmarkFixture, case: Case) -> None:
    joins, searches = [], []
    for _ in range(ROUNDS):
        joins.append(seconds(lambda: gpd.sjoin(case.points, case.zones, predicate="within")))
        searches.append(seconds(lambda: Partition(case.partition.zones).locate(case.x, case.y)))
    ratio = min(joins) / min(searches)
    benchmark.extra_info["times_faster_than_sjoin"] = round(ratio, 1)
    benchmark(case.partition.locate, case.x, case.y)
    assert ratio >= TIMES_FASTER
