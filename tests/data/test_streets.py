"""The streets: where each is known from, and no coordinate without a thing that has it."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from services.settings import PROJECT_ROOT
from tests.maps.nine import NINE

DATA: Final = PROJECT_ROOT / "data"
ROWS: Final[list[dict[str, Any]]] = json.loads((DATA / "streets/streets.json").read_text("utf-8"))
IDS: Final = [f"{one['name']}-{one['district']}" for one in ROWS]
ORDER: Final = [one.id for one in NINE]


def places() -> dict[tuple[float, float], float]:
    """Return accuracy by coordinate of every point that is known besides the streets."""
    profiles = json.loads((DATA / "districts/herten/profiles.json").read_text("utf-8"))
    known = {
        (place["lon"], place["lat"]): place["accuracy_m"]
        for one in profiles
        for place in one["places"]
    }
    for project in json.loads((DATA / "projects/projects.json").read_text("utf-8")):
        geometry = project["geometry"]
        if geometry is not None and geometry["type"] == "Point":
            known[tuple(geometry["coordinates"])] = project["accuracy_m"]
    # The reference point of GeoNames for Westerholter Straße 750.
    return known | {(7.1101, 51.6043): 100}


def test_there_is_a_beginning_of_a_gazetteer() -> None:
    assert len(ROWS) >= 80


def test_every_district_has_streets() -> None:
    assert {one["district"] for one in ROWS} == set(ORDER)


def test_a_street_stands_once_in_a_district() -> None:
    assert len({(one["name"], one["district"]) for one in ROWS}) == len(ROWS)


def test_streets_stand_in_the_order_of_the_districts() -> None:
    positions = [ORDER.index(one["district"]) for one in ROWS]

    assert positions == sorted(positions)


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_every_street_names_its_sources_and_how_its_district_is_known(row: dict[str, Any]) -> None:
    known = json.loads((DATA / "sources.json").read_text("utf-8"))

    assert row["basis"] in {"source", "inferred", "undivided"}
    assert row["sources"]
    assert set(row["sources"]) <= known.keys()


def test_what_is_undivided_stands_under_both_districts_of_the_south() -> None:
    for one in ROWS:
        if one["basis"] == "undivided":
            same = {other["district"] for other in ROWS if other["name"] == one["name"]}
            assert {"suedwest", "suedost"} <= same


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_no_point_is_made_up_and_none_is_more_exact_than_what_it_comes_from(
    row: dict[str, Any],
) -> None:
    if row["lon"] is None:
        assert (row["lat"], row["accuracy_m"], row["point_from"]) == (None, None, None)
        return
    accuracy_m = places()[row["lon"], row["lat"]]

    assert row["point_from"]
    assert row["accuracy_m"] > accuracy_m
