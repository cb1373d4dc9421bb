"""What the town hall does with a voice: steps, decisions, questions, objections, notices."""

from __future__ import annotations

from sqlalchemy import (
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

from services.database.moment import Moment
from services.database.tables.base import metadata

trail_step = Table(
    "trail_step",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("voice_number", ForeignKey("voice.number", ondelete="CASCADE"), nullable=False),
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
    Column("project_id", ForeignKey("project.id", ondelete="RESTRICT")),
    Column("theme", String),
    Column("happened_on", Date, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("account_id", String),
)
"""``paper`` is the number of a council paper, ``forum`` the event that took a voice up."""

Index("trail_step_voice", trail_step.c.voice_number)
Index("trail_step_project", trail_step.c.project_id, trail_step.c.voice_number)

decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("voice_number", ForeignKey("voice.number", ondelete="CASCADE"), nullable=False),
    Column("reason_code", String, nullable=False),
    Column("words", String, nullable=False),
    Column("proposed_by", String, nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("decided_by", String),
    Column("decided_at", Moment),
    Column(
        "outcome",
        String,
        CheckConstraint("outcome in ('pending', 'accepted', 'rejected')"),
        nullable=False,
    ),
)
"""A declining that needs four eyes, from proposal to second person."""

Index("decision_voice", decision.c.voice_number)

objection = Table(
    "objection",
    metadata,
    Column("voice_number", ForeignKey("voice.number", ondelete="CASCADE"), primary_key=True),
    Column("words", String, nullable=False),
    Column("against", String),
    Column("made_at", Moment, nullable=False),
    Column("decided_by", String),
    Column("decided_at", Moment),
    Column("outcome", String, CheckConstraint("outcome in ('upheld', 'rejected')")),
    Column("answer", String),
)
"""One for each voice. ``against`` is the account that declined: another one must decide."""

question = Table(
    "question",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("voice_number", ForeignKey("voice.number", ondelete="CASCADE"), nullable=False),
    Column("words", String, nullable=False),
    Column("asked_by", String),
    Column("asked_at", Moment, nullable=False),
    Column("answer", String),
    Column("answered_at", Moment),
)

Index("question_voice", question.c.voice_number)

notice = Table(
    "notice",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("reference", String(9), nullable=False, unique=True),
    Column("voice_number", ForeignKey("voice.number", ondelete="SET NULL")),
    Column("address", String, nullable=False),
    Column("reason_code", String, nullable=False),
    Column("words", String, nullable=False),
    Column("name", String),
    Column("email", String),
    Column("in_good_faith", Boolean, nullable=False),
    Column("language", String(2), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("decided_by", String),
    Column("decided_at", Moment),
    Column("outcome", String, CheckConstraint("outcome in ('removed', 'kept')")),
    Column("answer", String),
    Column("idempotency_key", String(64), unique=True),
    sqlite_autoincrement=True,
)
"""A report of unlawful content, as Article 16 of the Digital Services Act asks for."""
