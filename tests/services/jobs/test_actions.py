"""What rooms do with jobs, and what stands in the table then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from services.jobs.actions import ask, cancel, find
from services.jobs.model import ATTEMPTS_MAX, Job, JobState, Progress, Trouble
from services.jobs.store import Jobs
from tests.conftest import NOW

LATER = NOW + timedelta(minutes=5)


def _asked(connection: Connection, kind: str = "x") -> str:
    return ask(connection, kind, {"import_id": "a", "position": 0}, asked_by=None, now=NOW)


def _found(connection: Connection, job_id: str) -> Job:
    job = find(connection, job_id)
    assert job is not None
    return job


def _begun(connection: Connection) -> Job:
    job = Jobs(connection).claim(NOW)
    assert job is not None
    return job


def test_a_job_that_was_asked_for_waits(connection: Connection) -> None:
    job = _found(connection, _asked(connection, "imports.load"))

    assert (job.kind, job.state, job.attempts) == ("imports.load", "queued", 0)
    assert job.payload == {"import_id": "a", "position": 0}
    assert (job.created_at, job.progress, job.trouble) == (NOW, None, None)


def test_a_job_that_nobody_asked_for_is_not_found(connection: Connection) -> None:
    assert find(connection, "0" * 32) is None


def test_the_job_that_waits_longest_is_begun_first(connection: Connection) -> None:
    asked = [_asked(connection) for _ in range(3)]

    assert [_begun(connection).id for _ in asked] == asked


def test_an_attempt_counts_from_its_beginning(connection: Connection) -> None:
    _asked(connection)

    job = _begun(connection)

    assert (job.state, job.attempts, job.started_at) == ("running", 1, NOW)


def test_who_finds_nothing_to_begin_begins_nothing(connection: Connection) -> None:
    assert Jobs(connection).claim(NOW) is None


def test_a_cancelled_job_that_waits_is_over_at_once(connection: Connection) -> None:
    job = cancel(connection, _asked(connection), now=LATER)

    assert job is not None
    assert (job.state, job.finished_at) == ("cancelled", LATER)
    assert Jobs(connection).claim(LATER) is None


def test_a_cancelled_job_at_work_is_asked_to_stop(connection: Connection) -> None:
    _asked(connection)
    begun = _begun(connection)

    job = cancel(connection, begun.id, now=LATER)

    assert job is not None
    assert (job.state, job.cancel_asked, job.finished_at) == ("running", True, None)
    assert not Jobs(connection).goes_on(begun)


@pytest.mark.parametrize("state", ["done", "failed"])
def test_cancelling_what_is_over_changes_nothing(connection: Connection, state: JobState) -> None:
    _asked(connection)
    begun = _begun(connection)
    Jobs(connection).finish(begun, state, now=NOW)

    job = cancel(connection, begun.id, now=LATER)

    assert job is not None
    assert (job.state, job.cancel_asked, job.finished_at) == (state, False, NOW)


def test_cancelling_what_there_is_not_finds_nothing(connection: Connection) -> None:
    assert cancel(connection, "0" * 32, now=NOW) is None


def test_progress_and_trouble_come_back_as_they_were_told(connection: Connection) -> None:
    _asked(connection)
    begun = _begun(connection)
    trouble = Trouble("IMP-321", {"name": "Königstraße"})

    Jobs(connection).tell(begun, Progress("load", 2, 9))
    Jobs(connection).finish(begun, "failed", now=LATER, trouble=trouble)

    job = _found(connection, begun.id)
    assert (job.progress, job.trouble) == (Progress("load", 2, 9), trouble)
    assert job.is_over


def test_a_job_left_by_a_dead_worker_waits_again(connection: Connection) -> None:
    _asked(connection)
    begun = _begun(connection)

    Jobs(connection).tell(begun, Progress("load", 2, 9))

    assert Jobs(connection).take_over(now=LATER) == 1

    job = _found(connection, begun.id)
    assert (job.state, job.progress) == ("queued", None)


def test_a_job_left_too_often_is_given_up(connection: Connection) -> None:
    job_id = _asked(connection)
    for _ in range(ATTEMPTS_MAX):
        _begun(connection)
        Jobs(connection).take_over(now=LATER)

    job = _found(connection, job_id)

    assert (job.state, job.finished_at) == ("failed", LATER)
    assert job.trouble == Trouble("IMP-504", {"attempts": 3})


def test_a_job_left_while_it_was_to_stop_is_cancelled(connection: Connection) -> None:
    _asked(connection)
    begun = _begun(connection)
    cancel(connection, begun.id, now=NOW)

    Jobs(connection).take_over(now=LATER)

    job = _found(connection, begun.id)
    assert (job.state, job.finished_at) == ("cancelled", LATER)


def test_a_job_that_was_put_back_may_be_begun_as_often_as_before(connection: Connection) -> None:
    _asked(connection)
    begun = _begun(connection)

    Jobs(connection).put_back(begun, now=LATER)

    job = _found(connection, begun.id)
    assert (job.state, job.attempts, job.finished_at) == ("queued", 0, None)


def test_who_lost_a_job_does_not_hold_it(connection: Connection) -> None:
    _asked(connection)
    lost = _begun(connection)
    Jobs(connection).take_over(now=NOW)
    held = _begun(connection)

    assert [Jobs(connection).is_held(one) for one in (lost, held)] == [False, True]


def test_a_job_that_shall_stop_is_still_held(connection: Connection) -> None:
    job_id = _asked(connection)
    begun = _begun(connection)
    cancel(connection, job_id, now=NOW)

    assert Jobs(connection).is_held(begun)


def test_who_lost_a_job_changes_nothing_of_it(connection: Connection) -> None:
    _asked(connection)
    lost = _begun(connection)
    Jobs(connection).take_over(now=NOW)
    held = _begun(connection)

    goes_on = Jobs(connection).tell(lost, Progress("load", 1, 2))
    Jobs(connection).finish(lost, "failed", now=LATER)
    Jobs(connection).put_back(lost, now=LATER)

    assert not goes_on
    assert _found(connection, held.id) == held
