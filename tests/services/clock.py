"""A clock that a test moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.conftest import NOW


@dataclass
class Clock:
    """Shows the moment it is set to."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)
