"""Shapefile parts byte by byte: the tests decide what is broken in them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

Column = tuple[bytes, str, int, int]


def write_dbf(
    path: Path,
    columns: Sequence[Column],
    rows: Sequence[Sequence[bytes]],
    *,
    ldid: int = 0,
    stated: int | None = None,
    deleted: Sequence[int] = (),
) -> Path:
    width = 1 + sum(column[2] for column in columns)
    head = struct.pack(
        "<4BIHH16xBBxx",
        3,
        126,
        1,
        1,
        len(rows) if stated is None else stated,
        33 + 32 * len(columns),
        width,
        0,
        ldid,
    )
    fields = b"".join(
        struct.pack("<11sc4xBB14x", name, kind.encode(), size, decimals)
        for name, kind, size, decimals in columns
    )
    body = b"".join(
        (b"*" if n in deleted else b" ")
        + b"".join(
            value[: column[2]].ljust(column[2]) for value, column in zip(row, columns, strict=True)
        )
        for n, row in enumerate(rows)
    )
    path.write_bytes(head + fields + b"\r" + body + b"\x1a")
    return path


def write_texts(path: Path, values: Sequence[str], encoding: str, *, ldid: int = 0) -> Path:
    rows = [[value.encode(encoding)] for value in values]
    return write_dbf(path, [(b"NAME", "C", 60, 0)], rows, ldid=ldid)


def point(x: float, y: float) -> bytes:
    return struct.pack("<Idd", 1, x, y)


def point_z(x: float, y: float, z: float, m: float = -1e39) -> bytes:
    return struct.pack("<I4d", 11, x, y, z, m)


def polygon(*corners: tuple[float, float], stated: int | None = None) -> bytes:
    count = len(corners) if stated is None else stated
    flat = [value for corner in corners for value in corner]
    return struct.pack("<I4dIII", 5, 0, 0, 9, 9, 1, count, 0) + struct.pack(f"<{len(flat)}d", *flat)


NULL = struct.pack("<I", 0)


def shp_head(kind: int, size_bytes: int, *, magic: int = 9994) -> bytes:
    return struct.pack(">I20xI", magic, size_bytes // 2) + struct.pack("<II64x", 1000, kind)


def write_shp(path: Path, kind: int, records: Sequence[bytes]) -> Path:
    body = b"".join(
        struct.pack(">II", n + 1, len(record) // 2) + record for n, record in enumerate(records)
    )
    path.write_bytes(shp_head(kind, 100 + len(body)) + body)
    return path


def write_shx(path: Path, kind: int, records: Sequence[bytes]) -> Path:
    offset, entries = 100, b""
    for record in records:
        entries += struct.pack(">II", offset // 2, len(record) // 2)
        offset += 8 + len(record)
    path.write_bytes(shp_head(kind, 100 + len(entries)) + entries)
    return path


def write_set(folder: Path, kind: int, records: Sequence[bytes]) -> dict[str, Path]:
    return {
        "shp": write_shp(folder / "1.shp", kind, records),
        "shx": write_shx(folder / "1.shx", kind, records),
        "dbf": write_dbf(folder / "1.dbf", [(b"NR", "N", 5, 0)], [[b"    1"]] * len(records)),
    }
