"""Staff accounts, their sessions and one-time links, and what people changed."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from services.database.moment import Moment
from services.database.tables.base import metadata

account = Table(
    "account",
    metadata,
    Column("id", String, primary_key=True),
    Column("email", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("office", String, nullable=False),
    Column("password_hash", String),
    Column("totp_secret", String),
    Column("totp_last_step", Integer),
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
)

account_role = Table(
    "account_role",
    metadata,
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "role",
        String,
        CheckConstraint("role in ('admin', 'planner', 'gis', 'moderator', 'statistics', 'reader')"),
        primary_key=True,
    ),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

one_time_link = Table(
    "one_time_link",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("purpose", String, CheckConstraint("purpose in ('setup', 'password')"), nullable=False),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE")),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

sign_on = Table(
    "sign_on",
    metadata,
    Column("issuer", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    UniqueConstraint("issuer", "account_id"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor_id", String),
    Column("actor_name", String, nullable=False),
    Column("code", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("facts", JSON, nullable=False),
    sqlite_autoincrement=True,
)

Index("audit_subject", audit.c.subject, audit.c.id)
Index("audit_actor", audit.c.actor_id, audit.c.id)
Index("audit_actor_name", audit.c.actor_id, audit.c.actor_name, audit.c.id)
