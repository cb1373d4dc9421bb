"""What a warning points at, and what it leaves alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.comments.home_protection import find_marks

HARMLESS = (
    "Seit 1974 gehört Westerholt zu Herten, Bertlich auch.",
    "Das kostet 12.500,00 Euro, 2026 waren es 100 000 Euro.",
    "45699 Herten und 45701 Herten liegen nebeneinander.",
    "Auf der B 224 und der L 502 ist Stau, auf der A 43 auch.",
    "Die Linie 210 und der SB 28 fahren am 03.10.2026 von 08:00 bis 18:00 Uhr.",
    "Vom 01.02.2026 bis 05.11.2026, 0,5 Prozent mehr, Tempo 30 statt 50.",
    "Am Parkplatz 20 Stellplätze, am Radweg 30 km/h, auf dem Spielplatz 3 Schaukeln.",
    "DIN EN 301 549 und die Straße 3. Ordnung, 0 bis 10 Punkte.",
    "Frau Bürgermeisterin, bitte handeln! Die Anne-Frank-Schule und die Peter Schmidt Straße.",
    "Ein Baum je 100 m², 3 Bänke, 2 Mülleimer, Hauptstraße 30 Bäume.",
    "Bei Festen und bei Regen steht hier alles unter Wasser.",
)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_tells_of_nobody_is_not_marked(text: str) -> None:
    assert [text[mark.start : mark.end] for mark in find_marks(text)] == []


@pytest.mark.parametrize(
    ("text", "kind", "marked"),
    [
        ("Ruft an: 02366 303-123!", "phone", "02366 303-123"),
        ("Ruft an: (02366) 303123", "phone", "(02366) 303123"),
        ("oder +49 2366 3030", "phone", "+49 2366 3030"),
        ("oder 0171/1234567.", "phone", "0171/1234567"),
        ("Tel.: 30300", "phone", "30300"),
        ("Mail an max.mueller@web.de bitte", "email", "max.mueller@web.de"),
        ("Mail an max (at) web.de bitte", "email", "max (at) web.de"),
        ("Spende: DE89 3704 0044 0532 0130 00", "iban", "DE89 3704 0044 0532 0130 00"),
        ("Spende: de89370400440532013000", "iban", "de89370400440532013000"),
        ("Immer parkt hier RE-AB 123 falsch", "plate", "RE-AB 123"),
        ("Immer parkt hier RE AB 1234 falsch", "plate", "RE AB 1234"),
        ("Herr Müller räumt nicht", "person", "Herr Müller"),
        ("Frau Dr. Schulze-Wagner", "person", "Frau Dr. Schulze-Wagner"),
        ("bei Müllers ist es laut", "person", "Müllers"),
        ("Familie Kowalski wohnt da", "person", "Familie Kowalski"),
        ("Das war Peter Schmidt selbst", "person", "Peter Schmidt"),
        ("in der Feldstraße 12 steht", "address", "Feldstraße 12"),
        ("Ewaldstr. 12a, hinten", "address", "Ewaldstr. 12a"),
        ("Kaiserstraße 5 Herten", "address", "Kaiserstraße 5"),
    ],
)
def test_what_tells_of_somebody_is_marked(text: str, kind: str, marked: str) -> None:
    assert [(mark.kind, text[mark.start : mark.end]) for mark in find_marks(text)] == [
        (kind, marked)
    ]


def test_a_number_with_a_wrong_checksum_is_no_bank_account() -> None:
    assert "iban" not in {mark.kind for mark in find_marks("DE89 3704 0044 0532 0130 01")}


@given(st.text(max_size=400))
def test_marks_lie_in_the_text_in_order_and_apart(text: str) -> None:
    marks = find_marks(text)

    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    assert all(one.end <= other.start for one, other in pairwise(marks))


@given(
    before=st.sampled_from(HARMLESS),
    after=st.sampled_from(HARMLESS),
    number=st.integers(10**6, 10**8 - 1),
)
def test_a_phone_number_is_found_wherever_it_stands(before: str, after: str, number: int) -> None:
    text = f"{before} 02366 {number} {after}"

    assert [mark.kind for mark in find_marks(text)] == ["phone"]


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 28))
def test_days_and_years_are_left_alone(year: int, month: int, day: int) -> None:
    assert find_marks(f"Am {day:02}.{month:02}.{year} und {day}.{month}.{year % 100:02}") == ()


@pytest.mark.parametrize(
    "unit", ["0", "0 ", "A", "a.", "Aß", "DE12 ", "x@", "Straße ", "(", "A-", "tel ", "Feldweg "]
)
def test_no_text_takes_long(unit: str) -> None:
    find_marks(unit * (20_000 // len(unit)))


@pytest.mark.parametrize(
    ("text", "kind", "marked"),
    [
        ("Tel. 02366 303123", "phone", "02366 303123"),
        ("Frau Sabine Müller", "person", "Frau Sabine Müller"),
    ],
)
def test_what_one_rule_finds_twice_is_marked_once(text: str, kind: str, marked: str) -> None:
    found = [(mark.kind, text[mark.start : mark.end]) for mark in find_marks(text)]

    assert found == [(kind, marked)]


_SAYINGS = ("Tel. 02366 303123", "Frau Sabine Müller", "Haus 3", "Ewaldstr. 12a", "a@b.de", "und")


@given(st.lists(st.sampled_from(_SAYINGS), max_size=6).map(" ".join))
def test_marks_never_overlap_whatever_is_said_together(text: str) -> None:
    assert all(one.end <= other.start for one, other in pairwise(find_marks(text)))
