"""GeoJSON as RFC 7946 wants it."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LinearRing, LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.districts.files import read_boundaries
from services.districts.model import Boundary
from services.settings import PROJECT_ROOT
from services.web.geojson import feature, feature_collection, geometry_member, to_lon_lat
from tests.terms import LICENCE

HERE = Point(370_819.7, 5_717_642.3)
"""7.135 E 51.595 N."""
SQUARE = shapely.box(370_000, 5_717_000, 371_000, 5_718_000)
HOLE = shapely.box(370_400, 5_717_400, 370_600, 5_717_600)
CLOCKWISE = Polygon(SQUARE.exterior.reverse(), [HOLE.exterior])

_X = st.floats(360_000, 385_000)
_Y = st.floats(5_705_000, 5_732_000)


def member(geometry: BaseGeometry) -> dict[str, object]:
    found: dict[str, object] = json.loads(feature("x", geometry, {}))["geometry"]
    return found


def rings(polygon: dict[str, object]) -> list[LinearRing]:
    coordinates = polygon["coordinates"]
    assert isinstance(coordinates, list)
    return [LinearRing(ring) for ring in coordinates]


def test_positions_are_longitude_then_latitude() -> None:
    assert member(HERE)["coordinates"] == pytest.approx([7.135, 51.595], abs=1e-5)


@given(x=_X, y=_Y)
def test_no_position_has_more_than_seven_decimals(x: float, y: float) -> None:
    text = feature("x", Point(x, y), {})

    assert max(map(len, re.findall(r"\.(\d+)", text))) <= 7


@given(x=_X, y=_Y)
def test_rounding_moves_nothing_by_a_centimetre(x: float, y: float) -> None:
    back = reproject(to_lon_lat(Point(x, y)), source=LON_LAT, target=STORAGE_CRS)

    assert back.distance(Point(x, y)) < 0.01


def test_the_outer_ring_runs_counter_clockwise() -> None:
    assert rings(member(CLOCKWISE))[0].is_ccw


def test_a_hole_runs_clockwise() -> None:
    assert not rings(member(CLOCKWISE))[1].is_ccw


def test_every_part_of_an_area_is_turned() -> None:
    far = shapely.transform(CLOCKWISE, lambda xy: xy + 5_000)
    both = to_lon_lat(MultiPolygon([CLOCKWISE, far]))

    assert [part.exterior.is_ccw for part in shapely.get_parts(both)] == [True, True]


def test_a_line_keeps_its_direction() -> None:
    there = LineString([(370_000, 5_717_000), (371_000, 5_717_000)])

    assert to_lon_lat(there).coords[0] < to_lon_lat(there).coords[1]


def test_no_geometry_is_null() -> None:
    assert json.loads(feature("x", None, {}))["geometry"] is None
    assert geometry_member(None) is None


def test_a_feature_has_its_id_beside_its_properties() -> None:
    found = json.loads(feature("mitte", None, {"name": "Herten-Mitte", "since": date(2026, 1, 1)}))

    assert found == {
        "type": "Feature",
        "id": "mitte",
        "geometry": None,
        "properties": {"name": "Herten-Mitte", "since": "2026-01-01"},
    }


@pytest.mark.parametrize("count", [0, 1, 3])
def test_fragments_are_joined_to_a_collection(count: int) -> None:
    fragments = [feature(number, HERE, {}) for number in range(count)]

    found = json.loads(feature_collection(fragments))

    assert found["type"] == "FeatureCollection"
    assert [one["id"] for one in found["features"]] == list(range(count))


def test_members_stand_beside_the_features() -> None:
    found = json.loads(feature_collection([], counts={"total": 0}))

    assert found == {"type": "FeatureCollection", "counts": {"total": 0}, "features": []}


@pytest.mark.parametrize(
    "one",
    read_boundaries(
        PROJECT_ROOT / "data/districts/herten/boundaries.geojson", licence=LICENCE
    ).boundaries,
    ids=lambda one: str(one.district_id),
)
def test_a_real_district_is_valid_after_rounding(one: Boundary) -> None:
    assert shapely.is_valid(to_lon_lat(one.boundary))
