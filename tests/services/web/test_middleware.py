"""The language prefix and the security headers."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from maps.base_maps import BASE_MAPS
from services.app import create_app
from services.settings import Settings
from services.web.middleware import LanguagePrefix, SecurityHeaders, content_security_policy

OWN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)


async def telling(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with what the app behind the prefix sees."""
    request = Request(scope)
    seen = {"lang": scope["lang"], "path": request.url.path, "query": request.url.query}
    await JSONResponse(seen)(scope, receive, send)


@pytest.mark.parametrize(
    ("asked", "lang", "path"),
    [
        ("/", "de", "/"),
        ("/karte", "de", "/karte"),
        ("/en", "en", "/"),
        ("/en/", "en", "/"),
        ("/en/karte", "en", "/karte"),
        ("/en/api/projects", "en", "/api/projects"),
        ("/en/en", "en", "/en"),
        ("/entwurf", "de", "/entwurf"),
        ("/karte/en", "de", "/karte/en"),
        ("/EN/karte", "de", "/EN/karte"),
    ],
)
def test_the_prefix_chooses_the_language_and_goes(asked: str, lang: str, path: str) -> None:
    seen = TestClient(LanguagePrefix(telling)).get(asked).json()

    assert (seen["lang"], seen["path"]) == (lang, path)


def test_the_query_stays() -> None:
    seen = TestClient(LanguagePrefix(telling)).get("/en/karte?status=done").json()

    assert seen["query"] == "status=done"


def redirecting(target: str) -> TestClient:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await RedirectResponse(target)(scope, receive, send)

    return TestClient(LanguagePrefix(app), follow_redirects=False)


@pytest.mark.parametrize("target", ["/karte?q=a", "http://testserver/karte?q=a"])
def test_a_redirect_stays_in_english(target: str) -> None:
    location = redirecting(target).get("/en/karte/?q=a").headers["location"]

    assert location.removeprefix("http://testserver") == "/en/karte?q=a"


def test_a_redirect_stays_in_german() -> None:
    assert redirecting("/karte").get("/karte/").headers["location"] == "/karte"


def test_a_slash_too_many_leads_to_the_page_in_its_language(sqlite_client: TestClient) -> None:
    found = sqlite_client.get("/en/stadtteile/?status=done")

    assert (found.status_code, found.url.path, found.url.query) == (
        200,
        "/en/stadtteile",
        b"status=done",
    )


def test_the_policy_allows_ourselves_only() -> None:
    assert content_security_policy([]) == OWN_POLICY


def test_the_policy_adds_foreign_origins_to_pictures_and_connections_only() -> None:
    hosts = " https://a.example https://b.example"

    policy = content_security_policy(
        ["https://b.example", "https://a.example", "https://b.example"]
    )

    assert policy == OWN_POLICY.replace("blob:", f"blob:{hosts}").replace(
        "connect-src 'self'", f"connect-src 'self'{hosts}"
    )


@pytest.mark.parametrize("switched_on", [(), ("rvr",), ("nrw", "basemap_de"), tuple(BASE_MAPS)])
def test_the_app_allows_exactly_the_base_maps_that_are_switched_on(
    switched_on: tuple[str, ...],
) -> None:
    app = create_app(Settings(database_url="sqlite://", base_maps=switched_on))
    hosts = [host for name in switched_on for host in BASE_MAPS[name].hosts]

    found = TestClient(app).get("/healthz").headers["content-security-policy"]

    assert found == content_security_policy(hosts)
    assert found.count("https://") == 2 * len(hosts)


def test_a_header_that_an_answer_sets_itself_is_kept() -> None:
    own = Response(headers={"Referrer-Policy": "no-referrer"})

    found = TestClient(SecurityHeaders(own, foreign_origins=())).get("/")

    assert found.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path",
    ["/mitmachen/ideen/neu", "/en/mitmachen/ideen/pruefen", "/mitmachen/ideen/senden"],
)
def test_the_page_on_which_one_writes_may_ask_for_the_position(path: str) -> None:
    found = TestClient(SecurityHeaders(Response(), foreign_origins=())).get(path)

    assert "geolocation=(self)" in found.headers["permissions-policy"]


@pytest.mark.parametrize("path", ["/", "/karte", "/mitmachen/ideen", "/mitmachen/a/b/neu"])
def test_no_other_page_may_ask_for_the_position(path: str) -> None:
    found = TestClient(SecurityHeaders(Response(), foreign_origins=())).get(path)

    assert "geolocation=()" in found.headers["permissions-policy"]
