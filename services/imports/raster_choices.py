"""What a person decides about a raster before it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from services.imports.model import RasterFound
from services.layers.rasters.model import RasterKind


@dataclass(frozen=True)
class RasterChoices:
    """How a raster is meant.

    Attributes
    ----------
    epsg : int
        Any code that PROJ knows, candidate or not.
    kind : RasterKind
        Whether numbers are measured, name classes, or make a picture.
    band : int
        Which band is drawn and counted, from 1.
    nodata : float or None
        A number that means "no value", besides the one the file names.
    unit : str
        What numbers count, such as ``°C``; may be empty.
    """

    epsg: int
    kind: RasterKind
    band: int = 1
    nodata: float | None = None
    unit: str = ""


RASTER_CHOICES: Final = TypeAdapter(RasterChoices)


def proposed(raster: RasterFound) -> RasterChoices | None:
    """Return what the report proposes; None where nobody can know where the raster lies."""
    if not raster.crs:
        return None
    return RasterChoices(epsg=raster.crs[0].epsg, kind=raster.proposed)
