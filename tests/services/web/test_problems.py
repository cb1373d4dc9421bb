"""What visitors are told when something goes wrong: in their language, and nothing from inside."""

from __future__ import annotations

import inspect
import logging
import re
from collections.abc import Iterator
from datetime import datetime
from string import Formatter
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from geo.errors import WorkbenchError
from services.app import create_app
from services.problem_table import PROBLEM_BY_ERROR
from services.problems import problem_type, words
from services.settings import Settings
from services.web.filter import InvalidParameterError
from services.web.middleware import content_security_policy
from tests.services.addresses import BROKEN
from tests.services.markup import Page

SECRET = "postgresql://werkbank:geheim@db/herten"
MEMBERS = {"type", "status", "title", "title_en", "detail", "detail_en"}


def broken_clock() -> datetime:
    raise RuntimeError(SECRET)


@pytest.fixture
def broken(apps: Any) -> Iterator[TestClient]:
    """A client of an app whose clock fails inside every handler that asks for the day."""
    app: FastAPI = create_app(apps("sqlite").state.settings, clock=broken_clock)
    yield TestClient(app, raise_server_exceptions=False)
    app.state.engine.dispose()


@pytest.mark.parametrize(("path", "status"), BROKEN)
def test_a_refusal_is_a_problem_with_words_in_both_languages(
    sqlite_client: TestClient, path: str, status: int
) -> None:
    found = sqlite_client.get(path)
    body = found.json()

    assert found.status_code == body["status"] == status
    assert found.headers["content-type"] == "application/problem+json"
    assert body.keys() >= MEMBERS
    assert body["title"] != body["title_en"]
    assert body["detail"] != body["detail_en"]


@pytest.mark.parametrize(
    ("path", "status"), [one for one in BROKEN if not one[0].startswith(("/api/", "/tiles/"))]
)
def test_a_browser_gets_a_page_instead(sqlite_client: TestClient, path: str, status: int) -> None:
    found = sqlite_client.get(path, headers={"accept": "text/html,*/*;q=0.8"})

    assert found.status_code == status
    assert found.headers["content-type"] == "text/html; charset=utf-8"
    assert Page(found.text).one("h1").words


@pytest.mark.parametrize(
    "path", ["/api/gibt-es-nicht", "/tiles/atlantis.json", "/api/projects?f=x"]
)
def test_addresses_of_data_answer_with_data_even_to_a_browser(
    sqlite_client: TestClient, path: str
) -> None:
    found = sqlite_client.get(path, headers={"accept": "text/html"})

    assert found.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/en/api/gibt-es-nicht", "/en/tiles/atlantis.json"])
def test_addresses_of_data_answer_with_data_under_the_prefix(
    sqlite_client: TestClient, path: str
) -> None:
    found = sqlite_client.get(path, headers={"accept": "text/html"})

    assert found.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/stadtteile/atlantis", "Stadtteil nicht gefunden"),
        ("/en/stadtteile/atlantis", "District not found"),
        ("/gibt-es-nicht", "Seite nicht gefunden"),
        ("/en/gibt-es-nicht", "Page not found"),
        ("/karte?unsinn=1", "Unbekannter Parameter"),
        ("/en/karte?unsinn=1", "Unknown parameter"),
    ],
)
def test_the_page_of_a_problem_speaks_the_language_of_the_address(
    sqlite_client: TestClient, path: str, title: str
) -> None:
    page = Page(sqlite_client.get(path, headers={"accept": "text/html"}).text)

    assert page.one("h1").words == title


def test_the_page_of_a_problem_leads_on(sqlite_client: TestClient) -> None:
    page = Page(sqlite_client.get("/gibt-es-nicht", headers={"accept": "text/html"}).text)

    assert {"/", "/karte", "/stadtteile", "/projekte"} <= set(page.links())


def test_the_facts_of_an_error_stand_beside_its_words(sqlite_client: TestClient) -> None:
    body = sqlite_client.get("/api/projects?status=burning").json()

    assert (body["parameter"], body["value"]) == ("status", "burning")
    assert "burning" in body["detail"]
    assert "burning" in body["detail_en"]


@pytest.mark.parametrize("path", ["/karte", "/api/projects", "/tiles/projects.json"])
def test_braces_in_a_value_are_no_placeholders(sqlite_client: TestClient, path: str) -> None:
    body = sqlite_client.get(path, params={"status": "{parameter}{0}{"}).json()

    assert body["value"] == "{parameter}{0}{"


@pytest.mark.parametrize("error", PROBLEM_BY_ERROR, ids=problem_type)
def test_a_problem_has_a_type_of_its_own(error: type[WorkbenchError]) -> None:
    others = [problem_type(one) for one in PROBLEM_BY_ERROR if one is not error]

    assert problem_type(error) not in others


@pytest.mark.parametrize("error", PROBLEM_BY_ERROR, ids=problem_type)
def test_the_words_of_an_error_name_only_its_facts(error: type[WorkbenchError]) -> None:
    kept = re.findall(r"self\.(\w+)(?:: [^=]+)? = ", inspect.getsource(error.__init__))
    facts = {*kept, *inspect.signature(error).parameters}

    for text in PROBLEM_BY_ERROR[error].detail.values():
        assert {name for _, name, _, _ in Formatter().parse(text) if name is not None} <= facts


def test_the_words_of_an_error_can_be_said_outside_of_http() -> None:
    error = InvalidParameterError(parameter="von", value="bald", expected="a year")

    assert words(error, "de").startswith("Der Wert „bald“ passt nicht zu „von“.")


@pytest.mark.parametrize("path", ["/api/projects", "/api/districts/mitte", "/tiles/projects.json"])
def test_a_failure_inside_is_a_problem_that_tells_nothing(broken: TestClient, path: str) -> None:
    found = broken.get(path)

    assert found.status_code == 500
    assert found.headers["content-type"] == "application/problem+json"
    assert found.json().keys() == MEMBERS
    assert "geheim" not in found.text


@pytest.mark.parametrize(
    ("path", "title"), [("/karte", "Das hat nicht geklappt"), ("/en/karte", "That did not work")]
)
def test_a_failure_inside_is_a_page_for_browsers(broken: TestClient, path: str, title: str) -> None:
    found = broken.get(path, headers={"accept": "text/html"})

    assert found.status_code == 500
    assert Page(found.text).one("h1").words == title
    assert not any(word in found.text for word in ("geheim", "Traceback", "RuntimeError"))


@pytest.mark.parametrize("path", ["/api/projects", "/karte", "/en/karte"])
def test_a_failure_inside_keeps_the_security_headers(broken: TestClient, path: str) -> None:
    found = broken.get(path)

    assert found.headers["content-security-policy"] == content_security_policy([])
    assert found.headers["x-content-type-options"] == "nosniff"


def test_a_failure_inside_reaches_the_log_of_the_server(apps: Any) -> None:
    app = create_app(apps("sqlite").state.settings, clock=broken_clock)

    with pytest.raises(RuntimeError, match="geheim"):
        TestClient(app).get("/api/projects")

    app.state.engine.dispose()


def test_a_database_without_tables_tells_nothing_of_itself(databases: Any) -> None:
    url = databases.fresh("sqlite").url.render_as_string(hide_password=False)
    client = TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False)

    found = client.get("/api/districts")

    assert found.status_code == 500
    assert not any(word in found.text.casefold() for word in ("sqlite", "select", "table"))


def test_a_database_without_rows_says_what_the_operator_must_do(databases: Any) -> None:
    url = databases.migrated("sqlite").url.render_as_string(hide_password=False)
    client = TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False)

    found = client.get("/api/projects")

    assert found.status_code == 503
    assert "werkbank init" in found.json()["detail"]
    assert "werkbank init" in found.json()["detail_en"]


@pytest.mark.parametrize(
    "path", ["/api/districts/%00", "/projekte/%00", "/stadtteile/a%00b", "/api/projects?q=%00"]
)
def test_a_nul_is_refused_before_the_database_sees_it(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/api/districts/" + "x" * 3_000,
        "/api/districts/%F0%9F%8F%98",
        "/api/districts/%FF%FE",
        "/projekte/..%2F..%2Fetc%2Fpasswd",
        "/tiles/projects/10/532/340.pbf",
        "/tiles/%2e%2e/10/1/1.mvt",
    ],
)
def test_strange_addresses_are_simply_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_refusal_is_not_logged_as_a_failure(
    sqlite_client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        sqlite_client.get("/api/projects?status=burning")

    assert [one for one in caplog.records if one.name.startswith("services")] == []
