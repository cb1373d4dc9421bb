"""What is known of a raster once it is a layer. Its cells stand in a file beside the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pydantic import TypeAdapter

from geo.errors import WorkbenchError
from geo.raster import Grid, ZoneCells

RasterKind = Literal["values", "classes", "image"]
"""Numbers to be measured, numbers that name classes, or a picture such as an aerial photo."""


@dataclass(frozen=True)
class BandFacts:
    """One band. ``quantiles`` are the 21 values at every twentieth, from the least to the most.

    They are taken from a sample of cells near the city; empty where no cell has a value.
    """

    name: str
    quantiles: tuple[float, ...] = ()


@dataclass(frozen=True)
class RasterFacts:
    """A raster near the city, as the column ``layer_version.raster`` keeps it.

    Attributes
    ----------
    band : int
        Which band is drawn and counted, from 1.
    bands : tuple of BandFacts
        All that a place can be asked for; of an image none.
    classes : dict of int to str
        The classes that occur near the city, with a color (#rrggbb) from the file, or empty.
    epsg, cell_width, cell_height, columns, rows
        Of the cells that the file holds near the city, in units of its reference system.
    zoom : int
        Deepest zoom of its tiles; deeper ones would only enlarge.
    box : tuple of float
        West, south, east, north in degrees (CRS84), beyond which there are no tiles.
    zones : dict of str to dict of str to ZoneCells
        By ``valid_from`` of the boundaries (ISO day), then by district id and ``total``, of
        ``band``. Empty for an image.
    west, north : float or None
        Of the north-western cell, in units of the reference system. None of rasters from before
        these were kept: they are not counted anew under new boundaries.
    """

    kind: RasterKind
    band: int
    unit: str
    bands: tuple[BandFacts, ...]
    epsg: int
    cell_width: float
    cell_height: float
    columns: int
    rows: int
    zoom: int
    box: tuple[float, float, float, float]
    classes: Mapping[int, str] = field(default_factory=dict)
    zones: Mapping[str, Mapping[str, ZoneCells]] = field(default_factory=dict)
    west: float | None = None
    north: float | None = None

    @property
    def grid(self) -> Grid | None:
        """Where its cells lie in the file's own reference system, if that is known."""
        if self.west is None or self.north is None:
            return None
        return Grid(
            self.west, self.north, self.cell_width, self.cell_height, self.columns, self.rows
        )


RASTERS: Final = TypeAdapter(RasterFacts)


class RasterFileMissingError(WorkbenchError):
    """The cells of a layer are gone from the disk."""

    def __init__(self, *, layer_id: str) -> None:
        super().__init__(f"the file of raster {layer_id!r} is missing")
        self.layer_id = layer_id


class NoRasterError(WorkbenchError):
    """The layer has features, no cells."""

    def __init__(self, *, layer_id: str) -> None:
        super().__init__(f"layer {layer_id!r} is no raster")
        self.layer_id = layer_id
