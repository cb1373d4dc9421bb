"""Workbooks: what they hold is what was given, and nothing in them is carried out."""

from __future__ import annotations

import io
from datetime import date
from typing import Any, Final

import openpyxl
import pytest

from services.web.columns import About, Column
from services.web.texts import LANGS, Lang
from services.web.workbook import to_workbook

ABOUT: Final = About("stimmen", "Stimmen", [("Lizenz", "=HYPERLINK(1)")], "https://example.org")
COLUMNS: Final = (
    Column("text", {"de": "Text", "en": "Text"}),
    Column("count", {"de": "Anzahl", "en": "Count"}, "integer"),
    Column("on", {"de": "Tag", "en": "Day"}, "date"),
    Column("demo", {"de": "Erfunden", "en": "Invented"}, "yes"),
)


def _read(*rows: tuple[object, ...], lang: Lang = "de") -> Any:
    return openpyxl.load_workbook(io.BytesIO(to_workbook(ABOUT, COLUMNS, rows, lang=lang)))


def _cell(value: object) -> Any:
    return _read((value, None, None, None))["Stimmen"]["A2"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://example.org";"klick")',
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "#N/A",
        "#REF!",
        "TRUE",
        "1e5",
        "  =1",
        "\t=1",
        "<script>alert(1)</script>",
        "]]>&amp;",
        "\u202egnp.exe",
        "🌳 Bäume",
    ],
)
def test_a_text_is_a_text_whatever_it_looks_like(text: str) -> None:
    cell = _cell(text)

    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x0b"])
def test_control_characters_are_left_out(sign: str) -> None:
    assert _cell(f"vor{sign}nach").value == "vornach"


def test_lines_of_a_text_stay() -> None:
    assert _cell("eins\nzwei").value == "eins\nzwei"


def test_numbers_days_and_yes_are_what_they_are() -> None:
    sheet = _read(("a", 7, date(2026, 11, 23), True))["Stimmen"]

    assert sheet["B2"].value == 7
    assert sheet["C2"].value.date() == date(2026, 11, 23)
    assert sheet["D2"].value == "ja"


def test_nothing_is_an_empty_cell() -> None:
    sheet = _read((None, None, None, False))["Stimmen"]

    assert [one.value for one in sheet[2]] == [None, None, None, "nein"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_first_line_names_the_columns(lang: Lang) -> None:
    sheet = _read(lang=lang)["Stimmen"]

    assert [one.value for one in sheet[1]] == [one.title[lang] for one in COLUMNS]


def test_a_second_sheet_says_what_it_is() -> None:
    notes = _read()["Angaben"]

    assert [one.value for one in notes[1]] == ["Lizenz", "=HYPERLINK(1)"]
    assert notes["B1"].data_type == "s"


def test_an_empty_table_is_a_workbook_too() -> None:
    assert _read()["Stimmen"].max_row == 1
