"""The addresses of layers: catalogue, tiles, TileJSON, style."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

import mapbox_vector_tile
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from services.app import create_app
from services.database.engine import writing
from services.database.revisions import bump
from services.settings import Settings
from services.web.filter import Filter
from tests.conftest import NOW, Databases
from tests.maps.nine import NINE
from tests.services.addresses import TILE
from tests.services.filters import filters
from tests.services.layers.tiles import features
from tests.services.markup import Page

LAYERS = ("districts", "projects", "places")
"""Those with something in them from the start; nobody has said anything yet."""

modest = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def catalogue(client: TestClient) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in client.get("/api/layers").json()["layers"]}


def test_the_catalogue_holds_the_layers_of_a_fresh_installation(
    catalogue: dict[str, dict[str, Any]],
) -> None:
    assert tuple(catalogue) == ("districts", "projects", "voices", "places")


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_has_its_passport(catalogue: dict[str, dict[str, Any]], layer: str) -> None:
    one = catalogue[layer]

    for member in ("title", "description", "source", "lineage"):
        assert one[member]
        assert one[f"{member}_en"]
    assert one["licence"]["name"]
    assert one["licence"]["url"].startswith("https://")
    assert date.fromisoformat(one["as_of"]) <= NOW.date()
    assert one["feature_count"] > 0
    assert one["revision"] > 0


def test_the_layer_of_voices_has_its_passport_before_anybody_speaks(
    catalogue: dict[str, dict[str, Any]],
) -> None:
    voices = catalogue["voices"]

    assert voices["feature_count"] == 0
    assert voices["source_en"]
    assert "dl-de/by-2-0" in voices["licence"]["name"]


def test_tiles_of_voices_go_as_near_as_single_voices(sqlite_client: TestClient) -> None:
    deepest = {
        layer: sqlite_client.get(f"/tiles/{layer}.json").json()["maxzoom"]
        for layer in ("projects", "voices")
    }

    assert deepest == {"projects": 14, "voices": 16}


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_says_in_utc_when_it_changed(
    catalogue: dict[str, dict[str, Any]], layer: str
) -> None:
    assert datetime.fromisoformat(catalogue[layer]["changed_at"]) == NOW


def test_layers_are_counted(catalogue: dict[str, dict[str, Any]]) -> None:
    assert (catalogue["districts"]["feature_count"], catalogue["projects"]["feature_count"]) == (
        9,
        36,
    )


def test_every_download_of_the_catalogue_is_there(sqlite_client: TestClient) -> None:
    layers = sqlite_client.get("/api/layers").json()["layers"]
    downloads = [one for layer in layers for one in layer["downloads"]]

    assert downloads
    for one in downloads:
        found = sqlite_client.get(one["url"])
        assert found.headers["content-type"].partition(";")[0] == one["media_type"]


@pytest.mark.parametrize("layer", LAYERS)
def test_the_page_about_data_shows_every_layer(sqlite_client: TestClient, layer: str) -> None:
    page = Page(sqlite_client.get("/daten").text)

    assert page.by_id(layer).words


@modest
@given(filter_=filters())
def test_all_nine_districts_are_in_the_tiles_under_any_filter(
    sqlite_client: TestClient, filter_: Filter
) -> None:
    found = features(sqlite_client, "districts", 10, filter_.query())

    assert {one["id"]: one["properties"]["id"] for one in found} == {
        number: one.id for number, one in enumerate(NINE, start=1)
    }


@pytest.mark.parametrize("zoom", [6, 8, 12])
def test_all_nine_districts_are_in_the_tiles_at_any_zoom(
    sqlite_client: TestClient, zoom: int
) -> None:
    found = features(sqlite_client, "districts", zoom)

    assert {one["properties"]["code"] for one in found} == {one.code for one in NINE}


def test_the_border_of_the_city_comes_with_the_districts(sqlite_client: TestClient) -> None:
    found = features(sqlite_client, "districts", 10, inside="outline")

    assert {one["geometry"]["type"] for one in found} <= {"LineString", "MultiLineString"}
    assert found


@modest
@given(filter_=filters())
def test_tiles_show_the_projects_that_the_list_shows(
    sqlite_client: TestClient, filter_: Filter
) -> None:
    listed = sqlite_client.get(f"/api/projects?{filter_.query()}").json()["features"]

    drawn = features(sqlite_client, "projects", 10, filter_.query())

    assert {one["properties"]["id"] for one in drawn} == {
        one["id"] for one in listed if one["geometry"]
    }


def test_a_project_in_a_tile_tells_what_the_style_needs(client: TestClient) -> None:
    (shown,) = (
        one for one in features(client, "projects", 8) if one["properties"]["id"] == "glashaus"
    )

    assert shown["id"] == 23
    assert shown["properties"] == {
        "id": "glashaus",
        "number": 23,
        "name": shown["properties"]["name"],
        "name_en": shown["properties"]["name_en"],
        "status": "planned",
        "theme": "education",
        "districts": "mitte",
    }


def test_places_of_the_asked_districts_are_shown(sqlite_client: TestClient) -> None:
    found = features(sqlite_client, "places", 10, "stadtteil=mitte&stadtteil=disteln")

    assert {one["properties"]["district"] for one in found} == {"mitte", "disteln"}


def test_a_tile_where_nothing_is_is_empty(sqlite_client: TestClient) -> None:
    found = sqlite_client.get("/tiles/projects/10/0/0.mvt")

    assert (found.status_code, mapbox_vector_tile.decode(found.content)) == (200, {})


def test_a_filter_that_finds_nothing_makes_empty_tiles(client: TestClient) -> None:
    found = client.get(f"/tiles/projects/{TILE}.mvt?q=gibtesnicht")

    assert (found.status_code, found.content) == (200, b"")


@pytest.mark.parametrize("layer", LAYERS)
def test_a_tile_is_a_vector_tile_for_everybody(sqlite_client: TestClient, layer: str) -> None:
    found = sqlite_client.get(f"/tiles/{layer}/{TILE}.mvt")

    assert found.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    assert found.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("tile", "status"),
    [
        ("0/0/0", 200),
        ("24/0/0", 200),
        ("25/0/0", 404),
        ("-1/0/0", 404),
        ("3/8/0", 404),
        ("3/0/8", 404),
        ("3/-1/0", 404),
        ("3/0/-1", 404),
        ("3/99999999999999999999/0", 404),
        ("99999999999999999999/0/0", 404),
        ("z/0/0", 400),
        ("0/x/0", 400),
        ("0/0/y", 400),
        ("1.5/0/0", 400),
        ("0/0/0.5", 400),
        ("0/0/%20", 400),
    ],
)
def test_a_tile_has_its_place_in_the_grid(
    sqlite_client: TestClient, tile: str, status: int
) -> None:
    assert sqlite_client.get(f"/tiles/districts/{tile}.mvt").status_code == status


@pytest.mark.parametrize("path", ["/tiles/roads.json", "/tiles/roads/0/0/0.mvt"])
def test_an_unknown_layer_is_not_found(sqlite_client: TestClient, path: str) -> None:
    found = sqlite_client.get(path)

    assert (found.status_code, found.json()["layer_id"]) == (404, "roads")


@pytest.mark.parametrize("layer", LAYERS)
def test_tilejson_leads_to_the_tiles(sqlite_client: TestClient, layer: str) -> None:
    found = sqlite_client.get(f"/tiles/{layer}.json").json()
    (address,) = found["tiles"]
    z, x, y = TILE.split("/")

    tile = sqlite_client.get(address.format(z=z, x=x, y=y))

    decoded = mapbox_vector_tile.decode(tile.content)
    assert found["tilejson"] == "3.0.0"
    assert decoded.keys() <= {one["id"] for one in found["vector_layers"]}
    assert layer in decoded


@pytest.mark.parametrize("layer", LAYERS)
def test_tilejson_names_every_property_of_its_tiles(sqlite_client: TestClient, layer: str) -> None:
    described = sqlite_client.get(f"/tiles/{layer}.json").json()["vector_layers"]
    fields = {name for one in described if one["id"] == layer for name in one["fields"]}

    used = {name for one in features(sqlite_client, layer, 8) for name in one["properties"]}

    assert used == fields


def test_tilejson_lies_around_the_city(sqlite_client: TestClient) -> None:
    west, south, east, north = sqlite_client.get("/tiles/districts.json").json()["bounds"]

    assert (7.0 < west < 7.1, 7.15 < east < 7.25) == (True, True)
    assert (51.5 < south < 51.56, 51.63 < north < 51.7) == (True, True)


def test_tilejson_gives_the_credit(sqlite_client: TestClient) -> None:
    assert "dl-de/by-2-0" in sqlite_client.get("/tiles/projects.json").json()["attribution"]


@modest
@given(filter_=filters())
def test_the_filter_goes_into_the_address_of_the_tiles(
    sqlite_client: TestClient, filter_: Filter
) -> None:
    found = sqlite_client.get(f"/tiles/projects.json?{filter_.query()}").json()
    z, x, y = TILE.split("/")
    (address,) = (
        one.replace("{z}", z).replace("{x}", x).replace("{y}", y) for one in found["tiles"]
    )

    direct = sqlite_client.get(f"/tiles/projects/{TILE}.mvt?{filter_.query()}")
    assert sqlite_client.get(address).content == direct.content


@pytest.fixture
def style(sqlite_client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = sqlite_client.get("/styles/werkbank.json?status=done").json()
    return found


@pytest.mark.parametrize(("form", "host"), [("maplibre", ""), ("qgis", "testserver")])
def test_every_source_of_the_style_is_ours(sqlite_client: TestClient, form: str, host: str) -> None:
    sources = sqlite_client.get(f"/styles/werkbank.json?f={form}").json()["sources"]
    addresses = [url for one in sources.values() for url in one["tiles"]]

    assert {urlsplit(one).netloc for one in addresses} == {host}


def test_every_source_of_the_style_answers(
    sqlite_client: TestClient, style: dict[str, Any]
) -> None:
    z, x, y = TILE.split("/")

    for one in style["sources"].values():
        (url,) = one["tiles"]
        asked = url.replace("{z}", z).replace("{x}", x).replace("{y}", y)
        assert sqlite_client.get(asked).status_code == 200


def test_every_layer_of_the_style_has_its_source(style: dict[str, Any]) -> None:
    assert {one["source"] for one in style["layers"] if "source" in one} <= style["sources"].keys()


def test_the_style_asks_for_tiles_under_the_filter(style: dict[str, Any]) -> None:
    assert style["sources"]["projects"]["tiles"][0].endswith(".mvt?status=done")


def test_the_style_for_qgis_knows_no_feature_state(sqlite_client: TestClient) -> None:
    found = sqlite_client.get("/styles/werkbank.json?f=qgis").text

    assert "feature-state" not in found


def test_the_style_asks_for_no_fonts_and_pictures(style: dict[str, Any]) -> None:
    assert style.keys().isdisjoint({"glyphs", "sprite"})


@pytest.fixture
def with_base_maps(apps: Callable[[str], FastAPI]) -> Any:
    """Serve Herten with base maps switched on."""

    def client(*names: str) -> TestClient:
        url = apps("sqlite").state.settings.database_url
        app = create_app(Settings(database_url=url, base_maps=names), clock=lambda: NOW)
        return TestClient(app)

    return client


def test_a_base_map_that_is_switched_on_can_be_asked_for(with_base_maps: Any) -> None:
    found = with_base_maps("nrw").get("/styles/werkbank.json?ebenen=nrw").json()

    assert found["metadata"]["werkbank:base-map"]["id"] == "nrw"
    assert any("www.wms.nrw.de" in str(one) for one in found["sources"].values())


def test_a_base_map_is_not_shown_unless_asked_for(with_base_maps: Any) -> None:
    found = with_base_maps("nrw").get("/styles/werkbank.json").json()

    assert found["metadata"]["werkbank:base-map"] is None


def test_a_base_map_that_is_not_switched_on_is_refused(sqlite_client: TestClient) -> None:
    assert sqlite_client.get("/styles/werkbank.json?ebenen=nrw").status_code == 400


def test_the_credit_of_a_base_map_names_the_year(with_base_maps: Any) -> None:
    found = with_base_maps("basemap_de").get("/styles/werkbank.json?ebenen=basemap_de").json()

    assert "© 2026 basemap.de" in found["metadata"]["werkbank:base-map"]["attribution"]


def test_the_map_page_offers_what_is_switched_on(with_base_maps: Any) -> None:
    page = Page(with_base_maps("rvr").get("/karte").text)

    offered = {
        one.attributes["value"]
        for one in page.all("input")
        if one.attributes.get("name") == "ebenen"
    }
    assert offered == {"none", "projects", "voices", "places", "colours", "rvr"}


def test_a_public_address_goes_into_every_link_to_data(apps: Callable[[str], FastAPI]) -> None:
    url = apps("sqlite").state.settings.database_url
    app = create_app(
        Settings(database_url=url, public_url="https://werkbank.example/"), clock=lambda: NOW
    )
    client = TestClient(app)

    style = client.get("/styles/werkbank.json?f=qgis").json()
    (layer, *_) = client.get("/api/layers").json()["layers"]

    assert style["sources"]["places"]["tiles"][0].startswith("https://werkbank.example/tiles/")
    assert layer["tiles"] == "https://werkbank.example/tiles/districts.json"


def test_a_change_is_seen_at_once_by_a_running_app(databases: Databases) -> None:
    engine = databases.herten("sqlite")
    url = engine.url.render_as_string(hide_password=False)
    client = TestClient(create_app(Settings(database_url=url), clock=lambda: NOW))
    path = f"/tiles/projects/{TILE}.mvt"
    before = client.get(path)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE project SET status = 'dropped' WHERE geometry NOT NULL")
        bump(connection, "projects", now=NOW)

    after = client.get(path, headers={"if-none-match": before.headers["etag"]})

    assert after.status_code == 200
    statuses = {
        one["properties"]["status"]
        for one in mapbox_vector_tile.decode(after.content)["projects"]["features"]
    }
    assert statuses == {"dropped"}
