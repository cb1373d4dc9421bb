"""Reference numbers: nine digits that can be said on the phone and written on a slip of paper.

The last one is a check digit after Damm: it finds every single wrong digit and every swap of two
neighbours. Numbers are drawn at random: nobody learns from one how many others there are.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Final

from services.web.texts import Lang

LENGTH: Final = 9
_GROUP: Final = 3
_FIRST: Final = 10_000_000
_DRAWN: Final = 90_000_000
"""Eight digits without a leading zero, which spreadsheets would lose."""

_DAMM: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
"""Totally anti-symmetric quasigroup of order 10 (H. M. Damm, 2004)."""

_WRITTEN: Final = re.compile(r"[0-9]{3}[- ]?[0-9]{3}[- ]?[0-9]{3}")
_DIGITS: Final[dict[Lang, tuple[str, ...]]] = {
    "de": ("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}


def new_reference(draw: Callable[[int], int] = secrets.randbelow) -> str:
    """Return a reference number; ``draw(n)`` gives a number from 0 to n - 1."""
    digits = str(_FIRST + draw(_DRAWN))
    return f"{digits}{_check_digit(digits)}"


def find_reference(text: str) -> str | None:
    """Return the nine digits of a reference number as written, None if it is none."""
    written = text.strip()
    if _WRITTEN.fullmatch(written) is None:
        return None
    digits = written.replace("-", "").replace(" ", "")
    return digits if _check_digit(digits) == 0 else None


def shown(reference: str) -> str:
    """Return a reference number as people read it: ``482-759-316``."""
    return "-".join(_groups(reference))


def spoken(reference: str, lang: Lang) -> str:
    """Return a reference number in words, to be read aloud."""
    words = _DIGITS[lang]
    return ", ".join(" ".join(words[int(digit)] for digit in group) for group in _groups(reference))


def _groups(reference: str) -> list[str]:
    return [reference[start : start + _GROUP] for start in range(0, LENGTH, _GROUP)]


def _check_digit(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim
