"""The public ledger: everything that was said is counted, by district, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Connection, insert

from services.comments.reasons import REASONS
from services.database.tables import notice, objection
from services.districts.model import DistrictId
from services.moderation.ledger import Ledger, Line, Period, read_ledger
from tests.conftest import NOW
from tests.maps.nine import NINE
from tests.services.voice_rows import put_voice

EVERYTHING: Final = Period()
STATUSES: Final = ("received", "published", "declined", "merged", "withdrawn")


def _read(connection: Connection, period: Period = EVERYTHING) -> Ledger:
    return read_ledger(connection, period, now=NOW, on=NOW.date())


def _line(ledger: Ledger, district_id: str) -> Line:
    return next(line for district, line in ledger.districts if district.id == district_id)


def _lines(ledger: Ledger) -> Iterator[Line]:
    yield from (line for _, line in ledger.districts)
    yield ledger.citywide
    yield ledger.total


def test_all_nine_are_there_when_nobody_has_said_anything(herten: Connection) -> None:
    ledger = _read(herten)

    assert [one.id for one, _ in ledger.districts] == [one.id for one in NINE]
    assert {line.received for line in _lines(ledger)} == {0}


@pytest.mark.parametrize(
    ("status", "field"),
    [
        ("published", "published"),
        ("declined", "declined"),
        ("received", "waiting"),
        ("merged", "merged"),
        ("withdrawn", "withdrawn"),
    ],
)
def test_a_voice_stands_in_the_column_of_its_status(
    herten: Connection, status: str, field: str
) -> None:
    put_voice(herten, district="disteln", status=status)

    line = _line(_read(herten), "disteln")
    fields = ("published", "declined", "waiting", "merged", "withdrawn")
    assert {name: getattr(line, name) for name in fields} == dict.fromkeys(fields, 0) | {field: 1}


def test_the_statuses_add_up_to_what_was_received(herten: Connection) -> None:
    for index, status in enumerate(STATUSES):
        for _ in range(index + 1):
            put_voice(herten, district="disteln", status=status)
            put_voice(herten, district=None, status=status)

    for line in _lines(_read(herten)):
        added = line.published + line.declined + line.waiting + line.merged + line.withdrawn
        assert line.received == added


def test_districts_and_city_wide_add_up_to_the_total(herten: Connection) -> None:
    for district in ("disteln", "disteln", "mitte", None):
        put_voice(herten, district=district)

    ledger = _read(herten)
    parts = sum(line.received for _, line in ledger.districts) + ledger.citywide.received
    assert (parts, ledger.total.received) == (4, 4)


def test_a_voice_about_the_whole_city_stands_in_no_district(herten: Connection) -> None:
    put_voice(herten, district=None)

    ledger = _read(herten)
    assert ledger.citywide.received == 1
    assert {line.received for _, line in ledger.districts} == {0}


@pytest.mark.parametrize("reason", REASONS)
def test_what_was_declined_is_counted_by_reason(herten: Connection, reason: str) -> None:
    put_voice(herten, district="mitte", status="declined", reason_code=reason)

    expected = dict.fromkeys(REASONS, 0) | {reason: 1}
    assert _line(_read(herten), "mitte").declined_by == expected


@pytest.mark.parametrize("kind", ["expert_note", "statement"])
def test_notes_and_statements_count_apart_only(herten: Connection, kind: str) -> None:
    put_voice(herten, kind=kind)

    ledger = _read(herten)
    assert (ledger.total.received, ledger.total.unanswered) == (0, 0)
    assert [one.received for one in ledger.apart if one.kind == kind] == [1]


@pytest.mark.parametrize("channel", ["online", "paper", "phone", "letter", "forum"])
def test_every_channel_counts(herten: Connection, channel: str) -> None:
    put_voice(herten, channel=channel)

    assert _read(herten).total.received == 1


# --- unanswered ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "answer", "unanswered"),
    [
        ("received", "open", 1),
        ("published", "open", 1),
        ("published", "taken_up", 0),
        ("published", "refused", 0),
        ("declined", "open", 0),
        ("merged", "open", 0),
        ("withdrawn", "open", 0),
    ],
)
def test_unanswered_is_what_is_checked_or_published_without_an_answer(
    herten: Connection, status: str, answer: str, unanswered: int
) -> None:
    put_voice(herten, status=status, answer=answer)

    assert _read(herten).total.unanswered == unanswered


@pytest.mark.parametrize(
    ("days", "median"),
    [((3,), 3), ((1, 5, 30), 5), ((2, 4), 3), ((1, 2, 4, 9), 3), ((0.4,), 0), ((7, 7, 7), 7)],
)
def test_the_median_age_is_that_of_the_middle(
    herten: Connection, days: tuple[float, ...], median: int
) -> None:
    for one in days:
        put_voice(herten, district="mitte", days_ago=one)

    assert _line(_read(herten), "mitte").median_age_days == median


def test_each_district_has_a_median_of_its_own_and_the_total_one_of_all(
    herten: Connection,
) -> None:
    for district, days in (("mitte", 2), ("mitte", 4), ("disteln", 10), (None, 20), (None, 30)):
        put_voice(herten, district=district, days_ago=days)

    ledger = _read(herten)
    medians = (
        _line(ledger, "mitte").median_age_days,
        _line(ledger, "disteln").median_age_days,
        ledger.citywide.median_age_days,
        ledger.total.median_age_days,
    )
    assert medians == (3, 10, 25, 10)


def test_where_nothing_waits_there_is_no_median(herten: Connection) -> None:
    put_voice(herten, district="mitte", answer="done")

    assert _line(_read(herten), "mitte").median_age_days is None


# --- period --------------------------------------------------------------------------------------


NEW_YEAR: Final = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
"""Half past midnight in Herten, on 1 January 2026."""


@pytest.mark.parametrize(
    ("period", "found"),
    [
        (Period(), 1),
        (Period(2026, 2026), 1),
        (Period(2026, None), 1),
        (Period(None, 2026), 1),
        (Period(2025, 2025), 0),
        (Period(2027, None), 0),
        (Period(None, 2025), 0),
    ],
)
def test_a_period_takes_what_arrived_in_its_years_by_the_clock_of_herten(
    herten: Connection, period: Period, found: int
) -> None:
    put_voice(herten, at=NEW_YEAR)

    ledger = _read(herten, period)
    assert (ledger.total.received, ledger.total.unanswered) == (found, found)


# --- notices and objections ----------------------------------------------------------------------


def _put_notice(connection: Connection, number: int | None, **values: Any) -> None:
    row = {
        "reference": str(900_000_000 + (number or 0)),
        "voice_number": number,
        "address": "/beitrag/1",
        "reason_code": "insult",
        "words": "Das beleidigt mich.",
        "in_good_faith": True,
        "language": "de",
        "received_at": NOW - timedelta(days=2),
    }
    connection.execute(insert(notice).values(row | values))


def test_a_notice_stands_in_the_district_of_its_voice(herten: Connection) -> None:
    _put_notice(herten, put_voice(herten, district="disteln"), outcome="removed")
    _put_notice(herten, put_voice(herten, district="disteln"), outcome="kept")
    _put_notice(herten, put_voice(herten, district="disteln"))

    found = _line(_read(herten), "disteln").notices
    assert (found.brought, found.decided, found.granted) == (3, 2, 1)


def test_a_notice_about_no_voice_stands_with_the_city(herten: Connection) -> None:
    _put_notice(herten, None)

    ledger = _read(herten)
    assert (ledger.citywide.notices.brought, ledger.total.notices.brought) == (1, 1)


def test_objections_are_counted_with_what_became_of_them(herten: Connection) -> None:
    for outcome in ("upheld", "rejected", None):
        number = put_voice(herten, district="mitte", status="declined")
        herten.execute(
            insert(objection).values(
                voice_number=number, words="Doch.", made_at=NOW, outcome=outcome
            )
        )

    found = _line(_read(herten), "mitte").objections
    assert (found.brought, found.decided, found.granted) == (3, 2, 1)


# --- representation ------------------------------------------------------------------------------


def _voices(connection: Connection, district: str, **values: Any) -> int:
    put_voice(connection, district=district, **values)
    return _read(connection).representation.shares[DistrictId(district)].voices


@pytest.mark.parametrize(
    ("status", "heard"),
    [("received", 1), ("published", 1), ("merged", 1), ("declined", 0), ("withdrawn", 0)],
)
def test_heard_is_what_was_neither_declined_nor_withdrawn(
    herten: Connection, status: str, heard: int
) -> None:
    assert _voices(herten, "mitte", status=status) == heard


@pytest.mark.parametrize("kind", ["expert_note", "statement"])
def test_what_is_no_vote_is_not_heard_as_one(herten: Connection, kind: str) -> None:
    assert _voices(herten, "mitte", kind=kind) == 0


def test_rates_are_voices_per_thousand_inhabitants(herten: Connection) -> None:
    for _ in range(10):
        put_voice(herten, district="westerholt")

    share = _read(herten).representation.shares[DistrictId("westerholt")]
    assert share.rate == pytest.approx(10 / 10.841)
    assert (share.low_95, share.high_95) == pytest.approx((4.795 / 10.841, 18.390 / 10.841), 1e-4)


def test_a_district_that_speaks_three_times_as_much_has_more(herten: Connection) -> None:
    for district in ("bertlich", "scherlebeck", "paschenberg", "mitte", "disteln", "suedost"):
        for _ in range(40):
            put_voice(herten, district=district)

    found = _read(herten).representation.shares
    assert (found[DistrictId("bertlich")].verdict, found[DistrictId("westerholt")].verdict) == (
        "more",
        "fewer",
    )


@pytest.mark.parametrize("district", ["langenbochum", "disteln", "suedwest", "suedost"])
def test_where_the_population_is_unknown_nothing_is_said(herten: Connection, district: str) -> None:
    for _ in range(50):
        put_voice(herten, district=district)

    share = _read(herten).representation.shares[DistrictId(district)]
    assert (share.voices, share.population, share.rate, share.verdict) == (50, None, None, None)


def test_the_citys_rate_counts_all_districts_but_nothing_city_wide(herten: Connection) -> None:
    for district in ("disteln", "mitte", None):
        put_voice(herten, district=district)

    found = _read(herten).representation
    assert found.population is not None
    assert (found.voices, found.population.count, found.population.as_of) == (
        2,
        61_860,
        "2020-12-31",
    )
    assert found.rate == pytest.approx(2 / 61.860)


def test_invented_voices_are_told_apart(herten: Connection) -> None:
    put_voice(herten, demo=True)
    put_voice(herten)

    assert _read(herten).demonstration == 1
