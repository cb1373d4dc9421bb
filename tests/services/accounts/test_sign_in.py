"""Signing in: what lets in, what keeps out, and what the browser gets."""

from __future__ import annotations

import pyotp
import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from services.accounts import sign_in
from services.accounts.passwords import hash_password
from services.database.engine import reading, writing
from services.database.tables.accounts import account, staff_session
from services.settings import Settings
from services.web.actor import Actor
from tests.services.accounts.conftest import PASSWORD, TownHall
from tests.services.staff import COOKIE_DOMAIN

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def _email(actor: Actor) -> str:
    return f"{actor.id}@herten.example"


def _sign_in(browser: TestClient, actor: Actor, password: str = PASSWORD, **more: str) -> int:
    fields = {"email": _email(actor), "password": password, **more}
    return browser.post("/anmelden", data=fields).status_code


def test_address_and_password_open_a_session(town_hall: TownHall) -> None:
    actor, browser = town_hall.hire("reader"), town_hall.visitor()

    found = browser.post("/anmelden", data={"email": _email(actor), "password": PASSWORD})

    assert (found.status_code, found.headers["location"]) == (303, "/verwaltung")
    assert "Kim Beispiel" in browser.get("/verwaltung").text


def test_the_address_may_be_typed_in_capitals(town_hall: TownHall) -> None:
    actor, browser = town_hall.hire("reader"), town_hall.visitor()

    fields = {"email": f" {_email(actor).upper()} ", "password": PASSWORD}

    assert browser.post("/anmelden", data=fields).status_code == 303


@pytest.mark.parametrize("password", ["", "falsch", PASSWORD.upper(), "\x00", "x" * 100_000])
def test_another_password_does_not(town_hall: TownHall, password: str) -> None:
    assert _sign_in(town_hall.visitor(), town_hall.hire("reader"), password) == 422


def _answer(town_hall: TownHall, email: str, password: str) -> str:
    found = town_hall.visitor().post("/anmelden", data={"email": email, "password": password})
    assert found.status_code == 422
    return found.text.replace(email, "")


def test_the_answer_does_not_tell_whether_there_is_an_account(town_hall: TownHall) -> None:
    actor, disabled = town_hall.hire("reader"), town_hall.hire("reader")
    new = town_hall.hire("reader", password=None)
    with_code = town_hall.hire("reader", totp_secret=SECRET)
    with writing(town_hall.engine) as connection:
        now = town_hall.clock.now
        connection.execute(
            update(account).where(account.c.id == disabled.id).values(disabled_at=now)
        )

    answers = {
        _answer(town_hall, _email(actor), "falsch"),
        _answer(town_hall, "nobody@herten.example", "falsch"),
        _answer(town_hall, "nobody\x00@herten.example", "falsch"),
        _answer(town_hall, _email(disabled), PASSWORD),
        _answer(town_hall, _email(new), ""),
        _answer(town_hall, _email(with_code), PASSWORD),
    }

    assert len(answers) == 1


def test_the_typed_address_is_kept_and_the_password_not(town_hall: TownHall) -> None:
    fields = {"email": 'x"><b>@y.de', "password": "geheimes Wort"}

    page = town_hall.visitor().post("/anmelden", data=fields).text

    assert 'value="x&#34;&gt;&lt;b&gt;@y.de"' in page
    assert "geheimes Wort" not in page


def test_signing_in_gives_a_new_session_and_ends_the_former(town_hall: TownHall) -> None:
    actor = town_hall.hire("reader")
    browser = town_hall.session(actor)
    former = browser.cookies["werkbank"]

    _sign_in(browser, actor)

    assert browser.cookies["werkbank"] != former
    browser.cookies.set("werkbank", former, domain=COOKIE_DOMAIN)
    assert browser.get("/verwaltung").status_code == 303


def test_a_session_that_somebody_planted_is_not_taken_over(town_hall: TownHall) -> None:
    browser = town_hall.visitor()
    browser.cookies.set("werkbank", "planted", domain=COOKIE_DOMAIN)

    _sign_in(browser, town_hall.hire("reader"))

    assert [one.value for one in browser.cookies.jar if one.value == "planted"] == []


def test_signing_out_ends_the_session_everywhere(town_hall: TownHall) -> None:
    browser = town_hall.session(town_hall.hire("reader"))
    token = browser.cookies["werkbank"]

    found = browser.post("/abmelden")

    assert found.headers["location"] == "/anmelden?abgemeldet=1"
    assert "werkbank" not in browser.cookies
    browser.cookies.set("werkbank", token, domain=COOKIE_DOMAIN)
    assert browser.get("/verwaltung").status_code == 303


def test_signing_out_twice_does_no_harm(town_hall: TownHall) -> None:
    assert town_hall.visitor().post("/abmelden").status_code == 303


def _cookie(town_hall: TownHall, base_url: str, public_url: str = "") -> str:
    former = town_hall.app.state.settings
    town_hall.app.state.settings = Settings(database_url=former.database_url, public_url=public_url)
    try:
        browser = TestClient(town_hall.app, base_url=base_url, follow_redirects=False)
        fields = {"email": _email(town_hall.hire("reader")), "password": PASSWORD}
        return browser.post("/anmelden", data=fields).headers["set-cookie"]
    finally:
        town_hall.app.state.settings = former


def test_the_cookie_is_for_us_alone(town_hall: TownHall) -> None:
    cookie = _cookie(town_hall, "http://testserver")

    assert cookie.startswith("werkbank=")
    assert cookie.partition("; ")[2] == "HttpOnly; Path=/; SameSite=lax"


@pytest.mark.parametrize(
    ("base_url", "public_url"),
    [("https://testserver", ""), ("http://testserver", "https://testserver")],
    ids=["https", "behind a proxy"],
)
def test_under_https_the_cookie_is_bound_to_the_host(
    town_hall: TownHall, base_url: str, public_url: str
) -> None:
    cookie = _cookie(town_hall, base_url, public_url)

    assert cookie.startswith("__Host-werkbank=")
    assert cookie.partition("; ")[2] == "HttpOnly; Path=/; SameSite=lax; Secure"


def test_under_https_a_cookie_of_the_open_line_is_not_read(town_hall: TownHall) -> None:
    token = town_hall.session(town_hall.hire("reader")).cookies["werkbank"]
    browser = TestClient(town_hall.app, base_url="https://testserver", follow_redirects=False)
    browser.cookies.set("werkbank", token)

    assert browser.get("/verwaltung").status_code == 401


def test_with_a_second_factor_the_password_alone_does_not_do(town_hall: TownHall) -> None:
    actor = town_hall.hire("reader", totp_secret=SECRET)
    code = pyotp.TOTP(SECRET).at(town_hall.clock.now)

    tried = [_sign_in(town_hall.visitor(), actor, code=one) for one in ("", "000000", code)]

    assert tried == [422, 422, 303]


def test_a_code_signs_in_once(town_hall: TownHall) -> None:
    actor = town_hall.hire("reader", totp_secret=SECRET)
    code = pyotp.TOTP(SECRET).at(town_hall.clock.now)

    assert [_sign_in(town_hall.visitor(), actor, code=code) for _ in range(2)] == [303, 422]


def test_a_code_without_the_password_does_not_do(town_hall: TownHall) -> None:
    actor = town_hall.hire("reader", totp_secret=SECRET)
    code = pyotp.TOTP(SECRET).at(town_hall.clock.now)

    assert _sign_in(town_hall.visitor(), actor, "falsch", code=code) == 422


def test_after_ten_failures_an_account_has_to_wait(town_hall: TownHall) -> None:
    actor, browser = town_hall.hire("reader"), town_hall.visitor()
    tried = [_sign_in(browser, actor, "falsch") for _ in range(sign_in.PER_ACCOUNT.amount)]

    found = browser.post("/anmelden", data={"email": _email(actor), "password": PASSWORD})

    assert set(tried) == {422}
    assert found.status_code == 429
    assert 0 < int(found.headers["retry-after"]) <= 15 * 60
    assert "15 Min." in found.text


def test_a_stranger_does_not_lock_somebody_out(town_hall: TownHall) -> None:
    actor, stranger = town_hall.hire("reader"), town_hall.visitor("203.0.113.9")
    for _ in range(sign_in.PER_ACCOUNT.amount + 1):
        _sign_in(stranger, actor, "falsch")

    assert _sign_in(town_hall.visitor(), actor) == 303


def test_many_addresses_together_do_not_guess_on(town_hall: TownHall) -> None:
    actor = town_hall.hire("reader")
    for number in range(sign_in.FROM_EVERYWHERE.amount):
        _sign_in(town_hall.visitor(f"203.0.113.{number}"), actor, "falsch")

    assert _sign_in(town_hall.visitor(), actor) == 429


def test_others_may_sign_in_meanwhile(town_hall: TownHall) -> None:
    actor, browser = town_hall.hire("reader"), town_hall.visitor()
    for _ in range(sign_in.PER_ACCOUNT.amount):
        _sign_in(browser, actor, "falsch")

    assert _sign_in(browser, town_hall.hire("reader")) == 303


def test_unknown_accounts_have_to_wait_as_well(town_hall: TownHall) -> None:
    browser, fields = town_hall.visitor(), {"email": "x@herten.example", "password": "y"}
    for _ in range(sign_in.PER_ACCOUNT.amount):
        browser.post("/anmelden", data=fields)

    assert browser.post("/anmelden", data=fields).status_code == 429


def test_an_address_that_tries_many_accounts_has_to_wait(town_hall: TownHall) -> None:
    actor, browser = town_hall.hire("reader"), town_hall.visitor()
    for number in range(sign_in.PER_ADDRESS.amount):
        browser.post("/anmelden", data={"email": f"{number}@herten.example", "password": "y"})

    assert _sign_in(browser, actor) == 429


def test_whoever_gets_in_starts_to_count_anew(town_hall: TownHall) -> None:
    actor, browser = town_hall.hire("reader"), town_hall.visitor()
    for _ in range(2):
        for _ in range(sign_in.PER_ACCOUNT.amount - 1):
            _sign_in(browser, actor, "falsch")
        browser.cookies.clear()

        assert _sign_in(browser, actor) == 303
        browser.cookies.clear()


def test_a_password_of_weaker_parameters_is_hashed_anew(
    town_hall: TownHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = town_hall.hire("reader")
    monkeypatch.setattr(sign_in, "is_outdated", lambda _: True)
    monkeypatch.setattr(sign_in, "hash_password", lambda _: "stronger")

    _sign_in(town_hall.visitor(), actor)

    with reading(town_hall.engine) as connection:
        stored = select(account.c.password_hash).where(account.c.id == actor.id)
        assert connection.execute(stored).scalar_one() == "stronger"


def test_whoever_is_reset_while_signing_in_stays_out(
    town_hall: TownHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = town_hall.hire("reader")

    def reset_meanwhile(stored: str | None, password: str) -> bool:
        with writing(town_hall.engine) as connection:
            other = update(account).where(account.c.id == actor.id)
            connection.execute(other.values(password_hash=hash_password("another one")))
        return True

    monkeypatch.setattr(sign_in, "is_password", reset_meanwhile)

    assert _sign_in(town_hall.visitor(), actor) == 422


@pytest.mark.parametrize(
    ("asked", "goes_to"),
    [
        ("/verwaltung/protokoll?von=2026-01-01", "/verwaltung/protokoll?von=2026-01-01"),
        ("/karte", "/karte"),
        ("https://evil.example/", "/verwaltung"),
        ("//evil.example/", "/verwaltung"),
        ("/\\evil.example", "/verwaltung"),
        ("/\t/evil.example", "/verwaltung"),
        ("javascript:alert(1)", "/verwaltung"),
        ("/karte\r\nSet-Cookie: x=y", "/verwaltung"),
        ("/abmelden", "/verwaltung"),
        ("", "/verwaltung"),
    ],
)
def test_one_returns_to_a_page_of_ours_only(town_hall: TownHall, asked: str, goes_to: str) -> None:
    fields = {"email": _email(town_hall.hire("reader")), "password": PASSWORD, "weiter": asked}

    assert town_hall.visitor().post("/anmelden", data=fields).headers["location"] == goes_to


def test_in_english_one_returns_to_the_english_page(town_hall: TownHall) -> None:
    fields = {"email": _email(town_hall.hire("reader")), "password": PASSWORD, "weiter": "/karte"}

    assert town_hall.visitor().post("/en/anmelden", data=fields).headers["location"] == "/en/karte"


def test_a_page_for_staff_sends_visitors_to_sign_in_and_back(town_hall: TownHall) -> None:
    found = town_hall.visitor().get("/verwaltung/protokoll?von=2026-01-01")

    assert found.status_code == 303
    there = "/anmelden?weiter=%2Fverwaltung%2Fprotokoll%3Fvon%3D2026-01-01"
    assert found.headers["location"] == there
    page = town_hall.visitor().get(there).text
    assert 'name="weiter" value="/verwaltung/protokoll?von=2026-01-01"' in page


def test_whoever_wrote_something_is_told_to_keep_it_before_signing_in(town_hall: TownHall) -> None:
    found = town_hall.visitor().post("/konto/passwort", data={"password": "x"})

    assert found.status_code == 401
    assert "kopieren" in found.text


def test_a_program_is_told_to_sign_in_as_a_problem(town_hall: TownHall) -> None:
    found = town_hall.visitor().get("/verwaltung", headers={"Accept": "application/json"})

    assert (found.status_code, found.json()["type"]) == (401, "/probleme/not-signed-in")


def test_whoever_is_signed_in_need_not_do_it_again(town_hall: TownHall) -> None:
    browser = town_hall.session(town_hall.hire("reader"))

    assert browser.get("/anmelden?weiter=/karte").headers["location"] == "/karte"


def test_a_session_notes_now_and_then_that_it_lives(town_hall: TownHall) -> None:
    actor = town_hall.hire("reader")
    browser = town_hall.session(actor)
    its_own = select(staff_session.c.seen_at).where(staff_session.c.account_id == actor.id)
    seen = []
    for seconds in (30, 30, 30):
        town_hall.clock.wait(seconds=seconds)
        browser.get("/verwaltung")
        with reading(town_hall.engine) as connection:
            seen.append(connection.execute(its_own).scalar_one())

    began = town_hall.clock.now.timestamp() - 90
    assert [one.timestamp() - began for one in seen] == [0, 60, 60]


def test_silence_signs_out(town_hall: TownHall) -> None:
    browser = town_hall.session(town_hall.hire("reader"))
    town_hall.clock.wait(minutes=30)

    assert browser.get("/verwaltung").status_code == 303
