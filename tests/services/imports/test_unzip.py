"""Archives are unpacked by our own rules, and loose files follow the same ones."""

from __future__ import annotations

import errno
import io
import stat
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import pytest

from services.imports import quarantine
from services.imports.model import ImportRefusedError
from services.imports.unzip import ArchiveLimits, Unpacked, group, unpack

LIMITS = ArchiveLimits()
MEGABYTE = 1_000_000


def packed(path: Path, entries: Mapping[str, bytes], *, method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return path


def raw_names(path: Path, entries: Mapping[bytes, bytes], *, flags: int = 0) -> Path:
    """An archive with names byte by byte, as old packing programs wrote them."""
    bodies = b""
    directory = b""
    for name, content in entries.items():
        head = (20, flags, 0, 0, 0x21, zipfile.crc32(content), len(content), len(content))  # type: ignore[attr-defined]
        offset = len(bodies)
        bodies += struct.pack("<4s5H3I2H", b"PK\3\4", *head, len(name), 0) + name + content
        directory += struct.pack(
            "<4s6H3I5H2I", b"PK\1\2", 20, *head, len(name), 0, 0, 0, 0, 0, offset
        )
        directory += name
    end = struct.pack(
        "<4s4H2IH", b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), len(bodies), 0
    )
    path.write_bytes(bodies + directory + end)
    return path


def done(tmp_path: Path, *names: str) -> Unpacked:
    """Unpack an archive in which each file holds its own name."""
    archive = packed(tmp_path / "in.zip", {name: name.encode() for name in names})
    return unpack(archive, tmp_path / "out", limits=LIMITS)


def contents(unpacked: Unpacked) -> dict[str, dict[str, str]]:
    return {
        one.stem: {ext: path.read_text() for ext, path in one.parts.items()}
        for one in unpacked.sets
    }


def refusal(tmp_path: Path, archive: Path, limits: ArchiveLimits = LIMITS) -> ImportRefusedError:
    with pytest.raises(ImportRefusedError) as refused:
        unpack(archive, tmp_path / "out", limits=limits)
    assert not (tmp_path / "out").exists(), "a refused archive left something behind"
    return refused.value


def codes(unpacked: Unpacked) -> list[str]:
    return [message.code for message in unpacked.messages]


# --- layouts -----------------------------------------------------------------------------------


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


# --- what comes along --------------------------------------------------------------------------


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


# --- names -------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    "name",
    [
        b"/etc/p.shp",
        b"../p.shp",
        b"a/../../p.shp",
        b"..\\p.shp",
        b"\\p.shp",
        b"\\\\server\\p.shp",
        b"C:\\p.shp",
        b"c:p.shp",
        b"p.shp\0.txt",
    ],
)
def test_names_that_lead_out_are_refused(tmp_path: Path, name: bytes) -> None:
    archive = raw_names(tmp_path / "in.zip", {b"ok.shp": b"1", name: b"2"})

    assert refusal(tmp_path, archive).code == "IMP-012"
    assert list(tmp_path.iterdir()) == [archive]


def test_two_dots_inside_a_name_are_just_a_name(tmp_path: Path) -> None:
    assert contents(done(tmp_path, "p..alt.shp")) == {"p..alt": {"shp": "p..alt.shp"}}


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("p.shp")
        link.external_attr = (kind | 0o777) << 16
        archive.writestr(link, "/etc/passwd")

    assert refusal(tmp_path, path).code == "IMP-013"


# --- bombs and broken archives -----------------------------------------------------------------


@pytest.mark.parametrize("flags", [0x1, 0x41, 0x2000])
def test_locked_archives_are_refused(tmp_path: Path, flags: int) -> None:
    archive = raw_names(tmp_path / "in.zip", {b"p.shp": b"1"}, flags=flags)

    refused = refusal(tmp_path, archive)

    assert refused.code == "IMP-011"
    assert refused.facts == {"name": "p.shp"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing_without_a_bound_are_refused(tmp_path: Path, method: int) -> None:
    archive = packed(tmp_path / "in.zip", {"p.shp": b"1"}, method=method)

    assert refusal(tmp_path, archive).code == "IMP-017"


def test_five_hundred_entries_are_taken_and_one_more_is_not(tmp_path: Path) -> None:
    full = packed(tmp_path / "a.zip", {f"{number}.shp": b"1" for number in range(500)})
    fuller = packed(tmp_path / "b.zip", {f"{number}.shp": b"1" for number in range(501)})

    assert refusal(tmp_path, fuller).code == "IMP-014"
    assert len(unpack(full, tmp_path / "out", limits=LIMITS).sets) == 500


def test_a_huge_table_of_contents_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = raw_names(tmp_path / "in.zip", {b"%030d" % number: b"" for number in range(20_000)})
    made: list[str] = []
    monkeypatch.setattr(zipfile, "ZipInfo", made.append)

    assert refusal(tmp_path, archive).code == "IMP-014"
    assert made == []


def test_a_bomb_of_zeros_is_refused(tmp_path: Path) -> None:
    zeros = {"p.shp": bytes(50 * MEGABYTE)}
    archive = packed(tmp_path / "in.zip", zeros, method=zipfile.ZIP_DEFLATED)

    refused = refusal(tmp_path, archive)

    assert refused.code == "IMP-016"
    assert refused.facts == {"name": "p.shp", "ratio": 100}


def test_a_bomb_among_the_attachments_is_refused_too(tmp_path: Path) -> None:
    entries = {"p.shp": b"1", "lies.txt": bytes(50 * MEGABYTE)}
    archive = packed(tmp_path / "in.zip", entries, method=zipfile.ZIP_DEFLATED)

    assert refusal(tmp_path, archive).code == "IMP-016"


def test_a_small_table_of_blanks_is_no_bomb(tmp_path: Path) -> None:
    archive = packed(tmp_path / "in.zip", {"p.csv": b" " * 900_000}, method=zipfile.ZIP_DEFLATED)

    assert len(unpack(archive, tmp_path / "out", limits=LIMITS).sets) == 1


def test_a_bomb_that_lies_about_its_size_writes_no_more_than_it_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zeros = {"p.shp": bytes(50 * MEGABYTE)}
    archive = packed(tmp_path / "in.zip", zeros, method=zipfile.ZIP_DEFLATED)
    told, honest = struct.pack("<I", 1_000), struct.pack("<I", 50 * MEGABYTE)
    archive.write_bytes(archive.read_bytes().replace(honest, told))
    written = 0
    copy = quarantine.copy_up_to

    class Counting(io.FileIO):
        def write(self, chunk: object, /) -> int:
            nonlocal written
            assert isinstance(chunk, bytes)
            written += len(chunk)
            return len(chunk)

    def counted(
        source: IO[bytes], target: IO[bytes], *, limit_bytes: int, refusal: ImportRefusedError
    ) -> int:
        with Counting(tmp_path / "null", "w") as counting:
            return copy(source, counting, limit_bytes=limit_bytes, refusal=refusal)

    monkeypatch.setattr("services.imports.unzip.copy_up_to", counted)

    assert refusal(tmp_path, archive).code == "IMP-010"
    assert written <= 1_000


def test_a_stream_that_gives_more_than_it_declared_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = packed(tmp_path / "in.zip", {"p.shp": b"12345"})
    taken = 0

    class Endless(io.RawIOBase):
        def read(self, size: int = -1, /) -> bytes:
            nonlocal taken
            taken += size
            return b"x" * size

    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: Endless())

    assert refusal(tmp_path, archive).code == "IMP-010"
    assert taken < MEGABYTE


def test_many_large_entries_together_are_refused(tmp_path: Path) -> None:
    archive = packed(tmp_path / "in.zip", {"a.shp": b"x" * 600, "b.shp": b"x" * 600})

    refused = refusal(tmp_path, archive, ArchiveLimits(unpacked_bytes=1_000))

    assert refused.code == "IMP-015"


def test_entries_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    archive = raw_names(tmp_path / "in.zip", {b"a.shp": b"x" * 5_000, b"b.shp": b"y" * 77})
    honest = struct.pack("<2I", 77, 77)
    told = struct.pack("<2I", 5_000, 5_000)
    archive.write_bytes(archive.read_bytes().replace(honest, told))

    assert refusal(tmp_path, archive).code == "IMP-010"


def test_an_archive_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    archive = packed(tmp_path / "in.zip", {"a.shp": b"x" * 600})

    assert refusal(tmp_path, archive, ArchiveLimits(packed_bytes=100)).code == "IMP-001"


@pytest.mark.parametrize("kept", [0, 3, 30, 100])
def test_a_cut_off_archive_is_refused(tmp_path: Path, kept: int) -> None:
    archive = packed(tmp_path / "in.zip", {"p.shp": b"x" * 600})
    archive.write_bytes(archive.read_bytes()[:kept])

    assert refusal(tmp_path, archive).code == "IMP-010"


def test_damaged_bytes_are_refused_and_nothing_is_left(tmp_path: Path) -> None:
    entries = {"a.shp": b"fine" * 100, "p.shp": bytes(range(256)) * 10}
    archive = packed(tmp_path / "in.zip", entries, method=zipfile.ZIP_DEFLATED)
    damaged = bytearray(archive.read_bytes())
    start = damaged.index(b"p.shp") + 10
    damaged[start : start + 20] = b"\xff" * 20
    archive.write_bytes(damaged)

    assert refusal(tmp_path, archive).code == "IMP-010"


def test_a_full_disk_while_unpacking_is_said_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = packed(tmp_path / "in.zip", {"a.shp": b"1", "a.dbf": b"2"})
    copy = quarantine.copy_up_to
    calls: list[int] = []

    def full_at_the_second(
        source: IO[bytes], target: IO[bytes], *, limit_bytes: int, refusal: ImportRefusedError
    ) -> int:
        calls.append(limit_bytes)
        size = copy(source, target, limit_bytes=limit_bytes, refusal=refusal)
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, "full")
        return size

    monkeypatch.setattr("services.imports.unzip.copy_up_to", full_at_the_second)

    assert refusal(tmp_path, archive).code == "IMP-002"


def test_the_upload_itself_is_never_changed(tmp_path: Path) -> None:
    archive = packed(tmp_path / "in.zip", {"p.shp": b"1"})
    before = archive.read_bytes()

    unpack(archive, tmp_path / "out", limits=LIMITS)

    assert archive.read_bytes() == before


# --- loose files -------------------------------------------------------------------------------


def loose(tmp_path: Path, *names: str) -> dict[str, Path]:
    folder = tmp_path / "in"
    folder.mkdir()
    files = {}
    for number, name in enumerate(names):
        files[name] = folder / f"received-{number}"
        files[name].write_text(name)
    return files


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
