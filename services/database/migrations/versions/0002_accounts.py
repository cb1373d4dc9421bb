"""Accounts of staff, their sessions, one-time links, single sign-on, and the audit trail.

No geometry. Times: UTC. Safe while the old code serves: adds only. Undo: drops the tables.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
)

revision = "0002"
down_revision = "0001"

_REFUSE = "the audit trail is written once"


def upgrade() -> None:
    op.create_table(
        "account",
        Column("id", String, primary_key=True),
        Column("email", String, nullable=False, unique=True),
        Column("name", String, nullable=False),
        Column("office", String, nullable=False),
        Column("password_hash", String),
        Column("totp_secret", String),
        Column("totp_last_step", Integer),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("disabled_at", DateTime(timezone=True)),
    )

    op.create_table(
        "account_role",
        Column(
            "account_id", String, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
        ),
        Column(
            "role",
            String,
            CheckConstraint(
                "role in ('admin', 'planner', 'gis', 'moderator', 'statistics', 'reader')"
            ),
            primary_key=True,
        ),
    )

    op.create_table(
        "staff_session",
        Column("token_hash", String(64), primary_key=True),
        Column("account_id", String, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("seen_at", DateTime(timezone=True), nullable=False),
    )

    op.create_table(
        "one_time_link",
        Column("token_hash", String(64), primary_key=True),
        Column(
            "purpose", String, CheckConstraint("purpose in ('setup', 'password')"), nullable=False
        ),
        Column("account_id", String, ForeignKey("account.id", ondelete="CASCADE")),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("expires_at", DateTime(timezone=True), nullable=False),
        Column("used_at", DateTime(timezone=True)),
    )

    op.create_table(
        "sign_on",
        Column("issuer", String, primary_key=True),
        Column("subject", String, primary_key=True),
        Column("account_id", String, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
        UniqueConstraint("issuer", "account_id"),
    )

    op.create_table(
        "audit",
        Column("id", Integer, primary_key=True),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("actor_id", String),
        Column("actor_name", String, nullable=False),
        Column("code", String, nullable=False),
        Column("subject", String, nullable=False),
        Column("facts", JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    _write_once()


def _write_once() -> None:
    """Let the database itself refuse to change or delete what was written down."""
    if op.get_context().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{event.lower()} BEFORE {event} ON audit "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSE}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSE}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    )


def downgrade() -> None:
    for table in (
        "audit",
        "sign_on",
        "one_time_link",
        "staff_session",
        "account_role",
        "account",
    ):
        op.drop_table(table)
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_refuse()")
