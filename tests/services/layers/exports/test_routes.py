"""Addresses of downloads: who gets what, under which name, and how a browser goes on with it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Final

import orjson
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from services.app import create_app
from services.layers.exports.actions import FOLDER
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.services.layers.exports.scene import LICENCE_URL, SECRET, put_layer, put_version, row
from tests.services.staff import signed_in

MEDIA_TYPES: Final = {
    "gpkg": "application/geopackage+sqlite3",
    "shp": "application/zip",
    "geojson": "application/geo+json",
    "csv": "application/zip",
}
TREES: Final = "/ebenen/baeume/daten"


@pytest.fixture(scope="module")
def app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The app with a public layer, one for staff, and a raster."""
    engine = databases.herten("sqlite")
    put_layer(engine, [row(), row(nummer=8)], title="Bäume")
    put_layer(engine, [row()], title="Intern", visibility="staff")
    put_layer(engine, [], title="Luftbild", kind="raster")
    put_layer(engine, [row()], title="Odd", licence_url="https://a.example/Lizenz für alle\r\nX: 1")
    url = engine.url.render_as_string(hide_password=False)
    folder = tmp_path_factory.mktemp("layers")
    app = create_app(Settings(database_url=url, layer_dir=folder), clock=lambda: NOW)
    yield app
    app.state.engine.dispose()


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False, headers={"Accept-Encoding": "identity"})


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_a_download_says_what_it_is_and_under_which_licence(visitor: TestClient, form: str) -> None:
    found = visitor.get(f"{TREES}.{form}")

    epsg = "4326" if form == "geojson" else "25832"
    ending = {"shp": "shp.zip", "csv": "csv.zip"}.get(form, form)
    assert found.status_code == HTTPStatus.OK
    assert found.headers["content-type"] == MEDIA_TYPES[form]
    assert found.headers["content-disposition"] == (
        f'attachment; filename="baeume-v1-{epsg}.{ending}"'
    )
    assert found.headers["link"] == f'<{LICENCE_URL}>; rel="license"'
    assert found.headers["access-control-allow-origin"] == "*"


def test_coordinates_are_those_asked_for(visitor: TestClient) -> None:
    metres = visitor.get(f"{TREES}.geojson?crs=25832").json()

    assert metres["features"][0]["geometry"]["coordinates"][0] > 370_000


def test_a_browser_that_has_it_gets_nothing_again(visitor: TestClient) -> None:
    tag = visitor.get(f"{TREES}.gpkg").headers["etag"]

    found = visitor.get(f"{TREES}.gpkg", headers={"If-None-Match": tag})

    assert (found.status_code, found.content, found.headers["etag"]) == (304, b"", tag)


def test_a_browser_goes_on_with_what_it_has_in_part(visitor: TestClient) -> None:
    whole = visitor.get(f"{TREES}.gpkg")

    rest = visitor.get(
        f"{TREES}.gpkg", headers={"Range": "bytes=1000-", "If-Range": whole.headers["etag"]}
    )

    assert rest.status_code == HTTPStatus.PARTIAL_CONTENT
    assert whole.content[1_000:] == rest.content


def test_part_of_another_file_is_not_gone_on_with(visitor: TestClient) -> None:
    found = visitor.get(f"{TREES}.gpkg", headers={"Range": "bytes=1000-", "If-Range": '"other"'})

    assert found.status_code == HTTPStatus.OK


def test_packed_and_plain_are_the_same_under_tags_of_their_own(visitor: TestClient) -> None:
    plain = visitor.get(f"{TREES}.geojson")
    packed = visitor.get(f"{TREES}.geojson", headers={"Accept-Encoding": "gzip"})
    part = visitor.get(
        f"{TREES}.geojson",
        headers={
            "Accept-Encoding": "identity",
            "Range": "bytes=0-99",
            "If-Range": packed.headers["etag"],
        },
    )

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert part.status_code == HTTPStatus.OK


def test_a_file_is_made_once(app: FastAPI, visitor: TestClient) -> None:
    visitor.get(f"{TREES}.csv")
    folder = app.state.settings.layer_dir / FOLDER
    before = {path.name: path.stat().st_ino for path in folder.glob("*.csv.zip")}

    visitor.get(f"{TREES}.csv")

    assert {path.name: path.stat().st_ino for path in folder.glob("*.csv.zip")} == before


def test_a_new_version_is_another_file(databases: Databases, tmp_path: Path) -> None:
    engine = databases.herten("sqlite")
    layer = put_layer(engine, [row()], title="Bäume")
    url = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, layer_dir=tmp_path), clock=lambda: NOW)
    client = TestClient(app)
    before = client.get(f"{TREES}.geojson")
    put_version(engine, layer, [row(), row()])

    after = client.get(f"{TREES}.geojson", headers={"If-None-Match": before.headers["etag"]})
    app.state.engine.dispose()

    assert (len(after.json()["features"]), after.json()["passport"]["version"]) == (2, 2)


@pytest.mark.parametrize("layer_id", ["intern", "atlantis"])
def test_what_is_not_public_does_not_exist_for_visitors(visitor: TestClient, layer_id: str) -> None:
    found = visitor.get(f"/ebenen/{layer_id}/daten.gpkg")

    assert (found.status_code, found.json()["type"]) == (404, "/probleme/layer-not-found")


def test_staff_get_layers_of_their_own_with_all_columns(app: FastAPI) -> None:
    found = signed_in(app, "planner").get("/verwaltung/ebenen/intern/daten.geojson")

    assert found.json()["features"][0]["properties"]["Eigentümer"] == SECRET
    assert found.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in found.headers


def test_staff_who_take_the_public_file_get_the_public_one(app: FastAPI) -> None:
    found = signed_in(app, "planner").get(f"{TREES}.geojson")

    assert SECRET not in found.text


def test_a_raster_is_refused_with_what_to_do(visitor: TestClient) -> None:
    found = visitor.get("/ebenen/luftbild/daten.shp")

    assert (found.status_code, found.json()["type"]) == (422, "/probleme/layer-export-unfit")


@pytest.mark.parametrize("asked", ["daten.pdf", "daten.gpkg?crs=31466", "daten.gpkg?unsinn=1"])
def test_what_nobody_knows_is_refused(visitor: TestClient, asked: str) -> None:
    assert visitor.get(f"/ebenen/baeume/{asked}").status_code == HTTPStatus.BAD_REQUEST


def test_an_odd_licence_address_breaks_no_header(visitor: TestClient) -> None:
    found = visitor.get("/ebenen/odd/daten.csv")

    assert found.headers["link"] == (
        '<https://a.example/Lizenz%20f%C3%BCr%20alle%0D%0AX:%201>; rel="license"'
    )
    assert "x" not in found.headers


def test_the_packed_twin_lies_beside_the_plain_file(app: FastAPI, visitor: TestClient) -> None:
    visitor.get(f"{TREES}.geojson")

    (twin,) = (app.state.settings.layer_dir / FOLDER).glob("1-public-geojson-4326.*.gz")
    assert orjson.loads(gzip.decompress(twin.read_bytes()))["name"] == "baeume"
