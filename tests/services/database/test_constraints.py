"""What no program may write, the database refuses: in both alike."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from shapely import MultiPolygon, Point, box
from sqlalchemy import Connection, Table, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from services.database.tables import (
    boundary_version,
    district,
    district_boundary,
    place,
    project,
    project_district,
    project_placement,
    project_theme,
)
from tests.services.database.rows import add_district, add_project

DAY = date(2026, 1, 1)
A_PLACE = {
    "number": 1,
    "id": "hall",
    "name": "Hall",
    "kind": "culture",
    "location": Point(370_000, 5_717_000),
    "accuracy_m": 10.0,
    "coordinate_kind": "source",
    "sources": [],
}
A_SQUARE = MultiPolygon([box(370_000, 5_717_000, 371_000, 5_718_000)])


def _add_version(connection: Connection, **changes: Any) -> None:
    values = {
        "valid_from": DAY,
        "source": "drawn",
        "boundary_status": "generalised",
        "licence_name": "CC0",
        "licence_url": "https://licence.example/cc0",
        "imported_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    connection.execute(insert(boundary_version).values(**values | changes))


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _share(**changes: Any) -> dict[str, Any]:
    row = {
        "project_number": 1,
        "valid_from": DAY,
        "district_id": "a",
        "share": 1.0,
        "rule": "point",
    }
    return row | changes


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (place, A_PLACE | {"district_id": "nowhere"}),
        (
            district_boundary,
            {"valid_from": DAY, "district_id": "nowhere", "boundary": A_SQUARE},
        ),
        (
            district_boundary,
            {"valid_from": date(1999, 1, 1), "district_id": "a", "boundary": A_SQUARE},
        ),
        (project_theme, {"project_number": 99, "theme": "climate", "position": 0}),
        (project_placement, {"project_number": 99, "valid_from": DAY, "feature": "{}"}),
        (project_district, _share(project_number=99)),
        (project_district, _share(district_id="nowhere")),
        (project_district, _share(valid_from=date(1999, 1, 1))),
    ],
    ids=lambda value: value.name if isinstance(value, Table) else "",
)
def test_a_row_that_points_to_nothing_is_refused(
    connection: Connection, table: Table, row: dict[str, Any]
) -> None:
    add_district(connection)
    add_project(connection)
    _add_version(connection)

    with pytest.raises(IntegrityError):
        connection.execute(insert(table).values(**row))


@pytest.mark.parametrize(
    "changes",
    [{"status": "burning"}, {"cost_eur": -1}, {"funding_eur": -1}, {"id": "project-1"}],
    ids=lambda changes: ", ".join(changes),
)
def test_a_project_that_cannot_be_is_refused(
    connection: Connection, changes: dict[str, Any]
) -> None:
    add_project(connection, 1)

    with pytest.raises(IntegrityError):
        add_project(connection, 2, **changes)


@pytest.mark.parametrize("share", [0.0, -0.1, 1.001])
def test_a_share_outside_0_to_1_is_refused(connection: Connection, share: float) -> None:
    add_district(connection)
    add_project(connection)
    _add_version(connection)

    with pytest.raises(IntegrityError):
        connection.execute(insert(project_district).values(**_share(share=share)))


def test_an_unknown_rule_is_refused(connection: Connection) -> None:
    add_district(connection)
    add_project(connection)
    _add_version(connection)

    with pytest.raises(IntegrityError):
        connection.execute(insert(project_district).values(**_share(rule="guess")))


def test_boundaries_are_generalised_or_official(connection: Connection) -> None:
    with pytest.raises(IntegrityError):
        _add_version(connection, boundary_status="rumour")


def test_a_district_has_one_boundary_per_version(connection: Connection) -> None:
    add_district(connection)
    _add_version(connection)
    row = {"valid_from": DAY, "district_id": "a", "boundary": A_SQUARE}
    connection.execute(insert(district_boundary).values(**row))

    with pytest.raises(IntegrityError):
        connection.execute(insert(district_boundary).values(**row))


def test_a_district_with_places_cannot_be_deleted(connection: Connection) -> None:
    add_district(connection)
    connection.execute(insert(place).values(**A_PLACE, district_id="a"))

    with pytest.raises(IntegrityError):
        connection.execute(delete(district))


def test_a_version_with_boundaries_cannot_be_deleted(connection: Connection) -> None:
    add_district(connection)
    _add_version(connection)
    connection.execute(
        insert(district_boundary).values(valid_from=DAY, district_id="a", boundary=A_SQUARE)
    )

    with pytest.raises(IntegrityError):
        connection.execute(delete(boundary_version))


def test_what_hangs_on_a_project_goes_with_it(connection: Connection) -> None:
    add_district(connection)
    add_project(connection)
    _add_version(connection)
    theme = {"project_number": 1, "theme": "climate", "position": 0}
    connection.execute(insert(project_theme).values(**theme))
    connection.execute(insert(project_district).values(**_share()))

    connection.execute(delete(project))

    assert (_count(connection, project_theme), _count(connection, project_district)) == (0, 0)
