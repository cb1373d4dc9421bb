"""Pins that must not cover each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.pins import ENLARGEMENTS, apart
from maps.tiles.grid import Floats


def smallest_gap(pins: Floats) -> float:
    between = pins[:, None] - pins[None, :]
    distances = np.hypot(between[..., 0], between[..., 1])
    return float(distances[np.triu_indices(len(pins), 1)].min())


def test_a_pin_alone_stays_where_it_belongs() -> None:
    assert np.abs(apart(np.array([[5.0, 5.0]]), gap=28)).max() < 0.1


def test_no_pins_are_no_trouble() -> None:
    assert apart(np.empty((0, 2)), gap=28).shape == (0, 2)


def test_pins_that_have_room_stay_where_they_belong() -> None:
    assert np.abs(apart(np.array([[0.0, 0.0], [100.0, 0.0]]), gap=28)).max() < 0.1


def test_pins_of_one_place_part() -> None:
    places = np.zeros((7, 2))

    assert smallest_gap(places + apart(places, gap=28)) >= 27


@pytest.mark.parametrize("enlargement", ENLARGEMENTS)
def test_pins_stay_apart_when_the_map_is_enlarged(enlargement: float) -> None:
    places = np.random.default_rng(seed=3).uniform(0, 120, size=(12, 2))

    assert smallest_gap(places * enlargement + apart(places, gap=28)) >= 27


@given(st.lists(st.tuples(st.integers(0, 250), st.integers(0, 380)), min_size=2, max_size=8))
def test_any_few_pins_can_be_told_apart(corners: list[tuple[int, int]]) -> None:
    places = np.array(corners, dtype=np.float64)

    assert smallest_gap(places + apart(places, gap=28)) >= 24
