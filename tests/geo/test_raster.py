"""Rasters over zones: hand-computed squares, and laws."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.partition import Zone
from geo.raster import Cells, EmptyGridError, Grid, Window
from geo.zonal import zone_statistics
from tests.geo.cities import CITY_M, SOUTH_M, WEST_M, grid_cities

GRID = Grid(west=0, north=20, cell_width=10, cell_height=10, columns=2, rows=2)
"""Four cells of 10 m."""


def reader(values: np.ndarray | np.ma.MaskedArray) -> Cells:
    masked = np.ma.masked_array(values)
    return lambda one: masked[one.row : one.row + one.rows, one.column : one.column + one.columns]


FOUR = reader(np.array([[1.0, 2.0], [3.0, 4.0]]))


def test_a_cell_counts_by_the_part_that_lies_in_the_zone() -> None:
    [found] = zone_statistics(GRID, FOUR, [shapely.box(0, 10, 15, 20)])

    assert (found.cells, found.total) == (1.5, 2.0)
    assert found.mean == pytest.approx(4 / 3)


def test_least_and_most_are_those_of_touched_cells() -> None:
    [found] = zone_statistics(GRID, FOUR, [shapely.box(0, 5, 15, 20)])

    assert (found.least, found.most) == (1.0, 4.0)


def test_classes_have_shares_that_make_one_whole() -> None:
    classes = reader(np.array([[7, 7], [9, 7]], np.uint8))

    [found] = zone_statistics(GRID, classes, [shapely.box(0, 0, 20, 20)], classes=True)

    assert found.shares == {7: 0.75, 9: 0.25}


def test_masked_cells_count_nowhere() -> None:
    cells = reader(np.ma.masked_equal(np.array([[1.0, -9999.0], [3.0, 4.0]]), -9999.0))

    [found] = zone_statistics(GRID, cells, [shapely.box(0, 0, 20, 20)])

    assert (found.cells, found.covered_share, found.least) == (3.0, 0.75, 1.0)


def test_what_is_no_number_counts_nowhere() -> None:
    cells = reader(np.array([[1.0, np.nan], [np.inf, 4.0]]))

    [found] = zone_statistics(GRID, cells, [shapely.box(0, 0, 20, 20)])

    assert (found.cells, found.total) == (2.0, 5.0)


def test_a_zone_without_cells_says_nothing() -> None:
    [found] = zone_statistics(GRID, FOUR, [shapely.box(100, 100, 120, 120)])

    assert (found.cells, found.covered_share, found.mean, found.total) == (0.0, 0.0, None, None)


def test_a_zone_half_outside_is_half_covered() -> None:
    [found] = zone_statistics(GRID, FOUR, [shapely.box(10, 0, 30, 20)])

    assert (found.cells, found.covered_share) == (2.0, 0.5)


def test_a_grid_without_cells_is_refused() -> None:
    with pytest.raises(EmptyGridError):
        zone_statistics(Grid(0, 0, 10, 10, 0, 5), FOUR, [])


def test_a_window_holds_the_whole_of_a_box() -> None:
    assert GRID.window((4, 12, 6, 18)) == Window(0, 0, 1, 1)
    assert GRID.window((4, 8, 16, 18)) == Window(0, 0, 2, 2)


def test_a_window_ends_where_the_cells_end() -> None:
    assert GRID.window((-100, -100, 5, 5)) == Window(0, 1, 1, 1)
    assert GRID.window((21, 0, 30, 10)) is None


def test_a_cut_lies_where_its_cells_lay() -> None:
    assert GRID.cut(Window(1, 1, 1, 1)).bounds == (10.0, 0.0, 20.0, 10.0)


@settings(max_examples=60, deadline=None)
@given(city=grid_cities(), cell=st.sampled_from([70.0, 333.3, 1000.0, 2500.0]), seed=st.integers(0))
def test_districts_add_up_to_the_city(city: list[Zone], cell: float, seed: int) -> None:
    side = int(CITY_M / cell) + 2
    grid = Grid(WEST_M - cell / 3, SOUTH_M + CITY_M + cell / 7, cell, cell, side, side)
    cells = reader(np.random.default_rng(seed % 2**32).uniform(-5, 100, (side, side)))
    districts = [zone.geometry for zone in city]

    *parts, whole = zone_statistics(grid, cells, [*districts, shapely.union_all(districts)])

    assert sum(one.cells for one in parts) == pytest.approx(whole.cells, rel=1e-5)
    assert sum(one.total or 0 for one in parts) == pytest.approx(whole.total, rel=1e-4, abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(city=grid_cities(), seed=st.integers(0))
def test_classes_of_districts_add_up_to_those_of_the_city(city: list[Zone], seed: int) -> None:
    grid = Grid(WEST_M, SOUTH_M + CITY_M, 400, 300, 15, 20)
    cells = reader(np.random.default_rng(seed % 2**32).integers(1, 5, (20, 15), np.uint8))
    districts = [zone.geometry for zone in city]
    *parts, whole = zone_statistics(
        grid, cells, [*districts, shapely.union_all(districts)], classes=True
    )

    for number, share in (whole.shares or {}).items():
        there = sum(one.cells * (one.shares or {}).get(number, 0.0) for one in parts)
        assert there == pytest.approx(whole.cells * share, rel=1e-4, abs=1e-3)
