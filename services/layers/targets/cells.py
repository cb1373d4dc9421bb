"""Amounts and periods as people write them into tables: read, or refused, but never guessed."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from services.layers.imported import Value

_AMOUNT: Final = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,[0-9]{1,2})?")
_MOST_EUR: Final = 2_000_000_000
_YEARS: Final = range(1900, 2200)
_PERIODS: Final = (
    re.compile(r"(?P<y>[0-9]{4})(?:-(?P<m>[0-9]{1,2})(?:-(?P<d>[0-9]{1,2}))?)?"),
    re.compile(r"(?:(?:(?P<d>[0-9]{1,2})\.)?(?P<m>[0-9]{1,2})[./])?(?P<y>[0-9]{4})"),
)


class UnreadableCellError(Exception):
    """What stands in a cell is neither empty nor what the column is for."""


def euros(value: Value) -> int | None:
    """Return an amount in whole euros, None for an empty cell.

    Raises ``UnreadableCellError`` for words such as ``rund 3 Mio.`` and for what no project costs.
    """
    if isinstance(value, bool):
        raise UnreadableCellError
    if value is None or not str(value).strip():
        return None
    amount = value if isinstance(value, int | float) else _amount(value)
    if not 0 <= amount <= _MOST_EUR:  # NaN fails every comparison
        raise UnreadableCellError
    return round(amount)


def _amount(text: str) -> float:
    bare = re.sub(r"(€|EUR|Euro)", "", text, flags=re.IGNORECASE).strip().replace(" ", "")
    if not _AMOUNT.fullmatch(bare):
        raise UnreadableCellError
    return float(bare.replace(".", "").replace(",", "."))


def period(value: Value) -> str | None:
    """Return a day, a month or a year as ISO text, None for an empty cell.

    ``2027``, ``2027-03``, ``03/2027``, ``1.3.2027``; raises ``UnreadableCellError`` for words.
    """
    if value is None or not str(value).strip():
        return None
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    for pattern in _PERIODS:
        match = pattern.fullmatch(text.strip())
        if match:
            return _iso(match["y"], match["m"], match["d"])
    raise UnreadableCellError


def _iso(year: str, month: str | None, day: str | None) -> str:
    if int(year) not in _YEARS:
        raise UnreadableCellError
    try:
        whole = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise UnreadableCellError from error
    return whole.isoformat()[: 4 if month is None else 7 if day is None else 10]
