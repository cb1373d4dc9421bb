"""Databases for the tests: SQLite always, PostGIS where it can be started, both by the migrations.

A missing tool skips its tests aloud; with ``CI=true`` it fails them, so nothing is left out unseen.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, Engine, text
from starlette.testclient import TestClient

from services.app import create_app
from services.database.engine import make_engine, reading, writing
from services.database.migrate import upgrade
from services.database.tables import metadata
from services.installation import initialise
from services.settings import PROJECT_ROOT, Settings
from tests.postgres import find_binaries, running_cluster

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DIALECTS = ("sqlite", "postgis")

Rows = dict[str, list[str]]
"""All that stands in a database, by table."""


def missing(what: str, cure: str) -> None:
    """Skip the test aloud, or fail it in CI."""
    words = f"{what} is missing: {cure}"
    if os.environ.get("CI") == "true":
        pytest.fail(words)
    pytest.skip(words)


@dataclass
class Databases:
    """Makes databases, empty or filled with Herten, in either dialect."""

    folder: Path
    server: Callable[[], str]
    _made: list[Engine] = field(default_factory=list)

    def fresh(self, dialect: str) -> Engine:
        """Return an engine on a new, empty database."""
        number = len(self._made)
        if dialect == "sqlite":
            return self._keep(make_engine(f"sqlite:///{self.folder / f'{number}.sqlite'}"))
        self._admin(f"CREATE DATABASE test_{number}")
        return self._keep(make_engine(f"{self.server()}/test_{number}"))

    def migrated(self, dialect: str) -> Engine:
        """Return an engine on a new database with all tables and no rows."""
        engine = self.fresh(dialect)
        with writing(engine) as connection:
            upgrade(connection)
        return engine

    def herten(self, dialect: str) -> Engine:
        """Return an engine on a new database filled with Herten."""
        engine = self.fresh(dialect)
        initialise(engine, data_dir=PROJECT_ROOT / "data", now=NOW)
        return engine

    def dispose(self) -> None:
        """Close every connection."""
        for engine in self._made:
            engine.dispose()

    def _keep(self, engine: Engine) -> Engine:
        self._made.append(engine)
        return engine

    def _admin(self, statement: str) -> None:
        engine = make_engine(f"{self.server()}/postgres")
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Iterator[str]:
    binaries = find_binaries()
    if binaries is None:
        missing("PostgreSQL with PostGIS", "apt install postgresql-15-postgis-3")
        return
    with running_cluster(binaries) as address:
        yield address


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    made = Databases(
        tmp_path_factory.mktemp("databases"),
        lambda: str(request.getfixturevalue("postgres_server")),
    )
    yield made
    made.dispose()


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    """Run the test once against each database."""
    name: str = request.param
    return name


@dataclass
class SharedDatabases:
    """Databases that all tests look at, one for each dialect; whoever writes rolls back."""

    make: Callable[[str], Engine]
    _made: dict[str, Engine] = field(default_factory=dict)
    _rows: dict[str, Rows] = field(default_factory=dict)

    def __call__(self, dialect: str) -> Engine:
        """Return an engine on the database of a dialect."""
        if dialect not in self._made:
            self._made[dialect] = self.make(dialect)
            self._rows[dialect] = _rows_of(self._made[dialect])
        return self._made[dialect]

    def newly_changed(self) -> set[str]:
        """Return the tables whose rows are not those of the last look."""
        changed = set()
        for dialect, engine in self._made.items():
            before, now = self._rows[dialect], _rows_of(engine)
            changed |= {f"{name} ({dialect})" for name in now if now[name] != before[name]}
            self._rows[dialect] = now
        return changed


def _rows_of(engine: Engine) -> Rows:
    """Return all rows as the database writes them, in an order that says nothing."""
    with reading(engine) as connection:
        return {
            name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"')))
            for name in metadata.tables
        }


@pytest.fixture(scope="session")
def migrated_engines(databases: Databases) -> SharedDatabases:
    """Databases without rows."""
    return SharedDatabases(databases.migrated)


@pytest.fixture(scope="session")
def herten_engines(databases: Databases) -> SharedDatabases:
    """Databases with Herten."""
    return SharedDatabases(databases.herten)


@pytest.fixture(scope="module", autouse=True)
def shared_databases_stay_as_they_are(
    migrated_engines: SharedDatabases, herten_engines: SharedDatabases
) -> Iterator[None]:
    """Fail at the end of a module that committed something which later tests would find."""
    yield
    changed = migrated_engines.newly_changed() | herten_engines.newly_changed()
    if changed:
        words = f"This module changed databases that all tests share: {', '.join(sorted(changed))}"
        pytest.fail(words, pytrace=False)


def _rolled_back(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(writing=True) as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.fixture
def connection(dialect: str, migrated_engines: Callable[[str], Engine]) -> Iterator[Connection]:
    """A database built by the real migrations, without rows; rolled back afterwards."""
    yield from _rolled_back(migrated_engines(dialect))


@pytest.fixture
def herten(dialect: str, herten_engines: Callable[[str], Engine]) -> Iterator[Connection]:
    """A database filled with Herten; rolled back afterwards."""
    yield from _rolled_back(herten_engines(dialect))


@pytest.fixture(scope="session")
def apps(herten_engines: Callable[[str], Engine]) -> Iterator[Callable[[str], FastAPI]]:
    """The app over the filled database of a dialect, at a fixed moment."""
    made: dict[str, FastAPI] = {}

    def app(dialect: str) -> FastAPI:
        if dialect not in made:
            url = herten_engines(dialect).url.render_as_string(hide_password=False)
            made[dialect] = create_app(Settings(database_url=url), clock=lambda: NOW)
        return made[dialect]

    yield app
    for one in made.values():
        one.state.engine.dispose()


@pytest.fixture
def client(dialect: str, apps: Callable[[str], FastAPI]) -> TestClient:
    """A client of the app over Herten, in both databases."""
    return TestClient(apps(dialect), raise_server_exceptions=False)


@pytest.fixture
def sqlite_client(apps: Callable[[str], FastAPI]) -> TestClient:
    """A client of the app over Herten in SQLite, for what no database can change."""
    return TestClient(apps("sqlite"), raise_server_exceptions=False)
