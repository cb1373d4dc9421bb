"""Lists, counts and tables of projects show one and the same set under any filter."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Connection

from services.districts.model import CITYWIDE, DistrictId
from services.projects.actions import (
    count_all,
    count_projects,
    group_by_district,
    project_rows,
    project_table,
    project_tiles,
)
from services.projects.panel import district_panel, district_projects
from services.web.filter import Filter
from services.web.texts import LANGS, Lang
from tests.conftest import NOW
from tests.maps.nine import NINE
from tests.services.filters import filters
from tests.services.projects.oracle import ROWS

TODAY = NOW.date()
NINE_IDS = [DistrictId(one.id) for one in NINE]
TEN = [*NINE_IDS, None]

modest = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(params=["sqlite"])
def dialect(request: pytest.FixtureRequest) -> str:
    """One database will do: the store's own tests run against both."""
    name: str = request.param
    return name


@modest
@given(filter_=filters())
def test_all_ten_groups_are_there_whatever_is_asked(herten: Connection, filter_: Filter) -> None:
    groups = group_by_district(herten, filter_, TODAY)

    assert [one.district.id if one.district else None for one in groups] == TEN


@modest
@given(filter_=filters())
def test_a_group_counts_what_the_card_counts(herten: Connection, filter_: Filter) -> None:
    counts = count_projects(herten, filter_, TODAY)

    for group in group_by_district(herten, filter_, TODAY):
        if group.district is None:
            assert group.count == counts.citywide
        else:
            assert group.count == counts.by_district.get(group.district.id, 0)


@modest
@given(filter_=filters())
def test_every_project_stands_in_full_exactly_once(herten: Connection, filter_: Filter) -> None:
    groups = group_by_district(herten, filter_, TODAY)
    rows = project_rows(herten, filter_, TODAY)

    in_full = [row.project.number for group in groups for row in group.main]
    assert sorted(in_full) == [row.project.number for row in rows]


def test_a_project_that_crosses_districts_is_referred_to_in_the_others(
    herten: Connection,
) -> None:
    groups = group_by_district(herten, Filter(), TODAY)
    where = {
        group.district.id: [row.project.id for row in group.also]
        for group in groups
        if group.district
    }

    (trail,) = (
        row for row in project_rows(herten, Filter(), TODAY) if row.project.id == "allee-wandels"
    )
    others = {share.district_id for share in trail.shares[1:]}
    assert {id_ for id_, also in where.items() if "allee-wandels" in also} == others


def test_the_total_counts_each_project_once(herten: Connection) -> None:
    counts = count_projects(herten, Filter(), TODAY)

    assert counts.total == len(ROWS) < sum(counts.by_district.values()) + counts.citywide


def test_all_projects_are_counted(herten: Connection) -> None:
    assert count_all(herten, TODAY) == 36


@modest
@given(filter_=filters())
def test_a_table_has_a_row_for_every_project(herten: Connection, filter_: Filter) -> None:
    _, rows = project_table(herten, filter_, TODAY, lang="de")

    assert [row[0] for row in rows] == [
        row.project.number for row in project_rows(herten, filter_, TODAY)
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_a_table_has_as_many_headers_as_cells(herten: Connection, lang: Lang) -> None:
    header, rows = project_table(herten, Filter(), TODAY, lang=lang)

    assert {len(row) for row in rows} == {len(header)}


def _cell(table: tuple[Sequence[str], list[Sequence[object]]], column: str, number: int) -> object:
    header, rows = table
    return next(row[header.index(column)] for row in rows if row[0] == number)


@pytest.mark.parametrize(
    ("lang", "column", "number", "expected"),
    [
        ("de", "Stand", 6, "abgeschlossen"),
        ("en", "Status", 6, "done"),
        ("de", "Stadtweit", 36, "ja"),
        ("en", "City-wide", 36, "yes"),
        ("de", "Stadtweit", 1, ""),
        ("de", "Kosten (EUR)", 1, 7_300_000),
        ("de", "Kosten (EUR)", 3, None),
        ("de", "Länge (Grad)", 36, None),
        ("en", "Districts", 2, "Bertlich"),
        ("en", "Shares", 2, "100%"),
    ],
)
def test_a_table_says_what_is_known_in_its_language(
    herten: Connection, lang: Lang, column: str, number: int, expected: object
) -> None:
    found = _cell(project_table(herten, Filter(), TODAY, lang=lang), column, number)

    assert str(found).casefold() == str(expected).casefold()


def test_a_table_names_its_sources(herten: Connection) -> None:
    table = project_table(herten, Filter(), TODAY, lang="de")

    assert all("http" in str(row[table[0].index("Quellen")]) for row in table[1])


@modest
@given(filter_=filters())
def test_tiles_hold_the_projects_that_have_a_place(herten: Connection, filter_: Filter) -> None:
    layer = project_tiles(herten, filter_, TODAY)

    assert list(layer.ids) == [
        row.project.number
        for row in project_rows(herten, filter_, TODAY)
        if row.project.geometry is not None
    ]


@pytest.mark.parametrize("district_id", NINE_IDS)
def test_the_panel_of_a_district_shows_what_its_card_counts(
    herten: Connection, district_id: DistrictId
) -> None:
    panel = district_panel(herten, district_id, TODAY)
    counts = count_projects(herten, Filter(), TODAY)

    assert len(panel["main"]) + len(panel["also"]) == counts.by_district.get(district_id, 0)


@pytest.mark.parametrize("district_id", NINE_IDS)
def test_the_api_of_a_district_lists_its_projects_with_their_share(
    herten: Connection, district_id: DistrictId
) -> None:
    rows = project_rows(herten, Filter(districts=(district_id,)), TODAY)

    found = district_projects(herten, district_id, TODAY)

    assert [(one["number"], one["share"]) for one in found] == [
        (
            row.project.number,
            round(next(s.share for s in row.shares if s.district_id == district_id), 4),
        )
        for row in rows
    ]


def test_city_wide_projects_have_no_card_of_a_district(herten: Connection) -> None:
    counts = count_projects(herten, Filter(districts=(CITYWIDE,)), TODAY)

    assert (counts.citywide, counts.by_district) == (1, {})


def test_everything_can_be_written_as_json(herten: Connection) -> None:
    found = [district_projects(herten, one, TODAY) for one in NINE_IDS]

    assert json.loads(json.dumps(found)) == found
