"""Many at once: nobody waits for what somebody else holds who waits for them."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from sqlalchemy import Engine, func, select

from services.app import create_app
from services.database.engine import reading
from services.database.tables import voice
from services.settings import Settings
from tests.conftest import NOW, Databases

THREADS = 2
AT_ONCE = 40
PATIENCE_S = 60

BODY = {
    "process": "ideen",
    "title": "Bank fehlt",
    "text": "Hier fehlt eine Bank für alle, die warten.",
    "theme": "open_space",
    "precision": "spot",
    "lon": 7.1366,
    "lat": 51.5935,
}


@pytest.fixture
def busy(dialect: str, databases: Databases, tmp_path: Path) -> tuple[FastAPI, Engine]:
    """An app over its own database that takes as many voices as are sent."""
    engine = databases.herten(dialect)
    settings = Settings(
        database_url=engine.url.render_as_string(hide_password=False),
        secret_file=tmp_path / "secret",
        voices_per_hour=10_000,
        proof_of_work_after=10_000,
    )
    return create_app(settings, clock=lambda: NOW), engine


Send = Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]


async def _ask(app: FastAPI, send: Send) -> list[int]:
    current_default_thread_limiter().total_tokens = THREADS
    codes: list[int] = []
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:

        async def one() -> None:
            answer = await send(client)
            codes.append(answer.status_code)

        with anyio.fail_after(PATIENCE_S):
            async with anyio.create_task_group() as tasks:
                for _ in range(AT_ONCE):
                    tasks.start_soon(one)
    return codes


def _in_its_own_loop(app: FastAPI, send: Send) -> list[int]:
    # Playwright keeps a loop in the thread of the tests for as long as they run.
    with start_blocking_portal() as portal:
        return portal.call(_ask, app, send)


def test_many_who_write_at_once_are_all_served(busy: tuple[FastAPI, Engine]) -> None:
    app, engine = busy

    def send(client: httpx.AsyncClient) -> Awaitable[httpx.Response]:
        key = {"Idempotency-Key": secrets.token_urlsafe(32)}
        return client.post("/api/voices", json=BODY, headers=key)

    codes = _in_its_own_loop(app, send)

    with reading(engine) as connection:
        stored = connection.execute(select(func.count()).select_from(voice)).scalar_one()
    app.state.engine.dispose()
    assert (set(codes), stored) == ({201}, AT_ONCE)


def test_many_who_read_at_once_are_all_served(busy: tuple[FastAPI, Engine]) -> None:
    app, _ = busy

    codes = _in_its_own_loop(app, lambda client: client.get("/api/districts"))

    app.state.engine.dispose()
    assert set(codes) == {200}
