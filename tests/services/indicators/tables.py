"""Small tables of counts with all their sums, for tests."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from services.indicators.disclosure import Counts, Policy, protect
from services.indicators.knowledge import Sum
from tests.services.indicators.attacker import Equation, interval


def counts(values: Sequence[float], sums: Sequence[Sum] = ()) -> Counts:
    """Counts of people, all of them sensitive and all to be published."""
    yes, no = np.ones(len(values), dtype=bool), np.zeros(len(values), dtype=bool)
    return Counts(np.array(values, dtype=float), yes, yes, no, no, no, tuple(sums))


def row(*parts: float) -> Counts:
    """Parts at 0, 1, …, and their total as the last cell."""
    return counts([*parts, sum(parts)], [Sum(len(parts), tuple(range(len(parts))))])


def table(cells: NDArray[np.int64]) -> Counts:
    """A table of areas by groups, shape (a, g), with totals of rows, of columns and of all."""
    areas, groups = cells.shape
    whole = np.zeros((areas + 1, groups + 1))
    whole[:-1, :-1] = cells
    whole[-1] = whole[:-1].sum(axis=0)
    whole[:, -1] = whole[:, :-1].sum(axis=1)
    at = np.arange(whole.size).reshape(whole.shape)
    sums = [Sum(int(line[-1]), tuple(map(int, line[:-1]))) for line in (*at, *at.T)]
    return counts(whole.ravel().tolist(), sums)


def marked(given: Counts, name: str, cells: Collection[int], *, as_: bool = True) -> Counts:
    """Counts of which some cells are marked in the mask ``name``."""
    mask = getattr(given, name).copy()
    mask[list(cells)] = as_
    return replace(given, **{name: mask})


def narrowest(given: Counts, policy: Policy, *, also: Collection[int] = ()) -> float:
    """Return the narrowest interval to which an attacker pins what is held back, and ``also``.

    Infinite where nothing is held back.
    """
    found = protect(given, policy)
    told: dict[int, tuple[float, float | None]] = {}
    for cell, status in enumerate(found.statuses):
        value = given.values[cell]
        if given.known[cell] or (status == "ok" and given.wanted[cell]):
            told[cell] = (value, value)
        elif status == "rounded" and given.wanted[cell]:
            near = np.round(value / policy.step) * policy.step
            told[cell] = (max(near - policy.step / 2, 0.0), near + policy.step / 2)
    equations: list[Equation] = [
        {one.total: -1.0} | dict.fromkeys(one.parts, 1.0) for one in given.sums
    ]
    held_back = [
        cell for cell, status in enumerate(found.statuses) if status.startswith("suppressed")
    ]
    widths = [
        high - low
        for low, high in (
            interval(cell, count=len(given.values), told=told, equations=equations)
            for cell in {*held_back, *also} - set(np.flatnonzero(given.known))
        )
    ]
    return min(widths, default=np.inf)
