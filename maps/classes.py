"""Classes of numbers and categories of texts: how a look divides the values of a column."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from .imported_looks import LookClass
from .schemes import SCHEMES, scheme_colours

Method: TypeAlias = Literal["quantile", "equal", "pretty"]
Numbers: TypeAlias = npt.NDArray[np.float64]

CLASSES_MIN: Final = 3
CLASSES_MAX: Final = 7
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_DIGITS_MAX: Final = 15
_LARGEST: Final = 1e15
"""Beyond it whole numbers are no longer told apart, and differences may have no end."""
_ROUNDING_SHARE: Final = 0.1
"""How much of the narrower class beside it a break may move to become a round number."""


def class_breaks(
    values: Iterable[float | None], *, method: Method, count: int = 5
) -> tuple[float, ...]:
    """Return the bounds of classes, in order, with the lowest and the highest: round numbers.

    Parameters
    ----------
    values
        What is to be divided. Missing numbers (None, NaN) and those beyond 10¹⁵ are left out.
    method
        ``quantile``: about as many values in each class; ``equal``: classes equally wide;
        ``pretty``: steps of 1, 2, 2.5 or 5 times a power of ten.
    count
        How many classes, 3 to 7. There are fewer where values are few; of ``pretty`` ones as many
        as come nearest.

    Returns
    -------
    tuple
        One bound more than classes. Empty without values; twice the value if there is only one.

    Raises
    ------
    ValueError
        ``count`` is not between 3 and 7.
    """
    if not CLASSES_MIN <= count <= CLASSES_MAX:
        raise ValueError(f"{count} classes: {CLASSES_MIN} to {CLASSES_MAX}")
    numbers = np.array([one for one in values if one is not None], dtype=np.float64)
    numbers = numbers[np.abs(numbers) <= _LARGEST]
    distinct = np.unique(numbers)
    if len(distinct) == 0:
        return ()
    if len(distinct) == 1:
        return (float(distinct[0]), float(distinct[0]))
    count = min(count, len(distinct))
    if method == "pretty":
        return _pretty(float(distinct[0]), float(distinct[-1]), count)
    if method == "equal":
        return _rounded(np.linspace(distinct[0], distinct[-1], count + 1))
    return _rounded(np.unique(np.quantile(numbers, np.linspace(0, 1, count + 1))))


def _pretty(low: float, high: float, count: int) -> tuple[float, ...]:
    """Return the steps that make about ``count`` classes, never more than may be told apart."""
    power = 10.0 ** (math.floor(math.log10((high - low) / count)) - 1)
    steps = [base * power * ten for ten in (1.0, 10.0, 100.0) for base in _STEPS]
    fitting = {step: math.ceil(high / step) - math.floor(low / step) for step in steps}
    allowed = {step: made for step, made in fitting.items() if 1 <= made <= CLASSES_MAX}
    step = min(allowed, key=lambda one: (abs(allowed[one] - count), one))
    first = math.floor(low / step)
    return tuple(_clean(step * (first + at)) for at in range(allowed[step] + 1))


def _clean(number: float) -> float:
    """Drop what binary arithmetic adds: 0.30000000000000004."""
    return float(f"{number:.12g}")


def _rounded(breaks: Numbers) -> tuple[float, ...]:
    """Round each bound as far as its neighbors allow; the outer ones away from the values."""
    widths = np.diff(breaks)
    made = []
    for at, value in enumerate(breaks):
        beside = float(min(widths[max(at - 1, 0)], widths[min(at, len(widths) - 1)]))
        made.append(_round(float(value), beside, outwards=_side(at, len(breaks))))
    return tuple(sorted(set(made)))


def _side(at: int, count: int) -> int:
    return -1 if at == 0 else int(at == count - 1)


_TURNS: Final[dict[int, Callable[[float], int]]] = {-1: math.floor, 0: round, 1: math.ceil}


def _round(value: float, width: float, *, outwards: int) -> float:
    """Return the number with the fewest decimals near ``value``; ``outwards`` -1 down, 1 up."""
    start = -math.ceil(math.log10(max(abs(value), width))) if value else 0
    turn = _TURNS[outwards]
    for digits in range(start, start + 2 * _DIGITS_MAX):
        scale = 10.0**digits
        found = _clean(turn(_clean(value * scale)) / scale)
        if abs(found - value) <= width * _ROUNDING_SHARE:
            return found
    return value


def graduated_classes(breaks: Sequence[float], *, scheme: str) -> tuple[LookClass, ...]:
    """Return the classes between bounds with the colors of a scheme; legends say the bounds."""
    pairs = list(pairwise(breaks))
    if not pairs:
        return ()
    colours = scheme_colours(scheme, len(pairs))
    return tuple(
        LookClass(colour, "", lower=lower, upper=upper)
        for colour, (lower, upper) in zip(colours, pairs, strict=True)
    )


def categories(values: Iterable[str | None], *, scheme: str = "distinct") -> tuple[LookClass, ...]:
    """Return the most frequent texts, each with a color of its own; all others are the rest.

    Equally frequent ones come by alphabet. Missing and empty texts are no category.
    """
    counted = Counter(one for one in values if one is not None and one.strip())
    ordered = sorted(counted, key=lambda one: (-counted[one], one))[: len(SCHEMES[scheme].stops)]
    if not ordered:
        return ()
    return tuple(
        LookClass(colour, value, value=value)
        for value, colour in zip(ordered, scheme_colours(scheme, len(ordered)), strict=True)
    )
