"""The tables, as the migrations leave them. Geometry: EPSG:25832, metres. Times: UTC."""

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
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from services.database.geometry import Geometry
from services.database.moment import Moment

metadata = MetaData()

source = Table(
    "source",
    metadata,
    Column("key", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("url", String),
    Column("as_of", String),
)

municipality = Table(
    "municipality",
    metadata,
    Column("ags", String(8), primary_key=True),
    Column("name", String, nullable=False),
    Column("profile", JSON, nullable=False),
)

district = Table(
    "district",
    metadata,
    Column("id", String, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("code", String(3), nullable=False, unique=True),
    Column("colour", String(7), nullable=False),
    Column("sign", String, nullable=False),
    Column("strip_row", Integer, nullable=False),
    Column("strip_column", Integer, nullable=False),
    Column("profile", JSON, nullable=False),
)

boundary_version = Table(
    "boundary_version",
    metadata,
    Column("valid_from", Date, primary_key=True),
    Column("source", String, nullable=False),
    Column(
        "boundary_status",
        String,
        CheckConstraint("boundary_status in ('generalised', 'official')"),
        nullable=False,
    ),
    Column("licence_name", String, nullable=False),
    Column("licence_url", String, nullable=False),
    Column("imported_at", Moment, nullable=False),
)

district_boundary = Table(
    "district_boundary",
    metadata,
    Column("fid", Integer, primary_key=True),
    Column(
        "valid_from", ForeignKey("boundary_version.valid_from", ondelete="RESTRICT"), nullable=False
    ),
    Column("district_id", ForeignKey("district.id", ondelete="RESTRICT"), nullable=False),
    Column("boundary", Geometry("MULTIPOLYGON"), nullable=False),
    Column("accuracy_m", Float),
    UniqueConstraint("valid_from", "district_id"),
)

place = Table(
    "place",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("district_id", ForeignKey("district.id", ondelete="RESTRICT"), nullable=False),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("location", Geometry("POINT"), nullable=False),
    Column("accuracy_m", Float, nullable=False),
    Column("coordinate_kind", String, nullable=False),
    Column("note", JSON),
    Column("sources", JSON, nullable=False),
)

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

layer = Table(
    "layer",
    metadata,
    Column("id", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("passport", JSON),
)
