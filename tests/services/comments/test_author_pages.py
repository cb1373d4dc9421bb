"""The private page of a voice, and the link in a letter."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import insert, select, update

from services.comments.reference import shown, spoken
from services.comments.store import Voices
from services.database.engine import reading, writing
from services.database.tables import outbox, question, voice
from tests.conftest import NOW
from tests.services.comments.door import ADDRESS, Door
from tests.services.comments.drafts import a_draft, sent

PRIVATE = {"cache-control": "no-store", "x-robots-tag": "noindex"}


class Mine:
    """A voice that was sent, with its private page."""

    def __init__(self, door: Door, **changes: object) -> None:
        self.door = door
        with writing(door.app.state.engine) as connection:
            found = sent(connection, a_draft(email="kim@beispiel.de", **changes))
        self.voice = found.voice
        self.page = f"/mein-beitrag/{found.token}"

    def set(self, **values: object) -> None:
        with writing(self.door.app.state.engine) as connection:
            connection.execute(
                update(voice).where(voice.c.number == self.voice.number).values(**values)
            )

    @property
    def status(self) -> str:
        with reading(self.door.app.state.engine) as connection:
            return Voices(connection, NOW.date()).get_by_number(self.voice.number).status

    def read(self) -> str:
        found = self.door.client.get(self.page)
        assert found.status_code == 200
        return found.text


@pytest.fixture
def mine(door: Door) -> Mine:
    return Mine(door)


@pytest.fixture
def sqlite_mine(sqlite_door: Door) -> Mine:
    return Mine(sqlite_door)


def test_the_page_says_number_link_and_what_comes_next(mine: Mine) -> None:
    page = mine.read()

    assert shown(mine.voice.reference) in page
    assert spoken(mine.voice.reference, "de") in page
    assert f"{ADDRESS}{mine.page}" in page
    assert "14 Tage" in page
    assert "kim@beispiel.de" in page


def test_nobody_keeps_or_finds_the_page(sqlite_mine: Mine) -> None:
    client = sqlite_mine.door.client
    for path in ("", "/daten", "/zurueckziehen", "/loeschen"):
        found = client.get(sqlite_mine.page + path)
        assert {name: found.headers[name] for name in PRIVATE} == PRIVATE
        assert found.headers["referrer-policy"] in {"same-origin", "no-referrer"}


def test_a_wrong_link_tells_nothing_and_is_kept_by_nobody(sqlite_door: Door) -> None:
    found = sqlite_door.client.get("/mein-beitrag/unsinn")

    assert (found.status_code, found.headers["cache-control"]) == (404, "no-store")


def test_words_are_changed_by_a_form(mine: Mine) -> None:
    form = {"titel": "Zwei Bänke fehlen", "text": mine.voice.text, "thema": "open_space"}

    found = mine.door.client.post(f"{mine.page}/aendern", data=form)

    assert found.headers["location"] == f"{mine.page}?erledigt=geaendert"
    assert "Zwei Bänke fehlen" in mine.read()


def test_what_is_wrong_with_a_change_is_told_and_kept(sqlite_mine: Mine) -> None:
    form = {"titel": "", "text": "zu kurz", "thema": "open_space"}

    found = sqlite_mine.door.client.post(f"{sqlite_mine.page}/aendern", data=form)

    assert found.status_code == 422
    assert '<a href="#titel">' in found.text
    assert "zu kurz</textarea>" in found.text


def test_withdrawing_is_asked_once_more(mine: Mine) -> None:
    asked = mine.door.client.get(f"{mine.page}/zurueckziehen")
    assert (asked.status_code, mine.status) == (200, "received")

    mine.door.client.post(f"{mine.page}/zurueckziehen")

    assert mine.status == "withdrawn"


def test_erasing_is_asked_once_more_and_ends_the_link(mine: Mine) -> None:
    assert mine.door.client.get(f"{mine.page}/loeschen").status_code == 200

    found = mine.door.client.post(f"{mine.page}/loeschen")

    assert found.headers["location"] == f"/beitrag/{mine.voice.reference}"
    assert mine.door.client.get(mine.page).status_code == 404
    assert "gelöscht" in mine.door.client.get(f"/beitrag/{mine.voice.reference}").text


def test_the_export_is_a_file_of_json(mine: Mine) -> None:
    found = mine.door.client.get(f"{mine.page}/daten")

    assert "attachment" in found.headers["content-disposition"]
    assert found.json()["text"] == mine.voice.text


def test_a_place_is_shown_less_exactly(mine: Mine) -> None:
    mine.door.client.post(f"{mine.page}/ort", data={"genau": "district"})

    with reading(mine.door.app.state.engine) as connection:
        stored = Voices(connection, NOW.date()).get_by_number(mine.voice.number)
    assert (stored.precision, stored.pin) == ("district", None)


@pytest.mark.parametrize("precision", ["spot", "city", "unsinn", ""])
def test_a_place_is_never_shown_more_exactly(sqlite_mine: Mine, precision: str) -> None:
    found = sqlite_mine.door.client.post(f"{sqlite_mine.page}/ort", data={"genau": precision})

    assert found.status_code == 409


def test_a_question_is_answered(mine: Mine) -> None:
    with writing(mine.door.app.state.engine) as connection:
        asked = connection.execute(
            insert(question)
            .values(voice_number=mine.voice.number, words="Wo genau?", asked_at=NOW)
            .returning(question.c.id)
        ).scalar_one()
    assert "Wo genau?" in mine.read()

    empty = mine.door.client.post(f"{mine.page}/antworten", data={"frage": asked, "worte": " "})
    mine.door.client.post(f"{mine.page}/antworten", data={"frage": asked, "worte": "Am Tor."})

    assert empty.status_code == 422
    assert "Am Tor." in mine.read()


@pytest.mark.parametrize("number", ["0", "-1", str(2**31), str(2**63), str(10**40)])
def test_an_answer_to_no_question_of_mine_is_refused(mine: Mine, number: str) -> None:
    form = {"frage": number, "worte": "Am Tor."}

    found = mine.door.client.post(f"{mine.page}/antworten", data=form)

    assert found.status_code == 409


def test_an_objection_is_made_once(mine: Mine) -> None:
    mine.set(status="declined", reason_code="insult")
    assert "Widersprechen" in mine.read()

    words = {"worte": "Das war keine Beleidigung."}
    first = mine.door.client.post(f"{mine.page}/widersprechen", data=words)
    second = mine.door.client.post(f"{mine.page}/widersprechen", data=words)

    assert (first.status_code, second.status_code) == (303, 409)
    assert "Darüber entscheidet eine andere Person." in mine.read()


def test_the_mail_address_is_erased_on_request(mine: Mine) -> None:
    mine.door.client.post(f"{mine.page}/mail-loeschen")

    assert "kim@beispiel.de" not in mine.read()


def test_a_link_in_a_letter_confirms_only_by_a_click(mine: Mine) -> None:
    with reading(mine.door.app.state.engine) as connection:
        body = connection.execute(
            select(outbox.c.body).order_by(outbox.c.id.desc()).limit(1)
        ).scalar_one()
    link = re.search(r"/mail/[A-Za-z0-9_-]+", str(body))
    assert link is not None

    asked = mine.door.client.get(link.group())
    assert "vorher schreiben wir nicht" in mine.read()
    done = mine.door.client.post(link.group())

    assert (asked.status_code, done.status_code) == (200, 200)
    assert "wenn sich etwas tut" in mine.read()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_link_in_a_letter_is_told(sqlite_door: Door, method: str) -> None:
    assert sqlite_door.client.request(method, "/mail/unsinn").status_code == 404


def test_a_form_of_another_site_changes_nothing(sqlite_mine: Mine) -> None:
    found = sqlite_mine.door.client.post(
        f"{sqlite_mine.page}/zurueckziehen", headers={"Origin": "https://evil.example"}
    )

    assert (found.status_code, sqlite_mine.status) == (403, "received")
