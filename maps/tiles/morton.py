"""Places as cells of one grid over the world, and the Morton codes that keep neighbours together.

The grid has 2^32 cells on each side, about 9 mm at the equator. A tile of any zoom up to 32 is a
square of cells, and its cells are one run of Morton codes.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .bounds import HALF_WORLD_M
from .grid import Floats

Cells: TypeAlias = NDArray[np.uint32]
"""Shape (n, 2): column to the east and row to the south, from the north-west corner."""
Codes: TypeAlias = NDArray[np.uint64]

GRID_BITS: Final = 32
_LAST: Final = 2**GRID_BITS - 1
_SPREAD: Final = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


def world_cells(metres: Floats) -> Cells:
    """Return the cells of places in EPSG:3857, shape (n, 2); beyond the world the nearest one."""
    share = (metres * (1.0, -1.0) + HALF_WORLD_M) / (2 * HALF_WORLD_M)
    cells: Cells = np.clip(np.floor(share * 2.0**GRID_BITS), 0, _LAST).astype(np.uint32)
    return cells


def morton_codes(cells: NDArray[np.unsignedinteger[Any]]) -> Codes:
    """Return the Morton code of each cell: bits of row and column, in turns."""
    codes: Codes = _spread(cells[:, 0]) | _spread(cells[:, 1]) << np.uint64(1)
    return codes


def _spread(numbers: NDArray[np.unsignedinteger[Any]]) -> Codes:
    """Put a zero between any two bits."""
    spread = numbers.astype(np.uint64)
    for shift, mask in _SPREAD:
        spread = (spread | spread << np.uint64(shift)) & np.uint64(mask)
    return spread


def tile_codes(z: int, x: int, y: int) -> tuple[int, int]:
    """Return the first and the last Morton code inside a tile."""
    (code,) = morton_codes(np.array([[x, y]], dtype=np.uint32)).tolist()
    free = 2 * (GRID_BITS - z)
    return code << free, (code + 1 << free) - 1
