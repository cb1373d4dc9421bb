"""A raster on another grid: which of its cells lies under each cell of the other.

Every place takes the value of the cell that it lies in: nothing is averaged, so what the map
shows are values that stand in the file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.raster import Grid

Move = Callable[
    [NDArray[np.float64], NDArray[np.float64]], tuple[NDArray[np.float64], NDArray[np.float64]]
]
"""Takes x and y of one reference system to those of another."""

OUTSIDE: Final = -1
_STEP: Final = 32
"""Every how many cells a place is moved exactly. Between them a straight line is off by less than
a thirtieth of a cell, on cells of up to 1 km."""


def cells_under(
    target: Grid, source: Grid, move: Move
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the row and column of ``source`` under the middle of each cell of ``target``.

    Parameters
    ----------
    target, source : Grid
        Each in a reference system of its own.
    move : function of x, y
        From the system of ``target`` to that of ``source``; not finite where there is no place.

    Returns
    -------
    two arrays of int64, shape (rows, columns) of ``target``
        Rows and columns; both `OUTSIDE` (-1) where ``source`` has no cell.
    """
    columns, rows = _knots(target.columns), _knots(target.rows)
    xs = target.west + (columns + 0.5) * target.cell_width
    ys = target.north - (rows + 0.5) * target.cell_height
    east, north = (
        np.where(np.isfinite(moved), moved, np.nan).reshape(len(rows), len(columns))
        for moved in move(np.tile(xs, len(ys)), np.repeat(ys, len(xs)))
    )
    found_columns = _between((east - source.west) / source.cell_width, rows, columns, target)
    found_rows = _between((source.north - north) / source.cell_height, rows, columns, target)
    inside = (
        (found_columns >= 0)
        & (found_columns < source.columns)
        & (found_rows >= 0)
        & (found_rows < source.rows)
    )
    return _index(found_rows, inside), _index(found_columns, inside)


def _knots(count: int) -> NDArray[np.float64]:
    """Return numbers from the first to the last cell, `_STEP` apart or less."""
    return np.linspace(0, count - 1, max(2, -(-count // _STEP) + 1))


def _between(
    known: NDArray[np.float64],
    rows: NDArray[np.float64],
    columns: NDArray[np.float64],
    target: Grid,
) -> NDArray[np.float64]:
    """Fill in what lies between the knots, first along rows, then along columns."""
    across = _weights(columns, target.columns)
    down = _weights(rows, target.rows)
    wide = known[:, across[0]] * (1 - across[1]) + known[:, across[0] + 1] * across[1]
    share = down[1][:, np.newaxis]
    return wide[down[0]] * (1 - share) + wide[down[0] + 1] * share


def _weights(
    knots: NDArray[np.float64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return for each cell the knot before it, and how far it lies towards the next."""
    step = max(knots[1] - knots[0], 1e-9)
    places = np.arange(count) / step
    before = np.minimum(places.astype(np.int64), len(knots) - 2)
    return before, places - before


def _index(found: NDArray[np.float64], inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.where(inside, found, OUTSIDE).astype(np.int64)
