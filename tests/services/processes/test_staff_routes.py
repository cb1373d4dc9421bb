"""Staff set up participation: draft, change, publish, delete, each recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from services.app import create_app
from services.database.engine import reading, writing
from services.database.tables import audit
from services.processes.store import Processes
from services.settings import Settings
from services.web.bodies import LARGE_BODY_LIMIT
from services.web.csrf import make_token
from tests.conftest import NOW, Databases
from tests.services.markup import Page
from tests.services.staff import signed_in
from tests.services.voice_rows import put_voice

LIST = "/verwaltung/verfahren"
SOUND: dict[str, Any] = {
    "title_de": "Der Anger",
    "question_de": "Was fehlt dem Anger?",
    "target_group_de": "Alle am Anger",
    "legal_basis_de": "Aufgabe der Stadt",
    "grade": "consultation",
    "kinds": "comment",
    "area_kind": "city",
    "moderation": "check_first",
    "starts_on": "2026-11-01",
    "ends_on": "2026-12-01",
}
TRIANGLE = (
    b'{"type":"Polygon","coordinates":[[[7.08,51.61],[7.09,51.61],[7.09,51.62],[7.08,51.61]]]}'
)


@pytest.fixture
def app(databases: Databases, dialect: str) -> Iterator[FastAPI]:
    """The app over a database of its own: these tests write."""
    url = databases.herten(dialect).url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url), clock=lambda: NOW)
    yield app
    app.state.engine.dispose()


@pytest.fixture
def planner(app: FastAPI) -> TestClient:
    return signed_in(app, "planner")


def codes(app: FastAPI) -> list[tuple[str, str]]:
    with reading(app.state.engine) as connection:
        rows = connection.execute(select(audit.c.code, audit.c.subject).order_by(audit.c.id))
        return [(row.code, row.subject) for row in rows if row.code.startswith("process.")]


def test_a_process_begins_as_a_draft_and_becomes_public_by_a_step_of_its_own(
    app: FastAPI, planner: TestClient
) -> None:
    made = planner.post(LIST, data=SOUND)
    visitor = TestClient(app, raise_server_exceptions=False)
    before = visitor.get("/mitmachen/der-anger").status_code

    published = planner.post(f"{LIST}/der-anger/veroeffentlichen")

    assert (made.status_code, made.headers["location"]) == (303, f"{LIST}/der-anger?getan=angelegt")
    assert published.status_code == 303
    assert (before, visitor.get("/mitmachen/der-anger").status_code) == (404, 200)
    assert codes(app) == [
        ("process.created", "process:der-anger"),
        ("process.published", "process:der-anger"),
    ]


def test_a_faulty_form_comes_back_with_everything_typed(planner: TestClient) -> None:
    found = planner.post(LIST, data=SOUND | {"question_de": "", "title_de": "Nur <b>Titel"})
    page = Page(found.text)

    assert found.status_code == 422
    assert page.by_id("summary").attributes["role"] == "alert"
    assert "#question_de" in page.links()
    assert page.by_id("title_de").attributes["value"] == "Nur <b>Titel"
    question = page.by_id("question_de").attributes
    assert (question["aria-invalid"], question["aria-describedby"].split()[-1]) == (
        "true",
        "question_de-error",
    )
    assert page.by_id("question_de-error").words == "Bitte ausfüllen."


def test_every_link_of_the_summary_leads_to_a_field(planner: TestClient) -> None:
    page = Page(planner.post(LIST, data={"area_kind": "circle"}).text)
    ids = {one.attributes["id"] for one in page.all() if "id" in one.attributes}

    targets = {
        one.attributes["href"].removeprefix("#")
        for one in page.all("a")
        if one.attributes["href"].startswith("#") and one.attributes["href"] != "#main"
    }

    assert targets
    assert targets <= ids


def test_a_changed_process_says_what_changed(app: FastAPI, planner: TestClient) -> None:
    planner.post(LIST, data=SOUND)

    found = planner.post(
        f"{LIST}/der-anger", data=SOUND | {"version": "1", "ends_on": "2026-12-24"}
    )

    assert found.status_code == 303
    with reading(app.state.engine) as connection:
        facts = connection.execute(
            select(audit.c.facts).where(audit.c.code == "process.changed")
        ).scalar_one()
    assert facts == {"changed": ["ends_on"], "ends_on": "2026-12-24"}


def test_who_comes_second_sees_it_and_loses_nothing(app: FastAPI, planner: TestClient) -> None:
    planner.post(LIST, data=SOUND)
    planner.post(f"{LIST}/der-anger", data=SOUND | {"version": "1", "title_de": "Zuerst"})

    found = planner.post(f"{LIST}/der-anger", data=SOUND | {"version": "1", "title_de": "Danach"})
    page = Page(found.text)

    assert found.status_code == 409
    assert page.by_id("clash").attributes["role"] == "alert"
    assert page.by_id("title_de").attributes["value"] == "Danach"
    with reading(app.state.engine) as connection:
        assert Processes(connection).get("der-anger").title["de"] == "Zuerst"
    again = planner.post(f"{LIST}/der-anger", data=SOUND | {"version": "2", "title_de": "Danach"})
    assert again.status_code == 303


def test_an_area_may_come_as_a_file(app: FastAPI, planner: TestClient) -> None:
    made = planner.post(
        LIST,
        data=SOUND | {"area_kind": "polygon"},
        files={"area_file": ("gebiet.geojson", TRIANGLE, "application/geo+json")},
    )

    assert made.status_code == 303
    with reading(app.state.engine) as connection:
        area = Processes(connection).get("der-anger").area
    assert area is not None
    assert area.area == pytest.approx(385_000, rel=0.01)


def test_an_area_may_be_a_circle_around_a_place_of_ours(app: FastAPI, planner: TestClient) -> None:
    circle = {"area_kind": "circle", "around": "Dorfanger Bertlich", "around_m": "400"}

    assert planner.post(LIST, data=SOUND | circle).status_code == 303
    with reading(app.state.engine) as connection:
        found = Processes(connection).get("der-anger")
    assert found.area_kind == "polygon"
    assert found.area is not None
    assert found.area.area == pytest.approx(3.14 * 400**2, rel=0.01)


def test_of_several_places_the_form_lets_one_choose(planner: TestClient) -> None:
    circle = {"area_kind": "circle", "around": "Schloss", "around_m": "400"}

    page = Page(planner.post(LIST, data=SOUND | circle).text)
    offered = [one for one in page.all("input") if one.attributes.get("name") == "around_at"]

    assert len(offered) > 1
    chosen = circle | {"around_at": offered[0].attributes["value"]}
    assert planner.post(LIST, data=SOUND | chosen).status_code == 303


def test_a_file_that_is_no_geojson_is_told(planner: TestClient) -> None:
    found = planner.post(
        LIST,
        data=SOUND | {"area_kind": "polygon"},
        files={"area_file": ("bild.png", b"\x89PNG\r\n\x1a\n\x00", "image/png")},
    )

    assert found.status_code == 422
    assert "kein GeoJSON" in Page(found.text).by_id("area-error").words


def test_a_process_without_voices_can_be_deleted(app: FastAPI, planner: TestClient) -> None:
    planner.post(LIST, data=SOUND)

    assert planner.post(f"{LIST}/der-anger/loeschen").status_code == 303
    with reading(app.state.engine) as connection:
        assert Processes(connection).find("der-anger") is None
    assert codes(app)[-1] == ("process.deleted", "process:der-anger")


def test_a_process_with_voices_cannot_be_deleted(app: FastAPI, planner: TestClient) -> None:
    planner.post(LIST, data=SOUND)
    with writing(app.state.engine) as connection:
        put_voice(connection, process_id="der-anger", status="received")

    found = planner.post(f"{LIST}/der-anger/loeschen", headers={"Accept": "application/json"})

    assert (found.status_code, found.json()["voices"]) == (409, 1)
    assert f"{LIST}/der-anger/loeschen" not in planner.get(f"{LIST}/der-anger").text


def test_the_standing_processes_stay(planner: TestClient) -> None:
    assert planner.post(f"{LIST}/ideen/loeschen").status_code == 409


def test_a_form_nobody_touched_records_nothing(app: FastAPI, planner: TestClient) -> None:
    page = Page(planner.get(f"{LIST}/ideen").text)
    fields: dict[str, list[str]] = {}
    for one in page.all():
        name = one.attributes.get("name")
        if name is None or one.attributes.get("type") == "file":
            continue
        ticked = one.attributes.get("type") not in {"checkbox", "radio"}
        if ticked or "checked" in one.attributes:
            value = one.words if one.tag == "textarea" else one.attributes.get("value", "")
            fields.setdefault(name, []).append(value)

    assert planner.post(f"{LIST}/ideen", data=fields).status_code == 303
    assert codes(app) == []


@pytest.mark.parametrize("role", ["gis", "moderator", "statistics", "reader"])
def test_other_roles_stay_outside(app: FastAPI, role: Any) -> None:
    assert signed_in(app, role).get(LIST).status_code == 403


def test_the_list_shows_drafts_and_counts(app: FastAPI, planner: TestClient) -> None:
    planner.post(LIST, data=SOUND)

    rows = Page(planner.get(LIST).text).all("tr")
    words = {
        one.attributes["data-process"]: one.words
        for one in rows
        if one.attributes.get("data-process")
    }

    assert set(words) == {"ideen", "herzensorte", "der-anger"}
    assert "Entwurf" in words["der-anger"]


@pytest.mark.parametrize("way", ["file", "text"])
def test_an_area_that_is_too_large_is_told_in_the_form(planner: TestClient, way: str) -> None:
    area = TRIANGLE + b"0" * 2_000_000
    typed = {"csrf": make_token(planner.cookies["werkbank"]), "area_kind": "polygon"}
    del planner.headers["X-CSRF-Token"]  # a browser sends it in the form, which is read for it
    files: dict[str, Any] = {"area_file": ("gebiet.geojson", area if way == "file" else b"")}
    text = area.decode() if way == "text" else ""

    found = planner.post(LIST, data=SOUND | typed | {"area": text}, files=files)

    assert found.status_code == 422
    page = Page(found.text)
    assert "größer als 1 MB" in page.by_id("area-error").words
    assert page.by_id("title_de").attributes["value"] == "Der Anger"


def test_more_than_any_form_needs_is_refused(planner: TestClient) -> None:
    files = {"area_file": ("gebiet.geojson", b" " * LARGE_BODY_LIMIT)}

    assert planner.post(LIST, data=SOUND, files=files).status_code == 413
