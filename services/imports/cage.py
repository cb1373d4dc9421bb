"""Runs a module of ours on a stranger's file: little memory, little time, no network.

``sandbox.run_child`` starts it as ``python -I -m services.imports.cage MODULE ORDER LIMITS``, with
its own process id behind. The limits are set here, in the child itself: nothing hostile is read
before, and the app process forks no code of its own.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import runpy
import sys
from typing import Final

from services.imports.limits import NO_MEMORY, NO_ROOM, Limits
from services.jobs.tied import die_with

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_LAST_S: Final = 5
"""How long after its time a process lives that does not heed the first signal."""


def close(limits: Limits) -> None:
    """Give this process its limits, for good, and take the network away where the system can."""
    # Two signals: who is killed by the second one without the first was so by somebody else.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s + _LAST_S))
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    # A refusal leaves GDAL's own switches: drivers that ask the network are skipped.
    ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)


def main() -> None:
    """Close the cage and run the module."""
    module, order, limits, parent = sys.argv[1:]
    close(Limits(**json.loads(limits)))
    # After ``close``: new credentials would take it back.
    die_with(int(parent))
    sys.argv = [module, order]
    # Told by the exit code: where nothing has room, the log has none either. And at once: what
    # cannot be flushed would change the code.
    try:
        runpy.run_module(module, run_name="__main__")
    except MemoryError:
        os._exit(NO_MEMORY)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        os._exit(NO_ROOM)


if __name__ == "__main__":
    main()
