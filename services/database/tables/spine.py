"""City, districts, boundaries, places, and the layers' revisions."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from services.database.geometry import Geometry
from services.database.moment import Moment
from services.database.tables.base import metadata

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

street = Table(
    "street",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("district_id", ForeignKey("district.id", ondelete="RESTRICT"), nullable=False),
    Column("location", Geometry("POINT")),
    Column("accuracy_m", Float),
    Column("sources", JSON, nullable=False),
    UniqueConstraint("name", "district_id"),
)
"""A street that crosses districts stands once in each. ``location`` may be unknown."""

layer = Table(
    "layer",
    metadata,
    Column("id", String, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("passport", JSON),
)
