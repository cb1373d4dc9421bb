"""What people type is stored in one spelling, and nothing that hides is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.comments.wording import (
    clean_line,
    clean_text,
    has_markup,
    is_readable,
    optional_line,
    readable,
)


def test_letters_and_accents_become_one() -> None:
    assert clean_line("fu\u0308r") == "für"


def test_line_ends_are_alike_and_empty_lines_few() -> None:
    assert clean_text(" eins \r\nzwei\u2028drei\n\n\n\nvier\t!\n") == "eins\nzwei\ndrei\n\nvier !"


def test_a_line_has_no_line_ends() -> None:
    assert clean_line("eins\n zwei\u00a0\tdrei ") == "eins zwei drei"


@pytest.mark.parametrize("letter", ["\u00ad", "\u200b", "\u2060", "\ufeff", "\u200f"])
def test_what_nobody_sees_and_harms_nobody_is_dropped(letter: str) -> None:
    assert clean_text(f"Fahr{letter}rad") == "Fahrrad"


def test_joined_signs_stay_whole() -> None:
    family = "👨\u200d👩\u200d👧"

    assert clean_line(family) == family


@pytest.mark.parametrize(
    "letter",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\x9f",
        "\u202e",
        "\u2066",
        chr(0xD800),
        "\ufffd",
        "\ufffe",
        "\U0001ffff",
    ],
)
def test_what_could_forge_or_break_a_page_is_refused(letter: str) -> None:
    text = f"vor{letter}nach"

    assert not is_readable(text)
    assert readable(text) == "vornach"


@pytest.mark.parametrize("text", ["für alle\n\t🌳", "Şişli, Łódź", "مرحبا", ""])
def test_every_language_is_readable(text: str) -> None:
    assert is_readable(text)


def test_nothing_left_is_none() -> None:
    assert optional_line(" \u200b ") is None


@given(st.text(alphabet=st.characters(), max_size=200))
def test_a_cleaned_text_stays_as_it_is(text: str) -> None:
    cleaned = clean_text(readable(text))

    assert clean_text(cleaned) == cleaned
    assert is_readable(cleaned)
    assert unicodedata.is_normalized("NFC", cleaned)


@pytest.mark.parametrize("text", ["Ich <3 Herten", "x < y und y > z", "Straße <A 2>", "a<b>c"])
def test_signs_of_every_day_are_no_markup(text: str) -> None:
    assert not has_markup(text)
