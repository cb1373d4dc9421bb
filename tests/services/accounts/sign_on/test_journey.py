"""The way to the provider and back: what is asked for, what is kept, where it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.services.accounts.provider import RunningProvider, answer_at_provider
from tests.services.accounts.sign_on.conftest import Workbench
from tests.services.accounts.sign_on.visits import (
    START,
    add_person,
    browser,
    come_back,
    is_signed_in,
    set_out,
)


def test_the_page_to_sign_in_offers_the_button(visitor: TestClient) -> None:
    found = visitor.get("/anmelden?weiter=/konto")

    assert "Anmeldung der Stadt Herten" in found.text
    assert 'href="/anmelden/sso?weiter=%2Fkonto"' in found.text


@pytest.mark.parametrize("path", [START, f"{START}/antwort"])
def test_without_a_provider_there_is_no_single_sign_on(
    sqlite_client: TestClient, path: str
) -> None:
    assert sqlite_client.get(path).status_code == 404


def test_without_a_provider_there_is_no_button(sqlite_client: TestClient) -> None:
    assert "sso" not in sqlite_client.get("/anmelden").text


def test_only_what_is_needed_is_asked_for(visitor: TestClient) -> None:
    asked = parse_qs(urlsplit(set_out(visitor)).query)

    assert (asked["scope"], asked["response_type"]) == (["openid email"], ["code"])
    assert (asked["code_challenge_method"], len(asked["code_challenge"][0])) == (["S256"], 43)


def test_the_session_cookie_is_kept_from_scripts_and_foreign_sites(
    engine: Engine, visitor: TestClient
) -> None:
    add_person(engine, "carla")

    found = come_back(visitor, set_out(visitor), "carla")

    cookies = found.headers.get_list("set-cookie")
    (session,) = (one for one in cookies if one.startswith("werkbank="))
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(session.split("; "))


def test_the_cookie_of_the_way_is_short_lived_and_gone_at_its_end(
    engine: Engine, visitor: TestClient
) -> None:
    add_person(engine, "dora")
    found = visitor.get(START)
    parts = set(found.headers["set-cookie"].split("; "))
    assert {"HttpOnly", "SameSite=lax", "Max-Age=600"} <= parts

    come_back(visitor, found.headers["location"], "dora")

    assert "werkbank-weg" not in visitor.cookies


def test_over_https_the_cookie_is_bound_to_the_host(
    workbench: Workbench, engine: Engine, provider: RunningProvider
) -> None:
    app = workbench(engine, provider.issuer, public_url="https://werkbank.herten.example")

    found = browser(app).get(START)

    name, *parts = found.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-werkbank-weg=")
    assert {"Secure", "Path=/"} <= set(parts)
    asked = parse_qs(urlsplit(found.headers["location"]).query)
    assert asked["redirect_uri"] == ["https://werkbank.herten.example/anmelden/sso/antwort"]


def test_who_began_in_english_stays_there(engine: Engine, visitor: TestClient) -> None:
    add_person(engine, "emma")

    found = come_back(visitor, set_out(visitor, "/konto", "/en"), "emma")

    assert found.headers["location"] == "/en/konto"


def test_words_of_a_failure_are_english_for_who_began_in_english(visitor: TestClient) -> None:
    found = come_back(visitor, set_out(visitor, "/konto", "/en"), "unknown-in-english")

    assert "There is no account for you yet" in found.text


@pytest.mark.parametrize(
    "weiter", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_a_foreign_site(engine: Engine, visitor: TestClient, weiter: str) -> None:
    name = f"hanna{abs(hash(weiter))}"
    add_person(engine, name)

    found = come_back(visitor, set_out(visitor, weiter), name)

    assert found.headers["location"] == "/verwaltung"


def test_who_turns_back_at_the_provider_is_told_so(visitor: TestClient) -> None:
    found = come_back(visitor, set_out(visitor), "lea", abort=True)

    assert found.status_code == 403
    assert "abgebrochen" in found.text
    assert "access_denied" in found.text


def test_who_takes_too_long_begins_anew(
    workbench: Workbench, engine: Engine, provider: RunningProvider
) -> None:
    add_person(engine, "vera")
    late = [timedelta(0)]
    app = workbench(engine, provider.issuer, clock=lambda: datetime.now(UTC) + late[0])
    visitor = browser(app)
    there = answer_at_provider(set_out(visitor), "vera")
    late[0] = timedelta(minutes=11)

    found = visitor.get(there)

    assert (found.status_code, is_signed_in(visitor)) == (400, False)
