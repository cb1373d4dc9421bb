"""The SQL of the queue: which voices wait, how many, and which one comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    union_all,
)

from services.comments.model import VoiceNotFoundError
from services.database.tables import (
    decision,
    objection,
    participation_process,
    question,
    voice,
    voice_district,
)
from services.districts.model import CITYWIDE
from services.moderation.model import STATES, QueueFilter, QueueState

PAGE_SIZE: Final = 50


@dataclass(frozen=True)
class View:
    """Under what the queue is looked at: boundaries in force, the moment, days until overdue."""

    valid_from: date
    now: datetime
    reminder_days: int


class Queue:
    """Reads the queue inside the caller's transaction, oldest first."""

    def __init__(self, connection: Connection, view: View) -> None:
        self._connection = connection
        self._view = view

    def references(
        self, asked: QueueFilter, *, after: str | None = None, limit: int = PAGE_SIZE
    ) -> tuple[str, ...]:
        """Return a page of references: the oldest, or what follows the voice ``after``."""
        query = self._narrowed(select(voice.c.reference), asked)
        if after is not None:
            query = query.where(self._later_than(after))
        query = query.order_by(voice.c.received_at, voice.c.number).limit(limit)
        return tuple(self._connection.execute(query).scalars())

    def counts(self, asked: QueueFilter) -> Mapping[QueueState, int]:
        """Return how many voices there are in each state under the rest of the filter."""
        every = self._narrowed(select(func.count()).select_from(voice), asked.in_state("all"))
        columns = [
            every.correlate(None).scalar_subquery().label(state)
            if state == "all"
            else func.count().filter(_in_state(state, self._view, _COUNTED)).label(state)
            for state in STATES
        ]
        waiting = select(*columns).select_from(voice).where(_either(*_WAITING))
        row = self._connection.execute(self._narrowed(waiting, asked.in_state("all"))).one()
        return {state: row._mapping[state] for state in STATES}

    def count(self, asked: QueueFilter) -> int:
        """Return how many voices the filter finds."""
        query = self._narrowed(select(func.count()).select_from(voice), asked)
        found: int = self._connection.execute(query).scalar_one()
        return found

    def next_after(self, asked: QueueFilter, reference: str) -> str | None:
        """Return the voice that follows one in the queue, else the first other; None at the end."""
        following = self.references(asked, after=reference, limit=1)
        first = following or self.references(asked, limit=2)
        return next((one for one in first if one != reference), None)

    def to_check(self, account_id: str, *, limit: int) -> tuple[str, ...]:
        """Return transcripts of others that somebody may check, oldest first."""
        query = select(voice.c.reference).where(
            _UNCHECKED, voice.c.status == "received", voice.c.entered_by != account_id
        )
        query = query.order_by(voice.c.received_at, voice.c.number).limit(limit)
        return tuple(self._connection.execute(query).scalars())

    def count_own_unchecked(self, account_id: str) -> int:
        """Return how many transcripts of somebody wait for another person."""
        query = select(func.count()).select_from(voice)
        found: int = self._connection.execute(
            query.where(_UNCHECKED, voice.c.status == "received", voice.c.entered_by == account_id)
        ).scalar_one()
        return found

    def _later_than(self, reference: str) -> ColumnElement[bool]:
        place = self._connection.execute(
            select(voice.c.received_at, voice.c.number).where(voice.c.reference == reference)
        ).one_or_none()
        if place is None:
            raise VoiceNotFoundError(reference=reference)
        return or_(
            voice.c.received_at > place.received_at,
            and_(voice.c.received_at == place.received_at, voice.c.number > place.number),
        )

    def _narrowed(self, query: Select[Any], asked: QueueFilter) -> Select[Any]:
        query = query.where(_in_state(asked.state, self._view))
        for column, values in (
            (voice.c.process_id, asked.processes),
            (voice.c.theme, asked.themes),
            (voice.c.kind, asked.kinds),
            (voice.c.channel, asked.channels),
        ):
            if values:
                query = query.where(column.in_(values))
        if asked.districts:
            query = query.where(_in_districts(asked.districts, self._view.valid_from))
        for word in asked.text.casefold().split():
            query = query.where(
                or_(
                    voice.c.search_text.contains(word, autoescape=True),
                    voice.c.reference.contains(word.replace("-", ""), autoescape=True),
                )
            )
        return query


def _in_districts(districts: tuple[str, ...], valid_from: date) -> ColumnElement[bool]:
    placed = exists().where(
        voice_district.c.voice_number == voice.c.number, voice_district.c.valid_from == valid_from
    )
    named = voice.c.number.in_(
        select(voice_district.c.voice_number).where(
            voice_district.c.valid_from == valid_from, voice_district.c.district_id.in_(districts)
        )
    )
    return or_(named, ~placed) if CITYWIDE in districts else named


# Small tables first: few proposals, objections and questions are open, however many voices.
# Few voices are proposed, objected to, asked about or typed in, however many there are. Where that
# finds them, the status is asked by exclusion: databases look up no index for it then, which would
# hold nearly all voices. For the same reason, who typed nothing is not asked for by NULL.
_SETTLED: Final = ("declined", "merged", "withdrawn")
_PENDING: Final = and_(
    voice.c.number.in_(select(decision.c.voice_number).where(decision.c.outcome == "pending")),
    voice.c.status.not_in(_SETTLED),
)
_OBJECTED: Final = and_(
    voice.c.number.in_(select(objection.c.voice_number).where(objection.c.outcome.is_(None))),
    voice.c.status.not_in(("received", "withdrawn")),
)
_ASKED: Final = voice.c.number.in_(
    select(question.c.voice_number).where(question.c.answered_at.is_(None))
)
_ANSWERED: Final = voice.c.number.in_(
    select(question.c.voice_number).where(question.c.answered_at.is_not(None))
)
_RECEIVED: Final = voice.c.status == "received"
_UNANSWERED: Final = and_(
    voice.c.status == "published", voice.c.answer == "open", voice.c.kind != "statement"
)
_UNCHECKED: Final = and_(
    voice.c.entered_by > "",
    voice.c.checked_by.is_(None),
    voice.c.status.not_in(_SETTLED),
    voice.c.kind != "statement",
)
_UNSEEN: Final = and_(
    voice.c.process_id.in_(
        select(participation_process.c.id).where(
            participation_process.c.moderation == "publish_first"
        )
    ),
    func.coalesce(voice.c.entered_by, "") == "",
    voice.c.checked_by.is_(None),
    voice.c.status.not_in(("received", *_SETTLED)),
)


def _either(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that one of several holds, each looked up in its own index.

    A plain OR reads every voice there is.
    """
    found = [select(voice.c.number).where(one).correlate(None) for one in conditions]
    return voice.c.number.in_(union_all(*found))


_OPEN: Final = (_RECEIVED, _PENDING, _OBJECTED, _UNCHECKED, _UNSEEN)
_OVERDUE: Final = (_RECEIVED, _OBJECTED, _UNANSWERED)
_WAITING: Final = (*_OPEN, _UNANSWERED)
"""Together, all that any state but "all" shows."""

_CONDITIONS: Final[Mapping[QueueState, ColumnElement[bool]]] = {
    "open": _either(*_OPEN),
    "waiting": and_(_RECEIVED, ~_PENDING, ~_ASKED),
    "four_eyes": _PENDING,
    "asked": and_(_RECEIVED, _ASKED),
    "answered": and_(_RECEIVED, _ANSWERED, ~_ASKED),
    "objection": _OBJECTED,
    "unchecked": _UNCHECKED,
    "unseen": _UNSEEN,
    "unanswered": _UNANSWERED,
    "overdue": _either(*_OVERDUE),
    "all": voice.c.number.is_not(None),
}


_COUNTED: Final[Mapping[QueueState, ColumnElement[bool]]] = {
    **_CONDITIONS,
    "open": or_(*_OPEN),
    "overdue": or_(*_OVERDUE),
}
"""The same, asked of rows that were found already: no index needs to be looked up."""


def _in_state(
    state: QueueState,
    view: View,
    conditions: Mapping[QueueState, ColumnElement[bool]] = _CONDITIONS,
) -> ColumnElement[bool]:
    condition = conditions[state]
    if state == "overdue":
        since = view.now - timedelta(days=view.reminder_days)
        return and_(condition, voice.c.received_at < since)
    return condition
