"""The attribute table of a shapefile (dBase III), byte by byte.

The bytes come from strangers: every length is checked against the file before it is used.
"""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HEADER_BYTES: Final = 32
FIELD_BYTES: Final = 32
NAME_BYTES: Final = 10
LONGEST_TEXT: Final = 254

_NAME_SPACE: Final = 11
_END_OF_FIELDS: Final = b"\r"
_VERSIONS: Final = frozenset({0x03, 0x04, 0x05, 0x30, 0x31, 0x43, 0x63, 0x83, 0x8B, 0xCB, 0xF5})
_PORTION_BYTES: Final = 1 << 20
_DELETED: Final = ord("*")
_OVERFLOW: Final = re.compile(rb"\*+|[+-]?\d(?:\.\d+)?[eE]\+\d+")


@dataclass(frozen=True)
class DbfField:
    """A column: its name as bytes, its type letter, where it stands in a record."""

    raw_name: bytes
    type: str
    offset: int
    width: int
    decimals: int


@dataclass(frozen=True)
class DbfHeader:
    """The head of a table. ``held_count`` is how many whole records the file really holds."""

    record_count: int
    held_count: int
    header_bytes: int
    record_bytes: int
    ldid: int
    fields: tuple[DbfField, ...]

    def names(self, encoding: str) -> tuple[str, ...]:
        """Return the names of the columns; half of a letter at their end is left out."""
        return tuple(whole_letters(field.raw_name, encoding) for field in self.fields)


@dataclass(frozen=True)
class DbfContent:
    """What a walk through all records found."""

    deleted_count: int = 0
    overflowing: tuple[bytes, ...] = ()
    """Raw names of number columns that hold asterisks or powers of ten instead of digits."""
    full: tuple[bytes, ...] = ()
    """Raw names of the widest text columns in which a value fills the last byte."""


def read_header(path: Path) -> DbfHeader | None:
    """Return the head of the table at ``path``, None if it is none that can be read."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
        if len(head) < HEADER_BYTES or head[0] not in _VERSIONS:
            return None
        count, header_bytes, record_bytes = struct.unpack_from("<IHH", head, 4)
        if header_bytes <= HEADER_BYTES or header_bytes > size or record_bytes == 0:
            return None
        descriptors = file.read(header_bytes - HEADER_BYTES)
    fields = _fields(descriptors)
    if sum(field.width for field in fields) + 1 > record_bytes:
        return None
    held = min(count, (size - header_bytes) // record_bytes)
    return DbfHeader(count, held, header_bytes, record_bytes, head[29], fields)


def _fields(descriptors: bytes) -> tuple[DbfField, ...]:
    found: list[DbfField] = []
    offset = 1
    for start in range(0, len(descriptors) - FIELD_BYTES + 1, FIELD_BYTES):
        one = descriptors[start : start + FIELD_BYTES]
        if one[:1] == _END_OF_FIELDS:
            break
        name = one[:_NAME_SPACE].split(b"\0", 1)[0].strip()
        width = one[16]
        found.append(DbfField(name, chr(one[11]), offset, width, one[17]))
        offset += width
    return tuple(found)


def records(path: Path, header: DbfHeader) -> Iterator[bytes]:
    """Yield every whole record, the deleted ones too, in portions of about a megabyte."""
    for portion in _portions(path, header):
        yield from _cut(portion, header)


def texts(path: Path, header: DbfHeader) -> Iterator[tuple[bytes, bool]]:
    """Yield the names, then the values of text columns that hold more than ASCII.

    Each with whether it fills its space: then it may have been cut in the middle of a letter.
    """
    for field in header.fields:
        if not field.raw_name.isascii():
            yield field.raw_name, len(field.raw_name) >= NAME_BYTES
    columns = [field for field in header.fields if field.type == "C"]
    for record in _telling_records(path, header):
        for field in columns:
            value = _value(record, field)
            if not value.isascii():
                yield value, len(value) >= field.width


def _telling_records(path: Path, header: DbfHeader) -> Iterator[bytes]:
    """Yield the records with more than ASCII; whole portions without are passed over at once."""
    for portion in _portions(path, header):
        if not portion.isascii():
            yield from (one for one in _cut(portion, header) if not one.isascii())


def look_through(path: Path, header: DbfHeader) -> DbfContent:
    """Walk through all records and return what people should know about them."""
    deleted = 0
    numbers = [field for field in header.fields if field.type in "NF"]
    wide = [f for f in header.fields if f.type == "C" and f.width >= LONGEST_TEXT]
    overflowing: dict[bytes, None] = {}
    full: dict[bytes, None] = {}
    for record in records(path, header):
        deleted += record[0] == _DELETED
        for field in numbers:
            if _OVERFLOW.fullmatch(_value(record, field)):
                overflowing[field.raw_name] = None
        for field in wide:
            if len(_value(record, field)) == field.width:
                full[field.raw_name] = None
    return DbfContent(deleted, tuple(overflowing), tuple(full))


def whole_letters(value: bytes, encoding: str) -> str:
    """Return ``value`` as text; a letter whose bytes were cut off at the end is left out."""
    return codecs.getincrementaldecoder(encoding)(errors="replace").decode(value)


def _value(record: bytes, field: DbfField) -> bytes:
    return record[field.offset : field.offset + field.width].strip(b" \0")


def _cut(portion: bytes, header: DbfHeader) -> Iterator[bytes]:
    for start in range(0, len(portion), header.record_bytes):
        yield portion[start : start + header.record_bytes]


def _portions(path: Path, header: DbfHeader) -> Iterator[bytes]:
    """Yield the records as bytes, several whole ones at a time."""
    at_once = max(1, _PORTION_BYTES // header.record_bytes)
    left = header.held_count
    with path.open("rb") as file:
        file.seek(header.header_bytes)
        while left > 0:
            portion = file.read(min(at_once, left) * header.record_bytes)
            whole = len(portion) // header.record_bytes
            if whole == 0:
                return
            yield portion[: whole * header.record_bytes]
            left -= whole
