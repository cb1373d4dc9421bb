"""Finding a place by its name: however it is spelled, best first, and never more than ten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, insert
from starlette.testclient import TestClient

from services.database.tables import street
from services.districts.store import Districts
from services.processes.gazetteer import Hit, Query, fold
from services.processes.search import HIT_LIMIT, find_places

TODAY = date(2026, 11, 23)


def names(hits: tuple[Hit, ...]) -> list[str]:
    return [one.name for one in hits]


def find(connection: Connection, q: str) -> list[str]:
    return names(find_places(connection, q, on=TODAY))


@pytest.mark.parametrize(
    "q",
    [
        "Schützenstraße",
        "schuetzenstrasse",
        "SCHÜTZENSTR.",
        "schutzenstr",
        "Schützen Straße",
        "Schu",
    ],
)
def test_however_it_is_spelled_the_street_is_found(herten: Connection, q: str) -> None:
    assert "Schützenstraße" in find(herten, q)


@pytest.mark.parametrize("q", ["süd", "sued", "SÜD", "sud", "Südost", "herten sued"])
def test_both_districts_of_the_south_are_found(herten: Connection, q: str) -> None:
    assert "Herten-Südost" in find(herten, q)


def test_a_house_number_changes_nothing(herten: Connection) -> None:
    assert find(herten, "Wallstr. 32") == find(herten, "Wallstraße") == ["Wallstraße"]


def test_a_street_stands_under_each_of_its_districts(herten: Connection) -> None:
    found = find_places(herten, "Ewaldstraße", on=TODAY)

    assert {one.district_id for one in found} == {"mitte", "suedwest", "suedost"}


def test_the_name_itself_comes_before_names_that_begin_with_it(herten: Connection) -> None:
    assert find(herten, "westerholt")[0] == "Westerholt"


def test_a_district_comes_before_places_named_after_it(herten: Connection) -> None:
    assert find(herten, "süd")[:2] == ["Herten-Südost", "Herten-Südwest"]


def test_words_may_stand_inside_longer_ones(herten: Connection) -> None:
    assert find(herten, "schule mitte") == ["Grundschule Herten-Mitte"]


def test_every_word_must_be_found(herten: Connection) -> None:
    assert find(herten, "Ewaldstraße Glashaus") == []


def test_there_are_never_more_than_ten(herten: Connection) -> None:
    assert len(find(herten, "str")) == HIT_LIMIT


@pytest.mark.parametrize(
    "q", ["", " ", ".", "%", "_", "'; DROP TABLE street; --", "\x00", "\u202e"]
)
def test_what_names_nothing_finds_nothing(herten: Connection, q: str) -> None:
    assert find(herten, q) == []


@given(q=st.text(max_size=60))
def test_no_text_breaks_the_comparison(q: str) -> None:
    rank = Query.of(q).rank("Schlägel-und-Eisen-Straße", "Süd")

    assert rank in {None, 0, 1, 2, 3}


@given(name=st.text(st.characters(codec="latin-1", categories=["L"]), min_size=1, max_size=20))
def test_a_name_finds_itself(name: str) -> None:
    assert Query.of(name).rank(name) == 0


def test_other_accents_fall_off() -> None:
    assert fold("Café Ärger ŁẞÉ") == "cafe aerger łsse"


def test_a_place_tells_where_it_is_and_how_exactly(herten: Connection) -> None:
    (found,) = find_places(herten, "Copa Ca Backum", on=TODAY)

    assert (found.kind, found.district_id, found.accuracy_m) == ("place", "disteln", 200.0)
    assert (found.lon, found.lat) == pytest.approx((7.13951, 51.60287), abs=1e-6)


def test_a_street_nobody_located_is_found_without_a_point(herten: Connection) -> None:
    (found,) = find_places(herten, "Uferstraße", on=TODAY)

    assert (found.lon, found.lat, found.accuracy_m) == (None, None, None)


def test_what_has_a_point_belongs_to_the_district_around_it(herten: Connection) -> None:
    (place,) = find_places(herten, "Copa Ca Backum", on=TODAY)
    row: dict[str, Any] = {"number": 900, "name": "Wanderweg", "accuracy_m": 50.0, "sources": []}
    location = next(one.location for one in Districts(herten).places() if one.name == place.name)
    herten.execute(insert(street).values(**row, district_id="bertlich", location=location))

    (found,) = find_places(herten, "Wanderweg", on=TODAY)

    assert found.district_id == "disteln"


def test_the_api_tells_what_was_found(client: TestClient) -> None:
    found = client.get("/api/places", params={"q": "glashaus"}).json()

    assert found["query"] == "glashaus"
    assert [(one["name"], one["kind"], one["district_name"]) for one in found["hits"]] == [
        ("Glashaus", "place", "Herten-Mitte")
    ]


def test_the_api_answers_an_empty_question_with_nothing(sqlite_client: TestClient) -> None:
    assert sqlite_client.get("/api/places").json() == {"query": "", "hits": []}


@pytest.mark.parametrize("query", ["q=" + "x" * 101, "q=a&unsinn=1"])
def test_the_api_refuses_what_it_does_not_know(sqlite_client: TestClient, query: str) -> None:
    assert sqlite_client.get(f"/api/places?{query}").status_code == 400
