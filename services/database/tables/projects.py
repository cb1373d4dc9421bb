"""Projects and their districts."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
)

from services.database.geometry import Geometry
from services.database.tables.base import metadata

project = Table(
    "project",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("name", JSON, nullable=False),
    Column(
        "status",
        String,
        CheckConstraint("status in ('idea', 'planned', 'under_way', 'done', 'dropped')"),
        nullable=False,
    ),
    Column("citywide", Boolean, nullable=False),
    Column("declared_districts", JSON, nullable=False),
    Column("period_from", String),
    Column("period_to", String),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("cost_eur", Integer, CheckConstraint("cost_eur >= 0")),
    Column("funding_eur", Integer, CheckConstraint("funding_eur >= 0")),
    Column("funding_program", String),
    Column("geometry", Geometry("GEOMETRY")),
    Column("accuracy_m", Float),
    Column("coordinate_kind", String),
    Column("details", JSON, nullable=False),
    Column("search_text", String, nullable=False),
)

project_theme = Table(
    "project_theme",
    metadata,
    Column("project_number", ForeignKey("project.number", ondelete="CASCADE"), primary_key=True),
    Column("theme", String, primary_key=True),
    Column("position", Integer, nullable=False),
)

project_placement = Table(
    "project_placement",
    metadata,
    Column("project_number", ForeignKey("project.number", ondelete="CASCADE"), primary_key=True),
    Column(
        "valid_from",
        ForeignKey("boundary_version.valid_from", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("feature", String, nullable=False),
)

project_district = Table(
    "project_district",
    metadata,
    Column("project_number", ForeignKey("project.number", ondelete="CASCADE"), primary_key=True),
    Column(
        "valid_from",
        ForeignKey("boundary_version.valid_from", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("district_id", ForeignKey("district.id", ondelete="RESTRICT"), primary_key=True),
    Column("share", Float, CheckConstraint("share > 0 and share <= 1.0"), nullable=False),
    Column(
        "rule",
        String,
        CheckConstraint("rule in ('point', 'line', 'area', 'declared')"),
        nullable=False,
    ),
)
