"""Addresses of layers that staff brought in: what everybody sees, and what only staff does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

import mapbox_vector_tile
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from maps.imported_looks import Look, LookClass
from services.app import create_app
from services.settings import Settings
from tests.conftest import DIALECTS, NOW, Databases
from tests.services.layers.brought_in import WEST, bring_in
from tests.services.layers.tiles import tile_at
from tests.services.staff import signed_in, without_session

TELLING = Look(
    "categorised",
    field="owner",
    classes=(LookClass("#d12771", "Klara", "Klara"),),
    label_field="owner",
)
"""A look by a column with personal data."""
PUBLIC, SECRET = "bauflaechen", "geheim"


@pytest.fixture(scope="module")
def filled_apps(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], FastAPI]]:
    """The app over a public layer and one for staff."""
    made: dict[str, FastAPI] = {}

    def app(dialect: str) -> FastAPI:
        if dialect not in made:
            engine, folder = databases.herten(dialect), tmp_path_factory.mktemp(dialect)
            bring_in(engine, folder, look=TELLING)
            bring_in(engine, folder, "Geheim", visibility="staff")
            url = engine.url.render_as_string(hide_password=False)
            settings = Settings(database_url=url, layer_dir=folder)
            made[dialect] = create_app(settings, clock=lambda: NOW)
        return made[dialect]

    yield app
    for one in made.values():
        one.state.engine.dispose()


@pytest.fixture(params=DIALECTS)
def app(request: pytest.FixtureRequest, filled_apps: Callable[[str], FastAPI]) -> FastAPI:
    return filled_apps(request.param)


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    return without_session(app)


@pytest.fixture
def staff(app: FastAPI) -> TestClient:
    return signed_in(app, "planner")


def _tile(client: TestClient, path: str) -> list[dict[str, Any]]:
    middle = reproject(WEST.centroid, source=STORAGE_CRS, target=LON_LAT)
    x, y = tile_at(middle.x, middle.y, 14)
    answer = client.get(f"{path}/14/{x}/{y}.mvt")
    assert answer.status_code == HTTPStatus.OK, answer.text
    found: list[dict[str, Any]] = mapbox_vector_tile.decode(answer.content)["features"]["features"]
    return found


@pytest.mark.parametrize("n", [-1, 99, 2**31, 10**30])
def test_a_number_no_feature_has_is_told_so(visitor: TestClient, n: int) -> None:
    answer = visitor.get(f"/api/layers/bauflaechen/features/{n}")

    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_tiles_and_catalogue_name_the_version(visitor: TestClient) -> None:
    described = visitor.get("/tiles/bauflaechen.json").json()
    (listed,) = [one for one in visitor.get("/api/layers").json()["layers"] if one["id"] == PUBLIC]

    assert described["version"] == f"1.{listed['revision']}.0"
    assert listed["version"] == 1


def test_the_way_to_the_map_leads_to_where_the_layer_lies(visitor: TestClient) -> None:
    page = visitor.get("/ebenen/bauflaechen").text

    assert "ebenen=bauflaechen#karte=bauflaechen" in page


def test_the_catalogue_names_public_layers_only(visitor: TestClient) -> None:
    ids = {one["id"] for one in visitor.get("/api/layers").json()["layers"]}

    assert (PUBLIC in ids, SECRET in ids) == (True, False)


@pytest.mark.parametrize(
    "path",
    [
        "/ebenen/geheim",
        "/api/layers/geheim/features",
        "/api/layers/geheim/features/0",
        "/api/layers/geheim/districts",
        "/tiles/geheim.json",
        "/tiles/geheim/14/8511/5450.mvt",
    ],
)
def test_what_is_for_staff_is_not_there_for_everybody(visitor: TestClient, path: str) -> None:
    assert visitor.get(path).status_code == HTTPStatus.NOT_FOUND


def test_public_addresses_hide_it_from_staff_too(staff: TestClient) -> None:
    assert staff.get("/ebenen/geheim").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "path",
    [
        "/ebenen/bauflaechen",
        "/en/ebenen/bauflaechen",
        "/api/layers/bauflaechen/features",
        "/api/layers/bauflaechen/features/0",
        "/api/layers/bauflaechen/districts",
        "/tiles/bauflaechen.json",
        "/styles/werkbank.json",
        "/daten",
    ],
)
def test_no_public_address_tells_personal_data(visitor: TestClient, path: str) -> None:
    answer = visitor.get(path)

    assert answer.status_code == HTTPStatus.OK
    told = ("Klara", "Otto", "owner", "Eigentümer", "EIGENT")
    assert not any(word in answer.text for word in told)


def test_no_public_search_finds_personal_data(visitor: TestClient, staff: TestClient) -> None:
    asked = {"q": "Klara"}
    public = visitor.get("/ebenen/bauflaechen", params=asked).text
    own = staff.get("/verwaltung/ebenen/bauflaechen", params=asked).text

    assert [page.count("data-feature=") for page in (public, own)] == [0, 1]


def test_public_tiles_hold_no_personal_look(visitor: TestClient) -> None:
    (first,) = [one for one in _tile(visitor, "/tiles/bauflaechen") if one["id"] == 0]

    assert first["properties"] == {"n": 0, "districts": "mitte"}


def test_tiles_for_staff_do(staff: TestClient) -> None:
    found = _tile(staff, "/verwaltung/ebenen/bauflaechen/kacheln")
    (first,) = [one["properties"] for one in found if one["id"] == 0]

    assert (first["label"], first["value"]) == ("Klara", "Klara")


def test_tiles_are_the_same_under_every_filter(visitor: TestClient) -> None:
    path = "/tiles/bauflaechen/10/532/340.mvt"
    every, some = visitor.get(path), visitor.get(path, params={"stadtteil": "bertlich"})

    assert (every.content, every.headers["ETag"]) == (some.content, some.headers["ETag"])


def test_tile_json_describes_the_layer(visitor: TestClient) -> None:
    told = visitor.get("/tiles/bauflaechen.json").json()

    assert [one["id"] for one in told["vector_layers"]] == ["features"]
    assert (told["maxzoom"], told["bounds"][0]) == (16, pytest.approx(7.02, abs=0.01))


def test_one_feature_is_told_with_names_of_columns_and_districts(visitor: TestClient) -> None:
    told = visitor.get("/api/layers/bauflaechen/features/1").json()

    assert (told["id"], told["properties"]) == (1, {"name": "Übergang", "flats": None})
    assert [one["alias"] for one in told["fields"]] == ["Bezeichnung", "Wohnungen"]
    assert told["districts"] == [
        {"id": "disteln", "name": "Disteln", "share": 0.75},
        {"id": "mitte", "name": "Herten-Mitte", "share": 0.25},
    ]


def test_staff_sees_every_column_and_which_are_personal(staff: TestClient) -> None:
    told = staff.get("/verwaltung/ebenen/bauflaechen/objekte/0").json()

    assert [(one["id"], one["value"], one["personal"]) for one in told["fields"]] == [
        ("name", "Am Ährenfeld", False),
        ("flats", 12, False),
        ("owner", "Klara", True),
    ]


def test_a_feature_that_is_not_there_is_not_found(visitor: TestClient) -> None:
    answer = visitor.get("/api/layers/bauflaechen/features/3")

    assert (answer.status_code, answer.json()["type"].split("/")[-1]) == (404, "feature-not-found")


def test_pages_of_features_lead_to_each_other(visitor: TestClient) -> None:
    first = visitor.get("/api/layers/bauflaechen/features?limit=2").json()
    second = visitor.get(first["links"][0]["href"]).json()

    assert [[one["id"] for one in page["features"]] for page in (first, second)] == [[0, 1], [2]]
    assert second["links"] == []


def test_features_are_filtered_by_district_and_words(visitor: TestClient) -> None:
    path = "/api/layers/bauflaechen/features"
    asked = [{"stadtteil": "disteln"}, {"q": "ährenfeld"}, {"stadtteil": "disteln", "q": "ohne"}]
    found = [visitor.get(path, params=one).json()["features"] for one in asked]

    assert [[one["id"] for one in page] for page in found] == [[1], [0], []]


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "limit=x", "nach=-1", "unsinn=1"])
def test_a_parameter_that_cannot_be_meant_is_refused(visitor: TestClient, query: str) -> None:
    answer = visitor.get(f"/api/layers/bauflaechen/features?{query}")

    assert answer.status_code == HTTPStatus.BAD_REQUEST


def test_all_nine_districts_are_counted_also_with_nothing(visitor: TestClient) -> None:
    told = visitor.get("/api/layers/bauflaechen/districts").json()
    counts = {one["id"]: one["count"] for one in told["districts"]}

    assert (len(counts), counts["mitte"], counts["bertlich"]) == (9, 2, 0)
    assert (told["total"]["count"], told["total"]["sums"]) == (3, {"flats": 15.0})


def test_the_page_shows_districts_features_and_origin(visitor: TestClient) -> None:
    page = visitor.get("/ebenen/bauflaechen").text

    assert page.count("data-district=") == 9
    assert page.count("data-feature=") == 3
    assert all(word in page for word in ("Am Ährenfeld", "Stadt Herten", "überfällig"))


def test_the_page_filters_without_script(visitor: TestClient) -> None:
    page = visitor.get("/ebenen/bauflaechen?stadtteil=disteln").text

    assert page.count("data-feature=") == 1
    assert "Übergang" in page


def test_the_page_of_staff_names_columns_and_versions(staff: TestClient) -> None:
    page = staff.get("/verwaltung/ebenen/geheim").text

    assert all(word in page for word in ("Klara", "personenbezogen", "nur intern", "data-version"))


def test_a_list_and_its_region_have_names_of_their_own(staff: TestClient) -> None:
    page = staff.get("/verwaltung/ebenen/geheim").text
    names = re.findall(r'<(?:section|nav|div)[^>]* (aria-label(?:ledby)?="[^"]*")', page)

    assert len(names) == len(set(names))


def test_the_list_of_staff_holds_all_layers(staff: TestClient) -> None:
    page = staff.get("/verwaltung/ebenen").text

    assert all(f'data-layer="{one}"' in page for one in (PUBLIC, SECRET))


def test_the_style_of_staff_draws_all_layers_and_nobody_keeps_it(
    visitor: TestClient, staff: TestClient
) -> None:
    public = visitor.get("/styles/werkbank.json").json()["sources"]
    answer = staff.get("/verwaltung/karte/stil.json")

    assert {one for one in public if one.startswith("import-")} == {"import-bauflaechen"}
    assert {"import-bauflaechen", "import-geheim"} <= answer.json()["sources"].keys()
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_staff_can_switch_on_what_is_for_staff(visitor: TestClient, staff: TestClient) -> None:
    asked = {"ebenen": SECRET}
    seen = [one.get("/karte", params=asked).status_code for one in (visitor, staff)]

    assert seen == [HTTPStatus.BAD_REQUEST, HTTPStatus.OK]
    assert SECRET not in visitor.get("/api/projects", params={"ebenen": "unsinn"}).text
    assert visitor.get("/karte", params={"ebenen": PUBLIC}).status_code == HTTPStatus.OK
