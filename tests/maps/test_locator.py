"""The locator map shows all districts to scale, north up, with borders that neighbours share."""

from __future__ import annotations

import re

import pytest
import shapely

from maps.identity import DistrictIdentity
from maps.locator import LocatorMap, locator_map
from services.districts.files import as_multipolygon
from tests.squares import EAST, WEST

IDENTITIES = tuple(
    DistrictIdentity(zone.id, zone.code, zone.id.title(), "#332288", "") for zone in (WEST, EAST)
)
BOUNDARIES = tuple(as_multipolygon(zone.geometry) for zone in (WEST, EAST))


def corners(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path)]


@pytest.fixture
def two() -> LocatorMap:
    return locator_map(IDENTITIES, BOUNDARIES, highlight="east")


def test_every_district_is_drawn_and_only_the_asked_one_highlighted(two: LocatorMap) -> None:
    assert [(one.identity.id, one.highlighted) for one in two.districts] == [
        ("west", False),
        ("east", True),
    ]


def test_two_squares_side_by_side_are_half_as_high_as_wide(two: LocatorMap) -> None:
    margin = 4.0

    assert two.height - 2 * margin == pytest.approx((two.width - 2 * margin) / 2, abs=0.1)


def test_neighbours_share_the_corners_of_their_border(two: LocatorMap) -> None:
    west, east = (set(corners(one.path)) for one in two.districts)

    assert len(west & east) == 2


def test_label_lies_in_the_middle_of_a_square(two: LocatorMap) -> None:
    west = two.districts[0]
    xs, ys = zip(*corners(west.path), strict=True)

    assert west.x == pytest.approx((min(xs) + max(xs)) / 2, abs=1)
    assert west.y == pytest.approx((min(ys) + max(ys)) / 2, abs=1)


def test_a_point_is_marked_as_a_spot_where_it_lies(two: LocatorMap) -> None:
    middle = shapely.Point(501_000, 5_500_500)
    found = locator_map(IDENTITIES, BOUNDARIES, mark=middle).mark

    assert found is not None
    assert found.small
    assert (found.x, found.y) == pytest.approx((two.width / 2, two.height / 2), abs=0.1)


def test_a_long_line_is_marked_as_an_open_path() -> None:
    line = shapely.LineString([(500_100, 5_500_100), (501_900, 5_500_900)])
    found = locator_map(IDENTITIES, BOUNDARIES, mark=line).mark

    assert found is not None
    assert not found.small
    assert not found.closed
    assert "Z" not in found.path


def test_without_a_shape_nothing_is_marked(two: LocatorMap) -> None:
    assert two.mark is None


def test_an_area_is_marked_by_its_closed_outline() -> None:
    area = shapely.box(500_200, 5_500_200, 501_500, 5_500_800)
    found = locator_map(IDENTITIES, BOUNDARIES, mark=area).mark

    assert found is not None
    assert found.closed
    assert len(set(corners(found.path))) == 4
