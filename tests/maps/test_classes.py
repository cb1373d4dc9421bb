"""Classes of numbers are round, ordered, and hold every value."""

from __future__ import annotations

import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.classes import (
    CLASSES_MAX,
    CLASSES_MIN,
    Method,
    categories,
    class_breaks,
    graduated_classes,
)
from maps.schemes import SCHEMES

METHODS: tuple[Method, ...] = get_args(Method)
every_method = pytest.mark.parametrize("method", METHODS)
numbers = st.lists(
    st.integers(-10_000_000, 10_000_000).map(lambda one: one / 1000), min_size=1, max_size=60
)
counts = st.integers(CLASSES_MIN, CLASSES_MAX)


@every_method
@given(values=numbers, count=counts)
def test_every_value_lies_between_the_outer_bounds(
    method: Method, values: list[float], count: int
) -> None:
    breaks = class_breaks(values, method=method, count=count)

    assert breaks[0] <= min(values)
    assert max(values) <= breaks[-1]


@every_method
@given(values=numbers, count=counts)
def test_bounds_rise_and_make_no_more_classes_than_can_be_told_apart(
    method: Method, values: list[float], count: int
) -> None:
    breaks = class_breaks(values, method=method, count=count)

    assert list(breaks) == sorted(breaks)
    assert len(breaks) - 1 <= CLASSES_MAX
    assert len(set(breaks)) == len(breaks) or len(set(values)) == 1


@given(values=numbers, count=counts)
def test_steps_are_equally_wide_and_of_a_round_number(values: list[float], count: int) -> None:
    breaks = class_breaks(values, method="pretty", count=count)
    if len(set(values)) == 1:
        return
    step = (breaks[-1] - breaks[0]) / (len(breaks) - 1)

    digits = step / 10 ** math.floor(math.log10(step * 1.000001))
    assert min(abs(digits - one) for one in (1, 2, 2.5, 5, 10)) < 1e-4


def test_quantiles_share_the_values_out_evenly() -> None:
    values = [float(one) for one in range(1, 101)]

    breaks = class_breaks(values, method="quantile", count=5)

    held = [sum(low <= one < high for one in values) for low, high in zip(breaks, breaks[1:])]  # noqa: B905, RUF007 - pairs
    assert all(abs(one - 20) <= 2 for one in held)


def test_equal_classes_of_round_limits_are_round() -> None:
    assert class_breaks([0.02, 3.1, 9.97], method="equal", count=3) == (0.0, 3.3, 6.7, 10.0)


@every_method
def test_what_is_no_number_is_left_out(method: Method) -> None:
    known = class_breaks([1.0, 2.0, 5.0, 9.0], method=method)

    odd = [1.0, None, 2.0, math.nan, 5.0, math.inf, 9.0, -math.inf]
    assert class_breaks(odd, method=method) == known


@every_method
def test_few_values_make_few_classes(method: Method) -> None:
    assert len(class_breaks([4.0, 8.0, 8.0], method=method, count=7)) <= 4
    assert class_breaks([4.0, 4.0], method=method) == (4.0, 4.0)
    assert class_breaks([None, math.nan], method=method) == ()


def test_a_number_that_occurs_often_stands_in_one_class_only() -> None:
    breaks = class_breaks([0.0] * 90 + [float(one) for one in range(10)], method="quantile")

    assert len(set(breaks)) == len(breaks)


@pytest.mark.parametrize("count", [CLASSES_MIN - 1, CLASSES_MAX + 1])
def test_too_few_and_too_many_classes_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="3 to 7"):
        class_breaks([1.0, 2.0], method="equal", count=count)


def test_classes_join_without_a_gap_in_the_colors_of_the_scheme() -> None:
    classes = graduated_classes((0.0, 10.0, 20.0, 50.0), scheme="blues")

    assert [(one.lower, one.upper) for one in classes] == [(0, 10), (10, 20), (20, 50)]
    assert len({one.colour for one in classes}) == 3


def test_no_bounds_make_no_classes() -> None:
    assert graduated_classes((), scheme="blues") == ()


def test_the_most_frequent_texts_become_categories() -> None:
    values = ["Eiche", "Linde", "Eiche", None, "", "Ahorn"]

    assert [one.value for one in categories(values)] == ["Eiche", "Ahorn", "Linde"]


def test_there_are_no_more_categories_than_colors() -> None:
    classes = categories(f"Art {one}" for one in range(100))

    assert len(classes) == len(SCHEMES["distinct"].stops)
    assert len({one.colour for one in classes}) == len(classes)
    assert categories([None, " "]) == ()
