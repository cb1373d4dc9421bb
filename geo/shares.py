"""Shares and their differences: how sure they are.

The interval of a share is Wilson's (1927), "Probable inference, the law of succession, and
statistical inference", Journal of the American Statistical Association 22, 209-212. That of a
difference is Newcombe's hybrid of two such (1998), "Interval estimation for the difference between
independent proportions", Statistics in Medicine 17, 873-890, method 10.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

Interval = tuple[float, float]


def share_interval(count: int, whole: int, *, confidence: float = 0.95) -> Interval:
    """Return Wilson's two-sided interval of a share.

    Parameters
    ----------
    count, whole : int
        How many of how many; ``0 <= count <= whole``, ``whole`` above 0.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of float
        Lower and upper limit, 0.0 to 1.0; the share lies between them.

    Raises
    ------
    ValueError
        There is no such share, or no such confidence.
    """
    if not 0 <= count <= whole or whole == 0:
        raise ValueError(f"no share: {count} of {whole}")
    z = _z(confidence)
    middle = count + z * z / 2
    reach = z * math.sqrt(count * (whole - count) / whole + z * z / 4)
    total = whole + z * z
    # At the ends, rounding must not push a limit past what was counted.
    low = 0.0 if count == 0 else (middle - reach) / total
    high = 1.0 if count == whole else (middle + reach) / total
    return low, high


def difference_interval(
    one: tuple[int, int], other: tuple[int, int], *, confidence: float = 0.95
) -> Interval:
    """Return Newcombe's interval of the difference of two independent shares, one minus other.

    Parameters
    ----------
    one, other : tuple of int
        How many of how many, as ``share_interval`` takes them.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of float
        Lower and upper limit, -1.0 to 1.0; without 0 between them, the shares differ.

    Raises
    ------
    ValueError
        One of them is no share, or there is no such confidence.
    """
    (low_one, high_one), share_one = share_interval(*one, confidence=confidence), one[0] / one[1]
    (low_other, high_other), share_other = (
        share_interval(*other, confidence=confidence),
        other[0] / other[1],
    )
    difference = share_one - share_other
    return (
        difference - math.hypot(share_one - low_one, high_other - share_other),
        difference + math.hypot(high_one - share_one, share_other - low_other),
    )


@lru_cache
def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"no confidence: {confidence}")
    return NormalDist().inv_cdf((1 + confidence) / 2)
