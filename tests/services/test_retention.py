"""Retention: what is over is forgotten, what is not stays, and the ledger stays true."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from shapely import Point
from sqlalchemy import Connection, Table, insert, select, update

from services.comments.store import Voices, hashed
from services.database.revisions import revisions
from services.database.tables import (
    decision,
    objection,
    question,
    trail_step,
    voice,
    voice_contact,
)
from services.retention.actions import read_terms
from services.retention.model import months_later
from tests.conftest import NOW
from tests.services.retention_rows import (
    HIDDEN,
    LONG_AGO,
    MIDDLE,
    MONTHS,
    NOT_OVER,
    OVER,
    PIN,
    count,
    forget,
    get,
    put,
    put_contact,
    put_letters,
    put_process,
)

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
    put_process(herten, ends_on=ends_on)

    terms = read_terms(herten, contact_months=MONTHS, now=NOW)
    assert ("freiheit" in terms.ended_process_ids) == over


def test_before_that_nothing_of_a_voice_is_forgotten(herten: Connection) -> None:
    put_process(herten, ends_on=NOT_OVER)
    number = put(herten)
    put_contact(herten, number)
    before = get(herten, number)

    assert forget(herten).forgotten == 0
    assert get(herten, number) == before


def _put_standing(connection: Connection, **values: Any) -> int:
    return put(connection, process_id="ideen", **values)


def test_in_a_standing_process_a_voice_counts_from_its_publication(herten: Connection) -> None:
    number = _put_standing(herten, published_at=NOW - timedelta(days=30))

    forget(herten)
    assert get(herten, number).token_hash is not None


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

    forget(herten)
    assert get(herten, number).token_hash is not None


def test_in_a_standing_process_what_has_long_been_quiet_is_over(herten: Connection) -> None:
    number = _put_standing(herten)

    forget(herten)
    assert get(herten, number).token_hash is None


def test_in_a_standing_process_nothing_is_over_before_somebody_decides(
    herten: Connection,
) -> None:
    number = _put_standing(herten, status="received", published_at=None)
    put_contact(herten, number)

    assert forget(herten).contacts == 0
    assert get(herten, number).token_hash is not None


# --- what is forgotten of a voice ----------------------------------------------------------------


@pytest.mark.parametrize("status", ["received", "published", "declined", "merged", "withdrawn"])
def test_the_mail_address_is_forgotten_whatever_became_of_the_voice(
    ended: Connection, status: str
) -> None:
    put_contact(ended, put(ended, status=status))

    assert forget(ended).contacts == 1
    assert count(ended, voice_contact) == 0


def test_the_private_link_leads_nowhere(ended: Connection) -> None:
    put(ended, token_hash=hashed("secret"))

    forget(ended)
    assert Voices(ended, NOW.date()).find_by_token("secret") is None


def test_the_name_is_forgotten(ended: Connection) -> None:
    number = put(ended, author_name="Kim")

    forget(ended)
    assert get(ended, number).author_name is None


def test_what_somebody_knows_from_experience_is_forgotten_with_the_name(
    ended: Connection,
) -> None:
    number = put(ended, kind="expert_note", expertise="Ich fahre Rollstuhl.")

    forget(ended)
    assert get(ended, number).expertise is None


@pytest.mark.parametrize(
    ("precision", "public_pin"), [("street", MIDDLE), ("district", None), ("city", None)]
)
def test_of_an_exact_place_only_the_public_one_stays(
    ended: Connection, precision: str, public_pin: Point | None
) -> None:
    number = put(ended, precision=precision, pin=PIN, public_pin=public_pin)

    forget(ended)
    assert get(ended, number).pin == public_pin


def test_a_spot_that_everybody_sees_stays(ended: Connection) -> None:
    number = put(ended, precision="spot", pin=PIN, public_pin=PIN)

    forget(ended)
    assert get(ended, number).pin == PIN


def test_what_was_redacted_is_forgotten(ended: Connection) -> None:
    number = put(ended)

    assert forget(ended).originals == 1
    assert get(ended, number).original is None


def test_a_published_text_stays(ended: Connection) -> None:
    number = put(ended, text="Am Weg fehlt eine Bank.")

    forget(ended)
    assert get(ended, number).text == "Am Weg fehlt eine Bank."


@pytest.mark.parametrize("status", HIDDEN)
def test_a_text_that_nobody_may_read_is_forgotten(ended: Connection, status: str) -> None:
    number = put(ended, status=status, reason_words="Sie nennen Frau Muster.")

    forget(ended)
    row = get(ended, number)
    assert (row.title, row.text, row.search_text, row.reason_words) == ("", "", "", None)


@pytest.mark.parametrize("status", HIDDEN)
def test_so_is_its_place(ended: Connection, status: str) -> None:
    number = put(ended, status=status)

    forget(ended)
    row = get(ended, number)
    assert (row.pin, row.public_pin, row.place_label) == (None, None, None)


@pytest.mark.parametrize("status", HIDDEN)
def test_a_tombstone_keeps_kind_theme_district_status_and_days(
    ended: Connection, status: str
) -> None:
    number = put(ended, status=status, reason_code="off_topic", district="disteln")
    before = get(ended, number)

    forget(ended)
    after = get(ended, number)
    kept = ("reference", "kind", "theme", "status", "reason_code", "received_at", "channel")
    assert [after._mapping[one] for one in kept] == [before._mapping[one] for one in kept]
    district_id = Voices(ended, NOW.date()).get_by_number(number).district_id
    assert district_id == "disteln"


@pytest.mark.parametrize("status", ["published", "declined"])
def test_what_town_hall_and_author_wrote_to_each_other_is_forgotten(
    ended: Connection, status: str
) -> None:
    put_letters(ended, put(ended, status=status))

    assert forget(ended).letters == 3
    for table in (question, objection, decision):
        row = ended.execute(select(table)).one()._mapping
        assert (row["words"], row.get("answer")) == ("", None)


@pytest.mark.parametrize(("status", "words"), [("published", "Kommt 2027."), ("declined", None)])
def test_the_answer_that_everybody_reads_stays_and_no_other(
    ended: Connection, status: str, words: str | None
) -> None:
    ended.execute(
        insert(trail_step).values(
            voice_number=put(ended, status=status),
            kind="note",
            office="Tiefbau",
            words="Kommt 2027.",
            happened_on=OVER,
            recorded_at=NOW - timedelta(days=LONG_AGO),
        )
    )

    forget(ended)
    assert ended.execute(select(trail_step.c.words)).scalar_one() == words


def test_when_a_voice_was_anonymised_is_noted(ended: Connection) -> None:
    number = put(ended)

    forget(ended)
    assert get(ended, number).anonymised_at == NOW


def test_what_is_declined_after_it_was_anonymised_loses_its_text_too(ended: Connection) -> None:
    number = put(ended)
    forget(ended)
    declined = {"status": "declined", "changed_at": NOW + timedelta(hours=1)}
    ended.execute(update(voice).where(voice.c.number == number).values(**declined))

    assert forget(ended).texts == 1


def test_the_map_is_told_when_a_public_name_goes(ended: Connection) -> None:
    number = put(ended, author_name="Kim")

    forget(ended)
    assert get(ended, number).revision == revisions(ended)["voices"].number


def test_the_map_is_not_told_when_nothing_public_changes(ended: Connection) -> None:
    put(ended, author_name=None)
    before = revisions(ended).get("voices")

    forget(ended)
    assert revisions(ended).get("voices") == before


# --- what stays ----------------------------------------------------------------------------------


def test_a_voice_under_legal_hold_stays_as_it_is(ended: Connection) -> None:
    number = put(ended, status="declined", legal_hold=True)
    put_contact(ended, number)
    put_letters(ended, number)
    before = get(ended, number)

    report = forget(ended)
    assert (report.forgotten, report.held) == (0, 1)
    assert get(ended, number) == before


def test_words_stay_until_somebody_has_decided(ended: Connection) -> None:
    number = put(ended, status="received", published_at=None)

    report = forget(ended)
    row = get(ended, number)
    assert (report.undecided, row.text, row.pin) == (1, "Am Weg fehlt eine Bank im Schatten.", PIN)


@pytest.mark.parametrize("table", [objection, decision])
def test_words_stay_while_an_objection_or_a_second_person_is_awaited(
    ended: Connection, table: Table
) -> None:
    number = put(ended, status="declined")
    put_letters(ended, number)
    undecided = "pending" if table is decision else None
    ended.execute(update(table).values(outcome=undecided))

    report = forget(ended)
    assert (report.undecided, report.texts, report.letters) == (1, 0, 0)


def test_they_are_forgotten_once_it_is_decided(ended: Connection) -> None:
    number = put(ended, status="received", published_at=None)
    forget(ended)
    ended.execute(update(voice).where(voice.c.number == number).values(status="declined"))

    assert forget(ended).texts == 1
