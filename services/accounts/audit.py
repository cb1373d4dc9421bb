"""The audit trail: who did what, when. The database refuses to change or delete a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    func,
    insert,
    or_,
    select,
    union_all,
)

from services.accounts.model import Entry, EntryFilter
from services.database.tables.accounts import audit


class Audit:
    """The trail inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(
        self,
        who: tuple[str | None, str],
        code: str,
        *,
        subject: str,
        facts: Mapping[str, Any],
        now: datetime,
    ) -> None:
        """Write one line; ``who`` is the id of an account, or None, and a name."""
        actor_id, actor_name = who
        self._connection.execute(
            insert(audit).values(
                at=now,
                actor_id=actor_id,
                actor_name=actor_name,
                code=code,
                subject=subject,
                facts=dict(facts),
            )
        )

    def list(
        self, asked: EntryFilter, *, zone: ZoneInfo, before: int | None = None, limit: int | None
    ) -> list[Entry]:
        """Return the lines asked for, newest first, older than line ``before``."""
        rows = _asked(select(audit), asked, zone).order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            rows = rows.where(audit.c.id < before)
        return [_to_entry(row) for row in self._connection.execute(rows)]

    def count(self, asked: EntryFilter, *, zone: ZoneInfo) -> int:
        """Return how many lines are asked for."""
        counted = _asked(select(func.count()).select_from(audit), asked, zone)
        return int(self._connection.execute(counted).scalar_one())

    def people(self) -> Sequence[tuple[str, str]]:
        """Return who stands in the trail: what the filter takes, and the newest name."""
        staff = _newest_of(audit.c.actor_id)
        others = _newest_of(audit.c.actor_name, audit.c.actor_id.is_(None))
        rows = self._connection.execute(
            select(audit.c.id, audit.c.actor_id, audit.c.actor_name)
            .where(audit.c.id.in_(union_all(staff, others)))
            .order_by(audit.c.actor_name, audit.c.actor_id)
        ).all()
        newest: dict[str, int] = {}
        for row in sorted(rows, key=lambda row: row.id):
            newest[row.actor_id or row.actor_name] = row.id
        known = [(row.actor_id or row.actor_name, row) for row in rows]
        return [(who, row.actor_name) for who, row in known if newest[who] == row.id]


def _newest_of(who: Column[str], *conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the query of the newest line of each of ``who``.

    It goes from one name to the next by an index; grouping would read the whole trail.
    """
    first = select(func.min(who).label("who")).where(*conditions)
    people = first.cte(f"each_{who.name}", recursive=True)
    following = select(func.min(who)).where(who > people.c.who, *conditions).scalar_subquery()
    people = people.union_all(select(following).where(people.c.who.is_not(None)))
    latest = select(func.max(audit.c.id)).where(who == people.c.who, *conditions)
    return select(latest.scalar_subquery()).where(people.c.who.is_not(None))


def _asked(rows: Select[Any], asked: EntryFilter, zone: ZoneInfo) -> Select[Any]:
    if asked.person:
        rows = rows.where(
            or_(
                audit.c.actor_id == asked.person,
                and_(audit.c.actor_id.is_(None), audit.c.actor_name == asked.person),
            )
        )
    if asked.code:
        rows = rows.where(func.substr(audit.c.code, 1, len(asked.code)) == asked.code)
    if asked.subject:
        rows = rows.where(audit.c.subject == asked.subject)
    if asked.from_on is not None:
        rows = rows.where(audit.c.at >= _midnight(asked.from_on, zone))
    if asked.to_on is not None:
        rows = rows.where(audit.c.at < _midnight(asked.to_on + timedelta(days=1), zone))
    return rows


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def _to_entry(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        at=row.at,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        code=row.code,
        subject=row.subject,
        facts=row.facts,
    )
