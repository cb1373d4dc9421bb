"""The answer trail: what became of a voice, step by step, each by a named office on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select, update

from services.comments.model import OFFICES, Step
from services.database.tables import trail_step
from services.web.texts import Lang, say

WORDED_STEPS: Final = ("declined", "restored", "note")
"""Steps whose words may repeat what nobody may read any more."""
_OF_ONE_TEXT: Final = (*WORDED_STEPS, "redacted")


def add_step(
    connection: Connection,
    voice_number: int,
    step: Step,
    *,
    account_id: str | None,
    now: datetime,
) -> None:
    """Write one more step; ``account_id`` is the member of staff who took it, None for others."""
    connection.execute(
        insert(trail_step).values(
            voice_number=voice_number,
            kind=step.kind,
            office=step.office,
            words=step.words,
            paper=step.paper,
            forum=step.forum,
            project_id=step.project_id,
            theme=step.theme,
            happened_on=step.happened_on,
            recorded_at=now,
            account_id=account_id,
        )
    )


def steps(connection: Connection, voice_number: int) -> tuple[Step, ...]:
    """Return the steps of a voice in the order of their days."""
    return steps_of(connection, [voice_number])[voice_number]


def steps_of(
    connection: Connection, voice_numbers: Sequence[int]
) -> Mapping[int, tuple[Step, ...]]:
    """Return the steps of some voices, each in the order of their days."""
    found: dict[int, list[Step]] = {number: [] for number in voice_numbers}
    rows = connection.execute(
        select(trail_step)
        .where(trail_step.c.voice_number.in_(voice_numbers))
        .order_by(trail_step.c.happened_on, trail_step.c.id)
    )
    for row in rows:
        step = Step(
            kind=row.kind,
            office=row.office,
            happened_on=row.happened_on,
            words=row.words,
            paper=row.paper,
            forum=row.forum,
            project_id=row.project_id,
            theme=row.theme,
        )
        found[row.voice_number].append(step)
    return {number: tuple(steps) for number, steps in found.items()}


def last_account(connection: Connection, voice_number: int, *kinds: str) -> str | None:
    """Return the account that took the latest step of one of ``kinds``, None if nobody did."""
    return connection.execute(
        select(trail_step.c.account_id)
        .where(trail_step.c.voice_number == voice_number, trail_step.c.kind.in_(kinds))
        .order_by(trail_step.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def forget_words(connection: Connection, voice_number: int) -> None:
    """Erase the words of those steps that may repeat what was written; the steps stay."""
    connection.execute(
        update(trail_step)
        .where(trail_step.c.voice_number == voice_number, trail_step.c.kind.in_(_OF_ONE_TEXT))
        .values(words=None)
    )


def office_name(office: str, lang: Lang) -> str:
    """Return who took a step, in words."""
    return say(OFFICES[office], lang) if office in OFFICES else office
