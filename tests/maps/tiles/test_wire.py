"""The bytes, by the examples of the Mapbox Vector Tile specification 2.1, section 4.3.5."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.tiles.grid import Kind, Paths
from maps.tiles.wire import geometry_runs, varint, varints


def paths(kind: Kind, *vertices: list[tuple[int, int]], features: list[int]) -> Paths:
    joined = np.array([vertex for path in vertices for vertex in path], dtype=np.int64)
    return Paths(kind, joined, np.array([len(path) for path in vertices]), np.array(features))


@pytest.mark.parametrize(
    ("kind", "vertices", "words"),
    [
        (Kind.POINT, [[(25, 17)]], [9, 50, 34]),
        (Kind.POINT, [[(5, 7), (3, 2)]], [17, 10, 14, 3, 9]),
        (Kind.LINE, [[(2, 2), (2, 10), (10, 10)]], [9, 4, 4, 18, 0, 16, 16, 0]),
        (
            Kind.LINE,
            [[(2, 2), (2, 10), (10, 10)], [(1, 1), (3, 5)]],
            [9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8],
        ),
        (Kind.POLYGON, [[(3, 6), (8, 12), (20, 34)]], [9, 6, 12, 18, 10, 12, 24, 44, 15]),
        (
            Kind.POLYGON,
            [
                [(0, 0), (10, 0), (10, 10), (0, 10)],
                [(11, 11), (20, 11), (20, 20), (11, 20)],
                [(13, 13), (13, 17), (17, 17), (17, 13)],
            ],
            [
                *(9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15),
                *(9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15),
                *(9, 4, 13, 26, 0, 8, 8, 0, 0, 7, 15),
            ],
        ),
    ],
)
def test_commands_are_those_of_the_specification(
    kind: Kind, vertices: list[list[tuple[int, int]]], words: list[int]
) -> None:
    runs = geometry_runs(paths(kind, *vertices, features=[4] * len(vertices)))

    assert runs.words.tolist() == words
    assert runs.owners.tolist() == [4]


def test_the_pen_returns_to_the_corner_for_every_feature() -> None:
    runs = geometry_runs(paths(Kind.POINT, [(5, 7)], [(5, 7)], features=[0, 1]))

    assert runs.words.tolist() == [9, 10, 14, 9, 10, 14]
    assert runs.sizes.tolist() == [3, 3]


def test_a_number_takes_seven_bits_a_byte() -> None:
    assert varint(300) == b"\xac\x02"


@given(st.lists(st.integers(min_value=0, max_value=2**64 - 1)))
def test_many_numbers_are_written_as_one_by_one(numbers: list[int]) -> None:
    at_once = varints(np.array(numbers, dtype=np.uint64))

    assert at_once == b"".join(varint(number) for number in numbers)
