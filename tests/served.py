"""A workbench in processes of its own, as operators run it: started, asked, killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from services.settings import PROJECT_ROOT

START_LIMIT_S: Final = 60
_STOP_LIMIT_S: Final = 20
_LOOK_EVERY_S: Final = 0.05


def wait_until(is_so: Callable[[], bool], *, limit_s: float = START_LIMIT_S) -> None:
    """Wait until something is so; TimeoutError if it does not come to that."""
    until = time.monotonic() + limit_s
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(_LOOK_EVERY_S)


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class ServedGroup:
    """A running ``werkbank serve`` and the processes below it."""

    port: int
    pid: int

    def answers(self) -> bool:
        """Return True if the workbench is ready."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def workers(self) -> set[int]:
        """Return the ids of the app processes below the first one (Linux)."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text("ascii").split()
        return {int(child) for child in children if _is_worker(int(child))}

    def kill(self) -> None:
        """Kill everything at once: no process gets to finish or to clean up."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def _is_worker(pid: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


@contextmanager
def serving(
    database_url: str, settings: Mapping[str, str], *, processes: int
) -> Iterator[ServedGroup]:
    """Serve a database that is filled already, on a free port, with further ``settings``."""
    port = free_port()
    environment = {
        "PYTHONPATH": str(PROJECT_ROOT),
        "PATH": os.environ["PATH"],
        "WERKBANK_DATABASE_URL": database_url,
        "WERKBANK_PORT": str(port),
        "WERKBANK_PROCESSES": str(processes),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "services.cli", "serve"],
        env=environment | dict(settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # a group of its own, which can be killed as a whole
    )
    group = ServedGroup(port, process.pid)
    try:
        wait_until(group.answers)
        yield group
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_LIMIT_S)
        group.kill()
        process.wait()
