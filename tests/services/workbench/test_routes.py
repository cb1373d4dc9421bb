"""The start page and the map page: what the client's script and a browser without it rely on."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.maps.nine import NINE
from tests.services.markup import Page

TEN = [*(one.id for one in NINE), "citywide"]


def _map(client: TestClient, query: str = "", prefix: str = "") -> Page:
    found = client.get(f"{prefix}/karte?{query}")
    assert found.status_code == 200
    return Page(found.text)


def _checked(page: Page, name: str) -> list[str]:
    return [
        one.attributes["value"]
        for one in page.all("input")
        if one.attributes.get("name") == name and "checked" in one.attributes
    ]


@pytest.mark.parametrize(
    ("attribute", "path"),
    [
        ("data-style-url", "/styles/werkbank.json"),
        ("data-districts-url", "/api/districts"),
        ("data-projects-url", "/api/projects"),
        ("data-voices-url", "/api/voices"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_map_knows_where_its_data_are(
    sqlite_client: TestClient, prefix: str, attribute: str, path: str
) -> None:
    address = _map(sqlite_client, prefix=prefix).by_id("map").attributes[attribute]

    assert address.removeprefix(prefix) == path
    assert sqlite_client.get(address).status_code == 200


@pytest.mark.parametrize(("prefix", "lang"), [("", "de"), ("/en", "en")])
def test_the_map_knows_its_language(sqlite_client: TestClient, prefix: str, lang: str) -> None:
    attributes = _map(sqlite_client, prefix=prefix).by_id("map").attributes

    assert (attributes["data-lang"], attributes["data-prefix"]) == (lang, prefix)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["projects", "voices", "colours"]),
        ("ebenen=places", ["places"]),
        ("ebenen=none&ebenen=projects", ["projects"]),
        ("ebenen=none", []),
    ],
)
def test_layers_are_switched_as_asked(
    sqlite_client: TestClient, query: str, shown: list[str]
) -> None:
    assert _checked(_map(sqlite_client, query), "ebenen") == shown


def test_without_a_box_the_extent_does_not_matter(sqlite_client: TestClient) -> None:
    page = _map(sqlite_client)

    assert "checked" not in page.by_id("only-extent").attributes
    assert page.by_id("bbox").attributes["value"] == ""


def test_with_a_box_the_extent_matters_and_is_kept(sqlite_client: TestClient) -> None:
    page = _map(sqlite_client, "bbox=7.1,51.55,7.2,51.65")

    assert "checked" in page.by_id("only-extent").attributes
    assert page.by_id("bbox").attributes["value"] == "7.100000,51.550000,7.200000,51.650000"


def test_chosen_districts_are_marked_and_kept_in_the_form(sqlite_client: TestClient) -> None:
    page = _map(sqlite_client, "stadtteil=mitte&stadtteil=citywide")
    chosen = [
        one.attributes["data-district"]
        for one in page.all("a", "district-card")
        if one.attributes["aria-current"] == "true"
    ]
    kept = [
        one.attributes["value"]
        for one in page.all("input")
        if one.attributes.get("name") == "stadtteil"
    ]

    assert chosen == kept == ["mitte", "citywide"]


def test_a_project_with_a_place_can_be_shown_on_the_map(sqlite_client: TestClient) -> None:
    page = _map(sqlite_client)
    buttons = {
        one.attributes["data-show-on-map"]
        for one in page.all("button")
        if "data-show-on-map" in one.attributes
    }
    placed = {
        one["id"]
        for one in sqlite_client.get("/api/projects").json()["features"]
        if one["geometry"]
    }

    assert buttons == placed


def test_the_list_can_be_reached_past_the_map(sqlite_client: TestClient) -> None:
    page = _map(sqlite_client)

    (skip,) = (one for one in page.all("a") if one.attributes["href"] == "#after-map")
    assert skip.words
    assert page.by_id("after-map").attributes["tabindex"] == "-1"


def test_the_form_works_without_script(sqlite_client: TestClient) -> None:
    form = _map(sqlite_client).by_id("filter").attributes

    assert (form["method"], form["action"]) == ("get", "/karte")


def test_an_empty_group_says_so(sqlite_client: TestClient) -> None:
    page = _map(sqlite_client, "q=gibtesnicht")

    assert len(page.all("section", "group--empty")) == 10


def test_the_page_says_that_a_box_leaves_out_what_has_no_place(
    sqlite_client: TestClient,
) -> None:
    words = _map(sqlite_client, "bbox=7,51.5,7.3,51.7").by_id("results").words

    assert "ohne bekannten Ort" in words


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_start_page_shows_three_ways_and_ten_cards(
    sqlite_client: TestClient, prefix: str
) -> None:
    page = Page(sqlite_client.get(f"{prefix}/").text)

    assert len(page.all("li", "way")) == 3
    assert [one.attributes["data-district"] for one in page.all("a", "district-card")] == TEN


def test_the_start_page_counts_all_projects(sqlite_client: TestClient) -> None:
    assert "36" in Page(sqlite_client.get("/").text).one("a", "kern-btn--secondary").words
