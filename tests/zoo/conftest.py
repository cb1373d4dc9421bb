"""Where each animal is built, what it may not read, and whom it may not call."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from services.imports import looking
from tests.zoo.animal import Yard
from tests.zoo.visit import CANARY

KEEPER: Final = "tests.zoo.keeper"


@pytest.fixture(scope="module")
def trap() -> Iterator[socket.socket]:
    """A port of this machine that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.fixture
def yard(tmp_path: Path, trap: socket.socket, monkeypatch: pytest.MonkeyPatch) -> Yard:
    monkeypatch.setattr(looking, "CHILD", KEEPER)
    arrival, server = tmp_path / "arrival", tmp_path / "server"
    for folder in (arrival, server, tmp_path / "job"):
        folder.mkdir()
    canary = server / "canary.csv"
    canary.write_text(f"name;lon;lat\n{CANARY};7.135;51.595\n", encoding="utf-8")
    return Yard(arrival, canary, f"http://127.0.0.1:{trap.getsockname()[1]}/")
