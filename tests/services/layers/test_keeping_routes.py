"""Looking after layers in the browser: who may, what is shown, what two forms and a click do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from services.app import create_app
from services.database.engine import reading, writing
from services.layers.differences import note_differences
from services.layers.imported import ImportedLayer
from services.layers.keeping import Waiting
from services.layers.loading import load_version
from services.layers.store import ImportedLayers
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.services.layers.brought_in import (
    EAST,
    FEATURES,
    Brought,
    add_version,
    bring_again,
    bring_in,
    write_features,
)
from tests.services.staff import signed_in

PATH = "/verwaltung/ebenen/bauflaechen"
FACTS = {
    "as_of": "2026-03-01",
    "title_de": "Bauland",
    "group_name": "Planung",
    "visibility": "public",
    "source": "Stadt Herten",
    "licence": "cc-zero",
}
SIMPLE = {"kind": "simple", "colour": "#112233", "label": "name"}


@pytest.fixture
def app(databases: Databases, tmp_path: Path, dialect: str) -> Iterator[FastAPI]:
    """The app over a layer with two versions; the second one is shown."""
    engine = databases.herten(dialect)
    first = bring_in(engine, tmp_path, key_field="key")
    bring_again(engine, tmp_path, first, features=FEATURES[:2])
    url = engine.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, layer_dir=tmp_path / "layers")
    app = create_app(settings, clock=lambda: NOW)
    yield app
    app.state.engine.dispose()


@pytest.fixture
def gis(app: FastAPI) -> TestClient:
    client = signed_in(app, "gis")
    client.headers["Accept"] = "text/html"
    return client


def _layer(app: FastAPI) -> ImportedLayer:
    with reading(app.state.engine) as connection:
        return ImportedLayers(connection).get("bauflaechen")


def _revision(app: FastAPI) -> dict[str, str]:
    return {"revision": str(_layer(app).revision)}


def test_planners_look_and_change_nothing(app: FastAPI) -> None:
    planner = signed_in(app, "planner")

    page = planner.get(PATH).text

    assert "Diesen Stand wieder zeigen" not in page
    assert planner.get(f"{PATH}/staende/1").status_code == 200
    assert planner.get(f"{PATH}/bearbeiten").status_code == 403
    assert planner.post(f"{PATH}/staende/1/zeigen", data=_revision(app)).status_code == 403
    assert planner.post(f"{PATH}/entfernen", data={"sure": "yes"}).status_code == 403


def test_one_click_brings_the_old_version_back(app: FastAPI, gis: TestClient) -> None:
    assert "Diesen Stand wieder zeigen" in gis.get(PATH).text

    gis.post(f"{PATH}/staende/1/zeigen", data=_revision(app))

    assert _layer(app).current_version == 1
    assert len(gis.get("/api/layers/bauflaechen/features").json()["features"]) == 3


def test_changed_facts_are_seen_by_everybody(app: FastAPI, gis: TestClient) -> None:
    done = gis.post(f"{PATH}/bearbeiten", data=FACTS | _revision(app))

    assert done.status_code == 303
    page = gis.get("/ebenen/bauflaechen").text
    assert "Bauland" in page
    assert "CC0 1.0" in page


def test_without_english_words_programs_hear_the_german_ones(app: FastAPI, gis: TestClient) -> None:
    gis.post(f"{PATH}/bearbeiten", data=FACTS | _revision(app))

    (one,) = [one for one in gis.get("/api/layers").json()["layers"] if one["id"] == "bauflaechen"]

    assert (one["title_en"], one["description_en"]) == ("Bauland", "")
    for path in ("features", "features/0", "districts"):
        assert gis.get(f"/api/layers/bauflaechen/{path}").json()["layer"]["title_en"] == "Bauland"


def test_what_is_missing_in_the_facts_is_shown_and_nothing_is_lost(
    app: FastAPI, gis: TestClient
) -> None:
    found = gis.post(f"{PATH}/bearbeiten", data=FACTS | {"source": ""} | _revision(app))

    assert found.status_code == 422
    assert 'href="#source"' in found.text
    assert 'value="Bauland"' in found.text
    assert _layer(app).title["de"] == "Bauflächen"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://[", "https:", "https://a b"])
def test_terms_lie_under_an_address_that_leads_somewhere(gis: TestClient, url: str) -> None:
    other = {"licence": "other", "licence_name": "Eigene", "licence_url": url}

    found = gis.post(f"{PATH}/bearbeiten", data=FACTS | other)

    assert found.status_code == 422
    assert 'href="#licence_url"' in found.text


def test_a_stale_form_is_told(app: FastAPI, gis: TestClient) -> None:
    stale = _revision(app)
    gis.post(f"{PATH}/bearbeiten", data=FACTS | stale)

    found = gis.post(f"{PATH}/aussehen", data=SIMPLE | stale)

    assert found.status_code == 409
    assert "Jemand war schneller" in found.text


def test_a_saved_look_is_the_legend_of_all(app: FastAPI, gis: TestClient) -> None:
    graduated = {**SIMPLE, "kind": "graduated", "field": "flats", "method": "equal"}
    gis.post(
        f"{PATH}/aussehen", data=graduated | {"count": "3", "scheme": "greens"} | _revision(app)
    )

    look = _layer(app).look
    assert (look.kind, look.field, len(look.classes)) == ("graduated", "flats", 1)
    assert "12" in gis.get("/ebenen/bauflaechen").text


def test_the_legend_is_seen_before_it_is_saved_with_and_without_script(
    app: FastAPI, gis: TestClient
) -> None:
    by_name = {**SIMPLE, "kind": "categorised", "field": "name"}
    part = gis.get(f"{PATH}/klassen", params=by_name)
    whole = gis.post(f"{PATH}/aussehen", data=by_name | {"act": "preview"} | _revision(app))

    for answer in (part, whole):
        assert answer.status_code == 200
        assert 'name="class_value" value="Am Ährenfeld"' in answer.text
    assert "<html" not in part.text
    assert _layer(app).look.kind == "simple"


def test_a_look_by_personal_data_says_who_sees_it(gis: TestClient) -> None:
    by_owner = {**SIMPLE, "kind": "categorised", "field": "owner"}

    assert "Das sieht nur die Verwaltung" in gis.get(f"{PATH}/klassen", params=by_owner).text


def test_no_layer_goes_without_a_yes(app: FastAPI, gis: TestClient) -> None:
    gis.post(f"{PATH}/entfernen", data=_revision(app))
    assert gis.get("/ebenen/bauflaechen").status_code == 200

    gis.post(f"{PATH}/entfernen", data={"sure": "yes"} | _revision(app))
    assert gis.get("/ebenen/bauflaechen").status_code == 404
    assert gis.get(PATH).status_code == 404
    assert "bauflaechen" not in gis.get("/verwaltung/ebenen").text


def test_while_a_version_waits_the_page_leads_there_and_nothing_goes(
    app: FastAPI, gis: TestClient
) -> None:
    app.state.waiting_versions = lambda *_: (Waiting(1, "/verwaltung/importe/abc/ebenen/0"),)

    page = gis.get(PATH).text
    refused = gis.post(f"{PATH}/entfernen", data={"sure": "yes"} | _revision(app))

    assert 'href="/verwaltung/importe/abc/ebenen/0"' in page
    assert "Diesen Stand wieder zeigen" not in page
    assert refused.status_code == 409
    assert "Ein neuer Stand wartet" in refused.text


@pytest.mark.parametrize("version", ["3", "0", "-1", "9999999999999999999", "x"])
def test_a_version_that_is_none_is_not_found(gis: TestClient, version: str) -> None:
    assert gis.get(f"{PATH}/staende/{version}").status_code in {400, 404, 422}


def _compared(app: FastAPI, folder: Path, after: Sequence[Brought]) -> str:
    """Load a version that is compared with the one shown; return the address of its page."""
    engine, layer = app.state.engine, _layer(app)
    with writing(engine) as connection:
        version = add_version(connection, layer, count=len(after)).version
    load_version(
        engine,
        layer_number=layer.number,
        version=version,
        folder=write_features(folder, after),
        progress=lambda _: None,
    )
    note_differences(engine, layer.id, version, check=lambda: None)
    with writing(engine) as connection:
        ImportedLayers(connection).set_version_state(layer.number, version, "complete")
    return f"{PATH}/staende/{version}"


def test_a_version_tells_what_it_changes_in_words_and_on_a_map(
    app: FastAPI, gis: TestClient, tmp_path: Path
) -> None:
    first, second = FEATURES[:2]
    changed = replace(first, shape=None, properties={**first.properties, "flats": 13})
    added = Brought(EAST, {"name": "Neubau"}, (), "n")

    page = gis.get(_compared(app, tmp_path, [changed, added])).text

    assert second.key == "b"
    assert re.findall(r'data-change="(\w+)"', page) == ["changed", "new", "removed"]
    assert "Wohnungen: <del>12</del> → <ins>13</ins>" in page
    assert "Ort oder Form" in page
    assert "Neubau" in page
    assert "Übergang" in page
    assert page.count("change-sign--new") >= 2
    assert 'class="changes-map"' in page


def test_a_version_that_changes_nothing_says_so(
    app: FastAPI, gis: TestClient, tmp_path: Path
) -> None:
    assert "Beide Stände sind gleich" in gis.get(_compared(app, tmp_path, FEATURES[:2])).text


def test_long_lists_of_changes_have_pages(app: FastAPI, gis: TestClient, tmp_path: Path) -> None:
    many = [Brought(None, {"name": f"Nr {n}"}, (), f"n{n}") for n in range(60)]
    path = _compared(app, tmp_path, [*FEATURES[:2], *many])

    first, second = gis.get(path).text, gis.get(path, params={"ab": "50"}).text

    assert [one.count("data-change=") for one in (first, second)] == [50, 10]
    assert "Weitere zeigen" in first
    assert "Weitere zeigen" not in second


def test_changes_are_told_after_the_version_before_is_gone(
    app: FastAPI, gis: TestClient, tmp_path: Path
) -> None:
    first, _ = FEATURES[:2]
    path = _compared(app, tmp_path, [replace(first, properties={"name": "Anders"})])
    gis.post(f"{path}/zeigen", data=_revision(app))
    gis.post(f"{PATH}/staende/2/entfernen", data=_revision(app))

    page = gis.get(path).text

    assert "inzwischen entfernt" in page
    assert re.findall(r'data-change="(\w+)"', page) == ["changed"]
