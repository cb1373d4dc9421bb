"""A queue in a test: asking, looking, and workers as processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Engine

from services.database.engine import reading, writing
from services.jobs.actions import ask, find
from services.jobs.model import Job
from services.settings import PROJECT_ROOT, Settings
from tests.conftest import NOW

WORKER: Final = (sys.executable, "-m", "tests.services.jobs.worker_process")


def asked(engine: Engine, kind: str = "succeed", payload: Mapping[str, Any] | None = None) -> str:
    """Put a job in the queue and return its id."""
    with writing(engine) as connection:
        return ask(connection, kind, payload or {}, asked_by=None, now=NOW)


def found(engine: Engine, job_id: str) -> Job:
    """Return a job as it stands."""
    with reading(engine) as connection:
        job = find(connection, job_id)
    assert job is not None
    return job


def settings_of(engine: Engine) -> Settings:
    """Return the settings of an app over this database."""
    return Settings(database_url=engine.url.render_as_string(hide_password=False))


@dataclass
class Workers:
    """Workers of a database that run, or ran."""

    engine: Engine
    _started: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self) -> subprocess.Popen[str]:
        """Start ``werkbank work`` with the runners of ``worker_process``."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(PROJECT_ROOT),
            "WERKBANK_DATABASE_URL": settings_of(self.engine).database_url,
        }
        worker = subprocess.Popen(WORKER, env=environment, stdout=subprocess.PIPE, text=True)
        self._started.append(worker)
        return worker

    def kill(self) -> None:
        """Kill those that still run."""
        for worker in self._started:
            worker.kill()
            worker.communicate()
