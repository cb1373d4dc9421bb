"""A throw-away PostgreSQL/PostGIS cluster for the tests, on this machine's loopback only."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

SERVER_USER = "postgres"
CONNECTIONS = 1_000
"""Each test's database keeps its idle connections until the session ends."""


def find_binaries() -> Path | None:
    """Return the folder of ``initdb`` and ``pg_ctl``, or None where PostGIS is missing."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    if on_path is not None:
        candidates.append(Path(on_path).resolve().parent)
    return next((folder for folder in candidates if _has_postgis(folder)), None)


def _has_postgis(folder: Path) -> bool:
    control = Path("/usr/share/postgresql") / folder.parent.name / "extension/postgis.control"
    here = control.exists() or any(folder.parent.rglob("postgis.control"))
    return here and all((folder / name).exists() for name in ("initdb", "pg_ctl"))


@contextmanager
def running_cluster(binaries: Path, *, durable: bool = False) -> Iterator[str]:
    """Start a cluster in a temporary folder; yield its address without a database name.

    Tests need nothing after a power cut, so it writes without waiting for the disk, unless
    ``durable``.
    """
    folder = Path(mkdtemp(prefix="werkbank-postgres-"))
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, SERVER_USER)
    port = _free_port()
    options = (
        f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections={CONNECTIONS}"
    )
    if not durable:
        options += " -c fsync=off"
    try:
        _run(
            [
                binaries / "initdb",
                "-D",
                data,
                "-A",
                "trust",
                "-U",
                SERVER_USER,
                "--no-sync",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ]
        )
        _run([binaries / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"])
        yield f"postgresql+psycopg://{SERVER_USER}@127.0.0.1:{port}"
    finally:
        _run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str | Path], *, check: bool = True) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0 and getpass.getuser() != SERVER_USER:
        words = ["runuser", "-u", SERVER_USER, "--", *words]
    # The server must not inherit our pipes: whoever reads them would wait for it to stop.
    done = subprocess.run(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", check=False
    )
    if check and done.returncode != 0:
        raise RuntimeError(f"{Path(words[-1]).name}: {' '.join(words)} failed")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
