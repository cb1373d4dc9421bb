"""Revisions of layers: counted up in the writing transaction, they are ETag and cache key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from services.database.tables import layer


@dataclass(frozen=True)
class Revision:
    """How often a layer has changed, and when last (UTC)."""

    number: int
    changed_at: datetime


def revisions(connection: Connection) -> Mapping[str, Revision]:
    """Return the revision of every layer that was ever written."""
    return {
        row.id: Revision(row.revision, row.changed_at)
        for row in connection.execute(select(layer).order_by(layer.c.id))
    }


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
