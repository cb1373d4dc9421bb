"""Single sign-on against a certified provider: who gets in, who does not, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, func, select, update
from starlette.testclient import TestClient

from services.accounts.actions import reset_account
from services.accounts.sign_on_entry import enter_by_sign_on
from services.accounts.sign_on_model import Person, from_cookie, to_cookie
from services.app import create_app
from services.database.engine import reading, writing
from services.database.tables import account, audit, sign_on
from services.settings import Settings
from services.web.actor import Actor
from tests.conftest import Databases
from tests.services.accounts.provider import (
    SECRET,
    RunningProvider,
    answer_at_provider,
    running_provider,
)
from tests.services.mail.smtp import free_port
from tests.services.staff import add_staff

START = "/anmelden/sso"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def provider() -> Iterator[RunningProvider]:
    with running_provider() as running:
        yield running


@pytest.fixture(scope="module")
def engines(databases: Databases) -> Callable[[str], Engine]:
    """Databases in which sign-ons are really committed; each test uses another person."""
    made: dict[str, Engine] = {}

    def engine(dialect: str) -> Engine:
        if dialect not in made:
            made[dialect] = databases.migrated(dialect)
        return made[dialect]

    return engine


@pytest.fixture
def engine(engines: Callable[[str], Engine]) -> Engine:
    return engines("sqlite")


def _now() -> datetime:
    return datetime.now(UTC)


Workbench = Callable[..., FastAPI]


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


def _browser(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False, headers=HTML)


@pytest.fixture
def visitor(engine: Engine, provider: RunningProvider, workbench: Workbench) -> TestClient:
    """Somebody with a browser, at a workbench that knows the provider."""
    return _browser(workbench(engine, provider.issuer))


def _staff(engine: Engine, name: str, **values: Any) -> Actor:
    """Add an account for the person whom the provider knows as ``name``."""
    email = f"{name}@herten.example"
    with writing(engine) as connection:
        return add_staff(connection, "reader", now=datetime.now(UTC), email=email, **values)


def _set_out(visitor: TestClient, weiter: str = "/konto", prefix: str = "") -> str:
    found = visitor.get(f"{prefix}{START}", params={"weiter": weiter})
    assert found.status_code == 303, found.text
    return str(found.headers["location"])


def _come_back(visitor: TestClient, address: str, name: str, **more: Any) -> httpx2.Response:
    there = answer_at_provider(address, name, **more)
    return visitor.get(there)


def _changed(address: str, **changes: str | None) -> str:
    """Return the address with parameters changed, or taken away where None."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query)) | changes
    return parts._replace(
        query=urlencode({name: value for name, value in query.items() if value is not None})
    ).geturl()


def _links(engine: Engine, name: str) -> int:
    with reading(engine) as connection:
        return connection.execute(
            select(func.count()).select_from(sign_on).where(sign_on.c.subject == name)
        ).scalar_one()


def _last_audit(engine: Engine) -> tuple[str, str, Any]:
    with reading(engine) as connection:
        row = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).one()
        return row.code, row.subject, row.facts


def _is_signed_in(visitor: TestClient) -> bool:
    return visitor.get("/konto").status_code == 200


def test_who_has_an_account_gets_in_and_where_they_wanted(
    workbench: Workbench, engines: Callable[[str], Engine], dialect: str, provider: RunningProvider
) -> None:
    engine = engines(dialect)
    actor = _staff(engine, "anna")
    visitor = _browser(workbench(engine, provider.issuer))

    found = _come_back(visitor, _set_out(visitor, "/verwaltung?x=1"), "anna")

    assert (found.status_code, found.headers["location"]) == (303, "/verwaltung?x=1")
    assert _is_signed_in(visitor)
    assert _last_audit(engine) == (
        "account.sign_on_linked",
        f"account:{actor.id}",
        {"issuer": provider.issuer},
    )


def test_the_second_time_the_person_counts_and_not_the_address(
    workbench: Workbench, engines: Callable[[str], Engine], dialect: str, provider: RunningProvider
) -> None:
    engine = engines(dialect)
    actor = _staff(engine, "berta")
    first = _browser(workbench(engine, provider.issuer))
    _come_back(first, _set_out(first), "berta")
    with writing(engine) as connection:
        connection.execute(
            update(account).where(account.c.id == actor.id).values(email="neu@herten.example")
        )

    second = _browser(workbench(engine, provider.issuer))
    _come_back(second, _set_out(second), "berta")

    assert _is_signed_in(second)
    assert _links(engine, "berta") == 1


def test_the_session_cookie_is_kept_from_scripts_and_foreign_sites(
    engine: Engine, visitor: TestClient
) -> None:
    _staff(engine, "carla")

    found = _come_back(visitor, _set_out(visitor), "carla")

    cookies = found.headers.get_list("set-cookie")
    (session,) = (one for one in cookies if one.startswith("werkbank="))
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(session.split("; "))


def test_the_cookie_of_the_way_is_short_lived_and_gone_at_its_end(
    engine: Engine, visitor: TestClient
) -> None:
    _staff(engine, "dora")
    found = visitor.get(START)
    parts = set(found.headers["set-cookie"].split("; "))
    assert {"HttpOnly", "SameSite=lax", "Max-Age=600"} <= parts

    _come_back(visitor, found.headers["location"], "dora")

    assert "werkbank-weg" not in visitor.cookies


def test_over_https_the_cookie_is_bound_to_the_host(
    workbench: Workbench, engine: Engine, provider: RunningProvider
) -> None:
    app = workbench(engine, provider.issuer, public_url="https://werkbank.herten.example")

    found = _browser(app).get(START)

    name, *parts = found.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-werkbank-weg=")
    assert {"Secure", "Path=/"} <= set(parts)
    asked = parse_qs(urlsplit(found.headers["location"]).query)
    assert asked["redirect_uri"] == ["https://werkbank.herten.example/anmelden/sso/antwort"]


def test_who_began_in_english_stays_there(engine: Engine, visitor: TestClient) -> None:
    _staff(engine, "emma")

    found = _come_back(visitor, _set_out(visitor, "/konto", "/en"), "emma")

    assert found.headers["location"] == "/en/konto"


def test_words_of_a_failure_are_english_for_who_began_in_english(visitor: TestClient) -> None:
    found = _come_back(visitor, _set_out(visitor, "/konto", "/en"), "unknown-in-english")

    assert "There is no account for you yet" in found.text


def test_only_what_is_needed_is_asked_for(visitor: TestClient) -> None:
    asked = parse_qs(urlsplit(_set_out(visitor)).query)

    assert (asked["scope"], asked["response_type"]) == (["openid email"], ["code"])
    assert (asked["code_challenge_method"], len(asked["code_challenge"][0])) == (["S256"], 43)


def test_the_address_may_stand_in_the_token(workbench: Workbench, engine: Engine) -> None:
    _staff(engine, "frieda")
    with running_provider(email_in_token=True) as provider:
        visitor = _browser(workbench(engine, provider.issuer))
        _come_back(visitor, _set_out(visitor), "frieda")

    assert _is_signed_in(visitor)


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post", "none"])
def test_every_way_to_say_who_we_are_is_known(
    workbench: Workbench, engine: Engine, method: str
) -> None:
    _staff(engine, f"greta-{method}")
    with running_provider(method=method) as provider:
        secret = "" if method == "none" else SECRET
        visitor = _browser(workbench(engine, provider.issuer, oidc_client_secret=secret))
        _come_back(visitor, _set_out(visitor), f"greta-{method}")

    assert _is_signed_in(visitor)


@pytest.mark.parametrize(
    "weiter", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_a_foreign_site(engine: Engine, visitor: TestClient, weiter: str) -> None:
    name = f"hanna{abs(hash(weiter))}"
    _staff(engine, name)

    found = _come_back(visitor, _set_out(visitor, weiter), name)

    assert found.headers["location"] == "/verwaltung"


def test_an_unknown_person_learns_what_to_do_and_gets_no_account(
    workbench: Workbench, engines: Callable[[str], Engine], dialect: str, provider: RunningProvider
) -> None:
    engine = engines(dialect)
    visitor = _browser(workbench(engine, provider.issuer))

    found = _come_back(visitor, _set_out(visitor), "niemand")

    assert found.status_code == 403
    assert "Ihr Konto ist noch nicht freigeschaltet" in found.text
    assert (_is_signed_in(visitor), _links(engine, "niemand")) == (False, 0)
    assert _last_audit(engine) == (
        "account.sign_on_refused",
        "sign_on:unknown",
        {"reason": "SignOnUnknownPerson"},
    )


@pytest.mark.parametrize("linked", [False, True])
def test_a_disabled_account_is_refused(engine: Engine, visitor: TestClient, linked: bool) -> None:
    name = f"ida-{linked}".lower()
    actor = _staff(engine, name)
    if linked:
        _come_back(visitor, _set_out(visitor), name)
        visitor.cookies.clear()
    with writing(engine) as connection:
        connection.execute(
            update(account).where(account.c.id == actor.id).values(disabled_at=datetime.now(UTC))
        )

    found = _come_back(visitor, _set_out(visitor), name)

    assert (found.status_code, _is_signed_in(visitor)) == (403, False)
    assert _last_audit(engine) == (
        "account.sign_on_refused",
        f"account:{actor.id}",
        {"reason": "SignOnDisabled"},
    )


def test_an_address_that_the_provider_does_not_confirm_opens_no_account(
    engine: Engine, visitor: TestClient
) -> None:
    _staff(engine, "unbestaetigt-jana")

    found = _come_back(visitor, _set_out(visitor), "unbestaetigt-jana")

    assert (found.status_code, _is_signed_in(visitor)) == (403, False)
    assert "bestätigt Ihre E-Mail-Adresse nicht" in found.text


def test_who_inherits_an_address_does_not_inherit_the_account(
    engine: Engine, visitor: TestClient, provider: RunningProvider
) -> None:
    actor = _staff(engine, "karla")
    with writing(engine) as connection:
        connection.execute(
            sign_on.insert().values(issuer=provider.issuer, subject="another", account_id=actor.id)
        )

    found = _come_back(visitor, _set_out(visitor), "karla")

    assert (found.status_code, _is_signed_in(visitor)) == (409, False)


def test_after_a_reset_the_person_is_linked_anew(
    engine: Engine, visitor: TestClient, provider: RunningProvider
) -> None:
    actor = _staff(engine, "luise")
    with writing(engine) as connection:
        connection.execute(
            sign_on.insert().values(issuer=provider.issuer, subject="former", account_id=actor.id)
        )
        reset_account(connection, actor, actor.id, now=datetime.now(UTC))

    _come_back(visitor, _set_out(visitor), "luise")

    assert (_is_signed_in(visitor), _links(engine, "former")) == (True, 0)


def test_who_turns_back_at_the_provider_is_told_so(visitor: TestClient) -> None:
    found = _come_back(visitor, _set_out(visitor), "lea", abort=True)

    assert found.status_code == 403
    assert "abgebrochen" in found.text
    assert "access_denied" in found.text


def test_the_provider_insists_on_pkce(visitor: TestClient) -> None:
    address = _changed(_set_out(visitor), code_challenge=None, code_challenge_method=None)

    found = _come_back(visitor, address, "mia")

    assert (found.status_code, "invalid_request" in found.text) == (403, True)


def test_a_code_is_worth_nothing_without_what_this_browser_knows(
    engine: Engine, visitor: TestClient
) -> None:
    _staff(engine, "nora")
    address = _changed(_set_out(visitor), code_challenge="x" * 43)

    found = _come_back(visitor, address, "nora")

    assert (found.status_code, _is_signed_in(visitor)) == (400, False)


def test_a_token_with_another_nonce_is_not_believed(engine: Engine, visitor: TestClient) -> None:
    _staff(engine, "olga")
    address = _changed(_set_out(visitor), nonce="of-somebody-else")

    found = _come_back(visitor, address, "olga")

    assert (found.status_code, _is_signed_in(visitor)) == (502, False)
    assert "nonce" in found.text


@pytest.mark.parametrize("state", ["of-somebody-else", "", "ä", None])
def test_an_answer_with_another_state_is_refused(
    engine: Engine, visitor: TestClient, state: str | None
) -> None:
    name = f"paula{state}"
    _staff(engine, name)
    there = answer_at_provider(_set_out(visitor), name)

    found = visitor.get(_changed(there, state=state))

    assert (found.status_code, _is_signed_in(visitor)) == (400, False)
    assert "Anmeldung unterbrochen" in found.text


def test_an_answer_in_another_browser_is_refused(engine: Engine, visitor: TestClient) -> None:
    _staff(engine, "rosa")
    there = answer_at_provider(_set_out(visitor), "rosa")
    visitor.cookies.clear()

    found = visitor.get(there)

    assert (found.status_code, _is_signed_in(visitor)) == (400, False)


def test_an_answer_works_once(engine: Engine, visitor: TestClient) -> None:
    _staff(engine, "sara")
    there = answer_at_provider(_set_out(visitor), "sara")
    way = dict(visitor.cookies)
    visitor.get(there)
    visitor.cookies.clear()

    assert visitor.get(there).status_code == 400  # the cookie is gone
    visitor.cookies.update(way)
    assert visitor.get(there).status_code == 400  # the code is used
    assert not _is_signed_in(visitor)


def test_an_answer_from_another_issuer_is_refused(engine: Engine, visitor: TestClient) -> None:
    _staff(engine, "tina")
    there = answer_at_provider(_set_out(visitor), "tina")

    found = visitor.get(_changed(there, iss="https://evil.example"))

    assert (found.status_code, "iss" in found.text) == (502, True)
    assert not _is_signed_in(visitor)


def test_parameters_that_a_provider_adds_do_no_harm(engine: Engine, visitor: TestClient) -> None:
    _staff(engine, "ulla")
    there = answer_at_provider(_set_out(visitor), "ulla")

    visitor.get(_changed(there, session_state="abc"))

    assert _is_signed_in(visitor)


@pytest.mark.parametrize("cookie", ["", "x", "e30", "W10", "bnVsbA", "ä", "{}", "A" * 3000])
def test_a_cookie_that_is_not_ours_is_refused(visitor: TestClient, cookie: str) -> None:
    found = visitor.get(
        f"{START}/antwort?code=x&state=x",
        headers={b"Cookie": f"werkbank-weg={cookie}".encode()},
    )

    assert found.status_code == 400


@pytest.mark.parametrize(
    "change", [{"return_to": "/verwaltung/konten"}, {"started_s": 9_999_999_999}, {"secret": "x"}]
)
def test_a_cookie_that_was_changed_fits_no_answer(
    engine: Engine, visitor: TestClient, change: dict[str, Any]
) -> None:
    name = f"uta-{next(iter(change))}"
    _staff(engine, name)
    there = answer_at_provider(_set_out(visitor), name)
    journey = replace(from_cookie(visitor.cookies["werkbank-weg"]), **change)
    visitor.cookies.clear()
    visitor.cookies.set("werkbank-weg", to_cookie(journey))

    found = visitor.get(there)

    assert (found.status_code, _is_signed_in(visitor)) == (400, False)


def test_two_first_sign_ons_at_once_make_one_link(
    engines: Callable[[str], Engine], dialect: str, provider: RunningProvider
) -> None:
    engine = engines(dialect)
    _staff(engine, "twin")
    person = Person(provider.issuer, "twin", "twin@herten.example")
    with ThreadPoolExecutor() as threads:
        entries = [
            threads.submit(enter_by_sign_on, engine, person, now=datetime.now(UTC))
            for _ in range(8)
        ]
        tokens = {entry.result(30) for entry in entries}

    assert (len(tokens), _links(engine, "twin")) == (8, 1)


def test_who_takes_too_long_begins_anew(
    workbench: Workbench, engine: Engine, provider: RunningProvider
) -> None:
    _staff(engine, "vera")
    late = [timedelta(0)]
    app = workbench(engine, provider.issuer, clock=lambda: datetime.now(UTC) + late[0])
    visitor = _browser(app)
    there = answer_at_provider(_set_out(visitor), "vera")
    late[0] = timedelta(minutes=11)

    found = visitor.get(there)

    assert (found.status_code, _is_signed_in(visitor)) == (400, False)


@pytest.mark.parametrize("skew", [timedelta(hours=2), timedelta(hours=-2)])
def test_clocks_that_disagree_are_told_so(
    workbench: Workbench, engine: Engine, provider: RunningProvider, skew: timedelta
) -> None:
    name = f"wilma{skew.days}"
    _staff(engine, name)
    visitor = _browser(workbench(engine, provider.issuer, clock=lambda: datetime.now(UTC) + skew))

    found = _come_back(visitor, _set_out(visitor), name)

    assert (found.status_code, "Uhren" in found.text) == (502, True)


def test_a_small_difference_of_clocks_does_no_harm(
    workbench: Workbench, engine: Engine, provider: RunningProvider
) -> None:
    _staff(engine, "xenia")
    app = workbench(
        engine, provider.issuer, clock=lambda: datetime.now(UTC) - timedelta(seconds=90)
    )
    visitor = _browser(app)
    _come_back(visitor, _set_out(visitor), "xenia")

    assert _is_signed_in(visitor)


def test_a_provider_that_is_away_is_told_so_at_once(workbench: Workbench, engine: Engine) -> None:
    visitor = _browser(workbench(engine, f"http://127.0.0.1:{free_port()}"))

    found = visitor.get(START)

    assert found.status_code == 503
    assert "antwortet gerade nicht" in found.text


def test_a_provider_that_goes_away_meanwhile_is_told_so(
    workbench: Workbench, engine: Engine
) -> None:
    _staff(engine, "yvonne")
    with running_provider() as provider:
        visitor = _browser(workbench(engine, provider.issuer))
        there = answer_at_provider(_set_out(visitor), "yvonne")

    found = visitor.get(there)

    assert (found.status_code, _is_signed_in(visitor)) == (503, False)


def test_a_provider_with_new_keys_is_believed(workbench: Workbench, engine: Engine) -> None:
    _staff(engine, "zora")
    port = free_port()
    app = workbench(engine, f"http://127.0.0.1:{port}")
    with running_provider(port=port):
        _set_out(_browser(app))
    with running_provider(port=port):
        visitor = _browser(app)
        _come_back(visitor, _set_out(visitor), "zora")

    assert _is_signed_in(visitor)


def test_a_wrong_secret_is_the_administrators_to_set_right(
    workbench: Workbench, engine: Engine, provider: RunningProvider
) -> None:
    visitor = _browser(workbench(engine, provider.issuer, oidc_client_secret=SECRET[::-1]))

    found = _come_back(visitor, _set_out(visitor), "anna")

    assert (found.status_code, "invalid_client" in found.text) == (502, True)


def test_a_provider_under_another_name_is_not_asked(
    workbench: Workbench, engine: Engine, provider: RunningProvider
) -> None:
    issuer = provider.issuer.replace("127.0.0.1", "localhost")

    found = _browser(workbench(engine, issuer)).get(START)

    assert (found.status_code, "issuer" in found.text) == (502, True)


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
