"""What the pages of both targets ask for: the job under way."""

from __future__ import annotations

from sqlalchemy import Connection

from services.jobs.actions import find
from services.jobs.model import Job


def job_of(connection: Connection, job_id: str, kind: str, layer_id: str) -> Job | None:
    """Return the job of a kind that an address names, if it is about this layer."""
    job = find(connection, job_id)
    if job is None or job.kind != kind or job.payload.get("layer_id") != layer_id:
        return None
    return job
