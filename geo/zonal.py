"""Statistics of rasters over zones; cells on a border count by the part that lies inside.

Zones are in the raster's own reference system: cells are counted as they stand in the file, none
is resampled.

Method: exact cell coverage as in Baston, exactextract, https://github.com/isciences/exactextract.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely
from exactextract import exact_extract
from exactextract.raster import RasterSource
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.raster import Bounds, Cells, EmptyGridError, Grid, Window, ZoneCells

_PORTION_CELLS: Final = 4_000_000
_NUMBERS: Final = ("count", "sum", "mean", "min", "max")
_CLASSES: Final = ("count", "unique", "frac")


class _Source(RasterSource):  # type: ignore[misc]
    """A raster as exactextract asks for it."""

    def __init__(self, grid: Grid, cells: Cells) -> None:
        super().__init__()
        self.set_name("band")
        self._grid = grid
        self._cells = cells

    def res(self) -> tuple[float, float]:
        return (self._grid.cell_width, self._grid.cell_height)

    def extent(self) -> Bounds:
        return self._grid.bounds

    def nodata_value(self) -> None:
        return None

    def srs_wkt(self) -> None:
        return None

    def read_window(self, x0: int, y0: int, nx: int, ny: int) -> NDArray[Any]:
        return self._cells(Window(x0, y0, nx, ny))


def zone_statistics(
    grid: Grid, cells: Cells, zones: Sequence[BaseGeometry], *, classes: bool = False
) -> tuple[ZoneCells, ...]:
    """Return what a raster says about each zone.

    Parameters
    ----------
    grid : Grid
        Where the cells lie.
    cells : function from Window to masked array, shape (rows, columns)
        Real numbers; whole ones where ``classes``. Cells that are masked or not finite have no
        value and count nowhere.
    zones : sequence of Polygon or MultiPolygon
        Valid, in the reference system of the grid; parts outside it count as without a value.
    classes : bool
        The numbers name classes, which have shares and no mean.

    Returns
    -------
    tuple of ZoneCells
        In the order of ``zones``. Sums and counts of zones that divide an area add up to those
        of the area.

    Raises
    ------
    EmptyGridError
        The grid has no cells, or cells without extent.
    """
    if min(grid.columns, grid.rows, grid.cell_width, grid.cell_height) <= 0:
        raise EmptyGridError(columns=grid.columns, rows=grid.rows)
    features = [
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(zone)}
        for zone in zones
    ]
    found = exact_extract(
        _Source(grid, _finite(cells)),
        features,
        list(_CLASSES if classes else _NUMBERS),
        max_cells_in_memory=_PORTION_CELLS,
    )
    cell_area = grid.cell_width * grid.cell_height
    return tuple(
        _of_zone(one["properties"], zone.area / cell_area)
        for one, zone in zip(found, zones, strict=True)
    )


def _finite(cells: Cells) -> Cells:
    """Read cells so that each tells whether it has a value; what is no number has none."""

    def read(window: Window) -> np.ma.MaskedArray[Any, Any]:
        values = cells(window)
        missing = np.ma.getmaskarray(values) | ~np.isfinite(values.data)
        return np.ma.array(values.data, mask=missing)

    return read


def _of_zone(found: Mapping[str, Any], zone_cells: float) -> ZoneCells:
    cells = float(found["count"])
    covered = min(cells / zone_cells, 1.0) if zone_cells > 0 else 0.0
    if not cells > 0:
        return ZoneCells(0.0, 0.0, shares={} if "frac" in found else None)
    if "frac" in found:
        pairs = zip(found["unique"], found["frac"], strict=True)
        return ZoneCells(cells, covered, shares={int(one): float(share) for one, share in pairs})
    return ZoneCells(
        cells=cells,
        covered_share=covered,
        mean=float(found["mean"]),
        total=float(found["sum"]),
        least=float(found["min"]),
        most=float(found["max"]),
    )
