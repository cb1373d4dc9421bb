"""New boundaries: the old stay, every room re-derives, and all of it or nothing happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely
from sqlalchemy import Connection

from geo.partition import PartitionFaultsError
from geo.zones import Zone
from services.database.engine import reading, writing
from services.database.revisions import revisions
from services.districts.actions import add_boundaries, boundaries_in_force, cards
from services.districts.model import (
    BoundariesIncompleteError,
    BoundarySet,
    BoundaryVersionTakenError,
    DistrictId,
)
from services.districts.store import Districts
from tests.conftest import NOW, Databases
from tests.fakes import EVERYTHING, FIRST_DAY, NINE_DISTRICTS, FakeRoom, boundaries_of
from tests.squares import NINE, square_zone

LATER = FIRST_DAY + timedelta(days=365)


def _fill(connection: Connection) -> None:
    for one in NINE_DISTRICTS:
        Districts(connection).add(one)
    add_boundaries(boundaries_of(), connection=connection, contributions=(), now=NOW)


@pytest.fixture
def squares(connection: Connection) -> Connection:
    """The nine squares with boundaries from ``FIRST_DAY`` on."""
    _fill(connection)
    return connection


def _add(connection: Connection, boundaries: BoundarySet, *rooms: FakeRoom) -> None:
    add_boundaries(
        boundaries,
        connection=connection,
        contributions=[one.contribution() for one in rooms],
        now=NOW,
    )


def _exchanged() -> list[Zone]:
    """Return the squares with A and B in each other's place."""
    a, b, *others = NINE
    return [replace(a, geometry=b.geometry), replace(b, geometry=a.geometry), *others]


def test_a_later_version_comes_into_force(squares: Connection) -> None:
    new = boundaries_of(_exchanged(), valid_from=LATER)

    _add(squares, new)

    assert boundaries_in_force(squares, LATER) == new


def test_a_later_version_keeps_the_former_one(squares: Connection) -> None:
    _add(squares, boundaries_of(_exchanged(), valid_from=LATER))

    assert boundaries_in_force(squares, LATER - timedelta(days=1)) == boundaries_of()


def test_every_room_derives_its_districts_anew(squares: Connection) -> None:
    rooms = FakeRoom(), FakeRoom()
    new = boundaries_of(_exchanged(), valid_from=LATER)

    _add(squares, new, *rooms)

    assert [room.rederived for room in rooms] == [[new], [new]]


def test_rooms_find_the_new_boundaries_written(squares: Connection) -> None:
    seen: list[int] = []
    room = FakeRoom(
        on_rederive=lambda connection: seen.append(len(Districts(connection).versions()))
    )

    _add(squares, boundaries_of(valid_from=LATER), room)

    assert seen == [2]


def test_the_revision_of_districts_and_rooms_counts_up(squares: Connection) -> None:
    before = revisions(squares)["districts"].number

    _add(squares, boundaries_of(valid_from=LATER), FakeRoom())

    after = revisions(squares)
    assert (after["districts"].number, after["fake"].number) == (before + 1, 1)


@pytest.mark.parametrize("days", [0, -1, -3_650])
def test_a_version_that_is_not_later_is_refused(squares: Connection, days: int) -> None:
    valid_from = FIRST_DAY + timedelta(days=days)

    with pytest.raises(BoundaryVersionTakenError) as refused:
        _add(squares, boundaries_of(valid_from=valid_from))

    assert (refused.value.valid_from, refused.value.newest) == (
        valid_from.isoformat(),
        FIRST_DAY.isoformat(),
    )


def test_a_version_between_two_others_is_refused(squares: Connection) -> None:
    _add(squares, boundaries_of(valid_from=LATER))

    with pytest.raises(BoundaryVersionTakenError) as refused:
        _add(squares, boundaries_of(valid_from=LATER - timedelta(days=1)))

    assert refused.value.newest == LATER.isoformat()


def test_missing_districts_are_refused_by_name(squares: Connection) -> None:
    with pytest.raises(BoundariesIncompleteError) as refused:
        _add(squares, boundaries_of(NINE[2:], valid_from=LATER))

    assert (refused.value.missing, refused.value.unknown) == (["a", "b"], [])


def test_unknown_districts_are_refused_by_name(squares: Connection) -> None:
    more = [*NINE, square_zone("Z", column=3)]

    with pytest.raises(BoundariesIncompleteError) as refused:
        _add(squares, boundaries_of(more, valid_from=LATER))

    assert (refused.value.missing, refused.value.unknown) == ([], ["z"])


def test_a_district_given_twice_is_refused(squares: Connection) -> None:
    with pytest.raises(PartitionFaultsError) as refused:
        _add(squares, boundaries_of([*NINE, NINE[0]], valid_from=LATER))

    assert {"duplicate_id"} <= {fault["kind"] for fault in refused.value.faults}


def test_overlapping_districts_are_refused_with_the_place(squares: Connection) -> None:
    # A reaches 100 m into B.
    wide = replace(NINE[0], geometry=shapely.box(500_000, 5_500_000, 501_100, 5_501_000))

    with pytest.raises(PartitionFaultsError) as refused:
        _add(squares, boundaries_of([wide, *NINE[1:]], valid_from=LATER))

    (fault,) = refused.value.faults
    assert (fault["kind"], fault["ids"]) == ("overlap", ["a", "b"])
    assert fault["area_m2"] == pytest.approx(100 * 1_000)
    assert fault["x"] is not None
    assert 501_000 <= fault["x"] <= 501_100


def test_gaps_between_districts_are_refused_with_the_place(squares: Connection) -> None:
    # E, in the middle, ends 10 m before its eastern neighbour.
    middle = NINE[4]
    west, south, east, north = middle.geometry.bounds
    narrow = replace(middle, geometry=shapely.box(west, south, east - 10, north))
    zones = [*NINE[:4], narrow, *NINE[5:]]

    with pytest.raises(PartitionFaultsError) as refused:
        _add(squares, boundaries_of(zones, valid_from=LATER))

    (fault,) = refused.value.faults
    assert fault["kind"] == "gap"
    assert fault["area_m2"] == pytest.approx(10 * 1_000)
    assert fault["x"] is not None
    assert east - 10 <= fault["x"] <= east


def test_a_refused_version_leaves_the_revision_alone(squares: Connection) -> None:
    before = revisions(squares)

    with pytest.raises(BoundariesIncompleteError):
        _add(squares, boundaries_of(NINE[1:], valid_from=LATER))

    assert revisions(squares) == before


def test_a_refused_version_derives_nothing(squares: Connection) -> None:
    room = FakeRoom()

    with pytest.raises(BoundaryVersionTakenError):
        _add(squares, boundaries_of(), room)

    assert room.rederived == []


def test_a_failure_in_one_room_leaves_nothing_of_the_new_version(
    databases: Databases, dialect: str
) -> None:
    engine = databases.migrated(dialect)
    with writing(engine) as connection:
        _fill(connection)
    with reading(engine) as connection:
        before = revisions(connection)

    def fail(_: Connection) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        _add(
            connection,
            boundaries_of(_exchanged(), valid_from=LATER),
            FakeRoom(),
            FakeRoom(on_rederive=fail),
        )

    with reading(engine) as connection:
        assert [one.valid_from for one in Districts(connection).versions()] == [FIRST_DAY]
        assert boundaries_in_force(connection, LATER) == boundaries_of()
        assert revisions(connection) == before


def test_cards_are_ten_and_keep_their_order(squares: Connection) -> None:
    found = cards(squares, EVERYTHING, contributions=[FakeRoom().contribution()], on=FIRST_DAY)

    assert [one.district.id if one.district else None for one in found] == [
        *(DistrictId(name) for name in "abcdefghi"),
        None,
    ]


def test_a_district_without_anything_has_a_card_that_says_0(squares: Connection) -> None:
    found = cards(squares, EVERYTHING, contributions=[FakeRoom().contribution()], on=FIRST_DAY)

    assert [one.counts["fake"] for one in found] == [0] * 10


def test_the_first_version_may_begin_at_any_day(connection: Connection) -> None:
    for one in NINE_DISTRICTS:
        Districts(connection).add(one)

    _add(connection, boundaries_of(valid_from=date(1975, 1, 1)))

    assert boundaries_in_force(connection, FIRST_DAY).version.valid_from == date(1975, 1, 1)
