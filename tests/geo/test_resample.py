"""Which cell lies under which: by squares, and against every single place moved."""

from __future__ import annotations

import numpy as np

from geo import crs
from geo.raster import Grid
from geo.resample import OUTSIDE, cells_under

FOUR = Grid(west=0, north=20, cell_width=10, cell_height=10, columns=2, rows=2)


def test_finer_cells_repeat_those_they_lie_in() -> None:
    fine = Grid(west=0, north=20, cell_width=5, cell_height=5, columns=4, rows=4)

    rows, columns = cells_under(fine, FOUR, lambda x, y: (x, y))

    assert rows[:, 0].tolist() == [0, 0, 1, 1]
    assert columns[0].tolist() == [0, 0, 1, 1]


def test_where_there_is_no_cell_there_is_none() -> None:
    beside = Grid(west=10, north=30, cell_width=10, cell_height=10, columns=2, rows=2)

    rows, columns = cells_under(beside, FOUR, lambda x, y: (x, y))

    assert columns.tolist() == [[OUTSIDE, OUTSIDE], [1, OUTSIDE]]
    assert rows.tolist() == [[OUTSIDE, OUTSIDE], [0, OUTSIDE]]


def test_a_place_without_a_place_has_no_cell() -> None:
    rows, _ = cells_under(FOUR, FOUR, lambda x, y: (np.full_like(x, np.inf), y))

    assert (rows == OUTSIDE).all()


def test_a_single_cell_is_found() -> None:
    one = Grid(west=12, north=8, cell_width=2, cell_height=2, columns=1, rows=1)

    rows, columns = cells_under(one, FOUR, lambda x, y: (x, y))

    assert (rows.item(), columns.item()) == (1, 1)


def test_between_the_knots_places_are_as_good_as_moved_one_by_one() -> None:
    gauss_krueger = Grid(2_570_000, 5_725_000, 10, 10, 2_000, 2_000)
    web = Grid(793_000, 6_726_000, 9.55, 9.55, 300, 280)
    move = crs.transformer(crs.WEB_MERCATOR, crs.GAUSS_KRUEGER_2).transform
    xs = web.west + (np.arange(web.columns) + 0.5) * web.cell_width
    ys = web.north - (np.arange(web.rows) + 0.5) * web.cell_height

    rows, columns = cells_under(web, gauss_krueger, move)

    east, north = move(np.tile(xs, web.rows), np.repeat(ys, web.columns))
    same = (columns.ravel() == np.floor((east - 2_570_000) / 10)) & (
        rows.ravel() == np.floor((5_725_000 - north) / 10)
    )
    # On the border between two cells the last bit decides.
    assert (columns >= 0).all()
    assert same.mean() > 0.999
