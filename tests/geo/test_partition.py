"""A partition of squares, computed in the head."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon

from geo.partition import (
    OUTSIDE,
    Adjacency,
    GeometryKindError,
    InvalidGeometryError,
    Partition,
    PartitionFaultsError,
    Zone,
    ZoneNotFoundError,
)
from tests.squares import EAST, NINE, SOUTH_M, WEST, WEST_M

PAIR = Partition([WEST, EAST])
CITY = Partition(NINE)


def test_zones_come_in_the_order_of_their_codes() -> None:
    assert PAIR.ids == ("east", "west")


def test_points_are_found_in_their_squares() -> None:
    x = WEST_M + np.array([500, 1_500, 2_500])
    y = np.full(3, SOUTH_M + 500)

    assert [PAIR.zones[index].id for index in PAIR.locate(x[:2], y[:2])] == ["west", "east"]
    assert CITY.locate(x, y).tolist() == [0, 1, 2]


def test_points_outside_are_in_no_zone() -> None:
    x = [WEST_M - 0.001, WEST_M + 2_000.001, WEST_M + 500, -1e9]
    y = [SOUTH_M + 500, SOUTH_M + 500, SOUTH_M - 1, 1e12]

    assert PAIR.locate(x, y).tolist() == [OUTSIDE] * 4


def test_points_that_are_not_finite_are_in_no_zone() -> None:
    assert PAIR.locate([np.nan, np.inf, WEST_M], [SOUTH_M, SOUTH_M, -np.inf]).tolist() == [-1] * 3


def test_no_points_are_found_nowhere() -> None:
    assert PAIR.locate([], []).shape == (0,)


def test_a_border_belongs_to_the_smallest_code() -> None:
    assert PAIR.find(Point(WEST_M + 1_000, SOUTH_M + 500)) == EAST


def test_a_corner_of_four_belongs_to_the_smallest_code() -> None:
    corners = CITY.locate(
        WEST_M + np.array([1_000, 2_000, 1_000, 2_000]),
        SOUTH_M + np.array([1_000, 1_000, 2_000, 2_000]),
    )
    assert [CITY.ids[index] for index in corners] == ["a", "b", "d", "e"]


def test_the_outer_border_belongs_to_the_city() -> None:
    assert CITY.find(Point(WEST_M, SOUTH_M)) == NINE[0]
    assert CITY.find(Point(WEST_M + 3_000, SOUTH_M + 3_000)) == NINE[8]


def test_an_empty_point_is_in_no_zone() -> None:
    assert PAIR.find(Point()) is None


def test_threads_find_the_same_zones_at_once() -> None:
    rng = np.random.default_rng(seed=3)
    x, y = WEST_M + rng.uniform(0, 3_000, 20_000), SOUTH_M + rng.uniform(0, 3_000, 20_000)
    expected = (y - SOUTH_M) // 1_000 * 3 + (x - WEST_M) // 1_000
    partition = Partition(NINE)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: partition.locate(x, y), range(8)))

    assert all((answer == expected).all() for answer in answers)


def test_a_line_is_shared_by_its_length() -> None:
    line = LineString([(WEST_M + 700, SOUTH_M + 500), (WEST_M + 1_700, SOUTH_M + 500)])
    assert PAIR.line_shares(line) == pytest.approx({"east": 0.7, "west": 0.3})


def test_a_line_that_leaves_the_city_lacks_the_part_outside() -> None:
    line = LineString([(WEST_M - 600, SOUTH_M + 500), (WEST_M + 400, SOUTH_M + 500)])
    assert PAIR.line_shares(line) == pytest.approx({"east": 0.0, "west": 0.4})


def test_a_line_along_a_border_counts_once_for_the_smallest_code() -> None:
    border = LineString([(WEST_M + 1_000, SOUTH_M), (WEST_M + 1_000, SOUTH_M + 1_000)])
    assert PAIR.line_shares(border) == {"east": 1.0, "west": 0.0}


def test_a_line_up_to_a_border_has_no_share_beyond() -> None:
    line = LineString([(WEST_M + 1_000, SOUTH_M + 100), (WEST_M + 300.3, SOUTH_M + 617.9)])
    assert PAIR.line_shares(line) == {"east": 0.0, "west": 1.0}


def test_a_line_up_to_a_slanted_border_has_no_share_beyond() -> None:
    border = LineString([(0, 0), (1_000, 333)])
    below = Zone("below", "A", Polygon([(0, 0), (1_000, 333), (1_000, -500), (0, -500)]))
    above = Zone("above", "B", Polygon([(0, 0), (1_000, 333), (1_000, 900), (0, 900)]))
    partition = Partition([below, above])
    for along_m in range(1, 1_000, 10):
        end = border.interpolate(along_m)
        line = LineString([(500, -300), (end.x, end.y)])
        assert partition.line_shares(line) == {"below": pytest.approx(1), "above": 0.0}


def test_a_line_there_and_back_counts_once() -> None:
    there, back = (WEST_M + 500, SOUTH_M + 500), (WEST_M + 1_500, SOUTH_M + 500)
    assert PAIR.line_shares(LineString([there, back, there])) == {"east": 0.5, "west": 0.5}


def test_the_parts_of_a_line_are_shared_together() -> None:
    y = SOUTH_M + 500
    line = MultiLineString(
        [[(WEST_M + 100, y), (WEST_M + 200, y)], [(WEST_M + 1_100, y), (WEST_M + 1_400, y)]]
    )
    assert PAIR.line_shares(line) == pytest.approx({"east": 0.75, "west": 0.25})


def test_an_area_is_shared_by_its_extent() -> None:
    area = shapely.box(WEST_M + 900, SOUTH_M + 100, WEST_M + 1_300, SOUTH_M + 200)
    assert PAIR.area_shares(area) == pytest.approx({"east": 0.75, "west": 0.25})


def test_an_area_that_leaves_the_city_lacks_the_part_outside() -> None:
    area = shapely.box(WEST_M - 300, SOUTH_M, WEST_M + 100, SOUTH_M + 100)
    assert PAIR.area_shares(area) == pytest.approx({"east": 0.0, "west": 0.25})


def test_every_zone_is_named_even_where_nothing_is() -> None:
    far = shapely.box(0, 0, 1, 1)
    assert CITY.area_shares(far) == dict.fromkeys("abcdefghi", 0.0)


def test_empty_features_have_no_share() -> None:
    assert PAIR.line_shares(LineString()) == {"east": 0.0, "west": 0.0}
    assert PAIR.area_shares(Polygon()) == {"east": 0.0, "west": 0.0}


def test_a_feature_of_another_kind_is_refused() -> None:
    with pytest.raises(GeometryKindError) as refused:
        PAIR.line_shares(WEST.geometry)
    assert refused.value.found == "Polygon"

    with pytest.raises(GeometryKindError):
        PAIR.area_shares(Point(0, 0))


def test_an_area_that_crosses_itself_is_refused_with_the_place() -> None:
    bow_tie = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    with pytest.raises(InvalidGeometryError) as refused:
        PAIR.area_shares(bow_tie)
    assert refused.value.reason == "Self-intersection[1 1]"


def test_a_line_without_length_is_refused() -> None:
    with pytest.raises(InvalidGeometryError):
        PAIR.line_shares(LineString([(WEST_M, SOUTH_M), (WEST_M, SOUTH_M)]))


def test_holders_know_only_what_lies_wholly_inside() -> None:
    features = np.array(
        [
            Point(WEST_M + 500, SOUTH_M + 500),
            shapely.box(WEST_M + 900, SOUTH_M, WEST_M + 1_100, SOUTH_M + 100),
            LineString([(WEST_M + 1_100, SOUTH_M + 1), (WEST_M + 1_200, SOUTH_M + 1)]),
            LineString([(WEST_M + 1_100, SOUTH_M), (WEST_M + 1_200, SOUTH_M)]),
            None,
        ]
    )
    assert PAIR.holders(features).tolist() == [1, OUTSIDE, 0, OUTSIDE, OUTSIDE]


def test_squares_side_by_side_share_one_kilometre() -> None:
    assert PAIR.adjacency() == (Adjacency("east", "west", 1_000.0),)


def test_squares_that_meet_in_a_corner_are_no_neighbours() -> None:
    assert CITY.neighbours("e") == ("b", "d", "f", "h")
    assert CITY.neighbours("a") == ("b", "d")


def test_the_square_in_the_middle_has_no_outer_border() -> None:
    outer = CITY.outer_length_m()
    assert outer["e"] == 0.0
    assert outer["a"] == 2_000.0
    assert outer["b"] == 1_000.0


def test_a_zone_that_touches_the_outline_in_a_corner_has_no_outer_border() -> None:
    wedge = Polygon([(500, 0), (600, 400), (400, 400)])
    left = Polygon([(0, 0), (500, 0), (400, 400), (0, 400)])
    right = Polygon([(500, 0), (1_000, 0), (1_000, 400), (600, 400)])
    top = shapely.box(0, 400, 1_000, 900)
    shapes = {"left": left, "right": right, "top": top, "wedge": wedge}

    city = Partition(Zone(name, name.upper(), shape) for name, shape in shapes.items())

    assert city.outer_length_m()["wedge"] == 0.0


def test_a_sliver_too_small_to_tell_is_no_outer_border() -> None:
    bay = Polygon([(1_000, 400), (999.99, 450), (1_000, 500)])
    left = shapely.difference(shapely.box(0, 0, 1_000, 1_000), bay)
    assert isinstance(left, Polygon)
    zones = [Zone("a", "A", left), Zone("b", "B", shapely.box(1_000, 0, 2_000, 1_000))]
    assert Partition(zones).outer_length_m() == pytest.approx({"a": 3_000, "b": 3_000}, abs=0.1)


def test_a_border_is_shared_though_only_one_side_has_a_vertex_on_it() -> None:
    slanted = [(0, 0), (1_000, 333)]
    below = Polygon([*slanted, (1_000, -500), (0, -500)])
    on_border = (300, 300 * 333 / 1_000)
    above = Polygon([slanted[0], on_border, slanted[1], (1_000, 1_000), (0, 1_000)])

    (pair,) = Partition([Zone("a", "A", below), Zone("b", "B", above)]).adjacency()

    assert pair.length_m == pytest.approx(np.hypot(1_000, 333), abs=0.01)


def test_an_unknown_zone_has_no_neighbours_but_an_error() -> None:
    with pytest.raises(ZoneNotFoundError) as missing:
        CITY.neighbours("x")
    assert missing.value.zone_id == "x"


def test_a_zone_may_have_several_parts_and_an_enclave() -> None:
    outer = Polygon(
        [(0, 0), (300, 0), (300, 300), (0, 300)],
        holes=[[(100, 100), (200, 100), (200, 200), (100, 200)]],
    )
    island = shapely.box(1_000, 0, 1_100, 100)
    ring = Zone("ring", "R", MultiPolygon([outer, island]))
    core = Zone("core", "C", shapely.box(100, 100, 200, 200))
    partition = Partition([ring, core])

    assert partition.adjacency() == (Adjacency("core", "ring", 400.0),)
    assert partition.outer_length_m() == {"core": 0.0, "ring": 1_600.0}
    assert partition.find(Point(1_050, 50)) == ring


def test_zones_with_heights_are_as_good_as_flat_ones() -> None:
    raised = Zone("west", "WEST", shapely.force_3d(WEST.geometry, 80.0))
    area = shapely.box(WEST_M, SOUTH_M, WEST_M + 100, SOUTH_M + 100)
    assert Partition([raised, EAST]).area_shares(area) == {"east": 0.0, "west": 1.0}


def test_the_callers_shapes_are_left_alone() -> None:
    square = shapely.box(0, 0, 10, 10)
    Partition([Zone("a", "A", square)])
    assert not shapely.is_prepared(square)


def test_overlapping_zones_are_no_partition() -> None:
    wide = Zone("west", "WEST", shapely.box(WEST_M, SOUTH_M, WEST_M + 1_100, SOUTH_M + 1_000))
    with pytest.raises(PartitionFaultsError) as refused:
        Partition([wide, EAST])
    (fault,) = refused.value.faults
    assert fault["kind"] == "overlap"
    assert fault["area_m2"] == pytest.approx(100_000)
    assert fault["ids"] == ["east", "west"]


def test_the_faults_of_an_error_can_be_sent_as_json() -> None:
    nowhere = Zone("west", "WEST", Polygon())
    with pytest.raises(PartitionFaultsError) as refused:
        Partition([nowhere])
    assert json.loads(json.dumps(vars(refused.value)))["faults"][0]["x"] is None
