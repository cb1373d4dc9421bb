"""Ids and properties of features, read back by another decoder."""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.tiles.encode import Ids, TileLayer, encode_tile
from maps.tiles.wire import Value
from tests.maps.tiles.reading import decoded, message


def tile_of(*properties: dict[str, Value], ids: Ids | None = None) -> bytes:
    places = np.asarray(shapely.points(np.zeros((len(properties), 2))))
    numbers = range(len(properties)) if ids is None else ids
    return encode_tile([TileLayer("shapes", places, numbers, properties)], z=0, x=0, y=0)


def read(tile: bytes) -> list[dict[str, Value]]:
    return [feature["properties"] for feature in decoded(tile)["shapes"]["features"]]


@pytest.mark.parametrize(
    "value", ["Südwest", "", 0, 1, -1, 2**64 - 1, -(2**63), 0.5, 1.0, math.inf, True, False]
)
def test_a_value_comes_back_as_it_was(value: Value) -> None:
    (properties,) = read(tile_of({"key": value}))

    assert properties == {"key": value}
    assert type(properties["key"]) is type(value)


def test_one_and_one_point_zero_and_true_stay_apart() -> None:
    (properties,) = read(tile_of({"whole": 1, "broken": 1.0, "truth": True}))

    assert [type(value) for value in properties.values()] == [int, float, bool]


@pytest.mark.parametrize("value", [None, math.nan])
def test_what_is_missing_is_left_out(value: Value) -> None:
    assert read(tile_of({"gone": value, "there": 1})) == [{"there": 1}]


def test_a_word_from_a_list_of_words_is_text() -> None:
    status = StrEnum("status", ["PLANNED"])

    assert read(tile_of({"status": status.PLANNED})) == [{"status": "planned"}]


def test_each_value_is_written_once() -> None:
    layer = message(tile_of({"status": "done"}, {"status": "done"}, {"status": "idea"})).layers[0]

    assert list(layer.keys) == ["status"]
    assert [value.string_value for value in layer.values] == ["done", "idea"]


@pytest.mark.parametrize("value", [2**64, -(2**63) - 1])
def test_a_number_beyond_64_bits_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="64 bits"):
        tile_of({"key": value})


def test_a_list_is_refused() -> None:
    with pytest.raises(TypeError, match="list"):
        tile_of({"key": ["a"]})  # type: ignore[dict-item]


@pytest.mark.parametrize("ids", [[0, 2**64 - 1], np.array([3, 4], dtype=np.int32)])
def test_ids_are_unsigned_64_bit_numbers(ids: Ids) -> None:
    features = message(tile_of({}, {}, ids=ids)).layers[0].features

    assert [feature.id for feature in features] == [int(number) for number in ids]


@pytest.mark.parametrize("ids", [[-1], [0.5], ["BER"]])
def test_what_is_no_id_is_refused(ids: Ids) -> None:
    with pytest.raises(ValueError, match="ids"):
        tile_of({}, ids=ids)


keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.booleans()
)


@given(st.lists(st.dictionaries(keys, values, max_size=4), min_size=1, max_size=6))
def test_any_properties_come_back(properties: list[dict[str, Value]]) -> None:
    assert read(tile_of(*properties)) == properties
