"""GeoPackage 1.3 (OGC 12-128r17) of one layer, written with SQLite alone.

GDAL would do it as well, but brings pandas and geopandas along into the process that answers
requests: a hundred megabytes for six small tables. What is small is made in memory.
"""

from __future__ import annotations

import sqlite3
import struct
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, TypeAlias
from xml.sax.saxutils import escape

import pyproj
import shapely
from shapely import Point

from geo.crs import STORAGE_CRS
from services.web.columns import About, Cells, Column
from services.web.geopackage_index import index, quoted

MEDIA_TYPE: Final = "application/geopackage+sqlite3"

_APPLICATION_ID: Final = 0x47504B47
"""``GPKG`` in ASCII, as the standard asks for."""
_USER_VERSION: Final = 10_300
_SRID: Final = 25832
_LITTLE_ENDIAN_NO_ENVELOPE: Final = 1
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


Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north."""
Shape: TypeAlias = tuple[bytes, Box]
"""Little-endian ISO WKB in two dimensions, and its box."""


@dataclass(frozen=True)
class Geometries:
    """What shapes a layer holds: ``kind`` (``POINT`` … ``GEOMETRY``) in EPSG ``srid``.

    Coordinates are easting, northing or longitude, latitude, as the standard wants them.
    """

    kind: str
    srid: int
    column: str = "geom"
    key: str = "fid"


@dataclass(frozen=True)
class Note:
    """More that is known of the layer, for programs; ``standard`` (URI) says how it is said."""

    standard: str
    media_type: str
    text: str


def to_geopackage(
    about: About,
    columns: Sequence[Column],
    rows: Iterable[tuple[Point | None, Cells]],
    *,
    now: datetime,
) -> bytes:
    """Return a GeoPackage with one layer of points.

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
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        shapes = ((_shape(point), cells) for point, cells in rows)
        _write(connection, about, Geometries("POINT", _SRID), columns, shapes, now=now)
        return connection.serialize()


def write_geopackage(
    path: Path,
    about: About,
    geometries: Geometries,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[tuple[Shape | None, Cells]],
    *,
    note: Note,
    now: datetime,
) -> None:
    """Write a GeoPackage with one layer of any shapes and its spatial index to a new file.

    ``columns`` are names (of strangers, no two alike but for their case) and kinds as in `Column`.
    Only one row stands in memory. A file that was not finished is of no use.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Nobody reads the file before it is finished, and nobody a part of it after a crash.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        kept = [Column(name, {"de": name, "en": name}, kind) for name, kind in columns]  # type: ignore[arg-type]
        _write(connection, about, geometries, kept, rows, now=now, note=note, indexed=True)


def _write(
    connection: sqlite3.Connection,
    about: About,
    geometries: Geometries,
    columns: Sequence[Column],
    rows: Iterable[tuple[Shape | None, Cells]],
    *,
    now: datetime,
    note: Note | None = None,
    indexed: bool = False,
) -> None:
    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {_USER_VERSION}")
    connection.executescript(_SCHEMA)
    connection.execute("BEGIN")
    _describe(connection, about, geometries, now, note)
    boxes = _fill(connection, about.name, geometries, columns, rows)
    if indexed:
        index(connection, about.name, geometries.column, geometries.key, boxes.entries())
    connection.execute("COMMIT")


def _describe(
    connection: sqlite3.Connection,
    about: About,
    geometries: Geometries,
    now: datetime,
    note: Note | None,
) -> None:
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
        (about.name, about.title, description, at, geometries.srid),
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)",
        (about.name, geometries.column, geometries.kind, geometries.srid),
    )
    dublin_core = Note(_DUBLIN_CORE, "text/xml", _dublin_core(about, at))
    notes = (dublin_core,) if note is None else (dublin_core, note)
    for number, one in enumerate(notes, 1):
        connection.execute(
            "INSERT INTO gpkg_metadata VALUES (?, 'dataset', ?, ?, ?)",
            (number, one.standard, one.media_type, one.text),
        )
        connection.execute(
            "INSERT INTO gpkg_metadata_reference VALUES ('table', ?, NULL, NULL, ?, ?, NULL)",
            (about.name, at, number),
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
    geometries: Geometries,
    columns: Sequence[Column],
    rows: Iterable[tuple[Shape | None, Cells]],
) -> _Boxes:
    fields = "".join(f", {quoted(one.name)} {_TYPES[one.kind]}" for one in columns)
    table = quoted(layer)
    connection.execute(
        f"CREATE TABLE {table} ({quoted(geometries.key)} INTEGER PRIMARY KEY AUTOINCREMENT "
        f"NOT NULL, {quoted(geometries.column)} {geometries.kind}{fields})"
    )
    marks = ", ".join("?" * (len(columns) + 1))
    names = ", ".join(map(quoted, (geometries.column, *(one.name for one in columns))))
    boxes = _Boxes()
    connection.executemany(
        f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - quoted names
        _values(rows, geometries.srid, boxes),
    )
    connection.execute(
        "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ?", boxes.around
    )
    return boxes


def _shape(point: Point | None) -> Shape | None:
    if point is None:
        return None
    return shapely.to_wkb(point, byte_order=1), (point.x, point.y, point.x, point.y)


class _Boxes:
    """Remembers the box of each shape, by the number of its row."""

    def __init__(self) -> None:
        self.rows = array("q")
        self._sides = tuple(array("d") for _ in range(4))

    def take(self, row: int, shape: Box) -> None:
        self.rows.append(row)
        for side, value in zip(self._sides, shape, strict=True):
            side.append(value)

    @property
    def around(self) -> Box | tuple[None, None, None, None]:
        """The box of all."""
        if not self.rows:
            return (None, None, None, None)
        west, south, east, north = self._sides
        return (min(west), min(south), max(east), max(north))

    def entries(self) -> Iterator[tuple[int, float, float, float, float]]:
        """Yield what the spatial index holds of each."""
        west, south, east, north = self._sides
        return zip(self.rows, west, east, south, north, strict=True)


def _values(
    rows: Iterable[tuple[Shape | None, Cells]], srid: int, boxes: _Boxes
) -> Iterator[Sequence[object]]:
    header = struct.pack("<2sBBi", b"GP", 0, _LITTLE_ENDIAN_NO_ENVELOPE, srid)
    for number, (shape, cells) in enumerate(rows, 1):
        blob = None
        if shape is not None:
            boxes.take(number, shape[1])
            blob = header + shape[0]
        yield [blob, *(one.isoformat() if isinstance(one, date) else one for one in cells)]
