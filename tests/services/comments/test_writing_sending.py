"""Sending what the summary shows: once, not too fast, not too often, in time."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import Engine, func, select, update

from services.comments import guard
from services.comments.guard import Gate
from services.comments.store import Voices
from services.database.engine import reading, writing
from services.database.tables import outbox, participation_process
from tests.conftest import NOW
from tests.services.comments.door import Door, changed, fields
from tests.services.comments.test_guard import solve
from tests.services.comments.written import CHECK, HERE, NEW, SEND, WORDS, count_voices, summary


def test_a_voice_is_written_checked_and_sent(door: Door) -> None:
    form = summary(door)
    door.wait(seconds=20)

    found = door.client.post(SEND, data=form)

    assert found.status_code == 303
    page = door.client.get(found.headers["location"]).text
    number = re.search(r'data-sent="(\d{9})"', page)
    assert number is not None
    with reading(door.app.state.engine) as connection:
        stored = Voices(connection, NOW.date()).get(number.group(1))
    assert (stored.title, stored.district_id, stored.precision) == ("Bank fehlt", "mitte", "spot")


def test_an_impatient_finger_lands_on_the_same_page(door: Door) -> None:
    form = summary(door)
    door.wait(seconds=20)

    first, second = (door.client.post(SEND, data=form) for _ in range(2))

    assert first.headers["location"] == second.headers["location"]
    assert count_voices(door, title="Bank fehlt", text=WORDS["text"]) >= 1


def test_other_words_under_the_key_of_a_voice_that_arrived_are_not_lost(door: Door) -> None:
    form = summary(door)
    door.wait(seconds=20)
    first = door.client.post(SEND, data=form)
    other = changed(form, text="Und einen Mülleimer braucht es an dieser Stelle auch.")

    asked = door.client.post(SEND, data=other)
    second = door.client.post(SEND, data=fields(asked.text, "send-form"))

    private = first.headers["location"].partition("?")[0]
    assert (first.status_code, asked.status_code, second.status_code) == (303, 409, 303)
    assert f'href="{private}"' in asked.text
    assert "Als weiteren Beitrag senden" in asked.text
    assert not second.headers["location"].startswith(private)
    assert "Mülleimer" in door.client.get(second.headers["location"]).text


def test_each_summary_is_a_voice_of_its_own(sqlite_door: Door) -> None:
    assert summary(sqlite_door)["schluessel"] != summary(sqlite_door)["schluessel"]


def test_who_is_too_fast_is_asked_once_more_and_then_believed(door: Door) -> None:
    form = summary(door)

    hasty = door.client.post(SEND, data=form)
    assert (hasty.status_code, "noch einmal" in hasty.text) == (422, True)

    door.wait(seconds=5)
    assert door.client.post(SEND, data=fields(hasty.text, "send-form")).status_code == 303


@pytest.mark.parametrize("stamp", ["", "gestern", "1.0-ff"])
def test_a_forged_time_is_asked_about(sqlite_door: Door, stamp: str) -> None:
    form = summary(sqlite_door)
    sqlite_door.wait(seconds=20)

    assert sqlite_door.client.post(SEND, data=changed(form, stempel=stamp)).status_code == 422


def test_a_field_that_nobody_sees_must_stay_empty(sqlite_door: Door) -> None:
    form = summary(sqlite_door)
    sqlite_door.wait(seconds=20)
    before = count_voices(sqlite_door)

    found = sqlite_door.client.post(SEND, data=changed(form, homepage="https://spam.example"))

    assert (found.status_code, count_voices(sqlite_door)) == (422, before)
    assert fields(found.text, "send-form")["homepage"] == ""


def test_after_the_first_few_the_page_asks_for_a_proof(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_PROOF_COUNTERS", (2, 5))
    door = Door(engine, secret_file=tmp_path / "secret", proof_of_work_after=0)
    door.set_real_time()
    form = summary(door)
    door.wait(seconds=20)

    refused = door.client.post(SEND, data=form)
    assert refused.status_code == 428
    assert 'id="proof"' in refused.text
    assert "rufen Sie uns an" in refused.text

    payload = solve(door.client.get("/api/altcha/challenge").json())
    taken = door.client.post(SEND, data=changed(fields(refused.text, "send-form"), altcha=payload))
    again = summary(door)
    door.wait(seconds=20)
    spent = door.client.post(SEND, data=changed(again, altcha=payload))
    door.close()
    assert (taken.status_code, spent.status_code) == (303, 428)


def test_more_than_the_ceiling_must_wait_with_words_kept(engine: Engine, tmp_path: Path) -> None:
    door = Door(engine, secret_file=tmp_path / "secret", voices_per_hour=1)

    def send() -> Response:
        form = summary(door)
        door.wait(seconds=20)
        return door.client.post(SEND, data=form)

    first, second = send(), send()
    door.close()

    assert (first.status_code, second.status_code) == (303, 429)
    assert 0 < int(second.headers["retry-after"]) <= 3_600
    assert fields(second.text, "send-form")["text"] == WORDS["text"]


def test_a_mail_address_is_not_flooded(sqlite_door: Door) -> None:
    codes = []
    for _ in range(guard.LETTERS_A_DAY + 1):
        form = summary(sqlite_door, mail="voll@beispiel.de")
        sqlite_door.wait(seconds=20)
        codes.append(sqlite_door.client.post(SEND, data=form).status_code)

    with reading(sqlite_door.app.state.engine) as connection:
        letters = connection.execute(
            select(func.count()).where(outbox.c.recipient == "voll@beispiel.de")
        ).scalar_one()
    assert (codes[-1], letters) == (422, guard.LETTERS_A_DAY)


def test_a_voice_that_is_not_taken_uses_up_no_letter(engine: Engine, tmp_path: Path) -> None:
    door = Door(engine, secret_file=tmp_path / "secret", voices_per_hour=1)
    for _ in range(guard.LETTERS_A_DAY + 1):
        form = summary(door, mail="ruhig@beispiel.de")
        door.wait(seconds=20)
        assert door.client.post(SEND, data=form).status_code in {303, 429}

    gate = Gate(door.app.state.throttle, door.app.state.signing_key, "other", 10, 10)
    may = gate.may_write_to("ruhig@beispiel.de", door.now)
    door.close()
    assert may


def test_a_process_that_has_ended_says_so(
    own_engines: Callable[[str], Engine], sqlite_door: Door
) -> None:
    with writing(own_engines("sqlite")) as connection:
        connection.execute(
            update(participation_process)
            .where(participation_process.c.id == "herzensorte")
            .values(ends_on=NOW.date().replace(year=2025))
        )

    found = sqlite_door.client.get("/mitmachen/herzensorte/neu")

    assert (found.status_code, "Die Beteiligung ist beendet" in found.text) == (409, True)


@pytest.mark.parametrize("path", [CHECK, SEND])
def test_who_reloads_a_step_is_led_to_the_form(sqlite_door: Door, path: str) -> None:
    found = sqlite_door.client.get(f"/en{path}")

    assert (found.status_code, found.headers["location"]) == (303, f"/en{NEW}")


def test_no_step_sets_a_cookie(sqlite_door: Door) -> None:
    form = sqlite_door.form(HERE, "voice-form", **WORDS)
    steps = [
        sqlite_door.client.get(HERE),
        sqlite_door.client.post(CHECK, data=form),
        sqlite_door.client.post(SEND, data=summary(sqlite_door)),
    ]

    assert not any("set-cookie" in one.headers for one in steps)


@pytest.mark.parametrize("address", [CHECK, SEND])
@pytest.mark.parametrize("project", ["a\x00b", "x" * 4_000])
def test_a_project_that_cannot_be_one_is_told_and_asked_of_no_database(
    door: Door, address: str, project: str
) -> None:
    form = summary(door)
    door.wait(seconds=20)

    found = door.client.post(address, data=changed(form, projekt=project))

    assert found.status_code == 422
    assert '<a href="#projekt">' in found.text
