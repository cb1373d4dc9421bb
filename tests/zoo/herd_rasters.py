"""Rasters that claim too much, break off, lie about themselves, or hold nothing to count."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tests.zoo.animal import Build, Refused, Yard, file
from tests.zoo.build_rasters import Tag, geotiff, one_tile_for_all

WEST, NORTH, CELL = 370_000.0, 5_719_000.0, 100.0
"""In the middle of Herten, EPSG:25832."""
SLOPE: Final = np.add.outer(np.arange(20.0), np.arange(30.0)).astype(np.float32)


@dataclass(frozen=True)
class Made:
    """A picture comes out; ``refused`` is the code where that ends it though the report does not.

    ``codes`` are among the messages of the report.
    """

    refused: str | None = None
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RasterAnimal:
    """A raster, and its outcome."""

    name: str
    build: Build
    outcome: Refused | Made


def raster(values: NDArray[Any] = SLOPE, **facts: Any) -> bytes:
    return geotiff(values, **({"west": WEST, "north": NORTH, "cell": CELL} | facts))


def that_lies(**tags: Any) -> Build:
    """Build a raster with tags that say something else: ``t256=("I", [9])``."""
    lies: Mapping[int, Tag] = {int(name[1:]): tag for name, tag in tags.items()}
    return file("a.tif", lambda: raster(lies=lies))


def tif(content: Callable[[], bytes]) -> Build:
    return file("a.tif", content)


def _endless_directories() -> bytes:
    """Return a raster whose last directory is followed by itself."""
    content = raster()
    start = struct.unpack_from("<I", content, 4)[0]
    behind = start + 2 + 12 * struct.unpack_from("<H", content, start)[0]
    return content[:behind] + struct.pack("<I", start) + content[behind + 4 :]


def _with_notes(yard: Yard) -> list[Any]:
    """Return a raster, and beside it notes that name the canary."""
    notes = f'<PAMDataset><SRS>"{yard.canary}"</SRS><Metadata>{yard.canary}</Metadata></PAMDataset>'
    return [yard.put("a.tif", raster()), yard.put("a.tif.aux.xml", notes.encode())]


HUNGRY: Final = (
    RasterAnimal(
        "four million cells on each side",
        that_lies(t256=("I", [4_000_000]), t257=("I", [4_000_000])),
        Refused("IMP-331"),
    ),
    RasterAnimal(
        "one block of a gigabyte and a half",
        # Unpacked as a whole, unlike rows that are not packed.
        that_lies(
            t256=("I", [20_000]), t257=("I", [20_000]), t278=("I", [20_000]), t259=("H", [8])
        ),
        Refused("IMP-331"),
    ),
    RasterAnimal(
        "sixty bands",
        tif(lambda: raster(np.zeros((4, 4, 60), np.uint8))),
        Refused("IMP-331"),
    ),
    RasterAnimal(
        "four hundred million cells in a few kilobytes",
        tif(lambda: one_tile_for_all(side=20_000, west=362_000, north=5_728_000, cell=1.0)),
        Made(refused="IMP-331"),
    ),
    RasterAnimal("directories without an end", tif(_endless_directories), Made()),
)

BROKEN: Final = (
    RasterAnimal("cut off within its cells", tif(lambda: raster()[:900]), Refused("IMP-321")),
    RasterAnimal(
        "cells beyond the end of the file",
        that_lies(t273=("I", [90_000_000])),
        Refused("IMP-321"),
    ),
    RasterAnimal("no cells at all", that_lies(t256=("I", [0])), Refused("IMP-321")),
    RasterAnimal(
        "more bytes of cells than the file has",
        that_lies(t256=("I", [900]), t257=("I", [700]), t278=("I", [700])),
        Refused("IMP-321"),
    ),
    RasterAnimal(
        "packed in a way that nobody knows", that_lies(t259=("H", [777])), Refused("IMP-321")
    ),
    RasterAnimal(
        "complex numbers",
        that_lies(t339=("H", [6]), t258=("H", [64]), t256=("I", [15])),
        Refused("IMP-335"),
    ),
)

PLACED_WRONG: Final = (
    RasterAnimal(
        "a picture without a place",
        that_lies(t33550=("d", []), t33922=("d", [])),
        Refused("IMP-330"),
    ),
    RasterAnimal(
        "cells of endless size",
        that_lies(t33550=("d", [float("inf"), float("inf"), 0])),
        Refused("IMP-330"),
    ),
    RasterAnimal(
        "a corner that is no number",
        that_lies(t33922=("d", [0, 0, 0, float("nan"), NORTH, 0])),
        Refused("IMP-330"),
    ),
    RasterAnimal("turned by a quarter", tif(lambda: raster(turned=True)), Refused("IMP-332")),
    RasterAnimal(
        "on the other side of the earth",
        tif(lambda: raster(west=8_000_000.0, north=100_000.0)),
        Made(refused="IMP-336"),
    ),
    RasterAnimal(
        "cells of a thousand kilometres",
        tif(lambda: raster(west=-9_000_000.0, north=9_000_000.0, cell=1_000_000.0)),
        Made(),
    ),
    RasterAnimal(
        "cells of a hundredth of a millimetre",
        tif(lambda: raster(cell=0.000_01)),
        Made(),
    ),
)

EMPTY: Final = (
    RasterAnimal("a single cell", tif(lambda: raster(SLOPE[:1, :1])), Made()),
    RasterAnimal(
        "no value anywhere",
        tif(lambda: raster(np.full((20, 30), -1, np.float32), nodata="-1")),
        Made(),
    ),
    RasterAnimal(
        "nothing but what is no number",
        tif(lambda: raster(np.full((20, 30), np.nan, np.float32))),
        Made(),
    ),
    RasterAnimal(
        "nothing but infinity",
        tif(lambda: raster(np.full((20, 30), np.inf, np.float32))),
        Made(),
    ),
    RasterAnimal(
        "the largest numbers there are",
        tif(lambda: raster(np.where(SLOPE > 20, 1e308, -1e308))),
        Made(),
    ),
    RasterAnimal(
        "one value everywhere", tif(lambda: raster(np.full((20, 30), 7, np.float32))), Made()
    ),
    RasterAnimal(
        "a number for nothing that is none",
        tif(lambda: raster(nodata="<script>alert(1)</script>")),
        Made(),
    ),
    RasterAnimal("notes beside it that name another file", _with_notes, Made()),
)

RASTERS: Final = (*HUNGRY, *BROKEN, *PLACED_WRONG, *EMPTY)
