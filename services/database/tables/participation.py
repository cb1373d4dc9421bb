"""Participation processes and voices, with contact data in a table of their own."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from services.database.geometry import Geometry
from services.database.moment import Moment
from services.database.tables.base import metadata

participation_process = Table(
    "participation_process",
    metadata,
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
    Column("published_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
)

voice = Table(
    "voice",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("reference", String(9), nullable=False, unique=True),
    Column(
        "process_id",
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
    Column("project_id", ForeignKey("project.id", ondelete="RESTRICT")),
    Column("author_name", String),
    Column("expertise", String),
    Column("consented_at", Moment),
    Column("office", String),
    Column(
        "status",
        String,
        CheckConstraint("status in ('received', 'published', 'declined', 'merged', 'withdrawn')"),
        nullable=False,
    ),
    Column(
        "answer",
        String,
        CheckConstraint("answer in ('open', 'taken_up', 'decided', 'measure', 'done', 'refused')"),
        nullable=False,
    ),
    Column("reason_code", String),
    Column("reason_words", String),
    Column("merged_into", ForeignKey("voice.number", ondelete="RESTRICT")),
    Column("supports", Integer, nullable=False),
    Column("language", String(2), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("published_at", Moment),
    Column("answered_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Column("token_hash", String(64), unique=True),
    Column("idempotency_key", String(64), unique=True),
    Column("entered_by", String),
    Column("checked_by", String),
    Column("legal_hold", Boolean, nullable=False),
    Column("anonymised_at", Moment),
    Column("demo", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("search_text", String, nullable=False),
    sqlite_autoincrement=True,
)
"""``pin`` is where the author meant, for staff; ``public_pin`` is what the precision lets out.

``original`` holds what was redacted. ``revision`` is the layer revision of the last change that
the public can see: the map's index asks for what is newer than it knows.
"""

Index("voice_status_received_at", voice.c.status, voice.c.received_at)
Index(
    "voice_ledger",
    voice.c.status,
    voice.c.answer,
    voice.c.kind,
    voice.c.received_at,
    voice.c.reason_code,
)
Index("voice_status_number", voice.c.status, voice.c.number, voice.c.kind)
Index("voice_entered_by", voice.c.entered_by)
Index("voice_revision", voice.c.revision)
Index("voice_process_id", voice.c.process_id)
Index("voice_project_id", voice.c.project_id)
Index("voice_merged_into", voice.c.merged_into)
Index("voice_demo", voice.c.demo)

voice_district = Table(
    "voice_district",
    metadata,
    Column("voice_number", ForeignKey("voice.number", ondelete="CASCADE"), primary_key=True),
    Column(
        "valid_from",
        ForeignKey("boundary_version.valid_from", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("district_id", ForeignKey("district.id", ondelete="RESTRICT"), nullable=False),
    sqlite_with_rowid=False,
)
"""No row for a voice about the whole city.

Kept by its key in SQLite: every list and count joins it row by row.
"""

Index("voice_district_of", voice_district.c.valid_from, voice_district.c.district_id)

voice_contact = Table(
    "voice_contact",
    metadata,
    Column("voice_number", ForeignKey("voice.number", ondelete="CASCADE"), primary_key=True),
    Column("email", String, nullable=False),
    Column("confirm_hash", String(64), unique=True),
    Column("created_at", Moment, nullable=False),
    Column("confirmed_at", Moment),
)

support = Table(
    "support",
    metadata,
    Column("voice_number", ForeignKey("voice.number", ondelete="CASCADE"), primary_key=True),
    Column("click_hash", String(64), primary_key=True),
    Column("at", Moment, nullable=False),
)
"""One row for each click that was counted, so that a repeated one counts once."""

spent_proof = Table(
    "spent_proof",
    metadata,
    Column("proof_hash", String(64), primary_key=True),
    Column("expires_at", Moment, nullable=False),
)
"""Solved challenges, each good for one voice."""
