"""Reference systems: figures of one point, axis order, threads, round trips."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Final

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from shapely import Point, Polygon

from geo.crs import (
    ETRS89,
    GAUSS_KRUEGER_2,
    GAUSS_KRUEGER_3,
    LAEA_EUROPE,
    LON_LAT,
    STORAGE_CRS,
    UTM_32_PREFIXED,
    WEB_MERCATOR,
    NoTransformationError,
    NotReprojectableError,
    UnknownCRSError,
    operation,
    point_from_lon_lat,
    reproject,
    transformer,
)

LON, LAT = 7.135, 51.595
EAST, NORTH = 370_819.75, 5_717_642.33
"""The same place in ``STORAGE_CRS``."""
SAME_PLACE: Final = {
    LON_LAT: (LON, LAT),
    ETRS89: (LON, LAT),
    STORAGE_CRS: (EAST, NORTH),
    UTM_32_PREFIXED: (32_000_000 + EAST, NORTH),
    WEB_MERCATOR: (794_264.57, 6_727_224.94),
    LAEA_EUROPE: (4_122_525.97, 3_168_833.91),
    GAUSS_KRUEGER_2: (2_578_692.71, 5_718_453.01),
    GAUSS_KRUEGER_3: (3_370_842.37, 5_719_488.60),
}
"""Web Mercator by its formula, DHDN by the grid: up to 0.5 m away where it is missing."""
DEGREES: Final = {LON_LAT, ETRS89}
BESSEL_OF_UNKNOWN_DATUM = (
    'GEOGCS["unknown",DATUM["unknown",SPHEROID["bessel",6377397.155,299.1528128]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
)


@pytest.mark.parametrize("source", SAME_PLACE)
@pytest.mark.parametrize("target", SAME_PLACE)
def test_x_comes_before_y_in_every_system(source: str, target: str) -> None:
    x, y = transformer(source, target).transform(*SAME_PLACE[source])
    tolerance = 1e-5 if target in DEGREES else 1.0
    assert (x, y) == pytest.approx(SAME_PLACE[target], abs=tolerance)


def test_the_prefixed_eastings_of_utm_convert_exactly() -> None:
    there = transformer(STORAGE_CRS, UTM_32_PREFIXED)
    back = transformer(UTM_32_PREFIXED, STORAGE_CRS)
    assert there.transform(EAST, NORTH) == pytest.approx((32_000_000 + EAST, NORTH), abs=1e-7)
    assert back.transform(32_000_000 + EAST, NORTH) == pytest.approx((EAST, NORTH), abs=1e-7)
    assert operation(UTM_32_PREFIXED, STORAGE_CRS).accuracy_m == 0.0


def test_no_grid_plays_a_part_between_systems_of_today() -> None:
    told = operation(LON_LAT, STORAGE_CRS)
    assert (told.grid, told.grid_missing, told.accuracy_m) == (None, False, 1.0)


def test_the_name_of_an_operation_leaves_out_the_order_of_axes() -> None:
    assert "axis" not in operation(ETRS89, LAEA_EUROPE).name


@settings(deadline=None)
@given(
    system=st.sampled_from(sorted(SAME_PLACE)),
    east=st.floats(360_000, 385_000),
    north=st.floats(5_705_000, 5_732_000),
)
def test_there_and_back_ends_where_it_began(system: str, east: float, north: float) -> None:
    there = reproject(Point(east, north), source=STORAGE_CRS, target=system)
    back = reproject(there, source=system, target=STORAGE_CRS)
    assert back.distance(Point(east, north)) < 0.001


@settings(deadline=None)
@given(xy=st.lists(st.tuples(st.floats(7.0, 7.3), st.floats(51.5, 51.7)), max_size=20))
def test_many_points_move_like_each_of_them(xy: list[tuple[float, float]]) -> None:
    points = np.array([Point(lon, lat) for lon, lat in xy], dtype=object)
    together = reproject(points, source=LON_LAT, target=STORAGE_CRS)
    assert together.tolist() == [point_from_lon_lat(lon, lat) for lon, lat in xy]


def test_neighbours_share_their_border_afterwards() -> None:
    west, east = shapely.box(7.1, 51.5, 7.15, 51.6), shapely.box(7.15, 51.5, 7.2, 51.6)
    moved = reproject(np.array([west, east]), source=LON_LAT, target=STORAGE_CRS)
    border = shapely.intersection(moved[0], moved[1])
    assert border.geom_type == "LineString"
    assert shapely.area(moved).sum() == pytest.approx(shapely.union_all(moved).area)


def test_an_array_keeps_its_shape_its_gaps_and_its_types() -> None:
    given_ = np.array([[Point(LON, LAT), None], [Polygon(), shapely.box(7, 51, 8, 52)]])
    moved = reproject(given_, source=LON_LAT, target=STORAGE_CRS)
    assert moved.shape == (2, 2)
    assert moved[0, 1] is None
    assert moved[1, 0].is_empty
    assert isinstance(moved[1, 1], Polygon)


def test_heights_are_dropped() -> None:
    assert not reproject(Point(LON, LAT, 80), source=LON_LAT, target=STORAGE_CRS).has_z


def test_an_edge_of_five_kilometres_bends_less_than_the_docstring_says() -> None:
    ends = [(LON - 0.036, LAT), (LON + 0.036, LAT)]
    straight = reproject(shapely.LineString(ends), source=LON_LAT, target=STORAGE_CRS)
    assert straight.length == pytest.approx(5_000, rel=0.01)
    assert straight.distance(point_from_lon_lat(LON, LAT)) < 0.70


def test_a_phone_pin_lands_in_the_city() -> None:
    assert point_from_lon_lat(LON, LAT).distance(Point(EAST, NORTH)) < 0.01


@pytest.mark.parametrize(
    ("lon", "lat"), [(LON, 90.1), (180.1, LAT), (math.nan, LAT), (LON, math.inf)]
)
def test_a_pin_off_the_globe_is_refused(lon: float, lat: float) -> None:
    with pytest.raises(NotReprojectableError):
        point_from_lon_lat(lon, lat)


def test_a_point_without_a_place_is_refused_and_counted() -> None:
    points = shapely.points([(LON, LAT), (math.inf, LAT), (LON, math.nan)])
    with pytest.raises(NotReprojectableError) as refused:
        reproject(points, source=LON_LAT, target=STORAGE_CRS)
    assert vars(refused.value) == {"source": LON_LAT, "target": STORAGE_CRS, "points": 2}


@pytest.mark.parametrize("name", ["EPSG:99", "", "Herten"])
def test_an_unknown_system_is_refused_by_name(name: str) -> None:
    with pytest.raises(UnknownCRSError) as refused:
        transformer(name, STORAGE_CRS)
    assert refused.value.crs == name


@pytest.mark.parametrize("source", [BESSEL_OF_UNKNOWN_DATUM, 'LOCAL_CS["site",UNIT["metre",1]]'])
def test_a_datum_is_never_guessed(source: str) -> None:
    with pytest.raises(NoTransformationError) as refused:
        operation(source, STORAGE_CRS)
    assert refused.value.source == source


def test_a_thread_makes_each_transformer_once() -> None:
    assert transformer(LON_LAT, STORAGE_CRS) is transformer(LON_LAT, STORAGE_CRS)


def test_threads_do_not_share_transformers() -> None:
    together = Barrier(4)

    def make(_: int) -> Transformer:
        together.wait()
        return transformer(LON_LAT, STORAGE_CRS)

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(make, range(4)))

    assert len({id(one) for one in [*made, transformer(LON_LAT, STORAGE_CRS)]}) == 5


def test_threads_agree_when_all_of_them_begin_at_once() -> None:
    together = Barrier(4)

    def move(_: int) -> Point:
        together.wait()
        return reproject(Point(2_578_600, 5_719_000), source=GAUSS_KRUEGER_2, target=STORAGE_CRS)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(move, range(4)))) == 1
