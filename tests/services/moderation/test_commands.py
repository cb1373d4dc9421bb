"""``werkbank remind`` on the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.cli import app
from services.comments.actions import submit
from services.database.engine import make_engine, writing
from services.installation import initialise
from services.settings import PROJECT_ROOT
from tests.services.moderation.scene import ADDRESS, BENCH
from tests.services.staff import add_staff


def test_remind_tells_how_many_were_reminded_and_does_it_once_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'w.sqlite'}"
    monkeypatch.setenv("WERKBANK_DATABASE_URL", url)
    engine = make_engine(url)
    long_ago = datetime.now(UTC) - timedelta(days=40)
    initialise(engine, data_dir=PROJECT_ROOT / "data", now=long_ago)
    with writing(engine) as connection:
        add_staff(connection, "moderator", now=long_ago)
        lost = add_staff(connection, "moderator", now=long_ago, email="müller@herten.example")
        submit(BENCH, connection=connection, now=long_ago, address=ADDRESS)
    engine.dispose()

    first, second = (CliRunner().invoke(app, ["remind"]) for _ in range(2))

    assert first.stderr.startswith("cannot be written to: http")
    assert first.stderr.endswith(f"/verwaltung/konten/{lost.id}\n")
    assert (first.exit_code, first.stdout) == (0, "reminded: 1 moderators\n")
    assert (second.exit_code, second.stdout) == (0, "nothing to do\n")
