"""What the pages of both targets ask for: the form as it was typed, and the job under way."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Connection

from services.jobs.actions import find
from services.jobs.model import Job
from services.processes.typed import Typed


async def _typed(request: Request) -> Typed:
    async with request.form() as form:
        fields: dict[str, tuple[str, ...]] = {}
        for name, value in form.multi_items():
            if isinstance(value, str):
                fields[name] = (*fields.get(name, ()), value)
    return Typed(fields)


TypedDep = Annotated[Typed, Depends(_typed)]


def job_of(connection: Connection, job_id: str, kind: str, layer_id: str) -> Job | None:
    """Return the job of a kind that an address names, if it is about this layer."""
    job = find(connection, job_id)
    if job is None or job.kind != kind or job.payload.get("layer_id") != layer_id:
        return None
    return job
