"""The gazetteer's words: streets and hits, and how a name is compared with what people type."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from shapely import Point

from services.districts.model import DistrictId

HitKind = Literal["district", "street", "place"]

_LETTERS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WORD: Final = re.compile(r"[^\W_]+")
_INSIDE_FROM: Final = 4
"""From how many letters on a word may also stand inside another: ``schule`` in ``Grundschule``."""
_KIND_ORDER: Final[dict[HitKind, int]] = {"district": 0, "street": 1, "place": 2}


@dataclass(frozen=True)
class Street:
    """A street in one district. Location: EPSG:25832, None where nothing on it is located."""

    number: int
    name: str
    district_id: DistrictId
    location: Point | None
    accuracy_m: float | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """Something that the search found. Longitude and latitude (CRS84) are both there or neither.

    ``accuracy_m`` says how far the place may lie from the point; a street's point is that of
    something on it.
    """

    kind: HitKind
    name: str
    district_id: DistrictId
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None


def fold(text: str) -> str:
    """Return a text as it is compared: small letters, ``ü`` as ``ue``, ``ß`` as ``ss``.

    Other accents fall off.
    """
    composed = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFD", composed)
    return "".join(one for one in decomposed if not unicodedata.combining(one))


def _without_dots(text: str) -> str:
    """Return a text whose umlauts lost their dots, as keyboards without them write it."""
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).casefold())
    plain = "".join(one for one in decomposed if not unicodedata.combining(one))
    return plain.replace("ß", "ss")


def _words(folded: str) -> tuple[str, ...]:
    """Return the words of a folded text; ``str`` at the end of one means ``strasse``."""
    return tuple(
        re.sub(r"str$", "strasse", word) if word != "str" else "strasse"
        for word in _WORD.findall(folded)
    )


@dataclass(frozen=True)
class Query:
    """What somebody typed, ready to be compared. House numbers say nothing here."""

    words: tuple[str, ...]
    joined: str

    @classmethod
    def of(cls, text: str) -> Query:
        """Return the query of a text."""
        words = _words(fold(text))
        named = tuple(word for word in words if not word[0].isdigit())
        kept = named or words
        return cls(kept, "".join(kept))

    def rank(self, *names: str) -> int | None:
        """Return how well something with these names answers; None if it does not at all.

        0 the name itself, 1 its beginning, 2 every word begins a word of the name, 3 every word
        stands somewhere in it.
        """
        if not self.words:
            return None
        forms = {form for name in names for form in (fold(name), _without_dots(name))}
        ranks = [self._rank(_words(form)) for form in forms]
        return min((one for one in ranks if one is not None), default=None)

    def _rank(self, words: tuple[str, ...]) -> int | None:
        joined = "".join(words)
        if joined.startswith(self.joined):
            return 0 if joined == self.joined else 1
        later = [one for one in self.words if not any(word.startswith(one) for word in words)]
        if all(len(one) >= _INSIDE_FROM and one in joined for one in later):
            return 3 if later else 2
        return None


def order(hit: Hit, rank: int) -> tuple[int, int, int, str, str]:
    """Return what hits are sorted by: rank, kind, then the shorter name."""
    return (rank, _KIND_ORDER[hit.kind], len(hit.name), hit.name, hit.district_id)
