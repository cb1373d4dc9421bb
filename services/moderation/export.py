"""Voices as files for staff: what the queue shows, whether it is public or not.

Never a mail address or the name of an author: nobody needs them to plan or to count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from shapely import Point
from sqlalchemy import Connection

from services.comments.export import HEAD, PLACE, TAIL, Names, field, rows_of
from services.comments.model import STATUSES, Voice
from services.comments.reasons import REASONS
from services.comments.store import Voices
from services.database.tables import voice
from services.moderation.model import QueueFilter
from services.moderation.queue_store import Queue
from services.web.columns import Cells
from services.web.geojson import feature, feature_collection

PORTION: Final = 500
EXACT_METRES: Final = 2
"""Decimals of a pin that staff see: as it was set."""

STAFF_FIELDS: Final = (
    *HEAD,
    field("status", "Zustand", "State", lambda one, _, names: names.word(STATUSES, one.status)),
    field(
        "reason",
        "Grund",
        "Reason",
        lambda one, _, names: names.word(REASONS, one.reason_code),
        width=24,
    ),
    *PLACE,
    *TAIL,
)


def staff_rows(
    connection: Connection,
    queue: Queue,
    asked: QueueFilter,
    names: Names,
    *,
    on: date,
    reads_all: bool,
) -> Iterator[tuple[Point | None, Cells]]:
    """Yield what the queue shows under a filter, in its order.

    ``reads_all`` is False for who only counts: then what is not public comes without words and
    pin, and what is public with the public pin.
    """
    return rows_of(
        _portions(connection, queue, asked, on, reads_all=reads_all),
        STAFF_FIELDS,
        names,
        pin=_exact,
        metres=EXACT_METRES,
    )


def to_geojson(rows: Iterator[tuple[Point | None, Cells]]) -> bytes:
    """Return the rows as a feature collection."""
    names = [one.column.name for one in STAFF_FIELDS]
    return feature_collection(
        feature(str(cells[0]), point, dict(zip(names, cells, strict=True))) for point, cells in rows
    )


def _portions(
    connection: Connection, queue: Queue, asked: QueueFilter, on: date, *, reads_all: bool
) -> Iterator[Sequence[Voice]]:
    """Yield what the queue shows, in its order, with what the reader may see."""
    store = Voices(connection, on)
    last: str | None = None
    while True:
        found = queue.references(asked, after=last, limit=PORTION)
        if not found:
            return
        last = found[-1]
        voices = store.list(
            store.select()
            .where(voice.c.reference.in_(found))
            .order_by(voice.c.received_at, voice.c.number)
        )
        yield [one if reads_all else counted_only(one) for one in voices]


def counted_only(one: Voice) -> Voice:
    """Return what statistics may know of a voice: words and points only as everybody does."""
    if one.is_public:
        return replace(one, pin=one.public_pin)
    return replace(
        one, title="", text="", place_label=None, expertise=None, pin=None, public_pin=None
    )


def _exact(one: Voice) -> Point | None:
    return one.pin
