"""Whoever draws an archive of tiles ends with the worker that wanted it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.served import wait_until

STARTER: Final = """
import sys, time
from pathlib import Path
from services.layers import tile_archive
folder = Path(sys.argv[1])
if len(sys.argv) > 2:
    tile_archive._program = lambda: Path(sys.argv[2])
with tile_archive.being_written(
    folder / "features.jsonl", folder / "tiles.pmtiles", tile_archive.Content()
) as writing:
    (folder / "part").write_text(str(writing.process.pid))
    (folder / "part").rename(folder / "pid")
    time.sleep(600)
"""
LINGER: Final = "#!/bin/sh\ntouch {begun}\nexec sleep 600\n"

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc here")


def _lives(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False


def _killed(folder: Path, begun: Path, *program: str) -> int:
    """Kill whoever wants an archive once it has begun; return the id of who draws it."""
    starter = subprocess.Popen([sys.executable, "-c", STARTER, str(folder), *program])
    wait_until(lambda: begun.exists() and (folder / "pid").exists())
    drawer = int((folder / "pid").read_text())
    assert _lives(drawer)
    starter.kill()
    starter.wait()
    return drawer


def test_it_ends_while_it_reads_features(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "features.jsonl")  # of which nothing comes

    drawer = _killed(tmp_path, tmp_path / "pid")

    wait_until(lambda: not _lives(drawer), limit_s=10)


def test_it_ends_while_it_draws(tmp_path: Path) -> None:
    (tmp_path / "features.jsonl").touch()
    program, begun = tmp_path / "program", tmp_path / "begun"
    program.write_text(LINGER.format(begun=begun))
    program.chmod(0o700)

    drawer = _killed(tmp_path, begun, str(program))

    wait_until(lambda: not _lives(drawer), limit_s=10)
