"""What everybody may read of a voice by its number, and the click that supports it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from services.comments import guard
from services.comments.model import Step
from services.comments.reference import shown
from services.comments.store import Voices
from services.comments.trail import add_step
from services.database.engine import reading, writing
from services.database.revisions import revisions
from services.database.tables import support, voice
from tests.conftest import NOW
from tests.services.comments.door import Door
from tests.services.comments.rows import add_voice, ensure_process

CLICK = "k" * 30


def put(door: Door, **values: Any) -> str:
    """Write one voice into the door's database and return its number."""
    with writing(door.app.state.engine) as connection:
        ensure_process(connection)
        return add_voice(connection, **values)


def number_of(door: Door, reference: str) -> int:
    with reading(door.app.state.engine) as connection:
        return Voices(connection, NOW.date()).get(reference).number


def supports(door: Door, reference: str) -> int:
    with reading(door.app.state.engine) as connection:
        return Voices(connection, NOW.date()).get(reference).supports


def test_a_number_is_looked_up_with_hyphens_or_without(door: Door) -> None:
    reference = put(door)

    for written in (reference, shown(reference), f" {shown(reference).replace('-', ' ')} "):
        found = door.client.get("/beitrag", params={"nummer": written})
        assert (found.status_code, found.headers["location"]) == (303, f"/beitrag/{reference}")


@pytest.mark.parametrize("written", ["123456789", "12", "abc", "100000006", "\x00<b>"])
def test_a_number_that_is_none_is_told(sqlite_door: Door, written: str) -> None:
    found = sqlite_door.client.get("/beitrag", params={"nummer": written})

    assert found.status_code == 404
    assert 'role="alert"' in found.text
    assert "<b>" not in found.text.partition("<main")[2].partition("</main>")[0].replace(
        "<b>Herten", ""
    )


def test_nobody_asked_for_a_number_yet(sqlite_door: Door) -> None:
    found = sqlite_door.client.get("/beitrag")

    assert (found.status_code, 'role="alert"' in found.text) == (200, False)


def test_a_page_is_found_under_both_ways_to_write_its_number(sqlite_door: Door) -> None:
    reference = put(sqlite_door, title="Zwei Wege")

    for path in (reference, shown(reference)):
        assert "Zwei Wege" in sqlite_door.client.get(f"/beitrag/{path}").text


@pytest.mark.parametrize("status", ["received", "declined", "merged", "withdrawn"])
def test_only_published_words_are_read(sqlite_door: Door, status: str) -> None:
    more = {"title": "Geheimer Titel", "text": "Geheime Worte.", "author_name": "Kim Geheim"}
    reference = put(sqlite_door, status=status, place_label="Geheimer Ort", **more)

    for path in (f"/beitrag/{reference}", f"/api/voices/{reference}"):
        found = sqlite_door.client.get(path)
        assert found.status_code == 200
        assert "Geheim" not in found.text


def test_a_declined_voice_tells_why(sqlite_door: Door) -> None:
    reference = put(
        sqlite_door, status="declined", reason_code="insult", reason_words="Bitte ohne Schimpfen."
    )

    page = sqlite_door.client.get(f"/beitrag/{reference}").text

    assert "Beleidigung" in page
    assert "Bitte ohne Schimpfen." in page


def test_merged_numbers_lead_to_each_other(sqlite_door: Door) -> None:
    into = put(sqlite_door)
    number = number_of(sqlite_door, into)
    merged = put(sqlite_door, status="merged", merged_into=number)

    assert f'href="/beitrag/{into}"' in sqlite_door.client.get(f"/beitrag/{merged}").text
    assert f'href="/beitrag/{merged}"' in sqlite_door.client.get(f"/beitrag/{into}").text


def test_the_trail_tells_office_day_and_paper(sqlite_door: Door) -> None:
    reference = put(sqlite_door)
    step = Step("decided", "Tiefbauamt", date(2026, 12, 1), words="Kommt 2027.", paper="26/114")
    with writing(sqlite_door.app.state.engine) as connection:
        add_step(connection, number_of(sqlite_door, reference), step, account_id="kim", now=NOW)

    page = sqlite_door.client.get(f"/beitrag/{reference}").text

    for words in ("entschieden", "Tiefbauamt", "1. Dezember 2026", "Kommt 2027.", "26/114"):
        assert words in page
    assert ">kim<" not in page


def test_a_published_voice_can_be_reported(sqlite_door: Door) -> None:
    reference = put(sqlite_door)

    page = sqlite_door.client.get(f"/beitrag/{reference}").text

    assert f'href="/melden?beitrag={reference}"' in page


def test_hostile_words_are_shown_as_words(sqlite_door: Door) -> None:
    evil = "<img src=x onerror=alert(1)>"
    reference = put(sqlite_door, title=evil, text=evil)

    assert evil not in sqlite_door.client.get(f"/beitrag/{reference}").text


def test_a_click_is_counted_and_said(door: Door) -> None:
    reference = put(door)
    page = door.client.get(f"/beitrag/{reference}").text
    click = re.search(r'name="klick" value="([^"]+)"', page)
    assert click is not None
    with reading(door.app.state.engine) as connection:
        before = revisions(connection)["voices"].number

    found = door.client.post(f"/beitrag/{reference}/unterstuetzen", data={"klick": click.group(1)})

    after = door.client.get(found.headers["location"]).text
    assert found.status_code == 303
    assert "1 Mal unterstützt" in after
    assert "keine Abstimmung" in after
    with reading(door.app.state.engine) as connection:
        assert revisions(connection)["voices"].number == before + 1


def test_a_click_that_comes_twice_counts_once(door: Door) -> None:
    reference = put(door)

    for _ in range(2):
        door.client.post(f"/beitrag/{reference}/unterstuetzen", data={"klick": CLICK})

    assert supports(door, reference) == 1


def test_an_impatient_finger_leaves_clicks_for_the_family(sqlite_door: Door) -> None:
    reference = put(sqlite_door)
    path = f"/beitrag/{reference}/unterstuetzen"
    for _ in range(guard.SUPPORTS_A_DAY + 1):
        sqlite_door.client.post(path, data={"klick": CLICK})

    found = sqlite_door.client.post(path, data={"klick": "f" * 30})

    assert (found.status_code, supports(sqlite_door, reference)) == (303, 2)


def test_one_address_does_not_click_a_voice_up(sqlite_door: Door) -> None:
    reference = put(sqlite_door)

    codes = [
        sqlite_door.client.post(
            f"/beitrag/{reference}/unterstuetzen", data={"klick": f"{CLICK}{number}"}
        ).status_code
        for number in range(guard.SUPPORTS_A_DAY + 1)
    ]

    assert codes == [303] * guard.SUPPORTS_A_DAY + [429]
    assert supports(sqlite_door, reference) == guard.SUPPORTS_A_DAY


@pytest.mark.parametrize(
    "values",
    [
        {"status": "received"},
        {"status": "withdrawn"},
        {"kind": "expert_note"},
        {"kind": "statement", "office": "Tiefbauamt"},
    ],
)
def test_what_is_no_public_voice_of_citizens_takes_no_click(
    sqlite_door: Door, values: dict[str, Any]
) -> None:
    reference = put(sqlite_door, **values)

    found = sqlite_door.client.post(f"/beitrag/{reference}/unterstuetzen", data={"klick": CLICK})

    assert found.status_code == 409
    assert "unterstuetzen" not in sqlite_door.client.get(f"/beitrag/{reference}").text


@pytest.mark.parametrize("click", ["", "kurz", "a b" * 10, "x" * 65])
def test_a_click_without_its_secret_is_refused(sqlite_door: Door, click: str) -> None:
    reference = put(sqlite_door)

    found = sqlite_door.client.post(f"/beitrag/{reference}/unterstuetzen", data={"klick": click})

    assert (found.status_code, supports(sqlite_door, reference)) == (400, 0)


def test_nothing_of_who_clicked_is_kept(sqlite_door: Door) -> None:
    reference = put(sqlite_door)
    sqlite_door.client.post(f"/beitrag/{reference}/unterstuetzen", data={"klick": CLICK})

    with reading(sqlite_door.app.state.engine) as connection:
        row = connection.execute(
            select(support).where(support.c.voice_number == number_of(sqlite_door, reference))
        ).one()
        columns = {one.name for one in (*support.columns, *voice.columns)}
        count = connection.execute(select(func.count()).select_from(support)).scalar_one()
    assert count >= 1
    assert CLICK not in str(tuple(row))
    assert not {name for name in columns if "address" in name or name in {"ip", "user_agent"}}
