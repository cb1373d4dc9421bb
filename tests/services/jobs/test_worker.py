"""A worker does what waits, one job after the other, whatever becomes of each."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any

import pytest
from psycopg.errors import DiskFull
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from services.database.engine import writing
from services.jobs.actions import cancel
from services.jobs.model import JobFailedError, Progress, Trouble
from services.jobs.turn import is_free, turn
from services.jobs.work import Runner, Work
from services.jobs.worker import work
from tests.conftest import NOW
from tests.services.clock import Clock
from tests.services.jobs.queue import asked, found, settings_of


def _work(
    engine: Engine,
    runners: Mapping[str, Runner],
    *,
    clock: Callable[[], Any] = lambda: NOW,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    return work(engine, settings_of(engine), runners, clock=clock, stop=stop)


def _cancel(engine: Engine, job_id: str) -> None:
    with writing(engine) as connection:
        cancel(connection, job_id, now=NOW)


def sqlite_full() -> sqlite3.Error:
    """Return what SQLite itself says when it may not grow."""
    with closing(sqlite3.connect(":memory:")) as small:
        small.execute("PRAGMA max_page_count = 1")
        try:
            small.execute("CREATE TABLE x (y)")
        except sqlite3.OperationalError as error:
            return error
    raise AssertionError("it found room")


def _nothing(_: Work) -> None:
    pass


def test_everything_that_waits_is_done_in_its_order(engine: Engine) -> None:
    done: list[Any] = []
    for number in range(3):
        asked(engine, "note", {"number": number})

    count = _work(engine, {"note": lambda attempt: done.append(attempt.job.payload["number"])})

    assert (count, done) == (3, [0, 1, 2])


def test_what_is_done_is_done(engine: Engine) -> None:
    job_id = asked(engine)

    _work(engine, {"succeed": _nothing})

    job = found(engine, job_id)
    assert (job.state, job.finished_at, job.trouble) == ("done", NOW, None)


def test_what_is_asked_for_meanwhile_is_done_too(engine: Engine) -> None:
    asked(engine, "ask")

    def ask(_: Work) -> None:
        asked(engine)

    count = _work(engine, {"ask": ask, "succeed": _nothing})

    assert count == 2


def test_a_reason_that_was_foreseen_is_told(engine: Engine) -> None:
    job_id = asked(engine, "fail")

    def fail(_: Work) -> None:
        raise JobFailedError("IMP-321", {"name": "Königstraße"})

    _work(engine, {"fail": fail})

    job = found(engine, job_id)
    assert (job.state, job.trouble) == ("failed", Trouble("IMP-321", {"name": "Königstraße"}))


def test_an_unexpected_error_is_told_by_its_kind_alone(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    job_id = asked(engine, "fail")

    def fail(_: Work) -> None:
        raise ValueError("anna@b.example")

    _work(engine, {"fail": fail})

    assert found(engine, job_id).trouble == Trouble("IMP-505", {})
    assert "ValueError" in caplog.text
    assert "anna" not in caplog.text


@pytest.mark.parametrize(
    "full",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OperationalError("INSERT", None, sqlite_full()),
        OperationalError("INSERT", None, DiskFull()),
    ],
    ids=["files", "sqlite", "postgis"],
)
def test_a_full_disk_is_told(engine: Engine, full: Exception) -> None:
    job_id = asked(engine, "load")

    def load(_: Work) -> None:
        raise full

    _work(engine, {"load": load})

    assert found(engine, job_id).trouble == Trouble("IMP-002", {})


def test_one_failure_does_not_keep_the_others_waiting(engine: Engine) -> None:
    asked(engine, "nobody does such a thing")
    last = asked(engine)

    _work(engine, {"succeed": _nothing})

    assert found(engine, last).state == "done"


def test_a_job_that_is_cancelled_meanwhile_stops_when_it_tells(engine: Engine) -> None:
    job_id = asked(engine, "load")

    def load(attempt: Work) -> None:
        attempt.tell("read")
        _cancel(engine, job_id)
        attempt.tell("load")
        pytest.fail("went on")

    _work(engine, {"load": load})

    assert found(engine, job_id).state == "cancelled"


def test_a_job_that_is_cancelled_meanwhile_stops_when_it_asks(engine: Engine) -> None:
    job_id = asked(engine, "load")

    def load(attempt: Work) -> None:
        attempt.check()
        _cancel(engine, job_id)
        attempt.check()
        pytest.fail("went on")

    _work(engine, {"load": load})

    assert found(engine, job_id).state == "cancelled"


def test_a_job_that_was_cancelled_too_late_is_done(engine: Engine) -> None:
    job_id = asked(engine, "load")

    _work(engine, {"load": lambda _: _cancel(engine, job_id)})

    assert found(engine, job_id).state == "done"


def test_a_worker_that_shall_stop_puts_its_job_back(engine: Engine) -> None:
    asked_to_stop: list[bool] = []
    job_id, next_id = asked(engine, "load"), asked(engine, "load")

    def load(attempt: Work) -> None:
        asked_to_stop.append(True)
        attempt.tell("load")

    _work(engine, {"load": load}, stop=lambda: bool(asked_to_stop))

    assert [
        (found(engine, one).state, found(engine, one).attempts) for one in (job_id, next_id)
    ] == [
        ("queued", 0),
        ("queued", 0),
    ]


def test_the_progress_of_a_step_is_written_twice_a_second_at_most(engine: Engine) -> None:
    clock, seen = Clock(), list[Progress | None]()
    job_id = asked(engine, "load")

    def load(attempt: Work) -> None:
        for done in range(4):
            attempt.tell("load", done, 4)
            seen.append(found(engine, job_id).progress)
            clock.wait(seconds=0.3)

    _work(engine, {"load": load}, clock=clock)

    first, second = Progress("load", 0, 4), Progress("load", 2, 4)
    assert seen == [first, first, second, second]


def test_a_new_step_is_written_at_once(engine: Engine) -> None:
    job_id = asked(engine, "load")

    def load(attempt: Work) -> None:
        attempt.tell("read", 5, 5)
        attempt.tell("load")

    _work(engine, {"load": load})

    assert found(engine, job_id).progress == Progress("load")


def test_before_anything_begins_it_is_tidied_up(engine: Engine) -> None:
    done: list[str] = []
    asked(engine, "note")

    work(
        engine,
        settings_of(engine),
        {"note": lambda _: done.append("job")},
        clock=lambda: NOW,
        tidy=lambda: done.append("tidy"),
    )

    assert done == ["tidy", "job"]


def test_what_cannot_be_tidied_up_keeps_nobody_from_working(engine: Engine) -> None:
    job_id = asked(engine)

    def tidy() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    work(engine, settings_of(engine), {"succeed": _nothing}, clock=lambda: NOW, tidy=tidy)

    assert found(engine, job_id).state == "done"


def test_who_does_not_have_the_turn_does_not_tidy_up(engine: Engine) -> None:
    with turn(engine):
        work(engine, settings_of(engine), {}, clock=lambda: NOW, tidy=pytest.fail)


def test_while_somebody_works_nobody_else_does(engine: Engine) -> None:
    job_id = asked(engine)

    with turn(engine) as is_mine:
        assert is_mine
        assert not is_free(engine)
        assert _work(engine, {"succeed": _nothing}) == 0

    assert found(engine, job_id).state == "queued"
    assert is_free(engine)
