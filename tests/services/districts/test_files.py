"""What a fresh installation starts with, as it is read from the files."""

from __future__ import annotations

import pytest
import shapely
from shapely import LineString, MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from geo.partition import GeometryKindError
from services.districts.actions import partition_of
from services.districts.files import (
    as_multipolygon,
    read_boundaries,
    read_districts,
    read_places,
)
from services.settings import PROJECT_ROOT
from tests.maps.nine import NINE
from tests.terms import LICENCE

HERTEN = PROJECT_ROOT / "data" / "districts" / "herten"
SQUARE = shapely.box(0, 0, 1, 1)


def test_districts_are_numbered_in_the_order_of_the_file() -> None:
    assert [(one.number, one.id, one.code) for one in read_districts(HERTEN)] == [
        (number, one.id, one.code) for number, one in enumerate(NINE, start=1)
    ]


def test_places_are_numbered_through() -> None:
    places = read_places(HERTEN)

    assert [one.number for one in places] == list(range(1, len(places) + 1))


def test_boundaries_lie_where_herten_lies() -> None:
    found = read_boundaries(HERTEN / "boundaries.geojson", licence=LICENCE)

    west, south, east, north = shapely.total_bounds([one.boundary for one in found.boundaries])
    assert (360_000 < west < east < 385_000, 5_705_000 < south < north < 5_732_000) == (True, True)


def test_boundaries_form_a_partition() -> None:
    districts = {one.id: one for one in read_districts(HERTEN)}

    partition = partition_of(
        read_boundaries(HERTEN / "boundaries.geojson", licence=LICENCE), districts
    )

    assert set(partition.ids) == districts.keys()


@pytest.mark.parametrize("shape", [SQUARE, MultiPolygon([SQUARE])], ids=["one", "many"])
def test_an_area_becomes_what_the_column_wants(shape: BaseGeometry) -> None:
    assert as_multipolygon(shape) == MultiPolygon([SQUARE])


@pytest.mark.parametrize(
    "shape", [Point(0, 0), LineString([(0, 0), (1, 1)])], ids=["point", "line"]
)
def test_what_is_no_area_is_no_boundary(shape: BaseGeometry) -> None:
    with pytest.raises(GeometryKindError) as refused:
        as_multipolygon(shape)

    assert refused.value.found == shape.geom_type
