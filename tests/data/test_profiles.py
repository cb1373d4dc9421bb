"""Identity of the nine districts: profiles, places and signs, against what is published."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.crs import point_from_lon_lat

DATA: Final = Path(__file__).parents[2] / "data"
FOLDER: Final = DATA / "districts/herten"

Row = dict[str, Any]

DISTRICTS: Final = {
    # id: name, code, colour (Paul Tol's "muted" nine), row and column in the strip
    "bertlich": ("Bertlich", "BER", "#DDCC77", 1, 1),
    "westerholt": ("Westerholt", "WES", "#882255", 2, 1),
    "langenbochum": ("Langenbochum", "LAN", "#88CCEE", 1, 3),
    "scherlebeck": ("Scherlebeck", "SCH", "#117733", 1, 5),
    "disteln": ("Disteln", "DIS", "#CC6677", 2, 5),
    "paschenberg": ("Paschenberg", "PAS", "#332288", 2, 3),
    "mitte": ("Herten-Mitte", "MIT", "#44AA99", 3, 3),
    "suedwest": ("Herten-Südwest", "SUW", "#999933", 4, 2),
    "suedost": ("Herten-Südost", "SUO", "#AA4499", 4, 4),
}
PROFILE_MEMBERS: Final = {
    "id",
    "name",
    "code",
    "colour",
    "row",
    "column",
    "sign",
    "known_for",
    "summary",
    "boundary_text",
    "postcode",
    "neighbouring_cities",
    "facts",
    "places",
}
FACT_MEMBERS: Final = {"key", "value", "unit", "as_of", "sources", "note", "reason"}
FACTS_OF_A_DISTRICT: Final = [
    # key and day, the same in every district, so that they can stand side by side
    ("area_km2", None),
    ("population", "2005-12-31"),
    ("population", "2020-12-31"),
    ("postcode", None),
    ("former_municipality", None),
    ("joined_on", None),
    ("statistical_number", None),
]
PLACE_MEMBERS: Final = {
    "id",
    "name",
    "kind",
    "lon",
    "lat",
    "accuracy_m",
    "coordinate_kind",
    "note",
    "sources",
}
KINDS: Final = {
    "heritage",
    "school",
    "station",
    "culture",
    "health",
    "nature",
    "sport",
    "administration",
    "utility",
}
CITIES: Final = {"Marl", "Recklinghausen", "Herne", "Gelsenkirchen"}

PUBLISHED_KM2: Final = {
    "bertlich": 4.0,
    "westerholt": 4.02,
    "langenbochum": None,
    "scherlebeck": 5.9,
    "disteln": None,
    "paschenberg": 2.6,
    "mitte": 4.4,
    "suedwest": None,
    "suedost": None,
}
PUBLISHED_POPULATION_2020: Final = {
    "bertlich": 3_425,
    "westerholt": 10_841,
    "langenbochum": None,
    "scherlebeck": 6_896,
    "disteln": None,
    "paschenberg": 6_272,
    "mitte": 8_726,
    "suedwest": None,
    "suedost": None,
}

SIGN_BYTES_MAX: Final = 2_048
SVG: Final = "{http://www.w3.org/2000/svg}"
SIGN_STYLE: Final = {
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "1.75",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}
OWN_FILES: Final = (
    "profiles.json",
    "city.json",
    *(f"signs/{name}.svg" for name in (*DISTRICTS, "citywide")),
)


def read(path: Path) -> Row:
    found: Row = json.loads(path.read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def profiles() -> list[Row]:
    found: list[Row] = json.loads((FOLDER / "profiles.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def city() -> Row:
    return read(FOLDER / "city.json")


@pytest.fixture(scope="module")
def facts(profiles: list[Row], city: Row) -> list[tuple[str, Row]]:
    owners = [*((profile["id"], profile) for profile in profiles), ("city", city)]
    return [(owner, fact) for owner, row in owners for fact in row["facts"]]


@pytest.fixture(scope="module")
def places(profiles: list[Row]) -> list[tuple[str, Row]]:
    return [(profile["id"], place) for profile in profiles for place in profile["places"]]


@pytest.fixture(scope="module")
def boundaries() -> dict[str, BaseGeometry]:
    features = read(FOLDER / "boundaries.geojson")["features"]
    return {feature["id"]: shape(feature["geometry"]) for feature in features}


def local_texts(node: object, path: str = "") -> Iterator[tuple[str, Row]]:
    """Every {"de": …, "en": …} below ``node``, with the way to it."""
    if isinstance(node, dict):
        if node.keys() & {"de", "en"}:
            yield path, node
            return
        for key, value in node.items():
            yield from local_texts(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            name = value.get("id", index) if isinstance(value, dict) else index
            yield from local_texts(value, f"{path}/{name}")


def source_keys(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node.get("sources", [])
        for value in node.values():
            yield from source_keys(value)
    elif isinstance(node, list):
        for value in node:
            yield from source_keys(value)


def value_of(profile: Row, key: str, as_of: str | None) -> object:
    return next(f["value"] for f in profile["facts"] if (f["key"], f["as_of"]) == (key, as_of))


def test_the_nine_stand_in_their_order_with_name_code_colour_and_tile(
    profiles: list[Row],
) -> None:
    found = {
        profile["id"]: tuple(profile[key] for key in ("name", "code", "colour", "row", "column"))
        for profile in profiles
    }

    assert list(found.items()) == list(DISTRICTS.items())


def test_a_profile_has_the_agreed_members(profiles: list[Row]) -> None:
    assert [profile["id"] for profile in profiles if profile.keys() != PROFILE_MEMBERS] == []


def test_every_text_is_there_in_two_languages(profiles: list[Row], city: Row) -> None:
    faults = [
        path
        for path, text in local_texts([*profiles, city])
        if text.keys() != {"de", "en"}
        or not all(value.strip() for value in text.values())
        or text["de"] == text["en"]
    ]

    assert faults == []


def test_a_summary_has_two_or_three_sentences(profiles: list[Row]) -> None:
    sentences = {
        (profile["id"], lang): len(re.findall(r"[.!?](?= |$)", text.replace("St. ", "St ")))
        for profile in profiles
        for lang, text in profile["summary"].items()
    }

    assert {who for who, count in sentences.items() if count not in {2, 3}} == set()


def test_what_a_district_is_known_for_fits_on_its_card(profiles: list[Row]) -> None:
    phrases = [phrase for profile in profiles for phrase in profile["known_for"].values()]

    assert [phrase for phrase in phrases if len(phrase) > 42 or phrase.endswith(".")] == []


def test_neighbouring_cities_are_the_four_around_herten(profiles: list[Row], city: Row) -> None:
    named = {name for profile in profiles for name in profile["neighbouring_cities"]}

    assert named == {row["name"] for row in city["neighbouring_cities"]} == CITIES


def test_a_fact_has_the_agreed_members(facts: list[tuple[str, Row]]) -> None:
    assert [owner for owner, fact in facts if fact.keys() != FACT_MEMBERS] == []


def test_every_district_answers_the_same_questions(profiles: list[Row]) -> None:
    asked = {
        profile["id"]: [(fact["key"], fact["as_of"]) for fact in profile["facts"]]
        for profile in profiles
    }

    assert asked == dict.fromkeys(DISTRICTS, FACTS_OF_A_DISTRICT)


def test_a_missing_value_has_a_reason_and_a_known_one_a_source(
    facts: list[tuple[str, Row]],
) -> None:
    faults = [
        (owner, fact["key"])
        for owner, fact in facts
        if (fact["value"] is None) != (fact["reason"] is not None)
        or (fact["value"] is not None and not fact["sources"])
    ]

    assert faults == []


def test_dates_of_facts_are_days(facts: list[tuple[str, Row]]) -> None:
    days = [fact["as_of"] for _, fact in facts if fact["as_of"] is not None]
    days += [fact["value"] for _, fact in facts if fact["key"] == "joined_on" and fact["value"]]

    assert [day for day in days if date.fromisoformat(day).isoformat() != day] == []


def test_areas_are_the_published_ones(profiles: list[Row]) -> None:
    found = {profile["id"]: value_of(profile, "area_km2", None) for profile in profiles}

    assert found == PUBLISHED_KM2


def test_populations_are_the_published_ones(profiles: list[Row]) -> None:
    found = {profile["id"]: value_of(profile, "population", "2020-12-31") for profile in profiles}

    assert found == PUBLISHED_POPULATION_2020


def test_published_areas_and_the_two_pairs_fill_the_city(profiles: list[Row], city: Row) -> None:
    pairs_km2 = {"langenbochum": "5,71 km²", "suedwest": "10,7 km²"}
    reasons = {profile["id"]: profile["facts"][0]["reason"] for profile in profiles}
    known_km2 = sum(area for area in PUBLISHED_KM2.values() if area is not None)

    assert [d for d, text in pairs_km2.items() if text not in reasons[d]["de"]] == []
    assert known_km2 + 5.71 + 10.7 == pytest.approx(city["facts"][0]["value"])


def test_the_postcode_is_the_one_its_fact_gives_a_source_for(profiles: list[Row]) -> None:
    stated = {profile["id"]: profile["postcode"] for profile in profiles}
    found = {profile["id"]: value_of(profile, "postcode", None) for profile in profiles}

    assert found == stated
    assert set(stated.values()) == {"45699", "45701"}


def test_the_city_says_who_it_is(city: Row) -> None:
    assert (city["name"], city["ags"]) == ("Herten", "05562020")
    assert city.keys() == {"name", "ags", "summary", "facts", "neighbouring_cities"}


def test_the_city_has_its_population_year_by_year(city: Row) -> None:
    series = [(f["as_of"], f["value"]) for f in city["facts"] if f["key"] == "population"]

    assert series == sorted(series)
    assert series[-1] == ("2023-12-31", 62_204)


def test_shared_borders_with_neighbouring_cities_are_known(city: Row) -> None:
    shared_km = {row["name"]: row["shared_border_km"] for row in city["neighbouring_cities"]}

    assert shared_km == {"Marl": 7.2, "Recklinghausen": 11.1, "Herne": 2.5, "Gelsenkirchen": 11.8}


def test_every_source_is_listed(profiles: list[Row], city: Row) -> None:
    known = read(DATA / "sources.json").keys()

    assert set(source_keys([*profiles, city])) - known == set()


def test_a_place_has_the_agreed_members(places: list[tuple[str, Row]]) -> None:
    faults = [
        place["id"]
        for _, place in places
        if place.keys() != PLACE_MEMBERS or place["kind"] not in KINDS or not place["sources"]
    ]

    assert faults == []


def test_place_ids_are_slugs_and_unique_in_the_city(places: list[tuple[str, Row]]) -> None:
    ids = [place["id"] for _, place in places]

    assert [name for name in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []
    assert len(ids) == len(set(ids))


def test_every_district_has_places(places: list[tuple[str, Row]]) -> None:
    counts = dict.fromkeys(DISTRICTS, 0)
    for district, _ in places:
        counts[district] += 1

    assert min(counts.values()) >= 3


def test_a_place_lies_in_its_district(
    places: list[tuple[str, Row]], boundaries: dict[str, BaseGeometry]
) -> None:
    strays = [
        (district, place["id"])
        for district, place in places
        if not boundaries[district].contains(shapely.Point(place["lon"], place["lat"]))
    ]

    assert strays == []


def test_places_do_not_hide_each_other(places: list[tuple[str, Row]]) -> None:
    points = [point_from_lon_lat(place["lon"], place["lat"]) for _, place in places]

    assert min(a.distance(b) for a, b in combinations(points, 2)) > 40


def test_coordinates_have_at_most_five_decimals(places: list[tuple[str, Row]]) -> None:
    positions = np.array([(place["lon"], place["lat"]) for _, place in places])

    np.testing.assert_array_equal(positions, positions.round(5))


def test_an_estimated_place_claims_no_more_than_150_m_and_says_what_it_is(
    places: list[tuple[str, Row]],
) -> None:
    assert {place["coordinate_kind"] for _, place in places} == {"source", "inferred"}
    assert [
        place["id"]
        for _, place in places
        if place["coordinate_kind"] == "inferred" and (place["accuracy_m"] < 150)
    ] == []


def test_a_place_from_a_source_claims_no_more_than_100_m(places: list[tuple[str, Row]]) -> None:
    assert [
        place["id"]
        for _, place in places
        if place["coordinate_kind"] == "source" and place["accuracy_m"] < 100
    ] == []


def test_a_school_says_from_when_its_data_are(places: list[tuple[str, Row]]) -> None:
    schools = [place for _, place in places if place["kind"] == "school"]

    assert [s["id"] for s in schools if "Oktober 2016" not in s["note"]["de"]] == []
    assert [s["id"] for s in schools if "October 2016" not in s["note"]["en"]] == []


def test_there_is_a_sign_for_each_district_and_one_for_the_city(profiles: list[Row]) -> None:
    named = [profile["sign"] for profile in profiles]

    assert named == [f"signs/{district}.svg" for district in DISTRICTS]
    assert {path.stem for path in (FOLDER / "signs").iterdir()} == {*DISTRICTS, "citywide"}


@pytest.mark.parametrize("name", [*DISTRICTS, "citywide"])
def test_a_sign_is_one_weight_in_the_color_of_its_text(name: str) -> None:
    root = ET.parse(FOLDER / f"signs/{name}.svg").getroot()  # noqa: S314, our own file
    (group,) = root

    assert (root.tag, root.attrib) == (f"{SVG}svg", {"viewBox": "0 0 24 24"})
    assert (group.tag, group.attrib) == (f"{SVG}g", SIGN_STYLE)
    assert {(child.tag, *child.attrib) for child in group} == {(f"{SVG}path", "d")}


@pytest.mark.parametrize("name", [*DISTRICTS, "citywide"])
def test_a_sign_is_small_and_carries_no_words(name: str) -> None:
    root = ET.parse(FOLDER / f"signs/{name}.svg").getroot()  # noqa: S314, our own file

    assert "".join(root.itertext()).strip() == ""
    assert (FOLDER / f"signs/{name}.svg").stat().st_size <= SIGN_BYTES_MAX


def test_no_two_signs_are_alike() -> None:
    drawings = {path.read_bytes() for path in (FOLDER / "signs").iterdir()}

    assert len(drawings) == len(DISTRICTS) + 1


@pytest.mark.parametrize("name", OWN_FILES)
def test_a_file_has_the_checksum_of_its_source_note(name: str) -> None:
    note = (FOLDER / "SOURCE.md").read_text("utf-8")

    stated = re.search(rf"^\| `?{re.escape(name)}`? \| `?([0-9a-f]{{64}})`? \|$", note, re.M)

    assert stated is not None
    assert stated[1] == hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
