"""Pins on a map that must not cover each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from .tiles.grid import Floats

ENLARGEMENTS: Final = (1.0, 1.4, 2.0, 2.8, 4.0)
_ROUNDS: Final = 400
_STEP: Final = 0.55
"""Share of what two pins lack that each of them moves at once; half would only just do."""


def apart(places: Floats, *, gap: float, enlargements: Sequence[float] = ENLARGEMENTS) -> Floats:
    """Return how far each pin steps aside so that no two are closer than ``gap``.

    Parameters
    ----------
    places : array of float64, shape (n, 2)
        Where the pins belong, in pixels of the map at its smallest.
    gap : float
        Smallest distance between two pins, in pixels.
    enlargements
        By how much the map may be enlarged; the steps are the same for all of them.

    Returns
    -------
    array of float64, shape (n, 2)
        The way from each place to its pin, in pixels. In a dense crowd a pair may lack a little.
    """
    steps = _fan(len(places)) * 0.01
    for _ in range(_ROUNDS):
        crowded = False
        for enlargement in enlargements:
            push = _push(places * enlargement + steps, gap)
            crowded = crowded or bool(push.any())
            steps = steps + push
        if not crowded:
            break
    return steps


def _push(pins: Floats, gap: float) -> Floats:
    between = pins[:, None] - pins[None, :]
    distance = np.hypot(between[..., 0], between[..., 1])
    np.fill_diagonal(distance, np.inf)
    lacking = np.clip(gap - distance, 0, None)
    push: Floats = (between / distance[..., None] * lacking[..., None] * _STEP).sum(axis=1)
    return push


def _fan(count: int) -> Floats:
    """Directions that differ for every pin: pins in one place have nowhere else to go."""
    angles = np.arange(count) * np.pi * (3 - np.sqrt(5))
    return np.column_stack((np.cos(angles), np.sin(angles)))
