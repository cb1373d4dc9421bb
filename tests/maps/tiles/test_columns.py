"""Points from columns: the same tile as from one mapping a feature, read by another decoder."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.tiles.columns import ABSENT, Column, encode_points, number_column
from maps.tiles.encode import TileLayer, encode_tile
from tests.maps.tiles.reading import decoded, metres

VALUES: list[Any] = ["Ja", "", "ß 😀", 1, 1.5, -7, True, 2**40]


@st.composite
def features(draw: st.DrawFn) -> tuple[list[int], list[tuple[int, int]], list[Column]]:
    count = draw(st.integers(0, 30))

    def some(one: st.SearchStrategy[Any]) -> list[Any]:
        found: list[Any] = draw(st.lists(one, min_size=count, max_size=count))
        return found

    ids = some(st.integers(0, 2**62))
    steps = some(st.tuples(st.integers(0, 4095), st.integers(0, 4095)))
    code = st.integers(ABSENT, len(VALUES) - 1)
    columns = [
        Column(name, np.array(some(code), dtype=np.int64), VALUES)
        for name in draw(st.lists(st.sampled_from("abcd"), unique=True))
    ]
    return ids, steps, columns


def _encoded(ids: list[int], steps: list[tuple[int, int]], columns: list[Column]) -> bytes:
    places = np.array(steps, dtype=np.int64).reshape(-1, 2)
    return encode_points("points", np.array(ids, dtype=np.int64), places, columns)


def _as_mappings(columns: list[Column], count: int) -> list[dict[str, Any]]:
    return [
        {one.name: one.values[one.codes[row]] for one in columns if one.codes[row] != ABSENT}
        for row in range(count)
    ]


def _layers(tile: bytes) -> dict[str, list[Any]]:
    """Return features by layer; the type of a value matters (1 is not True)."""
    return {
        name: [
            (
                feature["id"],
                feature["geometry"],
                sorted(
                    (key, type(one).__name__, one) for key, one in feature["properties"].items()
                ),
            )
            for feature in layer["features"]
        ]
        for name, layer in decoded(tile).items()
    }


@given(made=features())
def test_columns_and_mappings_give_the_same_tile(
    made: tuple[list[int], list[tuple[int, int]], list[Column]],
) -> None:
    ids, steps, columns = made
    shapes = np.array([metres(shapely.Point(step)) for step in steps] + [None], dtype=object)[:-1]
    layer = TileLayer("points", shapes, ids, _as_mappings(columns, len(ids)))

    assert _layers(_encoded(*made)) == _layers(encode_tile([layer], z=0, x=0, y=0))


def test_the_tile_names_only_values_that_are_used() -> None:
    tile = _encoded([1], [(0, 0)], [Column("kind", np.array([1]), ["unused", "used"])])

    assert b"unused" not in tile
    assert decoded(tile)["points"]["features"][0]["properties"] == {"kind": "used"}


def test_a_property_that_nobody_has_is_not_named() -> None:
    tile = _encoded([1], [(0, 0)], [Column("kind", np.array([ABSENT]), ["a"])])

    assert b"kind" not in tile


def test_no_points_make_no_bytes() -> None:
    assert _encoded([], [], []) == b""


@pytest.mark.parametrize(
    ("numbers", "told"), [([3, 3, 70_000], [3, 3, 70_000]), ([0, -1, 5], [0, None, 5])]
)
def test_numbers_come_back_and_negative_ones_are_absent(
    numbers: list[int], told: list[int | None]
) -> None:
    steps = [(0, 0)] * len(numbers)

    tile = _encoded([1, 2, 3], steps, [number_column("count", np.array(numbers))])

    read = [one["properties"].get("count") for one in decoded(tile)["points"]["features"]]
    assert read == told
