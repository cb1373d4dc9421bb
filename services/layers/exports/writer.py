"""The process that writes one file: reads an order from its input, writes aside, renames.

``python -I -m services.layers.exports.writer``. What it needs of memory and of the interpreter,
the app does not; it can be killed at any moment, and what it leaves behind goes at the next time.
"""

from __future__ import annotations

import errno
import fcntl
import os
import resource
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from services.database.engine import make_engine, reading
from services.layers.exports.model import INCOMPLETE, NO_SPACE, ORDERS, UNFIT, Form, Order
from services.layers.exports.packages import write_package
from services.layers.exports.pieces import UnfitError, placed
from services.layers.exports.shapefile import write_shapefile
from services.layers.exports.store import Portion, Source
from services.layers.exports.texts import write_csv, write_geojson

_NICE: Final = 10
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FULL_TO_SQLITE: Final = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_TRUNCATE}
)

Write = Callable[[Path, Order, Iterable[str], Iterable[Portion]], None]
WRITERS: Final[Mapping[Form, Write]] = {
    "gpkg": write_package,
    "shp": write_shapefile,
    "geojson": write_geojson,
    "csv": write_csv,
}


class IncompleteError(Exception):
    """The version has fewer or more features than it should: it is leaving."""


def write(order: Order) -> None:
    """Write the file of an order, unless somebody else has just done so.

    Raises ``UnfitError``, ``IncompleteError``, and ``OSError`` or ``sqlite3.Error`` where the disk
    does not take it. Whatever happens, the target is whole or as it was.
    """
    target = Path(order.target)
    with Path(order.lock).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.exists():
            return
        aside = Path(order.lock).with_suffix(".work")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        try:
            _fill(order, aside / target.name)
            # The packed twin first: whoever sees the target may look for it.
            for part in sorted(aside.iterdir(), reverse=True):
                _keep(part, target.parent / part.name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _fill(order: Order, path: Path) -> None:
    engine = make_engine(order.database_url)
    try:
        with reading(engine) as connection:
            source = Source(connection, order.layer_number, order.version)
            portions = placed(_counted(source.portions(), order.feature_count), order.epsg)
            WRITERS[order.form](path, order, source.kinds(), portions)
    finally:
        engine.dispose()


def _counted(portions: Iterator[Portion], expected: int) -> Iterator[Portion]:
    count = 0
    for portion in portions:
        count += len(portion.rows)
        yield portion
    if count != expected:
        raise IncompleteError


def _keep(part: Path, target: Path) -> None:
    """Put a written file in its place, on the disk for good."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)


def is_full(error: OSError | sqlite3.Error) -> bool:
    """Return True if there is no room for what was to be written."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    return getattr(error, "sqlite_errorcode", None) in _FULL_TO_SQLITE


def main() -> int:
    """Write what the order on the input asks for; return what became of it."""
    order = ORDERS.validate_json(sys.stdin.buffer.read())
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (order.most_bytes, order.most_bytes))
    try:
        write(order)
    except UnfitError:
        return UNFIT
    except IncompleteError:
        return INCOMPLETE
    except (OSError, sqlite3.Error) as error:
        if is_full(error):
            return NO_SPACE
        raise
    return 0


if __name__ == "__main__":
    sys.exit(main())
