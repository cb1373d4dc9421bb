"""The processes' SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from shapely import MultiPolygon
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from services.database.tables import participation_process, voice
from services.districts.model import DistrictId
from services.processes.model import Phase, Process, ProcessChangedError, ProcessNotFoundError

_ORDER: Mapping[Phase, int] = {"open": 0, "upcoming": 1, "ended": 2, "draft": 3}


def _to_process(row: Row[Any]) -> Process:
    if row.area is not None and not isinstance(row.area, MultiPolygon):
        raise TypeError(f"process {row.id}: expected MultiPolygon, got {row.area.geom_type}")
    return Process(
        number=row.number,
        id=row.id,
        title=row.title,
        question=row.question,
        grade=row.grade,
        area_kind=row.area_kind,
        area=row.area,
        district_ids=tuple(DistrictId(one) for one in row.district_ids),
        target_group=row.target_group,
        themes=tuple(row.themes),
        kinds=tuple(row.kinds),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        project_ids=tuple(row.project_ids),
        legal_basis=row.legal_basis,
        moderation=row.moderation,
        standing=row.standing,
        outcome=row.outcome,
        published_at=row.published_at,
        version=row.version,
    )


class Processes:
    """Reads and writes processes inside the caller's transaction; never commits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Process, ...]:
        """Return every process, drafts too, by number."""
        rows = self._connection.execute(
            select(participation_process).order_by(participation_process.c.number)
        )
        return tuple(_to_process(row) for row in rows)

    def list(self, on: date) -> tuple[Process, ...]:
        """Return the published processes: open ones first, then upcoming, then ended."""
        public = [one for one in self.all() if one.published_at is not None]
        return tuple(sorted(public, key=lambda one: (_ORDER[one.phase(on)], one.number)))

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all published processes, by number."""
        ids = self._connection.execute(
            select(participation_process.c.id)
            .where(participation_process.c.published_at.is_not(None))
            .order_by(participation_process.c.number)
        )
        return tuple(ids.scalars())

    def find(self, process_id: str) -> Process | None:
        """Return one process, or None."""
        row = self._connection.execute(
            select(participation_process).where(participation_process.c.id == process_id)
        ).one_or_none()
        return None if row is None else _to_process(row)

    def get(self, process_id: str) -> Process:
        """Return one process, a draft too, or raise ``ProcessNotFoundError``."""
        found = self.find(process_id)
        if found is None:
            raise ProcessNotFoundError(process_id=process_id)
        return found

    def get_public(self, process_id: str) -> Process:
        """Return one published process or raise ``ProcessNotFoundError``."""
        found = self.get(process_id)
        if found.published_at is None:
            raise ProcessNotFoundError(process_id=process_id)
        return found

    def next_number(self) -> int:
        """Return the number that the next process gets."""
        highest = self._connection.execute(
            select(func.max(participation_process.c.number))
        ).scalar_one()
        return (highest or 0) + 1

    def add(self, one: Process, *, now: datetime) -> None:
        """Write one new process."""
        values = {each.name: getattr(one, each.name) for each in fields(one)}
        self._connection.execute(
            insert(participation_process).values(**values, created_at=now, changed_at=now)
        )

    def change(
        self, process_id: str, *, expected_version: int, now: datetime, **values: Any
    ) -> None:
        """Write ``values`` and count up the version.

        Raises ``ProcessChangedError`` when somebody was faster.
        """
        changed = self._connection.execute(
            update(participation_process)
            .where(
                participation_process.c.id == process_id,
                participation_process.c.version == expected_version,
            )
            .values(**values, version=expected_version + 1, changed_at=now)
        )
        if changed.rowcount == 0:
            raise ProcessChangedError(process_id=process_id, expected=expected_version)

    def remove(self, process_id: str) -> None:
        """Delete one process that has no voices."""
        self._connection.execute(
            delete(participation_process).where(participation_process.c.id == process_id)
        )

    def count_voices(self, process_id: str) -> int:
        """Return how many voices a process has, of any status."""
        return self._connection.execute(
            select(func.count()).select_from(voice).where(voice.c.process_id == process_id)
        ).scalar_one()
