"""Several processes answer on one port, and one that dies is replaced."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Databases
from tests.served import ServedGroup, serving, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


@pytest.fixture
def group(databases: Databases, tmp_path: Path) -> Iterator[ServedGroup]:
    """Two processes over a database of their own, in which the start leaves a set-up link."""
    url = databases.herten("sqlite").url.render_as_string(hide_password=False)
    settings = {"WERKBANK_SECRET_FILE": str(tmp_path / "secret")}
    with serving(url, settings, processes=2) as group:
        yield group


def test_two_processes_serve_and_one_that_is_killed_is_replaced(group: ServedGroup) -> None:
    wait_until(lambda: len(group.workers()) == 2)
    first = group.workers()
    victim = min(first)

    os.kill(victim, signal.SIGKILL)

    wait_until(group.answers)
    wait_until(lambda: len(group.workers()) == 2 and victim not in group.workers())
    assert group.answers()
