"""Colors of classes can be told apart, whatever kind of color vision somebody has."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import numpy as np
import pytest

from maps.schemes import SCHEMES, Scheme, linear_rgb, oklab, scheme_colours

# Gustavo Machado, Manuel Oliveira, Leandro Fernandes (2009), severity 1.0, in linear light.
VISIONS = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
every_scheme = pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES.keys())
every_vision = pytest.mark.parametrize("vision", VISIONS.values(), ids=VISIONS.keys())
ORDERED = [one for one in SCHEMES.values() if one.kind == "sequential"]


def seen(colour: str, vision: np.ndarray) -> np.ndarray:
    return oklab(np.clip(vision @ linear_rgb(colour), 0, 1))


@every_scheme
@every_vision
def test_neighbors_in_a_row_of_five_look_different(scheme: Scheme, vision: np.ndarray) -> None:
    colours = [seen(one, vision) for one in scheme_colours(scheme.id, 5)]

    assert min(np.linalg.norm(a - b) for a, b in pairwise(colours)) > 0.08


@every_vision
def test_all_distinct_colors_look_different_from_each_other(vision: np.ndarray) -> None:
    colours = [seen(one, vision) for one in SCHEMES["distinct"].stops]

    assert min(np.linalg.norm(a - b) for a, b in combinations(colours, 2)) > 0.12


@pytest.mark.parametrize("scheme", ORDERED, ids=lambda one: one.id)
@pytest.mark.parametrize("count", range(2, 8))
def test_more_is_darker(scheme: Scheme, count: int) -> None:
    lightness = [seen(one, VISIONS["usual"])[0] for one in scheme_colours(scheme.id, count)]

    assert all(before > after for before, after in pairwise(lightness))


@every_scheme
def test_colors_are_written_as_hex(scheme: Scheme) -> None:
    assert all(re.fullmatch("#[0-9a-f]{6}", one) for one in scheme_colours(scheme.id, 7))


@every_scheme
def test_as_many_colors_come_as_are_asked_for(scheme: Scheme) -> None:
    assert [len(scheme_colours(scheme.id, count)) for count in range(1, 8)] == list(range(1, 8))


def test_a_row_begins_and_ends_with_its_outer_colors() -> None:
    stops = SCHEMES["blues"].stops

    colours = scheme_colours("blues", 4)

    assert (colours[0], colours[-1]) == (stops[0], stops[-1])


def test_more_colors_than_there_are_are_refused() -> None:
    with pytest.raises(ValueError, match="7 colors"):
        scheme_colours("distinct", 8)
    with pytest.raises(ValueError, match="0 colors"):
        scheme_colours("blues", 0)
