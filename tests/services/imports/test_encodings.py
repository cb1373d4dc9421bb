from pathlib import Path

import pytest

from services.imports import dbf
from services.imports.encodings import candidates, messages, named, rank, read_cpg
from services.imports.model import EncodingCandidate
from tests.services.imports.shapefile import write_dbf, write_texts

STREETS = ["Königstraße", "Schürenheck", "Äußere Höhe", "Öchtringer Weg", "Über den Knöchel", "X"]


def _names(found: tuple[EncodingCandidate, ...]) -> list[tuple[str, str]]:
    return [(one.name, one.how) for one in found]


def _codes(found: tuple[EncodingCandidate, ...], cpg: str | None = None) -> list[str]:
    return [message.code for message in messages(found, cpg=cpg)]


@pytest.mark.parametrize(
    ("cpg", "encoding"),
    [
        ("UTF-8", "UTF-8"),
        ("CP1252", "CP1252"),
        ("CP850", "CP850"),
        ("ISO-8859-1", "ISO-8859-1"),
        ("1252", "CP1252"),
        ("Windows-1252", "CP1252"),
        ("ANSI 1252", "CP1252"),
        ("8859_1", "ISO-8859-1"),
        ("65001", "UTF-8"),
        ("OEM 850", "CP850"),
        ("utf8\r\n", "UTF-8"),
        ("ISO 88591", "ISO-8859-1"),
        ("ISO_8859-15", "ISO-8859-15"),
        ("latin1", "ISO-8859-1"),
        ("System", None),
        ("ANSI", None),
        ("1251x", None),
        ("", None),
    ],
)
def test_what_a_cpg_file_means(cpg: str, encoding: str | None) -> None:
    assert named(cpg) == encoding


@pytest.mark.parametrize("encoding", ["UTF-8", "CP1252", "CP850", "ISO-8859-1"])
def test_a_right_declaration_comes_first_without_a_message(tmp_path: Path, encoding: str) -> None:
    table = write_texts(tmp_path / "t.dbf", STREETS, encoding)

    found = candidates(table, cpg=encoding)

    assert _names(found)[0] == (encoding, "declared")
    assert found[0].samples == tuple(STREETS[:5])
    assert _codes(found, encoding) == []


@pytest.mark.parametrize(
    ("ldid", "encoding"), [(0x57, "CP1252"), (0x03, "CP1252"), (0x02, "CP850")]
)
def test_the_language_byte_declares(tmp_path: Path, ldid: int, encoding: str) -> None:
    table = write_texts(tmp_path / "t.dbf", STREETS, encoding, ldid=ldid)

    found = candidates(table, cpg=None)

    assert _names(found)[0] == (encoding, "declared")
    assert _codes(found) == []


@pytest.mark.parametrize("encoding", ["UTF-8", "CP1252", "CP850"])
def test_undeclared_texts_are_detected_and_asked_about(tmp_path: Path, encoding: str) -> None:
    table = write_texts(tmp_path / "t.dbf", STREETS, encoding)

    found = candidates(table, cpg=None)

    assert _names(found)[0] == (encoding, "detected")
    assert {one.name for one in found} >= {"CP1252", "CP850"}
    assert found[0].samples == tuple(STREETS[:5])
    assert _codes(found) == ["IMP-120"]


def test_every_candidate_shows_the_same_five_values(tmp_path: Path) -> None:
    table = write_texts(tmp_path / "t.dbf", STREETS, "UTF-8")

    shown = {one.name: one.samples for one in candidates(table, cpg=None)}

    assert all(len(samples) == 5 for samples in shown.values())
    assert shown["UTF-8"][0] == "Königstraße"
    assert shown["CP1252"][0] == "KÃ¶nigstraÃŸe"


@pytest.mark.parametrize("cpg", ["System", "ANSI", "klingonisch"])
def test_a_declaration_that_settles_nothing_is_said_and_detected(tmp_path: Path, cpg: str) -> None:
    table = write_texts(tmp_path / "t.dbf", STREETS, "CP1252")

    found = candidates(table, cpg=cpg)

    assert _names(found)[0] == ("CP1252", "detected")
    assert _codes(found, cpg) == ["IMP-123", "IMP-120"]


def test_declared_utf_8_with_windows_bytes_ranks_windows_first(tmp_path: Path) -> None:
    table = write_texts(tmp_path / "t.dbf", STREETS, "CP1252")

    found = candidates(table, cpg="UTF-8")

    assert _names(found)[:2] == [("CP1252", "detected"), ("UTF-8", "declared")]
    assert _codes(found, "UTF-8") == ["IMP-121"]


def test_a_declaration_that_fits_but_looks_wrong_stays_first_and_is_asked_about(
    tmp_path: Path,
) -> None:
    table = write_texts(tmp_path / "t.dbf", STREETS, "UTF-8", ldid=0x57)

    found = candidates(table, cpg=None)

    assert _names(found)[:2] == [("CP1252", "declared"), ("UTF-8", "detected")]
    assert _codes(found) == ["IMP-122"]


def test_the_cpg_file_rules_over_the_language_byte(tmp_path: Path) -> None:
    table = write_texts(tmp_path / "t.dbf", STREETS, "UTF-8", ldid=0x57)

    assert _names(candidates(table, cpg="UTF-8"))[0] == ("UTF-8", "declared")


def test_windows_is_preferred_to_latin_1_for_its_euro_and_quotes(tmp_path: Path) -> None:
    table = write_texts(tmp_path / "t.dbf", ["„Höhe“ – 5 €"], "CP1252")

    assert candidates(table, cpg=None)[0].samples == ("„Höhe“ – 5 €",)


def test_an_eszett_at_the_end_is_no_half_letter(tmp_path: Path) -> None:
    table = write_texts(tmp_path / "t.dbf", ["Schloß"], "CP1252")

    assert candidates(table, cpg=None)[0].samples == ("Schloß",)


def test_a_value_cut_in_the_middle_of_a_letter_is_still_utf_8(tmp_path: Path) -> None:
    rows = [["Bäderstraße".encode()[:8]], ["Höhe".encode()], ["Straßenmä".encode()[:10]]]
    table = write_dbf(tmp_path / "t.dbf", [(b"NAME", "C", 10, 0)], rows)

    found = candidates(table, cpg=None)

    assert _names(found)[0] == ("UTF-8", "detected")
    assert "Straßenm" in found[0].samples


def test_names_of_columns_count_too(tmp_path: Path) -> None:
    table = write_dbf(tmp_path / "t.dbf", [("Größe".encode("cp850"), "N", 5, 0)], [[b"    1"]])

    assert _names(candidates(table, cpg=None))[0] == ("CP850", "detected")


def test_ascii_leaves_nothing_to_decide(tmp_path: Path) -> None:
    found = candidates(write_texts(tmp_path / "t.dbf", ["Ewald"], "ascii"), cpg=None)

    assert len(found) == 1
    assert found[0].samples == ()
    assert _codes(found) == []


def test_a_rare_euro_sign_decides_between_latin_1_and_windows() -> None:
    values = [(f"Höhe {n}".encode("cp1252"), False) for n in range(50)]
    values.append(("5 €".encode("cp1252"), False))

    found = rank(values, declared="ISO-8859-1")

    assert _names(found)[:2] == [("ISO-8859-1", "declared"), ("CP1252", "detected")]
    assert _codes(found) == ["IMP-122"]


@pytest.mark.parametrize("content", [b"", b"\x03" * 31, b"\xff" * 400, b"\x03" + b"\xff" * 600])
def test_what_is_no_table_has_no_candidates(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.dbf"
    path.write_bytes(content)

    assert candidates(path, cpg=None) == ()
    assert dbf.read_header(path) is None


def test_a_cpg_file_is_read_without_mark_and_line_end(tmp_path: Path) -> None:
    path = tmp_path / "t.cpg"
    path.write_bytes(b"\xef\xbb\xbfUTF-8\r\nmore")

    assert read_cpg(path) == "UTF-8"
