"""A queue that several processes may work off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from sqlalchemy import Engine, delete

from services.database.engine import writing
from services.database.tables import job
from tests.conftest import Databases
from tests.services.jobs.queue import Workers


@pytest.fixture(scope="package")
def queue_engines(databases: Databases) -> Callable[[str], Engine]:
    """Databases in which jobs are really committed."""
    return cache(databases.migrated)


@pytest.fixture
def engine(dialect: str, queue_engines: Callable[[str], Engine]) -> Engine:
    """A database with an empty queue."""
    found = queue_engines(dialect)
    with writing(found) as connection:
        connection.execute(delete(job))
    return found


@pytest.fixture
def workers(engine: Engine) -> Iterator[Workers]:
    """Starts workers as processes of their own, and kills those that are left at the end."""
    started = Workers(engine)
    yield started
    started.kill()
