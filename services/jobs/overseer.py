"""Sees to it that somebody works while jobs wait: a thread of the app that starts a worker.

The worker is a process of its own, so neither its memory nor its computing stands in the way of
requests. It ends when nothing waits, and the app is as small as before.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from pydantic import SecretStr
from sqlalchemy import Engine

from services.database.engine import reading
from services.jobs.store import Jobs
from services.jobs.turn import is_free
from services.settings import Settings

logger = logging.getLogger(__name__)

LOOK_EVERY_S: Final = 1.0
REST_S: Final = 30.0
"""How long nothing is tried after a worker, or a look at the queue, failed."""
NICENESS: Final = 10
"""By how much requests go before the worker."""
COMMAND: Final = (sys.executable, "-m", "services.cli", "work")
_PATIENCE_AT_STOP_S: Final = 10.0


class Overseer:
    """A thread that starts a worker when jobs wait and nobody is at work."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        *,
        every_s: float = LOOK_EVERY_S,
        rest_s: float = REST_S,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._engine = engine
        self._environment = {**os.environ, **environment(settings)}
        self._every_s = every_s
        self._rest_s = rest_s
        self._command = command
        self._worker: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="overseer", daemon=True)

    def start(self) -> None:
        """Begin to look after the queue."""
        self._thread.start()

    def stop(self) -> None:
        """End, and the worker with it: its job goes back into the queue."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_AT_STOP_S)
        if self._worker is not None:
            _end(self._worker)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._stopped.wait(self._every_s if self._look() else self._rest_s)

    def _look(self) -> bool:
        """Start a worker if one is needed; False if something failed."""
        try:
            fine = self._worker_ended_well()
            if self._worker is None and fine and self._is_needed():
                self._worker = self._started()
        except Exception as error:
            # Nobody would look again. The database may come back.
            logger.warning("no worker this time: %s", type(error).__name__)
            return False
        return fine

    def _worker_ended_well(self) -> bool:
        """Forget a worker that has ended; False if it could not do its work.

        One that was killed may be followed at once: it is its job that has failed.
        """
        code = None if self._worker is None else self._worker.poll()
        if code is None:
            return True
        self._worker = None
        if code != 0:
            logger.warning("the worker ended with %d", code)
        return code <= 0

    def _is_needed(self) -> bool:
        with reading(self._engine) as connection:
            waits = Jobs(connection).are_under_way()
        return waits and is_free(self._engine)

    def _started(self) -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(  # noqa: S603 - our own command, no words of a user
            self._command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        with suppress(OSError):  # it may have ended already
            os.setpriority(os.PRIO_PROCESS, worker.pid, NICENESS)
        return worker


def environment(settings: Settings) -> dict[str, str]:
    """Return what makes another process have the same settings."""
    return {
        f"WERKBANK_{name.upper()}": _text(getattr(settings, name))
        for name in settings.model_fields_set
    }


def _text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(_PATIENCE_AT_STOP_S)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
