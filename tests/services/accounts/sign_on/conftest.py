"""Workbenches that know a certified provider, and visitors of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from services.app import create_app
from services.settings import Settings
from tests.conftest import Databases
from tests.services.accounts.provider import SECRET, RunningProvider, running_provider
from tests.services.accounts.sign_on.visits import browser

Workbench = Callable[..., FastAPI]


@pytest.fixture(scope="package")
def provider() -> Iterator[RunningProvider]:
    with running_provider() as running:
        yield running


@pytest.fixture(scope="package")
def engines(databases: Databases) -> Callable[[str], Engine]:
    """Databases in which sign-ons are really committed; each test uses another person."""
    return cache(databases.migrated)


@pytest.fixture
def engine(engines: Callable[[str], Engine]) -> Engine:
    return engines("sqlite")


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def workbench() -> Iterator[Workbench]:
    """Makes apps that know a provider."""
    made: list[FastAPI] = []

    def make(
        engine: Engine, issuer: str, clock: Callable[[], datetime] = _now, **settings: Any
    ) -> FastAPI:
        values = {
            "database_url": engine.url.render_as_string(hide_password=False),
            "oidc_issuer": issuer,
            "oidc_client_id": "werkbank",
            "oidc_client_secret": SECRET,
            "oidc_label": "Anmeldung der Stadt Herten",
        }
        made.append(create_app(Settings(**values | settings), clock=clock))
        return made[-1]

    yield make
    for app in made:
        app.state.engine.dispose()


@pytest.fixture
def visitor(engine: Engine, provider: RunningProvider, workbench: Workbench) -> TestClient:
    """Somebody with a browser, at a workbench that knows the provider."""
    return browser(workbench(engine, provider.issuer))
