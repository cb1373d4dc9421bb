"""Streets, participation processes, voices, and what the town hall does with them.

Geometry: EPSG:25832, metres; area MultiPolygon, pins and streets Point. Times: UTC.
Safe while the old code serves: adds only. Undo: drops the tables.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
)

from services.database.geometry import Geometry
from services.database.spatial_index import create_spatial_index, drop_spatial_index

revision = "0004"
down_revision = "0003"

SPATIAL = (
    ("participation_process", "area", "number"),
    ("street", "location", "number"),
    ("voice", "pin", "number"),
    ("voice", "public_pin", "number"),
)


def upgrade() -> None:
    _create_streets()
    _create_voices()
    _create_moderation()
    for table, column, key in SPATIAL:
        create_spatial_index(table, column, key=key)


def _create_streets() -> None:
    op.create_table(
        "street",
        Column("number", Integer, primary_key=True),
        Column("name", String, nullable=False),
        Column(
            "district_id", String, ForeignKey("district.id", ondelete="RESTRICT"), nullable=False
        ),
        Column("location", Geometry("POINT")),
        Column("accuracy_m", Float),
        Column("sources", JSON, nullable=False),
        UniqueConstraint("name", "district_id"),
    )


def _create_voices() -> None:
    op.create_table(
        "participation_process",
        Column("number", Integer, primary_key=True),
        Column("id", String, nullable=False, unique=True),
        Column("title", JSON, nullable=False),
        Column("question", JSON, nullable=False),
        Column(
            "grade",
            String,
            CheckConstraint("grade in ('information', 'consultation', 'cooperation', 'decision')"),
            nullable=False,
        ),
        Column(
            "area_kind",
            String,
            CheckConstraint("area_kind in ('city', 'districts', 'polygon')"),
            nullable=False,
        ),
        Column("area", Geometry("MULTIPOLYGON")),
        Column("district_ids", JSON, nullable=False),
        Column("target_group", JSON, nullable=False),
        Column("themes", JSON, nullable=False),
        Column("kinds", JSON, nullable=False),
        Column("starts_on", Date),
        Column("ends_on", Date),
        Column("project_ids", JSON, nullable=False),
        Column("legal_basis", JSON, nullable=False),
        Column(
            "moderation",
            String,
            CheckConstraint("moderation in ('check_first', 'publish_first')"),
            nullable=False,
        ),
        Column("standing", Boolean, nullable=False),
        Column("outcome", JSON),
        Column("published_at", DateTime(timezone=True)),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("changed_at", DateTime(timezone=True), nullable=False),
        Column("version", Integer, nullable=False),
    )

    op.create_table(
        "voice",
        Column("number", Integer, primary_key=True),
        Column("reference", String(9), nullable=False, unique=True),
        Column(
            "process_id",
            String,
            ForeignKey("participation_process.id", ondelete="RESTRICT"),
            nullable=False,
        ),
        Column(
            "kind",
            String,
            CheckConstraint("kind in ('comment', 'heart_place', 'expert_note', 'statement')"),
            nullable=False,
        ),
        Column(
            "channel",
            String,
            CheckConstraint("channel in ('online', 'paper', 'phone', 'letter', 'forum')"),
            nullable=False,
        ),
        Column("occasion", String),
        Column("title", String, nullable=False),
        Column("text", String, nullable=False),
        Column("original", JSON),
        Column("theme", String, nullable=False),
        Column(
            "precision",
            String,
            CheckConstraint("precision in ('spot', 'street', 'district', 'city')"),
            nullable=False,
        ),
        Column("pin", Geometry("POINT")),
        Column("public_pin", Geometry("POINT")),
        Column("place_label", String),
        Column("project_id", String, ForeignKey("project.id", ondelete="RESTRICT")),
        Column("author_name", String),
        Column("expertise", String),
        Column("consented_at", DateTime(timezone=True)),
        Column("office", String),
        Column(
            "status",
            String,
            CheckConstraint(
                "status in ('received', 'published', 'declined', 'merged', 'withdrawn')"
            ),
            nullable=False,
        ),
        Column(
            "answer",
            String,
            CheckConstraint(
                "answer in ('open', 'taken_up', 'decided', 'measure', 'done', 'refused')"
            ),
            nullable=False,
        ),
        Column("reason_code", String),
        Column("reason_words", String),
        Column("merged_into", Integer, ForeignKey("voice.number", ondelete="RESTRICT")),
        Column("supports", Integer, nullable=False),
        Column("language", String(2), nullable=False),
        Column("received_at", DateTime(timezone=True), nullable=False),
        Column("published_at", DateTime(timezone=True)),
        Column("answered_at", DateTime(timezone=True)),
        Column("changed_at", DateTime(timezone=True), nullable=False),
        Column("token_hash", String(64), unique=True),
        Column("idempotency_key", String(64), unique=True),
        Column("entered_by", String),
        Column("checked_by", String),
        Column("legal_hold", Boolean, nullable=False),
        Column("anonymised_at", DateTime(timezone=True)),
        Column("demo", Boolean, nullable=False),
        Column("version", Integer, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("search_text", String, nullable=False),
        sqlite_autoincrement=True,
    )

    op.create_index("voice_status_received_at", "voice", ["status", "received_at"])
    op.create_index(
        "voice_ledger", "voice", ["status", "answer", "kind", "received_at", "reason_code"]
    )
    op.create_index("voice_entered_by", "voice", ["entered_by"])
    op.create_index("voice_revision", "voice", ["revision"])
    op.create_index("voice_process_id", "voice", ["process_id"])
    op.create_index("voice_project_id", "voice", ["project_id"])
    op.create_index("voice_merged_into", "voice", ["merged_into"])
    op.create_index("voice_demo", "voice", ["demo"])

    op.create_table(
        "voice_district",
        Column(
            "voice_number",
            Integer,
            ForeignKey("voice.number", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column(
            "valid_from",
            Date,
            ForeignKey("boundary_version.valid_from", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column(
            "district_id", String, ForeignKey("district.id", ondelete="RESTRICT"), nullable=False
        ),
        sqlite_with_rowid=False,
    )

    op.create_index("voice_district_of", "voice_district", ["valid_from", "district_id"])

    op.create_table(
        "voice_contact",
        Column(
            "voice_number",
            Integer,
            ForeignKey("voice.number", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column("email", String, nullable=False),
        Column("confirm_hash", String(64), unique=True),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("confirmed_at", DateTime(timezone=True)),
    )

    op.create_table(
        "support",
        Column(
            "voice_number",
            Integer,
            ForeignKey("voice.number", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column("click_hash", String(64), primary_key=True),
        Column("at", DateTime(timezone=True), nullable=False),
    )

    op.create_table(
        "spent_proof",
        Column("proof_hash", String(64), primary_key=True),
        Column("expires_at", DateTime(timezone=True), nullable=False),
    )


def _create_moderation() -> None:
    op.create_table(
        "trail_step",
        Column("id", Integer, primary_key=True),
        Column(
            "voice_number", Integer, ForeignKey("voice.number", ondelete="CASCADE"), nullable=False
        ),
        Column(
            "kind",
            String,
            CheckConstraint(
                "kind in ('received', 'published', 'redacted', 'declined', 'merged', 'withdrawn', "
                "'restored', 'taken_up', 'decided', 'measure', 'done', 'refused', 'note')"
            ),
            nullable=False,
        ),
        Column("office", String, nullable=False),
        Column("words", String),
        Column("paper", String),
        Column("forum", String),
        Column("project_id", String, ForeignKey("project.id", ondelete="RESTRICT")),
        Column("theme", String),
        Column("happened_on", Date, nullable=False),
        Column("recorded_at", DateTime(timezone=True), nullable=False),
        Column("account_id", String),
    )

    op.create_index("trail_step_voice", "trail_step", ["voice_number"])

    op.create_table(
        "decision",
        Column("id", Integer, primary_key=True),
        Column(
            "voice_number", Integer, ForeignKey("voice.number", ondelete="CASCADE"), nullable=False
        ),
        Column("reason_code", String, nullable=False),
        Column("words", String, nullable=False),
        Column("proposed_by", String, nullable=False),
        Column("proposed_at", DateTime(timezone=True), nullable=False),
        Column("decided_by", String),
        Column("decided_at", DateTime(timezone=True)),
        Column(
            "outcome",
            String,
            CheckConstraint("outcome in ('pending', 'accepted', 'rejected')"),
            nullable=False,
        ),
    )

    op.create_index("decision_voice", "decision", ["voice_number"])

    op.create_table(
        "objection",
        Column(
            "voice_number",
            Integer,
            ForeignKey("voice.number", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column("words", String, nullable=False),
        Column("against", String),
        Column("made_at", DateTime(timezone=True), nullable=False),
        Column("decided_by", String),
        Column("decided_at", DateTime(timezone=True)),
        Column("outcome", String, CheckConstraint("outcome in ('upheld', 'rejected')")),
        Column("answer", String),
    )

    op.create_table(
        "question",
        Column("id", Integer, primary_key=True),
        Column(
            "voice_number", Integer, ForeignKey("voice.number", ondelete="CASCADE"), nullable=False
        ),
        Column("words", String, nullable=False),
        Column("asked_by", String),
        Column("asked_at", DateTime(timezone=True), nullable=False),
        Column("answer", String),
        Column("answered_at", DateTime(timezone=True)),
    )

    op.create_index("question_voice", "question", ["voice_number"])

    op.create_table(
        "notice",
        Column("number", Integer, primary_key=True),
        Column("reference", String(9), nullable=False, unique=True),
        Column("voice_number", Integer, ForeignKey("voice.number", ondelete="SET NULL")),
        Column("address", String, nullable=False),
        Column("reason_code", String, nullable=False),
        Column("words", String, nullable=False),
        Column("name", String),
        Column("email", String),
        Column("in_good_faith", Boolean, nullable=False),
        Column("language", String(2), nullable=False),
        Column("received_at", DateTime(timezone=True), nullable=False),
        Column("decided_by", String),
        Column("decided_at", DateTime(timezone=True)),
        Column("outcome", String, CheckConstraint("outcome in ('removed', 'kept')")),
        Column("answer", String),
        Column("idempotency_key", String(64), unique=True),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    for table, column, _ in SPATIAL:
        drop_spatial_index(table, column)
    for table in (
        "notice",
        "question",
        "objection",
        "decision",
        "trail_step",
        "spent_proof",
        "support",
        "voice_contact",
        "voice_district",
        "voice",
        "participation_process",
        "street",
    ):
        op.drop_table(table)
