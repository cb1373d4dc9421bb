"""Amounts and periods as people write them."""

from __future__ import annotations

import pytest

from services.layers.imported import Value
from services.layers.targets.cells import UnreadableCellError, euros, period


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (None, None),
        ("", None),
        (0, 0),
        (1_500_000.4, 1_500_000),
        ("1500000", 1_500_000),
        ("1.500.000,50 €", 1_500_000),
        ("12 000 EUR", 12_000),
    ],
)
def test_amounts_are_whole_euros(written: Value, meant: int | None) -> None:
    assert euros(written) == meant


@pytest.mark.parametrize(
    "written", ["rund 3 Mio.", "1.5", "1,500,000", -1, float("nan"), 10**12, "NaN", True]
)
def test_what_is_no_amount_is_not_guessed(written: Value) -> None:
    with pytest.raises(UnreadableCellError):
        euros(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (None, None),
        (" ", None),
        (2027, "2027"),
        (2027.0, "2027"),
        ("2027-03", "2027-03"),
        ("2027-03-01", "2027-03-01"),
        ("03/2027", "2027-03"),
        ("3.2027", "2027-03"),
        ("1.3.2027", "2027-03-01"),
    ],
)
def test_periods_are_days_months_or_years(written: Value, meant: str | None) -> None:
    assert period(written) == meant


@pytest.mark.parametrize("written", ["Herbst 2027", "31.02.2027", "13/2027", "27", 20270, "0001"])
def test_what_is_no_period_is_not_guessed(written: Value) -> None:
    with pytest.raises(UnreadableCellError):
        period(written)
