"""Writing a voice without any script: place, words, summary, sending."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from httpx2 import Response
from sqlalchemy import Engine, func, select, update

from services.comments import guard
from services.comments.guard import Gate
from services.comments.placing import pin_from_lon_lat
from services.comments.store import Voices
from services.database.engine import reading, writing
from services.database.tables import outbox, participation_process, voice
from tests.conftest import NOW
from tests.services.comments.door import Door, changed, fields
from tests.services.comments.rows import add_voice, ensure_process
from tests.services.comments.test_guard import solve

NEW = "/mitmachen/ideen/neu"
CHECK = "/mitmachen/ideen/pruefen"
SEND = "/mitmachen/ideen/senden"
HERE = f"{NEW}?weg=karte&lon=7.1366&lat=51.5935"
WORDS = {
    "titel": "Bank fehlt",
    "text": "Am Rathaus fehlt eine Bank für alle, die warten.",
    "thema": "open_space",
}


def summary(door: Door, address: str = HERE, **typed: str) -> dict[str, str]:
    """Fill in the form of a page and return the fields of the summary that it leads to."""
    form = door.form(address, "voice-form", **WORDS | typed)
    found = door.client.post(CHECK, data=form)
    assert found.status_code == 200, found.text
    return fields(found.text, "send-form")


def test_the_four_ways_to_say_where_are_there_at_once(sqlite_door: Door) -> None:
    page = sqlite_door.client.get(NEW).text

    assert 'id="pin-map"' in page
    assert 'id="place-search"' in page
    assert "data-locate" in page
    assert "Ich kann die Karte nicht benutzen" in page


def test_words_wait_until_a_place_is_known(sqlite_door: Door) -> None:
    words = re.compile(r'<section class="words"[^>]*\shidden')

    assert words.search(sqlite_door.client.get(NEW).text)
    assert not words.search(sqlite_door.client.get(HERE).text)


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
    assert _count(door, title="Bank fehlt", text=WORDS["text"]) >= 1


def test_each_summary_is_a_voice_of_its_own(sqlite_door: Door) -> None:
    assert summary(sqlite_door)["schluessel"] != summary(sqlite_door)["schluessel"]


def test_the_path_without_the_map_leads_to_a_place(door: Door) -> None:
    listed = door.client.get(f"{NEW}?weg=liste&stadtteil=disteln").text
    assert "im ganzen Stadtteil" in listed

    place = {"weg": "liste", "stadtteil": "disteln", "ort": "Kaiserstraße", "schritt": "worte"}
    form = summary(door, f"{NEW}?{urlencode(place)}")
    door.wait(seconds=20)
    door.client.post(SEND, data=form)

    assert _count(door, place_label="Kaiserstraße") == 1


def test_the_path_without_the_map_leads_to_a_whole_district(sqlite_door: Door) -> None:
    form = summary(sqlite_door, f"{NEW}?weg=liste&stadtteil=disteln&ort=&schritt=worte")

    assert (form["stadtteil"], form["genau"], form.get("lon")) == ("disteln", "district", None)


def test_the_path_without_the_map_leads_to_the_whole_city(sqlite_door: Door) -> None:
    form = summary(sqlite_door, f"{NEW}?weg=liste&stadtteil=citywide")

    assert (form.get("stadtteil"), form["genau"]) == (None, "city")


def test_the_list_names_all_nine_districts(sqlite_door: Door) -> None:
    page = sqlite_door.client.get(f"{NEW}?weg=liste").text
    select_ = page.partition('id="list-district"')[2].partition("</select>")[0]

    assert len(re.findall(r'<option value="(?!citywide)', select_)) == 9


def test_a_search_offers_places_that_lead_on(sqlite_door: Door) -> None:
    page = sqlite_door.client.get(f"{NEW}?weg=suche&q=Schloss+Herten").text

    assert "where__hit" in page
    hit = page.partition("where__hits")[2].partition("</form>")[0]
    asked = dict(re.findall(r'name="(\w+)" value="([^"]*)"', hit))
    place = {name: unescape(value) for name, value in asked.items()}
    form = sqlite_door.form(f"{NEW}?{urlencode(place)}", "voice-form")
    assert form["lon"]
    assert "Schloss" in form["ort"]


def test_a_search_that_finds_nothing_says_what_to_do(sqlite_door: Door) -> None:
    page = sqlite_door.client.get(f"{NEW}?weg=suche&q=Atlantis").text

    assert "Probieren Sie einen Teil des Namens" in page


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(sqlite_door: Door) -> None:
    form = sqlite_door.form(HERE, "voice-form", titel="", text="zu kurz", thema="open_space")

    found = sqlite_door.client.post(CHECK, data=form)

    assert found.status_code == 422
    assert 'role="alert"' in found.text
    assert '<a href="#titel">' in found.text
    assert 'aria-describedby="text-hint text-error" aria-invalid="true"' in found.text
    assert fields(found.text, "voice-form")["text"] == "zu kurz"


def test_a_place_that_is_missing_is_told_at_the_search(sqlite_door: Door) -> None:
    form = sqlite_door.form(NEW, "voice-form", **WORDS)

    found = sqlite_door.client.post(CHECK, data=form)

    assert found.status_code == 422
    assert '<a href="#q">' in found.text
    assert 'id="q-error"' in found.text


def test_words_survive_the_choice_of_another_place(sqlite_door: Door) -> None:
    form = sqlite_door.form(HERE, "voice-form", **WORDS)

    asked = sqlite_door.client.post(NEW, data=changed(form, schritt="ort"))
    assert 'method="post"' in asked.text.partition('id="place-search"')[2][:80]
    search = fields(asked.text, "place-search")
    found = sqlite_door.client.post(NEW, data=changed(search, q="Disteln"))

    assert fields(found.text, "place-search")["titel"] == WORDS["titel"]
    assert "lon" not in search


def test_a_pin_outside_is_told_with_distance_and_district(sqlite_door: Door) -> None:
    form = sqlite_door.form(HERE, "voice-form", **WORDS) | {"lon": "7.3", "lat": "51.59"}

    found = sqlite_door.client.post(CHECK, data=form)

    assert found.status_code == 422
    assert re.search(r"\d{4} m außerhalb des Gebiets.*Herten-", found.text)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        ("nan", "51.6"),
        ("1e400", "51.6"),
        ("7,1", "51.6"),
        ("-170", "51.6"),
        ("7.1", ""),
        ("٧", "1"),
    ],
)
def test_coordinates_that_nobody_can_mean_are_refused(
    sqlite_door: Door, lon: str, lat: str
) -> None:
    form = sqlite_door.form(HERE, "voice-form", **WORDS) | {"lon": lon, "lat": lat}
    form["stadtteil"] = ""

    assert sqlite_door.client.post(CHECK, data=form).status_code == 422


def test_hidden_characters_are_taken_out_and_told(sqlite_door: Door) -> None:
    form = sqlite_door.form(HERE, "voice-form", **WORDS) | {"titel": "Bank\u202e fehlt"}

    found = sqlite_door.client.post(CHECK, data=form)

    assert found.status_code == 422
    assert fields(found.text, "voice-form")["titel"] == "Bank fehlt"
    assert "unsichtbare" in found.text


def test_the_summary_says_what_becomes_public_and_when(sqlite_door: Door) -> None:
    form = sqlite_door.form(HERE, "voice-form", **WORDS, mail="kim@beispiel.de")

    page = sqlite_door.client.post(CHECK, data=form).text

    assert "Das wird öffentlich" in page
    assert "Das bleibt unter uns" in page
    assert "14 Tage" in page
    assert page.index("Das bleibt unter uns") < page.index("kim@beispiel.de")


def test_every_part_of_the_summary_can_be_changed(sqlite_door: Door) -> None:
    page = sqlite_door.client.post(CHECK, data=sqlite_door.form(HERE, "voice-form", **WORDS)).text

    for field in ("genau", "titel", "text", "thema", "name", "mail"):
        assert f'formaction="{NEW}#{field}"' in page
    back = sqlite_door.client.post(NEW, data=fields(page, "edit-form"))
    assert fields(back.text, "voice-form")["text"] == WORDS["text"]


def test_the_summary_warns_of_what_tells_of_people_and_lets_it_pass(sqlite_door: Door) -> None:
    text = "Bei Herrn Müller, Feldstraße 12, 02366 303123, ist es zu laut."

    form = sqlite_door.form(HERE, "voice-form", **WORDS | {"text": text})
    found = sqlite_door.client.post(CHECK, data=form)

    assert found.status_code == 200
    for snippet in ("Herrn Müller", "Feldstraße 12", "02366 303123"):
        assert f"<strong>{snippet}</strong>" in found.text
    assert 'name="genau" value="street"' in found.text


def test_a_summary_without_marks_warns_of_nothing(sqlite_door: Door) -> None:
    page = sqlite_door.client.post(CHECK, data=sqlite_door.form(HERE, "voice-form", **WORDS)).text

    assert "check__warning" not in page


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
    before = _count(sqlite_door)

    found = sqlite_door.client.post(SEND, data=changed(form, homepage="https://spam.example"))

    assert (found.status_code, _count(sqlite_door)) == (422, before)
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


def test_near_voices_come_before_the_words(door: Door) -> None:
    with writing(door.app.state.engine) as connection:
        ensure_process(connection)
        pin = pin_from_lon_lat(7.1367, 51.5935)
        there: dict[str, Any] = {"district": "mitte", "pin": pin}
        near = add_voice(connection, title="Schon gesagt", **there)
        hidden = add_voice(connection, title="Noch geheim", status="received", **there)

    page = door.client.get(HERE).text

    assert page.index("Schon gesagt") < page.index("Was möchten Sie sagen?")
    assert f'action="/beitrag/{near}/unterstuetzen"' in page
    assert "Etwas Neues schreiben" in page
    assert hidden not in page


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


def test_nobody_sends_a_statement_of_a_department(sqlite_door: Door) -> None:
    form = sqlite_door.form(HERE, "voice-form", **WORDS) | {"art": "statement"}

    assert sqlite_door.client.post(CHECK, data=form).status_code == 422


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


def test_what_somebody_typed_is_kept_by_no_store(sqlite_door: Door) -> None:
    form = sqlite_door.form(HERE, "voice-form", **WORDS)

    assert sqlite_door.client.post(CHECK, data=form).headers["cache-control"] == "no-store"


def test_words_that_look_like_templates_are_words(sqlite_door: Door) -> None:
    odd = '{{ 7 * 7 }} & "1" < 2 \\'
    form = sqlite_door.form(HERE, "voice-form", **WORDS | {"titel": odd, "text": odd * 2})

    page = sqlite_door.client.post(CHECK, data=form).text

    assert "49" not in page.partition('class="check__list"')[2].partition("</dl>")[0]
    assert fields(page, "send-form")["titel"] == odd


def test_commands_for_web_pages_are_refused_and_shown_as_words(sqlite_door: Door) -> None:
    evil = '<script>alert("1")</script>'
    form = sqlite_door.form(HERE, "voice-form", **WORDS | {"titel": evil})

    found = sqlite_door.client.post(CHECK, data=form)

    assert (found.status_code, evil in found.text) == (422, False)
    assert fields(found.text, "voice-form")["titel"] == evil


def _count(door: Door, **where: str) -> int:
    with reading(door.app.state.engine) as connection:
        return connection.execute(
            select(func.count()).select_from(voice).filter_by(**where)
        ).scalar_one()
