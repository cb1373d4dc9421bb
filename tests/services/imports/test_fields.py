from datetime import UTC, date, datetime

import numpy as np
import pytest

from services.imports.fields import (
    describe,
    is_personal_name,
    may_be_cut,
    messages,
    proposed_alias,
    unique_ids,
)
from services.imports.model import FieldFound
from services.layers.imported import ValueKind


def _one(*values: object, name: str = "Spalte") -> FieldFound:
    (found,) = describe([name], [[value] for value in values])
    return found


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["Straße", "Größe"], ("strasse", "groesse")),
        (["A B", "a-b", "A_B"], ("a_b", "a_b_2", "a_b_3")),
        (["", "!!", "2019"], ("feld", "feld_2", "feld_2019")),
        (["a_2", "a", "A"], ("a_2", "a", "a_3")),
        (["Ćwik", "日本"], ("cwik", "feld")),
        (["x" * 500], ("x" * 60,)),
    ],
)
def test_ids_are_lower_case_ascii_and_unique(names: list[str], ids: tuple[str, ...]) -> None:
    assert unique_ids(names) == ids


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "-20", " 3 "], "integer"),
        (["1", "2,5"], "number"),
        (["1.234,5", "7"], "number"),
        (["1,234.5", "1,234,567"], "number"),
        ([".5", "-,75"], "number"),
        (["1e999"], "text"),
        (["170 123 456"], "text"),
        ([1, 2.5], "number"),
        (["2026-05-01", "01.05.2026"], "date"),
        ([date(2026, 5, 1)], "date"),
        (["ja", "Nein"], "boolean"),
        ([True, False], "boolean"),
        (["ja", "5"], "text"),
        (["5", "01.05.2026"], "text"),
        (["31.02.2026"], "text"),
        (["45699", "05562020"], "text"),
        (["2026-05-01T08:30:00", "2026/05/01 08:30:00"], "text"),
        ([datetime(2026, 5, 1, 8, 30, tzinfo=UTC)], "text"),
        (["9" * 30], "text"),
        ([None, ""], "text"),
        ([np.int64(5), np.float64("nan")], "integer"),
        ([np.float64(5.5)], "number"),
        ([np.bool_(True)], "boolean"),
    ],
)
def test_a_column_is_what_all_its_values_are(values: list[object], kind: ValueKind) -> None:
    assert _one(*values).kind == kind


def test_filled_share_and_example_leave_out_what_is_empty() -> None:
    found = _one(None, "", float("nan"), "  Zeche\nEwald ")

    assert found.filled_share == 0.25
    assert found.example == "Zeche Ewald"


def test_a_table_without_rows_has_empty_columns() -> None:
    assert _one().filled_share == 0.0


def test_short_rows_leave_columns_empty() -> None:
    _, second = describe(["a", "b"], [["1"], ["1", "2"]])

    assert second.filled_share == 0.5


@pytest.mark.parametrize(
    ("name", "encoding", "cut", "alias"),
    [
        ("Straßennam", "latin-1", True, "Straßenname"),
        ("Straßenna", "utf-8", True, "Straßenname"),
        ("Straßenna", "latin-1", False, "Straßenna"),
        ("Hausnummer", "latin-1", False, "Hausnummer"),
        ("Denkmalnum", "latin-1", True, "Denkmalnum…"),
        ("Wohnfläch", "latin-1", False, "Wohnfläch"),
        ("Gr\N{REPLACEMENT CHARACTER}", "utf-8", True, "Gr…"),
        ("BEZEICHNUN", "cp1252", True, "Bezeichnung"),
        ("NAME", "utf-8", False, "NAME"),
    ],
)
def test_names_that_were_cut_are_completed_or_marked(
    name: str, encoding: str, cut: bool, alias: str
) -> None:
    assert may_be_cut(name, encoding) is cut
    assert proposed_alias(name, dbf_encoding=encoding) == alias


def test_names_of_other_formats_are_never_cut() -> None:
    assert proposed_alias("Straßennam", dbf_encoding=None) == "Straßennam"


@pytest.mark.parametrize(
    "name",
    [
        "Vorname", "NACHNAME", "Familienname", "Eigentümer", "Telefon", "TEL_NR", "E-Mail", "IBAN",
        "Geburtsdatum", "geb_dat", "Ansprechpartner", "Handy", "Kontakt",
    ],
)  # fmt: skip
def test_names_that_say_something_about_people(name: str) -> None:
    assert is_personal_name(name)


@pytest.mark.parametrize(
    "name",
    ["Straße", "Gebäude", "Geb", "Geburten", "Kilometer", "Name", "Einwohner", "Kennzeichen"],
)
def test_names_that_say_nothing_about_people(name: str) -> None:
    assert not is_personal_name(name)


@pytest.mark.parametrize(
    "values",
    [
        ["02366 303-0", "0170 1234567"],
        ["info@example.org", None],
        ["DE89 3704 0044 0532 0130 00"],
        ["Herr Schulze", "Frau Yilmaz"],
        ["Müller, Peter", "Sabine Koch"],
        ["Sabine", "Jürgen"],
    ],
)
def test_values_that_look_like_people(values: list[object]) -> None:
    assert _one(*values).personal


@pytest.mark.parametrize(
    "values",
    [
        ["05562020", "05562024"],
        ["Königstraße", "Zeche Ewald"],
        [370819.75, 5717642.3],
        ["St. Maria", "Sankt Martin"],
        ["2026-05-01"],
        [],
    ],
)
def test_values_that_look_like_things(values: list[object]) -> None:
    assert not _one(*values).personal


def test_a_date_called_geb_is_a_birthday_and_a_number_a_building() -> None:
    assert _one("01.05.1970", name="GEB").personal
    assert not _one("12", name="GEB").personal


def test_one_name_among_many_things_is_no_column_about_people() -> None:
    assert not _one("Peter", *["Zeche Ewald"] * 50).personal


def test_cut_names_and_people_are_said() -> None:
    found = describe(["Straßennam", "TELEFON"], [["x", "1"]], dbf_encoding="latin-1")

    said = messages(found, dbf_encoding="latin-1")

    assert [(one.code, one.facts) for one in said] == [
        ("IMP-430", {"fields": "Straßennam"}),
        ("IMP-431", {"fields": "TELEFON"}),
    ]
