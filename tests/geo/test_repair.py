"""Repair: what was wrong, what became of it, and by how much."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.repair import Change, ChangeKind, RepairReport, repair, survey

SQUARE = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)])
BOW_TIE = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
HOLE_OVER_THE_EDGE = Polygon(
    [(0, 0), (10, 0), (10, 10), (0, 10)], holes=[[(5, 5), (15, 5), (15, 6), (5, 6)]]
)


def only_change(report: RepairReport) -> Change:
    """Return the one change of a report."""
    (change,) = report.changes
    return change


def test_sound_geometries_stay_as_they_are() -> None:
    sound = [SQUARE, Point(1, 2), LineString([(0, 0), (1, 1)])]
    report = repair(sound)
    assert report.changes == ()
    assert report.geometries.tolist() == sound


def test_a_bow_tie_becomes_two_triangles() -> None:
    report = repair([BOW_TIE])
    change = only_change(report)
    assert change.kind is ChangeKind.MADE_VALID
    assert (change.reason, change.place) == ("Self-intersection", Point(5, 5))
    assert (change.type_before, change.type_after) == ("Polygon", "MultiPolygon")
    assert report.geometries[0].area == 50


def test_the_change_of_area_is_told_in_square_metres_and_as_share() -> None:
    change = only_change(repair([HOLE_OVER_THE_EDGE]))
    assert change.area_change_m2 == pytest.approx(5)
    assert change.area_change_share == pytest.approx(5 / 90)


def test_a_share_of_no_area_is_not_a_number_made_up() -> None:
    change = only_change(repair([BOW_TIE]))
    assert (change.area_change_m2, change.area_change_share) == (50, None)


def test_overlapping_parts_melt_together() -> None:
    parts = MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)])
    report = repair([parts])
    assert only_change(report).area_change_m2 == pytest.approx(-1)
    assert report.geometries[0].area == pytest.approx(7)


def test_what_geos_rebuilds_wrongly_is_rebuilt_again() -> None:
    scribble = Polygon([(0, 1), (1, 1), (0, 0), (0, 1), (1, 1), (0, 2)])
    (shape,) = repair([scribble]).geometries
    assert shape.is_valid
    assert shape.area == 1


def test_the_original_is_not_touched() -> None:
    repair([BOW_TIE])
    assert not BOW_TIE.is_valid


@pytest.mark.parametrize(
    "flat",
    [
        LineString([(0, 0), (0, 0)]),
        Polygon([(0, 0), (5, 0), (10, 0)]),
        Point(math.inf, 0),
    ],
)
def test_what_has_no_extent_collapses_and_is_told(flat: BaseGeometry) -> None:
    report = repair([flat])
    assert only_change(report).kind is ChangeKind.COLLAPSED
    assert report.geometries[0].is_empty
    assert report.usable.tolist() == [False]


def test_a_vertex_at_infinity_is_told_without_a_place() -> None:
    change = only_change(repair([LineString([(0, 0), (1, 1), (math.inf, 2)])]))
    assert change.reason == "Invalid Coordinate"
    assert change.place is not None
    assert change.place.is_empty


def test_outer_rings_turn_counter_clockwise_and_holes_clockwise() -> None:
    clockwise = Polygon(
        [(0, 0), (0, 10), (10, 10), (10, 0)], holes=[[(1, 1), (2, 1), (2, 2), (1, 2)]]
    )
    report = repair([clockwise])
    assert only_change(report).kind is ChangeKind.REORIENTED
    assert shapely.is_ccw(report.geometries[0].exterior)
    assert not shapely.is_ccw(report.geometries[0].interiors[0])


def test_rebuilt_shapes_are_oriented_without_being_told_twice() -> None:
    report = repair([BOW_TIE])
    assert only_change(report).kind is ChangeKind.MADE_VALID
    assert all(shapely.is_ccw(part.exterior) for part in report.geometries[0].geoms)


def test_heights_are_dropped_and_told() -> None:
    report = repair([Point(1, 2, 80)])
    assert only_change(report).kind is ChangeKind.FLATTENED
    assert not report.geometries[0].has_z


def test_missing_and_empty_geometries_keep_their_place() -> None:
    report = repair([None, SQUARE, Polygon()])
    assert [(change.index, change.kind) for change in report.changes] == [
        (0, ChangeKind.NULL),
        (2, ChangeKind.EMPTY),
    ]
    assert report.geometries[0] is None
    assert report.usable.tolist() == [False, True, False]


def test_a_repeated_feature_points_to_the_first_and_stays() -> None:
    from_another_corner = Polygon([(10, 10), (0, 10), (0, 0), (10, 0)])
    report = repair([Point(0, 0), SQUARE, from_another_corner])
    change = only_change(report)
    assert (change.kind, change.index, change.duplicate_of) == (ChangeKind.DUPLICATE, 2, 1)
    assert report.geometries[2] is not None


def test_empty_geometries_are_no_repetition_of_each_other() -> None:
    assert repair([Polygon(), Polygon(), None, None]).counts[ChangeKind.DUPLICATE] == 0


def test_counts_name_every_kind() -> None:
    counts = repair([None, BOW_TIE, Point(0, 0, 0), Point(0, 0)]).counts
    assert set(counts) == set(ChangeKind)
    assert counts[ChangeKind.NULL] == counts[ChangeKind.MADE_VALID] == 1
    assert counts[ChangeKind.EMPTY] == 0


def test_changes_come_by_index() -> None:
    report = repair([BOW_TIE, Point(0, 0, 0), BOW_TIE, None])
    assert [change.index for change in report.changes] == [0, 1, 2, 2, 3]


def test_nothing_to_repair_is_repaired_to_nothing() -> None:
    assert repair([]).geometries.shape == (0,)


def test_a_survey_changes_nothing_and_says_what_repair_would_do() -> None:
    found = survey([None, Polygon(), BOW_TIE, SQUARE, Point(1, 2, 3)])
    assert found.null.tolist() == [True, False, False, False, False]
    assert found.empty.tolist() == [False, True, False, False, False]
    assert found.invalid.tolist() == [False, False, True, False, False]
    assert found.has_z.tolist() == [False, False, False, False, True]
    assert found.area.tolist() == [0, 0, 50, 100, 0]
    assert [(change.index, change.reason) for change in found.rebuilt] == [(2, "Self-intersection")]
    assert not BOW_TIE.is_valid


def test_a_survey_tells_rings_that_run_the_other_way_than_asked_for() -> None:
    assert survey([SQUARE, SQUARE.reverse()]).turned.tolist() == [False, True]
    assert survey([SQUARE, SQUARE.reverse()], clockwise=True).turned.tolist() == [True, False]


def test_equal_shapes_of_two_portions_have_the_same_key() -> None:
    from_another_corner = Polygon([(10, 10), (0, 10), (0, 0), (10, 0)])
    (first,) = survey([SQUARE]).keys
    assert survey([Point(0, 0), from_another_corner, None]).keys[1:] == [first, None]


def test_the_area_of_what_lies_at_infinity_is_none() -> None:
    wild = Polygon([(0, 0), (math.inf, 0), (1, 1)])
    assert survey([wild]).area.tolist() == [0]


numbers = st.integers(0, 8)
corners = st.tuples(numbers, numbers)
scribbles = st.lists(corners, min_size=3, max_size=9).map(Polygon)
anything = st.none() | corners.map(Point) | scribbles


@settings(deadline=None)
@given(geometries=st.lists(anything, max_size=8))
def test_whatever_comes_in_is_valid_afterwards_and_stays_so(
    geometries: list[BaseGeometry | None],
) -> None:
    once = repair(geometries)
    again = repair(once.geometries)

    assert len(once.geometries) == len(geometries)
    assert all(shape is None or shape.is_valid for shape in once.geometries)
    told = {ChangeKind.NULL, ChangeKind.EMPTY, ChangeKind.DUPLICATE}
    assert {change.kind for change in again.changes} <= told
    assert np.array_equal(again.geometries, once.geometries)


@settings(deadline=None)
@given(shape=scribbles)
def test_the_change_of_area_leads_from_before_to_after(shape: Polygon) -> None:
    report = repair([shape])
    change_m2 = sum(change.area_change_m2 for change in report.changes)
    assert shape.area + change_m2 == pytest.approx(report.geometries[0].area)
