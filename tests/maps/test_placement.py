"""Where data would lie: dots in the frame, and words for what lies off it."""

from __future__ import annotations

import shapely
from shapely import MultiPolygon

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from maps.identity import DistrictIdentity
from maps.placement import Placement, placement

CITY = MultiPolygon([shapely.box(500_000, 5_500_000, 502_000, 5_503_000)])
WEST = DistrictIdentity("west", "WST", "West", "#AABBCC", "<path/>")


def drawn(*places: tuple[float, float]) -> Placement:
    points = [
        reproject(shapely.Point(one), source=STORAGE_CRS, target=LON_LAT).coords[0]
        for one in places
    ]
    return placement((WEST,), (CITY,), [(x, y) for x, y in points])


def test_each_point_in_the_frame_is_a_dot() -> None:
    assert drawn((500_100, 5_500_100), (501_900, 5_502_900)).dots.count("M") == 2


def test_points_that_one_could_miss_get_a_ring() -> None:
    assert drawn((501_000, 5_501_000), (501_001, 5_501_001)).ring is not None
    assert drawn((500_100, 5_500_100), (501_900, 5_502_900)).ring is None


def test_what_lies_far_away_is_told_with_distance_and_direction() -> None:
    found = drawn((601_000, 5_501_500))

    assert (found.dots, found.away_km, found.direction) == ("", 100.0, "e")


def test_the_frame_grows_to_what_lies_near() -> None:
    found = drawn((501_000, 5_501_000), (520_000, 5_501_000))

    assert (found.dots.count("M"), found.away_km) == (2, None)
