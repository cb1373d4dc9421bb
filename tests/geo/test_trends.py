"""Trends, funnels and cumulative sums against figures worked out elsewhere, and their laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.trends import funnel, rises_at, trend

SERIES = st.lists(st.integers(-50, 50), min_size=5, max_size=7)


def test_five_rising_values_are_the_shortest_trend_there_is() -> None:
    found = trend([2019, 2020, 2021, 2022, 2023], [10, 11, 12, 13, 14])

    assert found is not None
    assert found.slope == 1.0
    assert found.p == pytest.approx(2 / 120)


def test_four_values_tell_nothing() -> None:
    assert trend([1, 2, 3, 4], [1, 2, 3, 4]) is None


def test_a_series_that_does_not_move_has_no_trend() -> None:
    assert trend(range(6), [7] * 6) is None


def test_a_gap_in_time_makes_the_slope_flatter() -> None:
    found = trend([2015, 2017, 2019, 2021, 2023], [10, 11, 12, 13, 14])

    assert found is not None
    assert found.slope == pytest.approx(0.5)


@pytest.mark.parametrize("times", [[1, 2, 2, 3, 4], [5, 4, 3, 2, 1], [1, 2, 3]])
def test_time_has_to_go_on(times: list[int]) -> None:
    with pytest.raises(ValueError, match="increase"):
        trend(times, [1, 2, 3, 4, 5])


@given(values=SERIES)
def test_backwards_a_trend_is_as_sure_and_goes_the_other_way(values: list[int]) -> None:
    assume(len(set(values)) > 1)
    one, other = trend(range(len(values)), values), trend(range(len(values)), values[::-1])

    assert one is not None
    assert other is not None
    assert one.slope == pytest.approx(-other.slope)
    assert one.p == pytest.approx(other.p)


@given(values=st.lists(st.integers(0, 2), min_size=5, max_size=7))
def test_equal_values_are_counted_among_all_orders(values: list[int]) -> None:
    """With ties, no order is rarer than one in all different ones."""
    assume(len(set(values)) > 1)
    found = trend(range(len(values)), values)

    assert found is not None
    assert 0 < found.p <= 1


def test_pure_noise_has_a_trend_as_often_as_it_may() -> None:
    noise = np.random.default_rng(1).normal(size=(2_000, 7))

    found = [trend(range(7), one) for one in noise]

    share = np.mean([one is not None and one.p <= 0.05 for one in found])
    assert share <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 2_000)


def test_limits_of_a_funnel_are_narrower_for_larger_parts() -> None:
    found = funnel([10, 1_000], [100, 10_000], share=0.1)

    # 0.1 ± 1.96 · √(0.1 · 0.9 / 10,000)
    assert (found.low_95[1], found.high_95[1]) == pytest.approx((0.09412, 0.10588), abs=1e-5)
    assert found.high_95[0] > found.high_95[1]
    assert found.dispersion == 1.0


def test_who_stands_out_is_told_from_chance() -> None:
    found = funnel([100, 98, 103, 99, 101, 97, 102, 100, 160], [1_000] * 9, share=0.1)

    assert found.places == ("inside",) * 8 + ("outside_99_8",)


def test_parts_that_all_differ_widen_the_funnel() -> None:
    """No part stands out where differing is the rule."""
    found = funnel([60, 140, 70, 130, 65, 135, 75, 125, 140], [1_000] * 9, share=0.1)

    assert found.dispersion > 5
    assert set(found.places) == {"inside"}


@pytest.mark.parametrize(("wholes", "share"), [([0], 0.5), ([10], 0.0), ([10], 1.0)])
def test_a_funnel_needs_people_and_a_share(wholes: list[int], share: float) -> None:
    with pytest.raises(ValueError, match="parts need people"):
        funnel([0] * len(wholes), wholes, share=share)


def test_a_lasting_rise_is_seen_and_a_single_month_is_not() -> None:
    calm = [0.0] * 12

    assert rises_at([*calm, 4.0, *calm], mean=0.0, sd=1.0) is None
    assert rises_at([*calm, *[1.5] * 12], mean=0.0, sd=1.0) == 17


def test_without_spread_there_is_nothing_to_compare_with() -> None:
    with pytest.raises(ValueError, match="no spread"):
        rises_at([1.0], mean=0.0, sd=0.0)
