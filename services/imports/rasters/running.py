"""Has a GeoTIFF turned into a raster by a child process in its cage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from services.imports.limits import Limits
from services.imports.model import RasterFound
from services.imports.raster_choices import RASTER_CHOICES, RasterChoices
from services.imports.sandbox import run_child
from services.layers.imported import PASSPORTS, VersionPassport
from services.layers.rasters.model import RASTERS, RasterFacts

CHILD: Final = "services.imports.rasters.child"
RASTER_FILE: Final = "raster.tif"
RASTER_LIMITS: Final = Limits(cpu_s=300, wall_s=900)


@dataclass(frozen=True)
class ConvertedRaster:
    """What became of a file: its cells in ``path``, and all that is known of them.

    ``bounds`` are west, south, east, north in EPSG:25832, metres.
    """

    path: Path
    facts: RasterFacts
    passport: VersionPassport
    bounds: tuple[float, float, float, float]


def convert_raster(
    found: RasterFound,
    choices: RasterChoices,
    *,
    boundaries: Sequence[Mapping[str, Any]],
    folder: Path,
    into: str,
    limits: Limits = RASTER_LIMITS,
    cancelled: Callable[[], bool] = lambda: False,
) -> ConvertedRaster:
    """Return the raster of a file that was looked at in ``folder``, made into ``folder/into``.

    ``boundaries`` are sets of ``{"valid_from", "districts": [{"id", "wkb"}]}``, WKB in hexadecimal
    digits. Raises ``ImportRefusedError`` with the reason.
    """
    order = {
        "name": found.name,
        "path": found.file,
        "choices": RASTER_CHOICES.dump_python(choices),
        "boundaries": boundaries,
        "into": into,
    }
    made = run_child(CHILD, order, folder=folder, limits=limits, cancelled=cancelled)
    west, south, east, north = made["bounds"]
    return ConvertedRaster(
        path=folder / into / RASTER_FILE,
        facts=RASTERS.validate_python(made["raster"]),
        passport=PASSPORTS.validate_python(made["passport"]),
        bounds=(west, south, east, north),
    )
