"""What voices add to the pages of districts and projects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection
from starlette.testclient import TestClient

from services.app import create_app
from services.comments.model import Step
from services.comments.panel import district_panel, district_voices, project_panel
from services.comments.trail import add_step
from services.database.engine import writing
from services.districts.model import DistrictId
from services.processes.store import Processes
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.maps.nine import NINE
from tests.services.markup import Page
from tests.services.processes.samples import a_process
from tests.services.statements import statements
from tests.services.voice_rows import put_voice

TODAY = date(2026, 11, 23)
MITTE = DistrictId("mitte")
GLASHAUS = "glashaus"


def titles(voices: tuple[object, ...]) -> list[str]:
    return [getattr(one, "title", "") for one in voices]


def test_a_district_shows_its_own_heart_places(herten: Connection) -> None:
    put_voice(herten, kind="heart_place", title="Der Schlossteich")
    put_voice(herten, kind="heart_place", title="Der Dorfanger", district="bertlich")

    found = district_panel(herten, MITTE, TODAY)

    assert (titles(found["heart_places"]), found["heart_place_count"]) == (["Der Schlossteich"], 1)


@pytest.mark.parametrize("status", ["received", "declined", "merged", "withdrawn"])
def test_nothing_shows_that_is_not_published(herten: Connection, status: str) -> None:
    put_voice(herten, kind="heart_place", status=status, project_id=GLASHAUS)

    assert district_panel(herten, MITTE, TODAY)["heart_places"] == ()
    assert project_panel(herten, GLASHAUS, TODAY)["citizens"] == ()


def test_a_district_counts_citizens_only(herten: Connection) -> None:
    for kind in ("comment", "heart_place", "expert_note", "statement"):
        put_voice(herten, kind=kind)

    assert district_panel(herten, MITTE, TODAY)["count"] == 2


def test_the_api_tells_heart_places_without_what_is_for_staff(herten: Connection) -> None:
    put_voice(herten, kind="heart_place", title="Der Schlossteich", author_name="Mira")

    (found,) = district_voices(herten, MITTE, TODAY)

    assert set(found) == {"reference", "kind", "title", "text", "supports", "demo", "url"}


def test_voices_stand_beside_a_project_in_three_columns(herten: Connection) -> None:
    for kind in ("comment", "heart_place", "expert_note", "statement"):
        put_voice(herten, kind=kind, title=kind, project_id=GLASHAUS)
    put_voice(herten, title="woanders", project_id="schlosspark")

    found = project_panel(herten, GLASHAUS, TODAY)

    assert sorted(titles(found["citizens"])) == ["comment", "heart_place"]
    assert titles(found["experts"]) == ["expert_note"]
    assert titles(found["statements"]) == ["statement"]


def test_what_was_taken_to_a_project_later_stands_there_too(herten: Connection) -> None:
    number = put_voice(herten, title="Mehr Licht")
    step = Step("taken_up", "Stadtplanung", TODAY, project_id=GLASHAUS)
    add_step(herten, number, step, account_id=None, now=NOW)

    assert titles(project_panel(herten, GLASHAUS, TODAY)["citizens"]) == ["Mehr Licht"]


def test_what_names_a_project_and_is_taken_to_it_stands_there_once(herten: Connection) -> None:
    number = put_voice(herten, title="Mehr Licht", project_id=GLASHAUS)
    for _ in range(2):
        step = Step("taken_up", "Stadtplanung", TODAY, project_id=GLASHAUS)
        add_step(herten, number, step, account_id=None, now=NOW)

    found = project_panel(herten, GLASHAUS, TODAY)

    assert (titles(found["citizens"]), found["citizen_count"]) == (["Mehr Licht"], 1)


def test_a_panel_asks_no_more_of_the_database_for_more_voices(herten: Connection) -> None:
    asked = []
    for _ in range(2):
        put_voice(herten, kind="heart_place", project_id=GLASHAUS)
        with statements(herten) as executed:
            district_panel(herten, MITTE, TODAY)
            project_panel(herten, GLASHAUS, TODAY)
        asked.append(len(executed))

    assert asked[0] == asked[1]


def test_answers_stand_in_the_column_of_the_administration(herten: Connection) -> None:
    number = put_voice(herten, title="Mehr Licht", project_id=GLASHAUS)
    for kind in ("received", "published", "refused"):
        step = Step(kind, "Kultur", TODAY, words="Nein, weil das Denkmal es nicht zulässt.")
        add_step(herten, number, step, account_id=None, now=NOW)

    (found,) = project_panel(herten, GLASHAUS, TODAY)["steps"]

    assert (found.kind, found.office, found.title) == ("refused", "Kultur", "Mehr Licht")


def test_the_button_leads_to_the_process_that_names_the_project(herten: Connection) -> None:
    store = Processes(herten)
    before = project_panel(herten, GLASHAUS, TODAY)["process"]
    store.add(a_process(number=store.next_number(), project_ids=(GLASHAUS,)), now=NOW)

    assert before.id == "ideen"
    assert project_panel(herten, GLASHAUS, TODAY)["process"].id == "anger"


def test_what_has_ended_is_no_place_to_speak(herten: Connection) -> None:
    store = Processes(herten)
    ended = a_process(
        number=store.next_number(), project_ids=(GLASHAUS,), ends_on=date(2026, 11, 1)
    )
    store.add(ended, now=NOW)

    assert project_panel(herten, GLASHAUS, TODAY)["process"].id == "ideen"


@pytest.fixture(scope="module")
def client(databases: Databases) -> Iterator[TestClient]:
    """A client of the app over a database in which something was said."""
    engine = databases.herten("sqlite")
    with writing(engine) as connection:
        put_voice(
            connection,
            kind="heart_place",
            title="Der <Schlossteich>",
            text="Am Wasser ist es still. " * 30,
            project_id=GLASHAUS,
        )
        put_voice(connection, title="Für alle", district=None)
    url = engine.url.render_as_string(hide_password=False)
    app: FastAPI = create_app(Settings(database_url=url), clock=lambda: NOW)
    yield TestClient(app, raise_server_exceptions=False)
    app.state.engine.dispose()


def test_the_district_page_links_a_heart_place_with_its_beginning(client: TestClient) -> None:
    place = Page(client.get("/stadtteile/mitte").text).one("li", "heart-place")

    assert place.words.startswith("Der <Schlossteich> Am Wasser ist es still.")
    assert place.words.endswith("…")


@pytest.mark.parametrize("district", [one.id for one in NINE if one.id != "mitte"])
def test_a_district_without_heart_places_says_so(client: TestClient, district: str) -> None:
    page = Page(client.get(f"/stadtteile/{district}").text)

    assert any("noch niemand einen Herzensort genannt" in one.words for one in page.all("p"))


@pytest.mark.parametrize("path", ["/en/stadtteile/mitte", f"/en/projekte/{GLASHAUS}"])
def test_what_somebody_said_keeps_its_language(client: TestClient, path: str) -> None:
    said = Page(client.get(path).text).all("span", "place__text")

    assert {one.attributes.get("lang") for one in said if "Am Wasser" in one.words} == {"de"}


def test_all_nine_count_voices_in_strip_tiles_and_api(client: TestClient) -> None:
    page = Page(client.get("/stadtteile").text)
    strip = {
        one.attributes["data-district"]: card.attributes["data-voices"]
        for one, card in zip(
            page.all("a", "district-card"), page.all("span", "district-card__voices"), strict=True
        )
    }
    api = client.get("/api/districts").json()
    counted = {one["id"]: one["counts"]["voices"] for one in api["districts"]}

    assert len(counted) == 9
    assert counted == {one.id: int(one.id == "mitte") for one in NINE}
    assert strip == {id_: str(n) for id_, n in (counted | {"citywide": 1}).items()}
    assert api["citywide"]["counts"]["voices"] == 1


def test_the_project_page_shows_all_three_columns_even_when_empty(client: TestClient) -> None:
    page = Page(client.get(f"/projekte/{GLASHAUS}").text)
    columns = [one.words for one in page.all("section", "way")]

    assert len(columns) == 3
    assert "Der <Schlossteich>" in columns[0]
    assert "Noch kein Hinweis" in columns[1]
    assert "noch nicht geantwortet" in columns[2]


def test_the_project_page_leads_to_saying_something_about_it(client: TestClient) -> None:
    links = Page(client.get(f"/projekte/{GLASHAUS}").text).links()

    assert f"/mitmachen/ideen/neu?projekt={GLASHAUS}" in links
