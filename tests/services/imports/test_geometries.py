"""What is found in the shapes of a layer: faults with their places, sizes, a sample."""

from __future__ import annotations

import struct

import numpy as np
import pytest
import shapely
from shapely import MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from services.imports.codes.geometry import FAULT_REASONS
from services.imports.geometries import FAULTS_MOST, SAMPLE_MOST, Gathered
from services.imports.model import CrsCandidate
from tests.zoo.build_shapefile import EAST, NORTH


def candidate(epsg: int, *, swapped: bool = False) -> CrsCandidate:
    return CrsCandidate(epsg, "", "declared", swapped, 1.0, "", None, grid_missing=False)


def gathered(*shapes: BaseGeometry | bytes | None, clockwise: bool = False) -> Gathered:
    """Gather shapes, or bytes that stand for them, in portions of two."""
    found = Gathered(clockwise=clockwise)
    for start in range(0, len(shapes), 2):
        portion = np.empty(len(shapes[start : start + 2]), dtype=object)
        portion[:] = [
            shapely.to_wkb(one) if isinstance(one, BaseGeometry) else one
            for one in shapes[start : start + 2]
        ]
        found.take(portion)
    return found


def test_shapes_repeat_each_other_across_portions() -> None:
    found = gathered(Point(0, 0), Point(1, 1), Point(2, 2), Point(0, 0)).found(None)

    assert (found.duplicate, found.faults[0].n, found.faults[0].reason) == (1, 3, "0")


def test_no_more_faults_are_listed_than_fit_a_page_and_all_are_counted() -> None:
    found = gathered(*[None] * (FAULTS_MOST + 50)).found(None)

    assert (found.null, len(found.faults)) == (FAULTS_MOST + 50, FAULTS_MOST)


@pytest.mark.parametrize(
    ("epsg", "x", "y", "side", "swapped"),
    [
        (25832, EAST, NORTH, 0.9, False),
        (4326, 7.135, 51.595, 0.9 / 111_000, False),
        (4326, 51.595, 7.135, 0.9 / 111_000, True),
        (3857, 794_264.0, 6_727_224.0, 1.4, False),
    ],
)
def test_tiny_is_below_one_square_metre_in_every_system(
    epsg: int, x: float, y: float, side: float, swapped: bool
) -> None:
    small = shapely.box(x, y, x + side, y + side)
    large = shapely.box(x, y, x + 3 * side, y + 3 * side)

    found = gathered(small, large).found(candidate(epsg, swapped=swapped))

    (fault,) = found.faults
    assert (found.tiny, fault.kind) == (1, "tiny")
    assert (fault.lon, fault.lat) == pytest.approx((7.135, 51.595), abs=1e-3)


def test_what_is_tiny_is_not_told_where_the_unit_is_unknown() -> None:
    assert gathered(shapely.box(0, 0, 0.1, 0.1)).found(None).tiny == 0


def test_shapefiles_turn_their_rings_the_other_way() -> None:
    clockwise = shapely.box(0, 0, 10, 10, ccw=False)

    assert gathered(clockwise).found(None).turned_rings == 1
    assert gathered(clockwise, clockwise=True).found(None).turned_rings == 0


def test_a_ring_that_is_not_closed_is_faulty_and_does_not_stop_the_others() -> None:
    ring = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    opened = struct.pack("<BIII", 1, 3, 1, 4) + b"".join(struct.pack("<2d", *xy) for xy in ring)

    found = gathered(opened, Polygon(ring), Point(1, 1)).found(None)

    assert (found.invalid, found.kinds["Polygon"]) == (1, 2)
    assert found.faults[0].reason == "Ring is not closed"


def test_bytes_that_are_no_shape_leave_nothing() -> None:
    found = gathered(b"\x01nonsense", Point(1, 1)).found(None)

    assert (found.invalid, found.faults[0].kind) == (1, "collapsed")


def test_the_sample_is_spread_over_the_layer_and_small() -> None:
    crowd = MultiPoint([(number, 0) for number in range(10_000)])
    sample = gathered(crowd, Point(20_000, 0), crowd).sample()

    assert 100 < len(sample) <= SAMPLE_MOST
    assert sample[:, 0].max() > 9_000


@pytest.mark.parametrize(
    "wkt",
    [
        "POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))",
        "POLYGON ((0 0, 10 0, 10 10, 5 0, 0 0))",
        "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (20 20, 20 21, 21 21, 20 20))",
        "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 5, 5 5, 5 1, 1 1), (2 2, 2 3, 3 3, 2 2))",
        "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (0 5, 5 10, 10 5, 5 0, 0 5))",
        "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0)), ((1 1, 2 1, 2 2, 1 1)))",
        "LINESTRING (1 1, 1 1)",
        "POINT (inf 1)",
    ],
)
def test_every_reason_has_plain_words(wkt: str) -> None:
    shape = Point(float("inf"), 1) if "inf" in wkt else shapely.from_wkt(wkt)

    (fault,) = gathered(shape).found(None).faults

    assert fault.reason in FAULT_REASONS
