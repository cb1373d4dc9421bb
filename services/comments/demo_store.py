"""SQL of invented voices: whether there are any, and how they go without a trace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, exists, func, select, update

from services.comments.model import SYSTEM_OFFICE, Step
from services.comments.store import mark_changed
from services.comments.trail import add_step
from services.database.tables import notice, voice
from services.web.dependencies import LOCAL_TIME
from services.web.texts import LocalText

DEMO_NOTE: Final[LocalText] = {
    "de": "Demonstrationsdaten: Die Beiträge sind erfunden.",
    "en": "Demonstration data: the comments are invented.",
}
"""What pages and exports say as long as an invented voice is there."""


def has_demo(connection: Connection) -> bool:
    """Return True while there is an invented voice."""
    return bool(connection.execute(select(exists().where(_is_demo()))).scalar_one())


def count_demo(connection: Connection) -> int:
    """Return how many invented voices there are."""
    return connection.execute(
        select(func.count()).select_from(voice).where(_is_demo())
    ).scalar_one()


def remove_demo(connection: Connection, *, now: datetime) -> int:
    """Delete all invented voices and everything that hangs on them; return how many.

    Steps, districts, contacts, supports, decisions, objections and questions go with their voice,
    notices by themselves. A real voice that was merged into an invented one waits for a look
    again. Writes; the caller owns the transaction.
    """
    count = count_demo(connection)
    if not count:
        return 0
    invented = select(voice.c.number).where(_is_demo())
    freed = connection.execute(
        select(voice.c.number).where(voice.c.merged_into.in_(invented), ~_is_demo())
    ).scalars()
    _free(connection, freed.all(), now=now)
    connection.execute(update(voice).where(_is_demo()).values(merged_into=None))
    connection.execute(delete(notice).where(notice.c.voice_number.in_(invented)))
    connection.execute(delete(voice).where(_is_demo()))
    mark_changed(connection, [], now=now)
    return count


def _free(connection: Connection, numbers: Sequence[int], *, now: datetime) -> None:
    today = now.astimezone(LOCAL_TIME).date()
    for number in numbers:
        connection.execute(
            update(voice)
            .where(voice.c.number == number)
            .values(
                merged_into=None,
                status="received",
                version=voice.c.version + 1,
                changed_at=now,
            )
        )
        step = Step("restored", SYSTEM_OFFICE, today)
        add_step(connection, number, step, account_id=None, now=now)


def _is_demo() -> ColumnElement[bool]:
    return voice.c.demo
