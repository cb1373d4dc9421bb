"""What may leave the house, and what nobody may work out."""

from __future__ import annotations

import hypothesis.extra.numpy as npst
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from services.indicators.disclosure import PUBLIC, STAFF, Policy, protect
from services.indicators.knowledge import Sum
from tests.services.indicators.tables import counts, marked, narrowest, row, table

SMALL_COUNTS = st.one_of(st.integers(0, 8), st.integers(0, 60))
TABLES = npst.arrays(
    np.int64,
    st.tuples(st.integers(2, 9), st.integers(1, 4)),
    elements=SMALL_COUNTS,
)
POLICIES = st.builds(
    Policy, k=st.integers(2, 6), zero_is_sensitive=st.booleans(), method=st.just("suppress")
)


def statuses(*parts: float, policy: Policy = PUBLIC) -> list[str]:
    return [str(one) for one in protect(row(*parts), policy).statuses]


def test_counts_that_are_large_enough_are_published() -> None:
    assert statuses(12, 40, 7) == ["ok"] * 4


def test_a_small_count_is_held_back_together_with_the_next_smallest() -> None:
    assert statuses(3, 40, 12) == ["suppressed_primary", "ok", "suppressed_secondary", "ok"]


def test_the_partner_is_never_a_zero_while_there_is_another() -> None:
    assert statuses(3, 0, 40) == ["suppressed_primary", "ok", "suppressed_secondary", "ok"]


def test_two_small_counts_that_add_up_to_too_little_take_a_third_with_them() -> None:
    assert statuses(1, 2, 30, 9) == [
        "suppressed_primary",
        "suppressed_primary",
        "ok",
        "suppressed_secondary",
        "ok",
    ]


def test_staff_see_more_than_the_public() -> None:
    assert statuses(3, 40, 12, policy=STAFF) == ["ok"] * 4


def test_a_zero_is_published_unless_it_tells_something() -> None:
    strict = Policy(k=5, zero_is_sensitive=True)

    assert (statuses(0, 40, 12)[0], statuses(0, 40, 12, policy=strict)[0]) == (
        "ok",
        "suppressed_primary",
    )


def test_where_all_is_small_the_total_is_held_back_too() -> None:
    assert statuses(1, 1, 1)[-1].startswith("suppressed")


def test_a_missing_count_is_missing_and_no_zero() -> None:
    assert protect(counts([np.nan, 9.0]), PUBLIC).statuses.tolist() == ["missing", "ok"]


def test_areas_with_too_few_inhabitants_are_told_nothing_of() -> None:
    given = marked(row(50, 60, 70), "too_small", [1])

    found = protect(given, PUBLIC).statuses

    assert (found[1], sum(one.startswith("suppressed") for one in found)) == (
        "suppressed_primary",
        2,
    )


def test_a_share_of_nearly_everybody_is_held_back_like_a_small_one() -> None:
    """38 of 40: the two who are not are as few as the two who are would be."""
    share = counts([38, 2, 40], [Sum(2, (0, 1))])
    given = marked(marked(share, "wanted", [1], as_=False), "sensitive", [2], as_=False)
    given = marked(given, "known", [2])

    assert protect(given, PUBLIC).statuses.tolist()[0] == "suppressed_secondary"


def test_an_overlapping_area_does_not_tell_of_what_it_leaves_out() -> None:
    """District 100, programme area 97 of them: three live outside."""
    given = marked(counts([100, 97, 3], [Sum(0, (1, 2))]), "wanted", [2], as_=False)

    assert narrowest(given, PUBLIC, also=[2]) >= PUBLIC.k


def test_pooled_years_do_not_tell_of_a_single_one() -> None:
    """Two pools of three years that share two: their difference is the change of two years."""
    years = [4, 20, 30, 2]
    pools = [sum(years[:3]), sum(years[1:])]
    given = marked(
        counts([*years, *pools], [Sum(4, (0, 1, 2)), Sum(5, (1, 2, 3))]),
        "wanted",
        range(4),
        as_=False,
    )

    assert narrowest(given, PUBLIC, also=[0, 3]) >= PUBLIC.k


def test_what_was_held_back_before_is_held_back_again_rather_than_another() -> None:
    given = marked(row(3, 40, 12), "held", [1])

    assert protect(given, PUBLIC).statuses.tolist()[:3] == [
        "suppressed_primary",
        "suppressed_secondary",
        "ok",
    ]


def test_what_left_the_house_before_is_no_partner() -> None:
    given = marked(row(3, 40, 12), "known", [2])

    assert protect(given, PUBLIC).statuses.tolist()[1] == "suppressed_secondary"


def test_it_says_what_cannot_be_protected_any_more() -> None:
    given = marked(row(3, 40, 12), "known", [1, 2, 3])

    assert protect(given, PUBLIC).exposed.tolist() == [0]


def test_a_rest_beyond_the_parts_is_no_hiding_place() -> None:
    """Readers know how many live nowhere in particular."""
    given = counts([3, 40, 12, 60], [Sum(3, (0, 1, 2), rest=5)])

    assert protect(given, PUBLIC).statuses.tolist()[2] == "suppressed_secondary"


@settings(max_examples=60, deadline=None)
@given(cells=TABLES, policy=POLICIES)
def test_nobody_pins_a_count_that_is_held_back_to_less_than_k(
    cells: NDArray[np.int64], policy: Policy
) -> None:
    assert narrowest(table(cells), policy) >= policy.k - 1e-6


@settings(max_examples=60, deadline=None)
@given(cells=TABLES, policy=POLICIES)
def test_no_small_count_is_ever_published(cells: NDArray[np.int64], policy: Policy) -> None:
    given = table(cells)

    published = given.values[protect(given, policy).statuses == "ok"]

    least = 0 if policy.zero_is_sensitive else 1
    assert not ((published >= least) & (published < policy.k)).any()


@settings(max_examples=40, deadline=None)
@given(cells=TABLES, step=st.sampled_from(["round5", "round10"]))
def test_rounded_tables_do_not_tell_which_of_three_a_small_count_is(
    cells: NDArray[np.int64], step: str
) -> None:
    policy = Policy(k=5, method=step)  # type: ignore[arg-type]
    given = table(cells)
    small = np.flatnonzero((given.values > 0) & (given.values < 5))

    assert narrowest(given, policy, also=[int(one) for one in small]) >= 2 - 1e-6


@settings(max_examples=30, deadline=None)
@given(cells=TABLES, data=st.data())
def test_what_is_known_from_before_exposes_nothing_unless_it_is_said(
    cells: NDArray[np.int64], data: st.DataObject
) -> None:
    flat = table(cells)
    known = data.draw(st.sets(st.integers(0, len(flat.values) - 1), max_size=3))
    given = marked(flat, "known", known)
    exposed = protect(given, PUBLIC).exposed

    if len(exposed) == 0:
        assert narrowest(given, PUBLIC) >= PUBLIC.k - 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_large_tables_are_protected_as_well(seed: int) -> None:
    cells = np.random.default_rng(seed).poisson(7, size=(12, 8))

    assert narrowest(table(cells), PUBLIC) >= PUBLIC.k - 1e-6


def test_a_small_count_in_no_sum_is_held_back_alone() -> None:
    assert protect(counts([3, 50]), PUBLIC).statuses.tolist() == ["suppressed_primary", "ok"]
