"""Tables with coordinates (CSV, XLSX): what is in them, and their rows one by one.

Nothing is assumed: separator, decimal sign and coordinate columns are proposed, and where two
readings fit a question says so. Memory stays flat; lines, columns and sheets have limits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from services.imports import coordinates, encodings, sheets, wkt
from services.imports.coordinates import CoordinateColumns, Decimal, DecimalFound
from services.imports.model import EncodingCandidate, ImportRefusedError, Message
from services.imports.separated import Text, parsed, rank_encodings, rank_separators
from services.imports.sheets import Value
from services.web.tables import unprotected

TableFormat = Literal["csv", "xlsx"]

COLUMNS_MAX: Final = 1_000
SAMPLE_ROWS: Final = 1_000
_HEAD_ROWS: Final = 50
_SHOWN: Final = 40


@dataclass(frozen=True)
class TableChoices:
    """How a table is to be read. ``encoding`` and ``delimiter`` mean nothing for a workbook."""

    encoding: str
    delimiter: str
    decimal: Decimal
    sheet: str | None
    header_row: int | None
    """Which filled row, from 0, holds the names; None where none does."""
    is_protected: bool = False
    """Texts stand as our own export protects them."""


@dataclass(frozen=True)
class TableFound:
    """What was found in a table. ``choices`` is the best reading; a person may change it.

    ``sample`` holds the first thousand rows below the header.
    """

    encodings: tuple[EncodingCandidate, ...]
    choices: TableChoices
    header: tuple[str, ...]
    row_count: int
    coordinates: tuple[CoordinateColumns, ...]
    sample: tuple[tuple[Value, ...], ...]
    messages: tuple[Message, ...]
    shapes: int | None = None
    """The column that holds whole shapes as text."""


@dataclass(frozen=True)
class TableRow:
    """One row, counted from 0, with the numbers of its coordinate columns where they are some."""

    n: int
    x: float | None
    y: float | None
    values: tuple[Value, ...]


def look(
    path: Path, format: TableFormat, *, sheet: str | None = None, is_protected: bool = False
) -> TableFound:
    """Look at the table in the file at ``path``, or in one ``sheet`` of it.

    With ``is_protected`` texts stand as our own export protects them.
    Raises ``ImportRefusedError`` where it cannot be read, is empty or has one column only.
    """
    said: list[Message] = []
    found, delimiter, sheet = _how(path, format, said, sheet)
    encoding = found[0].name if found else encodings.UTF_8
    draft = TableChoices(encoding, delimiter, ",", sheet, None, is_protected)
    head = _first(_filled_rows(path, format, draft), _HEAD_ROWS)
    if not head:
        raise ImportRefusedError(code="IMP-401")
    header_row, header = _header(head, said)
    reading = TableChoices(encoding, delimiter, ",", sheet, header_row, is_protected)
    sample = _first(_body(path, format, reading), SAMPLE_ROWS)
    if not sample:
        raise ImportRefusedError(code="IMP-401")
    decimal = coordinates.decimal_sign(sample)
    sign, proposals = _proposals(header, sample, decimal)
    shapes = wkt.column(sample, width=len(header))
    if shapes is None:
        said += coordinates.messages(proposals, decimal, sign)
    else:
        proposals = ()
        facts = {"column": header[shapes], "example": wkt.example(sample, shapes)}
        said.append(Message("IMP-422", facts))
    choices = TableChoices(encoding, delimiter, sign, sheet, header_row, is_protected)
    first = proposals[0] if proposals else None
    x, y = (first.x, first.y) if first else (0, 0)
    walked = points(path, format, choices, x=x, y=y)
    row_count = _count(walked, width=len(header), located=first is not None, said=said)
    return TableFound(
        found, choices, header, row_count, proposals, tuple(sample), tuple(said), shapes
    )


def _proposals(
    header: Sequence[str], sample: Sequence[tuple[Value, ...]], decimal: DecimalFound
) -> tuple[Decimal, tuple[CoordinateColumns, ...]]:
    """Return the decimal sign to propose; where numbers can be read twice, by where they lie."""
    signs: tuple[Decimal, ...] = (decimal.sign,) if decimal.sign is not None else (",", ".")
    for sign in signs:
        proposals = coordinates.propose(header, sample, decimal=sign)
        if proposals:
            return sign, proposals
    return signs[0], ()


def points(
    path: Path,
    format: TableFormat,
    choices: TableChoices,
    *,
    x: int,
    y: int,
) -> Iterator[TableRow]:
    """Yield the rows with the numbers in columns ``x`` and ``y`` (from 0), None where unreadable.

    Rows keep their order and are never left out. Raises ``ImportRefusedError`` where the file
    cannot be read on.
    """
    for n, row in enumerate(_body(path, format, choices)):
        yield TableRow(
            n,
            coordinates.number(row[x], choices.decimal) if x < len(row) else None,
            coordinates.number(row[y], choices.decimal) if y < len(row) else None,
            row,
        )


def _how(
    path: Path, format: TableFormat, said: list[Message], sheet: str | None
) -> tuple[tuple[EncodingCandidate, ...], str, str | None]:
    """Return encodings, separator and sheet; of those that do not apply nothing."""
    if format == "xlsx":
        names = (sheet,) if sheet is not None else sheets.filled(path)
        if not names:
            raise ImportRefusedError(code="IMP-401")
        return (), "", names[0]
    found = rank_encodings(path)
    said += encodings.messages(found)
    ranked = rank_separators(path, found[0].name)
    if not ranked:
        raise ImportRefusedError(code="IMP-405")
    if len(ranked) > 1:
        first, second = (one.replace("\t", "Tab") for one in ranked[:2])
        said.append(Message("IMP-404", {"first": first, "second": second}))
    return found, ranked[0], None


def _filled_rows(
    path: Path,
    format: TableFormat,
    choices: TableChoices,
) -> Iterator[tuple[Value, ...]]:
    """Yield all rows in which something stands."""
    if format == "xlsx":
        rows: Iterator[Sequence[Value]] = sheets.rows(path, choices.sheet)
    else:
        rows = parsed(Text(path, choices.encoding), choices.delimiter)
        if choices.is_protected:
            rows = ([unprotected(cell) for cell in row] for row in rows)
    for row in rows:
        if len(row) > COLUMNS_MAX:
            raise ImportRefusedError(code="IMP-418", facts={"most": COLUMNS_MAX})
        if sheets.width(row):
            yield tuple(row)


def _body(
    path: Path,
    format: TableFormat,
    choices: TableChoices,
) -> Iterator[tuple[Value, ...]]:
    start = -1 if choices.header_row is None else choices.header_row
    for n, row in enumerate(_filled_rows(path, format, choices)):
        if n > start:
            yield row


def _first(rows: Iterator[tuple[Value, ...]], count: int) -> list[tuple[Value, ...]]:
    return [row for row, _ in zip(rows, range(count), strict=False)]


def _header(
    head: Sequence[tuple[Value, ...]], said: list[Message]
) -> tuple[int | None, tuple[str, ...]]:
    """Return which row holds the names, and the names; numbers stand in for missing ones."""
    usual = Counter(sheets.width(row) for row in head).most_common(1)[0][0]
    row = next(n for n, one in enumerate(head) if sheets.width(one) >= usual)
    names = tuple("" if value is None else str(value).strip() for value in head[row])
    names = names[: max(usual, sheets.width(head[row]))]
    if not _names_columns(head[row], head[row + 1 : row + 2]):
        said.append(Message("IMP-406", {"first": " | ".join(names)[:_SHOWN]}))
        return (row - 1 if row else None), tuple(f"Spalte {n + 1}" for n in range(len(names)))
    if row:
        said.append(Message("IMP-407", {"count": row, "first": _line(head[0])}))
    return row, tuple(name or f"Spalte {n + 1}" for n, name in enumerate(names))


def _names_columns(row: Sequence[Value], following: Sequence[Sequence[Value]]) -> bool:
    """Tell whether a row holds names: no numbers, or other things than numbers above some."""
    numeric = [coordinates.looks_like_number(value) for value in row]
    if not any(numeric) or not following:
        return True
    below = [coordinates.looks_like_number(value) for value in following[0]]
    return any(under and not above for above, under in zip(numeric, below, strict=False))


def _line(row: Sequence[Value]) -> str:
    return " ".join(str(value) for value in row if value not in {None, ""})[:_SHOWN]


def _count(walked: Iterator[TableRow], *, width: int, located: bool, said: list[Message]) -> int:
    """Walk through all rows; say which have too many columns or no readable coordinates."""
    count = 0
    wide, lost = [0, 0], [0, 0]
    for row in walked:
        count += 1
        for tally, counts in (
            (wide, sheets.width(row.values) > width),
            (lost, row.x is None or row.y is None),
        ):
            if counts:
                tally[:] = tally[0] + 1, tally[1] or count
    if wide[0]:
        said.append(Message("IMP-408", {"count": wide[0], "first": wide[1]}))
    if lost[0] and located:
        said.append(Message("IMP-414", {"count": lost[0], "first": lost[1]}))
    return count
