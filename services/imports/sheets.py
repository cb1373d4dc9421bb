"""Workbooks (XLSX): the sheets in which something stands, and their rows, within limits."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from services.imports.model import ImportRefusedError

Value = str | int | float | bool | date | None

UNPACKED_BYTES_MAX: Final = 500_000_000
ENTRIES_MAX: Final = 2_000
ROWS_MAX: Final = 1_048_576

_HEAD_BYTES: Final = 4_096
_DECLARATION: Final = re.compile(rb"<!DOCTYPE|<!ENTITY|\x00", re.IGNORECASE)
_BROKEN: Final = (
    AttributeError, EOFError, IndexError, InvalidFileException, KeyError, NotImplementedError,
    OSError, OverflowError, ParseError, RuntimeError, TypeError, ValueError, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip
"""What openpyxl and the modules below it raise for workbooks that are none."""


def filled(path: Path) -> tuple[str, ...]:
    """Return the names of the sheets in which something stands, in their order.

    Raises ``ImportRefusedError`` for what is no workbook or would unpack beyond the limits.
    """
    _check(path)
    with _said_in_our_words(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=True)
        names = [sheet.title for sheet in book.worksheets]
        book.close()
    return tuple(name for name in names if any(True for _ in _filled_rows(path, name)))


def rows(path: Path, sheet: str | None) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of a sheet, of the first one for None. Formulas count as their last result."""
    with _said_in_our_words(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            source = book[sheet] if sheet is not None else book.worksheets[0]
            source.reset_dimensions()
            for row in source.iter_rows(max_row=ROWS_MAX, values_only=True):
                values = tuple(_plain(value) for value in row)
                # Sheets often go on with cells that only have a look.
                yield values[: width(values)]
        finally:
            book.close()


def _filled_rows(path: Path, sheet: str) -> Iterator[tuple[Value, ...]]:
    return (row for row in rows(path, sheet) if width(row))


def width(row: Sequence[Value]) -> int:
    """Return how many columns of a row reach up to its last value."""
    end = len(row)
    while end and row[end - 1] in {None, ""}:
        end -= 1
    return end


def _plain(value: object) -> Value:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if value is None or isinstance(value, bool | int | float | date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)


def _check(path: Path) -> None:
    """Refuse what would unpack beyond the limits, and XML that declares things of its own."""
    with _said_in_our_words(), zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > ENTRIES_MAX or unpacked > UNPACKED_BYTES_MAX:
            raise ImportRefusedError(code="IMP-419", facts={"unpacked_bytes": unpacked})
        for entry in entries:
            if entry.filename.lower().endswith((".xml", ".rels")):
                with archive.open(entry) as part:
                    if _DECLARATION.search(part.read(_HEAD_BYTES)):
                        raise ImportRefusedError(code="IMP-420", facts={"part": entry.filename})


@contextmanager
def _said_in_our_words() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise ImportRefusedError(code="IMP-421") from error
