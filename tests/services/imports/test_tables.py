import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from services.imports import sheets
from services.imports.coordinates import Decimal, number
from services.imports.model import ImportRefusedError
from services.imports.separated import LINE_BYTES_MAX
from services.imports.tables import TableFound, TableRow, look, points

HALF_PAST_EIGHT = datetime(2026, 5, 1, 8, 30)  # noqa: DTZ001 (a workbook knows no time zones)


def _csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "t.csv"
    path.write_bytes(text.encode(encoding))
    return path


def _xlsx(folder: Path, **rows_by_sheet: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in rows_by_sheet.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "t.xlsx"
    book.save(path)
    return path


def _codes(found: TableFound) -> list[str]:
    return [message.code for message in found.messages]


def _rows(path: Path, found: TableFound) -> list[TableRow]:
    first = found.coordinates[0]
    reading = "xlsx" if path.suffix == ".xlsx" else "csv"
    return list(
        points(path, "xlsx" if reading == "xlsx" else "csv", found.choices, x=first.x, y=first.y)
    )


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("1.234,5", ",", 1234.5),
        ("370819,75", ",", 370819.75),
        ("370.819", ",", 370819.0),
        ("370.819", ".", 370.819),
        ("5.717.642,3", ",", 5717642.3),
        ("5,717,642.3", ".", 5717642.3),
        ("370 819,75", ",", 370819.75),
        ("370'819.75", ".", 370819.75),
        (" 7,135° ", ",", 7.135),
        ("370819,75 m", ",", 370819.75),
        ("-7,1", ",", -7.1),
        ("51° 35' 42\"", ",", 51.595),
        ("N 51°35,7'", ".", 51.595),
        ("7° 8′ 6,0″ O", ",", 7.135),
        ("7°8'6.0\" W", ",", -7.135),
        ("7° 8", ",", None),
        ("7° 80'", ",", None),
        ("5,71764E+06", ",", 5717640.0),
        ("51.59", ",", None),
        ("1.234,5", ".", None),
        ("k. A.", ",", None),
        ("", ",", None),
        ("nan", ".", None),
        ("inf", ".", None),
        ("9" * 400, ".", None),
        ("1e99", ".", 1e99),
        (370819.75, ",", 370819.75),
        (float("nan"), ",", None),
        (True, ",", None),
        (None, ",", None),
    ],
)
def test_numbers_as_people_write_them(
    text: str | float | None, decimal: Decimal, expected: float | None
) -> None:
    assert number(text, decimal) == (None if expected is None else pytest.approx(expected))


def test_a_german_table_is_understood(tmp_path: Path) -> None:
    path = _csv(
        tmp_path,
        "Name;Rechtswert;Hochwert\r\nKönigstraße;2578600,5;5719000,25\r\n"
        "Äußere Höhe;2578601;5719001\r\n",
        "cp1252",
    )

    found = look(path, "csv")

    assert found.encodings[0].name == "CP1252"
    assert (found.choices.delimiter, found.choices.decimal) == (";", ",")
    assert found.header == ("Name", "Rechtswert", "Hochwert")
    assert found.row_count == 2
    assert _codes(found) == ["IMP-120", "IMP-410"]
    assert _rows(path, found)[0] == TableRow(
        0, 2578600.5, 5719000.25, ("Königstraße", "2578600,5", "5719000,25")
    )


@pytest.mark.parametrize(
    ("names", "values", "kind"),
    [
        ("Rechtswert;Hochwert", "370819,75;5717642,3", "metric"),
        ("RW;HW", "32370819,75;5717642,3", "metric"),
        ("Ost;Nord", "370819,75;5717642,3", "metric"),
        ("E;N", "370819,75;5717642,3", "metric"),
        ("UTM_Ost;UTM_Nord", "370.819,75;5.717.642,30", "metric"),
        ("X;Y", "370819,75;5717642,3", "metric"),
        ("X-Koordinate;Y-Koordinate", "370819,75;5717642,3", "metric"),
        ("KOORD_X;KOORD_Y", "794270,5;6726000,5", "metric"),
        ("lon;lat", "7.135;51.5951", "degrees"),
        ("Länge;Breite", "7,135;51,5951", "degrees"),
        ("geogr. Länge;geogr. Breite", "7,1351;51,5951", "degrees"),
        ("X;Y", "7.1351;51.5951", "degrees"),
    ],
)
def test_coordinate_columns_are_proposed_by_name_and_value(
    tmp_path: Path, names: str, values: str, kind: str
) -> None:
    path = _csv(tmp_path, f"Ort;{names}\nHerten;{values}\n")

    found = look(path, "csv")

    (columns,) = found.coordinates
    assert f"{columns.x_name};{columns.y_name}" == names
    assert (columns.kind, columns.swapped, columns.how) == (kind, False, "names")
    assert "IMP-410" in _codes(found)
    assert _rows(path, found)[0].x is not None


def test_x_that_points_north_is_asked_about(tmp_path: Path) -> None:
    found = look(_csv(tmp_path, "Ort;X;Y\nHerten;5719000,5;2578600,5\n"), "csv")

    assert found.coordinates[0].swapped
    assert _codes(found) == ["IMP-410", "IMP-412"]


def test_length_and_width_of_benches_are_no_coordinates(tmp_path: Path) -> None:
    found = look(_csv(tmp_path, "Bank;Länge;Breite\nA;1,85;0,45\nB;2,05;0,45\n"), "csv")

    assert found.coordinates == ()
    assert "IMP-413" in _codes(found)


def test_columns_found_by_values_alone_are_asked_about(tmp_path: Path) -> None:
    found = look(_csv(tmp_path, "Ort;a;b\nHerten;370819,75;5717642,3\n"), "csv")

    assert found.coordinates[0].how == "values"
    assert _codes(found) == ["IMP-417"]


def test_two_pairs_are_asked_about(tmp_path: Path) -> None:
    text = "Rechtswert;Hochwert;lon;lat\n2578600,5;5719000,5;7,1351;51,5951\n"

    found = look(_csv(tmp_path, text), "csv")

    assert len(found.coordinates) == 2
    assert "IMP-411" in _codes(found)


def test_addresses_alone_give_no_place(tmp_path: Path) -> None:
    found = look(_csv(tmp_path, "Straße;Nr\nKönigstraße;5\n"), "csv")

    assert "IMP-413" in _codes(found)


@pytest.mark.parametrize(
    ("separator", "decimal"), [(";", ","), ("\t", ","), ("|", "."), (",", ".")]
)
def test_separators_are_told_apart(tmp_path: Path, separator: str, decimal: str) -> None:
    line = separator.join
    text = (
        f"{line(['Ort', 'X', 'Y'])}\n{line(['A', f'370819{decimal}75', f'5717642{decimal}3'])}\n"
        * 1
        + f"{line(['B', f'370820{decimal}75', f'5717643{decimal}3'])}\n" * 20
    )

    found = look(_csv(tmp_path, text), "csv")

    assert (found.choices.delimiter, found.choices.decimal) == (separator, decimal)
    assert _codes(found) == ["IMP-410"]


def test_two_possible_separators_are_asked_about(tmp_path: Path) -> None:
    text = "Ort, Teil;X;Y\nHerten, Mitte;370819.75;5717642.3\n"

    found = look(_csv(tmp_path, text), "csv")

    assert found.choices.delimiter == ";"
    assert "IMP-404" in _codes(found)


def test_excels_own_first_line_is_left_out(tmp_path: Path) -> None:
    found = look(_csv(tmp_path, "sep=;\r\nOrt;X;Y\r\nA;370819,75;5717642,3\r\n"), "csv")

    assert found.header == ("Ort", "X", "Y")


@pytest.mark.parametrize(("encoding", "name"), [("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16")])
def test_a_mark_at_the_start_declares_the_encoding(
    tmp_path: Path, encoding: str, name: str
) -> None:
    found = look(_csv(tmp_path, "Straße;X;Y\nKönigstr.;370819,5;5717642,3\n", encoding), "csv")

    assert found.encodings[0].name == name
    assert found.header[0] == "Straße"
    assert _codes(found) == ["IMP-410"]


def test_a_quoted_line_break_and_separator_stay_in_their_cell(tmp_path: Path) -> None:
    path = _csv(tmp_path, 'Ort;X;Y\n"Am; Markt\n3";370819,5;5717642,3\n')

    found = look(path, "csv")

    assert found.row_count == 1
    assert found.sample[0][0] == "Am; Markt\n3"


def test_numbers_that_can_be_read_twice_are_asked_about(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Ort;lon;lat\nA;7.135;51.595\nB;7.136;51.596\n")

    found = look(path, "csv")

    assert found.choices.decimal == "."
    assert found.coordinates[0].kind == "degrees"
    assert "IMP-409" in _codes(found)


def test_both_signs_in_one_table_are_asked_about(tmp_path: Path) -> None:
    found = look(_csv(tmp_path, "Ort;X;Y\nA;370819,75;5717642,3\nB;370819.75;5717642.3\n"), "csv")

    assert "IMP-409" in _codes(found)


def test_numbers_shortened_by_excel_are_said(tmp_path: Path) -> None:
    found = look(_csv(tmp_path, "Ort;X;Y\nA;370819,75;5,71764E+06\n"), "csv")

    assert "IMP-415" in _codes(found)


def test_rows_without_a_place_are_counted_and_kept(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Ort;X;Y\nA;370819,75;5717642,3\nB;;\nC;k. A.;5717642,3\n")

    found = look(path, "csv")

    assert "IMP-414" in _codes(found)
    assert [m.facts for m in found.messages if m.code == "IMP-414"] == [{"count": 2, "first": 2}]
    assert [row.x for row in _rows(path, found)] == [370819.75, None, None]


def test_rows_wider_than_the_header_are_asked_about(tmp_path: Path) -> None:
    text = "Ort;X;Y\n" + "A;370819,75;5717642,3\n" * 9 + "B;Mitte;370819,75;5717642,3\n"

    found = look(_csv(tmp_path, text), "csv")

    assert [m.facts for m in found.messages if m.code == "IMP-408"] == [{"count": 1, "first": 10}]


def test_lines_above_the_table_are_said(tmp_path: Path) -> None:
    text = "Spielplätze der Stadt\n\nOrt;X;Y\n" + "A;370819,75;5717642,3\n" * 3

    found = look(_csv(tmp_path, text), "csv")

    assert found.header == ("Ort", "X", "Y")
    assert found.row_count == 3
    assert "IMP-407" in _codes(found)


def test_a_table_without_headings_is_asked_about(tmp_path: Path) -> None:
    found = look(_csv(tmp_path, "A;370819,75;5717642,3\nB;370820,75;5717643,3\n"), "csv")

    assert found.header == ("Spalte 1", "Spalte 2", "Spalte 3")
    assert found.row_count == 2
    assert "IMP-406" in _codes(found)


def test_years_may_be_headings(tmp_path: Path) -> None:
    found = look(_csv(tmp_path, "Ort;2024;X;Y\nA;5;370819,75;5717642,3\n"), "csv")

    assert found.header == ("Ort", "2024", "X", "Y")
    assert "IMP-406" not in _codes(found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "IMP-405"),
        ("nur eine Spalte\nA\nB\n", "IMP-405"),
        ("Ort;X;Y\n", "IMP-401"),
        ('Ort;X;Y\nA;1;2\nB;1;2\nC;1;2\n"D;1;2\n', "IMP-402"),
        ("A;\x00;B\n", "IMP-402"),
        (";" * LINE_BYTES_MAX + ";;", "IMP-403"),
        (";".join("a" * 1_001) + "\n" + ";".join("b" * 1_001) + "\n", "IMP-418"),
    ],
)
def test_tables_that_cannot_be_read_are_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        look(_csv(tmp_path, text), "csv")

    assert refused.value.code == code


def test_a_workbook_is_understood(tmp_path: Path) -> None:
    path = _xlsx(
        tmp_path,
        Orte=[
            ["Ort", "Rechtswert", "Hochwert", "am", "um"],
            ["Höhe", 370819.75, "5.717.642,3", date(2026, 5, 1), HALF_PAST_EIGHT],
            ["Tal", "k. A.", None, None, None],
        ],
    )

    found = look(path, "xlsx")

    assert found.encodings == ()
    assert (found.choices.sheet, found.row_count) == ("Orte", 2)
    assert _codes(found) == ["IMP-410", "IMP-414"]
    row = _rows(path, found)[0]
    assert (row.x, row.y) == (370819.75, 5717642.3)
    assert row.values[3:] == (date(2026, 5, 1), HALF_PAST_EIGHT)


def test_each_sheet_can_be_looked_at(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Ort", "X", "Y"], ["A", 370819.75, 5717642.3]]
    path = _xlsx(tmp_path, Leer=[], Erste=rows, Zweite=[*rows, ["B", 370820.5, 5717643.3]])

    assert look(path, "xlsx").choices.sheet == "Erste"
    assert look(path, "xlsx", sheet="Zweite").row_count == 2


def test_places_in_degrees_minutes_and_seconds_are_understood(tmp_path: Path) -> None:
    path = _csv(tmp_path, "Ort;Breite;Länge\nHerten;51° 35' 42\" N;7° 8' 6\" O\n")

    found = look(path, "csv")

    (columns,) = found.coordinates
    assert (columns.kind, columns.swapped) == ("degrees", False)
    assert _rows(path, found)[0].x == pytest.approx(7.135)


def test_shapes_as_text_are_recognised(tmp_path: Path) -> None:
    text = "SRID=25832;POLYGON((370800 5717600, 370900 5717600, 370900 5717700, 370800 5717600))"
    path = _csv(tmp_path, f'Ort;Form\nHerten;"{text}"\nWesterholt;\n')

    found = look(path, "csv")

    assert (found.shapes, found.coordinates) == (1, ())
    assert "IMP-422" in _codes(found)


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        look(_xlsx(tmp_path, Leer=[]), "xlsx")

    assert refused.value.code == "IMP-401"


def _broken_workbook(path: Path, part: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, content)
    return path


@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        ("hello.txt", b"hello", "IMP-421"),
        ("[Content_Types].xml", b"<not-closed", "IMP-421"),
        ("xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>', "IMP-420"),
        ("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16"), "IMP-420"),
    ],
)
def test_workbooks_that_are_none_are_refused(
    tmp_path: Path, part: str, content: bytes, code: str
) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        look(_broken_workbook(tmp_path / "t.xlsx", part, content), "xlsx")

    assert refused.value.code == code


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0" * 100)

    with pytest.raises(ImportRefusedError) as refused:
        look(path, "xlsx")

    assert refused.value.code == "IMP-421"


def test_a_workbook_beyond_the_limits_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _xlsx(tmp_path, Orte=[["Ort", "X", "Y"]])
    monkeypatch.setattr(sheets, "UNPACKED_BYTES_MAX", 100)

    with pytest.raises(ImportRefusedError) as refused:
        look(path, "xlsx")

    assert refused.value.code == "IMP-419"
