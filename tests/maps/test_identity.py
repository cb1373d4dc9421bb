"""What makes a district recognizable."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from maps.identity import contrast, ink_on, label_place, sign_inside, sign_svg
from tests.maps.nine import NINE, SIGN


def test_the_label_of_an_area_keeps_away_from_its_border() -> None:
    """The centroid of this L lies outside of it."""
    corner = Polygon([(0, 0), (10, 0), (10, 1), (2, 1), (2, 10), (0, 10)])

    place = label_place(corner)

    assert corner.boundary.distance(place) == pytest.approx(1, abs=0.1)


def test_the_label_of_several_areas_lies_in_the_largest() -> None:
    large = shapely.box(100, 0, 110, 10)

    assert large.contains(label_place(MultiPolygon([shapely.box(0, 0, 5, 5), large])))


def test_the_label_of_a_line_lies_halfway_along_it() -> None:
    assert label_place(LineString([(0, 0), (10, 0), (10, 30)])) == Point(10, 10)


def test_the_label_of_points_is_one_of_them() -> None:
    assert label_place(MultiPoint([(0, 0), (4, 0), (9, 0)])) == Point(4, 0)


def test_a_point_is_its_own_label_place() -> None:
    assert label_place(Point(3, 4)) == Point(3, 4)


def test_an_area_outranks_the_points_beside_it() -> None:
    both = shapely.GeometryCollection([Point(50, 50), shapely.box(0, 0, 2, 2)])

    assert label_place(both).equals_exact(Point(1, 1), 0.1)


@pytest.mark.parametrize("empty", [Point(), Polygon(), shapely.GeometryCollection()])
def test_nothing_has_no_label_place(empty: BaseGeometry) -> None:
    with pytest.raises(ValueError, match="empty"):
        label_place(empty)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=3, max_size=9))
def test_the_label_place_belongs_to_the_shape(corners: list[tuple[int, int]]) -> None:
    shape = MultiPoint(corners).convex_hull

    assert shape.distance(label_place(shape)) < 1e-9


def test_contrast_is_that_of_the_accessibility_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("colour", "ink"), [("#332288", "#ffffff"), ("#DDCC77", "#000000")])
def test_ink_is_black_on_light_and_white_on_dark(colour: str, ink: str) -> None:
    assert ink_on(colour) == ink


@pytest.mark.parametrize("district", NINE, ids=lambda district: district.id)
def test_ink_is_readable_on_every_district_color(district: object) -> None:
    colour = vars(district)["colour"]

    assert contrast(ink_on(colour), colour) >= 4.5


def test_the_inside_of_a_sign_is_what_its_root_holds() -> None:
    document = f'<?xml version="1.0"?>\n<svg viewBox="0 0 24 24">\n {SIGN}\n</svg>\n'

    assert sign_inside(document) == SIGN


@pytest.mark.parametrize("text", ["", "<p>no</p>", "<svg", "<svg>"])
def test_what_is_no_sign_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="SVG"):
        sign_inside(text)


def test_a_sign_stands_alone_in_its_color() -> None:
    root = ElementTree.fromstring(sign_svg(SIGN, colour="#332288", size=16))  # noqa: S314 - ours

    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.attrib["color"] == "#332288"
    assert (root.attrib["width"], root.attrib["viewBox"]) == ("16", "0 0 24 24")
    assert [child.tag for child in root] == ["{http://www.w3.org/2000/svg}path"]
