"""Writes the cells of a raster on the grid of map tiles, as a cloud-optimised GeoTIFF.

Each pixel takes the value of the cell that it lies in. The way between the reference systems is
that of `geo.crs`, exact where the grid of the old German datum is at hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import rasterio
import shapely
from numpy.typing import NDArray
from rasterio.io import DatasetWriter
from rasterio.shutil import copy as copy_raster
from rasterio.transform import from_origin

from geo import crs
from geo.raster import Cells, Grid, Window
from geo.resample import OUTSIDE, Move, cells_under
from services.layers.rasters.model import RasterKind

TILE: Final = 256
_HALF_WORLD_M: Final = math.pi * 6_378_137
_PIXEL_ZOOM_0_M: Final = 2 * _HALF_WORLD_M / TILE
_ZOOM_MOST: Final = 20
_FINER: Final = 8
_CHEAP_PIXELS: Final = 4_000_000
"""A cell is drawn by up to 8 × 8 pixels where that is cheap, so that its edges stay where they
are; a large raster has at least one pixel for each cell."""
_BLOCK: Final = 1_024
_EDGE_PARTS: Final = 20
_WIDER: Final = {
    "uint8": "int16",
    "int8": "int16",
    "uint16": "int32",
    "int16": "int32",
    "float32": "float32",
}
_OVERVIEWS: Final[dict[RasterKind, str]] = {
    "values": "average",
    "classes": "nearest",
    "image": "average",
}


@dataclass(frozen=True)
class TileGrid(Grid):
    """Pixels of whole tiles of one zoom, in Web Mercator."""

    zoom: int


def target_grid(source: Grid, system: str, *, bands: int) -> TileGrid:
    """Return the pixels that show all cells of a raster."""
    west, south, east, north = box_of(source, system, crs.WEB_MERCATOR)
    cell = _cell_size(source, system)
    finest = math.floor(math.log2(_PIXEL_ZOOM_0_M * _FINER / cell))
    zoom = coarsest = min(_ZOOM_MOST, max(0, math.ceil(math.log2(_PIXEL_ZOOM_0_M / cell))))
    for better in range(coarsest + 1, min(finest, _ZOOM_MOST) + 1):
        pixel = _PIXEL_ZOOM_0_M / 2**better
        if (east - west) * (north - south) / pixel**2 * bands <= _CHEAP_PIXELS:
            zoom = better
    tile = _PIXEL_ZOOM_0_M * TILE / 2**zoom
    left, right = (f((one + _HALF_WORLD_M) / tile) for f, one in _outwards(west, east))
    bottom, top = (f((one + _HALF_WORLD_M) / tile) for f, one in _outwards(south, north))
    pixel = tile / TILE
    return TileGrid(
        west=left * tile - _HALF_WORLD_M,
        north=top * tile - _HALF_WORLD_M,
        cell_width=pixel,
        cell_height=pixel,
        columns=(right - left) * TILE,
        rows=(top - bottom) * TILE,
        zoom=zoom,
    )


def _outwards(low: float, high: float) -> tuple[tuple[Any, float], tuple[Any, float]]:
    return (math.floor, low), (math.ceil, high)


def box_of(grid: Grid, system: str, target: str) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a grid in another reference system."""
    west, south, east, north = grid.bounds
    edge = shapely.segmentize(shapely.box(west, south, east, north), (east - west) / _EDGE_PARTS)
    left, bottom, right, top = crs.reproject(edge, source=system, target=target).bounds
    return (left, bottom, right, top)


def _cell_size(source: Grid, system: str) -> float:
    """Return the shorter side of a cell in the middle, in metres of Web Mercator."""
    west, south, east, north = source.bounds
    x, y = (west + east) / 2, (south + north) / 2
    there = crs.transformer(system, crs.WEB_MERCATOR).transform(
        np.array([x, x + source.cell_width, x]), np.array([y, y, y + source.cell_height])
    )
    xs, ys = there
    return float(min(math.hypot(xs[one] - xs[0], ys[one] - ys[0]) for one in (1, 2)))


@dataclass(frozen=True)
class Painter:
    """Reads cells of ``source`` and writes pixels of ``target``.

    ``readers`` read one band each by windows of ``source``, ``mask`` where a picture is to be
    seen; None for numbers, which have one of their own that says so.
    """

    source: Grid
    target: TileGrid
    move: Move
    readers: Sequence[Cells]
    mask: Cells | None

    def write(self, path: Path, *, kind: RasterKind, types: Sequence[str]) -> None:
        """Write all bands; ``types`` are those of the file's own numbers."""
        plain = path.with_name("plain.tif")
        with rasterio.Env(GDAL_TIFF_INTERNAL_MASK="YES", GDAL_PAM_ENABLED="NO"):
            with rasterio.open(plain, "w", **self._profile(types)) as file:
                for block in _blocks(self.target):
                    self._write_block(file, block)
            copy_raster(
                plain,
                path,
                driver="COG",
                compress="DEFLATE",
                level=1,
                blocksize=TILE,
                sparse_ok=True,
                overview_resampling=_OVERVIEWS[kind],
            )
        plain.unlink()

    def _profile(self, types: Sequence[str]) -> dict[str, Any]:
        data_type = np.dtype("uint8" if self.mask else _data_type(types))
        place = self.target
        return {
            "driver": "GTiff",
            "width": place.columns,
            "height": place.rows,
            "count": len(self.readers),
            "dtype": data_type.name,
            "nodata": None if self.mask else _nodata(data_type),
            "crs": crs.WEB_MERCATOR,
            "transform": from_origin(place.west, place.north, place.cell_width, place.cell_height),
            "tiled": True,
            "blockxsize": TILE,
            "blockysize": TILE,
            "sparse_ok": True,
            "compress": "LZW",
        }

    def _write_block(self, file: DatasetWriter, block: Window) -> None:
        rows, columns = cells_under(self.target.cut(block), self.source, self.move)
        inside = rows != OUTSIDE
        if not inside.any():
            return
        row, column = int(rows[inside].min()), int(columns[inside].min())
        width, height = int(columns[inside].max()) - column + 1, int(rows[inside].max()) - row + 1
        needed = Window(column, row, width, height)
        place = (np.where(inside, rows - row, 0), np.where(inside, columns - column, 0))
        window = rasterio.windows.Window(block.column, block.row, block.columns, block.rows)
        data_type = np.dtype(file.dtypes[0])
        for band, read in enumerate(self.readers, 1):
            pixels = _pixels(read(needed), place, inside, data_type, file.nodata)
            file.write(pixels, band, window=window)
        if self.mask is not None:
            seen = np.where(inside, np.asarray(self.mask(needed))[place], 0)
            file.write_mask(seen.astype(np.uint8), window=window)


def _data_type(types: Sequence[str]) -> str:
    """Return the type that holds all values of all bands, and one more that means none."""
    common = np.result_type(*types)
    return _WIDER.get(common.name, "float64")


def _nodata(data_type: np.dtype[Any]) -> float:
    return float("nan") if data_type.kind == "f" else float(np.iinfo(data_type).min)


def _blocks(grid: Grid) -> Iterator[Window]:
    for row in range(0, grid.rows, _BLOCK):
        for column in range(0, grid.columns, _BLOCK):
            columns, rows = min(_BLOCK, grid.columns - column), min(_BLOCK, grid.rows - row)
            yield Window(column, row, columns, rows)


def _pixels(
    cells: np.ma.MaskedArray[Any, Any],
    place: tuple[NDArray[np.int64], NDArray[np.int64]],
    inside: NDArray[np.bool_],
    data_type: np.dtype[Any],
    nodata: float | None,
) -> NDArray[Any]:
    values = np.asarray(cells.data)[place].astype(data_type)
    seen = inside & ~np.ma.getmaskarray(cells)[place]
    if nodata is None:
        return np.where(inside, values, np.zeros((), data_type))
    return np.where(seen, values, np.array(nodata).astype(data_type))
