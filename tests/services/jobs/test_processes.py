"""Workers as processes: killed at work, told to end, two at once."""

from __future__ import annotations

import signal
import subprocess

from sqlalchemy import Engine

from services.jobs.model import ATTEMPTS_MAX, Job, Trouble
from tests.served import START_LIMIT_S, wait_until
from tests.services.jobs.queue import Workers, asked, found


def _at_work(engine: Engine, workers: Workers, job_id: str) -> subprocess.Popen[str]:
    """Start a worker and return it as soon as it works at a job."""
    before = found(engine, job_id).attempts
    worker = workers.start()
    wait_until(lambda: _works_again(found(engine, job_id), before))
    return worker


def _works_again(job: Job, before: int) -> bool:
    return job.attempts > before and job.progress is not None


def _said(worker: subprocess.Popen[str]) -> str:
    """Return what a worker said until its end."""
    out, _ = worker.communicate(timeout=START_LIMIT_S)
    assert worker.returncode == 0
    return out


def test_the_job_of_a_killed_worker_is_done_by_the_next(engine: Engine, workers: Workers) -> None:
    job_id = asked(engine, "linger once")
    killed = _at_work(engine, workers, job_id)
    killed.kill()
    killed.wait()
    assert found(engine, job_id).state == "running"

    assert _said(workers.start()) == "jobs begun: 1\n"

    job = found(engine, job_id)
    assert (job.state, job.attempts) == ("done", 2)


def test_a_job_that_outlives_no_worker_is_given_up(engine: Engine, workers: Workers) -> None:
    job_id = asked(engine, "linger")
    for _ in range(ATTEMPTS_MAX):
        worker = _at_work(engine, workers, job_id)
        worker.kill()
        worker.wait()

    assert _said(workers.start()) == "jobs begun: 0\n"

    assert found(engine, job_id).trouble == Trouble("IMP-504", {"attempts": 3})


def test_a_worker_that_is_told_to_end_puts_its_job_back(engine: Engine, workers: Workers) -> None:
    job_id = asked(engine, "linger")
    worker = _at_work(engine, workers, job_id)

    worker.send_signal(signal.SIGTERM)

    assert _said(worker) == "jobs begun: 1\n"
    job = found(engine, job_id)
    assert (job.state, job.attempts) == ("queued", 0)


def test_of_two_workers_one_works(engine: Engine, workers: Workers) -> None:
    job_id = asked(engine, "linger")
    waiting_id = asked(engine)
    _at_work(engine, workers, job_id)

    assert _said(workers.start()) == "jobs begun: 0\n"

    assert (found(engine, job_id).state, found(engine, job_id).attempts) == ("running", 1)
    assert found(engine, waiting_id).state == "queued"
