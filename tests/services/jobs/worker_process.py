"""``werkbank work`` with runners of the tests instead of the workbench's own."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Final
from unittest.mock import patch

from services import runners
from services.job_commands import work_off
from services.jobs.work import Runner, Work

_ASK_EVERY_S: Final = 0.05


def _succeed(_: Work) -> None:
    """Do nothing, and that well."""


def _linger(work: Work) -> None:
    """Begin, and work until told to stop."""
    work.tell("linger")
    while True:
        work.check()
        time.sleep(_ASK_EVERY_S)


def _linger_once(work: Work) -> None:
    """Linger at the first attempt."""
    if work.job.attempts == 1:
        _linger(work)


RUNNERS: Final[Mapping[str, Runner]] = {
    "succeed": _succeed,
    "linger": _linger,
    "linger once": _linger_once,
}

if __name__ == "__main__":
    with patch.object(runners, "RUNNERS", RUNNERS):
        work_off()
