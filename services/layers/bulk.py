"""Many features at once, past the column types: bytes in, bytes out, nothing is parsed twice."""

from __future__ import annotations

import sqlite3
from binascii import a2b_base64
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Final

import orjson
import psycopg
from sqlalchemy import Connection, func, select, text

from services.database.geometry import STORAGE_SRID
from services.database.tables import layer_feature

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
_NOWHERE: Final = (None, None, None, None)
_HAS_SRID: Final = 0x20000000
_CACHE_KB: Final = 65_536


def give_room(connection: Connection) -> None:
    """Let SQLite keep the nodes of indexes in memory, as long as the connection stays open.

    With its 2 MB, each portion reads them anew: a tenth of the time. PostgreSQL has room of its
    own.
    """
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.execute(f"PRAGMA cache_size = -{_CACHE_KB}").close()


def write_portion(
    connection: Connection, layer_number: int, version: int, lines: Sequence[Line]
) -> None:
    """Write features and their shares of districts in the caller's transaction."""
    numbers = _new_numbers(connection, len(lines))
    features = [
        (
            number,
            layer_number,
            version,
            line["n"],
            line["key"],
            _bytes(line["wkb"]),
            *(line["b"] or _NOWHERE),
            _bytes(line.get("o")),
            orjson.dumps(line["p"]).decode(),
            _digest(line),
        )
        for number, line in zip(numbers, lines, strict=True)
    ]
    districts = [
        (number, valid_from, district_id, share)
        for number, line in zip(numbers, lines, strict=True)
        for valid_from, shares in line["d"].items()
        for district_id, share in shares
    ]
    driver = connection.connection.driver_connection
    if isinstance(driver, psycopg.Connection):
        features = [_for_postgis(row) for row in features]
    _write(driver, "layer_feature", _FEATURE, features)
    _write(driver, "layer_feature_district", _DISTRICT, districts)


def write_shares(connection: Connection, shares: Rows) -> None:
    """Write what of features lies in which district, in the caller's transaction.

    Each row: number of the feature, ``valid_from``, id of the district, share.
    """
    _write(connection.connection.driver_connection, "layer_feature_district", _DISTRICT, shares)


def _write(driver: object, table: str, columns: Sequence[str], rows: Rows) -> None:
    if isinstance(driver, sqlite3.Connection):
        _insert(driver, table, columns, rows)
    elif isinstance(driver, psycopg.Connection):
        _copy(driver, table, columns, rows)
    else:
        raise TypeError(f"no way to write many rows with {type(driver)}")


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
    numbers = connection.execute(
        text(f"SELECT nextval({sequence}) FROM generate_series(1, :many)"),  # noqa: S608 - own name
        {"many": many},
    )
    return list(numbers.scalars())


def _insert(driver: sqlite3.Connection, table: str, columns: Sequence[str], rows: Rows) -> None:
    places = ", ".join("?" * len(columns))
    driver.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608 - own names
        rows,
    )


def _copy(driver: psycopg.Connection[Any], table: str, columns: Sequence[str], rows: Rows) -> None:
    command = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(command.encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _for_postgis(row: tuple[Any, ...]) -> tuple[Any, ...]:
    position = _FEATURE.index("geometry")
    wkb: bytes | None = row[position]
    shape = None if wkb is None else _with_srid(wkb).hex()
    return (*row[:position], shape, *row[position + 1 :])


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
