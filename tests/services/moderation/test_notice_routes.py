"""Reports through their forms: anyone sends one, a moderator decides, everybody is told."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from services.comments.model import Voice
from services.comments.reference import new_reference
from services.database.tables import notice, outbox
from services.moderation.notice_routes import REPORTS_AN_HOUR
from tests.services.moderation.town import Town, page_of, path

UNKNOWN: Final = new_reference(lambda _: 0)
"""A number that is none of ours, with the right check digit."""
WORDS: Final = "Der Text nennt einen Menschen und beleidigt ihn."
REPORT: Final = {
    "was": "https://werkbank.example/impressum",
    "grund": "insult",
    "worte": "Dort wird jemand mit vollem Namen beleidigt.",
    "name": "Kim Meier",
    "mail": "kim@beispiel.example",
    "nachbestem": "ja",
}


def _fields(town: Town, client: TestClient, **more: Any) -> dict[str, Any]:
    """Open the form, wait as a person does, and return what is sent."""
    page = page_of(client.get("/melden"))
    carried = {
        one.attributes["name"]: one.attributes["value"]
        for one in page.all("input")
        if one.attributes.get("type") == "hidden"
    }
    town.clock.wait(seconds=20)
    return {**carried, **REPORT, **more}


def _report(town: Town, **more: Any) -> str:
    """Send a report and return its reference."""
    client = town.visitor()
    answer = client.post("/melden", data=_fields(town, client, **more))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).rpartition("/")[2]


def _published(town: Town) -> Voice:
    voice = town.voice()
    town.session().post(path(voice, "veroeffentlichen"), data={"version": str(voice.version)})
    return town.now_is(voice.reference)


def test_anyone_reports_and_gets_a_number(town: Town) -> None:
    reference = _report(town)

    page = page_of(town.visitor().get(f"/melden/{reference}"))

    number = f"{reference[:3]}-{reference[3:6]}-{reference[6:]}"
    assert number in page.one("h1").words
    assert "Ihre Meldung ist da" in page.by_id("main").words


def test_the_page_of_a_report_tells_nothing_of_who_sent_it(town: Town) -> None:
    answer = town.visitor().get(f"/melden/{_report(town)}")

    assert "Meier" not in answer.text
    assert "beispiel.example" not in answer.text
    assert "mit vollem Namen" not in answer.text


def test_a_link_on_a_voice_fills_in_what_is_reported(town: Town) -> None:
    page = page_of(town.visitor().get("/melden?beitrag=482759316"))

    assert page.by_id("was").attributes["value"] == "482759316"


@pytest.mark.parametrize("form", ["{0}", "{1}", "https://x.example/beitrag/{0}", " {1}/ "])
def test_a_report_finds_its_voice_by_number_or_address(town: Town, form: str) -> None:
    voice = town.voice()
    digits = voice.reference
    number = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"

    reference = _report(town, was=form.format(digits, number))

    found = town.read(
        lambda one: one.execute(
            select(notice.c.voice_number).where(notice.c.reference == reference)
        ).scalar_one()
    )
    assert found == voice.number


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"was": ""}, "was"),
        ({"was": UNKNOWN}, "was"),
        ({"was": "123 456 789"}, "was"),
        ({"was": "x" * 501}, "was"),
        ({"was": "a\x00"}, "was"),
        ({"grund": ""}, "grund"),
        ({"grund": "geschmack"}, "grund"),
        ({"worte": "zu kurz"}, "worte"),
        ({"worte": "x" * 2001}, "worte"),
        ({"worte": "Das hier ist lang genug\x00"}, "worte"),
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"mail": ""}, "mail"),
        ({"mail": "kim"}, "mail"),
        ({"mail": "kim@beispiel.example\nBcc: alle@beispiel.example"}, "mail"),
        ({"nachbestem": ""}, "nachbestem"),
    ],
)
def test_a_report_with_a_fault_comes_back_with_what_was_typed(
    town: Town, more: dict[str, str], fault: str
) -> None:
    client = town.visitor()

    answer = client.post("/melden", data=_fields(town, client, **more))

    assert answer.status_code == 422
    page = page_of(answer)
    assert page.by_id(f"{fault}-error").words
    assert page.by_id("name").attributes["value"] == {**REPORT, **more}["name"]


def test_with_depictions_of_child_abuse_no_name_is_asked_for(town: Town) -> None:
    assert _report(town, grund="child_abuse", name="", mail="")


def test_sent_twice_a_report_is_there_once(town: Town) -> None:
    client = town.visitor()
    fields = _fields(town, client)

    first, second = (client.post("/melden", data=fields) for _ in range(2))

    assert first.headers["location"] == second.headers["location"]


def test_a_trap_that_was_filled_in_stops_nobody_for_long(town: Town) -> None:
    client = town.visitor()

    answer = client.post("/melden", data=_fields(town, client, homepage="http://spam.example"))

    assert answer.status_code == 422
    page = page_of(answer)
    assert page.by_id("homepage").attributes["value"] == ""
    assert page.by_id("worte").words == REPORT["worte"]


def test_a_form_that_comes_back_too_fast_is_asked_once_more(town: Town) -> None:
    client = town.visitor()
    fields = _fields(town, client)
    town.clock.wait(seconds=-19)

    assert client.post("/melden", data=fields).status_code == 422


def test_too_many_reports_from_one_address_are_refused(town: Town) -> None:
    for number in range(REPORTS_AN_HOUR.amount):
        _report(town, mail=f"kim{number}@beispiel.example")
    client = town.visitor()

    answer = client.post("/melden", data=_fields(town, client, mail="rabe@beispiel.example"))

    assert answer.status_code == 429


def test_another_report_by_an_old_form_is_not_lost(town: Town) -> None:
    client = town.visitor()
    fields = _fields(town, client)
    first = client.post("/melden", data=fields)
    other = fields | {"worte": "Auf einer anderen Seite steht eine Telefonnummer von mir."}

    asked = client.post("/melden", data=other)

    again = page_of(asked)
    assert (first.status_code, asked.status_code) == (303, 422)
    assert again.by_id("worte").words == other["worte"]
    keys = [
        one.attributes["value"]
        for one in again.all("input")
        if one.attributes.get("name") == "schluessel"
    ]
    assert keys != [fields["schluessel"]]


def test_nobody_is_flooded_with_our_letters(town: Town) -> None:
    for _ in range(5):
        _report(town, mail="opfer@beispiel.example")
    client = town.visitor()

    answer = client.post("/melden", data=_fields(town, client, mail="opfer@beispiel.example"))

    assert answer.status_code == 422


def test_a_moderator_takes_what_was_reported_out_of_view(town: Town) -> None:
    voice = _published(town)
    reference = _report(town, was=voice.reference)

    answer = town.session().post(
        f"/verwaltung/meldungen/{reference}",
        data={"ergebnis": "removed", "grund": "insult", "worte": WORDS},
    )

    assert answer.status_code == 303
    assert town.now_is(voice.reference).status == "received"
    page = page_of(town.visitor().get(f"/melden/{reference}"))
    assert "wurde entfernt" in page.by_id("main").words
    assert WORDS in page.by_id("main").words


def test_a_moderator_keeps_what_was_reported_and_says_why(town: Town) -> None:
    voice = _published(town)
    reference = _report(town, was=voice.reference)

    town.session().post(
        f"/verwaltung/meldungen/{reference}", data={"ergebnis": "kept", "worte": WORDS}
    )

    assert town.now_is(voice.reference).status == "published"
    assert "bleibt stehen" in town.visitor().get(f"/melden/{reference}").text


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"ergebnis": ""}, "ergebnis"),
        ({"grund": ""}, "grund"),
        ({"worte": ""}, "worte"),
    ],
)
def test_a_faulty_decision_comes_back(town: Town, more: dict[str, str], fault: str) -> None:
    reference = _report(town, was=_published(town).reference)
    decision = {"ergebnis": "removed", "grund": "insult", "worte": WORDS}

    answer = town.session().post(f"/verwaltung/meldungen/{reference}", data={**decision, **more})

    assert answer.status_code == 422
    assert page_of(answer).by_id(f"{fault}-error").words


def test_who_decides_too_late_is_told(town: Town) -> None:
    reference = _report(town)
    decision = {"ergebnis": "kept", "worte": WORDS}
    town.session().post(f"/verwaltung/meldungen/{reference}", data=decision)

    answer = town.session().post(f"/verwaltung/meldungen/{reference}", data=decision)

    assert answer.status_code == 409


@pytest.mark.parametrize("role", ["planner", "reader", "statistics"])
def test_reports_are_for_moderators(town: Town, role: Any) -> None:
    reference = _report(town)
    client = town.session(town.hire(role))

    assert client.get("/verwaltung/meldungen").status_code == 403
    assert client.get(f"/verwaltung/meldungen/{reference}").status_code == 403
    assert (
        client.post(
            f"/verwaltung/meldungen/{reference}", data={"ergebnis": "kept", "worte": WORDS}
        ).status_code
        == 403
    )


def test_open_and_decided_reports_are_listed_apart(town: Town) -> None:
    decided, waiting = _report(town), _report(town)
    town.session().post(
        f"/verwaltung/meldungen/{decided}", data={"ergebnis": "kept", "worte": WORDS}
    )
    client = town.session()

    first = client.get("/verwaltung/meldungen").text
    second = client.get("/verwaltung/meldungen?zustand=entschieden").text

    assert (f"/meldungen/{waiting}" in first, f"/meldungen/{decided}" in first) == (True, False)
    assert (f"/meldungen/{waiting}" in second, f"/meldungen/{decided}" in second) == (False, True)


def test_each_report_is_answered_by_mail_twice(town: Town) -> None:
    def letters(connection: Any) -> int:
        found: int = connection.execute(
            select(func.count()).select_from(outbox).where(outbox.c.kind.like("notice.%"))
        ).scalar_one()
        return found

    before = town.read(letters)
    reference = _report(town, mail="ute@beispiel.example")
    town.session().post(
        f"/verwaltung/meldungen/{reference}", data={"ergebnis": "kept", "worte": WORDS}
    )

    assert town.read(letters) == before + 2


@pytest.mark.parametrize("key", ["k" * 65, "kurz", f"{'k' * 20}\x00{'k' * 11}"])
def test_a_key_that_is_none_of_ours_loses_no_report(town: Town, key: str) -> None:
    assert _report(town, schluessel=key)
