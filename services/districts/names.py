"""How files name a district: by its id, its code, or its name with or without that of the city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from services.districts.model import District, DistrictId

_CITY: Final = "herten"
_ALIKE: Final = 0.7
"""From which likeness on two names may mean the same: ``Dysteln`` and ``Disteln``."""


def known_names(districts: Sequence[District]) -> Mapping[str, DistrictId]:
    """Return the district of each name, as `plain` writes it."""
    return {name: one.id for one in districts for name in _names(one)}


def plain(name: str) -> str:
    """Return a name by its letters and digits alone, without case and umlauts."""
    folded = name.casefold().replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")
    return "".join(letter for letter in folded if letter.isalnum())


def alike(name: str, districts: Sequence[District]) -> DistrictId | None:
    """Return the district that a name resembles most, None if it resembles none.

    A guess: somebody must confirm it.
    """
    known = known_names(districts)
    asked = plain(name)
    inside = [one for one in known if len(one) > 3 and one in asked]  # noqa: PLR2004
    found = sorted(inside, key=len)[-1:] or get_close_matches(asked, known, n=1, cutoff=_ALIKE)
    return known[found[0]] if found else None


def _names(district: District) -> set[str]:
    name = plain(district.name).removeprefix(_CITY)
    return {plain(district.id), plain(district.code), name, f"{_CITY}{name}"}
