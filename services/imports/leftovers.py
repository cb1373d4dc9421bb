"""What processes that were killed left behind: taken away before anything new begins."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from services.database.engine import reading
from services.imports.arrival import FEATURES, WORK
from services.imports.store import Imports
from services.layers.loading import remove_orphans
from services.settings import Settings

STRAY_AFTER: Final = timedelta(hours=1)
"""How long a folder may be unknown: one that is arriving is written down a moment later."""
_FOLDER: Final = re.compile(r"[0-9a-f]{32}")
_WITHOUT_REPORT: Final = frozenset({"refused", "failed", "cancelled"})


def remove_leftovers(engine: Engine, settings: Settings, clock: Callable[[], datetime]) -> None:
    """Take out half loaded versions with their archives, and files that nobody needs.

    Only for whoever has the turn: nobody else reads or loads an upload meanwhile.
    """
    # Folders first: where a disk is full, even deleting rows needs a little room.
    remove_stray_folders(engine, settings.import_dir, now=clock())
    remove_orphans(engine, settings)


def remove_stray_folders(engine: Engine, import_dir: Path, *, now: datetime) -> None:
    """Remove folders of uploads that are closed or unknown, and half done work in the others.

    Only for whoever has the turn.
    """
    folders = list(_folders(import_dir))  # before the rows: what comes later has not been seen
    with reading(engine) as connection:
        states = Imports(connection).states()
    for folder in folders:
        state = states.get(folder.name)
        if state == "closed" or (state is None and _has_lain(folder, now)):
            shutil.rmtree(folder, ignore_errors=True)
        elif state in _WITHOUT_REPORT:
            shutil.rmtree(folder / WORK, ignore_errors=True)
        elif state is not None:
            shutil.rmtree(folder / WORK / FEATURES, ignore_errors=True)


def _folders(import_dir: Path) -> Iterator[Path]:
    """Yield the folders that look like ours: operators may keep something else there."""
    if not import_dir.is_dir():
        return
    for path in import_dir.iterdir():
        if _FOLDER.fullmatch(path.name) and path.is_dir():
            yield path


def _has_lain(folder: Path, now: datetime) -> bool:
    try:
        since = folder.stat().st_mtime
    except FileNotFoundError:  # it could not be taken in, and went by itself
        return False
    return now.timestamp() - since > STRAY_AFTER.total_seconds()
