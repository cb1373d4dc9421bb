"""List, map page, strip, counts, GeoJSON and export of voices are one filtered set."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine, update
from starlette.testclient import TestClient

from services.app import create_app
from services.comments.listing import citizens
from services.comments.listing_routes import NOTES_SHOWN, PAGE_SIZE
from services.comments.model import CITIZEN_KINDS
from services.comments.store import mark_changed
from services.database.engine import writing
from services.database.tables import voice
from services.settings import Settings
from services.web.filter import Filter
from tests.conftest import NOW, Databases
from tests.maps.nine import NINE
from tests.services.comments.rows import add_voice, fill_crowd
from tests.services.filters import filters
from tests.services.markup import Page

CROWD = 160
TEN = [*(one.id for one in NINE), "citywide"]

few = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _client(engine: Engine, made: list[FastAPI]) -> TestClient:
    url = engine.url.render_as_string(hide_password=False)
    made.append(create_app(Settings(database_url=url), clock=lambda: NOW))
    return TestClient(made[-1], headers={"accept": "text/html"})


@pytest.fixture(scope="module")
def crowded(databases: Databases) -> Iterator[TestClient]:
    """A workbench with a crowd of voices, to be read only."""
    engine = databases.herten("sqlite")
    fill_crowd(engine, CROWD)
    made: list[FastAPI] = []
    yield _client(engine, made)
    made[0].state.engine.dispose()


@pytest.fixture
def empty(databases: Databases) -> Iterator[Callable[[], tuple[Engine, TestClient]]]:
    """Workbenches without voices, to be filled."""
    made: list[FastAPI] = []

    def fresh() -> tuple[Engine, TestClient]:
        engine = databases.herten("sqlite")
        return engine, _client(engine, made)

    yield fresh
    for app in made:
        app.state.engine.dispose()


def collection(client: TestClient, filter_: Filter) -> Mapping[str, Any]:
    found: Mapping[str, Any] = client.get(f"/api/voices?{filter_.query()}").json()
    return found


def page_of(client: TestClient, path: str, filter_: Filter, more: str = "") -> Page:
    answer = client.get(f"{path}?{filter_.query()}{more}")
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def listed(page: Page) -> list[str]:
    return [one.attributes["data-voice"] for one in page.all("li", "voice-item")]


@few
@given(filter_=filters())
def test_the_counts_follow_from_the_features(crowded: TestClient, filter_: Filter) -> None:
    found = collection(crowded, filter_)
    told = [one["properties"] for one in found["features"]]
    votes = [row for row in told if row["kind"] in CITIZEN_KINDS]

    assert found["counts"]["total"] + found["counts"]["notes"] == len(told)
    assert found["counts"]["by_district"] == {
        one: sum((row["district"] or "citywide") == one for row in votes) for one in TEN
    }
    assert found["counts"]["with_geometry"] == sum(
        one["geometry"] is not None for one in found["features"]
    )


@few
@given(filter_=filters())
def test_the_strip_counts_as_the_features_do(crowded: TestClient, filter_: Filter) -> None:
    counts = collection(crowded, filter_)["counts"]
    counted = "by_district" if citizens(filter_) is not None else "notes_by_district"

    for path in ("/stimmen", "/karte"):
        page = page_of(crowded, path, filter_)
        cards = [one.attributes["data-district"] for one in page.all("a", "district-card")]
        numbers = [
            int(one.attributes["data-voices"]) for one in page.all("span", "district-card__voices")
        ]
        assert dict(zip(cards, numbers, strict=True)) == counts[counted]


@few
@given(filter_=filters())
def test_the_pages_of_the_list_hold_what_the_geojson_holds(
    crowded: TestClient, filter_: Filter
) -> None:
    main = citizens(filter_) or filter_
    shown: list[str] = []
    address = f"/stimmen?{main.query()}&ordnung=neu"
    while address:
        page = Page(crowded.get(address).text)
        found = listed(page)
        shown += found
        older = page.all("a", "pager__next")
        address = older[0].attributes["href"] if older else ""

    told = collection(crowded, main)["features"]
    assert shown == [one["id"] for one in reversed(told)]


@few
@given(filter_=filters())
def test_the_map_page_counts_as_the_list_does(crowded: TestClient, filter_: Filter) -> None:
    counts = collection(crowded, filter_)["counts"]
    found = counts["total"] if citizens(filter_) is not None else counts["notes"]

    on_map = page_of(crowded, "/karte", filter_).by_id("count").words
    in_list = page_of(crowded, "/stimmen", filter_).by_id("count").words

    assert f"· {found} von" in on_map
    assert in_list.startswith(f"{found} von")


@few
@given(filter_=filters())
def test_the_file_for_spreadsheets_holds_what_the_geojson_holds(
    crowded: TestClient, filter_: Filter
) -> None:
    text = crowded.get(f"/api/voices?f=csv&{filter_.query()}").content.decode("utf-8-sig")

    _, *rows = csv.reader(io.StringIO(text), delimiter=";")

    told = [one["id"] for one in collection(crowded, filter_)["features"]]
    assert [row[0].replace("-", "") for row in rows] == told


@few
@given(filter_=filters())
def test_beside_the_map_stand_the_newest_of_each_district(
    crowded: TestClient, filter_: Filter
) -> None:
    told = collection(crowded, citizens(filter_) or filter_)["features"]
    newest: dict[str, list[str]] = {}
    for one in reversed(told):
        newest.setdefault(one["properties"]["district"] or "citywide", []).append(one["id"])

    page = page_of(crowded, "/karte", filter_)

    for group in page.all("section", "group"):
        lines = [
            one.attributes["data-voice"]
            for one in page.all("li", "voice-line")
            if group in one.outwards
        ]
        assert lines == newest.get(group.attributes["data-district"], [])[:3]


@few
@given(filter_=filters())
def test_the_form_of_the_list_holds_what_was_asked(crowded: TestClient, filter_: Filter) -> None:
    page = page_of(crowded, "/stimmen", filter_)
    sent = [
        (one.attributes["name"], one.attributes["value"])
        for one in page.all("input")
        if one.attributes.get("name")
        and one.attributes.get("value")
        and (one.attributes.get("type") != "checkbox" or "checked" in one.attributes)
    ]

    asked = [pair for pair in filter_.pairs() if pair[0] != "ebenen"]
    assert sorted(sent) == sorted(asked)


def test_the_first_page_goes_round_the_districts(crowded: TestClient) -> None:
    page = page_of(crowded, "/stimmen", Filter())
    districts = {
        one["id"]: one["properties"]["district"] or "citywide"
        for one in collection(crowded, Filter())["features"]
    }

    assert [districts[one] for one in listed(page)[: len(TEN)]] == TEN


def test_a_page_is_not_endless_and_leads_to_all(crowded: TestClient) -> None:
    page = page_of(crowded, "/stimmen", Filter(kinds=("comment",)))

    (all_of_them,) = page.all("a", "pager__next")
    assert len(listed(page)) == PAGE_SIZE
    assert ("ordnung", "neu") in parse_qsl(urlsplit(all_of_them.attributes["href"]).query)


def test_notes_and_statements_stand_apart(crowded: TestClient) -> None:
    page = page_of(crowded, "/stimmen", Filter())
    kinds = {
        one["id"]: one["properties"]["kind"] for one in collection(crowded, Filter())["features"]
    }
    apart = page.one("section", "voice-notes")
    items = page.all("li", "voice-item")

    beside = [kinds[one.attributes["data-voice"]] for one in items if apart in one.outwards]
    main = [kinds[one.attributes["data-voice"]] for one in items if apart not in one.outwards]
    assert len(beside) == NOTES_SHOWN
    assert set(beside) == {"expert_note", "statement"}
    assert set(main) <= set(CITIZEN_KINDS)


def test_the_list_says_that_notes_are_no_votes(crowded: TestClient) -> None:
    for filter_ in (Filter(), Filter(kinds=("statement",))):
        assert "nie als Stimmen" in page_of(crowded, "/stimmen", filter_).by_id("panel").words


def test_a_box_says_what_it_leaves_out(crowded: TestClient) -> None:
    boxed = Filter(bbox=(7.0, 51.5, 7.3, 51.7))

    assert "keinen Punkt" in page_of(crowded, "/stimmen", boxed).by_id("panel").words


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "Machen Sie den Anfang"), ("q=gibtesnicht", "Lassen Sie einen Filter weg")],
)
def test_an_empty_list_says_what_to_do(
    empty: Callable[[], tuple[Engine, TestClient]], query: str, words: str
) -> None:
    _, client = empty()

    assert words in Page(client.get(f"/stimmen?{query}").text).by_id("panel").words


def test_an_item_says_in_words_what_its_sign_shows(
    empty: Callable[[], tuple[Engine, TestClient]],
) -> None:
    engine, client = empty()
    with writing(engine) as connection:
        add_voice(
            connection,
            district="bertlich",
            kind="heart_place",
            theme="heritage",
            answer="taken_up",
            supports=3,
            title="Alter Stall",
        )

    said = Page(client.get("/stimmen").text).one("li", "voice-item").words

    for words in (
        "Alter Stall",
        "Herzensort",
        "Denkmal und Geschichte",
        "ganzer Stadtteil Bertlich",
        "aufgenommen",
        "3 Mal unterstützt",
        "01.10.2026",
    ):
        assert words in said


def test_what_nobody_has_answered_is_not_called_an_answer(
    empty: Callable[[], tuple[Engine, TestClient]],
) -> None:
    engine, client = empty()
    with writing(engine) as connection:
        add_voice(connection, answer="open")

    assert Page(client.get("/stimmen").text).one("span", "answer").words == "noch ohne Antwort"


def test_a_voice_in_a_list_leads_to_its_page(
    empty: Callable[[], tuple[Engine, TestClient]],
) -> None:
    engine, client = empty()
    with writing(engine) as connection:
        reference = add_voice(connection, title="<script>alert(1)</script>")
    answer = client.get("/stimmen")

    assert f'href="/beitrag/{reference}"' in answer.text
    assert "<script>alert" not in answer.text


def test_pages_of_the_api_follow_each_other(crowded: TestClient) -> None:
    address = "/api/voices?limit=50"
    seen: list[str] = []
    while address:
        found = crowded.get(address).json()
        seen += [one["id"] for one in found["features"]]
        links = {one["rel"]: one["href"] for one in found["links"]}
        address = links.get("next", "")

    told = [one["id"] for one in collection(crowded, Filter())["features"]]
    assert seen == told[::-1]


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "1.5", "viele", "²"])
def test_a_page_of_an_impossible_size_is_refused(crowded: TestClient, limit: str) -> None:
    answer = crowded.get(f"/api/voices?limit={limit}", headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()["parameter"]) == (400, "limit")


def test_the_answer_is_the_same_packed_and_plain(crowded: TestClient) -> None:
    packed = crowded.get("/api/voices", headers={"accept-encoding": "gzip"})
    plain = crowded.get("/api/voices", headers={"accept-encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert len(gzip.compress(plain.content)) < len(plain.content)


def test_nothing_is_sent_again_until_something_changes(
    empty: Callable[[], tuple[Engine, TestClient]],
) -> None:
    engine, client = empty()
    with writing(engine) as connection:
        add_voice(connection, number=7)
    tag = client.get("/api/voices").headers["etag"]
    same = client.get("/api/voices", headers={"if-none-match": tag})
    with writing(engine) as connection:
        connection.execute(update(voice).values(supports=1))
        mark_changed(connection, [7], now=NOW)

    changed = client.get("/api/voices", headers={"if-none-match": tag})

    assert (same.status_code, same.content, changed.status_code) == (304, b"", 200)


def test_the_api_tells_no_pin_but_the_public_one(crowded: TestClient) -> None:
    for one in collection(crowded, Filter())["features"]:
        if one["properties"]["precision"] in {"district", "city"}:
            assert one["geometry"] is None
        assert {"pin", "original", "email", "token_hash"}.isdisjoint(one["properties"])


@pytest.mark.parametrize("form", ["csv", "xlsx", "gpkg"])
def test_the_list_offers_its_files_under_the_filter(crowded: TestClient, form: str) -> None:
    page = page_of(crowded, "/stimmen", Filter(themes=("climate",)))

    offered = [link for link in page.links() if f"f={form}" in link]
    assert offered == [f"/api/voices?f={form}&thema=climate"]
    assert crowded.get(offered[0]).status_code == 200
