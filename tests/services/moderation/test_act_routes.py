"""The acts of moderation through their forms: what is sent, what comes back, what it led to."""

from __future__ import annotations

from typing import Any, Final

import pytest

from services.comments.model import Voice
from services.comments.reference import new_reference
from services.comments.store import Voices
from services.database.tables import objection
from services.moderation.store import Cases
from services.web.actor import Role
from tests.services.moderation.town import Town, page_of, path

UNKNOWN: Final = new_reference(lambda _: 0)
"""A number that is none of ours, with the right check digit."""
WORDS: Final = "Der Text greift einen Menschen an."
STEP: Final = {"schritt": "note", "tag": "2026-11-20", "amt": "Tiefbauamt", "worte": WORDS}
REDACTED: Final = {
    "titel": "Bank fehlt",
    "text": "Am Glashaus fehlt eine Bank, im Schatten.",
    "ortsangabe": "",
    "genauigkeit": "street",
    "worte": WORDS,
}


def _form(voice: Voice, **fields: Any) -> dict[str, Any]:
    return {"version": str(voice.version), **fields}


def _published(town: Town) -> Voice:
    voice = town.voice()
    town.session().post(path(voice, "veroeffentlichen"), data=_form(voice))
    return town.now_is(voice.reference)


def test_after_a_decision_the_next_voice_of_the_same_queue_is_shown(town: Town) -> None:
    voice, other = town.voice(theme="tourism"), town.voice(theme="tourism")

    answer = town.session().post(
        path(voice, "veroeffentlichen"), data=_form(voice, liste="thema=tourism")
    )

    assert answer.status_code == 303
    assert answer.headers["location"] == (f"{path(other)}?thema=tourism&erledigt={voice.reference}")
    assert town.now_is(voice.reference).status == "published"
    town.session().post(path(other, "veroeffentlichen"), data=_form(other))


def test_after_the_last_one_the_queue_is_shown(town: Town) -> None:
    voice = town.voice(theme="economy")

    answer = town.session().post(
        path(voice, "veroeffentlichen"), data=_form(voice, liste="thema=economy")
    )

    assert answer.headers["location"].startswith("/verwaltung/stimmen?thema=economy&erledigt=")


def test_who_decides_in_the_queue_stays_there(town: Town) -> None:
    voice, other = town.voice(theme="sport_leisure"), town.voice(theme="sport_leisure")

    answer = town.session().post(
        path(voice, "veroeffentlichen"),
        data=_form(voice, liste="thema=sport_leisure", zurueck="liste"),
    )

    assert answer.headers["location"].startswith("/verwaltung/stimmen?")
    assert answer.headers["location"].endswith(f"#v{other.reference}")


@pytest.mark.parametrize(
    ("act", "fields", "status"),
    [
        ("veroeffentlichen", {}, "published"),
        ("kuerzen", REDACTED, "published"),
        ("ablehnen", {"grund": "insult", "worte": WORDS}, "received"),
        ("rueckfrage", {"worte": WORDS}, "received"),
    ],
)
def test_an_act_is_carried_out(town: Town, act: str, fields: dict[str, str], status: str) -> None:
    voice = town.voice()

    answer = town.session().post(path(voice, act), data=_form(voice, **fields))

    assert answer.status_code == 303
    after = town.now_is(voice.reference)
    assert (after.status, after.version) == (status, voice.version + 1)


@pytest.mark.parametrize(
    ("act", "fields", "said"),
    [
        ("veroeffentlichen", {}, "veröffentlicht"),
        ("ablehnen", {"grund": "insult", "worte": WORDS}, "Ablehnung vorgeschlagen"),
        ("rueckfrage", {"worte": WORDS}, "Rückfrage gestellt"),
    ],
)
def test_the_next_page_says_what_was_done(
    town: Town, act: str, fields: dict[str, str], said: str
) -> None:
    voice, moderator = town.voice(), town.session()

    answer = moderator.post(path(voice, act), data=_form(voice, **fields))

    note = page_of(moderator.get(answer.headers["location"])).one(class_="done-note")
    assert note.words.strip().endswith(said)


def test_two_moderators_decline(town: Town) -> None:
    voice = town.voice()
    first = town.session()
    first.post(path(voice, "ablehnen"), data=_form(voice, grund="insult", worte=WORDS))
    voice = town.now_is(voice.reference)
    agree = _form(voice, ergebnis="accepted")

    assert first.post(path(voice, "vorschlag"), data=agree).status_code == 403
    assert town.session().post(path(voice, "vorschlag"), data=agree).status_code == 303

    assert town.now_is(voice.reference).status == "declined"


def test_a_voice_is_merged_by_its_number_in_groups(town: Town) -> None:
    voice, other = town.voice(), town.voice()
    digits = other.reference
    number = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"

    answer = town.session().post(path(voice, "zusammenfuehren"), data=_form(voice, nummer=number))

    assert answer.status_code == 303
    assert town.now_is(voice.reference).merged_into == other.number


@pytest.mark.parametrize(
    ("act", "fields", "fault"),
    [
        ("ablehnen", {"worte": WORDS}, "ablehnen-grund"),
        ("ablehnen", {"grund": "mir gefällt es nicht", "worte": WORDS}, "ablehnen-grund"),
        ("ablehnen", {"grund": "insult", "worte": "kurz"}, "ablehnen-worte"),
        ("ablehnen", {"grund": "insult", "worte": "x" * 2001}, "ablehnen-worte"),
        ("ablehnen", {"grund": "insult", "worte": f"{WORDS}\x00"}, "ablehnen-worte"),
        ("kuerzen", {**REDACTED, "titel": ""}, "kuerzen-titel"),
        ("kuerzen", {**REDACTED, "text": " "}, "kuerzen-text"),
        ("kuerzen", {**REDACTED, "text": "x" * 2001}, "kuerzen-text"),
        ("kuerzen", {**REDACTED, "text": "Am Glashaus fehlt"}, "kuerzen-text"),
        ("kuerzen", {**REDACTED, "text": "Eine Bank? Das ist wunderbar so."}, "kuerzen-text"),
        ("kuerzen", {**REDACTED, "titel": "Parkhaus fehlt"}, "kuerzen-titel"),
        ("kuerzen", {**REDACTED, "ortsangabe": "am Parkhaus"}, "kuerzen-ortsangabe"),
        ("kuerzen", {**REDACTED, "genauigkeit": "city"}, "kuerzen-genauigkeit"),
        ("kuerzen", {**REDACTED, "worte": ""}, "kuerzen-worte"),
        ("rueckfrage", {"worte": ""}, "rueckfrage-worte"),
        ("zusammenfuehren", {}, "zusammenfuehren-nummer"),
        ("zusammenfuehren", {"nummer": "123"}, "zusammenfuehren-nummer"),
        ("zusammenfuehren", {"nummer": UNKNOWN}, "zusammenfuehren-nummer"),
    ],
)
def test_a_form_with_a_fault_comes_back_with_a_link_to_it(
    town: Town, act: str, fields: dict[str, str], fault: str
) -> None:
    voice = town.voice()

    answer = town.session().post(path(voice, act), data=_form(voice, **fields))

    assert answer.status_code == 422
    page = page_of(answer)
    links = [one.attributes["href"] for one in page.all("a") if "href" in one.attributes]
    assert f"#{fault}" in links
    assert page.by_id(f"{fault}-error").words
    assert town.now_is(voice.reference).version == voice.version


def test_a_redaction_that_changes_nothing_is_none(town: Town) -> None:
    voice = town.voice()
    same = {
        "titel": voice.title,
        "text": voice.text,
        "ortsangabe": voice.place_label,
        "genauigkeit": voice.precision,
        "worte": WORDS,
    }

    answer = town.session().post(path(voice, "kuerzen"), data=_form(voice, **same))

    assert answer.status_code == 422


def test_typed_words_come_back_with_a_faulty_form(town: Town) -> None:
    voice = town.voice()

    answer = town.session().post(path(voice, "ablehnen"), data=_form(voice, worte=WORDS))

    assert page_of(answer).by_id("ablehnen-worte").words == WORDS


def test_who_comes_too_late_sees_who_was_faster_and_keeps_the_words(town: Town) -> None:
    voice = town.voice()
    faster = town.hire(name="Ole Schnell")
    town.session(faster).post(path(voice, "rueckfrage"), data=_form(voice, worte=WORDS))

    answer = town.session().post(
        path(voice, "ablehnen"), data=_form(voice, grund="insult", worte="Meine Begründung hier.")
    )

    assert answer.status_code == 409
    page = page_of(answer)
    clash = page.one("div", "clash").words
    assert "Ole Schnell" in clash
    assert "Zurückgefragt" in clash
    assert "Meine Begründung hier." in clash
    assert page.by_id("ablehnen-worte").words == "Meine Begründung hier."
    assert town.now_is(voice.reference).status == "received"


def test_words_survive_where_the_form_is_no_longer_there(town: Town) -> None:
    voice = town.voice()
    decline = _form(voice, grund="insult", worte=WORDS)
    town.session().post(path(voice, "ablehnen"), data=decline)

    answer = town.session().post(
        path(voice, "rueckfrage"), data=_form(voice, worte="Welche Seite meinen Sie?")
    )

    assert answer.status_code == 409
    assert "Welche Seite meinen Sie?" in page_of(answer).one("div", "clash").words


def test_a_change_by_the_author_is_told_as_such(town: Town) -> None:
    voice = town.voice()
    town.clock.wait(minutes=1)
    town.write(lambda one: _edit(one, voice, town))

    answer = town.session().post(path(voice, "veroeffentlichen"), data=_form(voice))

    assert answer.status_code == 409
    assert "geschrieben hat" in page_of(answer).one("div", "clash").words


def _edit(connection: Any, voice: Voice, town: Town) -> None:
    Voices(connection, town.clock.now.date()).change(
        voice.number, expected_version=voice.version, now=town.clock.now, title="Neue Bank"
    )


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({**STEP, "schritt": ""}, "schritt"),
        ({**STEP, "schritt": "published"}, "schritt"),
        ({**STEP, "amt": " "}, "amt"),
        ({**STEP, "tag": "2026-11-24"}, "tag"),
        ({**STEP, "tag": "gestern"}, "tag"),
        ({**STEP, "tag": "0026-11-20"}, "tag"),
        ({**STEP, "schritt": "refused", "worte": ""}, "worte"),
        ({**STEP, "schritt": "decided"}, "vorlage"),
        ({**STEP, "schritt": "taken_up"}, "thema"),
        ({**STEP, "projekt": "gibt-es-nicht"}, "projekt"),
        ({**STEP, "projekt": "x\x00"}, "projekt"),
        ({**STEP, "thema": "wetter"}, "thema"),
    ],
)
def test_a_step_says_what_it_lacks(town: Town, fields: dict[str, str], fault: str) -> None:
    voice = _published(town)

    answer = town.session().post(path(voice, "schritt"), data=_form(voice, **fields))

    assert answer.status_code == 422
    assert page_of(answer).by_id(f"schritt-{fault}-error").words


@pytest.mark.parametrize(
    ("fields", "answer_state"),
    [
        ({**STEP, "schritt": "refused"}, "refused"),
        ({**STEP, "schritt": "decided", "vorlage": "26/114", "worte": ""}, "decided"),
        ({**STEP, "schritt": "taken_up", "projekt": "glashaus"}, "taken_up"),
        ({**STEP, "schritt": "done", "tag": "12.3.2026", "worte": ""}, "done"),
    ],
)
def test_a_step_is_entered(town: Town, fields: dict[str, str], answer_state: str) -> None:
    voice = _published(town)

    answer = town.session().post(path(voice, "schritt"), data=_form(voice, **fields))

    assert answer.headers["location"].startswith(path(voice))
    assert town.now_is(voice.reference).answer == answer_state


def test_a_planner_answers(town: Town) -> None:
    voice = _published(town)

    answer = town.session(town.hire("planner")).post(
        path(voice, "schritt"), data=_form(voice, **STEP)
    )

    assert answer.status_code == 303


@pytest.mark.parametrize("role", ["planner", "gis", "statistics", "reader"])
@pytest.mark.parametrize(
    "act",
    [
        "veroeffentlichen",
        "kuerzen",
        "ablehnen",
        "vorschlag",
        "zusammenfuehren",
        "rueckfrage",
        "widerspruch",
        "wiederherstellen",
        "gesehen",
    ],
)
def test_only_moderators_decide(town: Town, role: Role, act: str) -> None:
    voice = town.voice()

    answer = town.session(town.hire(role)).post(path(voice, act), data=_form(voice))

    assert answer.status_code == 403
    assert town.now_is(voice.reference).version == voice.version


def test_an_objection_is_decided_by_somebody_else(town: Town) -> None:
    voice = town.voice()
    declining = town.hire()
    town.write(lambda one: _decline_and_object(one, voice, declining.id, town))
    decided = _form(town.now_is(voice.reference), ergebnis="rejected", worte=WORDS)

    assert town.session(declining).post(path(voice, "widerspruch"), data=decided).status_code == 403
    assert town.session().post(path(voice, "widerspruch"), data=decided).status_code == 303

    case = town.read(lambda one: Cases(one).case(voice.number))
    assert case.objection is not None
    assert case.objection.outcome == "rejected"


def _decline_and_object(connection: Any, voice: Voice, account_id: str, town: Town) -> None:
    Voices(connection, town.clock.now.date()).change(
        voice.number,
        expected_version=voice.version,
        now=town.clock.now,
        status="declined",
        reason_code="insult",
        reason_words=WORDS,
    )
    connection.execute(
        objection.insert().values(
            voice_number=voice.number, words=WORDS, against=account_id, made_at=town.clock.now
        )
    )


def test_an_act_that_no_longer_fits_is_a_page_that_says_so(town: Town) -> None:
    voice = _published(town)

    answer = town.session().post(path(voice, "veroeffentlichen"), data=_form(voice))

    assert answer.status_code == 409
    assert "Beitrag" in page_of(answer).one("h1").words


def test_an_unknown_voice_is_not_found(town: Town) -> None:
    answer = town.session().post(
        "/verwaltung/stimmen/000000000/veroeffentlichen", data={"version": "1"}
    )

    assert answer.status_code == 404


@pytest.mark.parametrize("version", ["", "x", "1e9", "99999999999999999999"])
def test_a_version_that_is_none_decides_nothing(town: Town, version: str) -> None:
    voice = town.voice()

    answer = town.session().post(path(voice, "veroeffentlichen"), data={"version": version})

    assert answer.status_code in {400, 409}
    assert town.now_is(voice.reference).status == "received"


def test_the_queue_to_return_to_is_one_of_ours(town: Town) -> None:
    voice = town.voice()

    answer = town.session().post(
        path(voice, "veroeffentlichen"), data=_form(voice, liste="https://böse.example/?x=1")
    )

    assert answer.status_code == 400
    assert town.now_is(voice.reference).status == "received"
