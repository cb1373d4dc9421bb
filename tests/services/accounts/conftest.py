"""A town hall for tests: the app with a clock of its own, staff, and visitors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from services.accounts import passwords
from services.accounts.sessions import Sessions
from services.app import create_app
from services.database.engine import writing
from services.settings import Settings
from services.web.actor import Actor, Role
from services.web.throttle import Throttle
from tests.conftest import NOW, Databases
from tests.services.clock import Clock
from tests.services.staff import add_staff, with_session, without_session

PASSWORD = "drei Enten im Teich"


@dataclass
class TownHall:
    """An app over a database, its staff, and a clock."""

    app: FastAPI
    clock: Clock

    @property
    def engine(self) -> Engine:
        engine: Engine = self.app.state.engine
        return engine

    def visitor(self, host: str = "testclient") -> TestClient:
        """Return a browser without a session, at a network address; it follows no redirect."""
        return without_session(self.app, host=host)

    def hire(self, *roles: Role, password: str | None = PASSWORD, **values: Any) -> Actor:
        """Add an account."""
        stored = None if password is None else passwords.hash_password(password)
        with writing(self.engine) as connection:
            return add_staff(connection, *roles, now=self.clock.now, password_hash=stored, **values)

    def session(self, actor: Actor) -> TestClient:
        """Return a browser in which ``actor`` is signed in."""
        with writing(self.engine) as connection:
            token = Sessions(connection).add(actor.id, now=self.clock.now)
        client = with_session(self.app, token)
        client.headers["Accept"] = "text/html"
        return client


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash as the program does, but with less work: the tests do it often."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", quick)
    passwords._decoy.cache_clear()


@pytest.fixture(scope="session")
def town_halls(databases: Databases) -> Iterator[Callable[[str], TownHall]]:
    """A town hall per dialect, over a database of its own that grows from test to test."""
    made: dict[str, TownHall] = {}

    def town_hall(dialect: str) -> TownHall:
        if dialect not in made:
            url = databases.migrated(dialect).url.render_as_string(hide_password=False)
            clock = Clock()
            made[dialect] = TownHall(create_app(Settings(database_url=url), clock=clock), clock)
        return made[dialect]

    yield town_hall
    for one in made.values():
        one.engine.dispose()


@pytest.fixture
def town_hall(dialect: str, town_halls: Callable[[str], TownHall]) -> TownHall:
    """The town hall in both databases, at the same moment in every test."""
    found = town_halls(dialect)
    found.clock.now = NOW
    found.app.state.throttle = Throttle()
    return found


@pytest.fixture
def empty_town_hall(databases: Databases) -> Iterator[TownHall]:
    """A town hall without any account, in SQLite."""
    url = databases.migrated("sqlite").url.render_as_string(hide_password=False)
    clock = Clock()
    made = TownHall(create_app(Settings(database_url=url), clock=clock), clock)
    yield made
    made.engine.dispose()
