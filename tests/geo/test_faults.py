"""Faults of a partition are found with their place, whatever made them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geo.partition import Fault, FaultKind, Zone, find_faults
from tests.geo.cities import cities, wiggly_city
from tests.squares import NINE, SOUTH_M, WEST, WEST_M

SQUARE = shapely.box(0, 0, 1_000, 1_000)


def faults_of(*shapes: BaseGeometry) -> tuple[Fault, ...]:
    """Faults of zones Z0, Z1, … with these shapes."""
    return find_faults(
        Zone(f"z{index}", f"Z{index}", shape)  # type: ignore[arg-type] # wrong kinds are the test
        for index, shape in enumerate(shapes)
    )


def test_nine_squares_have_no_faults() -> None:
    assert find_faults(NINE) == ()


@settings(deadline=None)
@given(city=cities())
def test_sound_cities_have_no_faults(city: list[Zone]) -> None:
    assert find_faults(city) == ()


def test_an_overlap_is_found_where_it_is() -> None:
    (fault,) = faults_of(SQUARE, shapely.box(990, 200, 2_000, 300))
    assert fault.kind is FaultKind.OVERLAP
    assert fault.area_m2 == pytest.approx(1_000)
    assert fault.ids == ("z0", "z1")
    assert shapely.box(990, 200, 1_000, 300).contains(fault.place)


def test_a_zone_inside_another_overlaps_it() -> None:
    (fault,) = faults_of(SQUARE, shapely.box(400, 400, 500, 500))
    assert (fault.kind, fault.area_m2) == (FaultKind.OVERLAP, 10_000)


def test_a_gap_in_the_middle_is_found_where_it_is() -> None:
    (gap,) = find_faults(zone for zone in NINE if zone.id != "e")
    assert gap.kind is FaultKind.GAP
    assert gap.area_m2 == pytest.approx(1_000_000)
    assert gap.ids == ("b", "d", "f", "h")
    assert NINE[4].geometry.contains(gap.place)


def test_a_missing_square_at_the_edge_is_no_gap() -> None:
    assert find_faults(zone for zone in NINE if zone.id != "b") == ()


def test_a_hole_in_one_zone_is_a_gap() -> None:
    hole = shapely.box(200, 200, 300, 300)
    (gap,) = faults_of(shapely.difference(SQUARE, hole))
    assert (gap.kind, gap.ids, gap.area_m2) == (FaultKind.GAP, ("z0",), 10_000)


def test_a_gap_that_two_corners_close_is_found() -> None:
    left = Polygon([(0, 0), (500, 0), (300, 500), (500, 1_000), (0, 1_000)])
    right = Polygon([(500, 0), (1_000, 0), (1_000, 1_000), (500, 1_000), (700, 500)])
    (gap,) = faults_of(left, right)
    assert gap.kind is FaultKind.GAP
    assert gap.area_m2 == pytest.approx(200_000)


def test_a_sliver_inside_the_city_is_a_gap() -> None:
    left = shapely.box(0, 0, 1_000, 1_000)
    right = Polygon([(1_000, 0), (2_000, 0), (2_000, 1_000), (1_000, 1_000), (1_000.02, 500)])
    (gap,) = faults_of(left, right)
    assert gap.kind is FaultKind.GAP
    assert gap.area_m2 == pytest.approx(10)


@pytest.mark.parametrize("width_m", [0.005, 0.3, 0.99])
def test_a_sliver_open_at_both_ends_is_a_gap(width_m: float) -> None:
    (gap,) = faults_of(SQUARE, shapely.box(1_000 + width_m, 0, 2_000, 1_000))
    assert gap.kind is FaultKind.GAP
    assert gap.area_m2 == pytest.approx(1_000 * width_m)
    assert gap.ids == ("z0", "z1")
    assert 1_000 < gap.place.x < 1_000 + width_m


def test_a_wedge_open_at_one_end_is_a_gap() -> None:
    right = Polygon([(1_000, 0), (2_000, 0), (2_000, 1_000), (1_000.5, 1_000)])
    (gap,) = faults_of(SQUARE, right)
    assert gap.kind is FaultKind.GAP
    assert gap.area_m2 == pytest.approx(250, rel=0.01)


def test_a_strip_wider_than_a_digitising_error_is_no_gap() -> None:
    assert faults_of(SQUARE, shapely.box(1_002, 0, 2_000, 1_000)) == ()


@pytest.mark.parametrize("degrees", [4.15, 10.78, 25.86, 90])
@pytest.mark.parametrize("step_m", [1, 2, 5, 500])
def test_a_sharp_corner_of_the_outline_between_two_zones_is_no_gap(
    degrees: float, step_m: float
) -> None:
    aside = np.tan(np.radians(degrees) / 2)
    up = np.arange(0, 501, step_m)
    left = Polygon([(0, -500), *zip(-aside * up, up, strict=True), (-1_000, 500), (-1_000, -500)])
    right = Polygon(
        [(0, -500), (1_000, -500), (1_000, 500), *zip(aside * up[::-1], up[::-1], strict=True)]
    )
    assert faults_of(left, right) == ()


def test_a_corner_in_the_neighbours_straight_border_is_no_fault() -> None:
    upper = [shapely.box(0, 1_000, 400, 2_000), shapely.box(400, 1_000, 1_000, 2_000)]
    assert faults_of(SQUARE, *upper) == ()


def test_a_zone_moved_by_a_metre_is_found_on_all_sides() -> None:
    city = wiggly_city(1)
    moved = Zone(city[0].id, city[0].code, translate(city[0].geometry, 0.7, 0.7))

    faults = find_faults([moved, *city[1:]])

    assert {fault.kind for fault in faults} == {FaultKind.OVERLAP, FaultKind.GAP}
    assert all(moved.id in fault.ids for fault in faults)


def test_rounding_is_no_fault() -> None:
    assert faults_of(SQUARE, shapely.box(1_000.000_5, 0, 2_000, 1_000)) == ()
    assert faults_of(SQUARE, shapely.box(999.999_5, 0, 2_000, 1_000)) == ()


def test_the_threshold_is_an_argument() -> None:
    zones = [Zone("a", "A", SQUARE), Zone("b", "B", shapely.box(999, 0, 2_000, 1_000))]
    assert find_faults(zones, min_area_m2=1_001) == ()
    assert len(find_faults(zones, min_area_m2=999)) == 1


def test_many_small_overlaps_are_told_once_at_the_largest() -> None:
    teeth = [shapely.box(999, y, 1_000, y + 0.5) for y in range(0, 500, 10)]
    comb = shapely.union_all([shapely.box(1_000, 0, 2_000, 1_000), *teeth])
    larger = shapely.box(999, 600, 1_000, 600.9)
    (fault,) = faults_of(SQUARE, shapely.union_all([comb, larger]))
    assert fault.area_m2 == pytest.approx(25.9)
    assert larger.contains(fault.place)


def test_a_shape_that_crosses_itself_is_invalid_at_the_crossing() -> None:
    bow_tie = Polygon([(2_000, 0), (3_000, 1_000), (3_000, 0), (2_000, 1_000)])
    (fault,) = faults_of(SQUARE, bow_tie)
    assert (fault.kind, fault.ids) == (FaultKind.INVALID, ("z1",))
    assert fault.place == Point(2_500, 500)


@pytest.mark.parametrize("shape", [Polygon(), None])
def test_a_zone_without_shape_is_empty(shape: Polygon | None) -> None:
    (fault,) = faults_of(SQUARE, shape)  # type: ignore[arg-type]
    assert (fault.kind, fault.ids) == (FaultKind.EMPTY, ("z1",))
    assert fault.place.is_empty


def test_a_zone_that_is_no_area_is_invalid() -> None:
    (fault,) = faults_of(SQUARE, LineString([(5_000, 0), (6_000, 0)]))
    assert (fault.kind, fault.ids) == (FaultKind.INVALID, ("z1",))


def test_no_zones_are_no_city() -> None:
    (fault,) = find_faults([])
    assert (fault.kind, fault.ids) == (FaultKind.EMPTY, ())


def test_an_id_given_twice_is_found_at_the_second_zone() -> None:
    second = Zone("west", "X", shapely.box(WEST_M + 1_000, SOUTH_M, WEST_M + 2_000, SOUTH_M + 10))
    (fault,) = find_faults([WEST, second])
    assert fault.kind is FaultKind.DUPLICATE_ID
    assert second.geometry.contains(fault.place)


def test_a_code_given_twice_is_found() -> None:
    second = Zone("x", "WEST", shapely.box(WEST_M + 1_000, SOUTH_M, WEST_M + 2_000, SOUTH_M + 10))
    (fault,) = find_faults([WEST, second])
    assert (fault.kind, fault.ids) == (FaultKind.DUPLICATE_CODE, ("x",))


@settings(deadline=None)
@given(order=st.permutations(NINE[:4] + NINE[5:]))
def test_faults_do_not_depend_on_the_order_of_zones(order: list[Zone]) -> None:
    assert find_faults(order) == find_faults(NINE[:4] + NINE[5:])
