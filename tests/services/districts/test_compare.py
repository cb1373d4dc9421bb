"""Outlines compared on squares whose figures can be worked out in the head."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from services.districts.compare import SAMPLE_M, compare_outline

SQUARE = shapely.box(500_000, 5_500_000, 501_000, 5_501_000)


def moved(*, east_m: float, north_m: float = 0.0) -> Polygon:
    return shapely.transform(SQUARE, lambda xy: np.add(xy, (east_m, north_m)))


def polygon_without(shape: Polygon, part: Polygon) -> Polygon:
    rest = shapely.difference(shape, part)
    assert isinstance(rest, Polygon)
    return rest


def test_an_outline_agrees_with_itself() -> None:
    result = compare_outline(SQUARE, SQUARE)

    assert (result.hausdorff_m, result.iou) == (0.0, 1.0)


def test_a_square_moved_by_100_m_is_100_m_away() -> None:
    assert compare_outline(SQUARE, moved(east_m=100)).hausdorff_m == pytest.approx(100)


def test_a_square_moved_by_100_m_shares_nine_elevenths() -> None:
    assert compare_outline(SQUARE, moved(east_m=100)).iou == pytest.approx(900 / 1_100)


def test_squares_apart_share_nothing() -> None:
    assert compare_outline(SQUARE, moved(east_m=2_000)).iou == 0.0


def test_the_middle_of_an_edge_counts_not_only_the_corners() -> None:
    # A bay 100 m wide, and the same bay with a bar of 10 m across its mouth: every corner of
    # one boundary lies on or next to the other, only the middle of the bar is 50 m away.
    bay = polygon_without(SQUARE, shapely.box(500_200, 5_500_450, 501_000, 5_500_550))
    lagoon = polygon_without(SQUARE, shapely.box(500_200, 5_500_450, 500_990, 5_500_550))

    assert compare_outline(bay, lagoon).hausdorff_m == pytest.approx(50, abs=SAMPLE_M / 2)


def test_a_hole_counts_as_boundary() -> None:
    holed = polygon_without(SQUARE, shapely.box(500_400, 5_500_400, 500_600, 5_500_600))

    assert compare_outline(SQUARE, holed).hausdorff_m == pytest.approx(400)


@given(east_m=st.floats(-900, 900), north_m=st.floats(-900, 900))
def test_it_does_not_matter_which_outline_comes_first(east_m: float, north_m: float) -> None:
    other = moved(east_m=east_m, north_m=north_m)

    there, back = compare_outline(SQUARE, other), compare_outline(other, SQUARE)

    assert (there.hausdorff_m, there.iou) == pytest.approx((back.hausdorff_m, back.iou))
