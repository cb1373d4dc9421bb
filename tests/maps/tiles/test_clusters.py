"""Clusters: drawn at a member, never nearer than asked, larger ones first."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from maps.tiles.clusters import Clusters, cluster_runs, in_tile, thinned, tile_steps
from maps.tiles.morton import GRID_BITS, Cells

ZOOM = 10
CELL = 2 ** (GRID_BITS - ZOOM)
POSITIONS = st.lists(
    st.tuples(st.floats(100, 108), st.floats(100, 108), st.integers(0, 2)),
    max_size=60,
    unique_by=lambda one: (int(one[0]), int(one[1]), one[2]),
)
"""Column and row in cells of the zoom, and block; at most one of a block in a cell."""


def _cells(*places: tuple[float, float]) -> Cells:
    return np.array(places, dtype=np.uint32).reshape(-1, 2)


def _singles(places: list[tuple[float, float, int]], counts: list[int]) -> tuple[Clusters, Cells]:
    """Return one cluster at each place, with as many members."""
    owners = np.repeat(np.arange(len(places)), counts)
    at = np.array([place[:2] for place in places]).reshape(-1, 2) * CELL
    cells = at.astype(np.uint32)[owners]
    first = np.searchsorted(owners, np.arange(len(places)))
    return Clusters(np.arange(len(owners)), owners, first), cells


@st.composite
def crowds(draw: st.DrawFn) -> tuple[list[tuple[float, float, int]], list[int]]:
    places = draw(POSITIONS)
    count = st.integers(1, 5)
    return places, draw(st.lists(count, min_size=len(places), max_size=len(places)))


def _thinned(crowd: tuple[list[tuple[float, float, int]], list[int]], gap: float = 0.7) -> Clusters:
    places, counts = crowd
    clusters, cells = _singles(places, counts)
    blocks = np.array([block for _, _, block in places], dtype=np.int64)
    return thinned(clusters, blocks, cells, zoom=ZOOM, gap=gap)


def _places_of(
    found: Clusters, crowd: tuple[list[tuple[float, float, int]], list[int]]
) -> list[tuple[float, float, int]]:
    places, counts = crowd
    owners = np.repeat(np.arange(len(places)), counts)
    return [places[position] for position in owners[found.anchors].tolist()]


def test_a_cluster_is_drawn_at_the_member_nearest_to_the_middle() -> None:
    cells = _cells((0, 0), (10, 0), (12, 0), (30, 0))

    found = cluster_runs(np.arange(4), np.zeros(4, dtype=np.int64), cells)

    assert found.anchors.tolist() == [2]  # the middle is at 13


def test_members_with_the_same_key_are_one_cluster() -> None:
    keys = np.array([7, 7, 9, 7], dtype=np.uint64)

    found = cluster_runs(np.arange(4), keys, _cells(*[(0, 0)] * 4))

    assert found.owners.tolist() == [0, 0, 1, 2]
    assert found.counts.tolist() == [2, 1, 1]


def test_of_members_equally_near_the_first_is_the_anchor() -> None:
    found = cluster_runs(np.arange(2), np.zeros(2, dtype=np.int64), _cells((0, 0), (8, 0)))

    assert found.anchors.tolist() == [0]


def test_nothing_makes_no_cluster() -> None:
    nothing = np.zeros(0, dtype=np.int64)

    found = cluster_runs(nothing, nothing, _cells())
    thin = thinned(found, nothing, _cells(), zoom=ZOOM, gap=1)

    assert len(thin.anchors) == len(thin.members) == 0


def test_parts_count_members_of_each_kind() -> None:
    clusters = Clusters(np.array([0, 1, 2]), np.array([0, 1, 1]), np.array([0, 1]))

    assert clusters.parts(np.array([2, 0, 2]), 3).tolist() == [[0, 0, 1], [1, 0, 1]]


@given(crowd=crowds())
def test_no_two_of_a_block_are_drawn_nearer_than_the_gap(
    crowd: tuple[list[tuple[float, float, int]], list[int]],
) -> None:
    placed = _places_of(_thinned(crowd), crowd)

    for position, (x, y, block) in enumerate(placed):
        for other_x, other_y, other_block in placed[:position]:
            assert other_block != block or np.hypot(other_x - x, other_y - y) > 0.7 - 1e-5


@given(crowd=crowds())
def test_no_member_is_lost_and_none_changes_its_block(
    crowd: tuple[list[tuple[float, float, int]], list[int]],
) -> None:
    places, counts = crowd
    before = np.repeat([block for _, _, block in places], counts).tolist()

    found = _thinned(crowd)
    blocks = [block for _, _, block in _places_of(found, crowd)]

    assert [blocks[owner] for owner in found.owners.tolist()] == before


@given(crowd=crowds())
def test_who_joins_is_near_to_whom_it_joins(
    crowd: tuple[list[tuple[float, float, int]], list[int]],
) -> None:
    places, counts = crowd
    found = _thinned(crowd)
    placed = _places_of(found, crowd)

    for member, owner in enumerate(found.owners.tolist()):
        x, y, _ = places[np.repeat(np.arange(len(places)), counts)[member]]
        assert np.hypot(placed[owner][0] - x, placed[owner][1] - y) < 0.7 + 1e-5


def test_a_larger_one_takes_a_smaller_one() -> None:
    crowd = ([(100.9, 100.5, 0), (101.1, 100.5, 0), (101.9, 100.5, 0)], [1, 3, 1])

    found = _thinned(crowd)

    assert found.counts.tolist() == [4, 1]
    assert _places_of(found, crowd)[0] == (101.1, 100.5, 0)


def test_blocks_stay_apart_however_near() -> None:
    crowd = ([(100.5, 100.5, 0), (100.5, 100.5, 1)], [2, 1])

    assert _thinned(crowd).counts.tolist() == [2, 1]


def test_cells_lie_in_the_tile_that_holds_them() -> None:
    cells = _cells((0, 0), (2**31, 0), (2**32 - 1, 2**32 - 1))

    assert in_tile(cells, 0, 0, 0).tolist() == [True, True, True]
    assert in_tile(cells, 1, 1, 0).tolist() == [False, True, False]
    assert in_tile(cells, 24, 2**24 - 1, 2**24 - 1).tolist() == [False, False, True]


def test_steps_count_from_the_corner_of_the_tile() -> None:
    cells = _cells((2**31, 2**31), (2**31 + 2**19, 2**32 - 1))

    assert tile_steps(cells, 1, 1, 1, 4096).tolist() == [[0, 0], [1, 4095]]
