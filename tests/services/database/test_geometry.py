"""The geometry column gives back what it was given, in both databases."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
)
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, delete, select, text

from services.database.tables import project
from tests.services.database.rows import add_project

# Any double that a coordinate in EPSG:25832 may be, not only round metres.
_EASTINGS = st.floats(280_000, 920_000)
_NORTHINGS = st.floats(5_200_000, 6_100_000)
_PAIRS = st.tuples(_EASTINGS, _NORTHINGS)


def _lines() -> st.SearchStrategy[LineString]:
    return st.lists(_PAIRS, min_size=2, max_size=5).map(LineString)


@st.composite
def _polygons(draw: st.DrawFn) -> Polygon:
    """Squares, half of them with a hole."""
    west, south = draw(_PAIRS)
    shell = shapely.box(west, south, west + 300, south + 300)
    hole = shapely.box(west + 100, south + 100, west + 200, south + 200)
    return Polygon(shell.exterior, [hole.exterior] if draw(st.booleans()) else [])


_POINTS = _PAIRS.map(Point)
_SINGLE = st.one_of(_POINTS, _lines(), _polygons())
_KINDS: dict[str, st.SearchStrategy[BaseGeometry]] = {
    "Point": _POINTS,
    "LineString": _lines(),
    "Polygon": _polygons(),
    "MultiPoint": st.lists(_PAIRS, min_size=1, max_size=4).map(MultiPoint),
    "MultiLineString": st.lists(_lines(), min_size=1, max_size=3).map(MultiLineString),
    "MultiPolygon": st.lists(_polygons(), min_size=1, max_size=3).map(MultiPolygon),
    "GeometryCollection": st.lists(_SINGLE, min_size=1, max_size=3).map(GeometryCollection),
}


def _stored(connection: Connection, geometry: BaseGeometry | None) -> BaseGeometry | None:
    connection.execute(delete(project))
    add_project(connection, geometry=geometry)
    found: BaseGeometry | None = connection.execute(select(project.c.geometry)).scalar_one()
    return found


@pytest.mark.parametrize("kind", _KINDS)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_geometry_comes_back_to_the_last_bit(
    connection: Connection, kind: str, data: st.DataObject
) -> None:
    geometry = data.draw(_KINDS[kind])

    assert shapely.equals_identical(_stored(connection, geometry), geometry)


@pytest.mark.parametrize("wkt", ["POINT EMPTY", "LINESTRING EMPTY", "MULTIPOLYGON EMPTY"])
def test_an_empty_geometry_comes_back_empty(connection: Connection, wkt: str) -> None:
    found = _stored(connection, shapely.from_wkt(wkt))

    assert found is not None
    assert found.wkt == wkt


def test_no_geometry_comes_back_as_none(connection: Connection) -> None:
    assert _stored(connection, None) is None


def test_no_geometry_is_null_in_the_database(connection: Connection) -> None:
    add_project(connection, geometry=None)

    count = connection.execute(
        text("SELECT count(*) FROM project WHERE geometry IS NULL")
    ).scalar_one()
    assert count == 1


@pytest.mark.parametrize("dialect", ["postgis"], indirect=True)
def test_postgis_knows_the_reference_system(connection: Connection) -> None:
    add_project(connection, geometry=Point(370_000, 5_717_000))

    srid = connection.execute(text("SELECT ST_SRID(geometry) FROM project")).scalar_one()
    assert srid == 25832


@pytest.mark.parametrize("dialect", ["postgis"], indirect=True)
def test_postgis_sees_the_same_shape(connection: Connection) -> None:
    square = shapely.box(370_000, 5_717_000, 370_100, 5_717_200)
    add_project(connection, geometry=square)

    area_m2 = connection.execute(text("SELECT ST_Area(geometry) FROM project")).scalar_one()
    assert area_m2 == pytest.approx(square.area)
