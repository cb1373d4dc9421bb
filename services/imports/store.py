"""Uploads in the database: one row for each, and one for each layer that was found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from services.database.tables import account, import_file, import_layer, job
from services.imports.model import REPORTS, Message, Report
from services.imports.records import (
    DECISIONS,
    MESSAGES,
    Decision,
    ImportChangedError,
    ImportFile,
    ImportLayer,
    ImportNotFoundError,
    LayerState,
    NewImport,
)

_ENDED = frozenset({"failed", "cancelled"})


class Imports:
    """Uploads inside the caller's transaction; never commits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: NewImport, *, job_id: str, uploaded_by: str | None, now: datetime) -> None:
        """Note an upload that waits to be looked at by a job."""
        self._connection.execute(
            insert(import_file).values(
                id=new.id,
                name=new.name,
                size_bytes=new.size_bytes,
                sha256=new.sha256,
                state="inspecting",
                job_id=job_id,
                uploaded_by=uploaded_by,
                uploaded_at=now,
                changed_at=now,
            )
        )

    def get(self, import_id: str) -> ImportFile:
        """Return an upload with its report and layers, or raise ``ImportNotFoundError``."""
        row = self._connection.execute(
            _files().add_columns(import_file.c.report).where(import_file.c.id == import_id)
        ).one_or_none()
        if row is None:
            raise ImportNotFoundError(import_id=import_id)
        report = None if row.report is None else REPORTS.validate_python(row.report)
        return _to_file(row, report, self._layers([row.number])[row.number])

    def list(self, *, closed: int) -> Sequence[ImportFile]:
        """Return uploads without their reports, newest first: all under way, some closed ones."""
        newest = _files().order_by(import_file.c.number.desc())
        under_way = newest.where(import_file.c.state != "closed")
        over = newest.where(import_file.c.state == "closed").limit(closed)
        rows = [*self._connection.execute(under_way), *self._connection.execute(over)]
        layers = self._layers([row.number for row in rows])
        return [_to_file(row, None, layers[row.number]) for row in rows]

    def list_same(self, one: ImportFile, *, most: int) -> Sequence[ImportFile]:
        """Return other uploads of the very same bytes without their reports, newest first."""
        rows = self._connection.execute(
            _files()
            .where(import_file.c.sha256 == one.sha256, import_file.c.number != one.number)
            .order_by(import_file.c.number.desc())
            .limit(most)
        ).all()
        layers = self._layers([row.number for row in rows])
        return [_to_file(row, None, layers[row.number]) for row in rows]

    def states(self) -> Mapping[str, str]:
        """Return what became of every upload, by its id."""
        rows = self._connection.execute(_files())
        return {row.id: _came_to(row, "inspecting")[0] for row in rows}

    def report(self, one: ImportFile, report: Report, *, now: datetime) -> None:
        """Keep what was found; each layer and raster waits for a person.

        With neither it is refused.
        """
        values = {
            "report": REPORTS.dump_python(report, mode="json"),
            "state": "reported" if report.contents else "refused",
        }
        self._set_file(one, values, now=now)
        rows = [
            {"import_number": one.number, "position": n, "state": "reported", "revision": 0}
            for n in range(len(report.contents))
        ]
        if rows:
            self._connection.execute(insert(import_layer), rows)

    def end(self, one: ImportFile, state: str, message: Message | None, *, now: datetime) -> None:
        """Note that looking at an upload ended without a report, or that nothing is left to do."""
        told = None if message is None else MESSAGES.dump_python(message, mode="json")
        self._set_file(one, {"state": state, "message": told}, now=now)

    def load(
        self, one: ImportFile, before: ImportLayer, decision: Decision, *, job_id: str
    ) -> None:
        """Note that a job loads a layer as decided; ``ImportChangedError`` if somebody else did."""
        self.set_layer(
            one,
            before,
            state="loading",
            choices=DECISIONS.dump_python(decision, mode="json"),
            message=None,
            job_id=job_id,
        )

    def set_layer(self, one: ImportFile, before: ImportLayer, **values: Any) -> None:
        """Change a layer that is still as it was read; ``ImportChangedError`` otherwise."""
        where = (
            import_layer.c.import_number == one.number,
            import_layer.c.position == before.position,
            import_layer.c.revision == before.revision,
        )
        done = self._connection.execute(
            update(import_layer).where(*where).values(revision=before.revision + 1, **values)
        )
        if done.rowcount != 1:
            raise ImportChangedError(import_id=one.id)

    def end_layer(
        self,
        one: ImportFile,
        before: ImportLayer,
        state: LayerState,
        message: Message | None = None,
        **values: Any,
    ) -> None:
        """Note how loading a layer ended."""
        told = None if message is None else MESSAGES.dump_python(message, mode="json")
        self.set_layer(one, before, state=state, message=told, **values)

    def _set_file(self, one: ImportFile, values: Mapping[str, Any], *, now: datetime) -> None:
        self._connection.execute(
            update(import_file)
            .where(import_file.c.number == one.number)
            .values(changed_at=now, **values)
        )

    def _layers(self, numbers: Sequence[int]) -> Mapping[int, Sequence[ImportLayer]]:
        found: dict[int, list[ImportLayer]] = {number: [] for number in numbers}
        rows = self._connection.execute(
            select(import_layer, job.c.state.label("job_state"), job.c.trouble)
            .outerjoin(job, job.c.id == import_layer.c.job_id)
            .where(import_layer.c.import_number.in_(numbers))
            .order_by(import_layer.c.import_number, import_layer.c.position)
        )
        for row in rows:
            found[row.import_number].append(_to_layer(row))
        return found


def _files() -> Select[Any]:
    columns = [column for column in import_file.c if column.name != "report"]
    return (
        select(
            *columns,
            job.c.state.label("job_state"),
            job.c.trouble,
            account.c.name.label("uploaded_by_name"),
        )
        .outerjoin(job, job.c.id == import_file.c.job_id)
        .outerjoin(account, account.c.id == import_file.c.uploaded_by)
    )


def _came_to(row: Row[Any], waiting: str) -> tuple[str, Message | None]:
    """Return the state of a row and why; a job that died or never began could not write it."""
    if row.state == waiting and row.job_state in _ENDED:
        return row.job_state, _message(row.trouble)
    return row.state, _message(row.message)


def _message(stored: Mapping[str, Any] | None) -> Message | None:
    return None if stored is None else MESSAGES.validate_python(stored)


def _to_file(row: Row[Any], report: Report | None, layers: Sequence[ImportLayer]) -> ImportFile:
    state, message = _came_to(row, "inspecting")
    return ImportFile(
        number=row.number,
        id=row.id,
        name=row.name,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        state=state,  # type: ignore[arg-type]
        report=report,
        message=message,
        job_id=row.job_id,
        uploaded_by=row.uploaded_by,
        uploaded_by_name=row.uploaded_by_name,
        uploaded_at=row.uploaded_at,
        changed_at=row.changed_at,
        layers=tuple(layers),
    )


def _to_layer(row: Row[Any]) -> ImportLayer:
    state, message = _came_to(row, "loading")
    return ImportLayer(
        position=row.position,
        state=state,  # type: ignore[arg-type]
        decision=None if row.choices is None else DECISIONS.validate_python(row.choices),
        message=message,
        job_id=row.job_id,
        layer_id=row.layer_id,
        layer_version=row.layer_version,
        revision=row.revision,
    )
