"""``werkbank work`` that is killed at a named point of its work, or whose child is.

``python -m tests.services.imports.deaths.mortal_worker POINT WHO``.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from services.imports import converting, looking, running
from services.imports.arrival import WORK
from services.job_commands import work_off
from services.jobs.store import Jobs
from services.jobs.work import Work
from services.layers import archiving, loading
from tests.services.imports.deaths.lingering_child import PID

CHILD: Final = "tests.services.imports.deaths.lingering_child"
HALF: Final = 2
"""How many features arrive at a time: fewer than there are."""


def die(*_: Any, **__: Any) -> None:
    """Be killed, as by the system: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def _before(owner: Any, name: str) -> None:
    patch.object(owner, name, die).start()


def _after(owner: Any, name: str) -> None:
    act = getattr(owner, name)

    def done(*args: Any, **values: Any) -> None:
        act(*args, **values)
        die()

    patch.object(owner, name, done).start()


def _when_told(step: str) -> None:
    tell = Work.tell

    def told(work: Work, now_at: str, done: int = 0, total: int = 0) -> None:
        tell(work, now_at, done, total)
        if now_at == step:
            die()

    patch.object(Work, "tell", told).start()


def _while_the_child_works() -> None:
    """Wait until a child works that never ends, then kill whoever shall die."""
    for module in (looking, converting):
        patch.object(module, "CHILD", CHILD).start()

    def asked(work: Work) -> bool:
        for note in work.settings.import_dir.glob(f"*/{WORK}/{PID}"):
            _kill_those_who_shall_die(note)
        return False

    patch.object(Work, "is_cancelled", asked).start()


def _kill_those_who_shall_die(note: Path) -> None:
    if WHO in {"child", "both"}:
        os.kill(int(note.read_text()), signal.SIGKILL)
    if WHO in {"worker", "both"}:
        die()


def _half_loaded() -> None:
    patch.object(loading, "PORTION", HALF).start()
    _when_told("load")


def _map_being_drawn() -> None:
    patch.object(archiving, "is_large", lambda *_: True).start()
    _when_told("tiles")


POINTS: Final[Mapping[str, Callable[[], None]]] = {
    "look begun": lambda: _when_told("look"),
    "files unpacked": lambda: _before(looking, "run_child"),
    "child at work": _while_the_child_works,
    "child has looked": lambda: _after(looking, "run_child"),
    "conversion begun": lambda: _when_told("convert"),
    "converted": lambda: _after(running, "convert"),
    "version added": lambda: _before(running, "load_version"),
    "half loaded": _half_loaded,
    "map being drawn": _map_being_drawn,
    "loaded": lambda: _when_told("finish"),
    "finished": lambda: _after(running, "finish"),
    "not yet noted": lambda: _before(Jobs, "finish"),
}

if __name__ == "__main__":
    POINT, WHO = sys.argv[1:]
    POINTS[POINT]()
    work_off()
