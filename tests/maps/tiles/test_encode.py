"""Shapes on the grid of a tile, read back by another decoder."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from maps.tiles.encode import TileLayer, TileOutsideError, encode_tile
from tests.maps.tiles.reading import (
    STEP_M,
    decoded,
    layer,
    message,
    metres,
    shapes,
    world_tile,
)

WINDOW = shapely.box(-64, -64, 4160, 4160)
ALL_KINDS = [
    "POINT (10 20)",
    "MULTIPOINT ((10 20), (30 40))",
    "LINESTRING (10 20, 30 40, 50 10)",
    "MULTILINESTRING ((10 20, 30 40), (100 100, 200 200, 300 100))",
    "POLYGON ((0 0, 100 0, 100 100, 0 100, 0 0))",
    "POLYGON ((0 0, 100 0, 100 100, 0 100, 0 0), (20 20, 40 20, 40 40, 20 40, 20 20))",
    "MULTIPOLYGON (((0 0, 10 0, 10 10, 0 0)), ((20 20, 40 20, 40 40, 20 20)))",
]


@pytest.mark.parametrize("wkt", ALL_KINDS)
def test_a_shape_on_the_grid_comes_back_as_it_was(wkt: str) -> None:
    shape = shapely.from_wkt(wkt)

    (read,) = shapes(world_tile(shape)).values()

    assert shapely.equals(read.normalize(), shape.normalize())
    assert read.geom_type == shape.geom_type


def test_all_kinds_share_a_layer_in_their_order() -> None:
    originals = [shapely.from_wkt(wkt) for wkt in (*reversed(ALL_KINDS), *ALL_KINDS)]

    read = shapes(world_tile(*originals))

    assert list(read) == list(range(1, len(originals) + 1))
    assert [shape.geom_type for shape in read.values()] == [shape.geom_type for shape in originals]


def test_a_closed_ring_is_a_line() -> None:
    ring = shapely.LinearRing([(0, 0), (10, 0), (10, 10)])

    assert shapes(world_tile(ring))[1].geom_type == "LineString"


def test_a_collection_becomes_one_feature_for_each_kind() -> None:
    inner = shapely.GeometryCollection([shapely.box(0, 0, 10, 10), Point(4, 4)])
    features = decoded(world_tile(shapely.GeometryCollection([Point(1, 1), inner])))["shapes"][
        "features"
    ]

    assert [feature["id"] for feature in features] == [1, 1]
    assert [feature["geometry"]["type"] for feature in features] == ["MultiPoint", "Polygon"]


def test_heights_are_left_out() -> None:
    assert shapes(world_tile(shapely.from_wkt("POINT Z (10 20 99)")))[1] == Point(10, 20)


@pytest.mark.parametrize(
    "nothing",
    [
        None,
        Point(),
        Polygon(),
        Point(5000, 5000),
        LineString([(10, 10), (10.2, 10.2)]),
        shapely.box(10.1, 10.1, 10.4, 10.4),
        shapely.box(10.1, 10.0, 10.4, 900),
    ],
    ids=["none", "empty point", "empty area", "outside", "short line", "small area", "sliver"],
)
@pytest.mark.parametrize("simplify", [True, False])
def test_what_does_not_show_is_left_out(nothing: BaseGeometry | None, simplify: bool) -> None:
    assert shapes(world_tile(nothing, Point(1, 1), simplify=simplify)) == {2: Point(1, 1)}


def test_an_empty_tile_has_no_bytes() -> None:
    assert world_tile(Point(5000, 5000)) == b""


def test_a_layer_with_nothing_to_show_is_left_out() -> None:
    here = layer(metres(Point(1, 1)), name="here")

    tile = encode_tile([layer(name="none"), here], z=0, x=0, y=0)

    assert list(decoded(tile)) == ["here"]


def test_layers_keep_their_order_and_state_version_and_extent() -> None:
    point = metres(Point(1, 1))
    tile = encode_tile([layer(point, name="b"), layer(point, name="a")], z=0, x=0, y=0, extent=512)

    assert [(each.name, each.version, each.extent) for each in message(tile).layers] == [
        ("b", 2, 512),
        ("a", 2, 512),
    ]


def test_the_same_input_gives_the_same_bytes() -> None:
    originals = [shapely.from_wkt(wkt) for wkt in ALL_KINDS]

    assert world_tile(*originals) == world_tile(*originals)


def test_shells_turn_clockwise_on_the_screen_and_holes_against() -> None:
    hole = [(20, 20), (40, 20), (40, 40), (20, 40)]
    counter = Polygon([(0, 0), (0, 100), (100, 100), (100, 0)], [hole])

    ((shell, gap),) = [
        feature["geometry"]["coordinates"]
        for feature in decoded(world_tile(counter))["shapes"]["features"]
    ]

    assert signed_area(shell) == 10_000
    assert signed_area(gap) == -400


def signed_area(ring: list[list[int]]) -> float:
    """Return the surveyor's area of the specification: positive for a shell."""
    x, y = np.array(ring).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def test_a_ring_is_closed_by_command_and_not_by_a_vertex() -> None:
    (feature,) = message(world_tile(shapely.box(0, 0, 10, 10))).layers[0].features

    assert len(feature.geometry) == 3 + 1 + 2 * 3 + 1
    assert feature.geometry[-1] == 15


def test_vertices_that_fall_together_on_the_grid_are_written_once() -> None:
    corners = [(0, 0), (100, 0), (100.3, 0.2), (100, 100), (0, 100)]

    (feature,) = message(world_tile(Polygon(corners))).layers[0].features

    assert len(feature.geometry) == 3 + 1 + 2 * 3 + 1


def test_points_beyond_the_buffer_are_left_out() -> None:
    row = MultiPoint([(-65, 0), (-64, 0), (4160, 0), (4161, 0)])

    assert shapes(world_tile(row))[1] == MultiPoint([(-64, 0), (4160, 0)])


def test_areas_and_lines_are_cut_at_the_buffer() -> None:
    whole = world_tile(shapely.box(-1e4, -1e4, 1e4, 1e4), LineString([(-9000, 5), (9000, 5)]))

    assert shapes(whole)[1].equals(WINDOW)
    assert shapes(whole)[2].bounds == (-64, 5, 4160, 5)


def test_a_line_in_and_out_of_the_tile_becomes_several() -> None:
    zigzag = LineString([(10, 10), (10, 9000), (20, 9000), (20, 10)])

    assert shapes(world_tile(zigzag))[1].geom_type == "MultiLineString"


def test_a_corner_touching_the_window_shows_nothing() -> None:
    assert world_tile(shapely.box(4160, 4160, 5000, 5000)) == b""


def test_a_line_goes_on_where_the_next_tile_begins() -> None:
    crossing = metres(LineString([(100.4, 100.3), (2000.7, 2011.2), (3999.1, 2300.6)]))

    west = shapes(encode_tile([layer(crossing)], z=1, x=0, y=0))[1]
    east = shapely.affinity.translate(
        shapes(encode_tile([layer(crossing)], z=1, x=1, y=0))[1], xoff=4096
    )

    border = LineString([(4096, -64), (4096, 4160)])
    assert west.intersection(border).distance(east.intersection(border)) <= 1
    overlap = shapely.box(4032, 0, 4160, 4096)
    assert west.intersection(overlap).hausdorff_distance(east.intersection(overlap)) <= 1


def test_vertices_in_the_overlap_are_the_same_in_both_tiles() -> None:
    row = metres(MultiPoint([(2047.3, 7.7), (2048.0, 8.1), (2048.6, 9.2)]))

    west = shapes(encode_tile([layer(row)], z=1, x=0, y=0))[1]
    east = shapes(encode_tile([layer(row)], z=1, x=1, y=0))[1]

    assert shapely.affinity.translate(east, xoff=4096) == west


def test_simplifying_drops_what_no_eye_can_see() -> None:
    wave = [(step, 0.3 * (step % 2)) for step in np.arange(0, 1000, 0.5)]

    assert len(shapes(world_tile(LineString(wave), simplify=True))[1].coords) == 2


def test_simplifying_keeps_a_feature_of_two_pixels() -> None:
    bay = Polygon([(0, 0), (100, 0), (100, 100), (58, 100), (50, 84), (42, 100), (0, 100)])

    assert shapes(world_tile(bay, simplify=True))[1].equals(bay)


def test_neighbours_that_share_an_edge_still_share_it_when_not_simplified() -> None:
    edge = [(100 + 3 * np.sin(step / 9), float(step)) for step in range(0, 1000, 7)]
    left = Polygon([(0, 0), *edge, (0, 994)])
    right = Polygon([(900, 0), *edge, (900, 994)])

    read = list(shapes(world_tile(left, right)).values())

    assert shapely.coverage_is_valid(read)
    assert shapely.union_all(read).geom_type == "Polygon"


def test_parts_that_meet_on_the_grid_are_joined() -> None:
    halves = shapely.MultiPolygon([shapely.box(0, 0, 10, 10), shapely.box(10.2, 0, 20, 10)])

    assert shapes(world_tile(halves))[1].equals(shapely.box(0, 0, 20, 10))


def test_an_area_that_crosses_itself_is_made_valid() -> None:
    bowtie = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])

    read = shapes(world_tile(bowtie))[1]

    assert read.is_valid
    assert read.area == 5000


def test_a_layer_of_unequal_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="2 ids"):
        TileLayer("shapes", np.array([Point(0, 0)], dtype=object), [1, 2], [{}])


def test_two_layers_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="names"):
        encode_tile([layer(), layer()], z=0, x=0, y=0)


def test_a_tile_that_is_not_there_is_refused() -> None:
    with pytest.raises(TileOutsideError):
        encode_tile([layer()], z=1, x=2, y=0)


steps = st.integers(-3000 * 8, 7000 * 8).map(lambda eighths: eighths / 8)
vertices = st.lists(st.tuples(steps, steps), min_size=3, max_size=12)


@given(vertices)
def test_any_area_comes_back_valid_in_place_and_of_its_size(
    corners: list[tuple[float, float]],
) -> None:
    area = shapely.make_valid(Polygon(corners), method="structure", keep_collapsed=False)
    seen = area.intersection(WINDOW)

    read = shapes(world_tile(area)).get(1, Polygon())

    assert read.is_valid
    assert read.difference(WINDOW).is_empty
    assert read.symmetric_difference(seen).area <= seen.length + area.length + 4
    assert (shapely.get_coordinates(read) % 1 == 0).all()


@given(vertices)
def test_any_line_stays_within_two_steps_of_itself(corners: list[tuple[float, float]]) -> None:
    line = LineString(corners)

    read = shapes(world_tile(line)).get(1, LineString())

    assert read.difference(WINDOW).is_empty
    assert read.difference(line.buffer(1.5)).is_empty
    missed = line.intersection(WINDOW.buffer(-4)).difference(read.buffer(1.5))
    assert (shapely.length(shapely.get_parts(missed)) < 2).all()  # shorter than the grid shows


@given(vertices, st.integers(1, 4))
def test_any_area_simplified_stays_valid_and_near_itself(
    corners: list[tuple[float, float]], z: int
) -> None:
    area = shapely.make_valid(Polygon(corners), method="structure", keep_collapsed=False)
    tile = encode_tile([layer(metres(area), simplify=True)], z=z, x=2 ** (z - 1), y=2 ** (z - 1))

    read = shapes(tile).get(1, Polygon())

    assert read.is_valid
    original = shapely.transform(area, lambda at: at * 2**z - 4096 * 2 ** (z - 1))
    assert read.difference(original.buffer(2.5)).area == 0


def test_one_step_of_the_world_is_ten_kilometres() -> None:
    assert pytest.approx(9783.94, abs=0.01) == STEP_M
