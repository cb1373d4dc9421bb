"""Numbers, money and days as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from services.web.i18n import Speech
from services.web.texts import LANGS, Lang, say

NBSP = "\xa0"
MINUS = "-"


@pytest.mark.parametrize(
    ("value", "digits", "german", "english"),
    [
        (0, 0, "0", "0"),
        (36, 0, "36", "36"),
        (61_163, 0, "61.163", "61,163"),
        (1_234_567.891, 2, "1.234.567,89", "1,234,567.89"),
        (4.02, 2, "4,02", "4.02"),
        (4.0, 2, "4", "4"),
        (-1_234, 0, f"{MINUS}1.234", f"{MINUS}1,234"),
    ],
)
def test_numbers(value: float, digits: int, german: str, english: str) -> None:
    said = [Speech(lang).number(value, digits) for lang in LANGS]

    assert said == [german, english]


@pytest.mark.parametrize(
    ("amount", "german", "english"),
    [
        (None, "", ""),
        (0, f"0{NBSP}€", "€0"),
        (235_000, f"235.000{NBSP}€", "€235,000"),
        (999_999, f"999.999{NBSP}€", "€999,999"),
        (1_000_000, f"1{NBSP}Mio.{NBSP}€", "€1M"),
        (7_300_000, f"7,3{NBSP}Mio.{NBSP}€", "€7.3M"),
        (13_750_000, f"13,75{NBSP}Mio.{NBSP}€", "€13.75M"),
        (1_250_000_000, f"1,25{NBSP}Mrd.{NBSP}€", "€1.25B"),
    ],
)
def test_money(amount: int | None, german: str, english: str) -> None:
    assert [Speech(lang).money(amount) for lang in LANGS] == [german, english]


@pytest.mark.parametrize(
    ("share", "german", "english"),
    [
        (0.0, f"0{NBSP}%", "0%"),
        (0.25, f"25{NBSP}%", "25%"),
        (1 / 3, f"33{NBSP}%", "33%"),
        (1.0, f"100{NBSP}%", "100%"),
    ],
)
def test_percent(share: float, german: str, english: str) -> None:
    assert [Speech(lang).percent(share) for lang in LANGS] == [german, english]


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        (None, "", ""),
        ("2022", "2022", "2022"),
        ("2022-09", "September 2022", "September 2022"),
        ("2013-12", "Dezember 2013", "December 2013"),
        ("2016-04-30", "30. April 2016", "30 April 2016"),
        (date(2026, 3, 1), "1. März 2026", "1 March 2026"),
        (datetime(2026, 3, 1, 12, tzinfo=UTC), "1. März 2026", "1 March 2026"),
    ],
)
def test_days_months_and_years(value: date | str | None, german: str, english: str) -> None:
    assert [Speech(lang).day(value) for lang in LANGS] == [german, english]


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        ("2022", "2022", "2022"),
        ("2013-12", "Dezember 2013", "December 2013"),
        ("2016-04-03", "03.04.2016", "3 Apr 2016"),
    ],
)
def test_days_in_figures(value: str, german: str, english: str) -> None:
    assert [Speech(lang).short_day(value) for lang in LANGS] == [german, english]


@pytest.mark.parametrize(
    ("value", "unit", "german", "english"),
    [
        (4.02, "km²", f"4,02{NBSP}km²", f"4.02{NBSP}km²"),
        (10_841, None, "10.841", "10,841"),
        ("45699", None, "45699", "45699"),
        ("1975-01-01", None, "1. Januar 1975", "1 January 1975"),
        ("Westerholt", None, "Westerholt", "Westerholt"),
    ],
)
def test_values_of_facts(value: object, unit: str | None, german: str, english: str) -> None:
    assert [Speech(lang).value(value, unit) for lang in LANGS] == [german, english]


@pytest.mark.parametrize("lang", LANGS)
def test_a_missing_value_is_none_and_not_a_word(lang: Lang) -> None:
    assert Speech(lang).value(None, "km²") is None


def test_zero_is_a_value() -> None:
    assert Speech("de").value(0, None) == "0"


def test_german_is_what_stands_in_the_code() -> None:
    assert Speech("de").gettext("Hauptmenü") == "Hauptmenü"


def test_english_comes_from_the_catalogue() -> None:
    assert Speech("en").gettext("Hauptmenü") == "Main menu"


@pytest.mark.parametrize(("count", "text"), [(0, "viele"), (1, "eins"), (2, "viele")])
def test_german_knows_one_and_many(count: int, text: str) -> None:
    assert Speech("de").ngettext("eins", "viele", count) == text


@pytest.mark.parametrize(
    ("lang", "text"), [("de", "Stadtweit"), ("en", "City-wide")], ids=["de", "en"]
)
def test_a_text_is_said_in_its_language(lang: Lang, text: str) -> None:
    assert say({"de": "Stadtweit", "en": "City-wide"}, lang) == text


def test_a_text_without_translation_is_said_in_german() -> None:
    assert say({"de": "Stadtweit"}, "en") == "Stadtweit"


def test_no_text_says_nothing() -> None:
    assert say(None, "de") == ""


@pytest.mark.parametrize(
    ("lang", "name"),
    [
        ("de", "DHDN / 3-Grad-Gauß-Krüger-Zone 2"),
        ("en", "DHDN / 3-degree Gauss-Kruger zone 2"),
    ],
)
def test_a_reference_system_is_called_as_people_here_call_it(lang: Lang, name: str) -> None:
    assert Speech(lang).system("DHDN / 3-degree Gauss-Kruger zone 2") == name
