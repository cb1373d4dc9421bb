"""Where: the four ways to say it, with and without the map, and what is told when it fails."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest

from services.comments.placing import pin_from_lon_lat
from services.database.engine import writing
from tests.services.comments.door import Door, changed, fields
from tests.services.comments.rows import add_voice, ensure_process
from tests.services.comments.written import CHECK, HERE, NEW, SEND, WORDS, count_voices, summary


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


def test_the_path_without_the_map_leads_to_a_place(door: Door) -> None:
    listed = door.client.get(f"{NEW}?weg=liste&stadtteil=disteln").text
    assert "im ganzen Stadtteil" in listed

    place = {"weg": "liste", "stadtteil": "disteln", "ort": "Kaiserstraße", "schritt": "worte"}
    form = summary(door, f"{NEW}?{urlencode(place)}")
    door.wait(seconds=20)
    door.client.post(SEND, data=form)

    assert count_voices(door, place_label="Kaiserstraße") == 1


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
