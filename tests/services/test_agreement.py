"""Map, list, strip, table and counts are one filtered set, whatever is asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from services.web.filter import Filter
from tests.maps.nine import NINE
from tests.services.filters import filters
from tests.services.markup import Page

TEN = [*(one.id for one in NINE), "citywide"]

modest = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
few = settings(modest, max_examples=6)
"""Pages take longer than data."""


@dataclass(frozen=True)
class Seen:
    """What each address shows under one filter."""

    client: TestClient
    filter: Filter

    def json(self, path: str) -> Any:
        return self.client.get(f"{path}?{self.filter.query()}").json()

    def page(self, path: str) -> Page:
        found = self.client.get(f"{path}?{self.filter.query()}")
        assert found.status_code == 200
        return Page(found.text)

    @property
    def projects(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.json("/api/projects")
        return found

    @property
    def counts(self) -> dict[str, int]:
        """The number of each district and of the city-wide card, as the API tells it."""
        found = self.json("/api/districts")
        return {one["id"]: one["counts"]["projects"] for one in found["districts"]} | {
            "citywide": found["citywide"]["counts"]["projects"]
        }


def _strip(page: Page) -> dict[str, int]:
    cards = [one.attributes["data-district"] for one in page.all("a", "district-card")]
    numbers = [
        int(one.attributes["data-count"]) for one in page.all("span", "district-card__count")
    ]
    return dict(zip(cards, numbers, strict=True))


def _listed(page: Page) -> list[str]:
    """Return the projects that stand in full in the list beside the map."""
    return [one.attributes["data-project"] for one in page.all("li", "project-item")]


@modest
@given(filter_=filters())
def test_projects_and_districts_count_alike(client: TestClient, filter_: Filter) -> None:
    seen = Seen(client, filter_)

    assert seen.projects["counts"]["by_district"] == seen.counts


@modest
@given(filter_=filters())
def test_the_total_is_the_number_of_features(client: TestClient, filter_: Filter) -> None:
    seen = Seen(client, filter_)
    found = seen.projects

    assert found["counts"]["total"] == len(found["features"])
    assert found["counts"]["with_geometry"] == sum(
        1 for one in found["features"] if one["geometry"]
    )
    assert seen.json("/api/districts")["totals"]["projects"] == len(found["features"])


@modest
@given(filter_=filters())
def test_counts_follow_from_the_features(client: TestClient, filter_: Filter) -> None:
    found = Seen(client, filter_).projects
    told = [one["properties"] for one in found["features"]]

    assert found["counts"]["by_district"] == {
        **{
            one.id: sum(any(share["id"] == one.id for share in row["districts"]) for row in told)
            for one in NINE
        },
        "citywide": sum(row["citywide"] for row in told),
    }


@few
@given(filter_=filters())
def test_the_list_beside_the_map_shows_what_the_map_shows(
    sqlite_client: TestClient, filter_: Filter
) -> None:
    seen = Seen(sqlite_client, filter_)
    shown = [one["id"] for one in seen.projects["features"]]

    assert sorted(_listed(seen.page("/karte"))) == sorted(shown)


@few
@given(filter_=filters())
def test_the_numbers_in_the_list_are_those_on_the_map(
    sqlite_client: TestClient, filter_: Filter
) -> None:
    seen = Seen(sqlite_client, filter_)
    on_map = {one["id"]: one["properties"]["number"] for one in seen.projects["features"]}

    in_list = {
        one.attributes["data-project"]: int(one.attributes["data-number"])
        for one in seen.page("/karte").all("li", "project-item")
    }
    assert in_list == on_map


@few
@given(filter_=filters())
def test_the_table_shows_what_the_map_shows(sqlite_client: TestClient, filter_: Filter) -> None:
    seen = Seen(sqlite_client, filter_)
    rows = [one for one in seen.page("/projekte").all("tr") if "data-project" in one.attributes]

    assert [one.attributes["data-project"] for one in rows] == [
        one["id"] for one in seen.projects["features"]
    ]


@few
@given(filter_=filters())
def test_the_csv_shows_what_the_map_shows(sqlite_client: TestClient, filter_: Filter) -> None:
    seen = Seen(sqlite_client, filter_)
    text = sqlite_client.get(f"/api/projects?f=csv&{filter_.query()}").content.decode("utf-8-sig")

    _, *rows = csv.reader(io.StringIO(text), delimiter=";")

    assert [int(row[0]) for row in rows] == [
        one["properties"]["number"] for one in seen.projects["features"]
    ]


@pytest.mark.parametrize("path", ["/", "/karte", "/stadtteile", "/projekte"])
@few
@given(filter_=filters())
def test_the_strip_counts_as_the_api_does(
    sqlite_client: TestClient, path: str, filter_: Filter
) -> None:
    seen = Seen(sqlite_client, filter_)

    assert _strip(seen.page(path)) == seen.counts


@few
@given(filter_=filters())
def test_the_strip_has_ten_cards_in_their_order(sqlite_client: TestClient, filter_: Filter) -> None:
    assert list(_strip(Seen(sqlite_client, filter_).page("/karte"))) == TEN


@pytest.mark.parametrize("path", ["/karte", "/projekte"])
@few
@given(filter_=filters())
def test_the_page_says_how_many_are_shown(
    sqlite_client: TestClient, path: str, filter_: Filter
) -> None:
    seen = Seen(sqlite_client, filter_)
    total = len(seen.projects["features"])

    assert seen.page(path).by_id("count").words.startswith(f"{total} von 36")


@few
@given(filter_=filters())
def test_every_group_of_the_list_counts_as_its_card(
    sqlite_client: TestClient, filter_: Filter
) -> None:
    seen = Seen(sqlite_client, filter_)
    page = seen.page("/karte")

    groups = [one.attributes["data-district"] for one in page.all("section", "group")]
    numbers = [int(one.words.split()[0]) for one in page.all("span", "group__count")]

    assert dict(zip(groups, numbers, strict=True)) == seen.counts


@few
@given(filter_=filters())
def test_the_form_holds_what_was_asked(sqlite_client: TestClient, filter_: Filter) -> None:
    page = Seen(sqlite_client, filter_).page("/karte")
    sent = [
        (one.attributes["name"], one.attributes["value"])
        for one in page.all("input")
        if one.attributes.get("name")
        and one.attributes.get("value")
        and (one.attributes.get("type") != "checkbox" or "checked" in one.attributes)
        and one.attributes["name"] != "ebenen"
    ]

    asked = [pair for pair in filter_.pairs() if pair[0] != "ebenen"]
    assert sorted(sent) == sorted(asked)


@few
@given(filter_=filters())
def test_submitting_the_form_again_changes_nothing(
    sqlite_client: TestClient, filter_: Filter
) -> None:
    seen = Seen(sqlite_client, filter_)
    page = seen.page("/karte")
    sent = [
        (one.attributes["name"], one.attributes["value"])
        for one in page.all("input")
        if one.attributes.get("name")
        and (one.attributes.get("type") != "checkbox" or "checked" in one.attributes)
    ]

    again = Page(sqlite_client.get(f"/karte?{urlencode(sent)}").text)

    assert (_listed(again), _strip(again)) == (_listed(page), _strip(page))


@few
@given(filter_=filters())
def test_a_card_leads_to_its_district_taken_in_or_out(
    sqlite_client: TestClient, filter_: Filter
) -> None:
    page = Seen(sqlite_client, filter_).page("/karte")
    card = page.by_id("card-mitte")

    there = Page(sqlite_client.get(card.attributes["href"]).text).by_id("card-mitte")

    assert {card.attributes["aria-current"], there.attributes["aria-current"]} == {"true", "false"}


@few
@given(filter_=filters())
def test_english_and_german_show_the_same(sqlite_client: TestClient, filter_: Filter) -> None:
    german = Seen(sqlite_client, filter_).page("/karte")
    english = Seen(sqlite_client, filter_).page("/en/karte")

    assert (_listed(german), _strip(german)) == (_listed(english), _strip(english))
