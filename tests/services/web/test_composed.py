"""One spelling of each letter, in a time that grows with the text and no faster."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.web.composed import MARKS_MAX, composed


@given(st.text(max_size=MARKS_MAX))
def test_ordinary_texts_are_normalised_as_unicode_says(text: str) -> None:
    assert composed(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("form", ["NFC", "NFKC"])
def test_of_a_heap_of_marks_the_first_thirty_stay(form: str) -> None:
    heap = "\u0300\u0327" * 200_000

    found = composed(f"a{heap}b", form)  # type: ignore[arg-type]  # both are known forms

    assert len(unicodedata.normalize("NFD", found)) == MARKS_MAX + 2
    assert (unicodedata.normalize("NFD", found)[0], found[-1]) == ("a", "b")
