import struct
from pathlib import Path

import pytest

from services.imports import dbf
from services.imports.model import ImportRefusedError
from services.imports.shapes import ShapeParts, read_parts, rebuild_index
from tests.services.imports.shapefile import (
    NULL,
    point,
    point_z,
    polygon,
    shp_head,
    write_dbf,
    write_set,
    write_shp,
)

SQUARE = polygon((0, 0), (0, 9), (9, 9), (9, 0), (0, 0))


def _codes(parts: ShapeParts) -> list[str]:
    return [message.code for message in parts.messages]


def test_a_whole_shapefile_has_no_messages(tmp_path: Path) -> None:
    found = read_parts(write_set(tmp_path, 5, [SQUARE, SQUARE]))

    assert (found.shape_type, found.record_count, found.null_count) == (5, 2, 0)
    assert (found.has_z, found.has_m, found.needs_index) == (False, False, False)
    assert found.dbf is not None
    assert found.dbf.names("utf-8") == ("NR",)
    assert _codes(found) == []


def test_null_shapes_are_counted(tmp_path: Path) -> None:
    found = read_parts(write_set(tmp_path, 1, [point(1, 2), NULL, NULL]))

    assert found.null_count == 2
    assert _codes(found) == ["IMP-112"]


def test_heights_and_measures_are_told_apart(tmp_path: Path) -> None:
    heights = read_parts(write_set(tmp_path, 11, [point_z(1, 2, 3)]))
    measures = read_parts(write_set(tmp_path, 11, [point_z(1, 2, 3, 4)]))

    assert (heights.has_z, heights.has_m) == (True, False)
    assert (measures.has_z, measures.has_m) == (True, True)


@pytest.mark.parametrize("kind", [31])
def test_bodies_are_refused(tmp_path: Path, kind: int) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        read_parts(write_set(tmp_path, kind, [struct.pack("<I", 31) + bytes(80)]))

    assert refused.value.code == "IMP-102"


def test_a_body_hidden_among_polygons_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        read_parts(write_set(tmp_path, 5, [SQUARE, struct.pack("<I", 31) + bytes(80)]))

    assert refused.value.code == "IMP-102"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "IMP-101"),
        (b"PK\x03\x04", "IMP-101"),
        (shp_head(5, 100, magic=4711), "IMP-101"),
        (shp_head(5, 100)[:99], "IMP-101"),
        (shp_head(4, 100), "IMP-103"),
    ],
)
def test_what_is_no_shapefile_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "1.shp"
    path.write_bytes(content)

    with pytest.raises(ImportRefusedError) as refused:
        read_parts({"shp": path})

    assert refused.value.code == code


def test_a_missing_index_is_rebuilt_as_it_was(tmp_path: Path) -> None:
    parts = write_set(tmp_path, 5, [SQUARE, NULL, SQUARE])
    before = parts["shx"].read_bytes()
    parts.pop("shx").unlink()

    assert read_parts(parts).needs_index
    assert "IMP-104" in _codes(read_parts(parts))
    assert rebuild_index(parts["shp"], tmp_path / "1.shx") == 3
    assert (tmp_path / "1.shx").read_bytes() == before


@pytest.mark.parametrize("index", [b"", b"rubbish", shp_head(5, 108) + struct.pack(">II", 9, 9)])
def test_an_index_that_does_not_fit_is_to_be_rebuilt(tmp_path: Path, index: bytes) -> None:
    parts = write_set(tmp_path, 5, [SQUARE])
    parts["shx"].write_bytes(index)

    found = read_parts(parts)

    assert found.needs_index
    assert found.record_count == 1
    assert _codes(found) == ["IMP-105"]


def test_the_index_knows_which_records_count(tmp_path: Path) -> None:
    parts = write_set(tmp_path, 1, [point(1, 1), point(2, 2)])
    index = parts["shx"].read_bytes()
    parts["shx"].write_bytes(index[:-8])
    write_dbf(parts["dbf"], [(b"NR", "N", 5, 0)], [[b"    1"]])

    found = read_parts(parts)

    assert found.record_count == 1
    assert _codes(found) == []


def test_a_truncated_file_keeps_its_whole_shapes(tmp_path: Path) -> None:
    parts = write_set(tmp_path, 5, [SQUARE, SQUARE])
    parts["shp"].write_bytes(parts["shp"].read_bytes()[:-20])

    found = read_parts(parts)

    assert (found.record_count, found.needs_index) == (1, True)
    assert _codes(found) == ["IMP-105", "IMP-106", "IMP-110"]
    assert rebuild_index(parts["shp"], parts["shx"]) == 1


def test_a_record_longer_than_the_file_ends_the_walk(tmp_path: Path) -> None:
    path = tmp_path / "1.shp"
    record = struct.pack(">II", 1, 0x7FFFFFFF) + SQUARE
    path.write_bytes(shp_head(5, 100 + len(record)) + record)

    found = read_parts({"shp": path})

    assert found.record_count == 0
    assert _codes(found) == ["IMP-104", "IMP-106", "IMP-118", "IMP-108"]


def test_records_without_length_do_not_hold_up_the_walk(tmp_path: Path) -> None:
    path = tmp_path / "1.shp"
    path.write_bytes(shp_head(1, 1_100) + bytes(1_000))

    assert read_parts({"shp": path}).record_count == 0


def test_counts_inside_a_record_that_its_length_denies_are_damage(tmp_path: Path) -> None:
    lying = polygon((0, 0), (1, 1), stated=4_000_000_000)

    found = read_parts(write_set(tmp_path, 5, [SQUARE, lying, point(1, 1)]))

    assert _codes(found) == ["IMP-107"]
    assert found.messages[0].facts == {"count": 2, "first": 2}


def test_a_missing_table_leaves_the_shapes(tmp_path: Path) -> None:
    parts = write_set(tmp_path, 5, [SQUARE])
    del parts["dbf"]

    found = read_parts(parts)

    assert found.dbf is None
    assert _codes(found) == ["IMP-108"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x03",
        b"\x99" * 200,
        struct.pack("<4BIHH20x", 3, 1, 1, 1, 9, 65_000, 10),
        struct.pack("<4BIHH20x", 3, 1, 1, 1, 9, 33, 0) + b"\r",
    ],
)
def test_a_table_that_is_none_is_said(tmp_path: Path, content: bytes) -> None:
    parts = write_set(tmp_path, 5, [SQUARE])
    parts["dbf"].write_bytes(content)

    assert _codes(read_parts(parts)) == ["IMP-109"]


def test_columns_wider_than_the_record_make_no_table(tmp_path: Path) -> None:
    path = write_dbf(tmp_path / "1.dbf", [(b"A", "C", 9, 0)], [[b"x"]])
    content = bytearray(path.read_bytes())
    content[32 + 16] = 200
    path.write_bytes(content)

    assert dbf.read_header(path) is None


def test_different_numbers_of_shapes_and_rows_are_asked_about(tmp_path: Path) -> None:
    parts = write_set(tmp_path, 1, [point(1, 1), point(2, 2)])
    write_dbf(parts["dbf"], [(b"NR", "N", 5, 0)], [[b"    1"]])

    found = read_parts(parts)

    assert _codes(found) == ["IMP-110"]
    assert found.messages[0].facts == {"shapes": 2, "rows": 1}


def test_a_table_that_states_more_rows_than_it_holds_is_asked_about(tmp_path: Path) -> None:
    parts = write_set(tmp_path, 1, [point(1, 1), point(2, 2)])
    write_dbf(parts["dbf"], [(b"NR", "N", 5, 0)], [[b"    1"]], stated=2)

    assert _codes(read_parts(parts)) == ["IMP-114"]


def test_deleted_rows_are_counted(tmp_path: Path) -> None:
    parts = write_set(tmp_path, 1, [point(1, 1), point(2, 2)])
    write_dbf(parts["dbf"], [(b"NR", "N", 5, 0)], [[b"    1"], [b"    2"]], deleted=[1])

    assert _codes(read_parts(parts)) == ["IMP-111"]


@pytest.mark.parametrize("value", [b"*" * 12, b"1e+23", b"     1E+23"])
def test_numbers_that_overflowed_are_said(tmp_path: Path, value: bytes) -> None:
    parts = write_set(tmp_path, 1, [point(1, 1)])
    write_dbf(parts["dbf"], [(b"SUMME", "N", 12, 0)], [[value]])

    found = read_parts(parts)

    assert _codes(found) == ["IMP-115"]
    assert found.messages[0].facts == {"fields": "SUMME"}


@pytest.mark.parametrize(("length", "codes"), [(253, []), (254, ["IMP-116"])])
def test_texts_of_254_bytes_were_probably_cut(
    tmp_path: Path, length: int, codes: list[str]
) -> None:
    parts = write_set(tmp_path, 1, [point(1, 1)])
    write_dbf(parts["dbf"], [(b"TEXT", "C", 254, 0)], [[b"x" * length]])

    assert _codes(read_parts(parts)) == codes


@pytest.mark.parametrize(("encoding", "name"), [("utf-8", "Straßenna"), ("latin-1", "Straßennam")])
def test_names_have_ten_bytes_not_letters(tmp_path: Path, encoding: str, name: str) -> None:
    raw = "Straßenname_lang".encode(encoding)[:10]
    header = dbf.read_header(write_dbf(tmp_path / "1.dbf", [(raw, "C", 9, 0)], [[b"x"]]))

    assert header is not None
    assert header.names(encoding) == (name,)


def test_a_name_cut_in_the_middle_of_a_letter_loses_the_half(tmp_path: Path) -> None:
    raw = "Anschriftä".encode()[:10]
    header = dbf.read_header(write_dbf(tmp_path / "1.dbf", [(raw, "C", 9, 0)], [[b"x"]]))

    assert header is not None
    assert header.names("utf-8") == ("Anschrift",)


def test_an_empty_shapefile_is_said(tmp_path: Path) -> None:
    path = write_shp(tmp_path / "1.shp", 5, [])

    assert "IMP-118" in _codes(read_parts({"shp": path}))


@pytest.mark.parametrize("extension", ["shp", "shx", "dbf"])
def test_a_part_cut_off_anywhere_is_told_or_refused(tmp_path: Path, extension: str) -> None:
    parts = write_set(tmp_path, 5, [SQUARE, NULL])
    whole = parts[extension].read_bytes()

    for length in range(len(whole) - 1):
        parts[extension].write_bytes(whole[:length])
        try:
            said = _codes(read_parts(parts))
        except ImportRefusedError as refused:
            said = [refused.code]
        assert set(said) - {"IMP-112"}
