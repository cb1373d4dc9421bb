"""Where a file lands before anybody has looked into it."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final

from services.imports.model import ImportRefusedError

CHUNK_BYTES: Final = 256 * 1024
NAME_LENGTH: Final = 120
MEGABYTE: Final = 1_000_000

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True)
class Received:
    """A file as it came: where it lies, what its sender called it, and its fingerprint."""

    path: Path
    name: str
    size_bytes: int
    sha256: str


def receive(stream: BinaryIO, *, name: str, folder: Path, limit_bytes: int) -> Received:
    """Take in one file under a name of our own, and count while it comes.

    ``folder`` is made when it is missing. Raises ``ImportRefusedError`` where the file is larger
    than ``limit_bytes``, is empty, or finds no room; then nothing of it stays.
    """
    with whole_or_nothing(folder) as written:
        handle, place = tempfile.mkstemp(prefix="received-", dir=folder)
        written.append(Path(place))
        digest = hashlib.sha256()
        too_large = ImportRefusedError(
            code="IMP-001", facts={"limit_mb": max(1, limit_bytes // MEGABYTE)}
        )
        with os.fdopen(handle, "wb") as target:
            size_bytes = copy_up_to(
                stream, target, limit_bytes=limit_bytes, refusal=too_large, seen=digest.update
            )
        if size_bytes == 0:
            raise ImportRefusedError(code="IMP-003")
    return Received(Path(place), shown_name(name), size_bytes, digest.hexdigest())


def copy_up_to(
    source: IO[bytes],
    target: IO[bytes],
    *,
    limit_bytes: int,
    refusal: ImportRefusedError,
    seen: Callable[[bytes], object] = lambda _: None,
) -> int:
    """Copy in portions and return how many bytes; raise ``refusal`` at the first one too many."""
    size_bytes = 0
    while chunk := source.read(CHUNK_BYTES):
        size_bytes += len(chunk)
        if size_bytes > limit_bytes:
            raise refusal
        seen(chunk)
        target.write(chunk)
    return size_bytes


@contextmanager
def whole_or_nothing(folder: Path) -> Iterator[list[Path]]:
    """Write files into ``folder``; after any error none of the listed ones is left.

    The caller lists a path as soon as it exists. A full disk becomes ``ImportRefusedError``.
    """
    written: list[Path] = []
    made = not folder.exists()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield written
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        if made and folder.exists():
            folder.rmdir()
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise ImportRefusedError(code="IMP-002") from error
        raise


def shown_name(name: str) -> str:
    """Return the last part of a name as people may see it: one line, not endless."""
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    return shown_path(last) or "?"


def shown_path(name: str) -> str:
    """Return ``name`` with its folders, in one spelling, without signs that steer a screen."""
    plain = unicodedata.normalize("NFC", name)
    visible = "".join("�" if unicodedata.category(sign)[0] == "C" else sign for sign in plain)
    if len(visible) <= NAME_LENGTH:
        return visible
    return f"{visible[: NAME_LENGTH - 21]}…{visible[-20:]}"
