"""The 36 projects as the project describes and draws them, against what is published."""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
import pytest
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.crs import LON_LAT, STORAGE_CRS, reproject

DATA: Final = Path(__file__).parents[2] / "data"

DISTRICTS: Final = (
    "bertlich",
    "westerholt",
    "langenbochum",
    "scherlebeck",
    "disteln",
    "paschenberg",
    "mitte",
    "suedwest",
    "suedost",
)
STATUSES: Final = {"idea", "planned", "under_way", "done", "dropped"}
THEMES: Final = {
    "city_centre",
    "climate",
    "mobility",
    "urban_renewal",
    "brownfield",
    "heritage",
    "open_space",
    "education",
    "sport_leisure",
    "tourism",
    "economy",
    "housing",
    "participation",
}
TEXTS: Final = (
    "name",
    "status_note",
    "period_note",
    "cost_note",
    "place",
    "caveat",
    "geometry_note",
)

COST_TOTAL_EUR: Final = 189_348_000
FUNDING_TOTAL_EUR: Final = 84_167_000
PUBLISHED_EUR: Final = (
    # project, member, euros, key in data/sources.json of who says so
    ("nzw", "funding_eur", 56_200_000, "nzw-herten"),
    ("s9-westerholt", "cost_eur", 19_000_000, "s9-halloherne"),
    ("antoniuskirchplatz", "cost_eur", 1_623_000, "neustart-2022"),
    ("allee-wandels", "cost_eur", 7_600_000, "allee-rvr"),
    ("sport-kuhstr", "cost_eur", 3_100_000, "kuhstr-2019"),
    ("kunstrasen-paschenberg", "funding_eur", 518_000, "neustart-2020"),
    ("copa", "cost_eur", 12_800_000, "copa-he"),
)
PUBLISHED_HA: Final = {
    # The drawing may differ by AREA_TOLERANCE: only the size is known, not the plots.
    "nzw": 39,
    "ewald": 53,
    "schlaegel-eisen": 19,
    "hoheward": 220,
    "schlosspark": 30,
    # Herten-Süd north of the A 2; Bertlich 4.0 and Westerholt 4.02 km².
    "sued-erblueht": 420,
    "hwb": 802,
}
AREA_TOLERANCE: Final = 0.05
PUBLISHED_M: Final = {
    "allee-wandels": 9_500,
    "allee-verl": 600,
    "aktivlinearpark": 1_500,
    "zechenbahntunnel": 660,
}
LENGTH_TOLERANCE: Final = 0.1
OUTSIDE_MAX_M: Final = 200
"""Two sites lie on the city border and a trail crosses it: so far may a drawing reach out."""
AREA_SHARE_MIN: Final = 0.05

Row = dict[str, Any]


@pytest.fixture(scope="module")
def projects() -> list[Row]:
    found: list[Row] = json.loads((DATA / "projects/projects.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def by_id(projects: list[Row]) -> dict[str, Row]:
    return {project["id"]: project for project in projects}


@pytest.fixture(scope="module")
def sources() -> dict[str, Row]:
    found: dict[str, Row] = json.loads((DATA / "sources.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def geometries(projects: list[Row]) -> dict[str, BaseGeometry]:
    """Geometries in EPSG:25832, of the projects that have one."""
    return {
        project["id"]: reproject(shape(project["geometry"]), source=LON_LAT, target=STORAGE_CRS)
        for project in projects
        if project["geometry"] is not None
    }


@pytest.fixture(scope="module")
def districts() -> dict[str, Polygon]:
    """Districts in EPSG:25832."""
    collection = json.loads((DATA / "districts/herten/boundaries.geojson").read_text("utf-8"))
    return {
        feature["id"]: reproject(
            Polygon(feature["geometry"]["coordinates"][0]), source=LON_LAT, target=STORAGE_CRS
        )
        for feature in collection["features"]
    }


def local_texts(project: Row) -> Iterator[tuple[str, dict[str, str]]]:
    for member in TEXTS:
        if project[member] is not None:
            yield member, project[member]
    for index, fact in enumerate(project["facts"]):
        yield f"facts[{index}]", fact


def span(text: str) -> tuple[date, date]:
    """First and last day of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        raise ValueError(text)
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    if day:
        return date(year, month, day), date(year, month, day)
    last_month = month or 12
    last_day = calendar.monthrange(year, last_month)[1]
    return date(year, month or 1, 1), date(year, last_month, last_day)


def touched(geometry: BaseGeometry, districts: dict[str, Polygon]) -> set[str]:
    """Districts by the rule of the workbench: points and lines by any part, areas from 5 %."""
    if isinstance(geometry, Point):
        return {name for name, district in districts.items() if district.covers(geometry)}
    if isinstance(geometry, LineString):
        return {
            name
            for name, district in districts.items()
            if shapely.intersection(district, geometry).length > 0
        }
    return {
        name
        for name, district in districts.items()
        if shapely.intersection(district, geometry).area / geometry.area >= AREA_SHARE_MIN
    }


def test_36_projects_are_numbered_in_order(projects: list[Row]) -> None:
    assert [project["number"] for project in projects] == list(range(1, 37))


def test_no_two_projects_share_an_id(by_id: dict[str, Row]) -> None:
    assert len(by_id) == 36


def test_an_id_can_stand_in_an_address(projects: list[Row]) -> None:
    assert [p["id"] for p in projects if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", p["id"])] == []


def test_projects_follow_the_order_of_the_districts_with_the_city_last(
    projects: list[Row],
) -> None:
    ranks = [
        len(DISTRICTS) if project["citywide"] else DISTRICTS.index(project["districts"][0])
        for project in projects
    ]

    assert ranks == sorted(ranks)


def test_a_project_lists_its_districts_once_and_in_order(projects: list[Row]) -> None:
    listed = {project["id"]: project["districts"] for project in projects}

    assert listed == {
        name: [district for district in DISTRICTS if district in found]
        for name, found in listed.items()
    }


def test_a_project_has_districts_or_is_city_wide(projects: list[Row]) -> None:
    assert [p["id"] for p in projects if p["citywide"] is bool(p["districts"])] == []


def test_only_the_citizens_budget_is_city_wide(projects: list[Row]) -> None:
    assert [project["id"] for project in projects if project["citywide"]] == ["buergerbudget"]


def test_every_text_is_given_in_both_languages(projects: list[Row]) -> None:
    faults = [
        (project["id"], member)
        for project in projects
        for member, text in local_texts(project)
        if set(text) != {"de", "en"} or not all(value.strip() for value in text.values())
    ]

    assert faults == []


def test_no_text_was_left_untranslated(projects: list[Row]) -> None:
    faults = [
        (project["id"], member)
        for project in projects
        for member, text in local_texts(project)
        if text["de"] == text["en"]
    ]

    assert faults == []


def test_notes_and_facts_are_short(projects: list[Row]) -> None:
    faults = [
        (project["id"], member, len(value))
        for project in projects
        for member, text in local_texts(project)
        for value in text.values()
        if len(value) > 200
    ]

    assert faults == []


@pytest.mark.parametrize("member", ["name", "status_note", "place", "geometry_note"])
def test_every_project_says(projects: list[Row], member: str) -> None:
    assert [project["id"] for project in projects if project[member] is None] == []


def test_every_status_is_known(projects: list[Row]) -> None:
    assert {project["status"] for project in projects} <= STATUSES


def test_every_project_has_one_to_three_known_themes(projects: list[Row]) -> None:
    faults = [
        project["id"]
        for project in projects
        if not 1 <= len(project["themes"]) <= 3
        or len(set(project["themes"])) < len(project["themes"])
        or not set(project["themes"]) <= THEMES
    ]

    assert faults == []


def test_every_theme_has_a_project(projects: list[Row]) -> None:
    assert {theme for project in projects for theme in project["themes"]} == THEMES


def test_periods_begin_before_they_end(projects: list[Row]) -> None:
    faults = [
        project["id"]
        for project in projects
        if project["period_from"] is not None
        and project["period_to"] is not None
        and span(project["period_from"])[0] > span(project["period_to"])[1]
    ]

    assert faults == []


@pytest.mark.parametrize("member", ["period_from", "period_to"])
def test_periods_are_days_months_or_years(projects: list[Row], member: str) -> None:
    years = [span(p[member])[0].year for p in projects if p[member] is not None]

    assert all(2000 <= year <= 2035 for year in years)


def test_a_project_without_a_full_period_says_what_is_known(projects: list[Row]) -> None:
    faults = [
        project["id"]
        for project in projects
        if None in (project["period_from"], project["period_to"]) and project["period_note"] is None
    ]

    assert faults == []


@pytest.mark.parametrize("member", ["cost_eur", "funding_eur"])
def test_money_is_whole_euros_above_zero(projects: list[Row], member: str) -> None:
    amounts = [project[member] for project in projects if project[member] is not None]

    assert all(type(amount) is int and amount > 0 for amount in amounts)


def test_no_grant_is_larger_than_the_cost(projects: list[Row]) -> None:
    faults = [
        project["id"]
        for project in projects
        if project["cost_eur"] is not None
        and project["funding_eur"] is not None
        and project["funding_eur"] > project["cost_eur"]
    ]

    assert faults == []


def test_a_derived_cost_says_so(by_id: dict[str, Row]) -> None:
    assert "Abgeleitet" in by_id["nzw"]["cost_note"]["de"]


def test_all_costs_add_up(projects: list[Row]) -> None:
    assert sum(project["cost_eur"] or 0 for project in projects) == COST_TOTAL_EUR


def test_all_grants_add_up(projects: list[Row]) -> None:
    assert sum(project["funding_eur"] or 0 for project in projects) == FUNDING_TOTAL_EUR


@pytest.mark.parametrize(("project", "member", "euros", "source"), PUBLISHED_EUR)
def test_an_amount_is_the_published_one(
    by_id: dict[str, Row], project: str, member: str, euros: int, source: str
) -> None:
    assert (by_id[project][member], source in by_id[project]["sources"]) == (euros, True)


def test_every_project_names_known_sources(projects: list[Row], sources: dict[str, Row]) -> None:
    faults = [
        (project["id"], key)
        for project in projects
        for key in project["sources"] or ["none"]
        if key not in sources
    ]

    assert faults == []


def test_every_source_has_a_title_an_address_or_null_and_a_date_or_null(
    sources: dict[str, Row],
) -> None:
    assert {frozenset(source) for source in sources.values()} == {
        frozenset({"title", "url", "as_of"})
    }
    assert [key for key, source in sources.items() if not source["title"].strip()] == []


def test_every_address_leads_to_the_web(sources: dict[str, Row]) -> None:
    addresses = [source["url"] for source in sources.values() if source["url"] is not None]

    assert [a for a in addresses if urlsplit(a).scheme not in {"http", "https"}] == []


def test_a_copy_of_wikipedia_is_called_a_copy(sources: dict[str, Row]) -> None:
    copies = [
        source["title"]
        for source in sources.values()
        if source["title"].startswith("Wikipedia")
        and not (urlsplit(source["url"]).hostname or "").rstrip(".").endswith(".wikipedia.org")
    ]

    assert copies
    assert [title for title in copies if "Spiegel" not in title] == []


def test_dates_of_sources_are_days_months_or_years(sources: dict[str, Row]) -> None:
    dates = [span(s["as_of"])[1] for s in sources.values() if s["as_of"] is not None]

    assert max(dates) < date(2027, 1, 1)


def test_geometries_are_points_lines_or_areas(geometries: dict[str, BaseGeometry]) -> None:
    assert {type(geometry) for geometry in geometries.values()} == {Point, LineString, Polygon}


def test_geometries_are_valid_and_do_not_cross_themselves(
    geometries: dict[str, BaseGeometry],
) -> None:
    faults = [
        name
        for name, geometry in geometries.items()
        if not (geometry.is_valid and geometry.is_simple)
    ]

    assert faults == []


def test_areas_turn_counter_clockwise(projects: list[Row]) -> None:
    areas = {p["id"]: shape(p["geometry"]) for p in projects if p["geometry"] is not None}

    assert [
        name
        for name, area in areas.items()
        if isinstance(area, Polygon) and not shapely.is_ccw(area.exterior)
    ] == []


def test_no_coordinate_has_more_than_five_decimals(projects: list[Row]) -> None:
    coordinates = np.vstack(
        [shapely.get_coordinates(shape(p["geometry"])) for p in projects if p["geometry"]]
    )

    assert (coordinates == coordinates.round(5)).all()


def test_geometries_stay_in_the_city(
    geometries: dict[str, BaseGeometry], districts: dict[str, Polygon]
) -> None:
    reach = shapely.buffer(shapely.union_all(list(districts.values())), OUTSIDE_MAX_M)

    assert [name for name, geometry in geometries.items() if not reach.covers(geometry)] == []


def test_geometries_lie_in_the_declared_districts(
    geometries: dict[str, BaseGeometry], districts: dict[str, Polygon], by_id: dict[str, Row]
) -> None:
    placed = {name: touched(geometry, districts) for name, geometry in geometries.items()}

    assert placed == {name: set(by_id[name]["districts"]) for name in placed}


def test_no_two_points_share_a_place(geometries: dict[str, BaseGeometry]) -> None:
    points = [geometry for geometry in geometries.values() if isinstance(geometry, Point)]

    apart_m = [left.distance(right) for left in points for right in points if left is not right]

    assert min(apart_m) > 40


@pytest.mark.parametrize(("project", "published_ha"), PUBLISHED_HA.items())
def test_a_drawn_area_has_the_published_size(
    geometries: dict[str, BaseGeometry], project: str, published_ha: float
) -> None:
    assert geometries[project].area / 10_000 == pytest.approx(published_ha, rel=AREA_TOLERANCE)


@pytest.mark.parametrize(("project", "published_m"), PUBLISHED_M.items())
def test_a_drawn_line_has_the_published_length(
    geometries: dict[str, BaseGeometry], project: str, published_m: float
) -> None:
    assert geometries[project].length == pytest.approx(published_m, rel=LENGTH_TOLERANCE)


def test_the_trail_the_tunnel_and_the_extension_join(
    geometries: dict[str, BaseGeometry],
) -> None:
    trail = geometries["allee-wandels"]

    gaps_m = [trail.distance(geometries[other]) for other in ("allee-verl", "zechenbahntunnel")]

    assert max(gaps_m) < 1


def test_a_geometry_says_how_exact_it_is_and_where_it_came_from(projects: list[Row]) -> None:
    faults = [
        project["id"]
        for project in projects
        if (project["geometry"] is None, project["geometry"] is None)
        != (project["accuracy_m"] is None, project["coordinate_kind"] is None)
    ]

    assert faults == []


def test_lines_and_areas_are_our_drawings_and_points_are_not(
    projects: list[Row], geometries: dict[str, BaseGeometry]
) -> None:
    drawn = {project["id"] for project in projects if project["coordinate_kind"] == "drawn"}

    assert drawn == {name for name, found in geometries.items() if not isinstance(found, Point)}


def test_what_nobody_measured_claims_no_more_than_150_m(projects: list[Row]) -> None:
    accuracies_m = {
        project["id"]: project["accuracy_m"]
        for project in projects
        if project["coordinate_kind"] in {"inferred", "drawn"}
    }

    assert [name for name, accuracy_m in accuracies_m.items() if accuracy_m < 150] == []


def test_the_file_has_the_checksum_of_its_source_note() -> None:
    note = (DATA / "projects/SOURCE.md").read_text("utf-8")

    stated = re.search(r"^\| `?projects\.json`? \| `?([0-9a-f]{64})`? \|$", note, re.MULTILINE)

    assert stated is not None
    assert stated[1] == hashlib.sha256((DATA / "projects/projects.json").read_bytes()).hexdigest()
