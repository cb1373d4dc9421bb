"""What a load of voices leaves behind: sent by a process of its own, counted in the database."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine, exists, func, select, text

from bench.load_voices import Answer
from services.comments.store import hashed
from services.database.engine import reading
from services.database.tables import trail_step, voice, voice_district
from services.settings import PROJECT_ROOT

UNHINDERED: Final = {
    "WERKBANK_VOICES_PER_HOUR": "1000000",
    "WERKBANK_PROOF_OF_WORK_AFTER": "1000000",
}
"""Settings for a load that comes from one address."""


@dataclass(frozen=True)
class Load:
    """A process that sends voices."""

    process: subprocess.Popen[str]

    def answers(self) -> list[Answer]:
        """Wait until all are sent; return what became of each."""
        said, _ = self.process.communicate()
        assert self.process.returncode == 0
        return [Answer(**json.loads(line)) for line in said.splitlines()]


def start_load(port: int, *, rate: float, seconds: float, seed: int = 1) -> Load:
    """Start to send voices to a workbench on this machine."""
    command = [sys.executable, "-m", "bench.load_voices", f"http://127.0.0.1:{port}"]
    options = ["--rate", str(rate), "--seconds", str(seconds), "--seed", str(seed)]
    process = subprocess.Popen(
        [*command, *options], cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True
    )
    return Load(process)


def count_voices(engine: Engine) -> int:
    """Return how many voices there are."""
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(voice)).scalar_one()


def lost(engine: Engine, answers: Sequence[Answer]) -> list[str | None]:
    """Return the reference numbers of voices that were answered 201 and are not there."""
    with reading(engine) as connection:
        rows = connection.execute(select(voice.c.idempotency_key, voice.c.reference))
        there = {row.idempotency_key: row.reference for row in rows}
    return [
        one.reference
        for one in answers
        if one.status == 201 and there.get(hashed(one.key)) != str(one.reference).replace("-", "")
    ]


def half(engine: Engine) -> list[str]:
    """Return the reference numbers of voices without their district or the start of their trail."""
    with reading(engine) as connection:
        found = connection.execute(
            select(voice.c.reference).where(
                ~exists().where(voice_district.c.voice_number == voice.c.number)
                | ~exists().where(trail_step.c.voice_number == voice.c.number)
            )
        )
        return list(found.scalars())


def is_sound(engine: Engine) -> bool:
    """Return True if the database's own check finds nothing (SQLite; PostgreSQL heals itself)."""
    if engine.dialect.name != "sqlite":
        return True
    with reading(engine) as connection:
        found: str = connection.execute(text("PRAGMA integrity_check")).scalar_one()
    return found == "ok"
