"""An outbox that two processes may empty, and the settings of a server on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from sqlalchemy import Engine, delete

from services.database.engine import writing
from services.database.tables import outbox
from services.settings import Settings
from tests.conftest import Databases
from tests.services.mail.smtp import Behaviour, serving


@pytest.fixture(scope="package")
def mail_engines(databases: Databases) -> Callable[[str], Engine]:
    """Databases in which mail is really committed."""
    return cache(databases.migrated)


@pytest.fixture
def engine(dialect: str, mail_engines: Callable[[str], Engine]) -> Engine:
    """A database with an empty outbox."""
    found = mail_engines(dialect)
    with writing(found) as connection:
        connection.execute(delete(outbox))
    return found


@pytest.fixture
def server() -> Behaviour:
    """What the mail server of the test does."""
    return Behaviour()


@pytest.fixture
def settings(server: Behaviour) -> Iterator[Settings]:
    """Settings that name a running mail server without encryption."""
    with serving(server) as port:
        yield smtp_settings(port)


def smtp_settings(port: int, **more: Any) -> Settings:
    values: dict[str, Any] = {
        "public_url": "https://werkbank.herten.example",
        "smtp_host": "localhost",
        "smtp_port": port,
        "smtp_security": "none",
        "mail_from": "beteiligung@herten.example",
        "operator_name": "Stadt Herten, Der Bürgermeister",
    }
    return Settings(**values | more)
