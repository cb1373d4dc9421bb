"""What somebody who reads everything that is published can work out about what is not.

Published counts and the sums between them are linear equations. The smallest and the largest value
that a hidden count can have under all of them are found by linear programming, as in Fischetti and
Salazar (2001), "Solving the cell suppression problem on tabular data with linear constraints",
Management Science 47, 1008-1027. The solver is HiGHS, by ``scipy.optimize.linprog``.

Import this where a publication is made, not where it is read: scipy is large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import block_array, csr_array
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
Cells = NDArray[np.intp]
"""Positions of cells."""

_GLANCES: Final = 12
_SEED: Final = 5_562_020
_CLOSE: Final = 1e-6


@dataclass(frozen=True)
class Sum:
    """A count that is the sum of others: positions of cells.

    ``rest`` is what the total holds beyond its parts, such as people without a known district.
    Whoever reads is taken to know it.
    """

    total: int
    parts: tuple[int, ...]
    rest: float = 0.0


@dataclass(frozen=True)
class Knowledge:
    """What is told of each count: nothing less than ``low``, nothing more than ``high``.

    Both shape (n,), counts; equal where a count is published, 0 and infinity where nothing is.
    """

    low: Floats
    high: Floats
    sums: Sequence[Sum]

    def widths(self, cells: Cells, *, enough: float) -> Floats:
        """Return how wide the interval is to which each cell can be pinned down, at least.

        Parameters
        ----------
        cells : array of int, shape (m,)
            Positions of the cells asked about.
        enough : float
            Cells whose interval is found to be that wide are not looked at any further.

        Returns
        -------
        array of float, shape (m,)
            Counts; exact where it is less than ``enough``.

        Raises
        ------
        ValueError
            The sums contradict what is told.
        """
        matrix, rest, open_ = self._equations()
        column_of = np.full(len(self.low), -1)
        column_of[open_] = np.arange(len(open_))
        hidden = column_of[cells] >= 0
        widths = np.zeros(len(cells))
        if hidden.any():
            search = _Search(matrix, rest, self.low[open_], self.high[open_], enough)
            widths[hidden] = search.widths(column_of[cells[hidden]])
        return widths

    def _equations(self) -> tuple[csr_array, Floats, Cells]:
        """Return sums over the open cells as matrix @ cells = rest, and which cells are open."""
        open_ = np.flatnonzero(self.high > self.low)
        column = np.full(len(self.low), -1)
        column[open_] = np.arange(len(open_))
        rows: list[int] = []
        columns: list[int] = []
        signs: list[float] = []
        rest: list[float] = []
        for one in self.sums:
            terms = [(one.total, -1.0), *((part, 1.0) for part in one.parts)]
            hidden = [(column[cell], sign) for cell, sign in terms if column[cell] >= 0]
            if not hidden:
                continue
            row = len(rest)
            rest.append(-one.rest - sum(s * self.low[c] for c, s in terms if column[c] < 0))
            for cell, sign in hidden:
                rows.append(row)
                columns.append(cell)
                signs.append(sign)
        shape = (len(rest), len(open_))
        return csr_array((signs, (rows, columns)), shape=shape), np.array(rest), open_


class _Search:
    """Looks for values that cells can have, far apart from each other.

    Cells that no chain of sums joins are independent: one program finds the extremes of one cell
    in each such component at once.
    """

    def __init__(
        self, matrix: csr_array, rest: Floats, low: Floats, high: Floats, enough: float
    ) -> None:
        self._matrix: Any = matrix  # scipy takes sparse ones, its types do not
        self._rest, self._low, self._enough = rest, low, enough
        # A direction without an end would show nothing of the other cells: a box around them all.
        limit = float(np.abs(rest).sum() + low.sum() + enough * (len(low) + 1))
        self._high = np.minimum(high, limit)
        self._component = _components(matrix)
        self._least = self._most = np.zeros(0)

    def widths(self, wanted: Cells) -> Floats:
        self._least = self._solve(np.zeros(len(self._low)))
        self._most = self._least.copy()
        self._glance(wanted)
        todo = self._narrow(wanted)
        while len(todo):
            first = np.unique(self._component[todo], return_index=True)[1]
            self._look(todo[first], -1.0)
            self._look(self._narrow(todo[first]), 1.0)
            todo = self._narrow(np.delete(todo, first))
        return (self._most - self._least)[wanted]

    def _glance(self, wanted: Cells) -> None:
        """Look in random directions, which does for most of many cells."""
        random = np.random.default_rng(_SEED)
        for _ in range(_GLANCES):
            if len(self._narrow(wanted)) <= _GLANCES:
                return
            self._note(self._solve(random.choice([-1.0, 1.0], size=len(self._low))))

    def _narrow(self, cells: Cells) -> Cells:
        return cells[(self._most - self._least)[cells] < self._enough - _CLOSE]

    def _look(self, cells: Cells, sign: float) -> None:
        if len(cells):
            cost = np.zeros(len(self._low))
            cost[cells] = sign
            self._note(self._solve(cost))

    def _note(self, values: Floats) -> None:
        self._least = np.minimum(self._least, values)
        self._most = np.maximum(self._most, values)

    def _solve(self, cost: Floats) -> Floats:
        """Return possible values of all cells, those at which the cost is least."""
        solution = linprog(
            cost,
            A_eq=self._matrix,
            b_eq=self._rest,
            bounds=list(zip(self._low, self._high, strict=True)),
            method="highs",
        )
        if solution.x is None:
            raise ValueError(f"sums contradict what is told: {solution.message}")
        return np.asarray(solution.x)


def _components(matrix: csr_array) -> NDArray[np.intp]:
    """Return for each column the number of its component, from 0 on."""
    graph: Any = block_array([[None, matrix], [matrix.T, None]])  # type: ignore[arg-type]
    labels = connected_components(graph, directed=False)[1][matrix.shape[0] :]
    numbers: NDArray[np.intp] = np.unique(labels, return_inverse=True)[1]
    return numbers
