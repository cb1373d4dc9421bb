"""Rasters: where their cells lie, windows of them, and what they say about a zone.

A raster is a `Grid` of north-up cells and a function that reads a `Window` of it, so a large one
never stands in memory as a whole. `geo.zonal` counts its cells, `geo.resample` moves them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.errors import WorkbenchError

Bounds = tuple[float, float, float, float]
"""West, south, east, north in the raster's reference system."""


@dataclass(frozen=True)
class Window:
    """A block of cells: its first column and row from the north-west, and how many of each."""

    column: int
    row: int
    columns: int
    rows: int


@dataclass(frozen=True)
class Grid:
    """Cells in rows from north to south; sizes are positive, in units of the reference system."""

    west: float
    north: float
    cell_width: float
    cell_height: float
    columns: int
    rows: int

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north."""
        south = self.north - self.rows * self.cell_height
        return (self.west, south, self.west + self.columns * self.cell_width, self.north)

    def window(self, bounds: Bounds) -> Window | None:
        """Return the smallest block of whole cells that covers ``bounds``, as far as there are any.

        None where no cell lies within.
        """
        west, south, east, north = bounds
        left = max(0, math.floor((west - self.west) / self.cell_width))
        right = min(self.columns, math.ceil((east - self.west) / self.cell_width))
        top = max(0, math.floor((self.north - north) / self.cell_height))
        bottom = min(self.rows, math.ceil((self.north - south) / self.cell_height))
        if left >= right or top >= bottom:
            return None
        return Window(left, top, right - left, bottom - top)

    def cut(self, window: Window) -> Grid:
        """Return the grid of a block of cells."""
        return Grid(
            west=self.west + window.column * self.cell_width,
            north=self.north - window.row * self.cell_height,
            cell_width=self.cell_width,
            cell_height=self.cell_height,
            columns=window.columns,
            rows=window.rows,
        )


Cells = Callable[[Window], "np.ma.MaskedArray[Any, Any]"]
"""Reads a window of a raster: shape (rows, columns), cells without a value masked."""


@dataclass(frozen=True)
class ZoneCells:
    """What a raster says about one zone; cells that it covers in part count in part.

    ``cells`` is their number, ``covered_share`` (0 to 1) the share of the zone's area on which
    they have a value. Of classes ``shares`` tells the part of each in those cells, together 1;
    otherwise ``mean``, ``total``, ``least`` and ``most`` are told. None: no cell has a value.
    """

    cells: float
    covered_share: float
    mean: float | None = None
    total: float | None = None
    least: float | None = None
    most: float | None = None
    shares: Mapping[int, float] | None = None


class EmptyGridError(WorkbenchError):
    """A grid without cells, or with cells without extent."""

    def __init__(self, *, columns: int, rows: int) -> None:
        super().__init__(f"a grid of {columns} × {rows} cells")
        self.columns = columns
        self.rows = rows
