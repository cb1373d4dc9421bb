"""The app killed while a worker is at work, alone or with all its processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.database.engine import reading
from services.jobs.actions import find
from tests.served import ServedGroup, serving, wait_until
from tests.services.imports.deaths.office import Office


@contextmanager
def _served(office: Office, tmp_path: Path) -> Iterator[ServedGroup]:
    settings = {**office.environment, "WERKBANK_SECRET_FILE": str(tmp_path / "secret")}
    with serving(office.settings.database_url, settings, processes=1) as group:
        yield group


def _begun(office: Office, import_id: str) -> bool:
    """Return True once a worker has begun to look at an upload."""
    with reading(office.engine) as connection:
        job = find(connection, str(office.see(import_id).job_id))
    return job is not None and job.attempts > 0


def test_a_worker_finishes_without_the_app(office: Office, tmp_path: Path) -> None:
    with _served(office, tmp_path) as group:
        import_id = office.uploaded()
        wait_until(lambda: _begun(office, import_id))

        os.kill(group.pid, signal.SIGKILL)

        wait_until(lambda: office.see(import_id).state == "reported")
        wait_until(lambda: office.orphans() == [])


def test_what_all_processes_left_is_done_by_the_next_app(office: Office, tmp_path: Path) -> None:
    with _served(office, tmp_path) as group:
        import_id = office.uploaded()
        wait_until(lambda: _begun(office, import_id))
        group.kill()

    with _served(office, tmp_path):
        wait_until(lambda: office.see(import_id).state == "reported")
        wait_until(lambda: office.orphans() == [])
