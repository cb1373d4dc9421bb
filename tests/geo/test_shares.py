"""Intervals of shares against published values, and laws they keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.shares import difference_interval, share_interval

SHARES = st.integers(1, 5_000).flatmap(
    lambda whole: st.tuples(st.integers(0, whole), st.just(whole))
)


@pytest.mark.parametrize(
    ("count", "whole", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_shares_have_the_published_intervals(
    count: int, whole: int, low: float, high: float
) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872: table I, method 3."""
    assert share_interval(count, whole) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_differences_have_the_published_intervals(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 873-890: table II, method 10."""
    assert difference_interval(one, other) == pytest.approx((low, high), abs=5e-5)


@given(share=SHARES)
def test_the_share_lies_in_its_interval(share: tuple[int, int]) -> None:
    low, high = share_interval(*share)

    assert 0 <= low <= share[0] / share[1] <= high <= 1


@given(share=SHARES)
def test_who_has_not_has_the_mirrored_interval(share: tuple[int, int]) -> None:
    count, whole = share
    low, high = share_interval(count, whole)

    assert share_interval(whole - count, whole) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(one=SHARES, other=SHARES)
def test_the_other_way_round_the_difference_has_the_other_sign(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    low, high = difference_interval(one, other)

    assert difference_interval(other, one) == pytest.approx((-high, -low), abs=1e-12)


@pytest.mark.parametrize(("count", "whole"), [(1, 0), (0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(count: int, whole: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        share_interval(count, whole)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 1.5])
def test_certainty_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="no confidence"):
        share_interval(1, 2, confidence=confidence)
