"""Jobs, files on their way in, and the layers that staff bring in.

Geometry: EPSG:25832, metres, any kind; ``original`` in the reference system of its file.
Times: UTC. Safe while the old code serves: adds only. Undo: drops the tables.
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
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    String,
)

from services.database.geometry import Geometry
from services.database.spatial_index import create_box_index, drop_spatial_index

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _create_jobs()
    _create_layers()
    _create_features()
    _create_imports()
    create_box_index("layer_feature", "geometry", key="number")


def _create_jobs() -> None:
    op.create_table(
        "job",
        Column("number", Integer, primary_key=True),
        Column("id", String, nullable=False, unique=True),
        Column("kind", String, nullable=False),
        Column(
            "state",
            String,
            CheckConstraint("state in ('queued', 'running', 'done', 'failed', 'cancelled')"),
            nullable=False,
        ),
        Column("payload", JSON, nullable=False),
        Column("progress", JSON),
        Column("trouble", JSON),
        Column("asked_by", String, ForeignKey("account.id", ondelete="SET NULL")),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("started_at", DateTime(timezone=True)),
        Column("finished_at", DateTime(timezone=True)),
        Column("attempts", Integer, nullable=False),
        Column("cancel_asked", Boolean, nullable=False),
    )
    op.create_index("job_state", "job", ["state", "number"])


def _create_layers() -> None:
    op.create_table(
        "imported_layer",
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
        Column("created_by", String, ForeignKey("account.id", ondelete="SET NULL")),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("changed_at", DateTime(timezone=True), nullable=False),
        Column("revision", Integer, nullable=False),
    )
    op.create_table(
        "layer_version",
        Column(
            "layer_number",
            Integer,
            ForeignKey("imported_layer.number", ondelete="CASCADE"),
            primary_key=True,
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
        Column("imported_by", String, ForeignKey("account.id", ondelete="SET NULL")),
        Column("imported_at", DateTime(timezone=True), nullable=False),
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


def _create_features() -> None:
    op.create_table(
        "layer_feature",
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
    )
    op.create_index(
        "layer_feature_n", "layer_feature", ["layer_number", "version", "n"], unique=True
    )
    op.create_index("layer_feature_key", "layer_feature", ["layer_number", "version", "key"])
    op.create_table(
        "layer_feature_district",
        Column(
            "feature_number",
            Integer,
            ForeignKey("layer_feature.number", ondelete="CASCADE"),
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
    )


def _create_imports() -> None:
    op.create_table(
        "import_file",
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
        Column("job_id", String, ForeignKey("job.id", ondelete="SET NULL")),
        Column("uploaded_by", String, ForeignKey("account.id", ondelete="SET NULL")),
        Column("uploaded_at", DateTime(timezone=True), nullable=False),
        Column("changed_at", DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "import_layer",
        Column(
            "import_number",
            Integer,
            ForeignKey("import_file.number", ondelete="CASCADE"),
            primary_key=True,
        ),
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
        Column("job_id", String, ForeignKey("job.id", ondelete="SET NULL")),
        Column("layer_id", String, ForeignKey("imported_layer.id", ondelete="SET NULL")),
        Column("layer_version", Integer),
        Column("revision", Integer, nullable=False),
    )


def downgrade() -> None:
    for name in ("import_layer", "import_file", "layer_feature_district"):
        op.drop_table(name)
    drop_spatial_index("layer_feature", "geometry")
    for name in ("layer_feature", "layer_version", "imported_layer", "job"):
        op.drop_table(name)
