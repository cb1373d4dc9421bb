"""What a process takes, and how far outside its area a place lies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, box
from sqlalchemy import Connection, delete

from geo.errors import WorkbenchError
from services.database.tables import participation_process, source, street
from services.districts.store import Districts
from services.processes.actions import (
    area_of,
    check_accepts,
    distance_outside_m,
    fill_processes,
    fill_streets,
)
from services.processes.model import (
    KindNotAskedError,
    Process,
    ProcessEndedError,
    ProcessNotFoundError,
    ProcessNotYetOpenError,
    ProcessOnlyInformsError,
    ThemeNotAskedError,
)
from services.processes.store import Processes
from services.processes.street_store import Streets
from services.settings import PROJECT_ROOT
from tests.conftest import NOW
from tests.fakes import boundaries_of
from tests.services.processes.samples import a_process
from tests.squares import SOUTH_M, WEST_M

DATA = PROJECT_ROOT / "data"
TODAY = date(2026, 11, 23)
SQUARES = boundaries_of()


def accepts(process: Process, **changes: Any) -> None:
    asked: dict[str, Any] = {"kind": "comment", "theme": "climate", "on": TODAY} | changes
    check_accepts(process, **asked)


def test_a_standing_process_takes_what_it_asks_for() -> None:
    accepts(a_process())


@pytest.mark.parametrize(
    ("changes", "asked", "error"),
    [
        ({"published_at": None}, {}, ProcessNotFoundError),
        ({"starts_on": date(2026, 11, 24)}, {}, ProcessNotYetOpenError),
        ({"ends_on": date(2026, 11, 22)}, {}, ProcessEndedError),
        ({"kinds": ()}, {}, ProcessOnlyInformsError),
        ({}, {"kind": "heart_place"}, KindNotAskedError),
        ({"themes": ("housing",)}, {}, ThemeNotAskedError),
    ],
)
def test_what_a_process_does_not_take_is_refused_with_the_reason(
    changes: dict[str, Any], asked: dict[str, Any], error: type[WorkbenchError]
) -> None:
    with pytest.raises(error):
        accepts(a_process(**changes), **asked)


def test_the_last_day_is_taken() -> None:
    accepts(a_process(ends_on=TODAY))


@pytest.mark.parametrize(
    "changes", [{"ends_on": date(2026, 11, 1)}, {"kinds": ()}, {"kinds": ("heart_place",)}]
)
def test_a_department_may_make_its_statement_at_any_time(changes: dict[str, Any]) -> None:
    accepts(a_process(**changes), kind="statement")


def test_not_even_a_department_speaks_in_a_draft() -> None:
    with pytest.raises(ProcessNotFoundError):
        accepts(a_process(published_at=None), kind="statement")


def test_a_theme_not_yet_chosen_is_no_wrong_one() -> None:
    accepts(a_process(themes=("housing",)), theme=None)


IN_A = Point(WEST_M + 500, SOUTH_M + 500)
ONLY_B = a_process(area_kind="districts", district_ids=("b",))
HALF_OF_A = a_process(
    area_kind="polygon",
    area=MultiPolygon([box(WEST_M, SOUTH_M, WEST_M + 500, SOUTH_M + 1_000)]),
)


@pytest.mark.parametrize(
    ("process", "distance_m"), [(a_process(), 0.0), (ONLY_B, 500.0), (HALF_OF_A, 0.0)]
)
def test_the_distance_is_that_to_the_area(process: Process, distance_m: float) -> None:
    assert distance_outside_m(process, IN_A, SQUARES) == pytest.approx(distance_m)


@given(beyond_m=st.floats(min_value=0.1, max_value=50_000))
def test_outside_the_city_the_distance_is_that_to_its_border(beyond_m: float) -> None:
    west_of_it = Point(WEST_M - beyond_m, SOUTH_M + 1_500)

    assert distance_outside_m(a_process(), west_of_it, SQUARES) == pytest.approx(beyond_m)


@pytest.mark.parametrize(
    ("process", "area_ha"), [(a_process(), 900), (ONLY_B, 100), (HALF_OF_A, 50)]
)
def test_the_area_is_the_city_its_districts_or_what_was_drawn(
    process: Process, area_ha: float
) -> None:
    assert area_of(process, SQUARES).area == pytest.approx(area_ha * 10_000)


def test_a_fresh_installation_has_the_two_standing_processes(herten: Connection) -> None:
    found = Processes(herten).list(TODAY)

    assert [(one.id, one.phase(TODAY)) for one in found] == [
        ("ideen", "open"),
        ("herzensorte", "open"),
    ]


def test_an_installation_from_before_gets_what_it_lacks(herten: Connection) -> None:
    herten.execute(delete(participation_process).where(participation_process.c.id == "ideen"))
    herten.execute(delete(street))
    herten.execute(delete(source).where(source.c.key == "rp-zechenmauer"))

    added = fill_processes(herten, data_dir=DATA, now=NOW), fill_streets(herten, data_dir=DATA)

    assert added == (1, len(Streets(herten).list()))
    assert "rp-zechenmauer" in Districts(herten).sources()


@pytest.mark.parametrize(
    "fill",
    [
        lambda connection: fill_processes(connection, data_dir=DATA, now=NOW),
        lambda connection: fill_streets(connection, data_dir=DATA),
    ],
)
def test_filling_again_adds_nothing(herten: Connection, fill: Callable[[Connection], int]) -> None:
    assert fill(herten) == 0


def test_what_staff_changed_is_not_put_back(herten: Connection) -> None:
    changed = {"de": "Anderer Titel", "en": "Another title"}
    Processes(herten).change("ideen", expected_version=1, now=NOW, title=changed)

    fill_processes(herten, data_dir=DATA, now=NOW)

    assert Processes(herten).get("ideen").title == changed
