"""The health of the process, and whether it can serve."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from services.app import create_app
from services.database.engine import writing
from services.settings import Settings
from tests.conftest import Databases

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=1"


@pytest.fixture
def serving() -> Iterator[Any]:
    """Make clients of apps over any database."""
    made: list[FastAPI] = []

    def client(url: str) -> TestClient:
        made.append(create_app(Settings(database_url=url)))
        return TestClient(made[-1], raise_server_exceptions=False)

    yield client
    for app in made:
        app.state.engine.dispose()


def _url(engine: Any) -> str:
    url: str = engine.url.render_as_string(hide_password=False)
    return url


def test_a_filled_database_is_ready(client: TestClient) -> None:
    found = client.get("/readyz")

    assert found.status_code == 200
    assert found.json() == {"status": "ok", "reachable": True, "migrated": True, "filled": True}


def test_an_empty_database_is_not_ready(databases: Databases, dialect: str, serving: Any) -> None:
    found = serving(_url(databases.fresh(dialect))).get("/readyz")

    assert found.status_code == 503
    assert found.json() == {
        "status": "not ready",
        "reachable": True,
        "migrated": False,
        "filled": False,
    }


def test_a_database_without_rows_is_not_ready(
    migrated_engines: Callable[[str], Engine], dialect: str, serving: Any
) -> None:
    found = serving(_url(migrated_engines(dialect))).get("/readyz")

    assert (found.status_code, found.json()["migrated"], found.json()["filled"]) == (
        503,
        True,
        False,
    )


def test_a_database_of_another_revision_is_not_ready(databases: Databases, serving: Any) -> None:
    engine = databases.migrated("sqlite")
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    found = serving(_url(engine)).get("/readyz")

    assert (found.status_code, found.json()["migrated"]) == (503, False)


def test_a_database_that_cannot_be_reached_is_not_ready(serving: Any) -> None:
    found = serving(NOWHERE).get("/readyz")

    assert (found.status_code, found.json()["reachable"]) == (503, False)


def test_nothing_of_the_database_is_told(serving: Any) -> None:
    assert "nobody" not in serving(NOWHERE).get("/readyz").text


def test_the_process_is_healthy_without_a_database(serving: Any) -> None:
    found = serving(NOWHERE).get("/healthz")

    assert (found.status_code, found.json()) == (200, {"status": "ok"})
