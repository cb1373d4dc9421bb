"""Retention: what is over is forgotten, what is not stays, and the ledger stays true."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from typing import Any, Final

import pytest
from shapely import Point
from sqlalchemy import Connection, Row, Table, func, insert, select, update
from starlette.testclient import TestClient

from services.app import create_app
from services.comments.store import Voices, hashed
from services.database.engine import make_engine, reading, writing
from services.database.revisions import revisions
from services.database.tables import (
    audit,
    decision,
    notice,
    objection,
    one_time_link,
    outbox,
    participation_process,
    question,
    spent_proof,
    staff_session,
    support,
    trail_step,
    voice,
    voice_contact,
)
from services.moderation.ledger import Period, read_ledger
from services.retention import actions
from services.retention.actions import read_terms, run
from services.retention.model import Report, months_later
from services.settings import Settings
from tests.conftest import NOW
from tests.services.command_line import Terminal
from tests.services.markup import Page
from tests.services.staff import add_staff
from tests.services.voice_rows import put_voice

MONTHS: Final = 6
OVER: Final = date(2026, 5, 22)
"""Six months and a day before ``NOW``, which is 23 November 2026."""
NOT_OVER: Final = date(2026, 5, 23)
PIN: Final = Point(371_234.5, 5_717_345.5)
MIDDLE: Final = Point(371_250.0, 5_717_350.0)
LONG_AGO: Final = 400
"""Days: longer than any period here."""


def _retain(connection: Connection, *, dry_run: bool = False) -> Report:
    return run(
        lambda: nullcontext(connection),
        contact_months=MONTHS,
        now=NOW,
        name="test",
        dry_run=dry_run,
    )


def _put_process(connection: Connection, *, ends_on: date | None = OVER) -> str:
    words = {"de": "Freiheit", "en": "Freiheit"}
    connection.execute(
        insert(participation_process).values(
            number=100,
            id="freiheit",
            title=words,
            question=words,
            grade="consultation",
            area_kind="city",
            district_ids=[],
            target_group=words,
            themes=[],
            kinds=["comment"],
            starts_on=date(2026, 1, 1),
            ends_on=ends_on,
            project_ids=[],
            legal_basis=words,
            moderation="check_first",
            standing=False,
            published_at=NOW - timedelta(days=LONG_AGO),
            created_at=NOW - timedelta(days=LONG_AGO),
            changed_at=NOW - timedelta(days=LONG_AGO),
            version=1,
        )
    )
    return "freiheit"


@pytest.fixture
def ended(herten: Connection) -> Connection:
    """Herten with a process that ended just long enough ago."""
    _put_process(herten)
    return herten


def _put(connection: Connection, **values: Any) -> int:
    """Write a voice of the ended process with everything a voice can have."""
    row: dict[str, Any] = {
        "process_id": "freiheit",
        "days_ago": LONG_AGO,
        "precision": "street",
        "pin": PIN,
        "public_pin": MIDDLE,
        "place_label": "Feldstraße",
        "author_name": "Kim",
        "original": {"title": "Vorher", "text": "Vor der Kürzung."},
        "token_hash": hashed(f"token {random.random()}"),  # noqa: S311 - only to be unlike others
    }
    return put_voice(connection, **row | values)


def _get(connection: Connection, number: int) -> Row[Any]:
    return connection.execute(select(voice).where(voice.c.number == number)).one()


def _put_contact(connection: Connection, number: int, *, days_ago: float = 1, **more: Any) -> None:
    row = {
        "voice_number": number,
        "email": "kim@example.org",
        "created_at": NOW - timedelta(days=days_ago),
        "confirmed_at": NOW - timedelta(days=days_ago),
    }
    connection.execute(insert(voice_contact).values(row | more))


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


# --- when ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 5, 22), 6, date(2026, 11, 22)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 23), -6, date(2026, 5, 23)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize(("ends_on", "over"), [(OVER, True), (NOT_OVER, False), (None, False)])
def test_a_process_is_over_the_day_after_the_months_have_passed(
    herten: Connection, ends_on: date | None, over: bool
) -> None:
    _put_process(herten, ends_on=ends_on)

    terms = read_terms(herten, contact_months=MONTHS, now=NOW)
    assert ("freiheit" in terms.ended_process_ids) == over


def test_before_that_nothing_of_a_voice_is_forgotten(herten: Connection) -> None:
    _put_process(herten, ends_on=NOT_OVER)
    number = _put(herten)
    _put_contact(herten, number)
    before = _get(herten, number)

    assert _retain(herten).forgotten == 0
    assert _get(herten, number) == before


def _put_standing(connection: Connection, **values: Any) -> int:
    return _put(connection, process_id="ideen", **values)


def test_in_a_standing_process_a_voice_counts_from_its_publication(herten: Connection) -> None:
    number = _put_standing(herten, published_at=NOW - timedelta(days=30))

    _retain(herten)
    assert _get(herten, number).token_hash is not None


def test_in_a_standing_process_a_voice_counts_from_its_last_step(herten: Connection) -> None:
    number = _put_standing(herten)
    herten.execute(
        insert(trail_step).values(
            voice_number=number,
            kind="measure",
            office="Tiefbau",
            happened_on=NOW.date(),
            recorded_at=NOW - timedelta(days=30),
        )
    )

    _retain(herten)
    assert _get(herten, number).token_hash is not None


def test_in_a_standing_process_what_has_long_been_quiet_is_over(herten: Connection) -> None:
    number = _put_standing(herten)

    _retain(herten)
    assert _get(herten, number).token_hash is None


def test_in_a_standing_process_nothing_is_over_before_somebody_decides(
    herten: Connection,
) -> None:
    number = _put_standing(herten, status="received", published_at=None)
    _put_contact(herten, number)

    assert _retain(herten).contacts == 0
    assert _get(herten, number).token_hash is not None


# --- what is forgotten of a voice ----------------------------------------------------------------


@pytest.mark.parametrize("status", ["received", "published", "declined", "merged", "withdrawn"])
def test_the_mail_address_is_forgotten_whatever_became_of_the_voice(
    ended: Connection, status: str
) -> None:
    _put_contact(ended, _put(ended, status=status))

    assert _retain(ended).contacts == 1
    assert _count(ended, voice_contact) == 0


def test_the_private_link_leads_nowhere(ended: Connection) -> None:
    _put(ended, token_hash=hashed("secret"))

    _retain(ended)
    assert Voices(ended, NOW.date()).find_by_token("secret") is None


def test_the_name_is_forgotten(ended: Connection) -> None:
    number = _put(ended, author_name="Kim")

    _retain(ended)
    assert _get(ended, number).author_name is None


def test_what_somebody_knows_from_experience_is_forgotten_with_the_name(
    ended: Connection,
) -> None:
    number = _put(ended, kind="expert_note", expertise="Ich fahre Rollstuhl.")

    _retain(ended)
    assert _get(ended, number).expertise is None


@pytest.mark.parametrize(
    ("precision", "public_pin"), [("street", MIDDLE), ("district", None), ("city", None)]
)
def test_of_an_exact_place_only_the_public_one_stays(
    ended: Connection, precision: str, public_pin: Point | None
) -> None:
    number = _put(ended, precision=precision, pin=PIN, public_pin=public_pin)

    _retain(ended)
    assert _get(ended, number).pin == public_pin


def test_a_spot_that_everybody_sees_stays(ended: Connection) -> None:
    number = _put(ended, precision="spot", pin=PIN, public_pin=PIN)

    _retain(ended)
    assert _get(ended, number).pin == PIN


def test_what_was_redacted_is_forgotten(ended: Connection) -> None:
    number = _put(ended)

    assert _retain(ended).originals == 1
    assert _get(ended, number).original is None


def test_a_published_text_stays(ended: Connection) -> None:
    number = _put(ended, text="Am Weg fehlt eine Bank.")

    _retain(ended)
    assert _get(ended, number).text == "Am Weg fehlt eine Bank."


HIDDEN: Final = ("declined", "merged", "withdrawn")


@pytest.mark.parametrize("status", HIDDEN)
def test_a_text_that_nobody_may_read_is_forgotten(ended: Connection, status: str) -> None:
    number = _put(ended, status=status, reason_words="Sie nennen Frau Muster.")

    _retain(ended)
    row = _get(ended, number)
    assert (row.title, row.text, row.search_text, row.reason_words) == ("", "", "", None)


@pytest.mark.parametrize("status", HIDDEN)
def test_so_is_its_place(ended: Connection, status: str) -> None:
    number = _put(ended, status=status)

    _retain(ended)
    row = _get(ended, number)
    assert (row.pin, row.public_pin, row.place_label) == (None, None, None)


@pytest.mark.parametrize("status", HIDDEN)
def test_a_tombstone_keeps_kind_theme_district_status_and_days(
    ended: Connection, status: str
) -> None:
    number = _put(ended, status=status, reason_code="off_topic", district="disteln")
    before = _get(ended, number)

    _retain(ended)
    after = _get(ended, number)
    kept = ("reference", "kind", "theme", "status", "reason_code", "received_at", "channel")
    assert [after._mapping[one] for one in kept] == [before._mapping[one] for one in kept]
    district_id = Voices(ended, NOW.date()).get_by_number(number).district_id
    assert district_id == "disteln"


def _put_letters(connection: Connection, number: int) -> None:
    connection.execute(
        insert(question).values(
            voice_number=number, words="Wo genau?", asked_at=NOW, answer="Bei Frau Muster."
        )
    )
    connection.execute(
        insert(objection).values(
            voice_number=number, words="Doch.", made_at=NOW, outcome="rejected", answer="Nein."
        )
    )
    connection.execute(
        insert(decision).values(
            voice_number=number,
            reason_code="off_topic",
            words="Sie nennen Frau Muster.",
            proposed_by="a",
            proposed_at=NOW,
            outcome="accepted",
        )
    )


@pytest.mark.parametrize("status", ["published", "declined"])
def test_what_town_hall_and_author_wrote_to_each_other_is_forgotten(
    ended: Connection, status: str
) -> None:
    _put_letters(ended, _put(ended, status=status))

    assert _retain(ended).letters == 3
    for table in (question, objection, decision):
        row = ended.execute(select(table)).one()._mapping
        assert (row["words"], row.get("answer")) == ("", None)


@pytest.mark.parametrize(("status", "words"), [("published", "Kommt 2027."), ("declined", None)])
def test_the_answer_that_everybody_reads_stays_and_no_other(
    ended: Connection, status: str, words: str | None
) -> None:
    ended.execute(
        insert(trail_step).values(
            voice_number=_put(ended, status=status),
            kind="note",
            office="Tiefbau",
            words="Kommt 2027.",
            happened_on=OVER,
            recorded_at=NOW - timedelta(days=LONG_AGO),
        )
    )

    _retain(ended)
    assert ended.execute(select(trail_step.c.words)).scalar_one() == words


def test_when_a_voice_was_anonymised_is_noted(ended: Connection) -> None:
    number = _put(ended)

    _retain(ended)
    assert _get(ended, number).anonymised_at == NOW


def test_what_is_declined_after_it_was_anonymised_loses_its_text_too(ended: Connection) -> None:
    number = _put(ended)
    _retain(ended)
    declined = {"status": "declined", "changed_at": NOW + timedelta(hours=1)}
    ended.execute(update(voice).where(voice.c.number == number).values(**declined))

    assert _retain(ended).texts == 1


def test_the_map_is_told_when_a_public_name_goes(ended: Connection) -> None:
    number = _put(ended, author_name="Kim")

    _retain(ended)
    assert _get(ended, number).revision == revisions(ended)["voices"].number


def test_the_map_is_not_told_when_nothing_public_changes(ended: Connection) -> None:
    _put(ended, author_name=None)
    before = revisions(ended).get("voices")

    _retain(ended)
    assert revisions(ended).get("voices") == before


# --- what stays ----------------------------------------------------------------------------------


def test_a_voice_under_legal_hold_stays_as_it_is(ended: Connection) -> None:
    number = _put(ended, status="declined", legal_hold=True)
    _put_contact(ended, number)
    _put_letters(ended, number)
    before = _get(ended, number)

    report = _retain(ended)
    assert (report.forgotten, report.held) == (0, 1)
    assert _get(ended, number) == before


def test_words_stay_until_somebody_has_decided(ended: Connection) -> None:
    number = _put(ended, status="received", published_at=None)

    report = _retain(ended)
    row = _get(ended, number)
    assert (report.undecided, row.text, row.pin) == (1, "Am Weg fehlt eine Bank im Schatten.", PIN)


@pytest.mark.parametrize("table", [objection, decision])
def test_words_stay_while_an_objection_or_a_second_person_is_awaited(
    ended: Connection, table: Table
) -> None:
    number = _put(ended, status="declined")
    _put_letters(ended, number)
    undecided = "pending" if table is decision else None
    ended.execute(update(table).values(outcome=undecided))

    report = _retain(ended)
    assert (report.undecided, report.texts, report.letters) == (1, 0, 0)


def test_they_are_forgotten_once_it_is_decided(ended: Connection) -> None:
    number = _put(ended, status="received", published_at=None)
    _retain(ended)
    ended.execute(update(voice).where(voice.c.number == number).values(status="declined"))

    assert _retain(ended).texts == 1


# --- everything else -----------------------------------------------------------------------------


@pytest.mark.parametrize(("days_ago", "left"), [(29, 1), (31, 0)])
def test_an_address_that_nobody_confirms_goes_after_thirty_days(
    herten: Connection, days_ago: float, left: int
) -> None:
    _put_contact(herten, put_voice(herten), days_ago=days_ago, confirmed_at=None)

    _retain(herten)
    assert _count(herten, voice_contact) == left


def _put_notice(connection: Connection, number: int | None, decided_at: datetime | None) -> None:
    connection.execute(
        insert(notice).values(
            reference="900000001",
            voice_number=number,
            address="/beitrag/1",
            reason_code="insult",
            words="Frau Muster wird beleidigt.",
            name="Kim Muster",
            email="kim@example.org",
            in_good_faith=True,
            language="de",
            received_at=NOW - timedelta(days=LONG_AGO),
            decided_at=decided_at,
            outcome=None if decided_at is None else "kept",
            answer=None if decided_at is None else "Nein, Frau Muster.",
        )
    )


def test_who_reported_what_in_which_words_is_forgotten_after_the_decision(
    herten: Connection,
) -> None:
    _put_notice(herten, None, NOW - timedelta(days=LONG_AGO))

    assert _retain(herten).notices == 1
    row = herten.execute(select(notice)).one()
    assert (row.name, row.email, row.words, row.answer) == (None, None, "", None)


@pytest.mark.parametrize("decided_at", [None, NOW - timedelta(days=30)])
def test_a_notice_that_is_open_or_fresh_stays(
    herten: Connection, decided_at: datetime | None
) -> None:
    _put_notice(herten, None, decided_at)

    assert _retain(herten).notices == 0


def test_a_notice_about_a_voice_under_legal_hold_stays(herten: Connection) -> None:
    _put_notice(herten, put_voice(herten, legal_hold=True), NOW - timedelta(days=LONG_AGO))

    assert _retain(herten).notices == 0


@pytest.mark.parametrize(("hours_ago", "left"), [(23, 1), (25, 0)])
def test_a_click_of_support_is_known_for_a_day_and_counts_for_ever(
    herten: Connection, hours_ago: float, left: int
) -> None:
    number = put_voice(herten, supports=1)
    at = NOW - timedelta(hours=hours_ago)
    herten.execute(insert(support).values(voice_number=number, click_hash="c" * 64, at=at))

    _retain(herten)
    assert (_count(herten, support), _get(herten, number).supports) == (left, 1)


@pytest.mark.parametrize(("minutes", "left"), [(1, 1), (-1, 0)])
def test_a_solved_challenge_is_known_as_long_as_it_could_be_used(
    herten: Connection, minutes: float, left: int
) -> None:
    expires_at = NOW + timedelta(minutes=minutes)
    herten.execute(insert(spent_proof).values(proof_hash="p" * 64, expires_at=expires_at))

    _retain(herten)
    assert _count(herten, spent_proof) == left


@pytest.mark.parametrize(("minutes_ago", "left"), [(29, 1), (31, 0)])
def test_ended_sessions_of_staff_go(herten: Connection, minutes_ago: float, left: int) -> None:
    actor = add_staff(herten, "reader", now=NOW)
    seen_at = NOW - timedelta(minutes=minutes_ago)
    herten.execute(
        insert(staff_session).values(
            token_hash="s" * 64, account_id=actor.id, created_at=seen_at, seen_at=seen_at
        )
    )

    _retain(herten)
    assert _count(herten, staff_session) == left


@pytest.mark.parametrize(("used_at", "hours", "left"), [(None, 1, 1), (None, -1, 0), (NOW, 1, 0)])
def test_one_time_links_go_once_used_or_over(
    herten: Connection, used_at: datetime | None, hours: float, left: int
) -> None:
    herten.execute(
        insert(one_time_link).values(
            token_hash="l" * 64,
            purpose="setup",
            created_at=NOW - timedelta(days=1),
            expires_at=NOW + timedelta(hours=hours),
            used_at=used_at,
        )
    )

    _retain(herten)
    assert _count(herten, one_time_link) == left


@pytest.mark.parametrize(
    ("status", "days_ago", "left"),
    [("sent", 29, 1), ("sent", 31, 0), ("failed", 31, 0), ("waiting", 31, 1), ("waiting", 200, 0)],
)
def test_lines_of_the_outbox_go_in_their_time(
    herten: Connection, status: str, days_ago: float, left: int
) -> None:
    at = NOW - timedelta(days=days_ago)
    herten.execute(
        insert(outbox).values(
            kind="voice.step",
            status=status,
            attempts=1,
            created_at=at,
            due_at=at,
            finished_at=None if status == "waiting" else at,
        )
    )

    _retain(herten)
    assert _count(herten, outbox) == left


# --- the whole -----------------------------------------------------------------------------------


def _put_many(connection: Connection, count: int) -> None:
    chance = random.Random(7)  # noqa: S311 - the same rows every time
    for _ in range(count):
        number = _put(
            connection,
            process_id=chance.choice(["freiheit", "ideen", "herzensorte"]),
            district=chance.choice(["disteln", "mitte", "bertlich", "suedost", None]),
            kind=chance.choice(["comment", "heart_place", "expert_note"]),
            status=chance.choice(["received", "published", "declined", "merged", "withdrawn"]),
            answer=chance.choice(["open", "taken_up", "refused"]),
            reason_code=chance.choice(["insult", "off_topic"]),
            days_ago=chance.randint(1, LONG_AGO),
            published_at=None,
        )
        _put_contact(connection, number)
        if chance.random() < 0.3:
            _put_letters(connection, number)


def test_the_ledger_says_the_same_before_and_after(ended: Connection) -> None:
    _put_many(ended, 150)
    _put_notice(ended, None, NOW - timedelta(days=LONG_AGO))
    before = read_ledger(ended, Period(), now=NOW, on=NOW.date())

    assert _retain(ended).forgotten > 0
    assert read_ledger(ended, Period(), now=NOW, on=NOW.date()) == before


def test_a_second_run_finds_nothing_to_forget(ended: Connection) -> None:
    _put_many(ended, 150)
    _retain(ended)

    assert _retain(ended).forgotten == 0


def test_a_run_is_recorded_with_counts_only(ended: Connection) -> None:
    _put_contact(ended, _put(ended))
    report = _retain(ended)

    row = ended.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).one()
    assert (row.code, row.actor_name, row.facts) == ("retention.run", "test", report.as_facts())


def _everything(connection: Connection) -> list[Any]:
    tables = (voice, voice_contact, trail_step, decision, objection, question, notice, audit)
    return [connection.execute(select(table)).all() for table in tables]


def test_a_dry_run_says_what_would_be_forgotten_and_forgets_nothing(ended: Connection) -> None:
    _put_many(ended, 150)
    before = _everything(ended)

    foretold = _retain(ended, dry_run=True)
    assert _everything(ended) == before
    assert foretold == _retain(ended)


def test_a_run_that_was_cut_short_is_finished_by_the_next(
    ended: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "VOICES_AT_ONCE", 20)
    _put_many(ended, 150)
    whole = _retain(ended, dry_run=True)
    portions = 0

    def killed() -> None:
        nonlocal portions
        portions += 1
        if portions == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(lambda: nullcontext(ended), contact_months=MONTHS, now=NOW, name="test", rest=killed)
    left = _retain(ended)
    assert 0 < left.contacts < whole.contacts
    assert _retain(ended).forgotten == 0


def test_what_is_put_under_legal_hold_meanwhile_stays(ended: Connection) -> None:
    number = _put(ended)

    def hold() -> None:
        ended.execute(update(voice).where(voice.c.number == number).values(legal_hold=True))

    report = run(lambda: nullcontext(ended), contact_months=MONTHS, now=NOW, name="test", rest=hold)
    assert report.forgotten == 0


@pytest.mark.parametrize(("option", "left"), [("--dry-run", 1), (None, 0)])
def test_the_command_says_what_it_did(
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    option: str | None,
    left: int,
) -> None:
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    terminal.run("init")
    engine = make_engine(Settings().database_url)
    with writing(engine) as connection:
        _put_process(connection, ends_on=date(2020, 1, 1))
        _put_contact(connection, _put(connection))

    done = terminal.run("retention", *([option] if option else []))
    assert done.code == 0
    assert "1 mail addresses of authors" in done.out
    with reading(engine) as connection:
        assert _count(connection, voice_contact) == left
    engine.dispose()


# --- what people see afterwards ------------------------------------------------------------------


@pytest.fixture(scope="module")
def forgotten(databases: Databases) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """A client of a site where everything was forgotten, and a voice of each status."""
    engine = databases.herten("sqlite")
    references: dict[str, str] = {}
    with writing(engine) as connection:
        _put_process(connection)
        for status in ("published", *HIDDEN):
            kind = "expert_note" if status == "published" else "comment"
            number = _put(
                connection, status=status, kind=kind, expertise="Trainerin", reason_code="insult"
            )
            references[status] = _get(connection, number).reference
        _retain(connection)
    url = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url), clock=lambda: NOW)
    yield TestClient(app), references
    app.state.engine.dispose()


@pytest.mark.parametrize("status", ["published", *HIDDEN])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_number_of_a_voice_still_leads_to_what_became_of_it(
    forgotten: tuple[TestClient, dict[str, str]], status: str, prefix: str
) -> None:
    client, references = forgotten
    answer = client.get(f"{prefix}/beitrag/{references[status]}")

    words = Page(answer.text).by_id("main").words
    assert answer.status_code == 200
    assert [one for one in ("None", "Kim", "Trainerin", "Feldstr") if one in words] == (
        ["Feldstr"] if status == "published" else []
    )


@pytest.mark.parametrize("path", ["/stimmen", "/api/voices", "/api/voices?f=csv", "/rechenschaft"])
def test_lists_still_answer(forgotten: tuple[TestClient, dict[str, str]], path: str) -> None:
    client, _ = forgotten

    assert client.get(path).status_code == 200
