"""What benchmarks time: databases on the disk, and a served workbench, filled with Herten."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.database.engine import make_engine
from services.installation import initialise
from services.settings import PROJECT_ROOT
from tests.conftest import NOW, missing
from tests.postgres import find_binaries, running_cluster

START_LIMIT_S = 30


@dataclass(frozen=True)
class Served:
    """A running app process, and how long it took from `init` to its first answer."""

    port: int
    pid: int
    started_s: float

    def connection(self) -> HTTPConnection:
        """Return a kept-alive connection to the process."""
        return HTTPConnection("127.0.0.1", self.port)

    def resident_mb(self) -> float:
        """Return the memory the process holds, in megabytes (Linux)."""
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "WERKBANK_DATABASE_URL": f"sqlite:///{folder / 'werkbank.sqlite'}",
        "PORT": str(port),
    }
    command = [sys.executable, "-m", "services.cli"]
    subprocess.run([*command, "init"], env=environment, check=True)
    start = time.perf_counter()
    subprocess.run([*command, "init"], env=environment, check=True)  # as `make run` does again
    process = subprocess.Popen([*command, "serve"], env=environment)
    try:
        while not _answers(port):
            if time.perf_counter() - start > START_LIMIT_S:
                raise TimeoutError("the workbench does not answer")
            time.sleep(0.02)
        yield Served(port, process.pid, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _url(dialect: str, folder: Path) -> Iterator[str]:
    if dialect == "sqlite":
        yield f"sqlite:///{folder / 'werkbank.sqlite'}"
        return
    binaries = find_binaries()
    if binaries is None:
        missing("PostgreSQL with PostGIS", "make bench installs it")
        return
    with running_cluster(binaries, durable=True) as server:
        yield f"{server}/postgres"


@pytest.fixture(params=["sqlite", "postgis"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database on the disk, filled with Herten, that no other test uses."""
    for url in _url(request.param, tmp_path):
        engine = make_engine(url)
        initialise(engine, data_dir=PROJECT_ROOT / "data", now=NOW)
        yield engine
        engine.dispose()
