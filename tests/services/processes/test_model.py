"""Where a process stands: days are inclusive, and a draft is a draft on every day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.services.processes.samples import a_process

FIRST, LAST = date(2026, 11, 10), date(2026, 11, 20)
LIMITED = a_process(standing=False, starts_on=FIRST, ends_on=LAST)


@pytest.mark.parametrize(
    ("on", "phase"),
    [
        (date(2026, 11, 9), "upcoming"),
        (FIRST, "open"),
        (date(2026, 11, 15), "open"),
        (LAST, "open"),
        (date(2026, 11, 21), "ended"),
    ],
)
def test_the_first_and_the_last_day_belong_to_the_period(on: date, phase: str) -> None:
    assert LIMITED.phase(on) == phase


def test_a_process_without_days_is_always_open() -> None:
    assert {a_process().phase(on) for on in (date.min, FIRST, date.max)} == {"open"}


def test_a_draft_is_a_draft_whatever_the_day() -> None:
    assert a_process(published_at=None, starts_on=FIRST).phase(FIRST) == "draft"


@pytest.mark.parametrize(("on", "left"), [(FIRST, 10), (LAST, 0)])
def test_no_day_is_left_on_the_last_one(on: date, left: int) -> None:
    assert LIMITED.days_left(on) == left


def test_what_has_no_end_has_no_days_left() -> None:
    assert a_process().days_left(FIRST) is None
