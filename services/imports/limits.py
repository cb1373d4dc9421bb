"""What a child process that reads a stranger's file may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NO_MEMORY: Final = 64
NO_ROOM: Final = 65
"""Exit codes of a child that lacked something."""


@dataclass(frozen=True)
class Limits:
    """Most memory (address space), computing time, time on the clock, file size and open files."""

    memory_bytes: int = 2 << 30
    cpu_s: int = 120
    wall_s: int = 300
    file_bytes: int = 2 << 30
    open_files: int = 64
    result_bytes: int = 20 << 20
