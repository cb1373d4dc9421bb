"""The town hall's pages: home by role, accounts, the audit trail, the bar of who is signed in."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from services.accounts.actions import record
from services.accounts.store import Accounts
from services.database.engine import reading, writing
from services.permissions import PERMISSIONS
from services.web.actor import ROLES, Actor, Role
from tests.services.accounts.conftest import PASSWORD, TownHall

NEW = {
    "email": "jo@herten.example",
    "name": "Jo <Muster>",
    "office": "Ratsbüro",
    "roles": ["moderator", "reader"],
}


def _account_page(actor: Actor, act: str = "") -> str:
    return f"/verwaltung/konten/{actor.id}" + (f"/{act}" if act else "")


@pytest.mark.parametrize("role", ROLES)
def test_home_links_to_what_the_role_may_open_and_nothing_else(
    town_hall: TownHall, role: Role
) -> None:
    page = town_hall.session(town_hall.hire(role)).get("/verwaltung").text

    linked = set(re.findall(r'<h2><a class="kern-link" href="([^"]+)"', page))

    assert {"/verwaltung/protokoll", "/konto"} <= linked
    assert all(PERMISSIONS["GET", path].lets_in(_of(role)) for path in linked)
    assert ("/verwaltung/konten" in linked) is (role == "admin")


def _of(role: Role) -> Actor:
    return Actor("x", "x", "x", frozenset({role}))


def test_every_page_names_who_is_signed_in(town_hall: TownHall) -> None:
    page = town_hall.session(town_hall.hire("reader", name="Kim <b>")).get("/impressum").text

    assert "Angemeldet: Kim &lt;b&gt;" in page
    assert 'action="/abmelden"' in page
    assert "Anmelden (Stadtverwaltung)" not in page


def test_visitors_see_no_bar_but_a_way_to_sign_in_and_back(town_hall: TownHall) -> None:
    page = town_hall.visitor().get("/datenschutz").text

    assert "Angemeldet" not in page
    assert 'href="/anmelden?weiter=%2Fdatenschutz"' in page


def test_a_private_address_is_not_repeated_in_the_link_to_sign_in(town_hall: TownHall) -> None:
    assert "weiter=" not in town_hall.visitor().get("/anmelden").text


@pytest.mark.parametrize("path", ["/verwaltung", "/konto", "/verwaltung/protokoll?f=csv"])
def test_staff_pages_are_kept_by_nobody(town_hall: TownHall, path: str) -> None:
    found = town_hall.session(town_hall.hire("reader")).get(path)

    assert found.headers["cache-control"] == "no-store"
    assert found.headers["x-robots-tag"] == "noindex"


def test_a_public_page_is_kept_by_nobody_while_it_names_somebody(town_hall: TownHall) -> None:
    signed_in = town_hall.session(town_hall.hire("reader")).get("/impressum")
    visitor = town_hall.visitor().get("/impressum")

    assert signed_in.headers["cache-control"] == "no-store"
    assert visitor.headers["cache-control"] == "no-cache"
    assert "x-robots-tag" not in visitor.headers


def test_an_admin_adds_an_account_and_sees_its_link_once(empty_town_hall: TownHall) -> None:
    browser = empty_town_hall.session(empty_town_hall.hire("admin"))

    page = browser.post("/verwaltung/konten", data=NEW).text

    (link,) = re.findall(r'value="http://testserver(/einrichten/[\w-]{43})"', page)
    assert link not in browser.get("/verwaltung/konten").text
    fields = {"password": PASSWORD, "repeated": PASSWORD}
    assert empty_town_hall.visitor().post(link, data=fields).status_code == 303
    with reading(empty_town_hall.engine) as connection:
        account = Accounts(connection).find_by_email("jo@herten.example")
    assert account is not None
    assert account.roles == {"moderator", "reader"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "jo"}, "email"),
        ({"name": ""}, "name"),
        ({"office": " "}, "office"),
        ({"roles": []}, "roles"),
        ({"roles": ["mayor"]}, "roles"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_and_the_rest_kept(
    town_hall: TownHall, wrong: dict[str, object], field: str
) -> None:
    found = town_hall.session(town_hall.hire("admin")).post("/verwaltung/konten", data=NEW | wrong)

    assert found.status_code == 422
    assert f'<a href="#{field}">' in found.text
    assert f'id="{field}"' in found.text
    assert ("Jo &lt;Muster&gt;" in found.text) is (field != "name")
    assert ('value="moderator" checked' in found.text) is (field != "roles")


def test_an_address_that_has_an_account_is_refused(town_hall: TownHall) -> None:
    browser = town_hall.session(town_hall.hire("admin"))
    other = town_hall.hire("reader")

    found = browser.post("/verwaltung/konten", data=NEW | {"email": f"{other.id}@HERTEN.example"})

    assert found.status_code == 422
    assert "schon ein Konto" in found.text


def test_the_list_names_state_and_roles(town_hall: TownHall) -> None:
    town_hall.hire("planner", password=None, name="Noch Neu")

    page = town_hall.session(town_hall.hire("admin")).get("/verwaltung/konten").text

    assert re.search(r"Noch Neu.*?Planung.*?noch kein Passwort", page, re.DOTALL)


def test_disabling_signs_out_at_once(town_hall: TownHall) -> None:
    admin, other = town_hall.hire("admin"), town_hall.hire("reader")
    boss, browser = town_hall.session(admin), town_hall.session(other)

    done = boss.post(_account_page(other, "sperren"))

    assert done.headers["location"] == _account_page(other) + "?erledigt=gesperrt"
    assert "gesperrt" in boss.get(done.headers["location"]).text
    assert browser.get("/konto").status_code == 303


def test_a_disabled_account_can_be_enabled(town_hall: TownHall) -> None:
    boss, other = town_hall.session(town_hall.hire("admin")), town_hall.hire("reader")
    boss.post(_account_page(other, "sperren"))

    boss.post(_account_page(other, "freigeben"))

    fields = {"email": f"{other.id}@herten.example", "password": PASSWORD}
    assert town_hall.visitor().post("/anmelden", data=fields).status_code == 303


def test_roles_are_replaced(town_hall: TownHall) -> None:
    boss, other = town_hall.session(town_hall.hire("admin")), town_hall.hire("reader")

    boss.post(_account_page(other, "rollen"), data={"roles": ["gis", "planner"]})

    with reading(town_hall.engine) as connection:
        assert Accounts(connection).get(other.id).roles == {"gis", "planner"}


@pytest.mark.parametrize("roles", [[], ["mayor"]])
def test_an_account_keeps_its_roles_when_none_is_chosen(
    town_hall: TownHall, roles: list[str]
) -> None:
    boss, other = town_hall.session(town_hall.hire("admin")), town_hall.hire("reader")

    found = boss.post(_account_page(other, "rollen"), data={"roles": roles})

    assert found.status_code == 422
    assert "Wählen Sie mindestens eine Rolle." in found.text


def test_a_reset_shows_a_link_once(town_hall: TownHall) -> None:
    boss, other = town_hall.session(town_hall.hire("admin")), town_hall.hire("reader")

    page = boss.post(_account_page(other, "zuruecksetzen")).text

    (link,) = re.findall(r'value="http://testserver(/einrichten/[\w-]{43})"', page)
    assert town_hall.visitor().get(link).status_code == 200


@pytest.mark.parametrize("act", ["sperren", "zuruecksetzen", "rollen"])
def test_the_last_admin_stays(empty_town_hall: TownHall, act: str) -> None:
    admin = empty_town_hall.hire("admin")
    browser = empty_town_hall.session(admin)

    found = browser.post(_account_page(admin, act), data={"roles": ["reader"]})

    assert found.status_code == 409
    assert "Letztes Konto der Administration" in found.text
    assert browser.get("/verwaltung/konten").status_code == 200


@pytest.mark.parametrize("act", ["", "rollen", "sperren", "freigeben", "zuruecksetzen"])
def test_an_unknown_account_is_not_found(town_hall: TownHall, act: str) -> None:
    nobody = Actor("nobody", "x", "x", frozenset())
    browser = town_hall.session(town_hall.hire("admin"))

    found = browser.request(
        "POST" if act else "GET", _account_page(nobody, act), data={"roles": ["gis"]}
    )

    assert found.status_code == 404


def _subjects(page: str) -> list[str]:
    return re.findall(r'data-label="Gegenstand"><div><a[^>]+>([^<]+)</a>', page)


@pytest.fixture
def reader(town_hall: TownHall) -> TestClient:
    return town_hall.session(town_hall.hire("reader"))


def _write(town_hall: TownHall, subject: str, count: int = 1) -> Actor:
    actor = town_hall.hire("planner", password=None, name="Zoe Ärmel")
    with writing(town_hall.engine) as connection:
        for number in range(count):
            facts = {"n": number, "words": "<b>"}
            now = town_hall.clock.now
            record(connection, actor, "test.done", subject=subject, facts=facts, now=now)
    return actor


def test_the_trail_says_who_did_what(town_hall: TownHall, reader: TestClient) -> None:
    _write(town_hall, "test:said")

    page = reader.get("/verwaltung/protokoll?gegenstand=test:said").text

    assert re.search(r"Zoe Ärmel.*?test\.done.*?test:said.*?n: 0.*?words: &lt;b&gt;", page, re.S)
    assert "23.11.2026, 10:30:00" in page


def test_the_trail_is_filtered_by_the_address(town_hall: TownHall, reader: TestClient) -> None:
    actor = _write(town_hall, "test:filter")
    asked = f"person={actor.id}&kennung=test.&gegenstand=test:filter&von=2026-11-23&bis=2026-11-23"

    assert _subjects(reader.get(f"/verwaltung/protokoll?{asked}").text) == ["test:filter"]
    assert _subjects(reader.get("/verwaltung/protokoll?kennung=nothing.").text) == []
    assert _subjects(reader.get("/verwaltung/protokoll?bis=2026-11-22").text) == []


def test_the_trail_goes_on_where_the_page_ended(town_hall: TownHall, reader: TestClient) -> None:
    actor = _write(town_hall, "test:pages", 51)
    first = reader.get(f"/verwaltung/protokoll?person={actor.id}").text
    (older,) = re.findall(r'href="([^"]+)">Ältere zeigen', first)

    second = reader.get(unescape(older)).text

    assert (len(_subjects(first)), len(_subjects(second))) == (50, 1)
    assert "51 Zeilen" in first
    assert "Ältere zeigen" not in second


def test_the_whole_selection_comes_as_csv(town_hall: TownHall, reader: TestClient) -> None:
    actor = _write(town_hall, "=test:csv", 51)

    found = reader.get(f"/verwaltung/protokoll?f=csv&person={actor.id}")

    rows = list(csv.reader(io.StringIO(found.content.decode("utf-8-sig")), delimiter=";"))
    assert found.headers["content-type"].startswith("text/csv")
    assert len(rows) == 52
    assert rows[1][3:6] == ["Zoe Ärmel", "test.done", "'=test:csv"]


@pytest.mark.parametrize(
    "asked", ["von=gestern", "bis=2026-13-01", "vor=x", "vor=-1", "person=%00", "f=pdf", "x=y"]
)
def test_what_the_trail_does_not_understand_is_refused(reader: TestClient, asked: str) -> None:
    assert reader.get(f"/verwaltung/protokoll?{asked}").status_code == 400


def test_empty_fields_of_the_filter_ask_for_everything(reader: TestClient) -> None:
    asked = "person=&kennung=&gegenstand=&von=&bis="

    assert reader.get(f"/verwaltung/protokoll?{asked}").status_code == 200
