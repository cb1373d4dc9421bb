"""Runs a module of ours on a stranger's file: little memory, little time, no network.

``sandbox.run_child`` starts it as ``python -I -m services.imports.cage MODULE ORDER LIMITS``. The
limits are set here, in the child itself: nothing hostile is read before, and the app process
forks no code of its own.
"""

from __future__ import annotations

import ctypes
import json
import resource
import runpy
import sys

from services.imports.limits import Limits

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000


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


def main() -> None:
    """Close the cage and run the module."""
    module, order, limits = sys.argv[1:]
    close(Limits(**json.loads(limits)))
    sys.argv = [module, order]
    runpy.run_module(module, run_name="__main__")


if __name__ == "__main__":
    main()
