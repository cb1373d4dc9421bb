"""The thread of the app that sees to it that somebody works."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from services.app import create_app
from services.database.engine import make_engine, writing
from services.database.migrate import upgrade
from services.jobs.model import Trouble
from services.jobs.overseer import Overseer, environment
from services.jobs.store import Jobs
from services.jobs.turn import turn
from services.settings import Settings
from tests.conftest import NOW
from tests.served import wait_until
from tests.services.jobs.queue import WORKER, asked, found, settings_of

SEVERAL = 3


@contextmanager
def overseen(engine: Engine, command: Sequence[str] = WORKER) -> Iterator[None]:
    """Look after the queue of a database all the time."""
    overseer = Overseer(engine, settings_of(engine), every_s=0.01, rest_s=0.01, command=command)
    overseer.start()
    try:
        yield
    finally:
        overseer.stop()


@pytest.fixture
def looks(engine: Engine) -> Iterator[threading.Semaphore]:
    """Count how often the queue was looked at."""
    counted = threading.Semaphore(0)

    def count(*_: Any) -> None:
        counted.release()

    event.listen(engine, "before_cursor_execute", count)
    yield counted
    event.remove(engine, "before_cursor_execute", count)


def _noting(file: Path, *, code: int) -> tuple[str, ...]:
    """Return a command that leaves a trace and does nothing else."""
    return (
        sys.executable,
        "-c",
        f"import sys; open({str(file)!r}, 'a').write('x'); sys.exit({code})",
    )


def test_what_is_asked_for_is_done_soon(engine: Engine) -> None:
    with overseen(engine):
        job_id = asked(engine)

        wait_until(lambda: found(engine, job_id).state == "done")


def test_a_job_left_by_a_dead_worker_is_taken_up(engine: Engine) -> None:
    job_id = asked(engine)
    with writing(engine) as connection:
        Jobs(connection).claim(NOW)

    with overseen(engine):
        wait_until(lambda: found(engine, job_id).state == "done")

    assert found(engine, job_id).attempts == 2


def test_the_worker_ends_with_the_app_and_its_job_waits(engine: Engine) -> None:
    job_id = asked(engine, "linger")

    with overseen(engine):
        wait_until(lambda: found(engine, job_id).progress is not None)

    job = found(engine, job_id)
    assert (job.state, job.attempts) == ("queued", 0)


def test_while_nothing_waits_no_worker_is_started(
    engine: Engine, looks: threading.Semaphore, tmp_path: Path
) -> None:
    with overseen(engine, _noting(tmp_path / "started", code=0)):
        assert all(looks.acquire(timeout=10) for _ in range(SEVERAL))

    assert not (tmp_path / "started").exists()


def test_while_somebody_works_no_worker_is_started(
    engine: Engine, looks: threading.Semaphore, tmp_path: Path
) -> None:
    asked(engine)
    with turn(engine), overseen(engine, _noting(tmp_path / "started", code=0)):
        assert all(looks.acquire(timeout=10) for _ in range(SEVERAL * 3))

    assert not (tmp_path / "started").exists()


def test_a_worker_that_failed_is_tried_again(engine: Engine, tmp_path: Path) -> None:
    started = tmp_path / "started"
    asked(engine)

    with overseen(engine, _noting(started, code=1)):
        wait_until(lambda: started.exists() and started.stat().st_size >= SEVERAL)


def test_a_database_that_is_away_does_not_end_the_overseer(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    with overseen(engine):
        with writing(engine) as connection:
            upgrade(connection)
        job_id = asked(engine)

        wait_until(lambda: found(engine, job_id).state == "done")
    engine.dispose()


def test_the_app_has_its_jobs_done_by_a_worker_with_its_settings(engine: Engine) -> None:
    job_id = asked(engine, "nobody does such a thing")
    with TestClient(create_app(settings_of(engine), clock=lambda: NOW)):
        wait_until(lambda: found(engine, job_id).state == "failed")

    assert found(engine, job_id).trouble == Trouble("IMP-505", {})


def test_the_overseer_stops_with_the_app(engine: Engine) -> None:
    with TestClient(create_app(settings_of(engine), clock=lambda: NOW)):
        assert "overseer" in {thread.name for thread in threading.enumerate()}

    assert "overseer" not in {thread.name for thread in threading.enumerate()}


def test_a_worker_has_the_settings_of_the_app(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = Settings(
        base_maps=("rvr", "nrw"),
        four_eyes=False,
        import_dir=tmp_path,
        public_url="https://werkbank.herten.example",
        smtp_host="mail.herten.example",
        smtp_password=SecretStr("geheim"),
        mail_from="beteiligung@herten.example",
    )
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)

    assert Settings() == settings
