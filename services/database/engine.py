"""Engines and transactions for both databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

from services.database.geometry import register_functions
from services.database.lowering import register_lowering

BUSY_TIMEOUT_MS = 10_000
_PAUSE_S = 0.005
_TURN = 5_562_020
"""Any number: the key of PostgreSQL's advisory lock."""


def make_engine(url: str) -> Engine:
    """Return an engine for ``url``: SQLite (one file, WAL) or PostgreSQL/PostGIS (psycopg).

    Its errors never hold parameters: what people search for must not reach a log.

    Creates the folder of a SQLite file; opens no connection.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed, poolclass=QueuePool, connect_args={"check_same_thread": False}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # the driver must not begin or commit on its own
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "synchronous = FULL",
        "secure_delete = ON",  # what is erased must not stay readable in the file
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    _turn_to_wal(connection)
    register_functions(connection)
    register_lowering(connection)


def _turn_to_wal(connection: sqlite3.Connection) -> None:
    """Use the write-ahead log; a file that does already is left as it is.

    SQLite does not heed ``busy_timeout`` here: of two processes that turn a fresh file at once,
    one is refused without waiting. It asks again until the timeout is over.
    """
    patience = monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > patience:
                raise
        sleep(_PAUSE_S)


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a reader that turns writer fails with "database is locked".
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def is_postgresql(engine: Engine) -> bool:
    """Return whether a database is PostgreSQL, and not SQLite."""
    return engine.dialect.name == "postgresql"


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that sees one state of the database and is rolled back at the end."""
    # By default, every statement of a transaction in PostgreSQL sees the newest state.
    one_state = {"isolation_level": "REPEATABLE READ"} if is_postgresql(engine) else {}
    with engine.connect().execution_options(**one_state) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that commits at the end, or leaves nothing behind on an error."""
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        yield connection


@contextmanager
def writing_when_needed(engine: Engine) -> Iterator[Connection]:
    """As ``writing``, but begun by the first statement: no lock is held while work has not begun.

    For requests, whose handler may have to wait for a thread first.
    """
    with engine.connect().execution_options(writing=True) as connection:
        yield connection
        connection.commit()


def empty_log(engine: Engine) -> bool:
    """Write SQLite's log into the file and empty it; False if somebody kept it from that.

    Until then it holds what was erased, next to the database. PostgreSQL's log is its operator's.
    """
    if is_postgresql(engine):
        return True
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            raise TypeError(f"expected a connection of sqlite3, got {type(driver)}")
        busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(busy == 0)


def wait_for_turn(connection: Connection) -> None:
    """Wait until nobody else who called this is at work; holds until the transaction ends.

    Transactions of SQLite that write take turns anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_TURN)))
