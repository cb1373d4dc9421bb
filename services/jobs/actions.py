"""What rooms do with jobs: ask for one, cancel it, see how far it is.

The work is done later, by ``services.jobs.worker`` and what ``services.runners`` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from services.jobs.model import Job
from services.jobs.store import Jobs


def ask(
    connection: Connection,
    kind: str,
    payload: Mapping[str, Any],
    *,
    asked_by: str | None,
    now: datetime,
) -> str:
    """Put a job in the queue and return its id.

    It is taken up only if the caller's transaction is committed. ``payload`` is JSON-able and
    names what to work on; ``asked_by`` is the id of an account.
    """
    job_id = uuid4().hex
    Jobs(connection).add(job_id, kind, payload, asked_by=asked_by, now=now)
    return job_id


def cancel(connection: Connection, job_id: str, *, now: datetime) -> Job | None:
    """Cancel a job and return it as it stands then; None if there is none.

    One that waits is over at once. One at work is only asked to stop: it is cancelled a moment
    later, or done if it was too late. One that is over stays as it is.
    """
    jobs = Jobs(connection)
    jobs.cancel(job_id, now=now)
    return jobs.find(job_id)


def find(connection: Connection, job_id: str) -> Job | None:
    """Return a job as it stands, or None."""
    return Jobs(connection).find(job_id)
