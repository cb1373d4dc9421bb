"""Districts with versioned boundaries, places, projects, layers.

Geometry: EPSG:25832, metres; boundary MultiPolygon, place Point, project any kind.
Times: UTC. Safe on an empty database only: it is the first. Undo: drops everything.
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

revision = "0001"
down_revision = None

SPATIAL = (
    ("district_boundary", "boundary", "fid"),
    ("place", "location", "number"),
    ("project", "geometry", "number"),
)


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    _create_spine()
    _create_projects()
    op.create_table(
        "layer",
        Column("id", String, primary_key=True),
        Column("revision", Integer, nullable=False),
        Column("changed_at", DateTime(timezone=True), nullable=False),
        Column("passport", JSON),
    )
    for table, column, key in SPATIAL:
        create_spatial_index(table, column, key=key)


def _create_spine() -> None:
    op.create_table(
        "source",
        Column("key", String, primary_key=True),
        Column("title", String, nullable=False),
        Column("url", String),
        Column("as_of", String),
    )
    op.create_table(
        "municipality",
        Column("ags", String(8), primary_key=True),
        Column("name", String, nullable=False),
        Column("profile", JSON, nullable=False),
    )
    op.create_table(
        "district",
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
    op.create_table(
        "boundary_version",
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
        Column("imported_at", DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "district_boundary",
        Column("fid", Integer, primary_key=True),
        Column(
            "valid_from",
            Date,
            ForeignKey("boundary_version.valid_from", ondelete="RESTRICT"),
            nullable=False,
        ),
        Column(
            "district_id", String, ForeignKey("district.id", ondelete="RESTRICT"), nullable=False
        ),
        Column("boundary", Geometry("MULTIPOLYGON"), nullable=False),
        Column("accuracy_m", Float),
        UniqueConstraint("valid_from", "district_id"),
    )
    op.create_table(
        "place",
        Column("number", Integer, primary_key=True),
        Column("id", String, nullable=False, unique=True),
        Column(
            "district_id", String, ForeignKey("district.id", ondelete="RESTRICT"), nullable=False
        ),
        Column("name", String, nullable=False),
        Column("kind", String, nullable=False),
        Column("location", Geometry("POINT"), nullable=False),
        Column("accuracy_m", Float, nullable=False),
        Column("coordinate_kind", String, nullable=False),
        Column("note", JSON),
        Column("sources", JSON, nullable=False),
    )


def _create_projects() -> None:
    op.create_table(
        "project",
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
    op.create_table(
        "project_theme",
        Column(
            "project_number",
            Integer,
            ForeignKey("project.number", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column("theme", String, primary_key=True),
        Column("position", Integer, nullable=False),
    )
    op.create_table(
        "project_placement",
        Column(
            "project_number",
            Integer,
            ForeignKey("project.number", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column(
            "valid_from",
            Date,
            ForeignKey("boundary_version.valid_from", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column("feature", String, nullable=False),
    )
    op.create_table(
        "project_district",
        Column(
            "project_number",
            Integer,
            ForeignKey("project.number", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column(
            "valid_from",
            Date,
            ForeignKey("boundary_version.valid_from", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column(
            "district_id",
            String,
            ForeignKey("district.id", ondelete="RESTRICT"),
            primary_key=True,
        ),
        Column("share", Float, CheckConstraint("share > 0 and share <= 1.0"), nullable=False),
        Column(
            "rule",
            String,
            CheckConstraint("rule in ('point', 'line', 'area', 'declared')"),
            nullable=False,
        ),
    )


def downgrade() -> None:
    for table, column, _ in SPATIAL:
        drop_spatial_index(table, column)
    for table in (
        "layer",
        "project_district",
        "project_placement",
        "project_theme",
        "project",
        "place",
        "district_boundary",
        "boundary_version",
        "district",
        "municipality",
        "source",
    ):
        op.drop_table(table)
