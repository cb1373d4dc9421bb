"""The sorted index: a tile finds its points, and changes leave it sorted."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from maps.tiles.index import PointIndex, PointTable
from maps.tiles.morton import morton_codes
from tests.maps.tiles.voices import MIDDLE, table

ZONES = 3
NEAR = st.one_of(st.integers(MIDDLE - 2**12, MIDDLE + 2**12), st.integers(MIDDLE, MIDDLE + 1))
CELLS = st.tuples(NEAR, NEAR)
ROWS = st.lists(st.tuples(CELLS, st.integers(0, ZONES - 1)), max_size=40)


def _table(rows: list[tuple[tuple[int, int], int]], first_id: int = 1) -> PointTable:
    return table([cell for cell, _ in rows], zones=[zone for _, zone in rows], first_id=first_id)


def _index(rows: list[tuple[tuple[int, int], int]]) -> PointIndex:
    return PointIndex.build(_table(rows), zones=ZONES)


def _told(index: PointIndex) -> list[tuple[int, int, list[int], int]]:
    """Return what is known of each point, in the order of the index."""
    points = index.table
    columns = (points.ids, points.zones, points.cells, points.columns["supports"])
    told = zip(*(column.tolist() for column in columns), strict=True)
    return list(told)


@given(rows=ROWS, z=st.integers(19, 24), x=st.integers(0, 3), y=st.integers(0, 3))
def test_a_tile_holds_the_points_whose_cells_lie_in_it(
    rows: list[tuple[tuple[int, int], int]], z: int, x: int, y: int
) -> None:
    corner = (MIDDLE >> 32 - z) - 2
    column, row = corner + x, corner + y
    index = _index(rows)

    found = index.table.ids[index.rows_in(z, column, row)].tolist()

    assert sorted(found) == [
        number
        for number, (cell, _) in enumerate(rows, start=1)
        if (cell[0] >> 32 - z, cell[1] >> 32 - z) == (column, row)
    ]


@given(rows=ROWS)
def test_rows_are_sorted_by_zone_and_code(rows: list[tuple[tuple[int, int], int]]) -> None:
    index = _index(rows)
    keys = list(zip(index.table.zones.tolist(), index.codes.tolist(), strict=True))

    assert keys == sorted(keys)
    assert index.codes.tolist() == morton_codes(index.table.cells).tolist()


@given(old=ROWS, new=ROWS, gone=st.sets(st.integers(1, 45)))
def test_a_changed_index_is_the_one_built_of_what_is_left_and_new(
    old: list[tuple[tuple[int, int], int]],
    new: list[tuple[tuple[int, int], int]],
    gone: set[int],
) -> None:
    added = _table(new, first_id=1_000)

    changed = _index(old).replaced(np.array(sorted(gone), dtype=np.int64), added)

    before = _table(old)
    left = before.taken(~np.isin(before.ids, sorted(gone)))
    built = PointIndex.build(PointTable.joined((left, added)), zones=ZONES)
    assert _told(changed) == _told(built)
    assert changed.zone_starts.tolist() == built.zone_starts.tolist()
    assert changed.codes.tolist() == built.codes.tolist()


@given(rows=ROWS)
def test_zones_begin_where_they_are_said_to(rows: list[tuple[tuple[int, int], int]]) -> None:
    index = _index(rows)

    counts = np.diff(index.zone_starts).tolist()

    assert counts == [sum(zone == one for _, zone in rows) for one in range(ZONES)]


def test_the_world_holds_all() -> None:
    index = _index([((0, 0), 0), ((2**32 - 1, 2**32 - 1), 2)])

    assert len(index.rows_in(0, 0, 0)) == len(index) == 2


def test_an_index_stays_as_it_was_when_another_is_made_of_it() -> None:
    index = _index([((MIDDLE, MIDDLE), 0)])

    index.replaced(np.array([1]), _table([((5, 5), 1)], first_id=9))

    assert index.table.ids.tolist() == [1]
