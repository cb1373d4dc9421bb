"""Districts small enough to compute in the head: squares of 1 km, 100 ha each.

``WEST`` and ``EAST`` lie side by side; ``EAST`` has the smaller code. The nine of ``NINE`` form
a square of 3 km; codes run row by row from the south-west, so that "the smallest code" is the
southern, then the western one::

    G H I
    D E F
    A B C
"""

from __future__ import annotations

from typing import Final

import shapely

from geo.partition import Zone

SIDE_M: Final = 1_000
"""Side of a square."""
WEST_M: Final = 500_000
"""Easting of the western edge, EPSG:25832."""
SOUTH_M: Final = 5_500_000
"""Northing of the southern edge, EPSG:25832."""


def square_zone(name: str, *, column: int = 0, row: int = 0) -> Zone:
    """Return a square of 1 km; column 0, row 0 has its corner at ``WEST_M``, ``SOUTH_M``."""
    west_m, south_m = WEST_M + column * SIDE_M, SOUTH_M + row * SIDE_M
    square = shapely.box(west_m, south_m, west_m + SIDE_M, south_m + SIDE_M)
    return Zone(id=name.lower(), code=name.upper(), geometry=square)


WEST: Final = square_zone("West", column=0)
EAST: Final = square_zone("East", column=1)
NINE: Final = tuple(
    square_zone(name, column=index % 3, row=index // 3) for index, name in enumerate("ABCDEFGHI")
)
