"""Work in the background: what was asked for, and what became of it."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from services.database.moment import Moment
from services.database.tables.base import metadata

job = Table(
    "job",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column(
        "state",
        String,
        CheckConstraint("state in ('queued', 'running', 'done', 'failed', 'cancelled')"),
        nullable=False,
    ),
    Column("payload", JSON, nullable=False),
    Column("progress", JSON),
    Column("trouble", JSON),
    Column("asked_by", ForeignKey("account.id", ondelete="SET NULL")),
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Column("attempts", Integer, nullable=False),
    Column("cancel_asked", Boolean, nullable=False),
    Index("job_state", "state", "number"),
)
"""Taken up in the order of ``number``. ``progress`` is what the page shows while it runs,
``trouble`` why it failed (a code and facts)."""
