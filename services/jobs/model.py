"""A job: what was asked for, how far it is, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

JobState = Literal["queued", "running", "done", "failed", "cancelled"]

ATTEMPTS_MAX: Final = 3
"""How often a job is begun whose worker died every time."""
TELL_EVERY: Final = timedelta(seconds=0.5)
"""How often the progress of one step is written at most."""

GIVEN_UP: Final = "IMP-504"
"""The code of a job whose worker died every time."""
NO_ROOM: Final = "IMP-002"
"""The code of a job that failed because the disk of files or of the database is full."""
UNEXPECTED: Final = "IMP-505"
"""The code of a job that failed for a reason nobody foresaw."""
ENDED: Final = "IMP-506"
"""The code of a job that failed because the system ended a process that worked for it."""
TO_LOOK_AFTER: Final = (GIVEN_UP, NO_ROOM, UNEXPECTED, ENDED)
"""Codes of failures that whoever runs the workbench should know of."""


class JobCancelledError(Exception):
    """Whoever works shall stop: the job was cancelled, given to somebody else, or must wait."""


class JobFailedError(Exception):
    """A job cannot be done; ``code`` says why, with ``facts`` that a person may read."""

    def __init__(self, code: str, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code}: {dict(facts or {})}")
        self.code = code
        self.facts = dict(facts or {})


@dataclass(frozen=True)
class Progress:
    """How far a job is: a word for the step, and how many of how many; ``total`` 0 is unknown."""

    step: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Trouble:
    """Why a job failed: a code and its facts."""

    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Standing:
    """How the queue is doing; moments are None where there is nothing of the kind.

    ``last_failed_at`` is about failures ``TO_LOOK_AFTER``: a file that is refused is none.
    """

    waiting: int
    running: int
    oldest_at: datetime | None
    last_failed_at: datetime | None


@dataclass(frozen=True)
class Job:
    """A job as it stands. ``attempts`` counts how often it was begun."""

    number: int
    id: str
    kind: str
    state: JobState
    payload: Mapping[str, Any]
    progress: Progress | None
    trouble: Trouble | None
    asked_by: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    attempts: int
    cancel_asked: bool

    @property
    def is_over(self) -> bool:
        """True if nothing more becomes of it."""
        return self.state in {"done", "failed", "cancelled"}
