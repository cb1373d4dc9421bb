"""The doctor tells what is wrong and what to do, and stops only for what matters."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from sqlalchemy import Engine, insert

from services import doctor
from services.database.engine import make_engine, writing
from services.database.tables import job as job_table
from services.doctor import Finding, examine
from services.settings import Settings
from tests.conftest import Databases


def _found(engine: Engine, what: str, **settings: Any) -> Finding:
    (found,) = (one for one in examine(Settings(**settings), engine) if one.what.startswith(what))
    return found


@pytest.fixture
def nothing() -> Engine:
    """A database that does not matter."""
    return make_engine("sqlite://")


def test_a_filled_database_is_well(herten_engines: Callable[[str], Engine], dialect: str) -> None:
    found = _found(herten_engines(dialect), "Database")

    assert (found.ok, found.what.endswith(": 9 districts")) == (True, True)


def test_an_empty_database_needs_init(databases: Databases, dialect: str) -> None:
    found = _found(databases.fresh(dialect), "Database")

    assert (found.ok, found.warning) == (False, False)
    assert "werkbank init" in found.cure


def test_a_database_without_rows_needs_init(
    migrated_engines: Callable[[str], Engine], dialect: str
) -> None:
    found = _found(migrated_engines(dialect), "Database")

    assert (found.ok, found.what.endswith(": 0 districts")) == (False, True)


def test_a_database_of_another_revision_is_told_so(databases: Databases) -> None:
    engine = databases.migrated("sqlite")
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    found = _found(engine, "Database")

    assert (found.ok, found.what.endswith("revision 9999")) == (False, True)


def test_a_database_that_does_not_answer_keeps_its_password() -> None:
    engine = make_engine("postgresql+psycopg://me:geheim@127.0.0.1:1/x?connect_timeout=1")

    found = _found(engine, "Database")

    assert not found.ok
    assert "geheim" not in found.what + found.cure


def test_a_missing_grid_is_a_note(nothing: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "grid_path", lambda: None)

    found = _found(nothing, "Datum grid")

    assert (found.ok, found.warning) == (False, True)
    assert "proj-data" in found.cure


class Usage(NamedTuple):
    """What a disk says of itself."""

    total: int
    used: int
    free: int


@pytest.mark.parametrize(("free", "ok"), [(2_000_000_000, True), (999_999_999, False)])
def test_a_full_disk_is_told(
    nothing: Engine, monkeypatch: pytest.MonkeyPatch, free: int, ok: bool
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, free))

    assert _found(nothing, "Free disk").ok == ok


def test_the_disk_looked_at_is_that_of_the_database(nothing: Engine, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/not/yet/there.sqlite"

    assert _found(nothing, "Free disk", database_url=url).what.endswith(str(tmp_path))


def test_a_missing_node_is_a_note(nothing: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)

    found = _found(nothing, "Node")

    assert (found.ok, found.warning) == (False, True)


def test_a_client_that_was_not_built_is_told(
    nothing: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(doctor, "BUILD_DIR", tmp_path)

    found = _found(nothing, "Client")

    assert (found.ok, found.warning) == (False, False)
    assert "make client" in found.cure


def test_an_old_python_is_told(nothing: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_PYTHON_MIN", (99, 0))

    assert not _found(nothing, "Python").ok


@pytest.mark.parametrize("name", ["imports", "layers"])
def test_a_folder_that_cannot_be_written_to_is_told(
    nothing: Engine, tmp_path: Path, name: str
) -> None:
    (tmp_path / "file").write_text("no folder")

    found = _found(
        nothing, f"Folder of {name}", import_dir=tmp_path / "file", layer_dir=tmp_path / "file"
    )

    assert (found.ok, found.warning) == (False, False)
    assert f"WERKBANK_{name.removesuffix('s').upper()}_DIR" in found.cure


def test_a_folder_that_is_made_when_it_is_needed_is_well(nothing: Engine, tmp_path: Path) -> None:
    assert _found(nothing, "Folder of imports", import_dir=tmp_path / "not" / "yet").ok


@pytest.mark.parametrize(
    ("job", "ok"),
    [
        ({"state": "queued", "hours_ago": 0.5}, True),
        ({"state": "queued", "hours_ago": 2}, False),
        ({"state": "failed", "hours_ago": 2, "code": "IMP-505"}, False),
        ({"state": "failed", "hours_ago": 24 * 8, "code": "IMP-505"}, True),
        ({"state": "failed", "hours_ago": 2, "code": "IMP-303"}, True),
    ],
)
def test_jobs_that_wait_long_or_failed_here_are_noted(
    databases: Databases, dialect: str, job: dict[str, Any], ok: bool
) -> None:
    engine = databases.migrated(dialect)
    at = datetime.now(UTC) - timedelta(hours=job["hours_ago"])
    with writing(engine) as connection:
        connection.execute(
            insert(job_table).values(
                id=uuid4().hex,
                kind="imports.load",
                state=job["state"],
                payload={},
                trouble={"code": job["code"], "facts": {}} if "code" in job else None,
                created_at=at,
                finished_at=at if job["state"] == "failed" else None,
                attempts=1,
                cancel_asked=False,
            )
        )

    found = _found(engine, "Jobs")
    engine.dispose()

    assert (found.ok, found.warning) == (ok, True)
