"""Ids of layers, as they stand in addresses: made of what a layer is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import count
from typing import Final

from maps.base_maps import BASE_MAPS

_LETTERS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe"}
)
_LONGEST: Final = 60
_NAMELESS: Final = "ebene"

RESERVED: Final = frozenset(
    {"districts", "outline", "projects", "voices", "places", "colours", "none", *BASE_MAPS}
)
"""Ids that mean something else where ids of layers may stand."""


def slug(title: str) -> str:
    """Return a title in small letters of ASCII, digits and single hyphens; never empty."""
    letters = unicodedata.normalize("NFC", title).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-")
    return words or _NAMELESS


def free_slug(title: str, taken: Collection[str]) -> str:
    """Return the slug of a title, with a number behind it where others have it."""
    first = slug(title)
    for number in count(1):
        tried = first if number == 1 else f"{first}-{number}"
        if tried not in taken and tried not in RESERVED:
            return tried
    raise AssertionError("counting never ends")
