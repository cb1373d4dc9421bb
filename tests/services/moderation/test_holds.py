"""Legal hold: set and lifted on the page of a voice, recorded, and kept by everything else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from services.app import create_app
from services.comments.model import Voice
from services.comments.store import Voices
from services.database.engine import reading, writing
from services.database.tables import audit
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.services.staff import signed_in
from tests.services.voice_rows import put_voice


@pytest.fixture(scope="module")
def app(databases: Databases) -> Iterator[FastAPI]:
    engine = databases.herten("sqlite")
    url = engine.url.render_as_string(hide_password=False)
    made = create_app(Settings(database_url=url), clock=lambda: NOW)
    yield made
    made.state.engine.dispose()


@pytest.fixture(scope="module")
def moderator(app: FastAPI) -> TestClient:
    return signed_in(app, "moderator")


@pytest.fixture
def number(app: FastAPI) -> int:
    """A voice of its own for each test."""
    with writing(app.state.engine) as connection:
        return put_voice(connection)


def _voice(app: FastAPI, number: int) -> Voice:
    with reading(app.state.engine) as connection:
        return Voices(connection, NOW.date()).get_by_number(number)


def _path(app: FastAPI, number: int) -> str:
    return f"/verwaltung/stimmen/{_voice(app, number).reference}"


def _codes(app: FastAPI, number: int) -> list[str]:
    subject = f"voice:{_voice(app, number).reference}"
    query = select(audit.c.code).where(audit.c.subject == subject).order_by(audit.c.id)
    with reading(app.state.engine) as connection:
        return list(connection.execute(query).scalars())


def _ask(
    app: FastAPI, client: TestClient, number: int, halten: str, *, version: int | None = None
) -> int:
    form = {"version": version or _voice(app, number).version, "halten": halten}
    return client.post(f"{_path(app, number)}/aufbewahren", data=form).status_code


def test_a_voice_is_kept_and_let_go(app: FastAPI, moderator: TestClient, number: int) -> None:
    assert _ask(app, moderator, number, "ja") == 303
    assert _voice(app, number).legal_hold
    assert _ask(app, moderator, number, "nein") == 303
    assert not _voice(app, number).legal_hold
    assert _codes(app, number) == ["voice.hold_set", "voice.hold_lifted"]


def test_keeping_twice_is_keeping_once(app: FastAPI, moderator: TestClient, number: int) -> None:
    _ask(app, moderator, number, "ja")
    _ask(app, moderator, number, "ja")

    assert _codes(app, number) == ["voice.hold_set"]


def test_who_has_an_old_page_is_told(app: FastAPI, moderator: TestClient, number: int) -> None:
    _ask(app, moderator, number, "ja")

    assert _ask(app, moderator, number, "nein", version=1) == 409
    assert _voice(app, number).legal_hold


def test_the_page_of_the_voice_offers_it(app: FastAPI, moderator: TestClient, number: int) -> None:
    assert "/aufbewahren" in moderator.get(_path(app, number)).text


def test_a_planner_is_not_asked(app: FastAPI, number: int) -> None:
    planner = signed_in(app, "planner")

    assert "/aufbewahren" not in planner.get(_path(app, number)).text
    assert _ask(app, planner, number, "ja") == 403
