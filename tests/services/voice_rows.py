"""Voices as rows, whatever became of them: for tests of what only reads or erases them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select

from services.comments.reference import new_reference
from services.database.tables import boundary_version, voice, voice_district
from tests.conftest import NOW

_FIRST: Final = 50_000_000
_drawn = count(_FIRST)


def put_voice(
    connection: Connection,
    *,
    district: str | None = "mitte",
    days_ago: float = 1,
    at: datetime | None = None,
    **values: Any,
) -> int:
    """Write one voice as it is; return its number. ``district`` None: about the whole city."""
    received = at or NOW - timedelta(days=days_ago)
    row: dict[str, Any] = {
        "reference": new_reference(lambda _: next(_drawn)),
        "process_id": "ideen",
        "kind": "comment",
        "channel": "online",
        "title": "Eine Bank am Weg",
        "text": "Am Weg fehlt eine Bank im Schatten.",
        "theme": "open_space",
        "precision": "district" if district else "city",
        "status": "published",
        "answer": "open",
        "supports": 0,
        "language": "de",
        "received_at": received,
        "published_at": received,
        "changed_at": received,
        "legal_hold": False,
        "demo": False,
        "version": 1,
        "revision": 0,
        "search_text": "eine bank am weg",
    }
    number: int = connection.execute(
        insert(voice).values(row | values).returning(voice.c.number)
    ).scalar_one()
    if district is not None:
        newest = connection.execute(select(func.max(boundary_version.c.valid_from))).scalar_one()
        connection.execute(
            insert(voice_district).values(
                voice_number=number, valid_from=newest, district_id=district
            )
        )
    return number
