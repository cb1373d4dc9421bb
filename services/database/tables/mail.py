"""The outbox: mail that waits to be sent."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table

from services.database.moment import Moment
from services.database.tables.base import metadata

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("recipient", String),
    Column("subject", String),
    Column("body", String),
    Column(
        "status", String, CheckConstraint("status in ('waiting', 'sent', 'failed')"), nullable=False
    ),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("leased_until", Moment),
    Column("finished_at", Moment),
    Column("trouble", String),
    Index("outbox_due", "status", "due_at"),
    sqlite_autoincrement=True,
)
"""Recipient, subject and body are erased once a mail is sent or given up."""
