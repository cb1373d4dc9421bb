"""Indexes for reading among many voices; no private link where somebody else typed the card.

Geometry, units: none. Safe while the old code serves: adds indexes, which PostgreSQL builds while
writers of the three tables wait, and erases what only a card's author could have used and never
got. Undo: drops the indexes; what was erased stays erased.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import column, table, update

revision = "0005"
down_revision = "0004"

INDEXES = (
    ("voice_status_number", "voice", ["status", "number", "kind"]),
    ("trail_step_project", "trail_step", ["project_id", "voice_number"]),
    ("audit_subject", "audit", ["subject", "id"]),
    ("audit_actor", "audit", ["actor_id", "id"]),
    ("audit_actor_name", "audit", ["actor_id", "actor_name", "id"]),
)


def upgrade() -> None:
    for name, table_name, columns in INDEXES:
        op.create_index(name, table_name, columns)
    voice = table("voice", column("token_hash"), column("entered_by"))
    op.execute(
        update(voice)
        .where(voice.c.entered_by.is_not(None), voice.c.token_hash.is_not(None))
        .values(token_hash=None)
    )


def downgrade() -> None:
    for name, table_name, _ in INDEXES:
        op.drop_index(name, table_name=table_name)
