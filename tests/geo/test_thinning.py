"""Fewer vertices for pictures."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.thinning import thin

TOLERANCE = 0.2


def shaky_border(seed: int = 1, vertices: int = 400) -> np.ndarray:
    """A border from south to north that trembles by less than the tolerance."""
    shake = np.random.default_rng(seed).uniform(-0.05, 0.05, vertices)
    shake[[0, -1]] = 0
    return np.column_stack((365_000 + shake, np.linspace(5_717_000, 5_717_100, vertices)))


def neighbours() -> np.ndarray:
    """Two areas that share the border, one with it upwards, one downwards."""
    border = shaky_border()
    west = np.vstack((border, [(364_900, 5_717_100), (364_900, 5_717_000)]))
    east = np.vstack(([(365_100, 5_717_000), (365_100, 5_717_100)], border[::-1]))
    return np.array([shapely.Polygon(west), shapely.Polygon(east)])


def test_a_border_that_hardly_bends_loses_most_of_its_vertices() -> None:
    (line,) = thin(np.array([shapely.LineString(shaky_border())]), TOLERANCE)

    assert shapely.get_num_coordinates(line) < 200
    assert line.boundary.equals(shapely.LineString(shaky_border()).boundary)


def test_neighbours_leave_out_the_same_vertices() -> None:
    west, east = thin(neighbours(), TOLERANCE)

    assert shapely.get_num_coordinates(west) < 300
    assert shapely.union(west, east).area == pytest.approx(20_000, abs=1e-6)
    assert shapely.intersection(west, east).area == 0


def test_no_vertex_is_moved() -> None:
    before = neighbours()
    after = thin(before, TOLERANCE)

    for old, new in zip(before, after, strict=True):
        assert set(map(tuple, shapely.get_coordinates(new))) <= set(
            map(tuple, shapely.get_coordinates(old))
        )


def test_no_edge_strays_further_than_allowed() -> None:
    before = neighbours()
    after = thin(before, TOLERANCE)

    assert (shapely.hausdorff_distance(before, after) <= 3 * TOLERANCE).all()


def test_corners_stay() -> None:
    square = shapely.segmentize(shapely.box(0, 0, 10, 10), 1)

    (thinned,) = thin(np.array([square]), TOLERANCE)

    assert thinned.equals(square)
    assert shapely.get_num_coordinates(thinned) < shapely.get_num_coordinates(square)


@pytest.mark.parametrize(
    "shape",
    [
        shapely.box(0, 0, 0.1, 0.1),
        shapely.Polygon([(0, 0), (5, 0.01), (10, 0), (5, 0.02)]),
        shapely.Polygon([(0, 0), (5, 0.1), (10, 0)]),
    ],
)
def test_a_shape_smaller_than_the_tolerance_stays_one(shape: shapely.Polygon) -> None:
    (thinned,) = thin(np.array([shape]), TOLERANCE)

    assert (thinned.geom_type, thinned.is_empty) == ("Polygon", False)


def test_holes_and_parts_stay() -> None:
    ring = shapely.Point(0, 0).buffer(100).difference(shapely.Point(0, 0).buffer(50))
    both = shapely.union(ring, shapely.box(200, 0, 210, 10))

    (thinned,) = thin(np.array([both]), TOLERANCE)

    assert shapely.get_num_geometries(thinned) == 2
    assert shapely.area(thinned) == pytest.approx(shapely.area(both), rel=0.01)
    assert sum(len(part.interiors) for part in shapely.get_parts(thinned)) == 1


def test_points_nothing_and_collections_stay_as_they_are() -> None:
    others = np.array(
        [
            shapely.Point(1, 2),
            None,
            shapely.MultiPoint([(1, 2), (3, 4)]),
            shapely.GeometryCollection([shapely.Point(0, 0)]),
            shapely.Polygon(),
        ]
    )

    thinned = thin(others, TOLERANCE)

    assert shapely.equals_identical(thinned[[0, 2, 3, 4]], others[[0, 2, 3, 4]]).all()
    assert thinned[1] is None
