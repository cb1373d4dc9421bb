"""What a child process may get up to: each act is one attempt to break out or to break down."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


def _answer(order: Mapping[str, Any]) -> None:
    _write({"heard": order["words"], "environment": sorted(os.environ)})


def _refuse(_: Mapping[str, Any]) -> None:
    _write({"refused": {"code": "IMP-502", "facts": {"name": "x"}}})


def _sleep(_: Mapping[str, Any]) -> None:
    time.sleep(600)


def _linger(_: Mapping[str, Any]) -> None:
    Path("pid").write_text(str(os.getpid()))
    time.sleep(600)


def _compute(_: Mapping[str, Any]) -> None:
    while True:
        pass


def _eat(_: Mapping[str, Any]) -> None:
    bytearray(8 << 30)


def _crash(_: Mapping[str, Any]) -> None:
    os.abort()


def _fill(_: Mapping[str, Any]) -> None:
    with Path("big").open("wb") as file:
        while True:
            file.write(b"x" * 1_000_000)


def _find_no_room(_: Mapping[str, Any]) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _be_killed(_: Mapping[str, Any]) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _talk(_: Mapping[str, Any]) -> None:
    _write({"big": "x" * 3_000_000})


def _call(order: Mapping[str, Any]) -> None:
    try:
        socket.create_connection(("127.0.0.1", order["port"]), timeout=2).close()
    except OSError as error:
        _write({"error": str(error)})
    else:
        _write({"error": ""})


def _write(result: Mapping[str, Any]) -> None:
    Path("result.json").write_text(json.dumps(result))


ACTS: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    "answer": _answer,
    "refuse": _refuse,
    "sleep": _sleep,
    "linger": _linger,
    "compute": _compute,
    "eat": _eat,
    "crash": _crash,
    "fill": _fill,
    "find no room": _find_no_room,
    "be killed": _be_killed,
    "talk": _talk,
    "call": _call,
}

if __name__ == "__main__":
    asked = json.loads(Path(sys.argv[1]).read_text())
    ACTS[asked["act"]](asked)
