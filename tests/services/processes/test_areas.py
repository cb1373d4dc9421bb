"""Drawn areas: what is taken, and what is said of everything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point

from geo.crs import point_from_lon_lat
from services.districts.files import read_boundaries
from services.districts.model import BoundarySet
from services.processes.areas import AREA_BYTES, Refused, area_as_geojson, circle, read_area
from services.processes.model import AREA_VERTEX_LIMIT
from services.settings import PROJECT_ROOT

LICENCE = {"name": "none", "url": "https://example.org"}


@pytest.fixture(scope="module")
def herten_now() -> BoundarySet:
    path = PROJECT_ROOT / "data" / "districts" / "herten" / "boundaries.geojson"
    return read_boundaries(path, licence=LICENCE)


def ring(lon: float = 7.14, lat: float = 51.59, side: float = 0.01) -> list[list[float]]:
    east, north = lon + side, lat + side
    return [[lon, lat], [east, lat], [east, north], [lon, north], [lon, lat]]


SQUARE: dict[str, Any] = {"type": "Polygon", "coordinates": [ring()]}
OTHER: dict[str, Any] = {"type": "Polygon", "coordinates": [ring(7.15, 51.60)]}


def feature(geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": geometry}


def collection(*geometries: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": [feature(one) for one in geometries]}


@pytest.mark.parametrize(
    ("document", "parts"),
    [
        (SQUARE, 1),
        (feature(SQUARE), 1),
        (collection(SQUARE, {"type": "Polygon", "coordinates": [ring(7.17, 51.57, 0.005)]}), 2),
        ({"type": "MultiPolygon", "coordinates": [[ring()], [ring(7.1, 51.6)]]}, 2),
        ({"type": "Polygon", "coordinates": [[[*xy, 80.0] for xy in ring()]]}, 1),
        (SQUARE | {"crs": {"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}, 1),
    ],
)
def test_areas_are_taken_in_every_wrapping(
    herten_now: BoundarySet, document: dict[str, Any], parts: int
) -> None:
    found = read_area(json.dumps(document), herten_now)

    assert isinstance(found, MultiPolygon)
    assert (len(found.geoms), found.has_z, found.is_valid) == (parts, False, True)


def test_overlapping_features_are_united(herten_now: BoundarySet) -> None:
    one = read_area(json.dumps(SQUARE), herten_now)
    twice = read_area(json.dumps(collection(SQUARE, SQUARE)), herten_now)

    assert isinstance(one, MultiPolygon)
    assert isinstance(twice, MultiPolygon)
    assert twice.area == pytest.approx(one.area)


def test_an_area_may_reach_beyond_the_city(herten_now: BoundarySet) -> None:
    over_the_border = {"type": "Polygon", "coordinates": [ring(7.0, 51.5, 0.3)]}

    assert isinstance(read_area(json.dumps(over_the_border), herten_now), MultiPolygon)


BOW_TIE = [[[7.14, 51.59], [7.15, 51.60], [7.15, 51.59], [7.14, 51.60], [7.14, 51.59]]]
METRES = [[[370_000, 5_715_000], [371_000, 5_715_000], [371_000, 5_716_000], [370_000, 5_715_000]]]
EPSG_25832 = {"crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}}
MANY = [[7.14 + n * 1e-6, 51.59 if n % 2 else 51.591] for n in range(AREA_VERTEX_LIMIT + 1)]


def polygon(coordinates: Any) -> str:
    return json.dumps({"type": "Polygon", "coordinates": coordinates})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "kein GeoJSON"),
        ("Bertlich", "kein GeoJSON"),
        ("[1, 2]", "kein GeoJSON"),
        ("[" * 2_000, "kein GeoJSON"),
        ('{"type":"Polygon","coordinates":[[[NaN,51.6]]]}', "kein GeoJSON"),
        (" " * (AREA_BYTES + 1), "größer als 1 MB"),
        ('{"type":"Point","coordinates":[7.1,51.6]}', "nur Flächen"),
        (json.dumps(collection()), "nur Flächen"),
        (json.dumps(collection(SQUARE, {"type": "Point", "coordinates": [7.1, 51.6]})), "nur Fl"),
        (json.dumps(feature(None)), "nur Flächen"),
        (polygon([]), "nur Flächen"),
        (polygon("x"), "nur Flächen"),
        (polygon([[["7.14", 51.6], [7.15, 51.6], [7.15, 51.61], ["7.14", 51.6]]]), "nur Flächen"),
        (polygon([[[7.14, 51.59], [7.15, 51.59], [7.15, 51.60]]]), "nur Flächen"),
        (json.dumps(SQUARE | EPSG_25832), "anderen Bezugssystem"),
        (polygon(METRES), "keine Koordinaten in Grad"),
        (polygon([[[lat, lon] for lon, lat in ring()]]), "vertauscht"),
        (polygon(BOW_TIE), "überschneidet"),
        (json.dumps({"type": "MultiPolygon", "coordinates": [[ring()], [ring()]]}), "überschneid"),
        (polygon([[*MANY, MANY[0]]]), "5002 Eckpunkte"),
        (polygon([ring(side=1e-6)]), "kleiner als 100 m²"),
        (polygon([ring(8.14, 51.59)]), "66,7 km außerhalb von Herten"),
    ],
    ids=range(22),
)
def test_what_is_no_usable_area_is_told_with_the_reason(
    herten_now: BoundarySet, text: str, words: str
) -> None:
    found = read_area(text, herten_now)

    assert isinstance(found, Refused)
    assert words in found.words["de"]
    assert found.words["en"]


def test_the_place_of_a_crossing_is_named(herten_now: BoundarySet) -> None:
    found = read_area(polygon(BOW_TIE), herten_now)

    assert isinstance(found, Refused)
    assert "(7.14500, 51.59500)" in found.words["en"]


@given(text=st.text(max_size=200))
def test_no_text_breaks_the_reading(herten_now: BoundarySet, text: str) -> None:
    assert isinstance(read_area(text, herten_now), Refused)


def test_an_area_is_read_again_from_what_the_form_shows(herten_now: BoundarySet) -> None:
    area = read_area(json.dumps(SQUARE), herten_now)
    assert isinstance(area, MultiPolygon)

    again = read_area(area_as_geojson(area), herten_now)

    assert isinstance(again, MultiPolygon)
    assert again.hausdorff_distance(area) < 0.02


def test_a_circle_has_its_radius(herten_now: BoundarySet) -> None:
    middle = point_from_lon_lat(7.1393, 51.5966)

    found = circle(7.1393, 51.5966, 300.0, herten_now)

    assert isinstance(found, MultiPolygon)
    assert found.covers(Point(middle.x + 299, middle.y))
    assert not found.covers(Point(middle.x + 301, middle.y))


def test_a_circle_far_away_is_refused(herten_now: BoundarySet) -> None:
    assert isinstance(circle(7.5, 51.5, 300.0, herten_now), Refused)
