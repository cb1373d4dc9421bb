"""CSV as a German Excel opens it, and never as a program."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.web.tables import to_csv

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


def read(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""), delimiter=";"))


def cell(value: object) -> str:
    return read(to_csv(["only"], [[value, "end"]]))[1][0]


def test_the_file_begins_with_the_mark_that_tells_excel_it_is_utf_8() -> None:
    assert to_csv(["Größe"], [])[:3] == b"\xef\xbb\xbf"


def test_umlauts_come_back() -> None:
    assert read(to_csv(["Größe"], [["Süd"]])) == [["Größe"], ["Süd"]]


def test_cells_are_parted_by_semicolons() -> None:
    assert to_csv(["a", "b"], [[1, 2]]).decode("utf-8-sig") == "a;b\r\n1;2\r\n"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0, "0"),
        (-5, "-5"),
        (7_300_000, "7300000"),
        (0.0, "0"),
        (0.25, "0,25"),
        (-0.5, "-0,5"),
        (7.1234567, "7,1234567"),
        (0.1 + 0.2, "0,3"),
        (20.0, "20"),
        (12_345_678_901.25, "12345678901,25"),
        (1e22, "10000000000000000000000"),
    ],
)
def test_numbers_are_written_as_germans_write_them(value: object, text: str) -> None:
    assert cell(value) == text


@pytest.mark.parametrize("start", _STARTS)
def test_a_text_that_excel_would_run_is_made_harmless(start: str) -> None:
    assert cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


@pytest.mark.parametrize("text", ["a=b", "2022-09", "Zeche; Park", "1+1", "a@b.de"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


@given(table=st.lists(st.lists(_TEXT, min_size=2, max_size=2), max_size=4))
def test_every_text_comes_back_into_its_own_cell(table: list[list[str]]) -> None:
    found = read(to_csv(["a", "b"], table))[1:]

    assert [[one.removeprefix("'") for one in row] for row in found] == [
        [one.removeprefix("'") for one in row] for row in table
    ]


@given(text=_TEXT)
def test_no_cell_of_text_begins_like_a_formula(text: str) -> None:
    assert not cell(text).startswith(_STARTS)
