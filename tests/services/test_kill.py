"""Killed in the middle of many voices, nothing is lost that was answered, and nothing is half."""

from __future__ import annotations

import pytest

from tests.conftest import Databases
from tests.served import serving, wait_until
from tests.voice_load import UNHINDERED, count_voices, half, is_sound, lost, start_load

RATE = 30.0
SECONDS = 4.0
ALL = round(RATE * SECONDS)


def test_kill_in_the_middle(
    databases: Databases, dialect: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    engine = databases.herten(dialect)
    url = engine.url.render_as_string(hide_password=False)
    settings = UNHINDERED | {
        "WERKBANK_SECRET_FILE": str(tmp_path_factory.mktemp("secret") / "secret")
    }
    with serving(url, settings, processes=2) as group:
        load = start_load(group.port, rate=RATE, seconds=SECONDS)
        wait_until(lambda: count_voices(engine) >= ALL // 4)
        group.kill()
        answers = load.answers()

    answered = [one for one in answers if one.status == 201]
    assert 0 < len(answered) < ALL
    assert lost(engine, answers) == []
    assert half(engine) == []
    assert is_sound(engine)

    with serving(url, settings, processes=2) as group:
        again = start_load(group.port, rate=RATE, seconds=SECONDS).answers()

    assert {one.status for one in again} == {201}
    assert lost(engine, again) == []
    assert count_voices(engine) == ALL
