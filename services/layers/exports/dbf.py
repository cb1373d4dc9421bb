"""Attribute tables of shapefiles (dBase III, UTF-8), each column as wide as its longest value.

How wide that is shows only at the end: rows wait in a file of their own until then, so that
memory stays flat.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import orjson

from services.layers.exports.names import cut, short
from services.layers.imported import Field, Value, ValueKind

FIELDS_MOST: Final = 255
TEXT_BYTES_MOST: Final = 254

_TYPES: Final[Mapping[ValueKind, bytes]] = {
    "text": b"C",
    "integer": b"N",
    "number": b"N",
    "date": b"D",
    "boolean": b"L",
}
_LOGICAL: Final = {None: "?", True: "T", False: "F"}


@dataclass
class _Column:
    """One column: its values as text, and how much room they need."""

    name: str
    kind: ValueKind
    width: int = 1
    decimals: int = 0
    shortened: int = 0

    def take(self, value: Value) -> str:
        """Return ``value`` as it will stand in the table."""
        said = self._said(value)
        held = cut(said, TEXT_BYTES_MOST)
        self.shortened += len(held) < len(said.encode())
        self.width = max(self.width, len(held))
        if self.kind == "number":
            self.decimals = max(self.decimals, len(said.partition(".")[2].partition("e")[0]))
        return held.decode()

    def _said(self, value: Value) -> str:
        if self.kind == "boolean":
            return _LOGICAL[None if value is None else bool(value)]
        if value is None:
            return ""
        if self.kind == "number":
            return repr(float(value))
        if self.kind == "date":
            return date.fromisoformat(str(value)).strftime("%Y%m%d")
        return str(value)

    def head(self) -> bytes:
        """Return the 32 bytes that describe the column."""
        decimals = max(1, self.decimals) if self.kind == "number" else 0
        self.width = {"date": 8, "boolean": 1}.get(self.kind, max(self.width, 2 + decimals))
        return struct.pack(
            "<11sc4xBB14x", self.name.encode(), _TYPES[self.kind], self.width, decimals
        )

    def cell(self, said: str) -> bytes:
        """Return a value in the width of the column: numbers to the right, the rest to the left."""
        held = said.encode()
        left = self.kind in {"text", "date"}
        return held.ljust(self.width) if left else held.rjust(self.width)


class Table:
    """Gathers rows beside ``path`` and writes the table there at the end."""

    def __init__(self, path: Path, fields: Sequence[Field]) -> None:
        names = short([one.name for one in fields]) or ("nr",)
        kinds: Sequence[ValueKind] = [one.kind for one in fields] or ["integer"]
        self._path = path
        self._ids = [one.id for one in fields]
        self._columns = [_Column(*both) for both in zip(names, kinds, strict=True)]
        self._waiting = path.with_suffix(".rows").open("wb+")
        self.count = 0

    @property
    def shortened(self) -> int:
        """How many texts did not fit and were cut."""
        return sum(one.shortened for one in self._columns)

    def add(self, row: Mapping[str, Value]) -> None:
        """Take in one row, by ids of fields."""
        # A table needs a column: without any, rows are counted.
        values = [row.get(id_) for id_ in self._ids] or [self.count + 1]
        cells = [column.take(one) for column, one in zip(self._columns, values, strict=True)]
        self._waiting.write(orjson.dumps(cells) + b"\n")
        self.count += 1

    def close(self, on: date) -> None:
        """Write the table; ``on`` is the day that stands in it."""
        heads = b"".join(one.head() for one in self._columns)
        record = 1 + sum(one.width for one in self._columns)
        about = (0x03, on.year - 1900, on.month, on.day, self.count, 33 + len(heads), record)
        self._waiting.seek(0)
        with self._path.open("wb") as file:
            file.write(struct.pack("<BBBBIHH20x", *about) + heads + b"\r")
            for line in self._waiting:
                cells = zip(self._columns, orjson.loads(line), strict=True)
                file.write(b" " + b"".join(column.cell(said) for column, said in cells))
            file.write(b"\x1a")
        self._waiting.close()
        self._path.with_suffix(".rows").unlink()
