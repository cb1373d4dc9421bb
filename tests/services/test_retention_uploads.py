"""A run of retention over uploads of geodata and over jobs, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from services.database.engine import make_engine, reading, writing
from services.database.tables import import_file, import_layer, job
from services.jobs.turn import turn
from services.settings import Settings
from tests.conftest import NOW
from tests.services.command_line import Terminal
from tests.services.retention_rows import count, forget

ID = "0123456789abcdef0123456789abcdef"


def _put_job(connection: Connection, id_: str, *, state: str, days_ago: float) -> str:
    at = NOW - timedelta(days=days_ago)
    connection.execute(
        insert(job).values(
            id=id_,
            kind="imports.load",
            state=state,
            payload={},
            created_at=at,
            finished_at=None if state in {"queued", "running"} else at,
            attempts=1,
            cancel_asked=False,
        )
    )
    return id_


def _put_upload(connection: Connection, *, days_ago: float, **more: Any) -> int:
    at = NOW - timedelta(days=days_ago)
    row: dict[str, Any] = {
        "id": ID,
        "name": "wege.zip",
        "size_bytes": 1,
        "sha256": "0" * 64,
        "state": "reported",
        "uploaded_at": at,
        "changed_at": at,
    }
    written = connection.execute(insert(import_file).values(row | more))
    return int(written.inserted_primary_key[0])  # type: ignore[index]


def _put_layer(
    connection: Connection,
    number: int,
    state: str,
    job_id: str | None = None,
    *,
    position: int = 0,
) -> None:
    connection.execute(
        insert(import_layer).values(
            import_number=number, position=position, state=state, job_id=job_id, revision=0
        )
    )


def _state(connection: Connection) -> str:
    return str(connection.execute(select(import_file.c.state)).scalar_one())


@pytest.mark.parametrize("state", ["reported", "refused", "failed", "cancelled"])
@pytest.mark.parametrize(("days_ago", "closed"), [(29, False), (31, True)])
def test_an_upload_waits_thirty_days_for_a_decision(
    herten: Connection, state: str, days_ago: float, closed: bool
) -> None:
    _put_upload(herten, days_ago=days_ago, state=state)

    assert forget(herten).uploads == int(closed)
    assert (_state(herten) == "closed") is closed


@pytest.mark.parametrize("state", ["queued", "running"])
def test_an_upload_that_a_job_works_on_stays_open(herten: Connection, state: str) -> None:
    number = _put_upload(herten, days_ago=40)
    _put_layer(herten, number, "loading", _put_job(herten, "a", state=state, days_ago=0))

    assert forget(herten).uploads == 0


def test_a_version_that_waits_to_be_applied_keeps_its_upload_open(herten: Connection) -> None:
    _put_layer(herten, _put_upload(herten, days_ago=40), "ready")

    assert forget(herten).uploads == 0


def test_an_upload_whose_load_failed_long_ago_is_closed(herten: Connection) -> None:
    number = _put_upload(herten, days_ago=40)
    _put_layer(herten, number, "loading", _put_job(herten, "a", state="failed", days_ago=39))

    assert forget(herten).uploads == 1


@pytest.mark.parametrize(("days_ago", "left"), [(89, 1), (91, 0)])
def test_a_report_can_be_read_for_ninety_days_after_all_is_decided(
    herten: Connection, days_ago: float, left: int
) -> None:
    _put_layer(herten, _put_upload(herten, days_ago=days_ago, state="closed"), "loaded")

    assert forget(herten).reports == 1 - left
    assert (count(herten, import_file), count(herten, import_layer)) == (left, left)


@pytest.mark.parametrize(
    ("state", "days_ago", "left"),
    [("done", 89, 1), ("done", 91, 0), ("failed", 91, 0), ("queued", 91, 1), ("running", 91, 1)],
)
def test_a_job_is_forgotten_ninety_days_after_its_end(
    herten: Connection, state: str, days_ago: float, left: int
) -> None:
    _put_job(herten, "a", state=state, days_ago=days_ago)

    assert forget(herten).jobs == 1 - left
    assert count(herten, job) == left


def test_a_job_that_says_how_an_upload_ended_stays_with_it(herten: Connection) -> None:
    number = _put_upload(herten, days_ago=100)
    _put_layer(herten, number, "ready")
    failed = _put_job(herten, "a", state="failed", days_ago=95)
    _put_layer(herten, number, "loading", failed, position=1)

    assert forget(herten).jobs == 0


def test_a_dry_run_leaves_uploads_and_jobs(herten: Connection) -> None:
    _put_upload(herten, days_ago=40)
    _put_job(herten, "a", state="done", days_ago=91)

    report = forget(herten, dry_run=True)

    assert (report.uploads, report.jobs) == (1, 1)
    assert (_state(herten), count(herten, job)) == ("reported", 1)


@pytest.mark.parametrize("somebody_works", [False, True])
def test_the_files_of_a_closed_upload_go_unless_somebody_works(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    somebody_works: bool,
) -> None:
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    terminal.set("WERKBANK_IMPORT_DIR", str(tmp_path / "imports"))
    terminal.set("WERKBANK_LAYER_DIR", str(tmp_path / "layers"))
    terminal.run("init", "--empty")
    engine = make_engine(Settings().database_url)
    with writing(engine) as connection:
        _put_upload(connection, days_ago=0, changed_at=datetime(2020, 1, 1, tzinfo=UTC))
    files = tmp_path / "imports" / ID / "received"
    files.mkdir(parents=True)

    if somebody_works:
        with turn(engine):
            done = terminal.run("retention")
    else:
        done = terminal.run("retention")

    assert (done.code, files.exists()) == (0, somebody_works)
    assert "1 uploads of geodata" in done.out
    with reading(engine) as connection:
        assert _state(connection) == "closed"
    engine.dispose()
