"""Rates of rare events: how sure they are, and whether a part has more or fewer than the whole.

A count of events that happen independently of each other scatters like a Poisson number. Its
exact interval goes back to Garwood (1936), "Fiducial limits for the Poisson distribution",
Biometrika 28, 437-442: the lower limit is the mean under which so many events or more have a
probability of half the error, the upper one the mean under which so many or fewer have.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Verdict = Literal["more", "as_expected", "fewer", "too_few"]

FAMILY_ERROR: Final = 0.05
"""How often, under equal true rates, any part at all may be called different."""

_REMEMBERED: Final = 4_096
_TERMS: Final = 100_000
_EPSILON: Final = 1e-15
_TINY: Final = 1e-300


@dataclass(frozen=True)
class Comparison:
    """One part beside the whole.

    Attributes
    ----------
    count : int
        Events in the part.
    exposure : float or None
        What the events are counted against, such as inhabitants; None where it is unknown.
    expected : float or None
        Events the part would have at the rate of the whole.
    rate, low, high : float or None
        Events per unit of exposure, and the exact interval that the verdict rests on.
    verdict : Verdict or None
        None where nothing can be compared, since an exposure is unknown.
    """

    count: int
    exposure: float | None
    expected: float | None
    rate: float | None
    low: float | None
    high: float | None
    verdict: Verdict | None


@lru_cache(maxsize=_REMEMBERED)
def poisson_interval(count: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact two-sided interval (Garwood) for the mean of a Poisson number.

    Parameters
    ----------
    count : int
        Events that were counted, 0 or more.
    confidence : float
        Between 0 and 1; each side may miss by half of what is left.

    Returns
    -------
    tuple of float
        Lower and upper limit of the mean; the lower one is 0.0 for no events.

    Raises
    ------
    ValueError
        ``count`` is negative, or ``confidence`` not between 0 and 1.
    """
    if count < 0 or not 0 < confidence < 1:
        raise ValueError(f"no interval for {count} events with confidence {confidence}")
    side = (1 - confidence) / 2
    # P(X >= n; m) is the lower regularised gamma function P(n, m), and P(X <= n; m) = Q(n + 1, m).
    low = 0.0 if count == 0 else _root(lambda mean: _gamma_p(count, mean) - side, count)
    high = _root(lambda mean: side - _gamma_q(count + 1, mean), count + 1)
    return low, high


def compare_with_whole(
    counts: Sequence[int],
    exposures: Sequence[float | None],
    *,
    whole_exposure: float | None,
    error: float = FAMILY_ERROR,
) -> tuple[Comparison, ...]:
    """Compare the rate of each part with that of the whole it belongs to.

    A part has ``more`` or ``fewer`` when the exact interval of its rate leaves out the rate of
    the whole. The intervals are as wide as Bonferroni's inequality asks for: their confidence is
    ``1 - error / k`` for ``k`` parts compared. So the chance that any part is called different
    although all true rates are equal is at most ``error``. This holds although the rate of the
    whole is itself counted: given the total, a part's count is binomial, and the tails of a
    binomial number are lighter than those of the Poisson number with its mean (Anderson and
    Samuels, 1967, "Some inequalities among binomial and Poisson probabilities").

    A part is ``too_few`` when at the rate of the whole so few events are expected that none at
    all would not be called fewer: then ``as_expected`` would promise more than is known.

    Parameters
    ----------
    counts : sequence of int, shape (n,)
        Events of each part. Their sum is the count of the whole.
    exposures : sequence of float or None, shape (n,)
        Exposure of each part, above 0; None where it is unknown: then nothing is said.
    whole_exposure : float or None
        Exposure of all parts together; None where it is unknown: then nothing is said of any.
    error : float
        Error of the family, between 0 and 1.

    Returns
    -------
    tuple of Comparison, shape (n,)
        In the order of ``counts``.

    Raises
    ------
    ValueError
        The sequences differ in length, or an exposure is not above 0 or above the whole's.
    """
    if len(counts) != len(exposures):
        raise ValueError(f"{len(counts)} counts, {len(exposures)} exposures")
    known = [one for one in (*exposures, whole_exposure) if one is not None]
    most = math.inf if whole_exposure is None else whole_exposure
    if any(not 0 < one <= most for one in known):
        raise ValueError("an exposure must be above 0 and at most that of the whole")
    compared = sum(one is not None for one in exposures)
    confidence = 1 - error / max(compared, 1)
    rate = None if whole_exposure is None else sum(counts) / whole_exposure
    return tuple(
        _compare(count, exposure, rate, confidence)
        for count, exposure in zip(counts, exposures, strict=True)
    )


def _compare(
    count: int, exposure: float | None, whole_rate: float | None, confidence: float
) -> Comparison:
    if exposure is None:
        return Comparison(count, None, None, None, None, None, None)
    low, high = poisson_interval(count, confidence=confidence)
    expected = None if whole_rate is None else whole_rate * exposure
    return Comparison(
        count=count,
        exposure=exposure,
        expected=expected,
        rate=count / exposure,
        low=low / exposure,
        high=high / exposure,
        verdict=None if expected is None else _verdict(expected, low, high, confidence),
    )


def _verdict(expected: float, low: float, high: float, confidence: float) -> Verdict:
    if low > expected:
        return "more"
    if high < expected:
        return "fewer"
    if expected <= poisson_interval(0, confidence=confidence)[1]:
        return "too_few"
    return "as_expected"


def _root(rises: Callable[[float], float], near: float) -> float:
    """Return where a rising function of the mean crosses 0, by halving."""
    low, high = 0.0, 2.0 * near + 10.0
    while rises(high) < 0:
        high *= 2
    while True:
        middle = (low + high) / 2
        if not low < middle < high or high - low <= _EPSILON * high:
            return middle
        if rises(middle) < 0:
            low = middle
        else:
            high = middle


def _gamma_p(shape: float, x: float) -> float:
    """Return the lower regularised gamma function (Press et al., Numerical Recipes, 6.2)."""
    return _series(shape, x) if x < shape + 1 else 1 - _fraction(shape, x)


def _gamma_q(shape: float, x: float) -> float:
    """Return the upper regularised gamma function: what the lower one leaves of 1."""
    return 1 - _series(shape, x) if x < shape + 1 else _fraction(shape, x)


def _series(shape: float, x: float) -> float:
    if x <= 0:
        return 0.0
    term = total = 1 / shape
    for step in range(1, _TERMS):
        term *= x / (shape + step)
        total += term
        if term < total * _EPSILON:
            break
    return total * math.exp(shape * math.log(x) - x - math.lgamma(shape))


def _fraction(shape: float, x: float) -> float:
    """Return the upper function by Lentz's way through its continued fraction."""
    b = x + 1 - shape
    c = 1 / _TINY
    d = 1 / b
    total = d
    for step in range(1, _TERMS):
        a = -step * (step - shape)
        b += 2
        d = 1 / _off_zero(a * d + b)
        c = _off_zero(b + a / c)
        total *= d * c
        if abs(d * c - 1) < _EPSILON * 10:
            break
    return total * math.exp(shape * math.log(x) - x - math.lgamma(shape))


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
