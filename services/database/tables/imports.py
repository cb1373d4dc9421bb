"""Files of strangers on their way into the workbench."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
)

from services.database.moment import Moment
from services.database.tables.base import metadata

import_file = Table(
    "import_file",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column(
        "state",
        String,
        CheckConstraint(
            "state in ('inspecting', 'reported', 'refused', 'failed', 'cancelled', 'closed')"
        ),
        nullable=False,
    ),
    Column("report", JSON),
    Column("message", JSON),
    Column("job_id", ForeignKey("job.id", ondelete="SET NULL")),
    Column("uploaded_by", ForeignKey("account.id", ondelete="SET NULL")),
    Column("uploaded_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
"""One upload: a zip, a single file, or loose parts of one data set. ``message`` says why it was
refused or failed. ``closed``: nothing more is to be decided, and its folder is gone."""

import_layer = Table(
    "import_layer",
    metadata,
    Column("import_number", ForeignKey("import_file.number", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column(
        "state",
        String,
        CheckConstraint(
            "state in ('reported', 'loading', 'ready', 'loaded', 'failed', 'cancelled')"
        ),
        nullable=False,
    ),
    Column("choices", JSON),
    Column("message", JSON),
    Column("job_id", ForeignKey("job.id", ondelete="SET NULL")),
    Column("layer_id", ForeignKey("imported_layer.id", ondelete="SET NULL")),
    Column("layer_version", Integer),
    Column("revision", Integer, nullable=False),
)
"""One layer of an upload, by its position in the report. ``ready``: loaded as a new version that
waits for a person to apply it. ``revision`` counts up with every change, against two people
deciding at once."""
