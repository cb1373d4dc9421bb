"""Who may do what: every route, every role, and nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from services.app import create_app
from services.permissions import DATA, PERMISSIONS
from services.settings import Settings
from services.web.actor import ROLES
from tests.conftest import NOW, Databases
from tests.services.staff import signed_in

REFUSED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
WHO = ("anonymous", "no role", *ROLES)


def _routes() -> list[tuple[str, str]]:
    app = create_app(Settings(database_url="sqlite://"))
    return sorted(
        (method, one.path)
        for one in iter_route_contexts(app.routes)
        if one.path and one.path != "/static"
        for method in one.methods or ()
    )


@pytest.fixture(scope="module")
def app(databases: Databases) -> Iterator[FastAPI]:
    """The app over a database of its own: some routes write whatever they are asked."""
    url = databases.herten("sqlite").url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url), clock=lambda: NOW)
    yield app
    app.state.engine.dispose()


def _client(app: FastAPI, who: str) -> TestClient:
    if who == "anonymous":
        return TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    return signed_in(app, *(role for role in ROLES if role == who))


def _address(path: str) -> str:
    # An id that no database holds: whoever is let in learns 404 or what is wrong with the form.
    return re.sub(r"\{\w+\}", "0", path)


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(PERMISSIONS) == set(_routes())


def test_what_is_the_same_for_everybody_is_for_everybody() -> None:
    assert all(
        rule.who == "anyone" for rule in PERMISSIONS.values() if rule.asks_who is DATA.asks_who
    )


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("method", "path"), _routes())
def test_a_route_lets_in_whom_the_table_names(
    app: FastAPI, method: str, path: str, who: str
) -> None:
    rule = PERMISSIONS[method, path]
    expected = rule.who == "anyone" or (
        who != "anonymous" and (rule.who == "signed_in" or who in rule.roles)
    )

    found = _client(app, who).request(
        method, _address(path), headers={"Accept": "application/json"}
    )

    assert (found.status_code not in REFUSED) is expected


def test_a_route_without_a_row_is_refused() -> None:
    app = create_app(Settings(database_url="sqlite://"))
    app.add_api_route("/vergessen", lambda: "secret")

    found = TestClient(app).get("/vergessen")

    assert (found.status_code, found.json()["type"]) == (403, "/probleme/not-allowed")
