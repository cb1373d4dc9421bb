"""The geometry column: shapely in EPSG:25832 on this side, WKB or PostGIS on the other.

SQLite keeps WKB in a BLOB and finds boxes through an R*Tree that triggers keep up to date;
PostgreSQL keeps ``geometry(KIND, 25832)`` with a GiST index. No store sees bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Boolean, Column
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import UserDefinedType

STORAGE_SRID: Final = 25832

Bounds = tuple[float, float, float, float]
"""West, south, east, north in EPSG:25832, metres."""


class Geometry(UserDefinedType[BaseGeometry]):
    """A column of shapely geometries in EPSG:25832, metres.

    Parameters
    ----------
    kind : str
        PostGIS type name: ``POINT``, ``MULTIPOLYGON`` … or ``GEOMETRY`` for any.
    """

    cache_ok = True

    def __init__(self, kind: str = "GEOMETRY") -> None:
        self.kind = kind

    def get_col_spec(self, **_: Any) -> str:
        """Return the type of the PostgreSQL column; SQLite's is chosen below."""
        return f"geometry({self.kind}, {STORAGE_SRID})"

    def bind_processor(self, dialect: Dialect) -> Callable[[BaseGeometry | None], Any]:
        """Turn a geometry into what the driver sends."""
        if dialect.name == "sqlite":
            return lambda value: None if value is None else shapely.to_wkb(value)

        def to_ewkb(value: BaseGeometry | None) -> str | None:
            if value is None:
                return None
            tagged = shapely.set_srid(value, STORAGE_SRID)
            return str(shapely.to_wkb(tagged, hex=True, include_srid=True))

        return to_ewkb

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], BaseGeometry | None]:
        """Turn what the driver returns into a geometry (shapely reads WKB and hex alike)."""
        return lambda value: None if value is None else shapely.from_wkb(value)


@compiles(Geometry, "sqlite")
def _sqlite_type(_: Geometry, __: object, **___: Any) -> str:
    return "BLOB"


class MeetsBounds(ColumnElement[bool]):
    """True where the box of a geometry column meets ``bounds``; answered by the spatial index.

    A box test only: exact predicates are asked of shapely afterwards.
    """

    inherit_cache = False
    type = Boolean()

    def __init__(self, column: Column[Any], key: Column[int], bounds: Bounds) -> None:
        self.column = column
        self.row_key = key
        self.bounds = tuple(float(value) for value in bounds)

    def self_group(self, against: object = None) -> MeetsBounds:
        """Return the test as it is: by "= 1" behind it, SQLite would miss the index."""
        return self


@compiles(MeetsBounds, "sqlite")
def _meets_bounds_rtree(element: MeetsBounds, compiler: SQLCompiler, **kw: Any) -> str:
    west, south, east, north = element.bounds
    key = compiler.process(element.row_key, **kw)
    index = rtree_name(element.column.table.name, element.column.name)
    box = f"max_x >= {west!r} AND min_x <= {east!r} AND max_y >= {south!r} AND min_y <= {north!r}"
    return f"{key} IN (SELECT fid FROM {index} WHERE {box})"  # noqa: S608 - own names, numbers


@compiles(MeetsBounds)
def _meets_bounds_gist(element: MeetsBounds, compiler: SQLCompiler, **kw: Any) -> str:
    column = compiler.process(element.column, **kw)
    box = ", ".join(repr(value) for value in element.bounds)
    return f"{column} && ST_MakeEnvelope({box}, {STORAGE_SRID})"


def rtree_name(table: str, column: str) -> str:
    """Return the name of the R*Tree table behind a geometry column."""
    return f"{table}_{column}_rtree"


def register_functions(dbapi_connection: sqlite3.Connection) -> None:
    """Give a SQLite connection the functions that the R*Tree triggers call."""
    for position, name in enumerate(("wkb_min_x", "wkb_min_y", "wkb_max_x", "wkb_max_y")):
        dbapi_connection.create_function(name, 1, _bound_reader(position), deterministic=True)


def _bound_reader(position: int) -> Callable[[bytes], float]:
    def read(wkb: bytes) -> float:
        return float(shapely.from_wkb(wkb).bounds[position])

    return read
