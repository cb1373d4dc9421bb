"""The spatial index of a GeoPackage (extension ``gpkg_rtree_index``): an R*Tree and its triggers.

The triggers call functions that GIS programs bring along; here they are only written down.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

_EXTENSION: Final = "http://www.geopackage.org/spec130/#extension_rtree"
_HAS_SHAPE: Final = "(NEW.{c} NOTNULL AND NOT ST_IsEmpty(NEW.{c}))"
_NO_SHAPE: Final = "(NEW.{c} ISNULL OR ST_IsEmpty(NEW.{c}))"
_PUT: Final = (
    "INSERT OR REPLACE INTO {r} VALUES "
    "(NEW.{i}, ST_MinX(NEW.{c}), ST_MaxX(NEW.{c}), ST_MinY(NEW.{c}), ST_MaxY(NEW.{c}));"
)
_REMOVE: Final = "DELETE FROM {r} WHERE id = OLD.{i};"
_TRIGGERS: Final = (
    ("insert", "AFTER INSERT ON {t}", _HAS_SHAPE, _PUT),
    ("update1", "AFTER UPDATE OF {c} ON {t}", f"OLD.{{i}} = NEW.{{i}} AND {_HAS_SHAPE}", _PUT),
    (
        "update2",
        "AFTER UPDATE OF {c} ON {t}",
        f"OLD.{{i}} = NEW.{{i}} AND {_NO_SHAPE}",
        _REMOVE,
    ),
    (
        "update3",
        "AFTER UPDATE ON {t}",
        f"OLD.{{i}} != NEW.{{i}} AND {_HAS_SHAPE}",
        f"{_REMOVE} {_PUT}",
    ),
    (
        "update4",
        "AFTER UPDATE ON {t}",
        f"OLD.{{i}} != NEW.{{i}} AND {_NO_SHAPE}",
        "DELETE FROM {r} WHERE id IN (OLD.{i}, NEW.{i});",
    ),
    (
        "delete",
        "AFTER DELETE ON {t}",
        "OLD.{c} NOTNULL",
        _REMOVE,
    ),
)


def quoted(name: str) -> str:
    """Return ``name`` as an SQL identifier, whatever stands in it."""
    return '"' + name.replace('"', '""') + '"'


def index(
    connection: sqlite3.Connection,
    table: str,
    column: str,
    key: str,
    entries: Iterable[tuple[int, float, float, float, float]],
) -> None:
    """Add the index of a filled table; entries are key, west, east, south, north."""
    name = f"rtree_{table}_{column}"
    rtree = quoted(name)
    connection.execute(f"CREATE VIRTUAL TABLE {rtree} USING rtree(id, minx, maxx, miny, maxy)")
    connection.executemany(f"INSERT INTO {rtree} VALUES (?, ?, ?, ?, ?)", entries)  # noqa: S608
    connection.execute(
        "INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', ?, 'write-only')",
        (table, column, _EXTENSION),
    )
    words = {"r": rtree, "t": quoted(table), "c": quoted(column), "i": quoted(key)}
    for event, when, condition, act in _TRIGGERS:
        connection.execute(
            f"CREATE TRIGGER {quoted(f'{name}_{event}')} "
            + f"{when} WHEN {condition} BEGIN {act} END".format(**words)
        )
