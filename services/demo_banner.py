"""Whether pages must say that what they show is invented; asked seldom, answered always."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from services.comments.demo_store import has_demo
from services.database.engine import reading

ASKED_EVERY_S: Final = 5.0
"""How long the banner may lag behind `werkbank demo on` and `off`."""


class DemoBanner:
    """Tells whether there are invented voices, as of a few seconds ago.

    Every page asks; the database need not answer every time. Without a database the last answer
    stands: the page that says so must not fail over the banner.
    """

    def __init__(self, engine: Engine, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._asked_at = float("-inf")
        self._shown = False

    def __call__(self) -> bool:
        """Return True while invented voices are shown."""
        now = self._clock()
        if now - self._asked_at >= ASKED_EVERY_S:
            self._asked_at = now  # first: other threads go on with the last answer
            try:
                with reading(self._engine) as connection:
                    self._shown = has_demo(connection)
            except SQLAlchemyError:
                return self._shown
        return self._shown
