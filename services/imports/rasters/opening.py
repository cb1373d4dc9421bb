"""Opens a GeoTIFF, bounded before a single cell is read.

GDAL reads a stranger's bytes here. Sizes that a file claims cost memory at once: what claims too
much is refused by its header.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import rasterio
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.io import DatasetReader

from geo.raster import Cells, Grid, Window
from services.imports.model import ImportRefusedError

SIDE_MOST: Final = 1_000_000
BANDS_MOST: Final = 32
BLOCK_BYTES_MOST: Final = 128 << 20
"""Most cells in a row, bands, and bytes of a block, which is always unpacked as a whole."""

_LARGEST: Final = 1e100
"""Nobody measured more, and the sums of such numbers would have no end: taken as no value."""

_TYPES: Final = frozenset(
    {"uint8", "int8", "uint16", "int16", "uint32", "int32", "int64", "float32", "float64"}
)
_GDAL: Final = {"GDAL_PAM_ENABLED": "NO", "GDAL_CACHEMAX": 64, "GTIFF_REPORT_COMPD_CS": "NO"}


@contextmanager
def opened(path: Path, *, name: str) -> Iterator[DatasetReader]:
    """Open a raster for reading; what cannot be read or must not be is refused."""
    with warnings.catch_warnings(), rasterio.Env(**_GDAL):
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        try:
            with rasterio.open(path, driver="GTiff") as dataset:
                _keep_to_limits(dataset, name)
                yield dataset
        except (RasterioError, rasterio.errors.CRSError) as error:
            facts = {"name": name, "format": "GeoTIFF"}
            raise ImportRefusedError(code="IMP-321", facts=facts) from error


def _keep_to_limits(dataset: DatasetReader, name: str) -> None:
    facts = {"name": name, "columns": dataset.width, "rows": dataset.height, "bands": dataset.count}
    if max(dataset.width, dataset.height) > SIDE_MOST or dataset.count > BANDS_MOST:
        raise ImportRefusedError(code="IMP-331", facts=facts)
    if not set(dataset.dtypes) <= _TYPES:
        raise ImportRefusedError(code="IMP-335", facts={"name": name})
    width = max(np.dtype(one).itemsize for one in dataset.dtypes)
    for rows, columns in dataset.block_shapes:
        if rows * columns * width * dataset.count > BLOCK_BYTES_MOST:
            raise ImportRefusedError(code="IMP-331", facts=facts)


def grid_of(dataset: DatasetReader, *, name: str) -> Grid:
    """Return where the cells lie, or refuse what has no place or stands askew."""
    place = dataset.transform
    if place.is_identity or not all(math.isfinite(one) for one in place[:6]):
        raise ImportRefusedError(code="IMP-330", facts={"name": name})
    if place.b or place.d or place.a <= 0 or place.e >= 0:
        raise ImportRefusedError(code="IMP-332", facts={"name": name})
    return Grid(place.c, place.f, place.a, -place.e, dataset.width, dataset.height)


def cells_of(dataset: DatasetReader, band: int, *, nodata: float | None = None) -> Cells:
    """Return what reads a band, window by window; ``nodata`` means "no value" besides its own."""

    def read(one: Window) -> np.ma.MaskedArray[Any, Any]:
        window = rasterio.windows.Window(one.column, one.row, one.columns, one.rows)
        values = dataset.read(band, window=window, masked=True)
        if values.dtype == np.float64:
            values = np.ma.masked_where(np.abs(values.data) > _LARGEST, values, copy=False)
        return values if nodata is None else np.ma.masked_equal(values, nodata, copy=False)

    return read
