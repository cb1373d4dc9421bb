"""Does the jobs that wait, one after the other, in a process of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Engine

from services.database.engine import reading, writing
from services.database.full_disk import says_full
from services.jobs.model import NO_ROOM, UNEXPECTED, Job, JobCancelledError, Trouble
from services.jobs.store import Jobs
from services.jobs.turn import turn
from services.jobs.work import Runner, Work
from services.settings import Settings

logger = logging.getLogger(__name__)


def work(
    engine: Engine,
    settings: Settings,
    runners: Mapping[str, Runner],
    *,
    clock: Callable[[], datetime],
    stop: Callable[[], bool] = lambda: False,
    tidy: Callable[[], None] = lambda: None,
) -> int:
    """Do what waits until nothing does; return how many jobs were begun.

    Does nothing while somebody else is at work. ``stop`` is asked between two jobs and whenever a
    runner tells how far it is: the job in hand then goes back into the queue. ``tidy`` comes first
    and takes away what workers that died left behind.
    """
    with turn(engine) as is_mine:
        if not is_mine:
            return 0
        return drain(engine, settings, runners, clock=clock, stop=stop, tidy=tidy)


def drain(
    engine: Engine,
    settings: Settings,
    runners: Mapping[str, Runner],
    *,
    clock: Callable[[], datetime],
    stop: Callable[[], bool] = lambda: False,
    tidy: Callable[[], None] = lambda: None,
) -> int:
    """Do the same as ``work``, for whoever has the turn already."""
    _take_over(engine, clock())
    _tidy_up(tidy)
    begun = 0
    while not stop() and (job := _next(engine, clock())) is not None:
        begun += 1
        _do(Work(engine, settings, job, clock, stop), runners)
    return begun


def _take_over(engine: Engine, now: datetime) -> None:
    with writing(engine) as connection:
        count = Jobs(connection).take_over(now=now)
    if count:
        logger.warning("%d jobs were left by a worker that died", count)


def _tidy_up(tidy: Callable[[], None]) -> None:
    try:
        tidy()
    except Exception as error:
        # What cannot be taken away today keeps nobody from working: the disk may be full.
        logger.warning("not tidied up: %s", type(error).__name__)


def _next(engine: Engine, now: datetime) -> Job | None:
    # Looking does not take the one lock that writers of SQLite share.
    with reading(engine) as connection:
        if not Jobs(connection).are_under_way():
            return None
    with writing(engine) as connection:
        return Jobs(connection).claim(now)


def _do(attempt: Work, runners: Mapping[str, Runner]) -> None:
    """Run one job and note what became of it."""
    job = attempt.job
    try:
        runners[job.kind](attempt)
    except JobCancelledError:
        _leave(attempt)
    except Exception as error:
        _fail(attempt, error)
    else:
        with writing(attempt.engine) as connection:
            Jobs(connection).finish(job, "done", now=attempt.clock())


def _leave(attempt: Work) -> None:
    now = attempt.clock()
    with writing(attempt.engine) as connection:
        jobs = Jobs(connection)
        if attempt.stop():
            jobs.put_back(attempt.job, now=now)
        else:
            jobs.finish(attempt.job, "cancelled", now=now)


def _fail(attempt: Work, error: Exception) -> None:
    trouble = _trouble(error)
    # The type alone: what an error says may name a person or hold what stood in a file.
    logger.warning(
        "job %s (%s) failed: %s %s",
        attempt.job.id,
        attempt.job.kind,
        trouble.code,
        type(error).__name__,
    )
    with writing(attempt.engine) as connection:
        Jobs(connection).finish(attempt.job, "failed", now=attempt.clock(), trouble=trouble)


def _trouble(error: Exception) -> Trouble:
    """Return why a job failed, in words that a person can be told."""
    code, facts = getattr(error, "code", None), getattr(error, "facts", None)
    if isinstance(code, str) and isinstance(facts, Mapping):
        return Trouble(code, dict(facts))
    return Trouble(NO_ROOM if says_full(error) else UNEXPECTED, {})
