"""The folder of an upload: files as they came, what was unpacked, what was converted.

``<import_dir>/<id>/received/<n>/<name>`` holds the upload, ``work/`` is the child's, and
``work/features/<position>`` takes a layer while it is loaded. The folder goes once nothing more is
to be decided.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

from services.imports.model import ImportRefusedError
from services.imports.quarantine import MEGABYTE, Received, receive, shown_name
from services.imports.records import NewImport

RECEIVED: Final = "received"
WORK: Final = "work"
FEATURES: Final = "features"
_NAMELESS: Final = "datei"
_NAME_BYTES: Final = 200
Arriving = Sequence[tuple[str, BinaryIO]]
"""Files by the names that their sender gave them."""


def keep(files: Arriving, *, import_dir: Path, limit_bytes: int) -> NewImport:
    """Write the files of one upload into a folder of its own.

    Raises ``ImportRefusedError`` where they are too large, empty or find no room; then nothing of
    them stays.
    """
    import_id = uuid4().hex
    folder = import_dir / import_id
    try:
        received = _received(files, folder / RECEIVED, limit_bytes)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return NewImport(
        id=import_id,
        name=_name_of(received),
        size_bytes=sum(one.size_bytes for one in received),
        sha256=_fingerprint(received),
    )


def received_files(import_dir: Path, import_id: str) -> Sequence[Path]:
    """Return the files of an upload in the order in which they came."""
    places = sorted((import_dir / import_id / RECEIVED).iterdir(), key=lambda one: int(one.name))
    return [next(place.iterdir()) for place in places]


def remove_folder(import_dir: Path, import_id: str) -> None:
    """Remove everything of an upload; one that is gone already is fine."""
    shutil.rmtree(import_dir / import_id, ignore_errors=True)


def _received(files: Arriving, folder: Path, limit_bytes: int) -> list[Received]:
    found: list[Received] = []
    left = limit_bytes
    folder.mkdir(mode=0o700, parents=True)
    for n, (name, stream) in enumerate(files):
        try:
            one = receive(stream, name=name, folder=folder / str(n), limit_bytes=left)
        except ImportRefusedError as refused:
            if refused.code == "IMP-003" and len(files) > 1 and not _is_shape(name):
                continue  # an empty .prj says as little as none
            # What is too large is so all together: the limit is the one for the whole upload.
            limit = {"limit_mb": max(1, limit_bytes // MEGABYTE)}
            facts = limit if refused.code == "IMP-001" else refused.facts
            raise ImportRefusedError(code=refused.code, facts=facts) from refused
        place = one.path.rename(one.path.with_name(_file_name(name)))
        found.append(Received(place, one.name, one.size_bytes, one.sha256))
        left -= one.size_bytes
    if not found:
        raise ImportRefusedError(code="IMP-003")
    return found


def _is_shape(name: str) -> bool:
    return name.lower().endswith(".shp")


def _file_name(name: str) -> str:
    """Return a name that any file system takes; its ending stays, since it tells parts apart."""
    safe = shown_name(name).lstrip(".") or _NAMELESS
    stem, dot, ending = safe.rpartition(".")
    if not dot:
        stem, ending = safe, ""
    ending = (dot + ending).encode()[: _NAME_BYTES // 2].decode("utf-8", "ignore")
    room = _NAME_BYTES - len(ending.encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + ending


def _name_of(received: Sequence[Received]) -> str:
    """Return what an upload is called: by its main part, with how many came besides."""
    main = next((one for one in received if _is_shape(one.name)), received[0])
    more = len(received) - 1
    return f"{main.name} (+{more})" if more else main.name


def _fingerprint(received: Sequence[Received]) -> str:
    if len(received) == 1:
        return received[0].sha256
    lines = sorted(f"{one.sha256} {one.name}" for one in received)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
