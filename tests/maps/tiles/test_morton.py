"""Cells of the world's grid, and the codes that keep a tile together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.tiles.bounds import HALF_WORLD_M, tile_bounds
from maps.tiles.morton import morton_codes, tile_codes, world_cells

NUMBERS = st.integers(0, 2**32 - 1)


def _bits_in_turns(column: int, row: int) -> int:
    return sum((column >> i & 1) << 2 * i | (row >> i & 1) << 2 * i + 1 for i in range(32))


@given(column=NUMBERS, row=NUMBERS)
def test_a_code_holds_the_bits_of_column_and_row_in_turns(column: int, row: int) -> None:
    (code,) = morton_codes(np.array([[column, row]], dtype=np.uint32)).tolist()

    assert code == _bits_in_turns(column, row)


@given(z=st.integers(0, 24), column=NUMBERS, row=NUMBERS)
def test_a_cell_has_a_code_of_its_tile(z: int, column: int, row: int) -> None:
    first, last = tile_codes(z, column >> 32 - z, row >> 32 - z)

    assert first <= _bits_in_turns(column, row) <= last


@given(z=st.integers(1, 24), column=NUMBERS, row=NUMBERS)
def test_a_cell_beside_a_tile_has_none_of_its_codes(z: int, column: int, row: int) -> None:
    first, last = tile_codes(z, column >> 32 - z ^ 1, row >> 32 - z)

    assert not first <= _bits_in_turns(column, row) <= last


@given(z=st.integers(0, 24), x=st.floats(0, 0.999), y=st.floats(0, 0.999))
def test_the_middle_of_a_tile_is_a_cell_of_it(z: int, x: float, y: float) -> None:
    column, row = int(x * 2**z), int(y * 2**z)
    west, south, east, north = tile_bounds(z, column, row)

    (cell,) = world_cells(np.array([[(west + east) / 2, (south + north) / 2]])).tolist()

    assert [number >> 32 - z for number in cell] == [column, row]


@pytest.mark.parametrize(
    ("place", "cell"),
    [
        ((-HALF_WORLD_M, HALF_WORLD_M), [0, 0]),
        ((HALF_WORLD_M, -HALF_WORLD_M), [2**32 - 1, 2**32 - 1]),
        ((1e9, -1e9), [2**32 - 1, 2**32 - 1]),
        ((0.0, 0.0), [2**31, 2**31]),
    ],
)
def test_corners_and_what_is_beyond(place: tuple[float, float], cell: list[int]) -> None:
    assert world_cells(np.array([place])).tolist() == [cell]
