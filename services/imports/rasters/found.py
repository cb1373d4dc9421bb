"""What is in a GeoTIFF: how many cells of which size, which bands, where it may lie."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from rasterio.enums import ColorInterp
from rasterio.io import DatasetReader

from geo.raster import Grid, Window
from services.imports import systems
from services.imports.model import BandFound, Message, RasterFound
from services.imports.rasters.opening import cells_of, grid_of, opened

_SAMPLE_SIDE: Final = 1_024
_PLACES_SIDE: Final = 15
_CLASSES_MOST: Final = 32
_COLOURS_OF_IMAGE: Final = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
_NAME_MOST: Final = 80


def inspect_raster(path: Path, *, stem: str) -> RasterFound:
    """Return what a GeoTIFF holds; a part of its middle stands for all cells."""
    with opened(path, name=stem) as dataset:
        grid = grid_of(dataset, name=stem)
        declared = dataset.crs.to_wkt() if dataset.crs else None
        sample = [_sample(dataset, grid, band) for band in dataset.indexes]
        palette = _palette(dataset)
        bands = tuple(_band(dataset, band, sample[band - 1]) for band in dataset.indexes)
        proposed = _proposed(dataset, palette, sample[0])
    candidates, about_place = systems.candidates(
        declared=declared, format="geotiff", sample=_places(grid)
    )
    return RasterFound(
        name=stem,
        columns=grid.columns,
        rows=grid.rows,
        cell_width=grid.cell_width,
        cell_height=grid.cell_height,
        bands=bands,
        # Nobody turns a whole image over its diagonal.
        crs=tuple(one for one in candidates if not one.swapped),
        proposed=proposed,
        palette=palette,
        messages=(
            _size(grid, bands),
            *(one for one in about_place if one.code not in {"IMP-210", "IMP-226"}),
            *_about_bands(bands, proposed),
            *_about_nodata(bands, sample, proposed),
        ),
        file=str(path),
    )


def _places(grid: Grid) -> NDArray[np.float64]:
    """Return places all over the raster, in its own reference system."""
    west, south, east, north = grid.bounds
    xs, ys = np.meshgrid(
        np.linspace(west, east, _PLACES_SIDE), np.linspace(south, north, _PLACES_SIDE)
    )
    return np.column_stack([xs.ravel(), ys.ravel()])


def _sample(dataset: DatasetReader, grid: Grid, band: int) -> np.ma.MaskedArray[Any, Any]:
    columns, rows = min(grid.columns, _SAMPLE_SIDE), min(grid.rows, _SAMPLE_SIDE)
    middle = Window((grid.columns - columns) // 2, (grid.rows - rows) // 2, columns, rows)
    values = cells_of(dataset, band)(middle)
    return np.ma.array(values.data, mask=np.ma.getmaskarray(values) | ~np.isfinite(values.data))


def _band(dataset: DatasetReader, band: int, sample: np.ma.MaskedArray[Any, Any]) -> BandFound:
    nodata = dataset.nodatavals[band - 1]
    stated = "".join(one for one in dataset.descriptions[band - 1] or "" if one.isprintable())
    some = sample.compressed()
    return BandFound(
        name=stated[:_NAME_MOST].strip() or str(band),
        data_type=dataset.dtypes[band - 1],
        nodata=None if nodata is None or not np.isfinite(nodata) else float(nodata),
        least=float(some.min()) if some.size else None,
        most=float(some.max()) if some.size else None,
    )


def _palette(dataset: DatasetReader) -> Mapping[int, str]:
    if dataset.colorinterp[0] != ColorInterp.palette:
        return {}
    colours = dataset.colormap(1)
    return {number: "#{:02x}{:02x}{:02x}".format(*rgba) for number, rgba in colours.items()}


def _proposed(
    dataset: DatasetReader, palette: Mapping[int, str], sample: np.ma.MaskedArray[Any, Any]
) -> Literal["values", "classes", "image"]:
    colours = dataset.colorinterp[: len(_COLOURS_OF_IMAGE)]
    if tuple(colours) == _COLOURS_OF_IMAGE and dataset.dtypes[0] == "uint8":
        return "image"
    few = sample.dtype.kind in "iu" and len(np.unique(sample.compressed())) <= _CLASSES_MOST
    return "classes" if palette or (few and dataset.dtypes[0] == "uint8") else "values"


def _size(grid: Grid, bands: tuple[BandFound, ...]) -> Message:
    facts = {"columns": grid.columns, "rows": grid.rows, "bands": len(bands)}
    return Message("IMP-322", facts)


def _about_bands(bands: tuple[BandFound, ...], proposed: str) -> tuple[Message, ...]:
    if len(bands) == 1 or proposed == "image":
        return ()
    return (Message("IMP-334", {"bands": len(bands), "name": bands[0].name}),)


def _about_nodata(
    bands: tuple[BandFound, ...], sample: list[np.ma.MaskedArray[Any, Any]], proposed: str
) -> tuple[Message, ...]:
    """Ask whether an extreme that stands apart from all other values means that there is none."""
    some = np.unique(sample[0].compressed())
    if proposed != "values" or bands[0].nodata is not None or len(some) < 2:  # noqa: PLR2004
        return ()
    for odd, rest in ((some[0], some[1:]), (some[-1], some[:-1])):
        if len(rest) == 1 and float(odd) not in _USUAL:  # of two, either stands apart
            continue
        apart = min(abs(float(odd) - float(rest[0])), abs(float(odd) - float(rest[-1])))
        if apart > _APART * max(float(rest[-1]) - float(rest[0]), 1.0):
            return (Message("IMP-333", {"value": float(odd)}),)
    return ()


_USUAL: Final = frozenset(
    {-99999.0, -9999.0, -999.0, 9999.0, 65535.0, 99999.0}
    | {float(np.iinfo(one).min) for one in (np.int16, np.int32)}
    | {float(np.finfo(np.float32).min), float(np.finfo(np.float32).max)}
)
"""Numbers that programs write where there is no value."""
_APART: Final = 5
"""By how many times the span of all other values an extreme must lie away from them."""
