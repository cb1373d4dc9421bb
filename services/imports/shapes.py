"""The parts of a shapefile, byte by byte: what is there, what is missing, what is broken.

The bytes come from strangers: every length is checked against the file before it is used.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

from services.imports import dbf
from services.imports.dbf import DbfContent, DbfHeader
from services.imports.model import ImportRefusedError, Message

HEAD_BYTES: Final = 100
MULTI_PATCH: Final = 31
RECORDS_MAX: Final = 2_000_000
"""More than any layer may have, and few enough to keep their places in memory."""

_MAGIC: Final = 9994
_RECORD_HEAD: Final = 8
_INDEX_ENTRY: Final = 8
_NULL: Final = 0
_POINTS: Final = frozenset({1, 11, 21})
_MANY_POINTS: Final = frozenset({8, 18, 28})
_PARTED: Final = frozenset({3, 5, 13, 15, 23, 25})
_WITH_Z: Final = frozenset({11, 13, 15, 18})
_WITH_M: Final = frozenset({21, 23, 25, 28})
_TYPES: Final = _POINTS | _MANY_POINTS | _PARTED | {_NULL}
_POINT_BYTES: Final = {1: 20, 11: 36, 21: 28}
_NO_MEASURE: Final = -1e38

Bytes = mmap.mmap | bytes


@dataclass(frozen=True)
class ShapeParts:
    """What the parts of one shapefile hold.

    ``record_count`` counts the shapes, ``null_count`` those among them without a place. With
    ``needs_index`` the .shx is missing or wrong: ``rebuild_index`` writes a new one.
    """

    shape_type: int
    record_count: int
    null_count: int
    has_z: bool
    has_m: bool
    needs_index: bool
    dbf: DbfHeader | None
    messages: tuple[Message, ...]
    damaged: tuple[int, ...] = ()
    """Where the records of damaged shapes start, in bytes: `blank` takes them out of the way."""


@dataclass
class _Walk:
    """What a walk over the records found so far."""

    places: list[tuple[int, int]] = field(default_factory=list)
    """Offset and content length of each record, in bytes."""
    null_count: int = 0
    damaged: list[int] = field(default_factory=list)
    measured: bool = False
    lost_bytes: int = 0


def read_parts(parts: Mapping[str, Path]) -> ShapeParts:
    """Look at the parts of a shapefile, given by their lower-case extensions without a dot.

    Raises ``ImportRefusedError`` for what is no shapefile, for MultiPatch and unknown types.
    """
    shp = parts["shp"]
    with _opened(shp) as content:
        shape_type = _shape_type(content, size=shp.stat().st_size)
        places = _indexed_places(content, parts.get("shx"))
        walk = _walk(content, shape_type, places)
        stated_bytes = 2 * struct.unpack_from(">I", content, 24)[0]
        missing_bytes = max(walk.lost_bytes, stated_bytes - len(content), 0)
    header = dbf.read_header(parts["dbf"]) if "dbf" in parts else None
    inside = None if header is None else dbf.look_through(parts["dbf"], header)
    messages = (
        *_about_index(has_index="shx" in parts, usable=places is not None),
        *_about_shapes(walk, missing_bytes=missing_bytes),
        *_about_table(header, inside, has_table="dbf" in parts, shape_count=len(walk.places)),
    )
    return ShapeParts(
        shape_type=shape_type,
        record_count=len(walk.places),
        null_count=walk.null_count,
        has_z=shape_type in _WITH_Z,
        has_m=shape_type in _WITH_M or walk.measured,
        needs_index=places is None,
        dbf=header,
        messages=messages,
        damaged=tuple(walk.places[n][0] for n in walk.damaged),
    )


def blank(shp: Path, damaged: Sequence[int]) -> None:
    """Make shapes without a place of damaged ones, in our copy of a file.

    GDAL would give up the whole layer over one of them.
    """
    with shp.open("r+b") as file:
        for offset in damaged:
            file.seek(offset + _RECORD_HEAD)
            file.write(struct.pack("<I", _NULL))


def rebuild_index(shp: Path, shx: Path) -> int:
    """Write a new index of all whole records of ``shp``; return how many these are.

    Raises ``ImportRefusedError`` for what is no shapefile.
    """
    with _opened(shp) as content:
        _shape_type(content, size=shp.stat().st_size)
        found, _ = _places(content)
        head = bytearray(content[:HEAD_BYTES])
    struct.pack_into(">I", head, 24, (HEAD_BYTES + _INDEX_ENTRY * len(found)) // 2)
    with shx.open("wb") as file:
        file.write(head)
        for offset, length in found:
            file.write(struct.pack(">II", offset // 2, length // 2))
    return len(found)


@contextmanager
def _opened(path: Path) -> Iterator[Bytes]:
    """Lend the bytes of a file without reading it as a whole; an empty one cannot be mapped."""
    if path.stat().st_size == 0:
        yield b""
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        yield content


def _shape_type(content: Bytes, *, size: int) -> int:
    if size < HEAD_BYTES or struct.unpack_from(">I", content, 0)[0] != _MAGIC:
        raise ImportRefusedError(code="IMP-101", facts={"size_bytes": size})
    shape_type = int(struct.unpack_from("<I", content, 32)[0])
    if shape_type == MULTI_PATCH:
        raise ImportRefusedError(code="IMP-102")
    if shape_type not in _TYPES:
        raise ImportRefusedError(code="IMP-103", facts={"shape_type": shape_type})
    return shape_type


def _places(content: Bytes) -> tuple[list[tuple[int, int]], int]:
    """Return where the records stand by walking from one to the next, and the bytes left over."""
    found: list[tuple[int, int]] = []
    offset, size = HEAD_BYTES, len(content)
    while offset + _RECORD_HEAD + 4 <= size:
        length = 2 * struct.unpack_from(">I", content, offset + 4)[0]
        end = offset + _RECORD_HEAD + length
        if length < 4 or end > size:  # noqa: PLR2004 (a record holds its type at least)
            break
        found.append((offset, length))
        if len(found) > RECORDS_MAX:
            raise _too_many()
        offset = end
    return found, size - offset


def _indexed_places(content: Bytes, shx: Path | None) -> list[tuple[int, int]] | None:
    """Return where the records stand by the index; None where there is none or it is wrong.

    An edited file may hold outdated records between those that count: the index knows.
    """
    if shx is None:
        return None
    if shx.stat().st_size > HEAD_BYTES + _INDEX_ENTRY * RECORDS_MAX:
        raise _too_many()
    index = shx.read_bytes()
    whole = (len(index) - HEAD_BYTES) % _INDEX_ENTRY == 0
    if len(index) < HEAD_BYTES or not whole or struct.unpack_from(">I", index)[0] != _MAGIC:
        return None
    found: list[tuple[int, int]] = []
    for offset_words, length_words in struct.iter_unpack(">II", index[HEAD_BYTES:]):
        offset, length = 2 * offset_words, 2 * length_words
        end = offset + _RECORD_HEAD + length
        if offset < HEAD_BYTES or length < 4 or end > len(content):  # noqa: PLR2004
            return None
        if struct.unpack_from(">I", content, offset + 4)[0] != length_words:
            return None
        found.append((offset, length))
    if not found and len(content) > HEAD_BYTES:
        return None
    return found


def _walk(content: Bytes, shape_type: int, places: list[tuple[int, int]] | None) -> _Walk:
    walk = _Walk()
    if places is None:
        walk.places, walk.lost_bytes = _places(content)
    else:
        walk.places = places
    for n, (offset, length) in enumerate(walk.places):
        start = offset + _RECORD_HEAD
        kind = struct.unpack_from("<I", content, start)[0]
        if kind == MULTI_PATCH:
            raise ImportRefusedError(code="IMP-102")
        if kind == _NULL:
            walk.null_count += 1
        elif kind != shape_type or not _is_whole(content, start, length, kind):
            walk.damaged.append(n)
        elif shape_type in _WITH_Z and not walk.measured:
            walk.measured = _has_measures(content, start, length, kind)
    return walk


def _counts(content: Bytes, start: int, kind: int) -> tuple[int, int]:
    """Return the numbers of parts and points that a record states."""
    if kind in _PARTED:
        parts, points = struct.unpack_from("<II", content, start + 36)
        return parts, points
    return 0, struct.unpack_from("<I", content, start + 36)[0]


def _least_bytes(content: Bytes, start: int, length: int, kind: int) -> int:
    """Return how many bytes a record of this kind must have at least, by its own counts."""
    if kind in _POINTS:
        return _POINT_BYTES[kind]
    head = 44 if kind in _PARTED else 40
    if length < head:
        return head
    parts, points = _counts(content, start, kind)
    heights = 16 + 8 * points if kind in _WITH_Z else 0
    return head + 4 * parts + 16 * points + heights


def _is_whole(content: Bytes, start: int, length: int, kind: int) -> bool:
    """Tell whether a record holds what it states, and its parts lie one behind the other."""
    if length < _least_bytes(content, start, length, kind):
        return False
    if kind not in _PARTED:
        return True
    parts, points = _counts(content, start, kind)
    firsts = (*struct.unpack_from(f"<{parts}I", content, start + 44), points)
    if not points:
        return not any(firsts)
    return firsts[0] == 0 and all(one < next_ for one, next_ in pairwise(firsts))


def _has_measures(content: Bytes, start: int, length: int, kind: int) -> bool:
    """Tell whether a record with heights also holds measures that say something."""
    if kind in _POINTS:
        found = struct.unpack_from("<d", content, start + 28)
    else:
        at = _least_bytes(content, start, length, kind)
        if at + 16 > length:
            return False
        found = struct.unpack_from("<2d", content, start + at)
    return any(value > _NO_MEASURE and value != 0 for value in found)


def _too_many() -> ImportRefusedError:
    return ImportRefusedError(code="IMP-119", facts={"most": RECORDS_MAX})


def _about_index(*, has_index: bool, usable: bool) -> Iterator[Message]:
    if not has_index:
        yield Message("IMP-104")
    elif not usable:
        yield Message("IMP-105")


def _about_shapes(walk: _Walk, *, missing_bytes: int) -> Iterator[Message]:
    if missing_bytes:
        yield Message("IMP-106", {"whole": len(walk.places), "missing_bytes": missing_bytes})
    if walk.damaged:
        yield Message("IMP-107", {"count": len(walk.damaged), "first": walk.damaged[0] + 1})
    if walk.null_count:
        yield Message("IMP-112", {"count": walk.null_count})
    if not walk.places:
        yield Message("IMP-118")


def _about_table(
    header: DbfHeader | None, inside: DbfContent | None, *, has_table: bool, shape_count: int
) -> Iterator[Message]:
    if header is None or inside is None:
        yield Message("IMP-109" if has_table else "IMP-108")
        return
    if header.held_count < header.record_count:
        yield Message("IMP-114", {"stated": header.record_count, "held": header.held_count})
    if header.record_count != shape_count:
        yield Message("IMP-110", {"shapes": shape_count, "rows": header.record_count})
    if inside.deleted_count:
        yield Message("IMP-111", {"count": inside.deleted_count})
    if inside.overflowing:
        yield Message("IMP-115", {"fields": _listed(inside.overflowing)})
    if inside.full:
        yield Message("IMP-116", {"fields": _listed(inside.full)})


def _listed(raw_names: Sequence[bytes]) -> str:
    return ", ".join(dbf.whole_letters(name, "cp1252") for name in raw_names)
