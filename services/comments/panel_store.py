"""SQL of what a project's page shows: what was said about it, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, func, select, union_all

from services.comments.listing import PUBLIC_COLUMNS, PublicVoice, to_public_voice
from services.comments.model import Kind
from services.database.tables import trail_step, voice, voice_district
from services.districts.store import Districts

ANSWER_STEPS: Final = ("taken_up", "decided", "measure", "done", "refused")
"""Steps that answer what was said; the others only tell where a voice stands."""


@dataclass(frozen=True)
class AnswerStep:
    """One answer to a voice: by which office, on which day, with which words."""

    reference: str
    title: str
    kind: str
    office: str
    words: str | None
    paper: str | None
    happened_on: date


class ProjectVoices:
    """Reads published voices about one project inside the caller's transaction.

    About a project is what names it, and what the town hall took to it later.
    """

    def __init__(self, connection: Connection, project_id: str, on: date) -> None:
        self._connection = connection
        self._project_id = project_id
        self._valid_from = Districts(connection).version_in_force(on).valid_from

    def newest(self, kinds: Sequence[Kind], *, limit: int) -> tuple[PublicVoice, ...]:
        """Return the newest voices of some kinds."""
        here = and_(
            voice_district.c.voice_number == voice.c.number,
            voice_district.c.valid_from == self._valid_from,
        )
        rows = self._connection.execute(
            select(*PUBLIC_COLUMNS)
            .select_from(voice.outerjoin(voice_district, here))
            .where(self._about, voice.c.kind.in_(kinds))
            .order_by(voice.c.number.desc())
            .limit(limit)
        )
        return tuple(to_public_voice(row) for row in rows)

    def counts(self) -> Mapping[str, int]:
        """Return how many voices of each kind there are."""
        rows = self._connection.execute(
            select(voice.c.kind, func.count().label("found"))
            .where(self._about)
            .group_by(voice.c.kind)
        )
        return {row.kind: row.found for row in rows}

    def answers(self, *, limit: int) -> tuple[AnswerStep, ...]:
        """Return the newest answers to the voices about the project."""
        rows = self._connection.execute(
            select(
                voice.c.reference,
                voice.c.title,
                trail_step.c.kind,
                trail_step.c.office,
                trail_step.c.words,
                trail_step.c.paper,
                trail_step.c.happened_on,
            )
            .join(voice, voice.c.number == trail_step.c.voice_number)
            .where(self._about, trail_step.c.kind.in_(ANSWER_STEPS))
            .order_by(trail_step.c.happened_on.desc(), trail_step.c.id.desc())
            .limit(limit)
        )
        return tuple(AnswerStep(**row._mapping) for row in rows)

    @property
    def _about(self) -> ColumnElement[bool]:
        # Two lookups put together; OR between them would read every voice there is.
        named = select(voice.c.number).where(voice.c.project_id == self._project_id)
        taken = select(trail_step.c.voice_number).where(trail_step.c.project_id == self._project_id)
        about = union_all(named.correlate(None), taken.correlate(None))
        return and_(voice.c.status == "published", voice.c.number.in_(about))
