"""Starts a child process in a cage, waits for it, and reads what it found."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import orjson

from services.imports.limits import Limits
from services.imports.model import ImportRefusedError

ORDER: Final = "order.json"
RESULT: Final = "result.json"
_GRACE_S: Final = 5


def run_child(
    module: str, order: Mapping[str, Any], *, folder: Path, limits: Limits | None = None
) -> Mapping[str, Any]:
    """Run ``module`` on an order and return what it wrote into ``result.json``.

    ``folder`` is private to this run: working directory and home of the child. Raises
    ``ImportRefusedError`` where the child needed too much, crashed, or found a reason to refuse.
    """
    bounds = limits or Limits()
    (folder / ORDER).write_bytes(orjson.dumps(dict(order)))
    result = folder / RESULT
    result.unlink(missing_ok=True)
    with (folder / "child.log").open("wb") as log:
        child = subprocess.Popen(  # noqa: S603 - our own module, no words of the user
            [sys.executable, "-I", "-m", "services.imports.cage", module, ORDER, _as_json(bounds)],
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            code = child.wait(bounds.wall_s)
        except subprocess.TimeoutExpired:
            _kill(child)
            raise ImportRefusedError(
                code="IMP-500", facts={"minutes": max(1, bounds.wall_s // 60)}
            ) from None
        except BaseException:
            _kill(child)
            raise
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise ImportRefusedError(code="IMP-500", facts={"minutes": max(1, bounds.cpu_s // 60)})
    if code != 0 or not result.exists():
        greedy = _ran_out_of_memory(folder / "child.log")
        raise ImportRefusedError(code="IMP-501" if greedy else "IMP-502")
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


def _as_json(limits: Limits) -> str:
    return orjson.dumps(asdict(limits)).decode()


def _kill(child: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    child.wait(_GRACE_S)


def _ran_out_of_memory(log: Path) -> bool:
    text = log.read_bytes()[-10_000:]
    return b"MemoryError" in text or b"bad_alloc" in text or b"Cannot allocate memory" in text
