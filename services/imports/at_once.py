"""An upload taken the whole way in one go, as the command line does: the acts of the browser.

Whoever calls has the turn to work, so nobody else takes up the jobs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from services.database.engine import reading, writing
from services.imports.actions import apply, cancel_work, confirm, discard, take_in
from services.imports.arrival import keep, remove_folder
from services.imports.quarantine import MEGABYTE
from services.imports.records import Decision, ImportFile
from services.imports.store import Imports
from services.layers.loading import remove_orphans
from services.settings import Settings
from services.web.actor import Actor


@dataclass(frozen=True)
class Desk:
    """Where somebody brings files in; ``work`` does the jobs that wait."""

    engine: Engine
    settings: Settings
    actor: Actor
    clock: Callable[[], datetime]
    work: Callable[[], object]

    def see(self, import_id: str) -> ImportFile:
        """Return an upload as it stands."""
        with reading(self.engine) as connection:
            return Imports(connection).get(import_id)


def look_into(desk: Desk, files: Sequence[Path]) -> ImportFile:
    """Take files in, have them looked at, and return what was found.

    Raises ``ImportRefusedError`` where they are too large, empty or find no room.
    """
    with ExitStack() as opened:
        arriving = [(one.name, opened.enter_context(one.open("rb"))) for one in files]
        new = keep(
            arriving,
            import_dir=desk.settings.import_dir,
            limit_bytes=desk.settings.import_limit_mb * MEGABYTE,
        )
    try:
        with writing(desk.engine) as connection:
            take_in(connection, new, actor=desk.actor, now=desk.clock())
    except BaseException:
        remove_folder(desk.settings.import_dir, new.id)
        raise
    desk.work()
    return desk.see(new.id)


def load(
    desk: Desk, import_id: str, position: int, decision: Decision, *, at_once: bool
) -> ImportFile:
    """Have a layer loaded as decided and return its upload.

    A new version of a layer is shown with ``at_once``; otherwise it waits for a person.
    """
    before = desk.see(import_id).layer(position)
    with writing(desk.engine) as connection:
        confirm(
            connection,
            import_id,
            position,
            decision,
            revision=before.revision,
            actor=desk.actor,
            now=desk.clock(),
        )
    desk.work()
    after = desk.see(import_id).layer(position)
    if at_once and after.state == "ready":
        with writing(desk.engine) as connection:
            apply(
                connection,
                import_id,
                position,
                revision=after.revision,
                actor=desk.actor,
                now=desk.clock(),
            )
    return desk.see(import_id)


def put_away(desk: Desk, import_id: str) -> None:
    """Take nothing more from an upload and remove its files; a version that waits keeps them.

    What a load that was stopped has written goes too.
    """
    one = desk.see(import_id)
    with writing(desk.engine) as connection:
        for position in (None, *(layer.position for layer in one.layers)):
            cancel_work(connection, import_id, position, actor=desk.actor, now=desk.clock())
    remove_orphans(desk.engine, desk.settings)
    if any(layer.state == "ready" for layer in desk.see(import_id).layers):
        return
    with writing(desk.engine) as connection:
        discard(connection, import_id, actor=desk.actor, now=desk.clock())
    remove_folder(desk.settings.import_dir, import_id)
