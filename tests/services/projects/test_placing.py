"""Which districts a project belongs to: by its place, else as its source says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
import shapely
from shapely import LineString, MultiPoint, Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, func, select

from geo.partition import Partition
from services.app import contributions
from services.database.tables import project_district
from services.districts.actions import add_boundaries, boundaries_in_force
from services.districts.model import DistrictId
from services.districts.store import Districts
from services.projects.actions import place_projects, project_shares
from services.projects.model import (
    PlacedProject,
    ProjectNotFoundError,
    Share,
    UnplacedProjectError,
)
from services.projects.store import Projects
from tests.conftest import NOW
from tests.fakes import FIRST_DAY, NINE_DISTRICTS, a_project, boundaries_of
from tests.services.boundaries import swapped
from tests.squares import NINE

SQUARES = Partition(NINE)
IN_A, IN_B = Point(500_500, 5_500_500), Point(501_500, 5_500_500)
OUTSIDE = Point(600_000, 5_600_000)
ACROSS_A_AND_B = LineString([(500_250, 5_500_500), (501_250, 5_500_500)])
TODAY = NOW.date()
SWAPPED = {"bertlich": "suedost", "suedost": "bertlich"}


def shares_of(geometry: BaseGeometry | None, **changes: Any) -> tuple[Share, ...]:
    return project_shares(a_project(geometry=geometry, **changes), SQUARES)


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        (IN_B, [("b", 1.0, "point")]),
        (Point(501_000, 5_500_500), [("a", 1.0, "point")]),
        (MultiPoint([IN_A, IN_B]), [("a", 0.5, "point"), ("b", 0.5, "point")]),
        (ACROSS_A_AND_B, [("a", 0.75, "line"), ("b", 0.25, "line")]),
        (
            shapely.box(500_500, 5_500_000, 501_500, 5_501_000),
            [("a", 0.5, "area"), ("b", 0.5, "area")],
        ),
        (shapely.box(500_000, 5_500_000, 501_040, 5_501_000), [("a", 1 / 1.04, "area")]),
        (shapely.box(499_000, 5_500_000, 501_000, 5_501_000), [("a", 0.5, "area")]),
    ],
    ids=["point", "border", "points", "line", "area", "sliver", "half outside"],
)
def test_a_place_decides(geometry: BaseGeometry, expected: list[tuple[str, float, str]]) -> None:
    found = shares_of(geometry, declared_districts=(DistrictId("i"),))

    assert [(one.district_id, one.rule) for one in found] == [
        (id_, rule) for id_, _, rule in expected
    ]
    assert [one.share for one in found] == pytest.approx([share for _, share, _ in expected])


def test_without_a_place_the_source_decides() -> None:
    declared = (DistrictId("a"), DistrictId("b"))

    assert shares_of(None, declared_districts=declared) == (
        Share(DistrictId("a"), 0.5, "declared"),
        Share(DistrictId("b"), 0.5, "declared"),
    )


def test_a_place_outside_the_city_counts_as_none() -> None:
    assert shares_of(OUTSIDE) == (Share(DistrictId("a"), 1.0, "declared"),)


@pytest.mark.parametrize("geometry", [None, OUTSIDE], ids=["no place", "outside"])
def test_what_is_city_wide_may_have_no_district(geometry: BaseGeometry | None) -> None:
    assert shares_of(geometry, declared_districts=(), citywide=True) == ()


@pytest.mark.parametrize("geometry", [None, OUTSIDE], ids=["no place", "outside"])
def test_what_would_belong_nowhere_is_refused(geometry: BaseGeometry | None) -> None:
    with pytest.raises(UnplacedProjectError) as refused:
        shares_of(geometry, declared_districts=())

    assert refused.value.project_id == "project-1"


@pytest.fixture
def squares(connection: Connection) -> Connection:
    """The nine squares with boundaries, without projects."""
    for one in NINE_DISTRICTS:
        Districts(connection).add(one)
    add_boundaries(boundaries_of(), connection=connection, contributions=(), now=NOW)
    return connection


def test_a_project_is_read_as_it_was_written(squares: Connection) -> None:
    store = Projects(squares)
    one = a_project(
        geometry=ACROSS_A_AND_B,
        themes=("mobility", "climate", "housing"),
        period_from="2020",
        period_to="2021-06",
        cost_eur=7_300_000,
        funding_eur=0,
        funding_program="Städtebauförderung",
        accuracy_m=50.0,
        coordinate_kind="drawn",
    )
    store.add(one)

    assert store.list() == (one,)


def test_a_placed_project_has_its_largest_share_first(squares: Connection) -> None:
    store = Projects(squares)
    store.add(a_project(geometry=LineString([(500_750, 5_500_500), (501_750, 5_500_500)])))

    place_projects(squares, boundaries_of())

    found = store.get("project-1", FIRST_DAY)
    assert [one.district_id for one in found.shares] == ["b", "a"]
    assert found.main_district == "b"


def test_equal_shares_come_in_the_order_of_the_districts(squares: Connection) -> None:
    declared = tuple(DistrictId(name) for name in "ica")
    Projects(squares).add(a_project(declared_districts=declared))

    place_projects(squares, boundaries_of())

    found = Projects(squares).get("project-1", FIRST_DAY)
    assert [one.district_id for one in found.shares] == ["a", "c", "i"]


def test_placing_again_replaces_what_was_there(squares: Connection) -> None:
    Projects(squares).add(a_project(geometry=IN_A))
    place_projects(squares, boundaries_of())

    place_projects(squares, boundaries_of())

    assert Projects(squares).get("project-1", FIRST_DAY).shares == (
        Share(DistrictId("a"), 1.0, "point"),
    )


def test_the_stored_feature_tells_the_districts(squares: Connection) -> None:
    Projects(squares).add(a_project(geometry=ACROSS_A_AND_B))
    place_projects(squares, boundaries_of())

    (feature,) = Projects(squares).features([1], FIRST_DAY)

    assert json.loads(feature)["properties"]["districts"] == [
        {"id": "a", "share": 0.75, "rule": "line"},
        {"id": "b", "share": 0.25, "rule": "line"},
    ]


def test_one_unplaced_project_stops_the_whole_placing(squares: Connection) -> None:
    Projects(squares).add(a_project(1))
    Projects(squares).add(a_project(2, declared_districts=()))

    with pytest.raises(UnplacedProjectError):
        place_projects(squares, boundaries_of())


def test_an_unknown_project_is_not_found(squares: Connection) -> None:
    with pytest.raises(ProjectNotFoundError) as missing:
        Projects(squares).get("atlantis", FIRST_DAY)

    assert missing.value.project_id == "atlantis"


def test_without_numbers_no_project_is_listed(herten: Connection) -> None:
    assert Projects(herten).list([]) == ()


def test_the_shares_of_a_project_never_exceed_the_whole(herten: Connection) -> None:
    sums = herten.execute(
        select(func.sum(project_district.c.share)).group_by(project_district.c.project_number)
    ).scalars()

    assert max(sums) <= 1.0 + 1e-9


def test_every_project_has_a_district_or_is_city_wide(herten: Connection) -> None:
    placed = _placed(herten, TODAY)

    assert [row.project.id for row in placed if not row.shares and not row.project.citywide] == []


def _placed(connection: Connection, on: date) -> Sequence[PlacedProject]:
    version = Districts(connection).version_in_force(on)
    return Projects(connection).placed(None, version.valid_from)


def _shares(connection: Connection, on: date) -> Mapping[str, Mapping[str, tuple[float, str]]]:
    return {
        row.project.id: {
            str(one.district_id): (round(one.share, 9), one.rule) for one in row.shares
        }
        for row in _placed(connection, on)
    }


@pytest.fixture
def two_versions(herten: Connection) -> Connection:
    """Herten, where Bertlich and Herten-Südost change places tomorrow."""
    tomorrow = TODAY + timedelta(days=1)
    new = swapped(boundaries_in_force(herten, TODAY), "bertlich", "suedost", valid_from=tomorrow)
    add_boundaries(new, connection=herten, contributions=contributions(), now=NOW)
    return herten


def test_new_boundaries_give_every_project_its_new_districts(two_versions: Connection) -> None:
    today, tomorrow = (_shares(two_versions, TODAY + timedelta(days=n)) for n in (0, 1))

    expected = {
        id_: {
            district_id if share[1] == "declared" else SWAPPED.get(district_id, district_id): share
            for district_id, share in shares.items()
        }
        for id_, shares in today.items()
    }
    assert tomorrow == expected != today


def test_the_former_districts_of_every_project_stay(
    two_versions: Connection, dialect: str, herten_engines: Any
) -> None:
    with herten_engines(dialect).connect() as untouched:
        assert _shares(two_versions, TODAY) == _shares(untouched, TODAY)


def test_the_features_of_both_versions_stay_apart(two_versions: Connection) -> None:
    store = Projects(two_versions)
    versions = [one.valid_from for one in Districts(two_versions).versions()]

    counts = [len(store.features(range(1, 37), valid_from)) for valid_from in versions]

    assert counts == [36, 36]


def test_counting_looks_at_one_version_only(two_versions: Connection) -> None:
    store = Projects(two_versions)
    today, tomorrow = (one.valid_from for one in Districts(two_versions).versions())

    old, new = (store.count_by_district(range(1, 37), day) for day in (today, tomorrow))

    assert sum(new.values()) == sum(old.values())
    assert new != old
