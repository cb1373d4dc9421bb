"""Where tiles lie."""

from __future__ import annotations

import pytest

from geo.errors import WorkbenchError
from maps.tiles.bounds import HALF_WORLD_M, MAX_ZOOM, TileOutsideError, tile_bounds


def test_the_first_tile_is_the_world() -> None:
    assert tile_bounds(0, 0, 0) == (-HALF_WORLD_M, -HALF_WORLD_M, HALF_WORLD_M, HALF_WORLD_M)


def test_row_zero_lies_in_the_north() -> None:
    assert tile_bounds(1, 1, 0) == (0, 0, HALF_WORLD_M, HALF_WORLD_M)


@pytest.mark.parametrize(
    ("z", "x", "y"),
    [(-1, 0, 0), (0, 1, 0), (0, 0, 1), (3, -1, 0), (3, 0, -1), (3, 8, 0), (MAX_ZOOM + 1, 0, 0)],
)
def test_a_tile_that_is_not_there_is_refused(z: int, x: int, y: int) -> None:
    with pytest.raises(TileOutsideError) as refused:
        tile_bounds(z, x, y)

    assert vars(refused.value) == {"z": z, "x": x, "y": y}
    assert isinstance(refused.value, WorkbenchError)
