"""New boundaries over the former ones, drawn to scale."""

from __future__ import annotations

import pytest
import shapely
from shapely import MultiPolygon, Point

from maps.boundary_change import boundary_change
from maps.identity import DistrictIdentity

A = DistrictIdentity("a", "A", "Ahausen", "#aa0000", "")
B = DistrictIdentity("b", "B", "Behausen", "#00aa00", "")


def _box(west: float, east: float) -> MultiPolygon:
    return MultiPolygon([shapely.box(west, 0, east, 1_000)])


BEFORE = [_box(0, 1_000), _box(1_000, 2_000)]
AFTER = [_box(0, 1_500), _box(1_500, 2_000)]


def test_new_areas_are_drawn_and_former_borders_over_them() -> None:
    drawn = boundary_change((A, B), before=BEFORE, after=AFTER, faults=[])

    assert [one.identity.id for one in drawn.districts] == ["a", "b"]
    assert drawn.districts[0].path not in drawn.former
    assert drawn.former.count("M") == 2
    assert drawn.marks == ()


def test_the_drawing_holds_both_and_north_is_up() -> None:
    drawn = boundary_change(
        (A, B), before=BEFORE, after=AFTER, faults=[Point(0, 1_000), Point(2_000, 0)]
    )

    first, last = drawn.marks
    assert (first.x, first.y) == pytest.approx((12, 12))
    assert (last.x, last.y) == pytest.approx((drawn.width - 12, drawn.height - 12))


def test_marks_are_numbered_as_the_faults_and_one_without_a_place_has_none() -> None:
    drawn = boundary_change((A, B), before=BEFORE, after=AFTER, faults=[Point(), Point(500, 500)])

    assert [one.number for one in drawn.marks] == [2]
