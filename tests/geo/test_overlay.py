"""Features over districts, by the stated rules, on squares of 1 km."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.overlay import (
    AREA_SHARE_MIN,
    LengthMismatchError,
    assign,
    counts,
    district_shares,
    shares,
    sums,
)
from geo.partition import GeometryKindError, InvalidGeometryError, Partition
from tests.squares import EAST, NINE, SOUTH_M, WEST, WEST_M

PAIR = Partition([WEST, EAST])
CITY = Partition(NINE)


def at(x_m: float, y_m: float = 500) -> Point:
    """Return the point so many metres from the south-western corner."""
    return Point(WEST_M + x_m, SOUTH_M + y_m)


def line(from_m: float, to_m: float) -> LineString:
    """Return a line from west to east."""
    return LineString([at(from_m), at(to_m)])


def area(from_m: float, to_m: float) -> Polygon:
    """Return an area 100 m high from west to east."""
    return shapely.box(WEST_M + from_m, SOUTH_M + 100, WEST_M + to_m, SOUTH_M + 200)


def test_a_point_belongs_to_one_district() -> None:
    assert district_shares(PAIR, at(500)) == {"west": 1.0}


def test_a_point_on_a_border_belongs_to_the_smallest_code() -> None:
    assert district_shares(PAIR, at(1_000)) == {"east": 1.0}


@pytest.mark.parametrize("outside", [at(-1), line(-500, -10), area(-500, -10)])
def test_what_lies_outside_belongs_to_no_district(outside: BaseGeometry) -> None:
    assert district_shares(PAIR, outside) == {}


@pytest.mark.parametrize("outside", [line(-500, 0), area(-500, 0)])
def test_what_touches_the_city_from_outside_belongs_to_no_district(outside: BaseGeometry) -> None:
    assert district_shares(PAIR, outside) == {}


def test_a_line_belongs_wherever_it_has_length() -> None:
    assert district_shares(PAIR, line(1, 1_001)) == pytest.approx({"east": 0.001, "west": 0.999})


def test_a_line_up_to_the_border_does_not_belong_beyond() -> None:
    assert district_shares(PAIR, line(500, 1_000)) == {"west": 1.0}


def test_the_part_of_a_line_outside_is_missing_from_its_shares() -> None:
    assert district_shares(PAIR, line(-500, 500)) == pytest.approx({"west": 0.5})


def test_an_area_belongs_to_districts_by_code() -> None:
    shares_ = district_shares(PAIR, area(900, 1_300))
    assert list(shares_) == ["east", "west"]
    assert shares_ == pytest.approx({"east": 0.75, "west": 0.25})


@pytest.mark.parametrize("width_m", [1.1, 2.1, 1_000])
def test_an_area_with_exactly_the_least_share_belongs(width_m: float) -> None:
    across = area(1_000 - (1 - AREA_SHARE_MIN) * width_m, 1_000 + AREA_SHARE_MIN * width_m)
    assert district_shares(PAIR, across)["east"] == pytest.approx(AREA_SHARE_MIN)


def test_an_area_just_below_the_least_share_does_not_belong() -> None:
    assert district_shares(PAIR, area(49, 1_049)) == pytest.approx({"west": 0.951})


def test_an_area_that_barely_enters_the_city_belongs_to_no_district() -> None:
    assert district_shares(PAIR, area(-960, 40)) == {}


def test_several_points_are_shared_by_number() -> None:
    points = MultiPoint([at(100), at(200), at(1_500), at(-100)])
    assert district_shares(PAIR, points) == {"east": 0.25, "west": 0.5}


@pytest.mark.parametrize("empty", [Point(), LineString(), Polygon()])
def test_an_empty_feature_belongs_to_no_district(empty: BaseGeometry) -> None:
    assert district_shares(PAIR, empty) == {}


def test_a_collection_is_refused() -> None:
    with pytest.raises(GeometryKindError) as refused:
        district_shares(PAIR, GeometryCollection([at(1), line(1, 2)]))
    assert refused.value.found == "GeometryCollection"


def test_an_invalid_area_is_refused_even_inside_a_district() -> None:
    bow_tie = Polygon([at(100, 100), at(200, 200), at(200, 100), at(100, 200)])
    with pytest.raises(InvalidGeometryError):
        counts(PAIR, [at(1), bow_tie])


def test_counts_name_all_districts() -> None:
    assert counts(CITY, [at(500), at(600)]) == {**dict.fromkeys("abcdefghi", 0), "a": 2}


def test_no_features_count_zero_everywhere() -> None:
    assert counts(CITY, []) == dict.fromkeys("abcdefghi", 0)


def test_a_feature_in_two_districts_counts_in_both() -> None:
    features = [area(900, 1_300), line(900, 1_100), at(100), None, at(-100)]
    assert counts(PAIR, features) == {"east": 2, "west": 3}


def test_counts_are_whole_numbers() -> None:
    assert all(type(count) is int for count in counts(PAIR, [at(1)]).values())


def test_values_are_apportioned_by_share() -> None:
    assert sums(PAIR, [area(900, 1_300), at(100)], [100, 7]) == pytest.approx(
        {"east": 75, "west": 32}
    )


def test_the_part_outside_is_in_no_sum() -> None:
    assert sums(PAIR, [area(-300, 700), at(-1)], [100, 50]) == pytest.approx(
        {"east": 0, "west": 70}
    )


def test_a_part_below_the_least_share_goes_to_the_districts_it_belongs_to() -> None:
    assert sums(PAIR, [area(40, 1_040)], [100]) == pytest.approx({"east": 0, "west": 100})


def test_a_missing_value_is_not_zero() -> None:
    totals = sums(PAIR, [at(100), at(200), at(1_500)], [math.nan, 1, 2])
    assert math.isnan(totals["west"])
    assert totals["east"] == 2


def test_one_value_per_feature_is_demanded() -> None:
    with pytest.raises(LengthMismatchError) as refused:
        sums(PAIR, [at(1), at(2)], [1])
    assert vars(refused.value) == {"geometries": 2, "values": 1}


def test_shares_of_all_features_add_up_to_what_lies_inside() -> None:
    features = [at(100), at(1_500), line(500, 1_500), at(-100)]
    assert shares(PAIR, features) == pytest.approx({"east": 0.375, "west": 0.375})


def test_shares_of_nothing_are_zero() -> None:
    assert shares(PAIR, []) == {"east": 0.0, "west": 0.0}


def field(x_m: int, y_m: int, width_m: int, height_m: int) -> Polygon:
    """Return a rectangle in the city of nine."""
    west, south = WEST_M + x_m, SOUTH_M + y_m
    return shapely.box(west, south, west + width_m, south + height_m)


metres = st.integers(0, 3_000)
spots = st.builds(at, metres, metres)
strips = st.lists(spots, min_size=2, max_size=4, unique=True).map(LineString)
corners, sides = st.integers(0, 2_000), st.integers(1, 1_000)
fields = st.builds(field, corners, corners, sides, sides)
features_inside = st.lists(spots | strips | fields, min_size=1, max_size=10)


@settings(deadline=None)
@given(features=features_inside)
def test_inside_the_city_nothing_is_lost(features: list[BaseGeometry]) -> None:
    values = np.arange(1, len(features) + 1)
    assert sum(sums(CITY, features, values).values()) == pytest.approx(values.sum())


@settings(deadline=None)
@given(features=features_inside, data=st.data())
def test_the_order_of_features_does_not_matter(
    features: list[BaseGeometry], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(features))))
    shuffled = [features[index] for index in order]
    assert counts(CITY, shuffled) == counts(CITY, features)
    assert shares(CITY, shuffled) == pytest.approx(shares(CITY, features))


@settings(deadline=None)
@given(features=features_inside)
def test_counts_agree_with_each_feature_alone(features: list[BaseGeometry]) -> None:
    alone = [district_shares(CITY, feature) for feature in features]
    expected = {zone: sum(zone in found for found in alone) for zone in CITY.ids}
    assert counts(CITY, features) == expected


def test_many_features_are_assigned_as_each_by_itself() -> None:
    features = [at(500), line(800, 1_200), area(900, 1_300), None, area(-500, -10)]

    found = assign(PAIR, features)

    alone = [{} if one is None else district_shares(PAIR, one) for one in features]
    assert [dict(one) for one in found.shares()] == alone
    assert found.inside.tolist() == [True, True, True, False, False]


def test_parts_of_an_assignment_apportion_as_sums_do() -> None:
    features = [area(990, 1_300), area(500, 1_010)]

    parts = assign(PAIR, features).parts

    together = dict(zip(PAIR.ids, (parts * 100).sum(axis=0).tolist(), strict=True))
    assert together == pytest.approx(sums(PAIR, features, [100, 100]))


def test_an_assignment_looks_for_invalid_features_unless_told_not_to() -> None:
    bow_tie = Polygon([at(500, 500), at(509, 509), at(509, 500), at(500, 509)])

    with pytest.raises(InvalidGeometryError):
        assign(PAIR, [bow_tie])
    assert assign(PAIR, [bow_tie], known_valid=True).ids == PAIR.ids
