"""What holds for every partition, tried on made-up cities."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Polygon
from shapely.affinity import translate

from geo.partition import OUTSIDE, Partition, Zone
from tests.geo.cities import cities, grid_cities, places

Place = tuple[float, float]
NEAR_BORDER_M = 1e-6
many_places = st.lists(places(), min_size=1, max_size=30)
lines = st.lists(places(), min_size=2, max_size=5, unique=True).map(LineString)
whole_metre_lines = st.lists(places(whole=True), min_size=2, max_size=5, unique=True).map(
    LineString
)


@st.composite
def areas(draw: st.DrawFn) -> Polygon:
    """Convex areas of at least a square metre, in and around the city."""
    corners = st.lists(places(), min_size=3, max_size=8)
    hulls = corners.map(lambda xy: shapely.convex_hull(MultiPoint(xy)))
    hull = draw(hulls.filter(lambda shape: shape.area >= 1 and shape.is_valid))
    assert isinstance(hull, Polygon)
    return hull


@settings(deadline=None)
@given(city=grid_cities(), points=many_places)
def test_a_point_is_in_the_smallest_code_that_covers_it(
    city: list[Zone], points: list[Place]
) -> None:
    x, y = np.array(points).T
    by_code = sorted(city, key=lambda zone: zone.code)
    covered = np.array([shapely.intersects_xy(zone.geometry, x, y) for zone in by_code])
    expected = np.where(covered.any(axis=0), covered.argmax(axis=0), OUTSIDE)

    assert Partition(city).locate(x, y).tolist() == expected.tolist()


@settings(deadline=None)
@given(city=cities(), points=many_places)
def test_a_point_inside_the_city_is_inside_exactly_one_zone(
    city: list[Zone], points: list[Place]
) -> None:
    borders = shapely.union_all([zone.geometry.boundary for zone in city])
    whole = shapely.union_all([zone.geometry for zone in city])
    dots = shapely.points(points)
    dots = dots[shapely.contains(whole, dots) & (shapely.distance(borders, dots) > NEAR_BORDER_M)]
    inside = np.array([shapely.contains(zone.geometry, dots) for zone in city])
    partition = Partition(city)

    found = partition.locate(shapely.get_x(dots), shapely.get_y(dots))

    assert (inside.sum(axis=0) == 1).all()
    ids = np.array([zone.id for zone in city])[inside.argmax(axis=0)]
    assert [partition.ids[index] for index in found] == ids.tolist()


@settings(deadline=None)
@given(city=cities(), area=areas())
def test_shares_of_an_area_add_up_to_what_lies_inside(city: list[Zone], area: Polygon) -> None:
    whole = shapely.union_all([zone.geometry for zone in city])
    inside = shapely.intersection(area, whole).area / area.area

    shares = Partition(city).area_shares(area)

    assert all(0 <= share <= 1 for share in shares.values())
    assert sum(shares.values()) == pytest.approx(inside, abs=1e-6)


@settings(deadline=None)
@given(city=cities(), line=lines)
def test_shares_of_a_line_add_up_to_what_lies_inside(city: list[Zone], line: LineString) -> None:
    whole = shapely.union_all([zone.geometry for zone in city])
    once = shapely.union_all([line])
    inside = shapely.intersection(once, whole).length / once.length

    shares = Partition(city).line_shares(line)

    assert all(0 <= share <= 1 for share in shares.values())
    assert sum(shares.values()) == pytest.approx(inside, abs=1e-5)


@settings(deadline=None)
@given(city=cities(), data=st.data())
def test_a_zone_has_all_of_itself(city: list[Zone], data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from(city))
    shares = Partition(city).area_shares(zone.geometry)
    assert shares == pytest.approx({**dict.fromkeys(shares, 0.0), zone.id: 1.0}, abs=1e-9)


@settings(deadline=None)
@given(city=cities(), points=many_places, area=areas(), line=lines, data=st.data())
def test_the_order_of_zones_does_not_matter(
    city: list[Zone], points: list[Place], area: Polygon, line: LineString, data: st.DataObject
) -> None:
    one, other = Partition(city), Partition(data.draw(st.permutations(city)))
    x, y = np.array(points).T

    assert other.ids == one.ids
    assert other.locate(x, y).tolist() == one.locate(x, y).tolist()
    assert other.area_shares(area) == one.area_shares(area)
    assert other.line_shares(line) == one.line_shares(line)
    assert other.adjacency() == one.adjacency()


@settings(deadline=None)
@given(
    city=cities(),
    area=areas(),
    line=whole_metre_lines,
    east_m=st.integers(-50_000, 50_000),
    north_m=st.integers(-50_000, 50_000),
)
def test_shares_move_with_the_map(
    city: list[Zone], area: Polygon, line: LineString, east_m: int, north_m: int
) -> None:
    moved = [Zone(zone.id, zone.code, translate(zone.geometry, east_m, north_m)) for zone in city]
    here, there = Partition(city), Partition(moved)

    assert there.area_shares(translate(area, east_m, north_m)) == pytest.approx(
        here.area_shares(area), abs=1e-5
    )
    assert there.line_shares(translate(line, east_m, north_m)) == pytest.approx(
        here.line_shares(line), abs=1e-5
    )


@settings(deadline=None)
@given(city=cities())
def test_every_metre_of_border_is_shared_or_outer(city: list[Zone]) -> None:
    partition = Partition(city)
    lengths = dict(partition.outer_length_m())
    for pair in partition.adjacency():
        lengths[pair.left] += pair.length_m
        lengths[pair.right] += pair.length_m

    perimeters = {zone.id: zone.geometry.length for zone in city}
    assert lengths == pytest.approx(perimeters, abs=0.5)


@settings(deadline=None)
@given(city=cities())
def test_neighbours_are_mutual(city: list[Zone]) -> None:
    partition = Partition(city)
    for zone_id in partition.ids:
        for other in partition.neighbours(zone_id):
            assert zone_id in partition.neighbours(other)
