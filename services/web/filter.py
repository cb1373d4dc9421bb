"""The one filter: what is asked for, parsed in one place from the URL, for every answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from geo.errors import WorkbenchError

FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2200
TEXT_LIMIT: Final = 200
BBOX_DECIMALS: Final = 6
"""About ten centimetres. Rounded when read, so that URL, answer and ETag mean the same box."""

Bbox = tuple[float, float, float, float]
"""West, south, east, north in degrees, CRS84."""


class UnknownParameterError(WorkbenchError):
    """The URL has a parameter that this address does not know."""

    def __init__(self, *, parameter: str, known: Sequence[str]) -> None:
        super().__init__(f"unknown parameter {parameter!r}")
        self.parameter = parameter
        self.known = list(known)


class InvalidParameterError(WorkbenchError):
    """A parameter of the URL has a value that cannot be meant."""

    def __init__(self, *, parameter: str, value: str, expected: str) -> None:
        super().__init__(f"parameter {parameter!r} is {value!r}, expected {expected}")
        self.parameter = parameter
        self.value = value
        self.expected = expected


@dataclass(frozen=True)
class Vocabulary:
    """The values that the enumerated parameters may have."""

    districts: Collection[str]
    themes: Collection[str]
    statuses: Collection[str]
    layers: Collection[str]
    kinds: Collection[str] = ()
    processes: Collection[str] = ()
    answers: Collection[str] = ()


@dataclass(frozen=True)
class Filter:
    """What is asked for. Empty fields ask for everything.

    Years are the first and last one (either may be open) that a period must touch; of a voice it
    is the year in which it came. ``statuses`` choose among projects only; ``kinds``,
    ``processes`` and ``answers`` among voices only. Either leaves the other as it is.
    """

    districts: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    text: str = ""
    bbox: Bbox | None = None
    layers: tuple[str, ...] | None = None

    def pairs(self) -> list[tuple[str, str]]:
        """Return the filter as URL parameters, in a fixed order."""
        pairs = [("stadtteil", value) for value in self.districts]
        pairs += [("thema", value) for value in self.themes]
        pairs += [("status", value) for value in self.statuses]
        pairs += [("art", value) for value in self.kinds]
        pairs += [("verfahren", value) for value in self.processes]
        pairs += [("antwort", value) for value in self.answers]
        if self.year_from is not None:
            pairs.append(("von", str(self.year_from)))
        if self.year_to is not None:
            pairs.append(("bis", str(self.year_to)))
        if self.text:
            pairs.append(("q", self.text))
        if self.bbox is not None:
            pairs.append(("bbox", ",".join(f"{value:.{BBOX_DECIMALS}f}" for value in self.bbox)))
        pairs += [("ebenen", value) for value in self.layers or ()]
        return pairs

    def query(self) -> str:
        """Return the filter as a query string without ``?``; ``""`` when it asks for everything."""
        return urlencode(self.pairs())

    def toggled(self, district_id: str, order: Sequence[str]) -> Filter:
        """Return the filter with a district taken in, or out if it is in; in ``order``."""
        chosen = set(self.districts) ^ {district_id}
        return replace(self, districts=tuple(one for one in order if one in chosen))

    def only_district(self, district_id: str) -> Filter:
        """Return the filter for one district alone."""
        return replace(self, districts=(district_id,), layers=None)

    @property
    def narrows(self) -> bool:
        """True when the filter leaves anything out."""
        return any(name != "ebenen" for name, _ in self.pairs())


PARAMETERS: Final = (
    "stadtteil",
    "thema",
    "status",
    "art",
    "verfahren",
    "antwort",
    "von",
    "bis",
    "q",
    "bbox",
    "ebenen",
)


def parse_filter(
    pairs: Sequence[tuple[str, str]], vocabulary: Vocabulary, *, also: Collection[str] = ()
) -> Filter:
    """Read the filter from URL parameters; ``also`` names those that the address itself reads.

    Empty values count as not given, as a submitted form sends them. Raises
    ``UnknownParameterError`` and ``InvalidParameterError``.
    """
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in PARAMETERS and name not in also:
            raise UnknownParameterError(parameter=name, known=[*PARAMETERS, *sorted(also)])
        if value.strip():
            values.setdefault(name, []).append(value.strip())
    year_from, year_to = _year(values, "von"), _year(values, "bis")
    if year_from is not None and year_to is not None and year_from > year_to:
        raise InvalidParameterError(
            parameter="bis", value=str(year_to), expected=f"a year from {year_from} on"
        )
    return Filter(
        districts=_choices(values, "stadtteil", vocabulary.districts),
        themes=_choices(values, "thema", vocabulary.themes),
        statuses=_choices(values, "status", vocabulary.statuses),
        kinds=_choices(values, "art", vocabulary.kinds),
        processes=_choices(values, "verfahren", vocabulary.processes),
        answers=_choices(values, "antwort", vocabulary.answers),
        year_from=year_from,
        year_to=year_to,
        text=_text(values),
        bbox=_bbox(values),
        layers=_choices(values, "ebenen", vocabulary.layers) if "ebenen" in values else None,
    )


def _single(values: Mapping[str, list[str]], name: str) -> str | None:
    given = values.get(name, [])
    if len(given) > 1:
        raise InvalidParameterError(parameter=name, value=", ".join(given), expected="one value")
    return given[0] if given else None


def _choices(values: Mapping[str, list[str]], name: str, known: Collection[str]) -> tuple[str, ...]:
    chosen = dict.fromkeys(values.get(name, []))
    for value in chosen:
        if value not in known:
            raise InvalidParameterError(
                parameter=name, value=value, expected="one of " + ", ".join(known)
            )
    return tuple(value for value in known if value in chosen)


def _year(values: Mapping[str, list[str]], name: str) -> int | None:
    value = _single(values, name)
    if value is None:
        return None
    expected = f"a year from {FIRST_YEAR} to {LAST_YEAR}"
    if not (value.isascii() and value.isdigit() and len(value) == 4):  # noqa: PLR2004 - YYYY
        raise InvalidParameterError(parameter=name, value=value, expected=expected)
    year = int(value)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidParameterError(parameter=name, value=value, expected=expected)
    return year


def _text(values: Mapping[str, list[str]]) -> str:
    value = unicodedata.normalize("NFC", _single(values, "q") or "")
    if len(value) > TEXT_LIMIT:
        raise InvalidParameterError(
            parameter="q", value=value[:40] + "…", expected=f"at most {TEXT_LIMIT} characters"
        )
    if any(unicodedata.category(letter) == "Cc" and not letter.isspace() for letter in value):
        raise InvalidParameterError(
            parameter="q", value=ascii(value)[1:-1], expected="text without control characters"
        )
    return value


def _bbox(values: Mapping[str, list[str]]) -> Bbox | None:
    value = _single(values, "bbox")
    if value is None:
        return None
    expected = "west,south,east,north in degrees"
    try:
        west, south, east, north = (_degrees(part) for part in value.split(","))
    except ValueError:
        raise InvalidParameterError(parameter="bbox", value=value[:80], expected=expected) from None
    in_range = -180 <= west < east <= 180 and -90 <= south < north <= 90  # noqa: PLR2004 - degrees
    if not in_range:  # NaN and infinity fail every comparison and end here too
        raise InvalidParameterError(parameter="bbox", value=value[:80], expected=expected)
    return (west, south, east, north)


def _degrees(text: str) -> float:
    return round(float(text), BBOX_DECIMALS) + 0.0  # no negative zero
