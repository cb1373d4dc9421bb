"""Layers as the database knows them: their revision, which is ETag and cache key, and passport."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from services.database.tables import layer


@dataclass(frozen=True)
class Revision:
    """How often a layer has changed, and when last (UTC)."""

    number: int
    changed_at: datetime


def revisions(connection: Connection) -> Mapping[str, Revision]:
    """Return the revision of every layer that was ever written."""
    rows = connection.execute(
        select(layer.c.id, layer.c.revision, layer.c.changed_at).order_by(layer.c.id)
    )
    return {row.id: Revision(row.revision, row.changed_at) for row in rows}


def bump(connection: Connection, *layer_ids: str, now: datetime) -> None:
    """Count up the revision of layers that the caller's transaction changes."""
    for layer_id in layer_ids:
        changed = connection.execute(
            update(layer)
            .where(layer.c.id == layer_id)
            .values(revision=layer.c.revision + 1, changed_at=now)
        )
        if changed.rowcount == 0:
            connection.execute(insert(layer).values(id=layer_id, revision=1, changed_at=now))


def keep_passport(connection: Connection, layer_id: str, passport: Mapping[str, Any]) -> None:
    """Write the passport of a layer that has a revision already."""
    connection.execute(update(layer).where(layer.c.id == layer_id).values(passport=passport))


def passport_of(connection: Connection, layer_id: str) -> Mapping[str, Any]:
    """Return the passport of a layer as it was written; KeyError for a layer without."""
    found: Mapping[str, Any] | None = connection.execute(
        select(layer.c.passport).where(layer.c.id == layer_id)
    ).scalar_one_or_none()
    if found is None:
        raise KeyError(layer_id)
    return found
