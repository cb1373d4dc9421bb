"""What staff do with processes: set up, change, publish, delete. Each act is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from services.accounts.actions import record
from services.processes.form import changes
from services.processes.model import STANDING_IDS, Process, ProcessInUseError
from services.processes.store import Processes
from services.web.actor import Actor

_DAYS: Final = ("starts_on", "ends_on")


def create_process(
    connection: Connection, values: Mapping[str, Any], *, actor: Actor, now: datetime
) -> Process:
    """Write a new process as a draft: nobody but staff sees it before it is published."""
    store = Processes(connection)
    one = Process(**values, number=store.next_number(), published_at=None, version=1)
    store.add(one, now=now)
    _record(connection, actor, "process.created", one.id, now=now, **_days(values))
    return one


def change_process(
    connection: Connection,
    before: Process,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
) -> tuple[str, ...]:
    """Write what differs from ``before``; return the names of what changed.

    Questions and days may change while voices come in: the audit trail says what did.
    Raises ``ProcessChangedError`` when somebody was faster.
    """
    changed = changes(before, values)
    if not changed:
        return ()
    Processes(connection).change(
        before.id,
        expected_version=before.version,
        now=now,
        **{name: values[name] for name in changed},
    )
    _record(
        connection,
        actor,
        "process.changed",
        before.id,
        now=now,
        changed=list(changed),
        **_days({name: values[name] for name in changed}),
    )
    return changed


def publish_process(
    connection: Connection, process_id: str, *, actor: Actor, now: datetime
) -> None:
    """Show a process to everybody. Done once; a second time changes nothing."""
    store = Processes(connection)
    one = store.get(process_id)
    if one.published_at is None:
        store.change(one.id, expected_version=one.version, now=now, published_at=now)
        _record(connection, actor, "process.published", one.id, now=now)


def delete_process(connection: Connection, process_id: str, *, actor: Actor, now: datetime) -> None:
    """Delete a process without voices; raises ``ProcessInUseError`` for any other."""
    store = Processes(connection)
    one = store.get(process_id)
    voices = store.count_voices(one.id)
    if voices or one.id in STANDING_IDS:
        raise ProcessInUseError(process_id=one.id, voices=voices)
    store.remove(one.id)
    _record(connection, actor, "process.deleted", one.id, now=now)


def _record(
    connection: Connection, actor: Actor, code: str, process_id: str, *, now: datetime, **facts: Any
) -> None:
    record(connection, actor, code, subject=f"process:{process_id}", facts=facts, now=now)


def _days(values: Mapping[str, Any]) -> dict[str, str | None]:
    return {
        name: None if values[name] is None else values[name].isoformat()
        for name in _DAYS
        if name in values
    }
