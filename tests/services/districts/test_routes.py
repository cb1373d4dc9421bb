"""The addresses of districts: always nine, whatever is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
import shapely
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from maps.identity import contrast
from services.app import create_app
from services.database.engine import reading
from services.districts.actions import boundaries_in_force
from services.districts.model import BoundarySet, BoundaryVersion
from services.installation import bring_boundaries
from services.settings import Settings
from services.web.filter import Filter
from tests.conftest import NOW, Databases
from tests.maps.nine import NINE
from tests.services.filters import filters
from tests.services.markup import Page
from tests.terms import TERMS

IDS = [one.id for one in NINE]

modest = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@modest
@given(filter_=filters())
def test_all_nine_are_listed_in_their_order_under_any_filter(
    client: TestClient, filter_: Filter
) -> None:
    found = client.get(f"/api/districts?{filter_.query()}").json()

    assert [one["id"] for one in found["districts"]] == IDS
    assert found["citywide"]["id"] == "citywide"


@modest
@given(filter_=filters())
def test_all_nine_are_drawn_under_any_filter(sqlite_client: TestClient, filter_: Filter) -> None:
    found = sqlite_client.get(f"/api/districts?f=geojson&{filter_.query()}").json()

    assert [one["id"] for one in found["features"]] == IDS


@modest
@given(filter_=filters())
def test_lists_and_boundaries_tell_the_same_counts(
    sqlite_client: TestClient, filter_: Filter
) -> None:
    listed = sqlite_client.get(f"/api/districts?{filter_.query()}").json()["districts"]
    drawn = sqlite_client.get(f"/api/districts?f=geojson&{filter_.query()}").json()["features"]

    assert [one["counts"] for one in listed] == [one["properties"]["counts"] for one in drawn]


def test_a_district_tells_who_it_is(client: TestClient) -> None:
    (found,) = (
        one for one in client.get("/api/districts").json()["districts"] if one["id"] == "mitte"
    )

    assert {key: found[key] for key in ("number", "name", "code", "colour", "url")} == {
        "number": 7,
        "name": "Herten-Mitte",
        "code": "MIT",
        "colour": "#44AA99",
        "url": "/stadtteile/mitte",
    }


@pytest.fixture(scope="module")
def drawn(apps: Callable[[str], FastAPI]) -> list[dict[str, Any]]:
    found = TestClient(apps("sqlite")).get("/api/districts?f=geojson")
    assert found.headers["content-type"] == "application/geo+json"
    features: list[dict[str, Any]] = found.json()["features"]
    return features


def test_boundaries_are_valid_and_turned_as_rfc_7946_asks(drawn: list[dict[str, Any]]) -> None:
    shapes = [shapely.geometry.shape(one["geometry"]) for one in drawn]

    assert all(shapely.is_valid(shapes))
    assert all(part.exterior.is_ccw for shape in shapes for part in shapely.get_parts(shape))


def test_boundaries_have_seven_decimals_at_most(sqlite_client: TestClient) -> None:
    text = sqlite_client.get("/api/districts?f=geojson").text

    coordinates = re.findall(r"-?\d+\.(\d+)", text.partition('"geometry":')[2])
    assert max(map(len, coordinates)) <= 7


def test_boundaries_say_how_far_they_can_be_trusted(drawn: list[dict[str, Any]]) -> None:
    for one in drawn:
        told = one["properties"]
        assert told["boundary_status"] == "generalised"
        assert told["accuracy_m"] > 0
        assert date.fromisoformat(told["valid_from"]) <= NOW.date()
        assert told["source"]


@pytest.mark.parametrize("district_id", IDS)
def test_one_district_tells_all_that_is_known(client: TestClient, district_id: str) -> None:
    found = client.get(f"/api/districts/{district_id}").json()

    assert found["id"] == district_id
    assert found.keys() >= {
        "name",
        "code",
        "colour",
        "counts",
        "known_for",
        "summary",
        "boundary_text",
        "neighbours",
        "neighbouring_cities",
        "facts",
        "places",
        "projects",
    }


@pytest.mark.parametrize("district_id", IDS)
def test_one_district_counts_what_it_lists(client: TestClient, district_id: str) -> None:
    found = client.get(f"/api/districts/{district_id}").json()

    assert found["counts"]["projects"] == len(found["projects"])


def test_neighbours_are_mutual(sqlite_client: TestClient) -> None:
    near = {
        one: {
            (row["id"], row["shared_border_m"])
            for row in sqlite_client.get(f"/api/districts/{one}").json()["neighbours"]
        }
        for one in IDS
    }

    for one, rows in near.items():
        assert rows
        for other, length_m in rows:
            assert (one, length_m) in near[other]


def test_a_missing_fact_is_null_with_its_reason(sqlite_client: TestClient) -> None:
    facts = [
        fact
        for one in IDS
        for fact in sqlite_client.get(f"/api/districts/{one}").json()["facts"]
        if fact["value"] is None
    ]

    assert facts
    assert all(fact["reason"]["de"] and fact["reason"]["en"] for fact in facts)


@pytest.mark.parametrize("district_id", [*IDS, "citywide"])
def test_the_stylesheet_colours_every_district(sqlite_client: TestClient, district_id: str) -> None:
    css = sqlite_client.get("/styles/districts.css").text

    rule = re.search(
        rf"^\.district-{district_id} "
        r"{ --district-color: (#\w{6}); --district-ink: (#\w{6}); }$",
        css,
        re.MULTILINE,
    )
    assert rule is not None
    assert contrast(rule[1], rule[2]) >= 4.5


def test_the_stylesheet_is_one(sqlite_client: TestClient) -> None:
    found = sqlite_client.get("/styles/districts.css")

    assert found.headers["content-type"] == "text/css; charset=utf-8"


@modest
@given(filter_=filters())
def test_the_page_of_all_districts_shows_nine_under_any_filter(
    sqlite_client: TestClient, filter_: Filter
) -> None:
    page = Page(sqlite_client.get(f"/stadtteile?{filter_.query()}").text)

    assert [one.attributes["data-district"] for one in page.all("article")] == IDS


@pytest.mark.parametrize("district", NINE, ids=lambda one: one.id)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_of_a_district_names_it(
    sqlite_client: TestClient, prefix: str, district: Any
) -> None:
    page = Page(sqlite_client.get(f"{prefix}/stadtteile/{district.id}").text)

    assert page.one("h1").words == district.name


NEW_YEAR, MIDSUMMER = date(2027, 1, 1), date(2027, 7, 1)


@pytest.fixture(scope="module")
def at(databases: Databases) -> Any:
    """Serve Herten at any moment; other boundaries hold from the given days on."""

    @cache
    def serve(*days: date) -> Callable[[datetime], TestClient]:
        engine = databases.herten("sqlite")
        for day in days:
            with reading(engine) as connection:
                now = boundaries_in_force(connection, NOW.date())
            version = BoundaryVersion(day, f"from {day}", "official", *TERMS)
            bring_boundaries(engine, BoundarySet(version, now.boundaries), now=NOW)
        url = engine.url.render_as_string(hide_password=False)

        def client(moment: datetime) -> TestClient:
            return TestClient(create_app(Settings(database_url=url), clock=lambda: moment))

        return client

    return serve


def _source(client: TestClient) -> str:
    features = client.get("/api/districts?f=geojson").json()["features"]
    (source,) = {str(one["properties"]["source"]) for one in features}
    return source


@pytest.mark.parametrize(
    ("day", "midnight"),
    [
        (NEW_YEAR, datetime(2026, 12, 31, 23, 0, tzinfo=UTC)),
        (MIDSUMMER, datetime(2027, 6, 30, 22, 0, tzinfo=UTC)),
    ],
    ids=["winter", "summer"],
)
def test_boundaries_come_into_force_at_midnight_in_herten(
    at: Any, day: date, midnight: datetime
) -> None:
    client = at(NEW_YEAR, MIDSUMMER)
    moments = (midnight - timedelta(seconds=1), midnight)

    before, after = (_source(client(moment)) for moment in moments)

    assert (before != f"from {day}", after) == (True, f"from {day}")


def test_an_answer_of_yesterday_has_another_tag_when_boundaries_change(at: Any) -> None:
    client = at(NEW_YEAR, MIDSUMMER)
    midnight = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)

    for path in ("/api/districts?f=geojson", "/api/projects", "/tiles/districts/10/532/340.mvt"):
        before, after = (
            client(moment).get(path).headers["etag"]
            for moment in (midnight - timedelta(seconds=1), midnight)
        )
        assert before != after, path


def test_official_boundaries_are_called_so_on_the_pages(at: Any) -> None:
    client = at(NOW.date())(NOW)

    for path in ("/", "/karte", "/stadtteile", "/stadtteile/mitte", "/projekte/glashaus"):
        words = Page(client.get(path).text).by_id("main").words
        assert "Amtliche Grenzen" in words, path
        assert "generalisiert" not in words.casefold(), path


@pytest.mark.parametrize(
    "path", ["/", "/karte", "/stadtteile", "/stadtteile/mitte", "/projekte/glashaus"]
)
def test_generalised_boundaries_are_called_so_on_the_pages(
    sqlite_client: TestClient, path: str
) -> None:
    words = Page(sqlite_client.get(path).text).by_id("main").words

    assert "nicht amtlich" in words
