"""Runs a module of ours on a stranger's file: little memory, little time, no network.

``sandbox.run_child`` starts it as ``python -I -m services.imports.cage MODULE ORDER LIMITS``, with
its own process id behind. The limits are set here, in the child itself: nothing hostile is read
before, and the app process forks no code of its own.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import runpy
import signal
import sys

from services.imports.limits import Limits

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1


def close(limits: Limits) -> None:
    """Give this process its limits, for good, and take the network away where the system can."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    # A refusal leaves GDAL's own switches: drivers that ask the network are skipped.
    ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)


def die_with(parent: int) -> None:
    """End this process when ``parent`` dies: nobody would wait for it, or write to its folder."""
    # After ``close``: new credentials would take it back.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we could ask
        sys.exit(1)


def main() -> None:
    """Close the cage and run the module."""
    module, order, limits, parent = sys.argv[1:]
    close(Limits(**json.loads(limits)))
    die_with(int(parent))
    sys.argv = [module, order]
    runpy.run_module(module, run_name="__main__")


if __name__ == "__main__":
    main()
