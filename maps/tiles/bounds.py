"""Where a web map tile lies: Web Mercator, numbered from the north-west (XYZ)."""

from __future__ import annotations

import math
from typing import Final

from geo.errors import WorkbenchError

HALF_WORLD_M: Final = math.pi * 6_378_137.0
"""Half the edge of the square world of EPSG:3857, in its own metres."""

MAX_ZOOM: Final = 24
"""The deepest zoom a tile can be asked for."""


class TileOutsideError(WorkbenchError):
    """There is no tile ``x``/``y`` at zoom ``z``, or no such zoom."""

    def __init__(self, *, z: int, x: int, y: int) -> None:
        super().__init__(f"no tile {z}/{x}/{y}: zoom 0 to {MAX_ZOOM}, x and y 0 to 2^z - 1")
        self.z = z
        self.x = x
        self.y = y


def tile_bounds(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a tile in metres of EPSG:3857.

    Raises
    ------
    TileOutsideError
        ``z`` is not between 0 and ``MAX_ZOOM``, or ``x`` or ``y`` not below ``2**z``.
    """
    if not 0 <= z <= MAX_ZOOM or not 0 <= x < 2**z or not 0 <= y < 2**z:
        raise TileOutsideError(z=z, x=x, y=y)
    edge_m = 2 * HALF_WORLD_M / 2**z
    west = x * edge_m - HALF_WORLD_M
    north = HALF_WORLD_M - y * edge_m
    return west, north - edge_m, west + edge_m, north
