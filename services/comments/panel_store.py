"""SQL of what a project's page shows: what was said about it, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from shapely import Point
from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select

from services.comments.listing import PublicVoice
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


def _to_voice(row: Row[Any]) -> PublicVoice:
    if row.public_pin is not None and not isinstance(row.public_pin, Point):
        raise TypeError(f"voice {row.number}: expected Point, got {row.public_pin.geom_type}")
    found = row._mapping
    return PublicVoice(**{one.name: found[one.name] for one in fields(PublicVoice)})


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
        columns = [
            voice_district.c.district_id if one.name == "district_id" else voice.c[one.name]
            for one in fields(PublicVoice)
        ]
        here = and_(
            voice_district.c.voice_number == voice.c.number,
            voice_district.c.valid_from == self._valid_from,
        )
        rows = self._connection.execute(
            select(*columns)
            .select_from(voice.outerjoin(voice_district, here))
            .where(self._about, voice.c.kind.in_(kinds))
            .order_by(voice.c.number.desc())
            .limit(limit)
        )
        return tuple(_to_voice(row) for row in rows)

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
        taken = trail_step.alias()
        taken_here = exists().where(
            taken.c.voice_number == voice.c.number, taken.c.project_id == self._project_id
        )
        return and_(
            voice.c.status == "published",
            or_(voice.c.project_id == self._project_id, taken_here),
        )
