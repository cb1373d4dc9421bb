"""Databases of Herten that may be written to: one for each dialect and module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import Databases
from tests.services.comments.door import Door


@pytest.fixture(scope="module")
def own_engines(databases: Databases) -> Callable[[str], Engine]:
    """Databases with Herten for this module alone."""
    made: dict[str, Engine] = {}

    def engine(dialect: str) -> Engine:
        if dialect not in made:
            made[dialect] = databases.herten(dialect)
        return made[dialect]

    return engine


@pytest.fixture
def engine(dialect: str, own_engines: Callable[[str], Engine]) -> Engine:
    """A database with Herten that a test may write to, with commits, in both dialects."""
    return own_engines(dialect)


@pytest.fixture
def door(engine: Engine, tmp_path: Path) -> Iterator[Door]:
    """The app over a database that may be written to, with a clock of its own."""
    opened = Door(engine, secret_file=tmp_path / "secret")
    yield opened
    opened.close()


@pytest.fixture
def sqlite_door(own_engines: Callable[[str], Engine], tmp_path: Path) -> Iterator[Door]:
    """The same in SQLite, for what no database can change."""
    opened = Door(own_engines("sqlite"), secret_file=tmp_path / "secret")
    yield opened
    opened.close()
