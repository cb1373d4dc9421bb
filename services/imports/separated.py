"""Text tables (CSV): their encoding, their separator, their lines, within limits."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.imports import encodings
from services.imports.model import EncodingCandidate, ImportRefusedError

SEPARATORS: Final = (";", "\t", "|", ",")
LINE_BYTES_MAX: Final = 1_000_000

_LOOKED_AT: Final = 200
_FITTING_SHARE: Final = 0.9
_LEAST_SHARE: Final = 0.5
_CELL_ENDS: Final = re.compile(rb'[;,\t|"\r\n]+')
_MARKS: Final = (
    (codecs.BOM_UTF8, encodings.UTF_8),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SEPARATOR_LINE: Final = re.compile(r"\s*sep=.?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """A text file and how its bytes are meant."""

    path: Path
    encoding: str


def rank_encodings(path: Path) -> tuple[EncodingCandidate, ...]:
    """Return how the texts of a file may be meant, the likeliest first; a mark at the start rules.

    Raises ``ImportRefusedError`` where zero bytes show that it is no text.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return (EncodingCandidate(name, "declared"),)
    if b"\0" in start:
        raise ImportRefusedError(code="IMP-402", facts={"line": 1})
    return encodings.rank(_telling_cells(path), declared=None)


def _telling_cells(path: Path) -> Iterator[tuple[bytes, bool]]:
    for line in _raw_lines(path):
        if not line.isascii():
            for cell in _CELL_ENDS.split(line):
                if not cell.isascii():
                    yield cell.strip(), False


def _raw_lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while line := file.readline(LINE_BYTES_MAX + 1):
            if len(line) > LINE_BYTES_MAX:
                raise ImportRefusedError(code="IMP-403", facts={"most": LINE_BYTES_MAX})
            yield line


def open_text(text: Text) -> Iterator[str]:
    """Yield the lines, with their ends, as letters; what is none becomes a question mark.

    Excel's own first line (``sep=;``) is left out.
    """
    encoding = "utf-8-sig" if text.encoding == encodings.UTF_8 else text.encoding
    first = True
    with text.path.open(encoding=encoding, errors="replace", newline="") as file:
        while line := file.readline(LINE_BYTES_MAX + 1):
            if len(line) > LINE_BYTES_MAX:
                raise ImportRefusedError(code="IMP-403", facts={"most": LINE_BYTES_MAX})
            if not (first and _SEPARATOR_LINE.fullmatch(line)):
                yield line
            first = False


def parsed(text: Text, separator: str) -> Iterator[list[str]]:
    """Yield the rows as texts without spaces around them.

    Raises ``ImportRefusedError`` with the line where a quotation mark is never closed.
    """
    # A shape as text is longer than what the module takes by itself.
    csv.field_size_limit(LINE_BYTES_MAX)
    reader = csv.reader(open_text(text), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ImportRefusedError(code="IMP-402", facts={"line": line}) from error
        yield [cell.strip() for cell in row]


def rank_separators(path: Path, encoding: str) -> Sequence[str]:
    """Return the separators that make columns of the lines, the best first.

    One fits when most lines have the same number of columns, at least two. Another one counts as
    a rival only if it makes columns from the first line on: decimal commas alone do not.
    """
    looks = [(name, _look(Text(path, encoding), name)) for name in SEPARATORS]
    ranked = sorted(
        ((name, look) for name, look in looks if look.share >= _LEAST_SHARE),
        key=lambda one: (not one[1].from_the_top, -one[1].share),
    )
    rivals = [
        name for name, look in ranked[1:] if look.from_the_top and look.share >= _FITTING_SHARE
    ]
    return [name for name, _ in ranked[:1]] + rivals


@dataclass(frozen=True)
class _Look:
    """How a separator fits: the share of rows with the usual columns, the first among them."""

    share: float
    from_the_top: bool


def _look(text: Text, separator: str) -> _Look:
    widths: list[int] = []
    try:
        for row in parsed(text, separator):
            if any(row):
                widths.append(len(row))
            if len(widths) >= _LOOKED_AT:
                break
    except ImportRefusedError as refused:
        if refused.code != "IMP-402":
            raise
    usual = max(set(widths), key=widths.count, default=1)
    if usual == 1:
        return _Look(0.0, from_the_top=False)
    return _Look(widths.count(usual) / len(widths), from_the_top=widths[0] == usual)
