"""What a new version changes, drawn: the frame, and signs that differ without colour."""

from __future__ import annotations

import pytest
import shapely
from shapely import LineString, MultiPolygon, Point

from maps.changes_map import ChangesMap, changes_map

WEST = MultiPolygon([shapely.box(500_000, 5_500_000, 501_000, 5_501_000)])
EAST = MultiPolygon([shapely.box(501_000, 5_500_000, 502_000, 5_501_000)])
DISTRICTS = {"WST": WEST, "EST": EAST}
LARGE = shapely.box(500_100, 5_500_100, 500_900, 5_500_900)
SMALL = shapely.box(500_500, 5_500_500, 500_501, 5_500_501)


def drawn(**shapes: list[shapely.Geometry]) -> ChangesMap:
    found = changes_map(DISTRICTS, shapes)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_without_any_place_there_is_no_drawing() -> None:
    assert changes_map(DISTRICTS, {"new": [], "removed": []}) is None


def test_the_frame_holds_all_changes_with_something_round_them() -> None:
    found = drawn(new=[LARGE], removed=[Point(501_500, 5_500_500)])

    assert found.frame[0] < 500_100
    assert found.frame[2] > 501_500


def test_a_single_point_is_seen_with_six_hundred_metres_round_it() -> None:
    west, _, east, _ = drawn(new=[Point(500_500, 5_500_500)]).frame

    assert east - west == pytest.approx(600)


def test_only_districts_in_the_frame_are_drawn() -> None:
    found = drawn(new=[Point(500_400, 5_500_500)])

    assert list(found.districts) == ["WST"]
    assert [code for code, _, _ in found.labels] == ["WST"]


def test_what_lies_outside_is_drawn_with_the_city_beside_it() -> None:
    assert "EST" in drawn(new=[Point(506_000, 5_500_500)]).districts


def test_a_shape_is_drawn_and_what_is_small_becomes_a_sign() -> None:
    new, changed, removed = drawn(
        new=[LARGE], changed=[SMALL], removed=[Point(500_300, 5_500_300)]
    ).changes

    assert (bool(new.areas), bool(new.signs)) == (True, False)
    assert (bool(changed.areas), bool(changed.signs)) == (False, True)
    assert (bool(removed.areas), bool(removed.signs)) == (False, True)


def test_the_three_kinds_have_three_signs() -> None:
    spot = Point(500_500, 5_500_500)
    signs = {one.signs for one in drawn(new=[spot], changed=[spot], removed=[spot]).changes}

    assert len(signs) == 3


def test_lines_stay_open() -> None:
    line = LineString([(500_100, 5_500_100), (500_900, 5_500_900)])
    new, *_ = drawn(new=[line]).changes

    assert new.lines.startswith("M")
    assert "Z" not in new.lines


@pytest.mark.parametrize("width", [10, 100_000])
@pytest.mark.parametrize("height", [10, 100_000])
def test_no_drawing_is_too_long_or_too_flat(width: float, height: float) -> None:
    found = drawn(new=[shapely.box(500_000, 5_500_000, 500_000 + width, 5_500_000 + height)])

    assert found.width == 640
    assert 320 <= found.height <= 640
