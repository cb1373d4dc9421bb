"""The nine districts as the project drew them, against what is published about them."""

from __future__ import annotations

import hashlib
import json
import re
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiLineString, Polygon

from geo.crs import LON_LAT, STORAGE_CRS, point_from_lon_lat, reproject
from geo.partition import Partition, Zone, find_faults
from services.districts.drawing import (
    Node,
    boundary_features,
    read_nodes,
    read_rings,
    write_geojson,
)
from tests.data.known_places import KNOWN_PLACES, KnownPlace

FOLDER: Final = Path(__file__).parents[2] / "data/districts/herten"
FILES: Final = ("nodes.csv", "rings.csv", "boundaries.geojson")

CITY_KM2: Final = 37.33
"""Official area; the drawing is scaled to it before districts are compared."""
AREA_TOLERANCE: Final = 0.02
PUBLISHED_KM2: Final = {
    ("bertlich",): 4.0,
    ("westerholt",): 4.02,
    ("scherlebeck",): 5.9,
    ("paschenberg",): 2.6,
    ("mitte",): 4.4,
    # What the published areas leave of the city.
    ("langenbochum", "disteln"): 5.71,
    # Herten-Süd 4.2 north of the motorway A 2, Hertener Mark 6.5 south of it.
    ("suedwest", "suedost"): 10.7,
}
NEIGHBOURS: Final = {
    ("bertlich", "langenbochum"),
    ("bertlich", "westerholt"),
    ("disteln", "langenbochum"),
    ("disteln", "mitte"),
    ("disteln", "paschenberg"),
    ("disteln", "scherlebeck"),
    ("langenbochum", "paschenberg"),
    ("langenbochum", "scherlebeck"),
    ("langenbochum", "westerholt"),
    ("mitte", "paschenberg"),
    ("mitte", "suedost"),
    ("mitte", "suedwest"),
    ("mitte", "westerholt"),
    ("paschenberg", "westerholt"),
    ("suedost", "suedwest"),
}
NEIGHBOURING_CITIES: Final = {
    "bertlich": {"Gelsenkirchen", "Marl"},
    "westerholt": {"Gelsenkirchen"},
    "langenbochum": {"Marl"},
    "scherlebeck": {"Marl", "Recklinghausen"},
    "disteln": {"Recklinghausen"},
    "paschenberg": set(),
    "mitte": {"Gelsenkirchen", "Recklinghausen"},
    "suedwest": {"Gelsenkirchen", "Herne"},
    "suedost": {"Herne", "Recklinghausen"},
}
CORNERS: Final = {
    # The node where two neighbouring cities meet, and the city that follows counter-clockwise.
    "Stadtgrenzen Herten, Marl und Gelsenkirchen": "Gelsenkirchen",
    "Stadtgrenzen Herten, Gelsenkirchen und Herne": "Herne",
    "Stadtgrenzen Herten, Herne und Recklinghausen": "Recklinghausen",
    "Stadtgrenzen Herten, Recklinghausen und Marl": "Marl",
}
MARGIN_M: Final = 50.0
"""A known place is at least this far inside: the drawing is not bent round single points."""
TOUCH_M: Final = 120.0
"""Langenbochum reaches the city border 'only at a point': our drawing gives it one short edge."""

Corner = tuple[float, float]


@pytest.fixture(scope="module")
def collection() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "boundaries.geojson").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def nodes() -> dict[str, Node]:
    return read_nodes(FOLDER / "nodes.csv")


@pytest.fixture(scope="module")
def rings(collection: dict[str, Any]) -> dict[str, list[Corner]]:
    """Corners of each district in CRS84, closed."""
    return {
        feature["id"]: [(lon, lat) for lon, lat in feature["geometry"]["coordinates"][0]]
        for feature in collection["features"]
    }


@pytest.fixture(scope="module")
def districts(rings: dict[str, list[Corner]]) -> dict[str, Polygon]:
    """Districts in EPSG:25832."""
    return {
        district: reproject(Polygon(ring), source=LON_LAT, target=STORAGE_CRS)
        for district, ring in rings.items()
    }


@pytest.fixture(scope="module")
def zones(collection: dict[str, Any], districts: dict[str, Polygon]) -> list[Zone]:
    codes = {feature["id"]: feature["properties"]["code"] for feature in collection["features"]}
    return [Zone(id=d, code=codes[d], geometry=shape) for d, shape in districts.items()]


@pytest.fixture(scope="module")
def city(districts: dict[str, Polygon]) -> Polygon:
    union = shapely.union_all(list(districts.values()))
    assert isinstance(union, Polygon)
    return union


@pytest.fixture(scope="module")
def outer_edges(rings: dict[str, list[Corner]]) -> dict[tuple[Corner, Corner], str]:
    """Edges that only one district has, counter-clockwise, with that district."""
    edges = {edge: district for district, ring in rings.items() for edge in pairwise(ring)}
    return {
        (start, end): district
        for (start, end), district in edges.items()
        if (end, start) not in edges
    }


@pytest.fixture(scope="module")
def cities_beside(
    outer_edges: dict[tuple[Corner, Corner], str], nodes: dict[str, Node]
) -> dict[str, set[str]]:
    """Cities each district touches, found by walking round Herten from corner to corner."""
    corners = {(n.lon, n.lat): CORNERS[n.place] for n in nodes.values() if n.place in CORNERS}
    next_edge = {start: (start, end) for start, end in outer_edges}
    found: dict[str, set[str]] = {district: set() for district in NEIGHBOURING_CITIES}
    at, beside = next(iter(corners.items()))
    for _ in outer_edges:
        beside = corners.get(at, beside)
        edge = next_edge[at]
        found[outer_edges[edge]].add(beside)
        at = edge[1]
    return found


def test_the_file_is_what_the_two_tables_give(tmp_path: Path, nodes: dict[str, Node]) -> None:
    built = tmp_path / "boundaries.geojson"

    write_geojson(boundary_features(nodes, read_rings(FOLDER / "rings.csv")), built)

    assert built.read_bytes() == (FOLDER / "boundaries.geojson").read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_the_file_has_the_checksum_of_its_source_note(name: str) -> None:
    note = (FOLDER / "SOURCE.md").read_text("utf-8")

    stated = re.search(
        rf"^\| `?{re.escape(name)}`? \| `?([0-9a-f]{{64}})`? \|$", note, re.MULTILINE
    )

    assert stated is not None
    assert stated[1] == hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()


def test_the_nine_districts_stand_in_their_order(collection: dict[str, Any]) -> None:
    codes = [feature["properties"]["code"] for feature in collection["features"]]

    assert codes == ["BER", "WES", "LAN", "SCH", "DIS", "PAS", "MIT", "SUW", "SUO"]


def test_every_boundary_says_since_when_it_holds(collection: dict[str, Any]) -> None:
    assert {f["properties"]["valid_from"] for f in collection["features"]} == {"2026-01-01"}


def test_every_boundary_says_that_it_is_generalised(collection: dict[str, Any]) -> None:
    assert {f["properties"]["boundary_status"] for f in collection["features"]} == {"generalised"}


def test_every_boundary_says_that_we_drew_it(collection: dict[str, Any]) -> None:
    sources = [feature["properties"]["source"] for feature in collection["features"]]

    assert all("Werkbank Herten" in source and "nicht amtlich" in source for source in sources)


def test_no_boundary_claims_to_be_better_than_200_m(collection: dict[str, Any]) -> None:
    accuracies_m = [feature["properties"]["accuracy_m"] for feature in collection["features"]]

    assert all(200 <= accuracy_m <= 400 for accuracy_m in accuracies_m)


def test_no_coordinate_has_more_than_four_decimals(rings: dict[str, list[Corner]]) -> None:
    coordinates = np.array([corner for ring in rings.values() for corner in ring])

    assert (coordinates == coordinates.round(4)).all()


def test_every_node_is_used(rings: dict[str, list[Corner]], nodes: dict[str, Node]) -> None:
    used = {corner for ring in rings.values() for corner in ring}

    assert [node.id for node in nodes.values() if (node.lon, node.lat) not in used] == []


def test_no_two_nodes_share_a_place(nodes: dict[str, Node]) -> None:
    assert len({(node.lon, node.lat) for node in nodes.values()}) == len(nodes)


def test_every_district_is_a_valid_polygon(districts: dict[str, Polygon]) -> None:
    assert {d: shapely.is_valid_reason(p) for d, p in districts.items()} == dict.fromkeys(
        districts, "Valid Geometry"
    )


def test_the_partition_finds_no_fault(zones: list[Zone]) -> None:
    assert find_faults(zones) == ()


def test_districts_do_not_overlap(districts: dict[str, Polygon]) -> None:
    overlaps = [
        (left, right)
        for left, right in combinations(districts, 2)
        if shapely.relate_pattern(districts[left], districts[right], "2********")
    ]

    assert overlaps == []


def test_the_city_is_one_piece_without_gaps(city: Polygon) -> None:
    assert (bool(city.is_valid), len(city.interiors)) == (True, 0)


def test_neighbours_share_every_edge_that_is_not_city_border(
    outer_edges: dict[tuple[Corner, Corner], str], city: Polygon
) -> None:
    alone = reproject(MultiLineString(list(outer_edges)), source=LON_LAT, target=STORAGE_CRS)

    assert alone.length == pytest.approx(city.exterior.length)


@pytest.mark.parametrize("district", NEIGHBOURING_CITIES)
def test_a_district_has_no_sliver(districts: dict[str, Polygon], district: str) -> None:
    shape = districts[district]

    opened = shapely.buffer(shapely.buffer(shape, -30), 30)

    assert isinstance(opened, Polygon)
    assert shapely.hausdorff_distance(shape.boundary, opened.boundary, densify=0.1) < 100


@pytest.mark.parametrize(("group", "published_km2"), PUBLISHED_KM2.items())
def test_the_area_is_the_published_one(
    districts: dict[str, Polygon], city: Polygon, group: tuple[str, ...], published_km2: float
) -> None:
    share = sum(districts[district].area for district in group) / city.area

    assert share * CITY_KM2 == pytest.approx(published_km2, rel=AREA_TOLERANCE)


def test_the_city_has_its_official_area(city: Polygon) -> None:
    assert city.area / 1e6 == pytest.approx(CITY_KM2, rel=0.01)


def test_the_city_reaches_9_5_km_from_north_to_south(city: Polygon) -> None:
    _, south, _, north = city.bounds

    assert (north - south) / 1_000 == pytest.approx(9.5, rel=0.04)


def test_the_longest_way_due_east_inside_the_city_is_6_5_km(city: Polygon) -> None:
    west, south, east, north = city.bounds
    ways = [LineString([(west, y), (east, y)]) for y in np.arange(south, north, 50)]

    longest_m = shapely.length(shapely.intersection(ways, city)).max()

    assert longest_m / 1_000 == pytest.approx(6.5, rel=0.04)


def test_districts_meet_their_described_neighbours_and_nobody_else(
    districts: dict[str, Polygon],
) -> None:
    meeting = {
        (left, right)
        for left, right in combinations(sorted(districts), 2)
        if districts[left].intersects(districts[right])
    }

    assert meeting == NEIGHBOURS


def test_neighbours_share_a_line_and_not_only_a_point(zones: list[Zone]) -> None:
    adjacency = Partition(zones).adjacency()

    assert {tuple(sorted((a.left, a.right))) for a in adjacency if a.length_m > 300} == NEIGHBOURS


def test_paschenberg_touches_no_city_border(districts: dict[str, Polygon], city: Polygon) -> None:
    assert not districts["paschenberg"].intersects(city.boundary)


def test_langenbochum_touches_the_city_border_hardly_at_all(zones: list[Zone]) -> None:
    assert 0 < Partition(zones).outer_length_m()["langenbochum"] < TOUCH_M


def test_mitte_reaches_from_the_western_to_the_eastern_city_border(
    districts: dict[str, Polygon], city: Polygon
) -> None:
    pieces = shapely.line_merge(shapely.intersection(districts["mitte"].boundary, city.boundary))

    assert shapely.get_num_geometries(pieces) == 2


def test_districts_touch_the_cities_they_are_said_to_touch(
    cities_beside: dict[str, set[str]],
) -> None:
    assert cities_beside == NEIGHBOURING_CITIES


def test_every_known_place_names_a_source_of_the_project() -> None:
    sources = json.loads((FOLDER.parents[1] / "sources.json").read_text("utf-8"))

    assert {place.source for place in KNOWN_PLACES} <= sources.keys()


def test_every_district_has_a_known_place() -> None:
    assert {place.district for place in KNOWN_PLACES} == NEIGHBOURING_CITIES.keys()


@pytest.mark.parametrize("place", KNOWN_PLACES, ids=lambda place: str(place.name))
def test_a_known_place_lies_well_inside_its_district(
    districts: dict[str, Polygon], place: KnownPlace
) -> None:
    core = shapely.buffer(districts[place.district], -MARGIN_M)

    assert core.covers(point_from_lon_lat(place.lon, place.lat))
