"""Whether a series goes somewhere, and whether a part stands out from the whole.

A trend is Mann's test (1945), "Nonparametric tests against trend", Econometrica 13, 245-259, with
the exact distribution of Kendall's tau, and the slope of Theil and Sen (1968), "Estimates of the
regression coefficient based on Kendall's tau", Journal of the American Statistical Association 63,
1379-1389. Parts beside the whole stand in a funnel: Spiegelhalter (2005), "Funnel plots for
comparing institutional performance", Statistics in Medicine 24, 1185-1202. Months are watched by a
cumulative sum: Page (1954), "Continuous inspection schemes", Biometrika 41, 100-115.

Import this where hints are reckoned, not where they are read: scipy is large.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import kendalltau, theilslopes

Floats = NDArray[np.float64]
Place = Literal["inside", "outside_95", "outside_99_8"]

LEAST_VALUES: Final = 5
"""Fewer can never tell a trend: a perfect series of four has p = 0.083."""

_MOST_PERMUTED: Final = 8
_Z_95: Final = 1.959964
_Z_99_8: Final = 3.090232
_WINSORISED: Final = 0.1
_SMALLEST_SD: Final = 1e-12


@dataclass(frozen=True)
class Trend:
    """The slope per step of time with its 95 % interval, and how likely chance alone does this.

    ``p`` is two-sided and exact where no two values are equal, or at most eight are there.
    """

    slope: float
    low: float
    high: float
    p: float


def trend(times: ArrayLike, values: ArrayLike) -> Trend | None:
    """Return the trend of a series, or None where it is too short or does not move at all.

    Parameters
    ----------
    times : array_like, shape (n,)
        In the unit that the slope is to be told by, such as years; each one later than the last.
    values : array_like, shape (n,)
        Without gaps: leave out what is missing, and what lies before a break.

    Raises
    ------
    ValueError
        The arrays differ in length, or time does not go on.
    """
    when, what = np.asarray(times, dtype=float), np.asarray(values, dtype=float)
    if when.shape != what.shape or not (np.diff(when) > 0).all():
        raise ValueError("times must increase, one for each value")
    if len(what) < LEAST_VALUES or np.ptp(what) == 0:
        return None
    slope, _, low, high = theilslopes(what, when, alpha=0.95)
    return Trend(float(slope), float(low), float(high), _p_of_trend(what))


def _p_of_trend(values: Floats) -> float:
    has_ties = len(np.unique(values)) < len(values)
    if has_ties and len(values) <= _MOST_PERMUTED:
        return _p_by_all_orders(values)
    method: Literal["exact", "asymptotic"] = "asymptotic" if has_ties else "exact"
    found = kendalltau(np.arange(len(values)), values, method=method)
    return float(found.pvalue)


def _p_by_all_orders(values: Floats) -> float:
    """Return how many of all orders of the values rise or fall at least as clearly."""
    orders = np.array(list(permutations(values)))
    first, second = np.triu_indices(len(values), k=1)
    clear = np.abs(np.sign(orders[:, second] - orders[:, first]).sum(axis=1))
    return float((clear >= clear[0]).mean())


@dataclass(frozen=True)
class Funnel:
    """Where shares stand beside the share of the whole.

    Attributes
    ----------
    low_95, high_95, low_99_8, high_99_8 : array of float, shape (n,)
        Limits for each part, shares.
    dispersion : float
        How much more the parts differ than chance would have them, 1.0 or more, as a variance.
    places : tuple of Place, shape (n,)
    """

    low_95: Floats
    high_95: Floats
    low_99_8: Floats
    high_99_8: Floats
    dispersion: float
    places: tuple[Place, ...]


def funnel(counts: ArrayLike, wholes: ArrayLike, *, share: float) -> Funnel:
    """Return limits within which parts differ from the whole by chance and ordinary differences.

    Limits are widened by the dispersion of all parts, of which the outermost tenth on each side
    counts only as much as the next (winsorised): else one true outlier would hide itself.

    Parameters
    ----------
    counts, wholes : array_like of int, shape (n,)
        How many of how many in each part; ``wholes`` above 0.
    share : float
        Of the whole, above 0 and below 1.

    Raises
    ------
    ValueError
        A part has nobody, or the share of the whole leaves nothing to differ.
    """
    parts, sizes = np.asarray(counts, dtype=float), np.asarray(wholes, dtype=float)
    if not 0 < share < 1 or (sizes <= 0).any():
        raise ValueError("parts need people, and the whole a share between 0 and 1")
    spread = np.sqrt(share * (1 - share) / sizes)
    z = (parts / sizes - share) / spread
    dispersion = max(float(np.mean(_winsorised(z) ** 2)), 1.0)
    wide = spread * math.sqrt(dispersion)
    return Funnel(
        low_95=np.maximum(share - _Z_95 * wide, 0.0),
        high_95=np.minimum(share + _Z_95 * wide, 1.0),
        low_99_8=np.maximum(share - _Z_99_8 * wide, 0.0),
        high_99_8=np.minimum(share + _Z_99_8 * wide, 1.0),
        dispersion=dispersion,
        places=tuple(_place(abs(float(one)) / math.sqrt(dispersion)) for one in z),
    )


def _winsorised(z: Floats) -> Floats:
    low, high = np.quantile(z, [_WINSORISED, 1 - _WINSORISED])
    return np.clip(z, low, high)


def _place(distance: float) -> Place:
    if distance > _Z_99_8:
        return "outside_99_8"
    return "outside_95" if distance > _Z_95 else "inside"


def rises_at(
    values: Sequence[float], *, mean: float, sd: float, slack: float = 0.5, limit: float = 5.0
) -> int | None:
    """Return the position at which a series has risen for good, or None.

    The cumulative sum of what lies more than ``slack`` standard deviations above the mean passes
    ``limit``. For falling series, turn the signs of values and mean.

    Parameters
    ----------
    values : sequence of float, shape (n,)
        Differences to the same month a year before, where a series has seasons.
    mean, sd : float
        Of a calm time, ``sd`` above 0.

    Raises
    ------
    ValueError
        ``sd`` is not above 0.
    """
    if sd < _SMALLEST_SD:
        raise ValueError(f"no spread to compare with: {sd}")
    sum_ = 0.0
    for position, value in enumerate(values):
        sum_ = max(0.0, sum_ + (value - mean) / sd - slack)
        if sum_ > limit:
            return position
    return None
