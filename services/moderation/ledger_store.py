"""The SQL of the public ledger: counts and waiting times, never a single voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, get_args

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlalchemy.sql.expression import FromClause

from services.comments.model import CITIZEN_KINDS, Kind, Status
from services.database.tables import notice, objection, voice, voice_district
from services.districts.model import DistrictId


@dataclass(frozen=True)
class Span:
    """Moments between which something must have arrived; None is open."""

    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True)
class VoiceTally:
    """How many voices of one kind and status there are in a district (None: city-wide)."""

    district_id: DistrictId | None
    kind: Kind
    status: Status
    reason_code: str | None
    count: int


@dataclass(frozen=True)
class Waiting:
    """How many voices have no answer, and when the middle ones among them arrived.

    One moment for an odd number of voices, two for an even one.
    """

    count: int
    middle: tuple[datetime, ...]


@dataclass(frozen=True)
class OutcomeTally:
    """How many notices or objections there are with one outcome; None: not decided yet."""

    district_id: DistrictId | None
    outcome: str | None
    count: int


UNANSWERED: Final = or_(
    voice.c.status == "received", and_(voice.c.status == "published", voice.c.answer == "open")
)
"""Nobody has answered yet: the voice is still being checked, or published without an answer."""
_IN_ANY_STATUS: Final = voice.c.status.in_(get_args(Status))
"""Every voice. Said so, databases read the small index ``voice_ledger`` instead of the rows."""


class Counts:
    """Counts inside the caller's transaction, under one boundary version and for one span."""

    def __init__(self, connection: Connection, valid_from: date, span: Span) -> None:
        self._connection = connection
        self._valid_from = valid_from
        self._span = span

    def tallies(self) -> Sequence[VoiceTally]:
        """Return all voices, grouped."""
        groups = (voice_district.c.district_id, voice.c.kind, voice.c.status, voice.c.reason_code)
        rows = self._connection.execute(
            select(*groups, func.count())
            .select_from(self._placed(voice, voice.c.number))
            .where(_IN_ANY_STATUS, *self._within(voice.c.received_at))
            .group_by(*groups)
        )
        return [VoiceTally(*row) for row in rows]

    def demonstration(self) -> int:
        """Return how many of the voices are invented."""
        return self._connection.execute(
            select(func.count())
            .select_from(voice)
            .where(voice.c.demo.is_(True), *self._within(voice.c.received_at))
        ).scalar_one()

    def waiting(self) -> Mapping[DistrictId | None, Waiting]:
        """Return what waits for an answer in each district (None: city-wide)."""
        found: dict[DistrictId | None, Waiting] = {}
        district = voice_district.c.district_id
        placed = self._placed(voice, voice.c.number)
        for row in self._middle(self._ranked(placed, district, partition_by=district)):
            before = found.get(row.district_id, Waiting(row.size, ()))
            found[row.district_id] = Waiting(row.size, (*before.middle, row.received_at))
        return found

    def waiting_altogether(self) -> Waiting:
        """Return what waits for an answer in the whole city."""
        rows = self._middle(self._ranked(voice))
        return Waiting(rows[0].size if rows else 0, tuple(row.received_at for row in rows))

    def notices(self) -> Sequence[OutcomeTally]:
        """Return the notices by the district of the voice they are about."""
        return self._cases(notice, notice.c.voice_number, notice.c.received_at, notice.c.outcome)

    def objections(self) -> Sequence[OutcomeTally]:
        """Return the objections by the district of their voice."""
        return self._cases(
            objection, objection.c.voice_number, objection.c.made_at, objection.c.outcome
        )

    def _cases(
        self,
        table: FromClause,
        number: ColumnElement[Any],
        at: ColumnElement[Any],
        outcome: ColumnElement[Any],
    ) -> Sequence[OutcomeTally]:
        groups = (voice_district.c.district_id, outcome)
        rows = self._connection.execute(
            select(*groups, func.count())
            .select_from(self._placed(table, number))
            .where(*self._within(at))
            .group_by(*groups)
        )
        return [OutcomeTally(*row) for row in rows]

    def _middle(self, ranked: Select[Any]) -> Sequence[Any]:
        """Return the one or two voices in the middle of each partition, oldest first."""
        waiting = ranked.subquery()
        middle = waiting.c.rank.in_([(waiting.c.size + 1) // 2, (waiting.c.size + 2) // 2])
        return self._connection.execute(
            select(waiting).where(middle).order_by(waiting.c.received_at)
        ).all()

    def _ranked(
        self,
        table: FromClause,
        *columns: ColumnElement[Any],
        partition_by: ColumnElement[Any] | None = None,
    ) -> Select[Any]:
        order = (voice.c.received_at, voice.c.number)
        return (
            select(
                *columns,
                voice.c.received_at,
                func.row_number().over(partition_by=partition_by, order_by=order).label("rank"),
                func.count().over(partition_by=partition_by).label("size"),
            )
            .select_from(table)
            .where(
                UNANSWERED,
                voice.c.kind.in_(CITIZEN_KINDS),
                *self._within(voice.c.received_at),
            )
        )

    def _placed(self, table: FromClause, number: ColumnElement[Any]) -> FromClause:
        """Join rows to the district of their voice; a voice about the whole city has none."""
        return table.outerjoin(
            voice_district,
            and_(
                voice_district.c.voice_number == number,
                voice_district.c.valid_from == self._valid_from,
            ),
        )

    def _within(self, at: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        found = []
        if self._span.since is not None:
            found.append(at >= self._span.since)
        if self._span.before is not None:
            found.append(at < self._span.before)
        return found
