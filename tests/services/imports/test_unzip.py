"""What is in an archive, or in a handful of loose files, becomes sets of files."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from services.imports.model import ImportRefusedError
from services.imports.unzip import group, unpack
from tests.services.imports.archives import (
    LIMITS,
    contents,
    done,
    loose,
    packed,
    raw_names,
    refusal,
)


def test_parts_in_the_root_make_one_set(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "wege.shp", "wege.shx", "wege.dbf", "wege.prj", "wege.cpg")

    assert list(contents(unpacked)) == ["wege"]
    assert set(unpacked.sets[0].parts) == {"shp", "shx", "dbf", "prj", "cpg"}
    assert unpacked.messages == ()


def test_files_in_the_folder_have_names_of_ours_alone(tmp_path: Path) -> None:
    done(tmp_path, "Straßen Süd/Wege.SHP", "Straßen Süd/Wege.DBF")

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["1.dbf", "1.shp"]
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700


def test_parts_in_a_folder_make_one_set(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "export/2021/wege.shp", "export/2021/wege.dbf")

    assert contents(unpacked) == {
        "wege": {"shp": "export/2021/wege.shp", "dbf": "export/2021/wege.dbf"}
    }


def test_entries_of_folders_are_no_files(tmp_path: Path) -> None:
    archive = packed(tmp_path / "in.zip", {"export/": b"", "export/wege.shp": b"1"})

    unpacked = unpack(archive, tmp_path / "out", limits=LIMITS)

    assert contents(unpacked) == {"wege": {"shp": "1"}}
    assert unpacked.attachments == ()


def test_several_layers_make_several_sets(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "wege.shp", "haus.shp", "wege.dbf", "haus.dbf")

    assert contents(unpacked) == {
        "wege": {"shp": "wege.shp", "dbf": "wege.dbf"},
        "haus": {"shp": "haus.shp", "dbf": "haus.dbf"},
    }


def test_one_stem_in_two_folders_makes_two_sets_with_their_own_parts(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "alt/wege.shp", "neu/wege.shp", "neu/wege.dbf", "alt/wege.dbf")

    assert contents(unpacked) == {
        "alt/wege.shp": {"shp": "alt/wege.shp", "dbf": "alt/wege.dbf"},
        "neu/wege.shp": {"shp": "neu/wege.shp", "dbf": "neu/wege.dbf"},
    }


def test_mixed_case_loses_no_part(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "P.SHP", "p.shx", "p.dbf", "P.Prj")

    assert contents(unpacked) == {
        "P": {"shp": "P.SHP", "shx": "p.shx", "dbf": "p.dbf", "prj": "P.Prj"}
    }


def test_mixed_case_of_folders_loses_no_part(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "Daten/p.shp", "DATEN/p.dbf")

    assert set(unpacked.sets[0].parts) == {"shp", "dbf"}


def test_backslashes_of_old_windows_programs_are_folders(tmp_path: Path) -> None:
    archive = raw_names(tmp_path / "in.zip", {b"Daten\\p.shp": b"1", b"Daten\\p.dbf": b"2"})

    unpacked = unpack(archive, tmp_path / "out", limits=LIMITS)

    assert contents(unpacked) == {"p": {"shp": "1", "dbf": "2"}}


def test_decomposed_umlauts_of_a_mac_belong_to_composed_ones(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "stra\u0308nde.shp", "str\u00e4nde.dbf")

    assert set(unpacked.sets[0].parts) == {"shp", "dbf"}
    assert unpacked.sets[0].stem == "str\u00e4nde"


def test_a_shapefile_and_its_geopackage_with_one_stem_are_two_sets(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "wege.shp", "wege.dbf", "wege.gpkg")

    assert [(one.stem, sorted(one.parts)) for one in unpacked.sets] == [
        ("wege.shp", ["dbf", "shp"]),
        ("wege.gpkg", ["gpkg"]),
    ]


def test_a_raster_keeps_its_world_file(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "luft.tfw", "luft.tif")

    assert set(unpacked.sets[0].parts) == {"tif", "tfw"}
    assert unpacked.sets[0].main.name == "1.tif"


@pytest.mark.parametrize("part", ["wege.dbf", "wege.shx"])
def test_parts_without_their_shapes_are_refused(tmp_path: Path, part: str) -> None:
    archive = packed(tmp_path / "in.zip", {part: b"1", "wege.prj": b"2"})

    refused = refusal(tmp_path, archive)

    assert refused.code == "IMP-025"
    assert refused.facts == {"names": part}


def test_a_table_beside_other_data_is_named_as_not_read(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "wege.shp", "weg.dbf", "weg.shx")

    assert contents(unpacked) == {"wege": {"shp": "wege.shp"}}
    assert unpacked.attachments == ("weg.dbf", "weg.shx")
    assert [(one.code, one.facts) for one in unpacked.messages] == [
        ("IMP-026", {"names": "weg.dbf"})
    ]


def test_what_a_mac_adds_is_left_out_and_said(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "p.shp", "__MACOSX/._p.shp", "._p.dbf", ".DS_Store", "x/Thumbs.db")

    assert contents(unpacked) == {"p": {"shp": "p.shp"}}
    assert [(one.code, one.facts) for one in unpacked.messages] == [("IMP-022", {"count": 4})]


def test_search_indexes_are_left_out_since_they_may_be_older_than_the_data(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "p.shp", "p.sbn", "p.sbx", "p.qix")

    assert set(unpacked.sets[0].parts) == {"shp"}
    assert unpacked.attachments == ()


def test_styles_and_metadata_are_attachments(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "p.shp", "p.qml", "p.sld", "p.shp.xml", "p.qmd", "info/Lies mich.pdf")

    assert set(unpacked.sets[0].parts) == {"shp"}
    assert unpacked.attachments == ("p.qml", "p.sld", "p.shp.xml", "p.qmd", "info/Lies mich.pdf")


def test_a_lone_prj_beside_other_data_is_an_attachment(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "p.shp", "projektion.prj")

    assert unpacked.attachments == ("projektion.prj",)


def test_an_unknown_name_alone_is_looked_at_by_its_content(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "abgabe.xml", "abgabe.qml")

    assert contents(unpacked) == {"abgabe": {"xml": "abgabe.xml"}}
    assert unpacked.attachments == ("abgabe.qml",)


def test_a_strange_ending_never_reaches_the_disk(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "plan.ä b", "ohne")

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["1.x", "2.x"]
    assert [one.stem for one in unpacked.sets] == ["plan", "ohne"]


def test_a_kmz_gives_its_places_and_keeps_the_pictures_closed(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "doc.kml", "files/foto.jpg")

    assert contents(unpacked) == {"doc": {"kml": "doc.kml"}}
    assert unpacked.attachments == ("files/foto.jpg",)


def test_an_archive_inside_stays_closed_and_is_named(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "p.shp", "mehr.zip", "noch.7z")

    assert contents(unpacked) == {"p": {"shp": "p.shp"}}
    assert unpacked.messages[0].code == "IMP-020"
    assert unpacked.messages[0].facts == {"names": "mehr.zip, noch.7z"}


def test_an_archive_of_archives_is_refused(tmp_path: Path) -> None:
    archive = packed(tmp_path / "in.zip", {"innen.zip": b"PK"})

    assert refusal(tmp_path, archive).code == "IMP-019"


@pytest.mark.parametrize("names", [[], ["leer/"], ["__MACOSX/._p.shp"], ["p.qml"]])
def test_an_archive_without_data_is_refused(tmp_path: Path, names: list[str]) -> None:
    archive = packed(tmp_path / "in.zip", dict.fromkeys(names, b""))

    assert refusal(tmp_path, archive).code == "IMP-021"


def test_a_geodatabase_is_refused_by_name(tmp_path: Path) -> None:
    archive = packed(
        tmp_path / "in.zip", {"Plan.gdb/a00000001.gdbtable": b"1", "Plan.gdb/gdb": b"2"}
    )

    assert refusal(tmp_path, archive).code == "IMP-023"


@pytest.mark.parametrize(("one", "other"), [("p.shp", "P.SHP"), ("a/p.dbf", "A/P.dbf")])
def test_a_part_that_comes_twice_is_refused(tmp_path: Path, one: str, other: str) -> None:
    archive = packed(tmp_path / "in.zip", {one: b"1", other: b"2"})

    refused = refusal(tmp_path, archive)

    assert refused.code == "IMP-018"
    assert refused.facts == {"one": one, "other": other}


def test_one_name_twice_in_the_archive_is_refused(tmp_path: Path) -> None:
    archive = raw_names(tmp_path / "in.zip", {b"p.shp": b"1", b"q.shp": b"2"})
    archive.write_bytes(archive.read_bytes().replace(b"q.shp", b"p.shp"))

    assert refusal(tmp_path, archive).code == "IMP-018"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("cp437", "CP850"), ("cp850", "CP850"), ("cp1252", "CP1252"), ("utf-8", "UTF-8")],
)
def test_umlauts_in_undeclared_names_are_guessed_and_said(
    tmp_path: Path, encoding: str, said: str
) -> None:
    name = "Größe Äcker Übersicht.shp".encode(encoding)

    unpacked = unpack(raw_names(tmp_path / "in.zip", {name: b"1"}), tmp_path / "out", limits=LIMITS)

    assert unpacked.sets[0].stem == "Größe Äcker Übersicht"
    assert [(one.code, one.facts) for one in unpacked.messages] == [("IMP-024", {"encoding": said})]


def test_declared_names_need_no_guess(tmp_path: Path) -> None:
    unpacked = done(tmp_path, "Größe.shp")

    assert unpacked.sets[0].stem == "Größe"
    assert unpacked.messages == ()


def test_a_name_that_breaks_its_declared_encoding_is_a_broken_archive(tmp_path: Path) -> None:
    archive = raw_names(tmp_path / "in.zip", {b"Gr\xf6\xdfe.shp": b"1"}, flags=0x800)

    assert refusal(tmp_path, archive).code == "IMP-010"


def test_loose_parts_make_one_set(tmp_path: Path) -> None:
    unpacked = group(loose(tmp_path, "P.SHP", "p.dbf", "p.qml"), tmp_path / "out")

    assert contents(unpacked) == {"P": {"shp": "P.SHP", "dbf": "p.dbf"}}
    assert unpacked.attachments == ("p.qml",)


def test_a_single_file_is_a_set_of_its_own(tmp_path: Path) -> None:
    unpacked = group(loose(tmp_path, "C:\\fakepath\\Bäume.geojson"), tmp_path / "out")

    assert unpacked.sets[0].stem == "Bäume"
    assert unpacked.sets[0].main == tmp_path / "out" / "1.geojson"


def test_loose_files_are_copied_so_that_nothing_writes_to_the_upload(tmp_path: Path) -> None:
    files = loose(tmp_path, "p.gpkg")

    unpacked = group(files, tmp_path / "out")
    unpacked.sets[0].main.write_text("changed")

    assert files["p.gpkg"].read_text() == "p.gpkg"


@pytest.mark.parametrize("names", [("p.shp", "P.shp"), ("a/p.shp", "b/p.shp")])
def test_a_loose_part_that_comes_twice_is_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        group(loose(tmp_path, *names), tmp_path / "out")

    assert refused.value.code == "IMP-018"
    assert not (tmp_path / "out").exists()
