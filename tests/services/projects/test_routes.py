"""The addresses of projects: GeoJSON, CSV for spreadsheets, pages."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import shapely
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from services.settings import PROJECT_ROOT
from services.web.filter import Filter
from tests.services.filters import filters
from tests.services.markup import Page
from tests.services.projects.oracle import ROWS

IDS = [row["id"] for row in ROWS]
SOURCES = json.loads((PROJECT_ROOT / "data" / "sources.json").read_text("utf-8"))

modest = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def collection(client: TestClient) -> dict[str, Any]:
    found = client.get("/api/projects")
    assert found.headers["content-type"] == "application/geo+json"
    body: dict[str, Any] = found.json()
    return body


def _feature(collection: dict[str, Any], project_id: str) -> dict[str, Any]:
    return next(one for one in collection["features"] if one["id"] == project_id)


def test_all_projects_are_features_in_their_order(collection: dict[str, Any]) -> None:
    assert collection["type"] == "FeatureCollection"
    assert [one["id"] for one in collection["features"]] == IDS


def test_a_project_without_a_place_is_there_too(collection: dict[str, Any]) -> None:
    assert _feature(collection, "buergerbudget")["geometry"] is None


def test_a_place_is_where_the_data_says(collection: dict[str, Any]) -> None:
    for row in ROWS:
        found = _feature(collection, row["id"])["geometry"]
        if row["geometry"] is None:
            assert found is None
        else:
            given_, shown = map(shapely.geometry.shape, (row["geometry"], found))
            assert shapely.hausdorff_distance(given_, shown) < 2e-7, row["id"]


def test_no_position_has_more_than_seven_decimals(client: TestClient) -> None:
    text = client.get("/api/projects").text
    positions = re.findall(r"\[-?\d+\.(\d+),-?\d+\.(\d+)\]", text)

    assert positions
    assert max(len(part) for pair in positions for part in pair) <= 7


def test_areas_are_valid_and_turned_as_rfc_7946_asks(collection: dict[str, Any]) -> None:
    shapes = [
        shapely.geometry.shape(one["geometry"])
        for one in collection["features"]
        if one["geometry"] and "Polygon" in one["geometry"]["type"]
    ]

    assert shapes
    assert all(shapely.is_valid(shapes))
    assert all(part.exterior.is_ccw for shape in shapes for part in shapely.get_parts(shape))


def test_a_project_tells_what_map_and_list_need(collection: dict[str, Any]) -> None:
    told = _feature(collection, "nzw")["properties"]

    assert told == {
        "id": "nzw",
        "number": 4,
        "name": told["name"],
        "name_en": told["name_en"],
        "status": "under_way",
        "theme": "brownfield",
        "themes": ["brownfield", "economy", "heritage"],
        "districts": [{"id": "westerholt", "share": told["districts"][0]["share"], "rule": "area"}],
        "citywide": False,
        "period_from": "2025",
        "period_to": "2030",
        "cost_eur": 77_200_000,
        "funding_eur": 56_200_000,
        "funding_program": told["funding_program"],
        "accuracy_m": told["accuracy_m"],
        "coordinate_kind": told["coordinate_kind"],
        "label_point": told["label_point"],
        "url": "/projekte/nzw",
    }


def test_a_label_has_its_place_on_the_shape(collection: dict[str, Any]) -> None:
    for one in collection["features"]:
        point = one["properties"]["label_point"]
        if one["geometry"] is None:
            assert point is None
        else:
            shape = shapely.geometry.shape(one["geometry"])
            assert shape.distance(shapely.Point(point)) < 1e-6, one["id"]


def test_the_collection_names_the_boundaries_it_was_reckoned_with(
    collection: dict[str, Any],
) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", collection["boundaries_valid_from"])


def _csv(client: TestClient, query: str = "", prefix: str = "") -> list[list[str]]:
    found = client.get(f"{prefix}/api/projects?f=csv&{query}")
    assert found.status_code == 200
    return list(csv.reader(io.StringIO(found.content.decode("utf-8-sig")), delimiter=";"))


def test_the_table_is_a_file_to_keep(client: TestClient) -> None:
    found = client.get("/api/projects?f=csv")

    assert found.headers["content-type"] == "text/csv; charset=utf-8"
    assert found.headers["content-disposition"] == 'attachment; filename="projekte-herten.csv"'
    assert found.content.startswith(b"\xef\xbb\xbf")


@modest
@given(filter_=filters())
def test_the_table_has_the_rows_of_the_collection(client: TestClient, filter_: Filter) -> None:
    query = filter_.query()
    features = client.get(f"/api/projects?{query}").json()["features"]

    _, *rows = _csv(client, query)

    assert [row[1] for row in rows] == [one["id"] for one in features]


def test_the_table_writes_decimals_as_germans_do(sqlite_client: TestClient) -> None:
    header, *rows = _csv(sqlite_client)
    longitudes = [row[header.index("Länge (Grad)")] for row in rows]

    assert all(re.fullmatch(r"7,\d{1,7}|", one) for one in longitudes)


def test_the_table_speaks_the_language_of_the_address(sqlite_client: TestClient) -> None:
    german, english = _csv(sqlite_client)[0], _csv(sqlite_client, prefix="/en")[0]

    assert (german[2], english[2]) == ("Projekt", "Project")


@pytest.mark.parametrize("form", ["pdf", "CSV", "json"])
def test_an_unknown_form_is_refused(sqlite_client: TestClient, form: str) -> None:
    found = sqlite_client.get("/api/projects", params={"f": form})

    assert (found.status_code, found.json()["parameter"]) == (400, "f")


Get = Callable[[str], Page]


@pytest.fixture(scope="module")
def get(apps: Callable[[str], FastAPI]) -> Get:
    """Every page is fetched and read once."""
    client = TestClient(apps("sqlite"), raise_server_exceptions=False)
    return cache(lambda path: Page(client.get(path).text))


@pytest.mark.parametrize("row", ROWS, ids=IDS)
@pytest.mark.parametrize(("prefix", "lang"), [("", "de"), ("/en", "en")])
def test_every_project_has_a_page_in_both_languages(
    get: Get, prefix: str, lang: str, row: dict[str, Any]
) -> None:
    assert get(f"{prefix}/projekte/{row['id']}").one("h1").words == row["name"][lang]


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_page_of_a_project_names_its_sources_and_links_those_on_the_web(
    get: Get, row: dict[str, Any]
) -> None:
    page = get(f"/projekte/{row['id']}")
    links = {one.words: one.attributes["href"] for one in page.all("a", "source-link")}
    listed = page.one("ul", "sources").words

    for source in (SOURCES[key] for key in row["sources"]):
        assert source["title"] in listed
        assert links.get(source["title"]) == source["url"]


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_page_of_a_project_says_what_nobody_knows(get: Get, row: dict[str, Any]) -> None:
    page = get(f"/projekte/{row['id']}")
    unknown = [
        row["cost_eur"] is None,
        row["funding_eur"] is None,
        row["funding_program"] is None,
        row["place"] is None,
        row["geometry"] is None,
        row["period_from"] is None and row["period_to"] is None,
    ]

    assert len(page.all("span", "missing")) == sum(unknown)


def test_the_list_says_that_a_filter_finds_nothing(sqlite_client: TestClient) -> None:
    page = Page(sqlite_client.get("/projekte?q=gibtesnicht").text)

    assert page.by_id("count").words.startswith("0 von 36")
    assert page.one("p", "empty").words
