"""Letters to authors: to whom, in which language, and what never stands in them."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest
from sqlalchemy import Connection, select

from services.comments.actions import confirm_mail
from services.comments.letters import Event, letter, tell_author
from services.comments.model import Step, Voice
from services.comments.reference import shown
from services.comments.store import Voices, hashed
from services.database.tables import outbox
from tests.conftest import NOW
from tests.services.comments.drafts import ADDRESS, a_draft, sent

FACTS: dict[str, Any] = {
    "token": "geheim",
    "reason": "insult",
    "words": "Bitte ohne Schimpfworte.",
    "other": "100000006",
    "outcome": "rejected",
    "step": Step("decided", "Tiefbauamt", date(2026, 12, 1), words="Ja.", paper="26/114"),
}


@pytest.fixture
def voice(herten: Connection) -> Voice:
    return sent(herten, a_draft(email="kim@beispiel.de", language="de")).voice


def test_nobody_is_written_to_who_left_no_address(herten: Connection) -> None:
    silent = sent(herten).voice

    assert not tell_author(herten, silent, "published", address=ADDRESS, now=NOW)


def test_an_address_that_is_not_confirmed_gets_no_news(herten: Connection, voice: Voice) -> None:
    assert not tell_author(herten, voice, "published", address=ADDRESS, now=NOW)


def test_a_confirmed_address_gets_news(herten: Connection, voice: Voice) -> None:
    Voices(herten, NOW.date()).confirm_contact(voice.number, now=NOW)

    assert tell_author(herten, voice, "published", address=ADDRESS, now=NOW)
    last = herten.execute(select(outbox).order_by(outbox.c.id.desc()).limit(1)).one()
    assert (last.kind, last.recipient) == ("voice.published", "kim@beispiel.de")


@pytest.mark.parametrize("event", get_args(Event))
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_letter_names_the_voice_and_fills_every_gap(
    herten: Connection, event: Event, lang: Any
) -> None:
    one = sent(herten, a_draft(language=lang)).voice

    subject, body = letter(one, event, address=ADDRESS, **FACTS)

    assert shown(one.reference) in subject
    assert "{" not in subject + body
    assert "\n\n\n" not in body
    assert body.endswith("Werkbank Herten\n")
    page = f"{ADDRESS}{'' if lang == 'de' else '/en'}/beitrag/{shown(one.reference)}"
    assert (page in body) == (event != "confirm")


@pytest.mark.parametrize("event", get_args(Event))
def test_the_languages_differ(herten: Connection, event: Event) -> None:
    german = sent(herten).voice
    english = sent(herten, a_draft(language="en")).voice

    texts = {letter(one, event, address=ADDRESS, **FACTS)[1] for one in (german, english)}

    assert len(texts) == 2


def test_the_letter_that_asks_says_nothing_of_the_voice(herten: Connection, voice: Voice) -> None:
    subject, body = letter(voice, "confirm", address=ADDRESS, **FACTS)

    assert voice.title not in subject + body
    assert f"{ADDRESS}/mail/geheim" in body


def test_a_decline_tells_reason_and_words(herten: Connection, voice: Voice) -> None:
    _, body = letter(voice, "declined", address=ADDRESS, reason="insult", words="Nicht so.")

    assert "Beleidigung" in body
    assert "Nicht so." in body


def test_a_step_tells_office_day_and_paper(herten: Connection, voice: Voice) -> None:
    _, body = letter(voice, "step", address=ADDRESS, step=FACTS["step"])

    assert "entschieden (Tiefbauamt, 1. Dezember 2026)" in body
    assert "26/114" in body


def test_no_words_leave_no_gap(herten: Connection, voice: Voice) -> None:
    _, body = letter(voice, "merged", address=ADDRESS, other="100000006", words=None)

    assert "None" not in body
    assert "100-000-006" in body


def test_a_confirmation_is_stored_as_a_hash(herten: Connection, voice: Voice) -> None:
    body = str(herten.execute(select(outbox.c.body)).scalar_one())
    token = body.partition("/mail/")[2].partition("\n")[0]

    assert Voices(herten, NOW.date()).find_contact(token) == voice.number
    assert Voices(herten, NOW.date()).find_contact(hashed(token)) is None
    confirm_mail(herten, token, address=ADDRESS, now=NOW)
