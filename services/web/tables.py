"""Tables for spreadsheets: CSV that a German Excel opens with a double click."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

_BOM: Final = "\ufeff"
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
SIGN: Final = ".werkbank"
"""Before the ending of the name of a CSV in which cells stand as ``protected`` made them."""
_QUOTE: Final = "'"
_DECIMALS: Final = 10


def protected(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula; ``unprotected`` gives ``text`` back."""
    return f"{_QUOTE}{text}" if text.startswith((*FORMULA_STARTS, _QUOTE)) else text


def unprotected(cell: str) -> str:
    """Return the text that ``protected`` made a cell of."""
    return cell.removeprefix(_QUOTE)


def is_protected(name: str) -> bool:
    """Tell by the name of a file, with or without its ending, whether its cells are protected."""
    return name.lower().removesuffix(".csv").endswith(SIGN)


def to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return UTF-8 with byte order mark, ``;`` between cells, ``,`` in decimals.

    None becomes an empty cell. A text that a spreadsheet would run as a formula gets a leading
    apostrophe.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return (_BOM + text.getvalue()).encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return str(value)
