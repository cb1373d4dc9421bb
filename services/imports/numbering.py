"""Columns of numbers that name things instead of counting them: keys, codes, years, coordinates.

Their sum per district says nothing. All of it is a proposal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_AMOUNTS: Final = frozenset(
    {
        "anzahl", "anz", "summe", "sum", "menge", "flaeche", "ha", "m2", "qm", "km", "laenge",
        "breite", "hoehe", "kosten", "betrag", "eur", "euro", "einwohner", "ew",
    }
)  # fmt: skip
"""Words that say of a column that it does hold amounts, whatever else its name says."""
_PLACES: Final = re.compile(
    r"(?:x|y|z)(?:_?(?:koord\w*|coord\w*|wert))?|lon|lng|lat|longitude|latitude|laengengrad"
    r"|breitengrad|(?:rechts|hoch|ost|nord)_?(?:wert|koord\w*)|easting|northing"
)
_WORDS: Final = frozenset(
    {
        "id", "fid", "gid", "oid", "uid", "pk", "nr", "nummer", "lfd", "plz", "ags", "ars", "kz",
        "flur", "gemarkung", "gmk", "gmkg", "gemeinde", "kreis", "regbez", "stadtteil",
        "ortsteil", "bezirk", "quartier", "baublock", "blatt", "hnr", "hausnr", "epsg", "typ",
        "klasse", "schl", "code", "key",
    }
)  # fmt: skip
_BEGINNINGS: Final = re.compile(r"(?:flst|flurst|gmk|gemark)")
_ENDINGS: Final = re.compile(
    r"(?:nr|nummer|.num|_no|code|schluessel|schl|key|kennziffer|kennzeichen|kennz|plz"
    r"|postleitzahl|typ|klasse|art"
    r"|(?:object|obj|gml|feature|global|shape|parent|str|geb|user|orig|target|join)_?f?id)(?:_[0-9]{1,2})?$"
)
_YEARS: Final = re.compile(r"(?:jahr|year|(?:^|_)bj)(?:_|$)")
_WRITTEN_ID: Final = re.compile(r"[a-zäöüß]I[dD]$")
"""``gebaeudeId``: only its capital letter tells it from a word such as "Covid"."""
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_EARLIEST: Final = 1000
_LATEST: Final = 2200
_COMPARED: Final = 1_000
"""So many values are kept to tell whether they are all different."""
_FEW: Final = 5
"""With fewer rows, that they differ or follow each other is chance."""
_WIDE: Final = 8
"""Digits of a number above which a whole column of the same width is made of keys."""


@dataclass
class Numbering:
    """What the numbers of a column are like, gathered while rows pass by; memory stays flat."""

    is_whole: bool = True
    count: int = 0
    least: int = 0
    most: int = 0
    _last: int = 0
    _step: int = 0
    _is_steady: bool = True
    _seen: set[int] = field(default_factory=set)
    _is_distinct: bool = True

    def take(self, value: object) -> None:
        """Take the next value; what is no whole number settles that none are counted here."""
        number = _whole(value) if self.is_whole else None
        if number is None:
            self.is_whole = False
            return
        self._follow(number)
        if self._is_distinct and self.count < _COMPARED:
            self._is_distinct = number not in self._seen
            self._seen.add(number)
        self.least = number if self.count == 0 else min(self.least, number)
        self.most = number if self.count == 0 else max(self.most, number)
        self.count += 1

    def _follow(self, number: int) -> None:
        if self.count == 1:
            self._step = number - self._last
            self._is_steady = self._step != 0
        elif self.count > 1:
            self._is_steady = self._is_steady and number - self._last == self._step
        self._last = number

    @property
    def is_numbered(self) -> bool:
        """True where values alone say so: each follows the last by the same step, or is a key."""
        return self.is_whole and self.count >= _FEW and (self._is_steady or self._are_keys)

    @property
    def _are_keys(self) -> bool:
        width = len(str(self.least))
        return self._is_distinct and self.least > 0 and width == len(str(self.most)) >= _WIDE

    @property
    def are_years(self) -> bool:
        """True where all values may be years."""
        return self.is_whole and self.count > 0 and _EARLIEST <= self.least <= self.most <= _LATEST


def names_things(name: str, plain: str, found: Numbering) -> bool:
    """Tell whether numbers of a column name things; ``plain``: lower-case ASCII, words by ``_``."""
    words = set(plain.split("_"))
    if not words.isdisjoint(_AMOUNTS):
        return False
    if _PLACES.fullmatch(plain):
        return True
    if _YEARS.search(plain):
        return found.are_years
    return found.is_whole and (_says_so(name, plain, words) or found.is_numbered)


def _says_so(name: str, plain: str, words: set[str]) -> bool:
    return (
        not words.isdisjoint(_WORDS)
        or _BEGINNINGS.match(plain) is not None
        or _ENDINGS.search(plain) is not None
        or _WRITTEN_ID.search(name) is not None
    )


def _whole(value: object) -> int | None:
    if isinstance(value, str):
        return int(value) if _INTEGER.fullmatch(value) else None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, float) and value.is_integer() else None
