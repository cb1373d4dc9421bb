"""Our own unzip: archives are never handed on, only the files in them, under names of ours.

GDAL finds nothing in folders of an archive, and of ``P.SHP`` beside ``p.dbf`` it reads the table
alone and says nothing about the lost geometry.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from services.imports import filesets
from services.imports.filesets import FileSet, Plan
from services.imports.model import ImportRefusedError, Message
from services.imports.quarantine import (
    CHUNK_BYTES,
    MEGABYTE,
    copy_up_to,
    shown_name,
    shown_path,
    whole_or_nothing,
)

__all__ = ["ArchiveLimits", "FileSet", "Unpacked", "group", "opened", "refusing_broken", "unpack"]


@dataclass(frozen=True)
class ArchiveLimits:
    """How much an archive may hold.

    ``ratio`` is unpacked to packed size of one entry; it is not asked below ``ratio_from_bytes``,
    since small tables full of blanks pack far better than that.
    """

    packed_bytes: int = 200 * MEGABYTE
    unpacked_bytes: int = 1_000 * MEGABYTE
    ratio: int = 100
    entries: int = 500
    ratio_from_bytes: int = MEGABYTE


@dataclass(frozen=True)
class Unpacked:
    """The files of an upload, sorted; ``attachments`` by name, the first hint of style or source.

    They are not unpacked.
    """

    sets: tuple[FileSet, ...]
    attachments: tuple[str, ...]
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class _Source:
    """Where the bytes of one member come from, and how many there may be."""

    open: Callable[[], AbstractContextManager[IO[bytes]]]
    size_bytes: int


_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
_DIRECTORY_LINE_BYTES: Final = 2_000
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_UTF8_NAME: Final = 0x800
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Others unpack without an upper limit for what one portion needs."""
_PLAIN_KINDS: Final = frozenset({0, stat.S_IFREG, stat.S_IFDIR})
_DOS_LETTERS: Final = bytes.fromhex("81 84 8e 94 99 9a e1")
_WINDOWS_LETTERS: Final = bytes.fromhex("c4 d6 dc df e4 f6 fc")


def unpack(path: Path, folder: Path, *, limits: ArchiveLimits) -> Unpacked:
    """Write the data sets of an archive into ``folder`` as ``<n>.<extension>``.

    Raises ``ImportRefusedError`` where the archive is broken, locked, too large, or names files
    outside itself; then ``folder`` holds nothing of it.
    """
    with opened(path, limits=limits) as archive:
        infos = [info for info in archive.infolist() if not _is_folder(info)]
        encoding = _encoding_of_names(infos)
        sources: dict[str, _Source] = {}
        for info in infos:
            name = _safe_name(info, encoding)
            if name in sources:
                facts = {"one": shown_path(name), "other": shown_path(name)}
                raise ImportRefusedError(code="IMP-018", facts=facts)
            sources[name] = _Source(_opening(archive, info), info.file_size)
        plan = filesets.plan(sources)
        notes = (Message("IMP-024", {"encoding": encoding.upper()}),) if encoding else ()
        return _write(plan, sources, folder, notes=notes)


def group(files: Mapping[str, Path], folder: Path) -> Unpacked:
    """Copy loose files, by the names that people see, into ``folder`` the same way."""
    sources: dict[str, _Source] = {}
    for name, path in files.items():
        shown = shown_name(name)
        if shown in sources:
            raise ImportRefusedError(code="IMP-018", facts={"one": shown, "other": shown})
        sources[shown] = _Source(_opening_of_file(path), path.stat().st_size)
    return _write(filesets.plan(sources), sources, folder, notes=())


@contextmanager
def opened(path: Path, *, limits: ArchiveLimits) -> Iterator[zipfile.ZipFile]:
    """Open an archive whose table of contents keeps ``limits``; what is broken is refused."""
    size_bytes = path.stat().st_size
    if size_bytes > limits.packed_bytes:
        facts = {"limit_mb": max(1, limits.packed_bytes // MEGABYTE)}
        raise ImportRefusedError(code="IMP-001", facts=facts)
    with _ModestFile(path, limits.entries) as file:
        with refusing_broken():
            archive = zipfile.ZipFile(file)
        with archive:
            _check_contents(archive.infolist(), archive_bytes=size_bytes, limits=limits)
            yield archive


@contextmanager
def refusing_broken() -> Iterator[None]:
    """Refuse an archive for what goes wrong while it is read."""
    try:
        yield
    except _UNREADABLE as error:
        raise ImportRefusedError(code="IMP-010") from error


class _ModestFile(io.FileIO):
    """A file of which no great portion is read at once.

    ``zipfile`` reads the whole table of contents and makes an object of every line in it, before
    anybody can count them.
    """

    def __init__(self, path: Path, entries: int) -> None:
        super().__init__(path)
        self._entries = entries

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > max(CHUNK_BYTES, self._entries * _DIRECTORY_LINE_BYTES):
            raise ImportRefusedError(code="IMP-014", facts={"limit": self._entries})
        return super().read(size) or b""


def _check_contents(
    infos: list[zipfile.ZipInfo], *, archive_bytes: int, limits: ArchiveLimits
) -> None:
    if len(infos) > limits.entries:
        raise ImportRefusedError(code="IMP-014", facts={"limit": limits.entries})
    for info in infos:
        _check_entry(info, limits)
    if sum(info.file_size for info in infos) > limits.unpacked_bytes:
        facts = {"limit_mb": max(1, limits.unpacked_bytes // MEGABYTE)}
        raise ImportRefusedError(code="IMP-015", facts=facts)
    if sum(info.compress_size for info in infos) > archive_bytes:
        raise ImportRefusedError(code="IMP-010")


def _check_entry(info: zipfile.ZipInfo, limits: ArchiveLimits) -> None:
    facts = {"name": shown_path(info.filename)}
    if info.flag_bits & _ENCRYPTED:
        raise ImportRefusedError(code="IMP-011", facts=facts)
    if stat.S_IFMT(info.external_attr >> 16) not in _PLAIN_KINDS:
        raise ImportRefusedError(code="IMP-013", facts=facts)
    if info.compress_type not in _METHODS:
        raise ImportRefusedError(code="IMP-017", facts=facts)
    if info.file_size > max(limits.ratio_from_bytes, limits.ratio * info.compress_size):
        raise ImportRefusedError(code="IMP-016", facts={**facts, "ratio": limits.ratio})


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.orig_filename.endswith(("/", "\\")) and info.file_size == 0


def _encoding_of_names(infos: list[zipfile.ZipInfo]) -> str | None:
    """Guess one encoding for all names that do not declare theirs; None where all are plain.

    Western letters have other bytes under DOS than under Windows, and no byte is in both sets.
    """
    names = [
        info.orig_filename.encode("cp437") for info in infos if not info.flag_bits & _UTF8_NAME
    ]
    raw = b"/".join(names)
    if raw.isascii():
        return None
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        dos = sum(raw.count(byte) for byte in _DOS_LETTERS)
        windows = sum(raw.count(byte) for byte in _WINDOWS_LETTERS)
        return "cp1252" if windows > dos else "cp850"
    return "utf-8"


def _safe_name(info: zipfile.ZipInfo, encoding: str | None) -> str:
    """Return the name as a path inside the archive, or refuse one that leads out of it."""
    name = info.orig_filename
    if encoding and not info.flag_bits & _UTF8_NAME:
        name = name.encode("cp437").decode(encoding, errors="replace")
    name = name.replace("\\", "/")
    leads_out = name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name)
    if leads_out or "\0" in name:
        raise ImportRefusedError(code="IMP-012", facts={"name": shown_path(name)})
    return name


def _opening(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo
) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    return lambda: archive.open(info)


def _opening_of_file(path: Path) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    return lambda: path.open("rb")


def _write(
    plan: Plan, sources: Mapping[str, _Source], folder: Path, *, notes: tuple[Message, ...]
) -> Unpacked:
    sets = []
    with whole_or_nothing(folder) as written:
        for number, planned in enumerate(plan.sets, start=1):
            parts: dict[str, Path] = {}
            for ext, name in planned.members.items():
                target = folder / f"{number}.{ext if re.fullmatch('[a-z0-9]{1,10}', ext) else 'x'}"
                _copy(sources[name], target, written)
                parts[ext] = target
            sets.append(FileSet(planned.stem, parts))
    return Unpacked(tuple(sets), plan.attachments, (*notes, *plan.messages))


def _copy(source: _Source, target: Path, written: list[Path]) -> None:
    with refusing_broken(), source.open() as packed, target.open("xb") as plain:
        written.append(target)
        copy_up_to(
            packed,
            plain,
            limit_bytes=source.size_bytes,
            refusal=ImportRefusedError(code="IMP-010"),
        )
