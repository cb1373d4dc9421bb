"""Sending a voice: what is stored, what is refused, and never twice."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from services.comments.actions import Submitted, confirm_mail, private_token
from services.comments.model import (
    Draft,
    KeyReusedError,
    MailLinkUnknownError,
    VoiceInvalidError,
    VoiceOutsideError,
)
from services.comments.placing import pin_from_lon_lat
from services.comments.reference import find_reference
from services.comments.store import Voices, hashed, mark_changed
from services.comments.trail import steps
from services.database.engine import reading, writing
from services.database.revisions import revisions
from services.database.tables import (
    outbox,
    participation_process,
    trail_step,
    voice,
    voice_contact,
    voice_district,
)
from services.processes.model import KindNotAskedError, ProcessEndedError, ProcessNotFoundError
from services.settings import PROJECT_ROOT
from tests.conftest import NOW
from tests.services.comments.drafts import (
    ADDRESS,
    a_draft,
    about_district,
    new_key,
    sent,
)

TODAY = NOW.date()


def test_a_voice_waits_for_its_check_with_a_number_and_a_first_step(herten: Connection) -> None:
    voice_ = sent(herten).voice

    assert (voice_.status, find_reference(voice_.reference)) == ("received", voice_.reference)
    assert [(one.kind, one.happened_on) for one in steps(herten, voice_.number)] == [
        ("received", TODAY)
    ]


def test_a_voice_that_waits_leaves_the_layer_alone(herten: Connection) -> None:
    before = revisions(herten).get("voices")

    sent(herten)

    assert revisions(herten).get("voices") == before


def test_a_process_that_publishes_first_shows_a_voice_at_once(herten: Connection) -> None:
    _change_process(herten, moderation="publish_first")
    mark_changed(herten, [], now=NOW)
    before = revisions(herten)["voices"].number

    voice_ = sent(herten).voice

    assert (voice_.status, voice_.published_at) == ("published", NOW)
    assert [one.kind for one in steps(herten, voice_.number)] == ["received", "published"]
    assert revisions(herten)["voices"].number == before + 1
    assert _column(herten, voice_.number, "revision") == before + 1


def test_what_staff_type_in_waits_even_where_voices_appear_at_once(herten: Connection) -> None:
    _change_process(herten, moderation="publish_first")

    found = sent(herten, a_draft(channel="paper", text="Bank!"), entered_by="kim").voice

    assert (found.status, found.entered_by) == ("received", "kim")


def test_only_hashes_of_the_secrets_are_stored(herten: Connection) -> None:
    key = new_key()

    found = sent(herten, a_draft(idempotency_key=key))

    row = herten.execute(select(voice).where(voice.c.number == found.voice.number)).one()
    assert (row.token_hash, row.idempotency_key) == (hashed(found.token), hashed(key))
    assert not {key, found.token} & {str(value) for value in row}


def test_the_private_link_opens_the_voice(herten: Connection) -> None:
    found = sent(herten)

    assert Voices(herten, TODAY).find_by_token(found.token) == found.voice
    assert Voices(herten, TODAY).find_by_token(found.voice.reference) is None


def test_the_same_key_leads_to_the_first_voice_and_its_link(herten: Connection) -> None:
    draft = a_draft(idempotency_key=new_key())

    first = sent(herten, draft)
    second = sent(herten, draft)

    assert (second.voice, second.token) == (first.voice, first.token)
    assert (first.is_new, second.is_new) == (True, False)


def test_the_same_key_with_other_words_is_refused(herten: Connection) -> None:
    draft = a_draft(idempotency_key=new_key())
    sent(herten, draft)

    with pytest.raises(KeyReusedError):
        sent(herten, replace(draft, title="Anderes"))


def test_the_key_cannot_be_told_from_the_link() -> None:
    key = new_key()

    assert key not in private_token(key)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", private_token(key))


def test_a_district_is_kept_without_pin_and_label(herten: Connection) -> None:
    voice_ = sent(herten, a_draft(precision="district", place_label="Meine Straße")).voice

    assert (voice_.district_id, voice_.pin, voice_.public_pin, voice_.place_label) == (
        "mitte",
        None,
        None,
        None,
    )


def test_a_voice_about_the_whole_city_has_no_district(herten: Connection) -> None:
    voice_ = sent(herten, a_draft(precision="city")).voice

    rows = herten.execute(
        select(func.count()).where(voice_district.c.voice_number == voice_.number)
    ).scalar_one()
    assert (voice_.district_id, voice_.pin, rows) == (None, None, 0)


def test_a_street_that_is_only_named_has_its_district_and_no_pin(herten: Connection) -> None:
    draft = about_district(precision="street", place_label="Kaiserstraße")

    voice_ = sent(herten, draft).voice

    assert (voice_.district_id, voice_.place_label, voice_.pin) == (
        "disteln",
        "Kaiserstraße",
        None,
    )


def test_everything_that_is_wrong_is_told_at_once(herten: Connection) -> None:
    draft = a_draft(title=" ", text="kurz", theme="", email="keine", project_id="atlantis")

    with pytest.raises(VoiceInvalidError) as refused:
        sent(herten, draft)

    assert refused.value.fields == ["title", "text", "theme", "email", "project_id"]
    assert _count(herten) == 0


def test_outside_the_city_the_distance_and_the_nearest_district_are_told(
    herten: Connection,
) -> None:
    with pytest.raises(VoiceOutsideError) as refused:
        sent(herten, a_draft(pin=pin_from_lon_lat(7.2, 51.5935)))

    error = refused.value
    assert (error.district_id, error.process_id) == ("mitte", None)
    assert 1_000 < error.distance_m < 4_000
    assert _count(herten) == 0


def test_outside_the_area_of_the_process_the_process_is_told(herten: Connection) -> None:
    _change_process(herten, area_kind="districts", district_ids=["bertlich"])

    with pytest.raises(VoiceOutsideError) as refused:
        sent(herten)

    assert (refused.value.process_id, refused.value.distance_m > 1_000) == ("ideen", True)


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (a_draft(pin=None), "place_missing"),
        (a_draft(pin=None, precision="street"), "place_missing"),
        (about_district(precision="street", district_id=None, place_label="X"), "district_missing"),
        (about_district(district_id="atlantis"), "district_unknown"),
        (about_district(district_id=None), "district_missing"),
        (a_draft(precision="planet"), "precision_unknown"),
        (a_draft(title="x" * 121), "too_long"),
        (a_draft(text="x" * 2_001), "too_long"),
        (a_draft(text="x" * 19), "text_short"),
        (a_draft(text=" " * 30), "text_short"),
        (a_draft(theme="unsinn"), "theme_unknown"),
        (a_draft(title="a\x00b"), "hidden_characters"),
        (a_draft(text="von rechts \u202e nach links gelesen"), "hidden_characters"),
        (a_draft(author_name=chr(0xD800)), "hidden_characters"),
        (a_draft(title="<script>alert(1)</script>"), "markup"),
        (a_draft(text="Bitte ansehen: <img src=x onerror=alert(1)>"), "markup"),
        (a_draft(place_label="javascript:alert(1)"), "markup"),
        (a_draft(author_name="x" * 81), "too_long"),
        (a_draft(email="a@b\r\nBcc: x@y.de"), "email_invalid"),
        (a_draft(kind="expert_note", consents=True), "expertise_missing"),
        (a_draft(kind="expert_note", expertise="fahre Rad"), "consent_missing"),
        (a_draft(kind="statement"), "office_missing"),
    ],
)
def test_what_is_wrong_has_a_code(herten: Connection, draft: Draft, code: str) -> None:
    with pytest.raises(VoiceInvalidError) as refused:
        sent(herten, draft)

    assert [one["code"] for one in refused.value.problems] == [code]


def test_a_district_that_is_not_asked_about_is_refused(herten: Connection) -> None:
    _change_process(herten, area_kind="districts", district_ids=["bertlich"])

    with pytest.raises(VoiceInvalidError) as refused:
        sent(herten, about_district())

    assert [one["code"] for one in refused.value.problems] == ["district_not_asked"]


def test_a_text_of_twenty_letters_is_enough_however_they_are_written(herten: Connection) -> None:
    decomposed = "u\u0308" * 20

    assert sent(herten, a_draft(text=decomposed)).voice.text == "ü" * 20


def test_an_ended_process_takes_nothing(herten: Connection) -> None:
    _change_process(herten, standing=False, ends_on=TODAY - timedelta(days=1))

    with pytest.raises(ProcessEndedError):
        sent(herten)

    assert _count(herten) == 0


def test_a_card_from_yesterday_is_taken_after_the_end(herten: Connection) -> None:
    yesterday = TODAY - timedelta(days=1)
    _change_process(herten, standing=False, ends_on=yesterday)

    found = sent(herten, a_draft(channel="forum"), given_on=yesterday, entered_by="kim")

    assert found.voice.channel == "forum"


def test_an_unknown_process_is_told(herten: Connection) -> None:
    with pytest.raises(ProcessNotFoundError):
        sent(herten, a_draft(process_id="atlantis"))


def test_a_kind_that_is_not_asked_for_is_told(herten: Connection) -> None:
    with pytest.raises(KindNotAskedError):
        sent(herten, a_draft(process_id="herzensorte"))


def test_a_mail_address_is_kept_apart_and_asked_for_by_letter(herten: Connection) -> None:
    voice_ = sent(herten, a_draft(email="kim@beispiel.de")).voice

    contact = Voices(herten, TODAY).contact(voice_.number)
    letter = herten.execute(select(outbox)).one()
    assert contact is not None
    assert (contact.email, contact.confirmed_at) == ("kim@beispiel.de", None)
    assert (letter.kind, letter.recipient) == ("voice.confirm", "kim@beispiel.de")
    assert voice_.title not in letter.body
    assert f"{ADDRESS}/mail/" in letter.body


def test_without_a_mail_address_no_letter_is_written(herten: Connection) -> None:
    sent(herten)

    assert herten.execute(select(func.count()).select_from(outbox)).scalar_one() == 0


def test_a_confirmed_address_gets_the_number_once(herten: Connection) -> None:
    voice_ = sent(herten, a_draft(email="kim@beispiel.de")).voice
    token = _token_in_letter(herten)

    for _ in range(2):
        confirm_mail(herten, token, address=ADDRESS, now=NOW)

    kinds = herten.execute(select(outbox.c.kind).order_by(outbox.c.id)).scalars().all()
    contact = Voices(herten, TODAY).contact(voice_.number)
    assert kinds == ["voice.confirm", "voice.received"]
    assert contact is not None
    assert contact.confirmed_at == NOW


def test_an_unknown_link_confirms_nothing(herten: Connection) -> None:
    sent(herten, a_draft(email="kim@beispiel.de"))

    with pytest.raises(MailLinkUnknownError):
        confirm_mail(herten, "unsinn", address=ADDRESS, now=NOW)


def test_two_fingers_at_once_send_one_voice(engine: Engine) -> None:
    draft = a_draft(idempotency_key=new_key())
    before = _count_in(engine)
    together = Barrier(4)

    def send(_: int) -> Submitted:
        together.wait()
        with writing(engine) as connection:
            return sent(connection, draft)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(send, range(4)))

    assert len({one.voice.number for one in found}) == 1
    assert sorted(one.is_new for one in found) == [False, False, False, True]
    assert _count_in(engine) == before + 1


def test_a_number_that_is_taken_is_drawn_again(
    herten: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sent(herten).voice.reference
    drawn = iter([first, first, "100000006"])
    monkeypatch.setattr("services.comments.actions.new_reference", lambda: next(drawn))

    assert sent(herten).voice.reference == "100000006"


def test_the_database_itself_refuses_a_second_voice_of_one_key(herten: Connection) -> None:
    number = sent(herten, a_draft(idempotency_key=new_key())).voice.number
    row = herten.execute(select(voice).where(voice.c.number == number)).one()
    twin = dict(row._mapping) | {"reference": "100000006", "token_hash": None}
    del twin["number"]

    with pytest.raises(IntegrityError), herten.begin_nested():
        herten.execute(insert(voice).values(**twin))


def test_a_transaction_that_is_killed_leaves_nothing(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    before = _rows(engine)
    process = subprocess.Popen(
        [sys.executable, "-c", _SEND_AND_WAIT, url],
        cwd=PROJECT_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"stored\n"

    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert _rows(engine) == before
    with writing(engine) as connection:
        assert sent(connection).is_new


_SEND_AND_WAIT = """
import sys
from services.database.engine import make_engine, writing
from tests.services.comments.drafts import a_draft, sent

with writing(make_engine(sys.argv[1])) as connection:
    sent(connection, a_draft(email="kim@beispiel.de"))
    print("stored", flush=True)
    sys.stdin.read()
"""


def _rows(engine: Engine) -> list[int]:
    tables = (voice, voice_district, voice_contact, trail_step, outbox)
    with reading(engine) as connection:
        return [
            connection.execute(select(func.count()).select_from(one)).scalar_one() for one in tables
        ]


def _count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(voice)).scalar_one()


def _count_in(engine: Engine) -> int:
    with reading(engine) as connection:
        return _count(connection)


def _column(connection: Connection, number: int, name: str) -> object:
    return connection.execute(select(voice.c[name]).where(voice.c.number == number)).scalar_one()


def _change_process(connection: Connection, **values: object) -> None:
    connection.execute(
        update(participation_process).where(participation_process.c.id == "ideen").values(**values)
    )


def _token_in_letter(connection: Connection) -> str:
    body = connection.execute(select(outbox.c.body)).scalar_one()
    found = re.search(r"/mail/([A-Za-z0-9_-]+)", str(body))
    assert found is not None
    return found.group(1)
