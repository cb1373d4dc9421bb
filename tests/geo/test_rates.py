"""Rates: published intervals, the defining property of an interval, and how often it errs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.rates import compare_with_whole, poisson_interval

KNOWN: Final = (3_425, 10_841, 6_896, 6_272, 8_726)
"""Inhabitants at the end of 2020: Bertlich, Westerholt, Scherlebeck, Paschenberg, Mitte."""
WHOLE: Final = 61_860
"""All of Herten then."""
GUESSED: Final = (3_425, 10_841, 7_100, 6_896, 7_100, 6_272, 8_726, 5_800, 5_700)
"""All nine, the four unknown ones as they might be."""
RUNS: Final = 4_000
NINE: Final = 9


# --- intervals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0.0, 3.689),
        (1, 0.025, 5.572),
        (2, 0.242, 7.225),
        (3, 0.619, 8.767),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (20, 12.217, 30.888),
        (50, 37.111, 65.919),
        (100, 81.364, 121.627),
    ],
)
def test_intervals_are_those_of_the_published_tables(count: int, low: float, high: float) -> None:
    found = poisson_interval(count, confidence=0.95)

    assert found == pytest.approx((low, high), abs=0.0006)


def test_no_events_leave_as_upper_limit_the_logarithm_of_half_the_error() -> None:
    _, high = poisson_interval(0, confidence=0.99)

    assert high == pytest.approx(-math.log(0.005), rel=1e-12)


def _probability(counts: range, mean: float) -> float:
    return math.fsum(math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in counts)


@given(count=st.integers(1, 400), confidence=st.floats(0.5, 0.9999))
def test_at_each_limit_the_tail_is_half_the_error(count: int, confidence: float) -> None:
    low, high = poisson_interval(count, confidence=confidence)

    at_least = 1 - _probability(range(count), low)
    at_most = _probability(range(count + 1), high)
    assert (at_least, at_most) == pytest.approx([(1 - confidence) / 2] * 2, rel=1e-6)


@pytest.mark.parametrize("count", [1_000, 100_000])
def test_many_events_scatter_like_a_normal_number(count: int) -> None:
    low, high = poisson_interval(count, confidence=0.95)

    normal = 2 * 1.959964 * math.sqrt(count)
    assert high - low == pytest.approx(normal + 1, rel=0.001)


@given(count=st.integers(0, 10_000), confidence=st.floats(0.5, 0.9999))
def test_an_interval_holds_what_was_counted(count: int, confidence: float) -> None:
    low, high = poisson_interval(count, confidence=confidence)

    assert low <= count < high


@pytest.mark.parametrize(("count", "confidence"), [(-1, 0.95), (3, 0.0), (3, 1.0)])
def test_what_has_no_interval_is_refused(count: int, confidence: float) -> None:
    with pytest.raises(ValueError, match="no interval"):
        poisson_interval(count, confidence=confidence)


# --- how often a part is called different although all rates are equal ----------------------------


def _false_alarms(
    totals: np.ndarray, exposures: Sequence[float | None], shares: Sequence[float], whole: float
) -> float:
    """Return the share of runs in which any part is called different."""
    random = np.random.default_rng(seed=3)
    alarms = 0
    for counts in random.multinomial(totals, shares):
        found = compare_with_whole(counts.tolist(), exposures, whole_exposure=whole)
        alarms += any(one.verdict in {"more", "fewer"} for one in found)
    return alarms / len(totals)


TOTALS: Final = (10, 40, 120, 300, 1_000, 5_000)


@pytest.mark.parametrize("total", TOTALS)
def test_under_equal_rates_any_of_nine_is_called_different_in_five_of_a_hundred_at_most(
    total: int,
) -> None:
    whole = sum(GUESSED)
    shares = [one / whole for one in GUESSED]

    assert _false_alarms(np.full(RUNS, total), GUESSED, shares, whole) <= 0.05


@pytest.mark.parametrize("total", TOTALS)
def test_so_it_is_where_only_five_of_nine_have_a_known_exposure(total: int) -> None:
    rest = (WHOLE - sum(KNOWN)) / 4
    shares = [*(one / WHOLE for one in KNOWN), *[rest / WHOLE] * 4]
    exposures = [*KNOWN, None, None, None, None]

    assert _false_alarms(np.full(RUNS, total), exposures, shares, WHOLE) <= 0.05


@pytest.mark.parametrize("mean", TOTALS)
def test_so_it_is_where_the_total_is_left_to_chance_too(mean: int) -> None:
    whole = sum(GUESSED)
    totals = np.random.default_rng(seed=4).poisson(mean, RUNS)

    assert _false_alarms(totals, GUESSED, [one / whole for one in GUESSED], whole) <= 0.05


@pytest.mark.parametrize("largest", [0.2, 0.5, 0.8, 0.95])
def test_so_it_is_where_one_part_is_most_of_the_whole(largest: float) -> None:
    shares = [largest, *[(1 - largest) / 8] * 8]
    exposures = [one * 10_000 for one in shares]

    assert _false_alarms(np.full(RUNS, 400), exposures, shares, 10_000.5) <= 0.05


# --- what is seen --------------------------------------------------------------------------------


def _seen(rates: Sequence[float], total: int) -> list[float]:
    """Return how often each of nine equal parts gets the verdict its true rate deserves."""
    random = np.random.default_rng(seed=5)
    right = np.zeros(NINE)
    expected = ["more" if one > 1 else "fewer" if one < 1 else "" for one in rates]
    for counts in random.multinomial(total, np.array(rates) / sum(rates), size=500):
        found = compare_with_whole(counts.tolist(), [7_000.0] * NINE, whole_exposure=63_000.0)
        right += [one.verdict == word for one, word in zip(found, expected, strict=True)]
    return list(right / 500)


def test_three_times_the_rate_with_forty_expected_is_seen() -> None:
    assert _seen([3.0, *[1.0] * 8], total=40 * NINE)[0] > 0.99


def test_a_third_of_the_rate_with_forty_expected_is_seen() -> None:
    assert _seen([1 / 3, *[1.0] * 8], total=40 * NINE)[0] > 0.95


# --- verdicts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "verdict"), [(80, "more"), (40, "as_expected"), (30, "as_expected"), (5, "fewer")]
)
def test_a_part_is_judged_by_whether_its_interval_holds_the_rate_of_the_whole(
    first: int, verdict: str
) -> None:
    counts = [first, *[40] * 8]
    (found, *_) = compare_with_whole(counts, [7_000.0] * NINE, whole_exposure=63_000.0)

    assert found.verdict == verdict


@given(counts=st.lists(st.integers(0, 300), min_size=NINE, max_size=NINE))
def test_verdict_and_interval_always_say_the_same(counts: list[int]) -> None:
    rate = sum(counts) / 63_000

    for one in compare_with_whole(counts, [7_000.0] * NINE, whole_exposure=63_000.0):
        assert one.low is not None
        assert one.high is not None
        assert (one.verdict == "more") == (one.low > rate)
        assert (one.verdict == "fewer") == (one.high < rate)


def test_where_even_none_would_not_be_fewer_nothing_is_said() -> None:
    found = compare_with_whole([5] * NINE, [7_000.0] * NINE, whole_exposure=63_000.0)

    assert {one.verdict for one in found} == {"too_few"}


def test_where_none_would_be_fewer_something_is_said() -> None:
    found = compare_with_whole([6] * NINE, [7_000.0] * NINE, whole_exposure=63_000.0)

    assert {one.verdict for one in found} == {"as_expected"}


def test_no_events_at_all_are_too_few_everywhere() -> None:
    found = compare_with_whole([0] * NINE, [7_000.0] * NINE, whole_exposure=63_000.0)

    assert {one.verdict for one in found} == {"too_few"}


def test_a_part_of_unknown_exposure_gets_no_rate_and_no_verdict() -> None:
    known, unknown = compare_with_whole([40, 40], [7_000.0, None], whole_exposure=14_000.0)

    assert (unknown.count, unknown.rate, unknown.verdict) == (40, None, None)
    assert known.verdict == "as_expected"


def test_without_the_exposure_of_the_whole_there_are_rates_but_no_verdicts() -> None:
    found = compare_with_whole([40, 10], [7_000.0, 7_000.0], whole_exposure=None)

    assert [(one.rate, one.verdict) for one in found] == [(40 / 7_000, None), (10 / 7_000, None)]


def test_events_where_the_exposure_is_unknown_count_in_the_rate_of_the_whole() -> None:
    found, _ = compare_with_whole([40, 80], [7_000.0, None], whole_exposure=14_000.0)

    assert found.expected == pytest.approx(60)


@pytest.mark.parametrize(
    ("exposures", "whole"), [([7_000.0], 14_000.0), ([0.0, 1.0], 2.0), ([3.0, 1.0], 2.0)]
)
def test_what_cannot_be_compared_is_refused(exposures: list[float | None], whole: float) -> None:
    with pytest.raises(ValueError, match="exposure"):
        compare_with_whole([1, 2], exposures, whole_exposure=whole)
