"""Periods as sources give them: days, months, years."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects.model import first_day, last_day


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-09", date(2022, 9, 1), date(2022, 9, 30)),
        ("2022-12", date(2022, 12, 1), date(2022, 12, 31)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-09-05", date(2022, 9, 5), date(2022, 9, 5)),
        (None, None, None),
    ],
)
def test_a_period_has_a_first_and_a_last_day(
    period: str | None, first: date | None, last: date | None
) -> None:
    assert (first_day(period), last_day(period)) == (first, last)


@given(day=st.dates(), length=st.sampled_from([4, 7, 10]))
def test_a_day_lies_in_its_month_and_its_year(day: date, length: int) -> None:
    period = day.isoformat()[:length]
    first, last = first_day(period), last_day(period)

    assert first is not None
    assert last is not None
    assert first <= day <= last
