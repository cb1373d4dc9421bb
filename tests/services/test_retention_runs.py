"""A run of retention: everything besides voices, twice, cut short, dry, and by command."""

from __future__ import annotations

import random
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from services.database.engine import make_engine, reading, writing
from services.database.tables import (
    audit,
    decision,
    notice,
    objection,
    one_time_link,
    outbox,
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
from services.retention.actions import run
from services.settings import Settings
from tests.conftest import NOW
from tests.services.command_line import Terminal
from tests.services.retention_rows import (
    LONG_AGO,
    MONTHS,
    count,
    forget,
    get,
    put,
    put_contact,
    put_letters,
    put_notice,
    put_process,
)
from tests.services.staff import add_staff
from tests.services.voice_rows import put_voice

# --- everything else -----------------------------------------------------------------------------


@pytest.mark.parametrize(("days_ago", "left"), [(29, 1), (31, 0)])
def test_an_address_that_nobody_confirms_goes_after_thirty_days(
    herten: Connection, days_ago: float, left: int
) -> None:
    put_contact(herten, put_voice(herten), days_ago=days_ago, confirmed_at=None)

    forget(herten)
    assert count(herten, voice_contact) == left


def test_who_reported_what_in_which_words_is_forgotten_after_the_decision(
    herten: Connection,
) -> None:
    put_notice(herten, None, NOW - timedelta(days=LONG_AGO))

    assert forget(herten).notices == 1
    row = herten.execute(select(notice)).one()
    assert (row.name, row.email, row.words, row.answer) == (None, None, "", None)


@pytest.mark.parametrize("decided_at", [None, NOW - timedelta(days=30)])
def test_a_notice_that_is_open_or_fresh_stays(
    herten: Connection, decided_at: datetime | None
) -> None:
    put_notice(herten, None, decided_at)

    assert forget(herten).notices == 0


def test_a_notice_about_a_voice_under_legal_hold_stays(herten: Connection) -> None:
    put_notice(herten, put_voice(herten, legal_hold=True), NOW - timedelta(days=LONG_AGO))

    assert forget(herten).notices == 0


@pytest.mark.parametrize(("hours_ago", "left"), [(23, 1), (25, 0)])
def test_a_click_of_support_is_known_for_a_day_and_counts_for_ever(
    herten: Connection, hours_ago: float, left: int
) -> None:
    number = put_voice(herten, supports=1)
    at = NOW - timedelta(hours=hours_ago)
    herten.execute(insert(support).values(voice_number=number, click_hash="c" * 64, at=at))

    forget(herten)
    assert (count(herten, support), get(herten, number).supports) == (left, 1)


@pytest.mark.parametrize(("minutes", "left"), [(1, 1), (-1, 0)])
def test_a_solved_challenge_is_known_as_long_as_it_could_be_used(
    herten: Connection, minutes: float, left: int
) -> None:
    expires_at = NOW + timedelta(minutes=minutes)
    herten.execute(insert(spent_proof).values(proof_hash="p" * 64, expires_at=expires_at))

    forget(herten)
    assert count(herten, spent_proof) == left


@pytest.mark.parametrize(("minutes_ago", "left"), [(29, 1), (31, 0)])
def test_ended_sessions_of_staff_go(herten: Connection, minutes_ago: float, left: int) -> None:
    actor = add_staff(herten, "reader", now=NOW)
    seen_at = NOW - timedelta(minutes=minutes_ago)
    herten.execute(
        insert(staff_session).values(
            token_hash="s" * 64, account_id=actor.id, created_at=seen_at, seen_at=seen_at
        )
    )

    forget(herten)
    assert count(herten, staff_session) == left


@pytest.mark.parametrize(("used_at", "hours", "left"), [(None, 1, 1), (None, -1, 0), (NOW, 1, 0)])
def test_one_time_links_go_once_used_or_over(
    herten: Connection, used_at: datetime | None, hours: float, left: int
) -> None:
    herten.execute(delete(one_time_link))  # an app that was started on it leaves a set-up link
    herten.execute(
        insert(one_time_link).values(
            token_hash="l" * 64,
            purpose="setup",
            created_at=NOW - timedelta(days=1),
            expires_at=NOW + timedelta(hours=hours),
            used_at=used_at,
        )
    )

    forget(herten)
    assert count(herten, one_time_link) == left


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

    forget(herten)
    assert count(herten, outbox) == left


# --- the whole -----------------------------------------------------------------------------------


def _put_many(connection: Connection, count: int) -> None:
    chance = random.Random(7)  # noqa: S311 - the same rows every time
    for _ in range(count):
        number = put(
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
        put_contact(connection, number)
        if chance.random() < 0.3:
            put_letters(connection, number)


def test_the_ledger_says_the_same_before_and_after(ended: Connection) -> None:
    _put_many(ended, 150)
    put_notice(ended, None, NOW - timedelta(days=LONG_AGO))
    before = read_ledger(ended, Period(), now=NOW, on=NOW.date())

    assert forget(ended).forgotten > 0
    assert read_ledger(ended, Period(), now=NOW, on=NOW.date()) == before


def test_a_second_run_finds_nothing_to_forget(ended: Connection) -> None:
    _put_many(ended, 150)
    forget(ended)

    assert forget(ended).forgotten == 0


def test_a_run_is_recorded_with_counts_only(ended: Connection) -> None:
    put_contact(ended, put(ended))
    report = forget(ended)

    row = ended.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).one()
    assert (row.code, row.actor_name, row.facts) == ("retention.run", "test", report.as_facts())


def _everything(connection: Connection) -> list[Any]:
    tables = (voice, voice_contact, trail_step, decision, objection, question, notice, audit)
    return [connection.execute(select(table)).all() for table in tables]


def test_a_dry_run_says_what_would_be_forgotten_and_forgets_nothing(ended: Connection) -> None:
    _put_many(ended, 150)
    before = _everything(ended)

    foretold = forget(ended, dry_run=True)
    assert _everything(ended) == before
    assert foretold == forget(ended)


def test_a_run_that_was_cut_short_is_finished_by_the_next(
    ended: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "VOICES_AT_ONCE", 20)
    _put_many(ended, 150)
    whole = forget(ended, dry_run=True)
    portions = 0

    def killed() -> None:
        nonlocal portions
        portions += 1
        if portions == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(lambda: nullcontext(ended), contact_months=MONTHS, now=NOW, name="test", rest=killed)
    left = forget(ended)
    assert 0 < left.contacts < whole.contacts
    assert forget(ended).forgotten == 0


def test_what_is_put_under_legal_hold_meanwhile_stays(ended: Connection) -> None:
    number = put(ended)

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
        put_process(connection, ends_on=date(2020, 1, 1))
        put_contact(connection, put(connection))

    done = terminal.run("retention", *([option] if option else []))
    assert done.code == 0
    assert "1 mail addresses of authors" in done.out
    with reading(engine) as connection:
        assert count(connection, voice_contact) == left
    engine.dispose()
