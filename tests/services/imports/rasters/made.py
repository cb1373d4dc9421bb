"""GeoTIFFs near Herten, looked at and turned into rasters in this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from services.imports.model import RasterFound
from services.imports.raster_choices import RASTER_CHOICES, RasterChoices, proposed
from services.imports.rasters.found import inspect_raster
from services.imports.rasters.make import FILE, make_raster
from services.layers.rasters.model import RASTERS, RasterFacts
from tests.zoo.build_rasters import geotiff

WEST: Final = 370_000.0
NORTH: Final = 5_719_000.0
CELL: Final = 100.0

SLOPE: Final = np.add.outer(np.arange(20.0), np.arange(30.0)).astype(np.float32)
"""20 rows and 30 columns of 100 m in the middle of Herten, rising to the south-east."""


def boundaries(**zones: Sequence[float]) -> list[Mapping[str, Any]]:
    """Return one set of boundaries: boxes as west, south, east, north, in metres of the grid."""
    districts = [
        {
            "id": name,
            "wkb": shapely.to_wkb(
                shapely.box(WEST + box[0], NORTH + box[1], WEST + box[2], NORTH + box[3]), hex=True
            ),
        }
        for name, box in zones.items()
    ]
    return [{"valid_from": "2025-01-01", "districts": districts}]


HALVES: Final = boundaries(west=(0, -2000, 1500, 0), east=(1500, -2000, 3000, 0))


def laid(folder: Path, values: NDArray[Any] = SLOPE, **facts: Any) -> Path:
    """Write a GeoTIFF and return its path."""
    place = {"west": WEST, "north": NORTH, "cell": CELL}
    path = folder / "1.tif"
    path.write_bytes(geotiff(values, **(place | facts)))
    return path


def found(folder: Path, values: NDArray[Any] = SLOPE, **facts: Any) -> RasterFound:
    """Return what the inspection says of a GeoTIFF."""
    return inspect_raster(laid(folder, values, **facts), stem="hitze")


def made(
    folder: Path,
    values: NDArray[Any] = SLOPE,
    *,
    choices: RasterChoices | None = None,
    areas: Sequence[Mapping[str, Any]] = HALVES,
    **facts: Any,
) -> tuple[Path, RasterFacts, Mapping[str, Any]]:
    """Return the raster made of a GeoTIFF, as proposed where nothing was chosen."""
    raster = found(folder, values, **facts)
    meant = choices or proposed(raster)
    assert meant is not None
    result = make_raster(
        Path(raster.file),
        name="hitze",
        choices=RASTER_CHOICES.dump_python(meant),
        boundaries=areas,
        into=folder / "made",
    )
    return folder / "made" / FILE, RASTERS.validate_python(result["raster"]), result
