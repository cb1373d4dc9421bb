"""The outbox: mail that waits to be sent.

No geometry. Times: UTC. Safe while the old code serves: adds only. Undo: drops the table.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Integer,
    String,
)

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "outbox",
        Column("id", Integer, primary_key=True),
        Column("kind", String, nullable=False),
        Column("recipient", String),
        Column("subject", String),
        Column("body", String),
        Column(
            "status",
            String,
            CheckConstraint("status in ('waiting', 'sent', 'failed')"),
            nullable=False,
        ),
        Column("attempts", Integer, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("due_at", DateTime(timezone=True), nullable=False),
        Column("leased_until", DateTime(timezone=True)),
        Column("finished_at", DateTime(timezone=True)),
        Column("trouble", String),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_due", "outbox", ["status", "due_at"])


def downgrade() -> None:
    for table in ("outbox",):
        op.drop_table(table)
