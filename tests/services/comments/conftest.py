"""Databases of Herten that may be written to, one for each dialect and module; an index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from sqlalchemy import Connection, Engine

from services.comments.layer import VoiceIndex
from services.web.filter import Filter
from tests.conftest import Databases
from tests.services.comments.door import Door
from tests.services.comments.layer_tiles import around
from tests.services.comments.rows import IN_MITTE, TODAY


@pytest.fixture(scope="module")
def own_engines(databases: Databases) -> Callable[[str], Engine]:
    """Databases with Herten for this module alone."""
    return cache(databases.herten)


@pytest.fixture
def engine(dialect: str, own_engines: Callable[[str], Engine]) -> Engine:
    """A database with Herten that a test may write to, with commits, in both dialects."""
    return own_engines(dialect)


@pytest.fixture(scope="module")
def doors(
    own_engines: Callable[[str], Engine], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Door]]:
    """The app over those databases, made once for each."""
    made: dict[str, Door] = {}

    def door(dialect: str) -> Door:
        if dialect not in made:
            secret = tmp_path_factory.mktemp("installation") / "secret"
            made[dialect] = Door(own_engines(dialect), secret_file=secret)
        return made[dialect]

    yield door
    for one in made.values():
        one.close()


@pytest.fixture
def door(dialect: str, doors: Callable[[str], Door]) -> Door:
    """The app over a database that may be written to; nobody has sent anything to it yet today."""
    return doors(dialect).refreshed()


@pytest.fixture
def sqlite_door(doors: Callable[[str], Door]) -> Door:
    """The same in SQLite, for what no database can change."""
    return doors("sqlite").refreshed()


@pytest.fixture
def quiet_index(herten: Connection) -> VoiceIndex:
    """An index over a database without voices, asked once."""
    index = VoiceIndex()
    index.tile(herten, Filter(), TODAY, **around(IN_MITTE))
    return index
