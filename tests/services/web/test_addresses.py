"""What holds at every address: parameters, headers, caching."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from services.app import create_app
from services.settings import Settings
from services.web.actor import ROLES
from services.web.filter import PARAMETERS
from services.web.middleware import content_security_policy, permissions_policy
from tests.conftest import NOW, Databases
from tests.services.addresses import (
    ALL,
    BROKEN,
    CACHED,
    FILTERED,
    FORMS,
    PAGES,
    PRIVATE,
    RETURNS,
    STAFF,
    WANTING,
)
from tests.services.staff import signed_in

TAGGED = (*CACHED, *FORMS)
HEADERS = {
    "content-security-policy": content_security_policy([]),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), payment=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}


def _routes() -> dict[str, set[str]]:
    """Return the methods of every route by its path."""
    app = create_app(Settings(database_url="sqlite://"))
    return {
        one.path: set(one.methods or ())
        for one in iter_route_contexts(app.routes)
        if one.path and one.path != "/static"
    }


def test_the_list_of_addresses_holds_every_route() -> None:
    left_out = [
        path
        for path, methods in _routes().items()
        if "GET" in methods
        and not any(
            re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), one)
            for one in (*ALL, *PRIVATE, *RETURNS, *STAFF, *WANTING)
        )
    ]

    assert left_out == []


@pytest.mark.parametrize("path", ALL)
def test_every_address_answers(sqlite_client: TestClient, path: str) -> None:
    assert sqlite_client.get(path).status_code in {200, 204}


@pytest.mark.parametrize("path", ALL)
def test_every_address_answers_in_english_too(sqlite_client: TestClient, path: str) -> None:
    assert sqlite_client.get(f"/en{path}").status_code in {200, 204}


@pytest.mark.parametrize("path", [*ALL, *WANTING])
def test_no_address_takes_a_parameter_it_does_not_know(
    sqlite_client: TestClient, path: str
) -> None:
    found = sqlite_client.get(path, params={"unsinn": "1"})

    assert (found.status_code, found.json()["parameter"]) == (400, "unsinn")


@pytest.mark.parametrize(
    "path", [one for one in ALL if one not in FILTERED and not one.startswith("/tiles/")]
)
def test_what_is_not_filtered_refuses_the_filter(sqlite_client: TestClient, path: str) -> None:
    assert sqlite_client.get(path, params={"status": "done"}).status_code == 400


@pytest.mark.parametrize("path", FILTERED)
def test_what_is_filtered_knows_every_parameter(sqlite_client: TestClient, path: str) -> None:
    asked = {
        "stadtteil": "mitte",
        "thema": "climate",
        "status": "done",
        "art": "comment",
        "verfahren": "ideen",
        "antwort": "open",
        "von": "2010",
        "bis": "2020",
        "q": "park",
        "bbox": "7,51.5,7.2,51.7",
        "ebenen": "none",
    }
    assert asked.keys() == set(PARAMETERS)

    assert sqlite_client.get(path, params=asked).status_code == 200


@pytest.mark.parametrize("path", FILTERED)
def test_a_form_with_empty_fields_asks_for_everything(sqlite_client: TestClient, path: str) -> None:
    found = sqlite_client.get(path, params=dict.fromkeys(PARAMETERS, ""))

    assert found.status_code == 200
    assert found.headers.get("etag") == sqlite_client.get(path).headers.get("etag")


@pytest.mark.parametrize("path", [*ALL, "/static/icon.svg", *(path for path, _ in BROKEN)])
def test_every_answer_carries_the_security_headers(sqlite_client: TestClient, path: str) -> None:
    found = sqlite_client.get(path)

    expected = HEADERS | {"permissions-policy": permissions_policy(path)}
    assert {name: found.headers.get(name) for name in HEADERS} == expected


@pytest.mark.parametrize("path", ["/karte/", "/en/karte/"])
def test_a_redirect_carries_the_security_headers(sqlite_client: TestClient, path: str) -> None:
    found = sqlite_client.get(path, follow_redirects=False)

    assert found.status_code == 307
    assert {name: found.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("path", ALL)
def test_no_answer_sets_a_cookie(sqlite_client: TestClient, path: str) -> None:
    assert "set-cookie" not in sqlite_client.get(path).headers


@pytest.mark.parametrize("path", [one for one in ALL if one != "/favicon.ico"])
def test_no_answer_is_kept_without_asking_again(sqlite_client: TestClient, path: str) -> None:
    control = sqlite_client.get(path).headers.get("cache-control", "no-cache")

    assert control == "no-cache"


@pytest.mark.parametrize("path", TAGGED)
def test_who_has_the_answer_is_told_so(client: TestClient, path: str) -> None:
    tag = client.get(path).headers["etag"]

    found = client.get(path, headers={"if-none-match": tag})

    assert (found.status_code, found.content, found.headers["etag"]) == (304, b"", tag)


@pytest.mark.parametrize("path", TAGGED)
def test_the_same_answer_has_the_same_tag(sqlite_client: TestClient, path: str) -> None:
    first, second = sqlite_client.get(path), sqlite_client.get(path)

    assert first.headers["etag"] == second.headers["etag"]


def test_no_two_answers_share_a_tag(sqlite_client: TestClient) -> None:
    filters = ("", "status=done", "stadtteil=mitte", "q=park", "von=2020", "bbox=7,51.5,7.1,51.6")
    paths = [*TAGGED, "/en/api/projects?f=csv"]
    for path in ("/api/districts", "/api/projects", "/tiles/projects.json", CACHED[-2]):
        paths += [f"{path}?{one}" for one in filters if one]

    tags = [sqlite_client.get(path).headers["etag"] for path in paths]

    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("path", ["/api/projects?f=csv", "/styles/werkbank.json"])
def test_an_answer_that_differs_by_language_has_another_tag(
    sqlite_client: TestClient, path: str
) -> None:
    german, english = sqlite_client.get(path), sqlite_client.get(f"/en{path}")

    assert german.headers["etag"] != english.headers["etag"]


@pytest.mark.parametrize("path", TAGGED)
def test_equal_tags_mean_equal_answers(sqlite_client: TestClient, path: str) -> None:
    german, english = sqlite_client.get(path), sqlite_client.get(f"/en{path}")

    same_tag = german.headers["etag"] == english.headers["etag"]
    assert not same_tag or german.content == english.content


@pytest.mark.parametrize("path", [*PAGES, "/api/projects", "/api/districts", "/api/layers"])
def test_a_long_answer_is_compressed(sqlite_client: TestClient, path: str) -> None:
    found = sqlite_client.get(path, headers={"accept-encoding": "gzip"})

    assert found.headers["content-encoding"] == "gzip"
    assert int(found.headers["content-length"]) < len(found.content)
    assert found.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", [*PAGES, "/api/projects"])
def test_who_takes_no_compression_gets_none(sqlite_client: TestClient, path: str) -> None:
    found = sqlite_client.get(path, headers={"accept-encoding": "identity"})

    assert "content-encoding" not in found.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/karte", "/api/projects", "/api/districts/mitte"])
def test_an_address_can_only_be_read(sqlite_client: TestClient, path: str, method: str) -> None:
    found = sqlite_client.request(method, path)

    assert (found.status_code, found.headers["allow"]) == (405, "GET")


@pytest.mark.parametrize("path", [*ALL, "/static/icon.svg", "/gibt-es-nicht"])
def test_a_monitor_may_ask_for_the_head_only(sqlite_client: TestClient, path: str) -> None:
    whole, head = sqlite_client.get(path), sqlite_client.head(path)

    assert (head.status_code, head.content) == (whole.status_code, b"")
    for name in ("content-type", "etag", "content-security-policy"):
        assert head.headers.get(name) == whole.headers.get(name)


@pytest.fixture(scope="module")
def staff_client(databases: Databases) -> Iterator[TestClient]:
    """A client that is signed in with every role, at a workbench of its own."""
    url = databases.herten("sqlite").url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url), clock=lambda: NOW)
    yield signed_in(app, *ROLES)
    app.state.engine.dispose()


@pytest.mark.parametrize("path", [*PRIVATE, *STAFF])
def test_no_private_address_takes_a_parameter_it_does_not_know(
    staff_client: TestClient, path: str
) -> None:
    found = staff_client.get(path, params={"unsinn": "1"})

    assert (found.status_code, found.json()["parameter"]) == (400, "unsinn")


@pytest.mark.parametrize("path", [*PRIVATE, *RETURNS, *STAFF])
def test_private_answers_are_kept_by_nobody(staff_client: TestClient, path: str) -> None:
    found = staff_client.get(path, headers={"Accept": "text/html"})

    assert found.headers["cache-control"] == "no-store"
    assert found.headers["x-robots-tag"] == "noindex"


@pytest.mark.parametrize("path", [*PRIVATE, *RETURNS, *STAFF])
def test_private_answers_carry_the_security_headers(staff_client: TestClient, path: str) -> None:
    found = staff_client.get(path)

    assert {name: found.headers.get(name) for name in HEADERS} == HEADERS
