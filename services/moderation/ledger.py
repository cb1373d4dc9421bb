"""The public ledger: what became of everything that was said, by district, all nine.

Counts of voices, never of people. There is no breakdown by groups of people, so nobody can be
found behind a small number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from services.comments.listing import new_year
from services.comments.model import CITIZEN_KINDS, Kind, Status
from services.comments.reasons import REASONS
from services.districts.model import District, DistrictId
from services.districts.store import Districts
from services.moderation.ledger_store import Counts, OutcomeTally, Span, VoiceTally, Waiting
from services.moderation.representation import HEARD, Representation, representation

APART_KINDS: Final[tuple[Kind, ...]] = ("expert_note", "statement")
"""Kinds that stand apart and are no votes."""

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """First and last year in which something arrived; None is open."""

    year_from: int | None = None
    year_to: int | None = None

    def span(self) -> Span:
        """Return the moments that the years begin and end with in Herten."""
        return Span(
            since=None if self.year_from is None else new_year(self.year_from),
            before=None if self.year_to is None else new_year(self.year_to + 1),
        )


@dataclass(frozen=True)
class Outcomes:
    """How many were brought, decided, and decided in favour of who brought them."""

    brought: int
    decided: int
    granted: int


@dataclass(frozen=True)
class Line:
    """One line of the ledger. The statuses add up to ``received``.

    ``unanswered`` is across them: what is still checked, and what is published without an answer.
    ``median_age_days`` is None where nothing waits.
    """

    received: int
    published: int
    declined: int
    waiting: int
    merged: int
    withdrawn: int
    declined_by: Mapping[str, int]
    unanswered: int
    median_age_days: int | None
    notices: Outcomes
    objections: Outcomes


@dataclass(frozen=True)
class Apart:
    """What stands apart from the voices of citizens, of one kind, in the whole city."""

    kind: Kind
    received: int
    published: int
    declined: int
    waiting: int


@dataclass(frozen=True)
class Ledger:
    """The whole ledger: every district in order, city-wide, all of it, and what stands apart."""

    period: Period
    at: datetime
    boundaries_valid_from: date
    districts: Sequence[tuple[District, Line]]
    citywide: Line
    total: Line
    apart: Sequence[Apart]
    representation: Representation
    demonstration: int


def read_ledger(connection: Connection, period: Period, *, now: datetime, on: date) -> Ledger:
    """Return the ledger of what arrived within ``period``, as it stands ``now``."""
    store = Districts(connection)
    districts = store.list()
    valid_from = store.version_in_force(on).valid_from
    counts = Counts(connection, valid_from, period.span())
    tallies = counts.tallies()
    voices = [one for one in tallies if one.kind in CITIZEN_KINDS]
    notices, objections = counts.notices(), counts.objections()
    waiting = counts.waiting()

    def line(district_id: DistrictId | None) -> Line:
        return _line(
            [one for one in voices if one.district_id == district_id],
            waiting.get(district_id, Waiting(0, ())),
            [one for one in notices if one.district_id == district_id],
            [one for one in objections if one.district_id == district_id],
            now=now,
        )

    heard = {one.id: _count_heard(voices, one.id) for one in districts}
    return Ledger(
        period=period,
        at=now,
        boundaries_valid_from=valid_from,
        districts=[(one, line(one.id)) for one in districts],
        citywide=line(None),
        total=_line(voices, counts.waiting_altogether(), notices, objections, now=now),
        apart=[_apart(kind, tallies) for kind in APART_KINDS],
        representation=representation(heard, districts, store.municipality()),
        demonstration=counts.demonstration(),
    )


def _line(
    voices: Sequence[VoiceTally],
    waiting: Waiting,
    notices: Sequence[OutcomeTally],
    objections: Sequence[OutcomeTally],
    *,
    now: datetime,
) -> Line:
    return Line(
        received=sum(one.count for one in voices),
        published=_in_status(voices, "published"),
        declined=_in_status(voices, "declined"),
        waiting=_in_status(voices, "received"),
        merged=_in_status(voices, "merged"),
        withdrawn=_in_status(voices, "withdrawn"),
        declined_by=_by_reason(voices),
        unanswered=waiting.count,
        median_age_days=_median_age_days(waiting, now),
        notices=_outcomes(notices, granted="removed"),
        objections=_outcomes(objections, granted="upheld"),
    )


def _in_status(voices: Sequence[VoiceTally], status: Status) -> int:
    return sum(one.count for one in voices if one.status == status)


def _by_reason(voices: Sequence[VoiceTally]) -> Mapping[str, int]:
    found = dict.fromkeys(REASONS, 0)
    for one in voices:
        if one.status == "declined" and one.reason_code is not None:
            found[one.reason_code] = found.get(one.reason_code, 0) + one.count
    return found


def _median_age_days(waiting: Waiting, now: datetime) -> int | None:
    """Return the median age in whole days."""
    if not waiting.middle:
        return None
    ages = [now - at for at in waiting.middle]
    return max(sum(ages, timedelta()) / len(ages) // _DAY, 0)


def _outcomes(cases: Sequence[OutcomeTally], *, granted: str) -> Outcomes:
    return Outcomes(
        brought=sum(one.count for one in cases),
        decided=sum(one.count for one in cases if one.outcome is not None),
        granted=sum(one.count for one in cases if one.outcome == granted),
    )


def _apart(kind: Kind, tallies: Sequence[VoiceTally]) -> Apart:
    own = [one for one in tallies if one.kind == kind]
    return Apart(
        kind=kind,
        received=sum(one.count for one in own),
        published=_in_status(own, "published"),
        declined=_in_status(own, "declined"),
        waiting=_in_status(own, "received"),
    )


def _count_heard(voices: Sequence[VoiceTally], district_id: DistrictId) -> int:
    return sum(
        one.count for one in voices if one.district_id == district_id and one.status in HEARD
    )
