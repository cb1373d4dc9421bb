"""GeoPackage 1.3 (OGC 12-128r17) of one layer of points, written with SQLite alone.

GDAL would do it as well, but brings pandas and geopandas along into the process that answers
requests: a hundred megabytes for six small tables. The file is made in memory.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Final
from xml.sax.saxutils import escape

import pyproj
import shapely
from shapely import Point

from geo.crs import STORAGE_CRS
from services.web.columns import About, Cells, Column

MEDIA_TYPE: Final = "application/geopackage+sqlite3"

_APPLICATION_ID: Final = 0x47504B47
"""``GPKG`` in ASCII, as the standard asks for."""
_USER_VERSION: Final = 10_300
_SRID: Final = 25832
_LITTLE_ENDIAN_NO_ENVELOPE: Final = 1
_HEADER: Final = struct.pack("<2sBBi", b"GP", 0, _LITTLE_ENDIAN_NO_ENVELOPE, _SRID)
_DUBLIN_CORE: Final = "http://purl.org/dc/terms/"
_TYPES: Final = {
    "text": "TEXT",
    "integer": "INTEGER",
    "real": "DOUBLE",
    "date": "DATE",
    "yes": "BOOLEAN",
}
_SCHEMA: Final = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL,
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name), column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id),
  z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_metadata (
  id INTEGER PRIMARY KEY NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml',
  metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL, md_file_id INTEGER NOT NULL REFERENCES gpkg_metadata(id),
  md_parent_id INTEGER REFERENCES gpkg_metadata(id));
INSERT INTO gpkg_extensions VALUES
  ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata',
   'read-write'),
  ('gpkg_metadata_reference', NULL, 'gpkg_metadata',
   'http://www.geopackage.org/spec130/#extension_metadata', 'read-write');
"""


def to_geopackage(
    about: About,
    columns: Sequence[Column],
    rows: Iterable[tuple[Point | None, Cells]],
    *,
    now: datetime,
) -> bytes:
    """Return a GeoPackage with one layer.

    Parameters
    ----------
    about : About
        ``name`` becomes the name of the layer; the lines go into its description and metadata.
    columns : sequence of Column
        Their names become the fields; each an SQL identifier of our own.
    rows : iterable of (Point or None, Cells)
        Points in EPSG:25832; None for a row without a place.
    now : datetime
        Timezone-aware: when the file was made.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {_USER_VERSION}")
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        _describe(connection, about, now)
        _fill(connection, about.name, columns, rows)
        connection.execute("COMMIT")
        return connection.serialize()
    finally:
        connection.close()


def _describe(connection: sqlite3.Connection, about: About, now: datetime) -> None:
    at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    crs = pyproj.CRS(STORAGE_CRS)
    wgs84 = pyproj.CRS("EPSG:4326")
    systems = [
        ("Undefined Cartesian", -1, "NONE", -1, "undefined"),
        ("Undefined geographic", 0, "NONE", 0, "undefined"),
        (wgs84.name, 4326, "EPSG", 4326, wgs84.to_wkt("WKT1_GDAL")),
        (crs.name, _SRID, "EPSG", _SRID, crs.to_wkt("WKT1_GDAL")),
    ]
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)", systems)
    description = "\n".join(f"{name}: {value}" for name, value in about.lines)
    connection.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, NULL, NULL, NULL, NULL, ?)",
        (about.name, about.title, description, at, _SRID),
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', ?, 0, 0)",
        (about.name, _SRID),
    )
    connection.execute(
        "INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?, 'text/xml', ?)",
        (_DUBLIN_CORE, _dublin_core(about, at)),
    )
    connection.execute(
        "INSERT INTO gpkg_metadata_reference VALUES ('table', ?, NULL, NULL, ?, 1, NULL)",
        (about.name, at),
    )


def _dublin_core(about: About, at: str) -> str:
    described = "\n".join(f"{name}: {value}" for name, value in about.lines)
    return (
        f'<metadata xmlns:dct="{_DUBLIN_CORE}">'
        f"<dct:title>{escape(about.title)}</dct:title>"
        f"<dct:description>{escape(described)}</dct:description>"
        f"<dct:license>{escape(about.licence_url)}</dct:license>"
        f"<dct:modified>{at}</dct:modified></metadata>"
    )


def _fill(
    connection: sqlite3.Connection,
    layer: str,
    columns: Sequence[Column],
    rows: Iterable[tuple[Point | None, Cells]],
) -> None:
    fields = ", ".join(f'"{one.name}" {_TYPES[one.kind]}' for one in columns)
    connection.execute(
        f'CREATE TABLE "{layer}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, '
        f"geom POINT, {fields})"
    )
    marks = ", ".join("?" * (len(columns) + 1))
    names = ", ".join(f'"{one.name}"' for one in columns)
    box = _Box()
    connection.executemany(
        f'INSERT INTO "{layer}" (geom, {names}) VALUES ({marks})',  # noqa: S608 - our own names
        _values(rows, box),
    )
    connection.execute(
        "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ?", box.bounds
    )


class _Box:
    """Grows around points."""

    def __init__(self) -> None:
        self.bounds: tuple[float, float, float, float] | tuple[None, ...] = (None,) * 4

    def take(self, point: Point) -> None:
        x, y = point.x, point.y
        west, south, east, north = self.bounds
        self.bounds = (
            x if west is None else min(west, x),
            y if south is None else min(south, y),
            x if east is None else max(east, x),
            y if north is None else max(north, y),
        )


def _values(rows: Iterable[tuple[Point | None, Cells]], box: _Box) -> Iterator[Sequence[object]]:
    for point, cells in rows:
        blob = None
        if point is not None:
            box.take(point)
            blob = _HEADER + shapely.to_wkb(point, byte_order=1)
        yield [blob, *(one.isoformat() if isinstance(one, date) else one for one in cells)]
