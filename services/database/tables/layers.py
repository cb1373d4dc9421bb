"""Layers that staff brought in: what they are called, their versions, their features."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from services.database.geometry import Geometry
from services.database.moment import Moment
from services.database.tables.base import metadata

imported_layer = Table(
    "imported_layer",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("kind", String, CheckConstraint("kind in ('vector', 'raster')"), nullable=False),
    Column("title", JSON, nullable=False),
    Column("description", JSON, nullable=False),
    Column("group_name", String, nullable=False),
    Column("theme", String),
    Column(
        "visibility",
        String,
        CheckConstraint("visibility in ('staff', 'public')"),
        nullable=False,
    ),
    Column("look", JSON, nullable=False),
    Column("source", String, nullable=False),
    Column("licence_name", String, nullable=False),
    Column("licence_url", String, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("next_due", Date),
    Column("key_field", String),
    Column("current_version", Integer),
    Column("created_by", ForeignKey("account.id", ondelete="SET NULL")),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("revision", Integer, nullable=False),
)
"""``id`` stands in addresses. ``look`` says how it is drawn. Nobody sees a layer without a current
version. ``revision`` counts the changes of what stands here, against two people changing at once;
what tiles depend on is the revision of ``layer``."""

layer_version = Table(
    "layer_version",
    metadata,
    Column(
        "layer_number", ForeignKey("imported_layer.number", ondelete="CASCADE"), primary_key=True
    ),
    Column("version", Integer, primary_key=True),
    Column(
        "state",
        String,
        CheckConstraint("state in ('loading', 'complete', 'leaving')"),
        nullable=False,
    ),
    Column("file_name", String, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("imported_by", ForeignKey("account.id", ondelete="SET NULL")),
    Column("imported_at", Moment, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("feature_count", Integer, nullable=False),
    Column("fields", JSON, nullable=False),
    Column("passport", JSON, nullable=False),
    Column("bounds", JSON),
    Column("statistics", JSON, nullable=False),
    Column("tile_file", String),
    Column("raster", JSON),
    Column("differences", JSON),
)
"""What was brought in at one time. Rows arrive while it is ``loading`` and go while it is
``leaving``; only a ``complete`` one can be the current version of its layer. ``bounds`` are west,
south, east, north in EPSG:25832, metres; ``statistics`` hold per district counts, lengths, areas
and sums, by ``valid_from`` of the boundaries."""

layer_feature = Table(
    "layer_feature",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("layer_number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("key", String),
    Column("geometry", Geometry("GEOMETRY")),
    Column("west", Float),
    Column("south", Float),
    Column("east", Float),
    Column("north", Float),
    Column("original", LargeBinary),
    Column("properties", JSON, nullable=False),
    Column("digest", String(16), nullable=False),
    ForeignKeyConstraint(
        ["layer_number", "version"],
        ["layer_version.layer_number", "layer_version.version"],
        ondelete="CASCADE",
    ),
    Index("layer_feature_n", "layer_number", "version", "n", unique=True),
    Index("layer_feature_key", "layer_number", "version", "key"),
)
"""``n`` counts from 0 in the order of the file. ``original`` is the WKB that stood in the file, in
the file's own reference system, where a geometry was repaired. West to north are the box of
``geometry`` in metres, so that no trigger needs to read shapes. ``digest`` is the same for two
features of the same shape and values: most of what a new version did not change is told by it."""

layer_feature_district = Table(
    "layer_feature_district",
    metadata,
    Column(
        "feature_number", ForeignKey("layer_feature.number", ondelete="CASCADE"), primary_key=True
    ),
    Column(
        "valid_from",
        ForeignKey("boundary_version.valid_from", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("district_id", ForeignKey("district.id", ondelete="RESTRICT"), primary_key=True),
    Column("share", Float, CheckConstraint("share > 0 and share <= 1.0"), nullable=False),
)
