"""Transactions: what is written together is seen together, and nobody is thrown out."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import OperationalError

from services.database.engine import (
    BUSY_TIMEOUT_MS,
    empty_log,
    make_engine,
    reading,
    writing,
    writing_when_needed,
)
from services.database.revisions import bump, revisions
from services.database.tables import project
from tests.conftest import NOW, Databases
from tests.services.database.rows import add_project


@pytest.fixture(scope="module")
def engines(databases: Databases) -> Callable[[str], Engine]:
    """Databases that the tests of this file write to for good."""
    return cache(databases.migrated)


@pytest.fixture
def engine(dialect: str, engines: Callable[[str], Engine]) -> Engine:
    """An empty, migrated database in either dialect."""
    found = engines(dialect)
    with writing(found) as connection:
        for table in ("project", "layer"):
            connection.execute(text(f"DELETE FROM {table}"))
    return found


@pytest.fixture
def sqlite_engine(engines: Callable[[str], Engine]) -> Engine:
    return engines("sqlite")


def test_who_opens_a_fresh_file_waits_for_one_who_fills_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "fresh.sqlite"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    refusals: list[float] = []

    def other_is_done(pause_s: float) -> None:
        refusals.append(pause_s)
        other.execute("COMMIT")

    monkeypatch.setattr("services.database.engine.sleep", other_is_done)

    with make_engine(f"sqlite:///{file}").connect() as connection:
        mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()

    other.close()
    assert (mode, len(refusals)) == ("wal", 1)


def test_what_was_erased_is_in_no_file_once_the_log_is_emptied(tmp_path: Path) -> None:
    file, secret = tmp_path / "erased.sqlite", "Ewaldstraße 5"
    engine = make_engine(f"sqlite:///{file}")
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE said (words TEXT)"))
        for _ in range(200):
            connection.execute(text("INSERT INTO said VALUES (:words)"), {"words": secret * 20})
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM said"))

    emptied = empty_log(engine)

    held = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    engine.dispose()
    assert emptied
    assert secret.encode() not in held


def test_a_log_that_somebody_reads_is_not_emptied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.database.engine.BUSY_TIMEOUT_MS", 10)
    engine = make_engine(f"sqlite:///{tmp_path / 'read.sqlite'}")
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE said (words TEXT)"))
    with reading(engine) as reader:
        reader.execute(text("SELECT * FROM said")).all()
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO said VALUES ('x')"))

        assert not empty_log(engine)


def _projects(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(project)).scalar_one()


def test_a_writing_transaction_is_kept(engine: Engine) -> None:
    with writing(engine) as connection:
        add_project(connection)

    with reading(engine) as connection:
        assert _projects(connection) == 1


def test_an_error_in_a_writing_transaction_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        add_project(connection)
        raise ZeroDivisionError

    with reading(engine) as connection:
        assert _projects(connection) == 0


def test_what_is_written_when_needed_is_kept(engine: Engine) -> None:
    with writing_when_needed(engine) as connection:
        add_project(connection)

    with reading(engine) as connection:
        assert _projects(connection) == 1


def test_an_error_in_what_is_written_when_needed_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), writing_when_needed(engine) as connection:
        add_project(connection)
        raise ZeroDivisionError

    with reading(engine) as connection:
        assert _projects(connection) == 0


def test_who_has_not_begun_to_write_stops_nobody(engine: Engine) -> None:
    with writing_when_needed(engine) as waiting:
        with writing(engine) as other:
            add_project(other)
        assert _projects(waiting) == 1


def test_a_reading_transaction_keeps_nothing(engine: Engine) -> None:
    with reading(engine) as connection:
        add_project(connection)

    with reading(engine) as connection:
        assert _projects(connection) == 0


def test_a_reader_sees_one_state_while_others_write(engine: Engine) -> None:
    with reading(engine) as reader:
        before = _projects(reader)
        with writing(engine) as writer:
            add_project(writer)

        assert _projects(reader) == before


def test_a_new_reader_sees_the_new_state(engine: Engine) -> None:
    with writing(engine) as writer:
        add_project(writer)

    with reading(engine) as reader:
        assert _projects(reader) == 1


def test_a_reader_is_not_kept_waiting_by_a_writer(engine: Engine) -> None:
    with writing(engine) as writer:
        add_project(writer)
        with reading(engine) as reader:
            assert _projects(reader) == 0


def test_a_connection_that_read_is_as_good_as_new_for_writing(engine: Engine) -> None:
    with reading(engine) as connection:
        _projects(connection)

    with writing(engine) as connection:
        level = connection.get_isolation_level()

    assert level == engine.dialect.default_isolation_level


def test_two_writers_at_once_lose_nothing(engine: Engine) -> None:
    with writing(engine) as connection:
        bump(connection, "projects", now=NOW)
    start = threading.Barrier(2)

    def write() -> None:
        start.wait()
        for _ in range(10):
            with writing(engine) as connection:
                bump(connection, "projects", now=NOW)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(write) for _ in range(2)]:
            done.result()

    with reading(engine) as connection:
        assert revisions(connection)["projects"].number == 21


def test_a_writer_takes_the_lock_before_its_first_statement(sqlite_engine: Engine) -> None:
    other = sqlite3.connect(str(sqlite_engine.url.database), timeout=0)

    with (
        writing(sqlite_engine),
        pytest.raises(sqlite3.OperationalError, match="database is locked"),
    ):
        other.execute("BEGIN IMMEDIATE")

    other.close()


def test_a_reader_takes_no_lock(sqlite_engine: Engine) -> None:
    other = sqlite3.connect(str(sqlite_engine.url.database), timeout=0)

    with reading(sqlite_engine) as connection:
        _projects(connection)
        other.execute("BEGIN IMMEDIATE")

    other.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("busy_timeout", BUSY_TIMEOUT_MS),
        ("synchronous", 2),
    ],
)
def test_every_connection_to_sqlite_is_prepared(
    sqlite_engine: Engine, pragma: str, value: object
) -> None:
    with reading(sqlite_engine) as first, reading(sqlite_engine) as second:
        found = [one.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() for one in (first, second)]

    assert found == [value, value]


def test_an_engine_makes_the_folder_of_its_file(tmp_path: Path) -> None:
    make_engine(f"sqlite:///{tmp_path / 'var' / 'deep' / 'new.sqlite'}")

    assert (tmp_path / "var" / "deep").is_dir()


def test_an_engine_opens_no_connection_by_itself(tmp_path: Path) -> None:
    make_engine(f"sqlite:///{tmp_path / 'new.sqlite'}")

    assert list(tmp_path.iterdir()) == []


def test_a_server_that_does_not_answer_is_found_out_at_the_first_connection() -> None:
    engine = make_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1")

    with pytest.raises(OperationalError), reading(engine) as connection:
        connection.execute(text("SELECT 1"))
