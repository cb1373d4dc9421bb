"""One's own account: password, second factor, other sessions, and the one-time links."""

from __future__ import annotations

import re

import pyotp
import pytest
from starlette.testclient import TestClient

from services.accounts.actions import offer_setup, reset_account
from services.accounts.sign_in import PER_ACCOUNT
from services.accounts.store import Accounts
from services.database.engine import reading, writing
from services.web.actor import Actor
from tests.services.accounts.conftest import PASSWORD, TownHall
from tests.services.staff import COOKIE_DOMAIN

NEW = "vier Enten im Teich"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def _goes(browser: TestClient) -> bool:
    return browser.get("/konto").status_code == 200


def _can_sign_in(town_hall: TownHall, actor: Actor, password: str, code: str = "") -> bool:
    fields = {"email": f"{actor.id}@herten.example", "password": password, "code": code}
    return town_hall.visitor().post("/anmelden", data=fields).status_code == 303


def test_the_page_shows_who_one_is(town_hall: TownHall) -> None:
    page = town_hall.session(town_hall.hire("moderator", "gis")).get("/konto").text

    assert "Stadtplanung" in page
    assert re.search(r"Geodaten, Moderation", page)


def test_an_account_without_roles_has_its_own_page_and_a_home(town_hall: TownHall) -> None:
    browser = town_hall.session(town_hall.hire())

    assert _goes(browser)
    assert "noch keine Rolle" in browser.get("/verwaltung").text


def test_a_new_password_signs_out_every_other_browser(town_hall: TownHall) -> None:
    actor = town_hall.hire("reader")
    here, elsewhere = town_hall.session(actor), town_hall.session(actor)

    found = here.post(
        "/konto/passwort", data={"current": PASSWORD, "password": NEW, "repeated": NEW}
    )

    assert found.headers["location"] == "/konto?erledigt=passwort"
    assert (_goes(here), _goes(elsewhere)) == (True, False)
    assert _can_sign_in(town_hall, actor, NEW)
    assert not _can_sign_in(town_hall, actor, PASSWORD)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"current": "falsch"}, "current"),
        ({"password": "kurz", "repeated": "kurz"}, "password"),
        ({"password": "passwort1234", "repeated": "passwort1234"}, "password"),
        ({"repeated": "anders"}, "repeated"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    town_hall: TownHall, fields: dict[str, str], field: str
) -> None:
    actor = town_hall.hire("reader")
    given = {"current": PASSWORD, "password": NEW, "repeated": NEW} | fields

    found = town_hall.session(actor).post("/konto/passwort", data=given)

    assert found.status_code == 422
    assert f'<a href="#{field}">' in found.text
    assert re.search(rf'id="{field}"[^>]*aria-invalid="true"', found.text)
    assert f'id="{field}-error"' in found.text
    assert _can_sign_in(town_hall, actor, PASSWORD)


def test_ones_own_password_cannot_be_guessed_for_ever(town_hall: TownHall) -> None:
    browser = town_hall.session(town_hall.hire("reader"))
    given = {"current": "falsch", "password": NEW, "repeated": NEW}
    for _ in range(PER_ACCOUNT.amount):
        browser.post("/konto/passwort", data=given)

    assert browser.post("/konto/passwort", data=given).status_code == 429


def test_the_second_factor_is_set_up_with_a_code_from_the_app(town_hall: TownHall) -> None:
    actor = town_hall.hire("reader")
    browser = town_hall.session(actor)
    page = browser.get("/konto/zweiter-faktor").text
    secret = re.findall(r'name="secret" value="(\w{32})"', page)[0]
    totp = pyotp.TOTP(secret)

    found = browser.post(
        "/konto/zweiter-faktor",
        data={"secret": secret, "code": totp.at(town_hall.clock.now), "current": PASSWORD},
    )

    assert found.headers["location"] == "/konto?erledigt=an"
    assert not _can_sign_in(town_hall, actor, PASSWORD)
    town_hall.clock.wait(seconds=60)
    assert _can_sign_in(town_hall, actor, PASSWORD, totp.at(town_hall.clock.now))


def test_the_code_that_set_it_up_does_not_sign_in_again(town_hall: TownHall) -> None:
    actor = town_hall.hire("reader")
    code = pyotp.TOTP(SECRET).at(town_hall.clock.now)
    fields = {"secret": SECRET, "code": code, "current": PASSWORD}
    town_hall.session(actor).post("/konto/zweiter-faktor", data=fields)

    assert not _can_sign_in(town_hall, actor, PASSWORD, code)


@pytest.mark.parametrize(
    "wrong", [{"code": "000000"}, {"current": "falsch"}, {"secret": "geheim"}, {"code": ""}]
)
def test_the_second_factor_is_not_set_up_by_mistake(
    town_hall: TownHall, wrong: dict[str, str]
) -> None:
    actor = town_hall.hire("reader")
    code = pyotp.TOTP(SECRET).at(town_hall.clock.now)
    fields = {"secret": SECRET, "code": code, "current": PASSWORD} | wrong

    found = town_hall.session(actor).post("/konto/zweiter-faktor", data=fields)

    assert found.status_code == 422
    assert _can_sign_in(town_hall, actor, PASSWORD)


def test_a_mistyped_code_does_not_change_the_picture(town_hall: TownHall) -> None:
    fields = {"secret": SECRET, "code": "000000", "current": PASSWORD}

    page = town_hall.session(town_hall.hire()).post("/konto/zweiter-faktor", data=fields).text

    assert f'value="{SECRET}"' in page


def test_the_second_factor_is_switched_off_with_the_password(town_hall: TownHall) -> None:
    actor = town_hall.hire("reader", totp_secret=SECRET)
    browser = town_hall.session(actor)

    refused = browser.post("/konto/zweiter-faktor/aus", data={"current": "falsch"})
    done = browser.post("/konto/zweiter-faktor/aus", data={"current": PASSWORD})

    assert (refused.status_code, done.headers["location"]) == (422, "/konto?erledigt=aus")
    assert _can_sign_in(town_hall, actor, PASSWORD)


def test_other_sessions_can_be_signed_out(town_hall: TownHall) -> None:
    actor = town_hall.hire("reader")
    here, elsewhere = town_hall.session(actor), town_hall.session(actor)

    here.post("/konto/sitzungen")

    assert (_goes(here), _goes(elsewhere)) == (True, False)


def test_what_was_done_is_said_on_the_next_page(town_hall: TownHall) -> None:
    browser = town_hall.session(town_hall.hire())

    assert (
        "Alle anderen Sitzungen sind abgemeldet." in browser.get("/konto?erledigt=sitzungen").text
    )
    assert browser.get("/konto?erledigt=unsinn").status_code == 400


def _reset_link(town_hall: TownHall, actor: Actor) -> str:
    with writing(town_hall.engine) as connection:
        now = town_hall.clock.now
        token = reset_account(connection, actor, actor.id, now=now, even_last_admin=True)
    return f"/einrichten/{token}"


def test_a_link_leads_to_a_password_and_a_session(town_hall: TownHall) -> None:
    actor, browser = town_hall.hire("reader"), town_hall.visitor()
    link = _reset_link(town_hall, actor)

    page = browser.get(link)
    found = browser.post(link, data={"password": NEW, "repeated": NEW})

    assert "Passwort festlegen" in page.text
    assert (found.status_code, found.headers["location"]) == (303, "/verwaltung")
    assert _goes(browser)
    assert _can_sign_in(town_hall, actor, NEW)


def test_looking_at_a_link_does_not_use_it_up(town_hall: TownHall) -> None:
    link = _reset_link(town_hall, town_hall.hire("reader"))

    assert [town_hall.visitor().get(link).status_code for _ in range(2)] == [200, 200]


def test_a_used_link_is_gone(town_hall: TownHall) -> None:
    link = _reset_link(town_hall, town_hall.hire("reader"))
    fields = {"password": NEW, "repeated": NEW}

    tried = [town_hall.visitor().post(link, data=fields).status_code for _ in range(2)]

    assert tried == [303, 410]
    assert town_hall.visitor().get(link).status_code == 410


def test_a_bad_password_does_not_use_the_link_up(town_hall: TownHall) -> None:
    link, browser = _reset_link(town_hall, town_hall.hire("reader")), town_hall.visitor()

    assert browser.post(link, data={"password": "kurz", "repeated": "kurz"}).status_code == 422
    assert browser.get(link).status_code == 200


def test_whoever_was_signed_in_as_another_is_not_any_more(town_hall: TownHall) -> None:
    former = town_hall.session(town_hall.hire("admin"))
    token = former.cookies["werkbank"]
    link = _reset_link(town_hall, town_hall.hire("reader"))

    former.post(link, data={"password": NEW, "repeated": NEW})

    browser = town_hall.visitor()
    browser.cookies.set("werkbank", token, domain=COOKIE_DOMAIN)
    assert not _goes(browser)


@pytest.mark.parametrize("token", ["x", "%00", "..%2F..", "a" * 5000])
def test_an_unknown_link_is_gone(town_hall: TownHall, token: str) -> None:
    assert town_hall.visitor().get(f"/einrichten/{token}").status_code in {404, 410}


FIRST = {
    "email": "Chefin@herten.example",
    "name": "Anke Muster",
    "office": "Stadtplanung",
    "password": NEW,
    "repeated": NEW,
}


def _setup_link(town_hall: TownHall) -> str:
    with writing(town_hall.engine) as connection:
        return f"/einrichten/{offer_setup(connection, now=town_hall.clock.now)}"


def test_the_first_link_makes_the_first_administrator(empty_town_hall: TownHall) -> None:
    browser = empty_town_hall.visitor()

    found = browser.post(_setup_link(empty_town_hall), data=FIRST)

    assert found.headers["location"] == "/verwaltung"
    assert browser.get("/verwaltung/konten").status_code == 200
    with reading(empty_town_hall.engine) as connection:
        (account,) = Accounts(connection).list()
    assert account.email == "chefin@herten.example"
    assert account.roles == {"admin"}


@pytest.mark.parametrize("field", ["email", "name", "office", "password"])
def test_the_first_account_needs_every_field(empty_town_hall: TownHall, field: str) -> None:
    link, browser = _setup_link(empty_town_hall), empty_town_hall.visitor()

    found = browser.post(link, data=FIRST | {field: ""})

    assert found.status_code == 422
    assert f'<a href="#{field}">' in found.text
    assert ("Anke Muster" in found.text) is (field != "name")


def test_two_who_use_the_first_link_make_one_administrator(empty_town_hall: TownHall) -> None:
    link = _setup_link(empty_town_hall)
    second = FIRST | {"email": "zweite@herten.example"}

    tried = [
        empty_town_hall.visitor().post(link, data=fields).status_code for fields in (FIRST, second)
    ]

    assert tried == [303, 410]
