"""Which counts may leave the house: the one place that decides.

Small counts identify people. They are held back (primary suppression), and so are as many others
as it takes that nobody can work them out from sums, complements, pooled years or overlapping areas
(secondary suppression). The partner held back with a count is the smallest one that is not zero,
as official statistics does it for one table; for many tables at once ``knowledge`` verifies each
step: no count held back can be pinned to an interval narrower than ``k``.

Whatever is published is made of what this module lets through: rates are computed afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from services.indicators.knowledge import Cells, Floats, Knowledge, Sum

Method = Literal["suppress", "round5", "round10"]
Status = Literal[
    "ok",
    "suppressed_primary",
    "suppressed_secondary",
    "rounded",
    "unreliable",
    "missing",
    "not_applicable",
]
Mask = NDArray[np.bool_]

_STEPS: Final[dict[Method, int]] = {"suppress": 1, "round5": 5, "round10": 10}
_NARROWER: Final = 1e-6
_ROUNDED_WIDTH: Final = 2.0
"""A small count that is told rounded could be at least one of three: 0 stands for 0, 1 and 2."""


@dataclass(frozen=True)
class Policy:
    """How a data set is protected. Counts below ``k`` are small; so is 0 where it tells something.

    ``min_denominator`` and ``min_population`` are the fewest people a rate and an area need.
    """

    k: int
    zero_is_sensitive: bool = False
    method: Method = "suppress"
    min_denominator: int = 30
    min_population: int = 300

    @property
    def step(self) -> int:
        """What counts are rounded to; 1 where they are not."""
        return _STEPS[self.method]


PUBLIC: Final = Policy(k=5)
STAFF: Final = Policy(k=3)


@dataclass(frozen=True)
class Counts:
    """All counts of a publication, and how they add up; arrays of shape (n,).

    Attributes
    ----------
    values
        Counts; NaN where none is known, even to us.
    sensitive
        Whether a small count says something about people.
    wanted
        Whether it is to be published. What is not, such as the complement of a share, is here
        because it can be worked out: it is protected all the same.
    too_small
        Whether the area has too few inhabitants to be told of.
    known
        Whether it left the house before, in this state or another: it cannot be taken back.
    held
        Whether it was held back before: it is held back again rather than another.
    sums
        True of ``values`` where none of them is NaN.
    """

    values: Floats
    sensitive: Mask
    wanted: Mask
    too_small: Mask
    known: Mask
    held: Mask
    sums: Sequence[Sum]


@dataclass(frozen=True)
class Protection:
    """What becomes of each count, shape (n,), and which ones cannot be protected any more."""

    statuses: NDArray[np.str_]
    exposed: Cells


def protect(counts: Counts, policy: Policy) -> Protection:
    """Decide which counts are published.

    Counts that left the house before can expose others: these come back as ``exposed``.
    """
    return _Guard(counts, policy).work()


class _Guard:
    """Holds back one partner after the other until nothing can be worked out."""

    def __init__(self, counts: Counts, policy: Policy) -> None:
        self._counts, self._policy = counts, policy
        self._missing = np.isnan(counts.values)
        self._small = counts.sensitive & ~self._missing & _is_small(counts.values, policy)
        self._primary = (self._small | counts.too_small) & ~self._missing
        rounded = policy.step > 1
        self._suppressed = counts.too_small & ~self._missing if rounded else self._primary.copy()
        self._sums_of = _sums_of(counts)
        self._is_total = np.zeros(len(counts.values), dtype=bool)
        self._is_total[[one.total for one in counts.sums]] = True

    def work(self) -> Protection:
        safe = np.zeros(len(self._suppressed), dtype=bool)
        while True:
            asked = np.flatnonzero(self._guarded() & ~safe)
            widths = self._knowledge().widths(asked, enough=self._policy.k)
            narrow = widths < self._needed()[asked] - _NARROWER
            # What is held back later only widens what is possible: safe stays safe.
            safe[asked[~narrow]] = True
            if not self._hold_back_partners(asked[narrow]):
                return Protection(self._statuses(), asked[narrow])

    def _guarded(self) -> Mask:
        """Return what nobody may work out."""
        return (self._suppressed | self._small) & ~self._counts.known

    def _needed(self) -> Floats:
        """Return how wide the interval of each guarded count has to stay."""
        rounded = self._counts.wanted & ~self._suppressed
        return np.where(rounded, min(_ROUNDED_WIDTH, self._policy.k), self._policy.k)

    def _knowledge(self) -> Knowledge:
        values = np.nan_to_num(self._counts.values)
        reach = self._policy.step / 2 if self._policy.step > 1 else 0.0
        rounded = np.round(values / self._policy.step) * self._policy.step
        low, high = np.maximum(rounded - reach, 0.0), rounded + reach
        known = self._counts.known & ~self._missing
        low[known] = high[known] = values[known]
        hidden = (self._suppressed | ~self._counts.wanted | self._missing) & ~known
        low[hidden], high[hidden] = 0.0, np.inf
        return Knowledge(low, high, self._counts.sums)

    def _hold_back_partners(self, exposed: Cells) -> bool:
        """Hold back a partner of each exposed cell; return False where there is none left."""
        touched: set[int] = set()
        held_back = False
        for cell in exposed:
            sums = self._sums_of[cell]
            if touched.intersection(sums):  # a partner of another may do for this one too
                held_back = True
                continue
            partner = self._partner(sums)
            if partner is not None:
                self._suppressed[partner] = True
                touched.update(self._sums_of[partner])
                held_back = True
        return held_back

    def _partner(self, sums: Sequence[int]) -> int | None:
        """Return the published count that is missed least: held before, no total, and small.

        It is looked for first in sums that tell too much by themselves.
        """
        values = self._counts.values
        tight = [number for number in sums if self._is_tight(self._counts.sums[number])]
        for among in (tight, sums):
            near = {cell for number in among for cell in _cells(self._counts.sums[number])}
            candidates = [cell for cell in near if self._can_be_held_back(cell)]
            if candidates:
                return min(
                    candidates,
                    key=lambda cell: (
                        values[cell] == 0,
                        self._is_total[cell],
                        not self._counts.held[cell],
                        values[cell],
                        cell,
                    ),
                )
        return None

    def _is_tight(self, one: Sum) -> bool:
        """Return whether the counts held back in a sum are too few, or too small together."""
        hidden = [cell for cell in _cells(one) if self._is_hidden(cell)]
        if len(hidden) == 1:
            return True
        parts_only = not self._is_hidden(one.total)
        return parts_only and bool(self._counts.values[hidden].sum() < self._policy.k)

    def _is_hidden(self, cell: int) -> bool:
        told = self._counts.wanted[cell] and not self._suppressed[cell]
        return not (told or self._counts.known[cell] or self._missing[cell])

    def _can_be_held_back(self, cell: int) -> bool:
        published = self._counts.wanted[cell] and not self._suppressed[cell]
        return bool(published and not self._counts.known[cell] and not self._missing[cell])

    def _statuses(self) -> NDArray[np.str_]:
        statuses = np.full(len(self._suppressed), "rounded" if self._policy.step > 1 else "ok")
        statuses = statuses.astype("<U24")
        statuses[self._suppressed] = "suppressed_secondary"
        statuses[self._suppressed & self._primary] = "suppressed_primary"
        statuses[self._missing] = "missing"
        return statuses


def _is_small(values: Floats, policy: Policy) -> Mask:
    least = 0 if policy.zero_is_sensitive else 1
    small: Mask = (values >= least) & (values < policy.k)
    return small


def _cells(one: Sum) -> tuple[int, ...]:
    return (one.total, *one.parts)


def _sums_of(counts: Counts) -> list[list[int]]:
    """Return for each cell the numbers of the sums that hold it."""
    found: list[list[int]] = [[] for _ in counts.values]
    for number, one in enumerate(counts.sums):
        for cell in _cells(one):
            found[cell].append(number)
    return found
