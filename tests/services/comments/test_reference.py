"""Reference numbers can be said, typed and checked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.comments.reference import (
    LENGTH,
    find_reference,
    new_reference,
    shown,
    spoken,
)

references = st.integers(0, 89_999_999).map(lambda drawn: new_reference(lambda _: drawn))


def test_the_smallest_number_has_no_leading_zero() -> None:
    assert new_reference(lambda _: 0) == "100000006"


@given(references)
def test_a_new_number_has_nine_digits_and_is_valid(reference: str) -> None:
    assert (len(reference), reference[0] != "0", find_reference(reference)) == (
        LENGTH,
        True,
        reference,
    )


@given(references, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_found(reference: str, place: int, off_by: int) -> None:
    wrong = str((int(reference[place]) + off_by) % 10)

    assert find_reference(reference[:place] + wrong + reference[place + 1 :]) is None


@given(references, st.integers(0, 7))
def test_two_swapped_neighbours_are_found(reference: str, place: int) -> None:
    left, right = reference[place], reference[place + 1]
    swapped = reference[:place] + right + left + reference[place + 2 :]

    assert left == right or find_reference(swapped) is None


@given(references)
def test_a_number_is_read_as_it_is_shown(reference: str) -> None:
    assert find_reference(f" {shown(reference)} ") == reference
    assert find_reference(shown(reference).replace("-", " ")) == reference


@pytest.mark.parametrize("text", ["", "12", "1000000050", "10000000５", "٤٨٢759316", "abcdefghi"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert find_reference(text) is None


@given(st.text(max_size=20))
def test_any_text_is_either_nine_digits_or_none(text: str) -> None:
    found = find_reference(text)

    assert found is None or (len(found) == LENGTH and found.isascii() and found.isdecimal())


def test_a_number_is_spoken_in_groups() -> None:
    assert spoken("482759316", "de") == ("vier acht zwei, sieben fünf neun, drei eins sechs")
    assert spoken("482759316", "en").startswith("four eight two, ")
