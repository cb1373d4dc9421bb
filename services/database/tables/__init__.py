"""The tables, as the migrations leave them. Geometry: EPSG:25832, metres. Times: UTC."""

from __future__ import annotations

from services.database.tables.accounts import (
    account,
    account_role,
    audit,
    one_time_link,
    sign_on,
    staff_session,
)
from services.database.tables.base import metadata
from services.database.tables.imports import import_file, import_layer
from services.database.tables.jobs import job
from services.database.tables.layers import (
    imported_layer,
    layer_feature,
    layer_feature_district,
    layer_version,
)
from services.database.tables.mail import outbox
from services.database.tables.moderation import (
    decision,
    notice,
    objection,
    question,
    trail_step,
)
from services.database.tables.participation import (
    participation_process,
    spent_proof,
    support,
    voice,
    voice_contact,
    voice_district,
)
from services.database.tables.projects import (
    project,
    project_district,
    project_placement,
    project_theme,
)
from services.database.tables.spine import (
    boundary_version,
    district,
    district_boundary,
    layer,
    municipality,
    place,
    source,
    street,
)

__all__ = [
    "account",
    "account_role",
    "audit",
    "boundary_version",
    "decision",
    "district",
    "district_boundary",
    "import_file",
    "import_layer",
    "imported_layer",
    "job",
    "layer",
    "layer_feature",
    "layer_feature_district",
    "layer_version",
    "metadata",
    "municipality",
    "notice",
    "objection",
    "one_time_link",
    "outbox",
    "participation_process",
    "place",
    "project",
    "project_district",
    "project_placement",
    "project_theme",
    "question",
    "sign_on",
    "source",
    "spent_proof",
    "staff_session",
    "street",
    "support",
    "trail_step",
    "voice",
    "voice_contact",
    "voice_district",
]
