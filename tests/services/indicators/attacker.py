"""Somebody who knows every published count and every sum, and can solve linear programs.

Written from the published counts alone, as whoever downloads them would: nothing of our own
reckoning is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linprog

Equation = Mapping[int, float]
"""Signed cells that together are 0."""


def interval(
    cell: int,
    *,
    count: int,
    told: Mapping[int, tuple[float, float | None]],
    equations: Sequence[Equation],
) -> tuple[float, float]:
    """Return the least and the most that a cell can be; ``told`` are limits of published cells."""
    matrix = np.zeros((len(equations), count))
    for row, equation in enumerate(equations):
        for other, sign in equation.items():
            matrix[row, other] += sign
    bounds = [told.get(one, (0.0, None)) for one in range(count)]
    found = []
    for sign in (1.0, -1.0):
        cost = np.zeros(count)
        cost[cell] = sign
        solved = linprog(cost, A_eq=matrix, b_eq=np.zeros(len(equations)), bounds=bounds)
        assert solved.status in {0, 3}, solved.message
        found.append(-sign * np.inf if solved.x is None else float(solved.x[cell]))
    return found[0], found[1]
