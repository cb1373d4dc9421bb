"""Numbers as people write them, and the columns in which coordinates probably stand."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from statistics import median
from typing import Final, Literal

from services.imports.model import Message
from services.imports.sheets import Value

Decimal = Literal[",", "."]

_GROUPED: Final = {
    ",": re.compile(
        r"[+-]?(?=,?\d)(?:\d{1,18}|\d{1,3}(?:\.\d{3}){1,5})?(?:,\d{0,22})?(?:[eE][+-]?\d{1,3})?"
    ),
    ".": re.compile(
        r"[+-]?(?=\.?\d)(?:\d{1,18}|\d{1,3}(?:,\d{3}){1,5})?(?:\.\d{0,22})?(?:[eE][+-]?\d{1,3})?"
    ),
}
_EITHER: Final = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_POWER: Final = re.compile(r"[\d.,]+[eE]\+?\d+")
_UNIT: Final = re.compile(r"\s*(?:m|°)$")
_DEGREES: Final = re.compile(
    r"([NSEWO])?\s*(\d{1,3})\s*°\s*([0-5]?\d(?:[.,]\d{1,12})?)\s*['′’´]"
    r"(?:\s*([0-5]?\d(?:[.,]\d{1,12})?)\s*(?:\"|″|”|''))?\s*([NSEWO])?",
    re.IGNORECASE,
)
"""Degrees, minutes and perhaps seconds, with the German O for east."""
_NEGATIVE: Final = frozenset("SWsw")
_SPACES: Final = str.maketrans("", "", " '’\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
_SPELLED: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

_BEFORE: Final = (
    r"(?:utm|gk|etrs|etrs89|wgs|wgs84|geo|geogr|geographische|koord|koordinate|coord|pos|punkt"
    r"|point|adr|addr|shape|32|zone)"
)
_AFTER: Final = (
    r"(?:koord|koordinate|coord|coordinate|wert|utm|utm32|32|32n|gk|gk2|gk3|etrs89|wgs84|dez|dd"
    r"|25832|31466|31467|4326|4647|4258|3857|m|grad|pos)"
)
_FAMILIES: Final = (
    (r"rechts|rechtswert|rw|r", r"hoch|hochwert|hw|h"),
    (r"ost|ostwert|e|east|easting", r"nord|nordwert|n|north|northing"),
    (r"x", r"y"),
    (r"lon|long|lng|longitude", r"lat|latitude"),
    (r"laenge|laengengrad|laengengrade", r"breite|breitengrad|breitengrade"),
)
_NAMED: Final = tuple(
    tuple(re.compile(rf"((?:{_BEFORE}_?)*)(?:{words})((?:_?{_AFTER})*)") for words in (east, north))
    for east, north in _FAMILIES
)
_AREAS: Final = (
    ("degrees", (5.0, 16.0), (47.0, 56.0)),
    ("metric", (200_000.0, 950_000.0), (5_200_000.0, 6_200_000.0)),
    ("metric", (31_200_000.0, 33_950_000.0), (5_200_000.0, 6_200_000.0)),
    ("metric", (2_300_000.0, 5_700_000.0), (5_200_000.0, 6_200_000.0)),
    ("metric", (550_000.0, 1_800_000.0), (5_900_000.0, 7_500_000.0)),
    ("metric", (3_900_000.0, 4_800_000.0), (2_600_000.0, 3_700_000.0)),
)
"""Where Germany lies: degrees, UTM, UTM with zone, Gauß-Krüger, Web Mercator, LAEA Europe."""

_ENOUGH_SHARE: Final = 0.5
_NUMBER_COLUMNS_MAX: Final = 20
_PROPOSALS_MAX: Final = 5


@dataclass(frozen=True)
class CoordinateColumns:
    """Two columns, from 0, that probably hold coordinates.

    ``x`` is east and ``y`` north as their names say; ``swapped`` where the values say otherwise.
    """

    x: int
    y: int
    x_name: str
    y_name: str
    kind: Literal["metric", "degrees"]
    swapped: bool
    how: Literal["names", "values"]


@dataclass(frozen=True)
class DecimalFound:
    """The sign before decimals, None where no number has any; ``sure`` if none can be read twice.

    ``powers`` counts numbers written with powers of ten: Excel dropped digits of these.
    """

    sign: Decimal | None
    sure: bool
    powers: int


def number(value: Value, decimal: Decimal) -> float | None:
    """Return the number that ``value`` is, None where it is none.

    Texts may hold groups of three (``1.234,5``), spaces, and end in ``m`` or ``°``; degrees may
    come with minutes and seconds.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if not isinstance(value, str):
        return _finite(value)
    parted = _DEGREES.fullmatch(value.strip())
    if parted is not None:
        return _degrees(parted)
    text = _bare(value)
    if _GROUPED[decimal].fullmatch(text) is None:
        return None
    group = "." if decimal == "," else ","
    return _finite(float(text.replace(group, "").replace(decimal, ".")))


def _degrees(parted: re.Match[str]) -> float:
    before, degrees, minutes, seconds, after = parted.groups()
    whole = int(degrees) + float(minutes.replace(",", ".")) / 60
    whole += float((seconds or "0").replace(",", ".")) / 3600
    return -whole if (before or after or "N") in _NEGATIVE else whole


def _finite(value: float) -> float | None:
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def _bare(text: str) -> str:
    return _UNIT.sub("", text.strip()).translate(_SPACES)


def looks_like_number(value: Value) -> bool:
    """Tell whether ``value`` is a number under either decimal sign."""
    return number(value, ",") is not None or number(value, ".") is not None


def decimal_sign(rows: Sequence[Sequence[Value]]) -> DecimalFound:
    """Return which sign stands before decimals, by all the texts that are numbers."""
    comma = point = either = powers = 0
    for row in rows:
        for value in row:
            if not isinstance(value, str) or not ("." in value or "," in value):
                continue
            text = _bare(value)
            powers += _POWER.fullmatch(text) is not None
            german = _GROUPED[","].fullmatch(text) is not None
            english = _GROUPED["."].fullmatch(text) is not None
            either += german and english and _EITHER.fullmatch(text) is not None
            comma += german and not english
            point += english and not german
    if comma or point:
        return DecimalFound("," if comma >= point else ".", not (comma and point), powers)
    return DecimalFound(None, not either, powers)


def propose(
    header: Sequence[str], rows: Sequence[Sequence[Value]], *, decimal: Decimal
) -> tuple[CoordinateColumns, ...]:
    """Return the pairs of columns that probably hold coordinates, by names, else by values.

    A pair counts only where its values lie in Germany under some usual reference system.
    """
    middles = [_middle(rows, column, decimal) for column in range(len(header))]
    by_names = tuple(
        found
        for x, y in _named_pairs(header)
        if (found := _proposal(header, middles, x, y, how="names")) is not None
    )
    if by_names:
        return by_names
    numbers = [n for n, middle in enumerate(middles) if middle is not None][:_NUMBER_COLUMNS_MAX]
    by_values = (
        found
        for x, y in permutations(numbers, 2)
        if (found := _proposal(header, middles, x, y, how="values")) is not None
        and not found.swapped
    )
    return tuple(found for found, _ in zip(by_values, range(_PROPOSALS_MAX), strict=False))


def _middle(rows: Sequence[Sequence[Value]], column: int, decimal: Decimal) -> float | None:
    """Return the median of a column, None unless most of what is filled are numbers."""
    filled = [row[column] for row in rows if column < len(row) and row[column] not in {None, ""}]
    found = [value for one in filled if (value := number(one, decimal)) is not None]
    return median(found) if found and len(found) >= _ENOUGH_SHARE * len(filled) else None


def _named_pairs(header: Sequence[str]) -> Iterator[tuple[int, int]]:
    names = [_plain(name) for name in header]
    for easts, norths in _NAMED:
        for x, east_name in enumerate(names):
            east = easts.fullmatch(east_name)
            if east is None:
                continue
            for y, north_name in enumerate(names):
                north = norths.fullmatch(north_name)
                if north is not None and north.groups() == east.groups():
                    yield x, y


def _plain(name: str) -> str:
    spelled = unicodedata.normalize("NFC", name).lower().translate(_SPELLED)
    return re.sub(r"[^a-z0-9]+", "_", spelled[:60]).strip("_")


def _proposal(
    header: Sequence[str],
    middles: Sequence[float | None],
    x: int,
    y: int,
    *,
    how: Literal["names", "values"],
) -> CoordinateColumns | None:
    east, north = middles[x], middles[y]
    if east is None or north is None:
        return None
    for swapped, (one, other) in ((False, (east, north)), (True, (north, east))):
        for kind, (west_end, east_end), (south_end, north_end) in _AREAS:
            if west_end <= one <= east_end and south_end <= other <= north_end:
                measure: Literal["metric", "degrees"] = "degrees" if kind == "degrees" else "metric"
                return CoordinateColumns(x, y, header[x], header[y], measure, swapped, how)
    return None


def messages(
    proposals: Sequence[CoordinateColumns], decimal: DecimalFound, sign: Decimal
) -> Iterator[Message]:
    """Yield what people should know about the columns proposed and the numbers read."""
    if not decimal.sure:
        yield Message("IMP-409", {"sign": sign})
    if decimal.powers:
        yield Message("IMP-415", {"count": decimal.powers})
    if not proposals:
        yield Message("IMP-413")
        return
    first = proposals[0]
    facts = {"x": first.x_name, "y": first.y_name}
    if len(proposals) > 1:
        pairs = ", ".join(f"{one.x_name} / {one.y_name}" for one in proposals)
        yield Message("IMP-411", {"pairs": pairs})
    else:
        yield Message("IMP-410" if first.how == "names" else "IMP-417", facts)
    if first.swapped:
        yield Message("IMP-412", facts)
