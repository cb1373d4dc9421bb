"""The spatial index knows every row: after insert, update and delete, in both databases."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Point
from sqlalchemy import Connection, delete, select, text, update

from services.database.geometry import Bounds, MeetsBounds
from services.database.tables import project
from tests.services.database.rows import add_project

HERE: Bounds = (370_000, 5_717_000, 371_000, 5_718_000)
THERE: Bounds = (380_000, 5_727_000, 381_000, 5_728_000)
POINT_HERE = Point(370_500, 5_717_500)
POINT_THERE = Point(380_500, 5_727_500)


def _found(connection: Connection, bounds: Bounds) -> list[int]:
    meets = MeetsBounds(project.c.geometry, project.c.number, bounds)
    return list(
        connection.execute(
            select(project.c.number).where(meets).order_by(project.c.number)
        ).scalars()
    )


def test_an_inserted_row_is_found(connection: Connection) -> None:
    add_project(connection, geometry=POINT_HERE)

    assert _found(connection, HERE) == [1]


def test_a_row_elsewhere_is_not_found(connection: Connection) -> None:
    add_project(connection, geometry=POINT_HERE)

    assert _found(connection, THERE) == []


def test_a_row_without_geometry_is_not_found(connection: Connection) -> None:
    add_project(connection, geometry=None)

    assert _found(connection, HERE) == []


def test_a_moved_row_is_found_at_its_new_place_only(connection: Connection) -> None:
    add_project(connection, geometry=POINT_HERE)

    connection.execute(update(project).values(geometry=POINT_THERE))

    assert (_found(connection, HERE), _found(connection, THERE)) == ([], [1])


def test_a_row_that_gets_a_geometry_is_found(connection: Connection) -> None:
    add_project(connection, geometry=None)

    connection.execute(update(project).values(geometry=POINT_HERE))

    assert _found(connection, HERE) == [1]


def test_a_row_that_loses_its_geometry_is_not_found(connection: Connection) -> None:
    add_project(connection, geometry=POINT_HERE)

    connection.execute(update(project).values(geometry=None))

    assert _found(connection, HERE) == []


def test_a_renumbered_row_is_found_under_its_new_number(connection: Connection) -> None:
    add_project(connection, geometry=POINT_HERE)

    connection.execute(update(project).values(number=7))

    assert _found(connection, HERE) == [7]


def test_a_changed_name_does_not_touch_the_place(connection: Connection) -> None:
    add_project(connection, geometry=POINT_HERE)

    connection.execute(update(project).values(name={"de": "anders"}))

    assert _found(connection, HERE) == [1]


def test_a_deleted_row_is_not_found(connection: Connection) -> None:
    add_project(connection, geometry=POINT_HERE)

    connection.execute(delete(project))

    assert _found(connection, HERE) == []


def test_the_number_of_a_deleted_row_can_be_used_again(connection: Connection) -> None:
    add_project(connection, geometry=POINT_HERE)
    connection.execute(delete(project))

    add_project(connection, geometry=POINT_THERE)

    assert (_found(connection, HERE), _found(connection, THERE)) == ([], [1])


def test_a_row_taken_back_is_not_found(connection: Connection) -> None:
    savepoint = connection.begin_nested()
    add_project(connection, geometry=POINT_HERE)

    savepoint.rollback()

    assert _found(connection, HERE) == []


def test_a_box_inside_a_large_area_finds_it(connection: Connection) -> None:
    add_project(connection, geometry=shapely.box(360_000, 5_700_000, 390_000, 5_730_000))

    assert _found(connection, HERE) == [1]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(x=st.floats(280_000, 920_000), y=st.floats(5_200_000, 6_100_000))
def test_rounding_in_the_index_never_loses_a_point(
    connection: Connection, x: float, y: float
) -> None:
    # The R*Tree keeps 32-bit numbers: half a metre at these northings.
    connection.execute(delete(project))
    add_project(connection, geometry=Point(x, y))

    assert _found(connection, (x, y, x, y)) == [1]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_sqlite_asks_the_rtree(connection: Connection) -> None:
    meets = MeetsBounds(project.c.geometry, project.c.number, HERE)
    query = select(project.c.number).where(meets).compile(connection)

    plan = connection.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()

    # SEARCH by rowid with a virtual table inside, not a SCAN of all projects.
    assert not any(row.detail.startswith("SCAN project ") for row in plan)
    assert any("project_geometry_rtree VIRTUAL TABLE INDEX" in row.detail for row in plan)


@pytest.mark.parametrize("dialect", ["postgis"], indirect=True)
def test_postgis_can_ask_the_gist_index(connection: Connection) -> None:
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    meets = MeetsBounds(project.c.geometry, project.c.number, HERE)
    query = select(project.c.number).where(meets).compile(connection)

    plan = connection.execute(text(f"EXPLAIN {query}")).scalars()

    assert any("project_geometry_gist" in line for line in plan)
