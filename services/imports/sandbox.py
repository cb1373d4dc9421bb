"""Starts a child process in a cage, waits for it, and reads what it found."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any, Final

import orjson

from services.imports.limits import NO_MEMORY, NO_ROOM, Limits
from services.imports.model import ImportRefusedError
from services.jobs.model import JobCancelledError

ORDER: Final = "order.json"
RESULT: Final = "result.json"
_GRACE_S: Final = 5
_ASK_EVERY_S: Final = 0.5
_ENDS: Final[Mapping[int, str]] = {
    NO_MEMORY: "IMP-501",
    NO_ROOM: "IMP-002",
    # Not by us, and not by its limits: the system lacked memory, or somebody did it by hand.
    -signal.SIGKILL: "IMP-506",
}
_LAST_WORDS: Final[Mapping[str, tuple[bytes, ...]]] = {
    "IMP-501": (b"MemoryError", b"bad_alloc", b"Cannot allocate memory"),
    "IMP-002": (b"No space left on device", b"Disk quota exceeded"),
}


def run_child(
    module: str,
    order: Mapping[str, Any],
    *,
    folder: Path,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Mapping[str, Any]:
    """Run ``module`` on an order and return what it wrote into ``result.json``.

    ``folder`` is private to this run: working directory and home of the child, which dies with
    this process. ``cancelled`` is asked twice a second.

    Raises ``ImportRefusedError`` where the child needed too much, crashed, or found a reason to
    refuse, and ``JobCancelledError`` where it was cancelled.
    """
    bounds = limits or Limits()
    (folder / ORDER).write_bytes(orjson.dumps(dict(order)))
    result = folder / RESULT
    result.unlink(missing_ok=True)
    with (folder / "child.log").open("wb") as log:
        child = subprocess.Popen(  # noqa: S603 - our own module, no words of the user
            [sys.executable, "-I", "-m", "services.imports.cage", *_words(module, bounds)],
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            code = _waited(child, bounds.wall_s, cancelled)
        except BaseException:
            _kill(child)
            raise
    if code == -signal.SIGXCPU:
        raise ImportRefusedError(code="IMP-500", facts={"minutes": max(1, bounds.cpu_s // 60)})
    if code != 0 or not result.exists():
        raise ImportRefusedError(code=_ENDS.get(code) or _breakdown(folder / "child.log"))
    if result.stat().st_size > bounds.result_bytes:
        raise ImportRefusedError(code="IMP-503")
    found: Mapping[str, Any] = orjson.loads(result.read_bytes())
    if "refused" in found:
        raise ImportRefusedError(code=found["refused"]["code"], facts=found["refused"]["facts"])
    return found


def _environment(folder: Path) -> dict[str, str]:
    """Return all that the child learns of us: nothing of settings, secrets or the database."""
    return {
        "PATH": os.defpath,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "GDAL_HTTP_TIMEOUT": "1",
        "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
        # Each thread of these reserves memory that nobody uses.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _words(module: str, limits: Limits) -> tuple[str, ...]:
    """Return what the cage is told."""
    return module, ORDER, orjson.dumps(asdict(limits)).decode(), str(os.getpid())


def _waited(child: subprocess.Popen[bytes], wall_s: int, cancelled: Callable[[], bool]) -> int:
    """Wait for a child's end and return its exit code; refuse one that takes too long."""
    until = monotonic() + wall_s
    while (rest_s := until - monotonic()) > 0:
        try:
            return child.wait(min(rest_s, _ASK_EVERY_S))
        except subprocess.TimeoutExpired:
            if cancelled():
                raise JobCancelledError from None
    raise ImportRefusedError(code="IMP-500", facts={"minutes": max(1, wall_s // 60)})


def _kill(child: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    child.wait(_GRACE_S)


def _breakdown(log: Path) -> str:
    """Return the code of why a child broke down, as far as its last words tell."""
    text = log.read_bytes()[-10_000:]
    for code, words in _LAST_WORDS.items():
        if any(one in text for one in words):
            return code
    return "IMP-502"
