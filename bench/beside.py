"""What others notice of heavy work: how long their requests take, and what processes hold."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

import numpy as np

GAP_S: Final = 0.05
LOOK_EVERY_S: Final = 0.1
TIMEOUT_S: Final = 30.0
_PERCENTILE: Final = 95


@dataclass
class Visitor:
    """Somebody who asks for one address after the other; ``ms`` by address."""

    port: int
    paths: Sequence[str]
    ms: dict[str, list[float]] = field(default_factory=dict)
    refused: int = 0
    _stopped: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator[Visitor]:
        """Ask until the caller is done."""
        thread = threading.Thread(target=self._ask)
        thread.start()
        try:
            yield self
        finally:
            self._stopped.set()
            thread.join()

    def p95(self) -> float:
        """Return what 95 of 100 requests stayed below, in milliseconds."""
        return float(np.percentile([one for all_ in self.ms.values() for one in all_], _PERCENTILE))

    def _ask(self) -> None:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)) as connection:
            while not self._stopped.is_set():
                for path in self.paths:
                    start = time.perf_counter()
                    self.refused += not _is_answered(connection, path)
                    self.ms.setdefault(path, []).append((time.perf_counter() - start) * 1000)
                    self._stopped.wait(GAP_S)


def _is_answered(connection: HTTPConnection, path: str) -> bool:
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
    except (HTTPException, OSError):
        connection.close()  # the next request opens it anew
        return False
    return answer.status == HTTPStatus.OK


@dataclass
class Memory:
    """The most that processes held, in megabytes: the app itself, and what it started."""

    app_pid: int
    app_mb: float = 0.0
    below_mb: dict[str, float] = field(default_factory=dict)
    _stopped: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def watched(self) -> Iterator[Memory]:
        """Look until the caller is done (Linux)."""
        thread = threading.Thread(target=self._look)
        thread.start()
        try:
            yield self
        finally:
            self._stopped.set()
            thread.join()

    def _look(self) -> None:
        while not self._stopped.wait(LOOK_EVERY_S):
            self.app_mb = max(self.app_mb, _held_mb(self.app_pid))
            for pid in _below(self.app_pid):
                name = _name(pid)
                self.below_mb[name] = max(self.below_mb.get(name, 0.0), _held_mb(pid))


def _held_mb(pid: int) -> float:
    for line in _read(pid, "status").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _below(pid: int) -> list[int]:
    children: list[int] = []
    with_threads = Path(f"/proc/{pid}/task")
    try:
        tasks = list(with_threads.iterdir())
    except FileNotFoundError:
        return []
    for task in tasks:
        try:
            children += map(int, (task / "children").read_text("ascii").split())
        except OSError:
            continue
    return [one for child in children for one in (child, *_below(child))]


def _name(pid: int) -> str:
    words = _read(pid, "cmdline").split("\0")
    known = ("tippecanoe", "archive_child", "services.imports.child", "work")
    return next((one for one in known for word in words if word.endswith(one)), "other")


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text("utf-8", "replace")
    except OSError:
        return ""
