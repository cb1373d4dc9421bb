"""A layer as projects: asked, shown beforehand, taken over by a job, and undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from services.app import create_app
from services.database.engine import reading, writing
from services.database.revisions import revisions
from services.database.tables import voice
from services.districts.actions import boundaries_in_force
from services.districts.model import BoundarySet, BoundaryVersion
from services.districts.store import Districts
from services.installation import bring_boundaries
from services.jobs.store import Jobs
from services.jobs.worker import work
from services.projects.model import Project
from services.projects.store import Projects
from services.runners import RUNNERS
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.services.layers.brought_in import Brought, bring_in
from tests.services.layers.targets.city import city
from tests.services.staff import signed_in
from tests.services.voice_rows import put_voice
from tests.terms import TERMS

TODAY = NOW.date()
PAGE = "/verwaltung/ebenen/radwege/als-projekte"
FORM = {
    "name": "name",
    "cost_eur": "flats",
    "version": "1",
    "status_0": "planned",
    "theme_0": "mobility",
    "source": "Radwegeplan 2026",
    "accuracy_m": "5",
    "act": "preview",
}


@pytest.fixture
def app(dialect: str, databases: Databases, tmp_path: Path) -> Iterator[FastAPI]:
    engine = databases.herten(dialect)
    spot = city(engine)["mitte"].representative_point()
    features = [
        Brought(spot, {"name": "Radweg Süd", "flats": 120_000, "owner": "Klara"}),
        Brought(spot.buffer(30), {"name": "Radweg Süd", "flats": None, "owner": "Otto"}),
        Brought(None, {"name": "Ohne Ort", "flats": 3, "owner": "Ida"}),
    ]
    bring_in(engine, tmp_path, "Radwege", visibility="staff", features=features)
    url = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, layer_dir=tmp_path), clock=lambda: NOW)
    yield app
    app.state.engine.dispose()


@pytest.fixture
def planner(app: FastAPI) -> TestClient:
    return signed_in(app, "planner")


def _work(app: FastAPI) -> None:
    work(app.state.engine, app.state.settings, RUNNERS, clock=lambda: NOW)


def _new(app: FastAPI) -> tuple[Project, ...]:
    with reading(app.state.engine) as connection:
        return Projects(connection).of_source("ebene:radwege:1")


def _take(app: FastAPI, client: TestClient) -> str:
    asked = client.post(PAGE, data=FORM | {"act": "apply", "incomplete": "yes"})
    assert asked.status_code == HTTPStatus.SEE_OTHER
    _work(app)
    return asked.headers["location"]


def test_columns_about_persons_are_not_offered(planner: TestClient) -> None:
    page = planner.get(PAGE).text

    assert "Bezeichnung" in page
    assert "Eigentümer" not in page


def test_what_a_value_means_is_asked_unless_it_says_so(planner: TestClient) -> None:
    page = planner.get(f"{PAGE}?name=name&status=name").text

    assert page.count('<option value="">bitte wählen</option>') == 3


def test_the_preview_names_what_is_missing_and_keeps_nothing(
    app: FastAPI, planner: TestClient
) -> None:
    page = planner.post(PAGE, data=FORM).text

    assert "liegt in keinem Stadtteil" in page
    assert "2 Projekte anlegen" in page
    with reading(app.state.engine) as connection:
        assert not Jobs(connection).are_under_way()


def test_incomplete_ones_are_left_out_only_if_somebody_says_so(
    app: FastAPI, planner: TestClient
) -> None:
    answer = planner.post(PAGE, data=FORM | {"act": "apply"})

    assert answer.status_code == HTTPStatus.OK
    with reading(app.state.engine) as connection:
        assert not Jobs(connection).are_under_way()


def test_features_become_projects_with_district_source_and_number(
    app: FastAPI, planner: TestClient
) -> None:
    address = _take(app, planner)

    assert "Die Projekte sind angelegt." in planner.get(address).text
    first, second = _new(app)
    assert (first.number, first.id, second.id) == (37, "radweg-sued", "radweg-sued-2")
    assert (first.status, first.themes, first.cost_eur) == ("planned", ("mobility",), 120_000)
    assert (first.accuracy_m, first.coordinate_kind) == (5.0, "source")
    with reading(app.state.engine) as connection:
        valid_from = Districts(connection).version_in_force(TODAY).valid_from
        placed = Projects(connection).get("radweg-sued", valid_from)
        assert placed.main_district == "mitte"
        assert Districts(connection).sources()["ebene:radwege:1"].title == "Radwegeplan 2026"
        assert revisions(connection)["projects"].number == 2
    shown = planner.get("/projekte/radweg-sued")
    assert "Radwegeplan 2026" in shown.text


def test_asked_twice_they_are_there_once(app: FastAPI, planner: TestClient) -> None:
    planner.post(PAGE, data=FORM | {"act": "apply", "incomplete": "yes"})
    planner.post(PAGE, data=FORM | {"act": "apply", "incomplete": "yes"})

    _work(app)

    assert len(_new(app)) == 2


def test_projects_are_placed_under_boundaries_that_are_to_come(
    app: FastAPI, planner: TestClient
) -> None:
    later = date(2030, 1, 1)
    with reading(app.state.engine) as connection:
        now = boundaries_in_force(connection, TODAY)
    version = BoundaryVersion(later, "surveyor", "official", *TERMS)
    bring_boundaries(app.state.engine, BoundarySet(version, now.boundaries), now=NOW)

    _take(app, planner)

    with reading(app.state.engine) as connection:
        assert Projects(connection).get("radweg-sued", later).main_district == "mitte"


def test_undoing_removes_the_projects_and_their_source(app: FastAPI, planner: TestClient) -> None:
    _take(app, planner)

    answer = planner.post(f"{PAGE}/1/rueckgaengig")

    assert answer.headers["location"].endswith("?geblieben=0")
    assert _new(app) == ()
    with reading(app.state.engine) as connection:
        assert len(Projects(connection).list()) == 36
        assert "ebene:radwege:1" not in Districts(connection).sources()


def test_a_project_that_somebody_speaks_of_stays(app: FastAPI, planner: TestClient) -> None:
    _take(app, planner)
    with writing(app.state.engine) as connection:
        put_voice(connection)
        connection.execute(voice.update().values(project_id="radweg-sued"))

    answer = planner.post(f"{PAGE}/1/rueckgaengig")

    assert answer.headers["location"].endswith("?geblieben=1")
    assert [one.id for one in _new(app)] == ["radweg-sued"]
    assert "Nicht alle Projekte sind entfernt" in planner.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("source", ""), "Bitte ausfüllen."),
        (("accuracy_m", "etwa 5"), "ganze Zahl"),
        (("status_0", "fertig"), "Bitte auswählen."),
        (("version", "9"), "Inzwischen wird ein anderer Stand gezeigt."),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    planner: TestClient, wrong: tuple[str, str], said: str
) -> None:
    answer = planner.post(PAGE, data=FORM | {"act": "apply"} | dict([wrong]))

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in answer.text


def test_only_who_plans_or_brings_layers_in_may_do_it(app: FastAPI) -> None:
    assert signed_in(app, "moderator").get(PAGE).status_code == HTTPStatus.FORBIDDEN
    assert signed_in(app, "gis").get(PAGE).status_code == HTTPStatus.OK
