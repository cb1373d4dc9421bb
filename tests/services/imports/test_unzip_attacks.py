"""Archives that lead out, lie, burst or break are refused, and nothing of them is left."""

from __future__ import annotations

import errno
import io
import stat
import struct
import zipfile
from pathlib import Path
from typing import IO

import pytest

from services.imports import quarantine
from services.imports.model import ImportRefusedError
from services.imports.unzip import ArchiveLimits, unpack
from tests.services.imports.archives import LIMITS, contents, done, packed, raw_names, refusal

MEGABYTE = 1_000_000


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
