"""Access and erasure: everything of one address is found, handed out, and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, insert, select
from starlette.testclient import TestClient

from services.app import create_app
from services.comments.model import Voice
from services.comments.store import Voices
from services.database.engine import reading, writing
from services.database.tables import audit, notice, outbox, voice, voice_contact
from services.moderation.access import erase_kept, find_kept, give_access
from services.moderation.ledger import Period, read_ledger
from services.settings import Settings
from services.web.actor import Actor
from tests.conftest import NOW, Databases
from tests.services.comments.drafts import ADDRESS
from tests.services.markup import Page
from tests.services.staff import signed_in
from tests.services.voice_rows import put_voice

PATH: Final = "/verwaltung/auskunft"
KIM: Final = "kim@example.org"
TODAY: Final = NOW.date()
MODERATOR: Final = Actor("m", "Toni Beispiel", "Bürgerbüro", frozenset({"moderator"}))


def _put(
    connection: Connection, *, email: str = KIM, confirmed: bool = True, **values: Any
) -> Voice:
    number = put_voice(connection, **values)
    connection.execute(
        insert(voice_contact).values(
            voice_number=number,
            email=email,
            created_at=NOW,
            confirmed_at=NOW if confirmed else None,
        )
    )
    return Voices(connection, TODAY).get_by_number(number)


def _put_notice(connection: Connection, **values: Any) -> None:
    row = {
        "reference": "900000001",
        "address": "/beitrag/1",
        "reason_code": "insult",
        "words": "Das beleidigt mich.",
        "name": "Kim Muster",
        "email": KIM,
        "in_good_faith": True,
        "language": "de",
        "received_at": NOW,
    }
    connection.execute(insert(notice).values(row | values))


def _put_mail(connection: Connection, recipient: str = KIM) -> None:
    connection.execute(
        insert(outbox).values(
            kind="voice.step",
            recipient=recipient,
            subject="Neues",
            body="…",
            status="waiting",
            attempts=0,
            created_at=NOW,
            due_at=NOW,
        )
    )


def _erase(connection: Connection, email: str = KIM) -> None:
    erase_kept(connection, email, actor=MODERATOR, address=ADDRESS, now=NOW, on=TODAY)


# --- finding -------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [KIM, "Kim@Example.ORG", f"  {KIM} "])
def test_voices_are_found_by_address_however_it_is_written(herten: Connection, typed: str) -> None:
    one = _put(herten)

    assert [found.number for found in find_kept(herten, typed, TODAY).voices] == [one.number]


@pytest.mark.parametrize("typed", ["kim@müller.example", "Kim@MÜLLER.Example"])
@pytest.mark.parametrize("kept", ["kim@müller.example", "Kim@MÜLLER.example"])
def test_a_domain_with_umlauts_is_found_and_forgotten(
    herten: Connection, kept: str, typed: str
) -> None:
    one = _put(herten, email=kept)
    _put(herten, email="kim@muller.example")
    _put_notice(herten, email=kept)
    _put_mail(herten, recipient=kept)

    found = find_kept(herten, typed, TODAY)
    _erase(herten, typed)

    assert [voice.number for voice in found.voices] == [one.number]
    assert (len(found.notices), found.waiting_mails) == (1, 1)
    assert find_kept(herten, kept, TODAY).is_nothing


def test_an_address_is_found_by_its_domain_in_ascii(herten: Connection) -> None:
    one = _put(herten, email="kim@müller.example")

    found = find_kept(herten, "kim@xn--mller-kva.example", TODAY)

    assert [voice.number for voice in found.voices] == [one.number]


def test_signs_that_stand_for_others_in_a_search_stand_for_themselves(herten: Connection) -> None:
    _put(herten, email="kimXm@example.org")

    assert find_kept(herten, "kim_m@example.org", TODAY).is_nothing


def test_voices_of_others_are_not_found(herten: Connection) -> None:
    _put(herten, email="toni@example.org")

    assert find_kept(herten, KIM, TODAY).is_nothing


def test_a_voice_whose_address_nobody_confirmed_is_not_given_to_its_owner(
    herten: Connection,
) -> None:
    one = _put(herten, confirmed=False)

    kept = find_kept(herten, KIM, TODAY)
    assert (list(kept.voices), list(kept.unconfirmed)) == ([], [one.number])


def test_notices_and_waiting_mails_are_found_too(herten: Connection) -> None:
    _put_notice(herten)
    _put_mail(herten)

    kept = find_kept(herten, KIM, TODAY)
    assert (len(kept.notices), kept.waiting_mails) == (1, 1)


# --- access --------------------------------------------------------------------------------------


def _given(connection: Connection) -> dict[str, Any]:
    return give_access(connection, KIM, actor=MODERATOR, now=NOW, on=TODAY)


def test_access_holds_text_and_original_and_address(herten: Connection) -> None:
    _put(herten, text="Gekürzt.", original={"text": "Wie geschrieben."})

    (found,) = _given(herten)["voices"]
    assert (found["text"], found["original"], found["mail"]["email"]) == (
        "Gekürzt.",
        {"text": "Wie geschrieben."},
        KIM,
    )


def test_access_holds_since_when_a_note_has_consent(herten: Connection) -> None:
    _put(herten, kind="expert_note", consented_at=NOW)

    assert _given(herten)["voices"][0]["consented_at"] == NOW


def test_access_holds_the_notices(herten: Connection) -> None:
    _put_notice(herten)

    assert _given(herten)["notices"][0]["words"] == "Das beleidigt mich."


def test_of_an_unconfirmed_voice_access_tells_only_that_it_is_there(herten: Connection) -> None:
    _put(herten, confirmed=False)

    given = _given(herten)
    assert (given["voices"], given["voices_with_unconfirmed_address"]) == ([], 1)


# --- erasure -------------------------------------------------------------------------------------


def test_words_name_place_and_address_are_erased(herten: Connection) -> None:
    one = _put(herten, author_name="Kim", original={"text": "x"}, token_hash="h" * 64)

    _erase(herten)
    row = herten.execute(select(voice).where(voice.c.number == one.number)).one()
    assert (row.title, row.text, row.author_name, row.original, row.token_hash) == (
        *("", "", None),
        *(None, None),
    )
    assert herten.execute(select(voice_contact)).all() == []


@pytest.mark.parametrize("status", ["received", "published", "declined", "merged", "withdrawn"])
def test_that_there_was_a_voice_stays(herten: Connection, status: str) -> None:
    _put(herten, status=status, district="disteln", reason_code="off_topic")
    before = read_ledger(herten, Period(), now=NOW, on=TODAY)

    _erase(herten)
    after = read_ledger(herten, Period(), now=NOW, on=TODAY)
    received = [line.received for _, line in after.districts]
    assert received == [line.received for _, line in before.districts]


def test_a_published_voice_is_not_public_any_more(herten: Connection) -> None:
    one = _put(herten, status="published")

    _erase(herten)
    assert not Voices(herten, TODAY).get(one.reference).is_public


def test_what_is_kept_for_a_procedure_stays_with_its_address(herten: Connection) -> None:
    one = _put(herten, legal_hold=True)

    _erase(herten)
    kept = find_kept(herten, KIM, TODAY)
    assert [found.number for found in kept.held] == [one.number]


def test_of_an_unconfirmed_voice_only_the_address_goes(herten: Connection) -> None:
    one = _put(herten, confirmed=False)

    _erase(herten)
    assert Voices(herten, TODAY).get_by_number(one.number) == one
    assert find_kept(herten, KIM, TODAY).is_nothing


def test_of_a_notice_name_and_address_go_and_the_report_stays(herten: Connection) -> None:
    _put_notice(herten)

    _erase(herten)
    row = herten.execute(select(notice)).one()
    assert (row.name, row.email, row.words) == (None, None, "Das beleidigt mich.")


def test_mail_on_its_way_is_erased(herten: Connection) -> None:
    _put_mail(herten)

    _erase(herten)
    assert herten.execute(select(outbox)).all() == []


def test_others_keep_everything(herten: Connection) -> None:
    other = _put(herten, email="toni@example.org")

    _erase(herten)
    assert Voices(herten, TODAY).get_by_number(other.number) == other


@pytest.mark.parametrize(
    ("act", "codes"),
    [(_given, ["privacy.exported"]), (_erase, ["voice.erased", "privacy.erased"])],
)
def test_what_was_done_is_recorded_without_the_address(
    herten: Connection, act: Callable[[Connection], Any], codes: list[str]
) -> None:
    _put(herten)

    act(herten)
    rows = herten.execute(select(audit).order_by(audit.c.id)).all()
    assert [row.code for row in rows] == codes
    assert [row for row in rows if "kim" in f"{row.subject} {row.facts}".lower()] == []


# --- the pages -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app(databases: Databases) -> Iterator[FastAPI]:
    """The store is asked above in both databases; for the pages one will do."""
    engine = databases.herten("sqlite")
    with writing(engine) as connection:
        _put(connection, title="Meine Bank")
    url = engine.url.render_as_string(hide_password=False)
    made = create_app(Settings(database_url=url), clock=lambda: NOW)
    yield made
    made.state.engine.dispose()


@pytest.fixture(scope="module")
def moderator(app: FastAPI) -> TestClient:
    return signed_in(app, "moderator")


def _finds(app: FastAPI, email: str) -> bool:
    with reading(app.state.engine) as connection:
        return not find_kept(connection, email, TODAY).is_nothing


def test_a_moderator_sees_what_is_kept(moderator: TestClient) -> None:
    assert "Meine Bank" in moderator.post(PATH, data={"email": KIM}).text


def test_a_moderator_erases_it(app: FastAPI, moderator: TestClient) -> None:
    toni = "toni@example.org"
    with writing(app.state.engine) as connection:
        _put(connection, email=toni)

    done = moderator.post(f"{PATH}/loeschen", data={"email": toni, "sicher": "ja"})
    assert "1 Beitrag gelöscht." in Page(done.text).by_id("main").words
    assert not _finds(app, toni)


def test_nothing_is_erased_before_somebody_says_that_they_checked(
    app: FastAPI, moderator: TestClient
) -> None:
    answer = moderator.post(f"{PATH}/loeschen", data={"email": KIM})

    assert answer.status_code == 422
    assert Page(answer.text).by_id("sicher").attributes["aria-invalid"] == "true"
    assert _finds(app, KIM)


@pytest.mark.parametrize("email", ["", "kim", "kim@", "a" * 300 + "@example.org"])
@pytest.mark.parametrize("act", ["", "/export", "/loeschen"])
def test_what_is_no_address_is_told_at_the_field(
    moderator: TestClient, act: str, email: str
) -> None:
    answer = moderator.post(PATH + act, data={"email": email, "sicher": "ja"})

    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.by_id("email").attributes["aria-invalid"] == "true"
    assert page.by_id("email").attributes["value"] == email


def test_access_is_a_file_that_no_cache_keeps(app: FastAPI) -> None:
    answer = signed_in(app, "admin").post(f"{PATH}/export", data={"email": KIM})

    assert answer.json()["voices"][0]["title"] == "Meine Bank"
    assert "no-store" in answer.headers["cache-control"]
    assert answer.headers["content-disposition"] == 'attachment; filename="auskunft.json"'


@pytest.mark.parametrize("role", ["planner", "gis", "statistics", "reader"])
def test_others_are_refused(app: FastAPI, role: Any) -> None:
    assert signed_in(app, role).post(PATH, data={"email": KIM}).status_code == 403
