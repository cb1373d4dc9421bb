"""The SQL of jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    case,
    func,
    insert,
    literal,
    null,
    select,
    update,
)

from services.database.tables import job as table
from services.jobs.model import (
    ATTEMPTS_MAX,
    GIVEN_UP,
    TO_LOOK_AFTER,
    Job,
    JobState,
    Progress,
    Standing,
    Trouble,
)

_UNDER_WAY = ("queued", "running")


class Jobs:
    """Jobs that wait, are at work, or are over."""

    def __init__(self, connection: Connection) -> None:
        """Work inside the caller's transaction; never commit here."""
        self._connection = connection

    def add(
        self,
        job_id: str,
        kind: str,
        payload: Mapping[str, Any],
        *,
        asked_by: str | None,
        now: datetime,
    ) -> None:
        """Put a job in the queue."""
        self._connection.execute(
            insert(table).values(
                id=job_id,
                kind=kind,
                state="queued",
                payload=dict(payload),
                asked_by=asked_by,
                created_at=now,
                attempts=0,
                cancel_asked=False,
            )
        )

    def find(self, job_id: str) -> Job | None:
        """Return a job, or None."""
        row = self._connection.execute(select(table).where(table.c.id == job_id)).one_or_none()
        return None if row is None else _to_job(row)

    def are_under_way(self) -> bool:
        """Return True if a job waits, or was begun and is not over."""
        found = select(table.c.number).where(table.c.state.in_(_UNDER_WAY)).limit(1)
        return self._connection.execute(found).first() is not None

    def standing(self) -> Standing:
        """Return how many jobs wait and are at work, and when one failed last."""
        waits = table.c.state == "queued"
        failed = table.c.trouble["code"].as_string().in_(TO_LOOK_AFTER)
        row = self._connection.execute(
            select(
                func.count().filter(waits).label("waiting"),
                func.count().filter(table.c.state == "running").label("running"),
                func.min(table.c.created_at).filter(waits).label("oldest_at"),
                func.max(table.c.finished_at).filter(failed).label("last_failed_at"),
            )
        ).one()
        return Standing(row.waiting, row.running, row.oldest_at, row.last_failed_at)

    def claim(self, now: datetime) -> Job | None:
        """Begin the job that waits longest and return it; None if none waits.

        The attempt counts from now on, even if whoever makes it is killed.
        """
        chosen = (
            select(table.c.number)
            .where(table.c.state == "queued")
            .order_by(table.c.number)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        row = self._connection.execute(
            update(table)
            .where(table.c.number == chosen)
            .values(state="running", started_at=now, progress=null(), attempts=table.c.attempts + 1)
            .returning(*table.c)
        ).one_or_none()
        return None if row is None else _to_job(row)

    def tell(self, job: Job, progress: Progress) -> bool:
        """Write how far a job is; False if it shall not go on."""
        asked = self._connection.execute(
            update(table)
            .where(_is_ours(job))
            .values(progress=asdict(progress))
            .returning(table.c.cancel_asked)
        ).scalar_one_or_none()
        return asked is False

    def goes_on(self, job: Job) -> bool:
        """Return False if a job was cancelled, or is no longer with whoever began it."""
        asked = self._connection.execute(
            select(table.c.cancel_asked).where(_is_ours(job))
        ).scalar_one_or_none()
        return asked is False

    def is_held(self, job: Job) -> bool:
        """Return True if a job is still with whoever began it."""
        found = select(table.c.number).where(_is_ours(job))
        return self._connection.execute(found).first() is not None

    def finish(
        self, job: Job, state: JobState, *, now: datetime, trouble: Trouble | None = None
    ) -> None:
        """Mark a job as over; nothing happens if somebody else has begun it by now."""
        self._connection.execute(
            update(table)
            .where(_is_ours(job))
            .values(
                state=state,
                finished_at=now,
                trouble=None if trouble is None else asdict(trouble),
            )
        )

    def cancel(self, job_id: str, *, now: datetime) -> None:
        """End a job that waits, and ask one at work to stop."""
        waits = table.c.state == "queued"
        self._connection.execute(
            update(table)
            .where(table.c.id == job_id, table.c.state.in_(_UNDER_WAY))
            .values(
                cancel_asked=True,
                state=case((waits, "cancelled"), else_=table.c.state),
                finished_at=case((waits, literal(now, table.c.finished_at.type)), else_=None),
            )
        )

    def put_back(self, job: Job, *, now: datetime) -> None:
        """Give back a job that its worker must leave: the attempt does not count."""
        self._put_back(_is_ours(job), now=now, attempts=table.c.attempts - 1)

    def take_over(self, *, now: datetime) -> int:
        """Put the jobs of workers that died back into the queue; return how many those are.

        Only for whoever has the turn. Those that were begun often enough are given up, those that
        should be cancelled are.
        """
        trouble = {"code": GIVEN_UP, "facts": {"attempts": ATTEMPTS_MAX}}
        self._connection.execute(
            update(table)
            .where(
                table.c.state == "running",
                table.c.attempts >= ATTEMPTS_MAX,
                table.c.cancel_asked.is_(False),
            )
            .values(state="failed", finished_at=now, trouble=trouble)
        )
        return self._put_back(table.c.state == "running", now=now)

    def _put_back(self, *where: ColumnElement[bool], now: datetime, **values: Any) -> int:
        cancelled = table.c.cancel_asked
        return self._connection.execute(
            update(table)
            .where(*where)
            .values(
                state=case((cancelled, "cancelled"), else_="queued"),
                progress=null(),
                finished_at=case((cancelled, literal(now, table.c.finished_at.type)), else_=None),
                **values,
            )
        ).rowcount


def _is_ours(job: Job) -> ColumnElement[bool]:
    """Whoever lost the turn must not change what somebody else has begun anew."""
    return (
        (table.c.number == job.number)
        & (table.c.state == "running")
        & (table.c.attempts == job.attempts)
    )


def _to_job(row: Row[Any]) -> Job:
    return Job(
        number=row.number,
        id=row.id,
        kind=row.kind,
        state=row.state,
        payload=row.payload,
        progress=None if row.progress is None else Progress(**row.progress),
        trouble=None if row.trouble is None else Trouble(**row.trouble),
        asked_by=row.asked_by,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        attempts=row.attempts,
        cancel_asked=row.cancel_asked,
    )
