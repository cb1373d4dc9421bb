"""Whatever the child does, the app gets an answer in time and tells nothing of itself."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from services.imports.limits import Limits
from services.imports.model import ImportRefusedError
from services.imports.sandbox import run_child
from services.jobs.model import JobCancelledError
from tests.served import wait_until

PREY = "tests.services.imports.prey"
STARTER: Final = f"""
import sys
from pathlib import Path
from services.imports.sandbox import run_child
run_child("{PREY}", {{"act": "linger"}}, folder=Path(sys.argv[1]))
"""


def _lives(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False


def _pid_in(folder: Path) -> int:
    """Return the id of the child that lingers there, or 0 before it has begun."""
    file = folder / "pid"
    return int(file.read_text() or 0) if file.exists() else 0


def test_the_child_hears_its_order_and_is_heard(tmp_path: Path) -> None:
    found = run_child(PREY, {"act": "answer", "words": "Königstraße"}, folder=tmp_path)

    assert found["heard"] == "Königstraße"


def test_the_child_learns_nothing_of_settings_and_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WERKBANK_SMTP_PASSWORD", "geheim")

    found = run_child(PREY, {"act": "answer", "words": ""}, folder=tmp_path)

    assert not [name for name in found["environment"] if name.startswith("WERKBANK")]


def test_what_the_child_refuses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        run_child(PREY, {"act": "refuse"}, folder=tmp_path)

    assert (refused.value.code, refused.value.facts) == ("IMP-502", {"name": "x"})


@pytest.mark.parametrize(
    ("act", "limits", "code"),
    [
        ("sleep", Limits(wall_s=2), "IMP-500"),
        ("compute", Limits(cpu_s=1), "IMP-500"),
        ("eat", Limits(memory_bytes=1 << 30), "IMP-501"),
        ("crash", Limits(), "IMP-502"),
        ("fill", Limits(file_bytes=5_000_000), "IMP-502"),
        ("find no room", Limits(), "IMP-002"),
        ("be killed", Limits(), "IMP-506"),
        ("talk", Limits(result_bytes=1_000_000), "IMP-503"),
    ],
)
def test_a_child_that_breaks_down_is_told_by_its_code(
    tmp_path: Path, act: str, limits: Limits, code: str
) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        run_child(PREY, {"act": act}, folder=tmp_path, limits=limits)

    assert refused.value.code == code


def test_an_answer_from_before_is_none(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text('{"heard": "old"}')

    with pytest.raises(ImportRefusedError):
        run_child(PREY, {"act": "crash"}, folder=tmp_path)


@pytest.mark.skipif(not Path("/proc/self/ns/net").exists(), reason="no namespaces on this system")
def test_the_child_reaches_nobody(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        order = {"act": "call", "port": server.getsockname()[1]}

        found = run_child(PREY, order, folder=tmp_path)

    assert found["error"]
    assert os.listdir(tmp_path)


def test_a_cancelled_child_ends(tmp_path: Path) -> None:
    with pytest.raises(JobCancelledError):
        run_child(PREY, {"act": "linger"}, folder=tmp_path, cancelled=lambda: _pid_in(tmp_path) > 0)

    assert not _lives(_pid_in(tmp_path))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc on this system")
def test_the_child_dies_with_whoever_started_it(tmp_path: Path) -> None:
    starter = subprocess.Popen([sys.executable, "-c", STARTER, str(tmp_path)])
    wait_until(lambda: _pid_in(tmp_path) > 0)
    child = _pid_in(tmp_path)
    assert _lives(child)

    starter.kill()
    starter.wait()

    wait_until(lambda: not _lives(child), limit_s=10)
