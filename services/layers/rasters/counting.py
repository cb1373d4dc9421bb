"""The numbers of a raster by district: counted on cells as they stood in the file.

Loads the libraries that read rasters: nothing that the app at rest needs may import it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import rasterio
import rasterio.windows
import shapely
from rasterio.io import DatasetReader
from shapely.geometry.base import BaseGeometry

from geo import crs
from geo.raster import Cells, Grid, Window, ZoneCells
from geo.resample import OUTSIDE, cells_under
from geo.zonal import zone_statistics
from services.layers.imported import TOTAL
from services.layers.rasters.model import RasterFacts

_GDAL: Final = {"GDAL_PAM_ENABLED": "NO", "GDAL_CACHEMAX": 64}


def count_zones(
    grid: Grid,
    cells: Cells,
    districts: Mapping[str, BaseGeometry],
    *,
    system: str,
    classes: bool,
) -> dict[str, ZoneCells]:
    """Return the numbers of every district, by its id, and of the whole city (``TOTAL``).

    ``districts`` are areas in EPSG:25832; ``system`` is the reference system of ``grid``, in
    which cells are counted.
    """
    zones = (*districts.values(), shapely.union_all(list(districts.values())))
    numbers = zone_statistics(
        grid,
        cells,
        [crs.reproject(one, source=crs.STORAGE_CRS, target=system) for one in zones],
        classes=classes,
    )
    return dict(zip((*districts, TOTAL), numbers, strict=True))


def whole_numbers(values: np.ma.MaskedArray[Any, Any]) -> np.ma.MaskedArray[Any, Any]:
    """Return numbers of classes that were stored with decimals."""
    missing = np.ma.getmaskarray(values) | ~np.isfinite(values.data)
    return np.ma.array(np.where(missing, 0, values.data).astype(np.int32), mask=missing)


def count_again(
    path: Path, facts: RasterFacts, grid: Grid, districts: Mapping[str, BaseGeometry]
) -> dict[str, ZoneCells]:
    """Return the numbers of a raster that was loaded, under other boundaries.

    Its file holds a picture of the cells, whose pixels are no larger than they are: every cell of
    ``grid``, the file's own, is read back from the pixel in its middle.
    """
    system = f"EPSG:{facts.epsg}"
    with _cells_of_picture(path, facts, grid, system) as cells:
        return count_zones(grid, cells, districts, system=system, classes=facts.kind == "classes")


@contextmanager
def _cells_of_picture(path: Path, facts: RasterFacts, grid: Grid, system: str) -> Iterator[Cells]:
    move = crs.transformer(system, crs.WEB_MERCATOR).transform
    with rasterio.Env(**_GDAL), rasterio.open(path, driver="GTiff") as file:
        picture = _grid_of(file)

        def read(one: Window) -> np.ma.MaskedArray[Any, Any]:
            rows, columns = cells_under(grid.cut(one), picture, move)
            values = _pixels(file, facts.band, rows, columns)
            return whole_numbers(values) if facts.kind == "classes" else values

        yield read


def _grid_of(file: DatasetReader) -> Grid:
    place = file.transform
    return Grid(place.c, place.f, place.a, -place.e, file.width, file.height)


def _pixels(
    file: DatasetReader, band: int, rows: np.ndarray, columns: np.ndarray
) -> np.ma.MaskedArray[Any, Any]:
    """Return the pixels at rows and columns, without a value where both are ``OUTSIDE``."""
    inside = rows != OUTSIDE
    if not inside.any():
        return np.ma.array(np.zeros(rows.shape, file.dtypes[band - 1]), mask=~inside)
    row, column = int(rows[inside].min()), int(columns[inside].min())
    width, height = int(columns.max()) - column + 1, int(rows.max()) - row + 1
    window = rasterio.windows.Window(column, row, width, height)
    pixels = file.read(band, window=window, masked=True)
    place = (np.where(inside, rows - row, 0), np.where(inside, columns - column, 0))
    return np.ma.array(pixels.data[place], mask=~inside | np.ma.getmaskarray(pixels)[place])
