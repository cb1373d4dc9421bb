"""Many features at once, past the column types: bytes in, bytes out, nothing is parsed twice."""

from __future__ import annotations

import sqlite3
from binascii import a2b_base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import orjson
from sqlalchemy import Connection, func, select, text

from services.database.geometry import STORAGE_SRID
from services.database.tables import layer_feature

if TYPE_CHECKING:  # ten megabytes that a city with SQLite need not hold
    import psycopg

Line = dict[str, Any]
"""One line of ``features.jsonl``: ``n``, ``key``, ``wkb``, ``b``, ``p``, ``d``, ``o``."""

Rows = list[tuple[Any, ...]]

_FEATURE: Final = (
    "number",
    "layer_number",
    "version",
    "n",
    "key",
    "geometry",
    "west",
    "south",
    "east",
    "north",
    "original",
    "properties",
    "digest",
)
_DISTRICT: Final = ("feature_number", "valid_from", "district_id", "share")
_BINARY_TYPES: Final = {
    "layer_feature": (
        *("int4", "int4", "int4", "int4", "text", "bytea"),
        *("float8", "float8", "float8", "float8", "bytea", "text", "text"),
    ),
    "layer_feature_district": ("int4", "date", "text", "float8"),
}
"""What each column is sent as: PostGIS reads shapes, and PostgreSQL JSON, from plain bytes."""
_NOWHERE: Final = (None, None, None, None)
_HAS_SRID: Final = 0x20000000
_CACHE_KB: Final = 65_536
_LOG_PAGES: Final = 8_000


def give_room(connection: Connection) -> None:
    """Let SQLite keep the nodes of indexes in memory, as long as the connection stays open.

    With its 2 MB, each portion reads them anew: a tenth of the time. With its log of 4 MB, it
    copies the same nodes into the file after every few portions: another twentieth. PostgreSQL
    has room of its own.
    """
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.execute(f"PRAGMA cache_size = -{_CACHE_KB}").close()
        driver.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}").close()


@dataclass(frozen=True)
class Portion:
    """Features as the driver takes them, before they have numbers.

    ``features`` lack ``number``, ``layer_number`` and ``version``. Of ``districts``, the first
    entry of each row is the position of its feature.
    """

    features: Rows
    districts: Rows


def prepare(lines: Sequence[Line], *, postgis: bool) -> Portion:
    """Make rows of lines: most of the computing, and no transaction has to be open for it."""
    shape = _postgis_shape if postgis else _bytes
    features = [
        (
            line["n"],
            line["key"],
            shape(line["wkb"]),
            *(line["b"] or _NOWHERE),
            _bytes(line.get("o")),
            orjson.dumps(line["p"]).decode(),
            _digest(line),
        )
        for line in lines
    ]
    districts = [
        (position, valid_from, district_id, share)
        for position, line in enumerate(lines)
        for valid_from, shares in line["d"].items()
        for district_id, share in shares
    ]
    return Portion(features, districts)


def write_portion(
    connection: Connection, layer_number: int, version: int, portion: Portion
) -> None:
    """Write features and their shares of districts in the caller's transaction."""
    numbers = _new_numbers(connection, len(portion.features))
    features = [
        (number, layer_number, version, *row)
        for number, row in zip(numbers, portion.features, strict=True)
    ]
    _write(connection, "layer_feature", _FEATURE, features)
    _write_districts(connection, [(numbers[at], *row) for at, *row in portion.districts])


def write_shares(connection: Connection, shares: Rows) -> None:
    """Write what of features lies in which district, in the caller's transaction.

    Each row: number of the feature, ``valid_from``, id of the district, share.
    """
    _write_districts(connection, shares)


def _write_districts(connection: Connection, rows: Rows) -> None:
    if connection.dialect.name == "postgresql":
        rows = [(number, date.fromisoformat(day), *rest) for number, day, *rest in rows]
    _write(connection, "layer_feature_district", _DISTRICT, rows)


def _write(connection: Connection, table: str, columns: Sequence[str], rows: Rows) -> None:
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        _copy(driver, table, columns, rows)
    else:
        _insert(driver, table, columns, rows)


def _digest(line: Line) -> str:
    said = blake2b((line["wkb"] or "").encode(), digest_size=8)
    said.update(orjson.dumps(line["p"], option=orjson.OPT_SORT_KEYS))
    return said.hexdigest()


def _bytes(encoded: str | None) -> bytes | None:
    return None if encoded is None else a2b_base64(encoded)


def _new_numbers(connection: Connection, many: int) -> Sequence[int]:
    if connection.dialect.name == "sqlite":  # whose writers take turns
        highest = connection.execute(select(func.max(layer_feature.c.number))).scalar_one() or 0
        return range(highest + 1, highest + 1 + many)
    sequence = "pg_get_serial_sequence('layer_feature', 'number')"
    numbers: Sequence[int] = connection.execute(  # one array: many rows take ten times as long
        text(f"SELECT array_agg(nextval({sequence})) FROM generate_series(1, :many)"),  # noqa: S608
        {"many": many},
    ).scalar_one()
    return numbers


def _insert(driver: sqlite3.Connection, table: str, columns: Sequence[str], rows: Rows) -> None:
    places = ", ".join("?" * len(columns))
    driver.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608 - own names
        rows,
    )


def _copy(driver: psycopg.Connection[Any], table: str, columns: Sequence[str], rows: Rows) -> None:
    command = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
    with driver.cursor() as cursor, cursor.copy(command.encode()) as copy:
        copy.set_types(_BINARY_TYPES[table])
        for row in rows:
            copy.write_row(row)


def _postgis_shape(encoded: str | None) -> bytes | None:
    wkb = _bytes(encoded)
    return None if wkb is None else _with_srid(wkb)


def _with_srid(wkb: bytes) -> bytes:
    """Return PostGIS's own form of a shape; parts of a collection need no number of their own."""
    order = "little" if wkb[0] else "big"
    kind = int.from_bytes(wkb[1:5], order) | _HAS_SRID  # type: ignore[arg-type]
    return (
        wkb[:1]
        + kind.to_bytes(4, order)  # type: ignore[arg-type]
        + STORAGE_SRID.to_bytes(4, order)  # type: ignore[arg-type]
        + wkb[5:]
    )
