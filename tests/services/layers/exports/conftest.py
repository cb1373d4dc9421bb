"""Databases of their own: another process reads them, so layers are committed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from services.database.engine import writing
from services.database.tables import imported_layer
from tests.conftest import Databases


@pytest.fixture(scope="session")
def sqlite_layers(databases: Databases) -> Engine:
    """A database without rows, for all tests of this folder."""
    return databases.migrated("sqlite")


@pytest.fixture
def engine(sqlite_layers: Engine) -> Iterator[Engine]:
    """The database, without the layers of other tests."""
    yield sqlite_layers
    with writing(sqlite_layers) as connection:
        connection.execute(imported_layer.delete())
