"""Archives and loose files as they come in, and what unpacking makes of them, for tests."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from services.imports.model import ImportRefusedError
from services.imports.unzip import ArchiveLimits, Unpacked, unpack

LIMITS = ArchiveLimits()


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


def loose(tmp_path: Path, *names: str) -> dict[str, Path]:
    folder = tmp_path / "in"
    folder.mkdir()
    files = {}
    for number, name in enumerate(names):
        files[name] = folder / f"received-{number}"
        files[name].write_text(name)
    return files
