"""A layer as the boundaries of the districts: asked, shown beforehand, brought in by a job."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from pathlib import Path

import pytest
import shapely
from fastapi import FastAPI
from shapely.geometry.base import BaseGeometry
from starlette.testclient import TestClient

from services.app import create_app
from services.database.engine import reading
from services.districts.actions import boundaries_in_force
from services.districts.store import Districts
from services.jobs.store import Jobs
from services.jobs.worker import work
from services.layers.imported import ImportedLayer
from services.layers.store import ImportedLayers
from services.projects.store import Projects
from services.runners import RUNNERS
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.services.layers.brought_in import bring_again, bring_in
from tests.services.layers.targets.city import NAMES, bring_city, city, moved_border
from tests.services.staff import signed_in

LATER = date(2030, 1, 1)
PAGE = "/verwaltung/ebenen/neue-grenzen/als-grenzen"


@pytest.fixture
def app(dialect: str, databases: Databases, tmp_path: Path) -> Iterator[FastAPI]:
    engine = databases.herten(dialect)
    url = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, layer_dir=tmp_path), clock=lambda: NOW)
    yield app
    app.state.engine.dispose()


@pytest.fixture
def gis(app: FastAPI) -> TestClient:
    return signed_in(app, "gis")


def _layer(
    app: FastAPI, folder: Path, shapes: dict[str, BaseGeometry] | None = None
) -> ImportedLayer:
    return bring_city(app.state.engine, folder, shapes or moved_border(app.state.engine))


def _form(shapes: dict[str, BaseGeometry], **other: str) -> dict[str, str]:
    """Return what a person sends who assigned every value."""
    names = sorted((NAMES.get(id_, id_), id_) for id_ in shapes)
    return (
        {
            "feld": "name",
            "version": "1",
            "valid_from": LATER.isoformat(),
            "source": "Kataster",
            "status": "official",
            "licence_name": "dl-de/by-2-0",
            "licence_url": "https://www.govdata.de/dl-de/by-2-0",
            "act": "preview",
        }
        | {f"district_{n}": id_ for n, (_, id_) in enumerate(names)}
        | other
    )


def _work(app: FastAPI) -> None:
    work(app.state.engine, app.state.settings, RUNNERS, clock=lambda: NOW)


def test_names_that_are_exact_are_assigned_and_others_are_asked_for(
    app: FastAPI, gis: TestClient, tmp_path: Path
) -> None:
    shapes = moved_border(app.state.engine)
    shapes["Dystelnn"] = shapes.pop("disteln")
    _layer(app, tmp_path, shapes)

    page = gis.get(f"{PAGE}?feld=name").text

    assert page.count(" selected>Bertlich</option>") == 1
    assert "selected>Disteln</option>" not in page
    assert "Klingt wie Disteln. Bitte prüfen." in page


def test_the_preview_tells_areas_and_what_moves_and_keeps_nothing(
    app: FastAPI, gis: TestClient, tmp_path: Path
) -> None:
    shapes = moved_border(app.state.engine)
    _layer(app, tmp_path, shapes)

    page = gis.post(PAGE, data=_form(shapes)).text

    assert "Keine Lücken, keine Überschneidungen." in page
    assert "Als Grenzen übernehmen" in page
    assert "0 Projekte bekommen andere Stadtteile" not in page
    with reading(app.state.engine) as connection:
        assert len(Districts(connection).versions()) == 1
        assert not Jobs(connection).are_under_way()


def test_gaps_and_overlaps_are_listed_and_nothing_can_be_taken_over(
    app: FastAPI, gis: TestClient, tmp_path: Path
) -> None:
    shapes = city(app.state.engine)
    spot = shapes["mitte"].representative_point()
    shapes["mitte"] = shapes["mitte"].difference(spot.buffer(20))
    shapes["disteln"] = shapely.union_all(
        [shapes["disteln"], shapes["mitte"].intersection(shapes["disteln"].buffer(10))]
    )
    _layer(app, tmp_path, shapes)

    page = gis.post(PAGE, data=_form(shapes, act="apply")).text

    assert "Lücke bei Herten-Mitte" in page
    assert "Überschneidung von Disteln, Herten-Mitte" in page
    assert "Als Grenzen übernehmen" not in page
    with reading(app.state.engine) as connection:
        assert not Jobs(connection).are_under_way()


def test_the_job_brings_the_boundaries_in_and_everything_gets_its_districts_anew(
    app: FastAPI, gis: TestClient, tmp_path: Path
) -> None:
    shapes = moved_border(app.state.engine)
    layer = _layer(app, tmp_path, shapes)

    asked = gis.post(PAGE, data=_form(shapes, act="apply"))
    _work(app)

    assert asked.status_code == HTTPStatus.SEE_OTHER
    assert "Die Grenzen sind übernommen." in gis.get(asked.headers["location"]).text
    with reading(app.state.engine) as connection:
        later = boundaries_in_force(connection, LATER)
        assert len(Districts(connection).versions()) == 2
        assert {str(one.district_id): round(one.boundary.area) for one in later.boundaries} == {
            id_: round(shape.area) for id_, shape in shapes.items()
        }
        assert (later.version.source, later.version.boundary_status) == ("Kataster", "official")
        assert len(Projects(connection).features(range(1, 37), LATER)) == 36
        statistics = ImportedLayers(connection).versions(layer)[0].statistics
        assert LATER.isoformat() in statistics


def test_a_job_that_is_begun_again_after_its_last_act_is_done(
    app: FastAPI, gis: TestClient, tmp_path: Path
) -> None:
    shapes = moved_border(app.state.engine)
    _layer(app, tmp_path, shapes)
    gis.post(PAGE, data=_form(shapes, act="apply"))
    gis.post(PAGE, data=_form(shapes, act="apply"))

    _work(app)

    with reading(app.state.engine) as connection:
        assert len(Districts(connection).versions()) == 2


def test_a_second_set_for_the_same_day_fails_and_says_so(
    app: FastAPI, gis: TestClient, tmp_path: Path
) -> None:
    shapes = moved_border(app.state.engine)
    _layer(app, tmp_path, shapes)
    gis.post(PAGE, data=_form(shapes, act="apply"))
    second = gis.post(PAGE, data=_form(shapes, act="apply", source="Jemand anders"))

    _work(app)

    page = gis.get(second.headers["location"]).text
    assert "Inzwischen hat sich etwas geändert" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("valid_from", "2025-12-31"), "Neue beginnen später."),
        (("status", ""), "Bitte auswählen."),
        (("licence_url", "javascript:alert(1)"), "https:// davor"),
        (("district_0", ""), "Sagen Sie von jedem Wert"),
        (("district_0", "none"), "Ohne Fläche bliebe"),
        (("version", "7"), "Inzwischen wird ein anderer Stand gezeigt."),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    app: FastAPI, gis: TestClient, tmp_path: Path, wrong: tuple[str, str], said: str
) -> None:
    shapes = city(app.state.engine)
    _layer(app, tmp_path, shapes)

    answer = gis.post(PAGE, data=_form(shapes, act="apply") | dict([wrong]))

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in answer.text


def test_a_layer_of_other_shapes_cannot_be_boundaries(
    app: FastAPI, gis: TestClient, tmp_path: Path
) -> None:
    layer = bring_in(app.state.engine, tmp_path, "Neue Grenzen", features=[])
    bring_again(app.state.engine, tmp_path, layer, features=[])

    assert "Das geht nur mit Flächen" in gis.get(PAGE).text


def test_only_who_brings_layers_in_may_change_the_boundaries(app: FastAPI, tmp_path: Path) -> None:
    _layer(app, tmp_path)

    assert signed_in(app, "planner").get(PAGE).status_code == HTTPStatus.FORBIDDEN
    assert signed_in(app, "gis").get(PAGE).status_code == HTTPStatus.OK
