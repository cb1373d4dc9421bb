"""What a runner holds while it works: the job, and how to tell how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine

from services.database.engine import reading, writing
from services.jobs.model import TELL_EVERY, Job, JobCancelledError, Progress
from services.jobs.store import Jobs
from services.settings import Settings


@dataclass
class Work:
    """One attempt at a job.

    ``stop`` says that the process shall end: the job then goes back into the queue.
    """

    engine: Engine
    settings: Settings
    job: Job
    clock: Callable[[], datetime]
    stop: Callable[[], bool] = lambda: False
    _step: str | None = field(default=None, init=False)
    _told_at: datetime | None = field(default=None, init=False)

    def tell(self, step: str, done: int = 0, total: int = 0) -> None:
        """Say how far the job is; raises ``JobCancelledError`` if it shall not go on.

        Writes a new step at once and its counts twice a second at most, in a transaction of its
        own: never call it while another of yours is open for writing.
        """
        now = self.clock()
        early = self._told_at is not None and abs(now - self._told_at) < TELL_EVERY
        if early and step == self._step:
            return
        self._step, self._told_at = step, now
        with writing(self.engine) as connection:
            goes_on = Jobs(connection).tell(self.job, Progress(step, done, total))
        if self.stop() or not goes_on:
            raise JobCancelledError

    def is_cancelled(self) -> bool:
        """Return True if the job shall not go on."""
        if self.stop():
            return True
        with reading(self.engine) as connection:
            return not Jobs(connection).goes_on(self.job)

    def is_held(self) -> bool:
        """Return False if somebody else has begun the job anew: this attempt counts no more."""
        with reading(self.engine) as connection:
            return Jobs(connection).is_held(self.job)

    def check(self) -> None:
        """Raise ``JobCancelledError`` if the job shall not go on."""
        if self.is_cancelled():
            raise JobCancelledError


Runner = Callable[[Work], None]
"""Does jobs of one kind. It may be begun again after it was killed anywhere, even after its last
act: doing the same job twice must leave what doing it once leaves. It fails by raising an error
with ``code`` and ``facts``."""
