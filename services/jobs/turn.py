"""One worker at a time: whose turn it is.

The turn is a lock that the kernel, or the server of the database, frees when its holder dies. So
whoever gets it knows that nobody is at work, and that a job marked as running was left behind.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, func, select

from services.database.engine import reading

_KEY: Final = 5_562_021
"""Any number: the key of PostgreSQL's advisory lock."""
_SUFFIX: Final = ".turn"


@contextmanager
def turn(engine: Engine) -> Iterator[bool]:
    """Hold the turn within the block; False if somebody else has it."""
    if engine.dialect.name == "postgresql":
        taken = _taken_from_server(engine)
    else:
        taken = _taken_beside(Path(engine.url.database or ""))
    with taken as is_mine:
        yield is_mine


def is_free(engine: Engine) -> bool:
    """Return True if nobody is at work at this moment."""
    if engine.dialect.name != "postgresql":
        with turn(engine) as is_mine:
            return is_mine
    # Freed with the transaction: asked every second, this needs no connection of its own.
    with reading(engine) as connection:
        lock = select(func.pg_try_advisory_xact_lock(_KEY))
        return bool(connection.execute(lock).scalar_one())


@contextmanager
def _taken_beside(database: Path) -> Iterator[bool]:
    # The database itself cannot serve: closing any handle of it would free SQLite's own locks.
    with database.with_name(database.name + _SUFFIX).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def _taken_from_server(engine: Engine) -> Iterator[bool]:
    # Without a transaction, which would keep the server from cleaning up as long as a job lasts.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Closed with the block instead of kept for others: that frees the lock whatever happened.
        connection.detach()
        yield bool(connection.execute(select(func.pg_try_advisory_lock(_KEY))).scalar_one())
