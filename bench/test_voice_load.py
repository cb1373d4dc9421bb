"""Fifty voices a second for a minute, on both databases: none lost, none twice, quickly answered.

The voices come from a process of their own, at their own pace, to two app processes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from sqlalchemy import Engine

from bench.load_voices import Answer
from tests.served import serving, wait_until
from tests.voice_load import UNHINDERED, count_voices, half, is_sound, lost, start_load

RATE = 50.0
SECONDS = 60.0
ALL = round(RATE * SECONDS)
P95_LIMIT_MS = 250.0
PROCESSES = 2


def _settings(folder: Path) -> dict[str, str]:
    return UNHINDERED | {"WERKBANK_SECRET_FILE": str(folder / "secret")}


def _run(benchmark: BenchmarkFixture, act: Callable[[], list[Answer]]) -> list[Answer]:
    answers: list[Answer] = benchmark.pedantic(act, rounds=1)
    return answers


@pytest.mark.benchmark(group="a minute of voices")
def test_fifty_voices_a_second(benchmark: BenchmarkFixture, engine: Engine, tmp_path: Path) -> None:
    url = engine.url.render_as_string(hide_password=False)
    with serving(url, _settings(tmp_path), processes=PROCESSES) as group:
        wait_until(lambda: len(group.workers()) == PROCESSES)
        answers = _run(
            benchmark, lambda: start_load(group.port, rate=RATE, seconds=SECONDS).answers()
        )

    p50, p95, p99 = np.percentile([one.ms for one in answers], [50, 95, 99])
    print(f"\n{engine.dialect.name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms")
    assert {one.status for one in answers} == {201}
    assert lost(engine, answers) == []
    assert (count_voices(engine), half(engine)) == (ALL, [])
    assert p95 <= P95_LIMIT_MS


@pytest.mark.benchmark(group="a minute of voices, killed in the middle")
def test_killed_in_the_middle(benchmark: BenchmarkFixture, engine: Engine, tmp_path: Path) -> None:
    url = engine.url.render_as_string(hide_password=False)
    with serving(url, _settings(tmp_path), processes=PROCESSES) as group:

        def act() -> list[Answer]:
            load = start_load(group.port, rate=RATE, seconds=SECONDS)
            wait_until(lambda: count_voices(engine) >= ALL // 2, limit_s=2 * SECONDS)
            group.kill()
            return load.answers()

        answers = _run(benchmark, act)

    answered = [one for one in answers if one.status == 201]
    print(f"\n{engine.dialect.name}: {len(answered)} answered, {count_voices(engine)} stored")
    assert ALL // 3 < len(answered) < ALL
    assert lost(engine, answers) == []
    assert half(engine) == []
    assert is_sound(engine)
