"""How long it takes to decide what of a publication may leave the house."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
import pytest

from services.indicators.disclosure import PUBLIC, Counts, protect
from services.indicators.knowledge import Sum

YEAR_LIMIT_S = 2.0
LARGE_LIMIT_S = 60.0
DISTRICTS = 9


@dataclass
class Pile:
    """Counts that grow, and their sums."""

    values: list[float] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)

    def add(self, cells: np.ndarray) -> np.ndarray:
        """Add a table with totals of its groups; return the positions of its cells."""
        whole = np.column_stack([cells, cells.sum(axis=1)])
        at = np.arange(whole.size).reshape(whole.shape) + len(self.values)
        self.values.extend(whole.ravel().tolist())
        self.sums.extend(Sum(int(row[-1]), tuple(map(int, row[:-1]))) for row in at)
        return at

    def join(self, wholes: np.ndarray, parts: np.ndarray, whole_of: np.ndarray) -> None:
        """Say that the parts of each whole add up to it, in every group."""
        for number, whole in enumerate(wholes):
            own = parts[whole_of == number]
            self.sums.extend(
                Sum(int(total), tuple(map(int, column)))
                for total, column in zip(whole, own.T, strict=True)
            )

    def counts(self) -> Counts:
        """Return all counts, sensitive and to be published for the first time."""
        yes, no = np.ones(len(self.values), dtype=bool), np.zeros(len(self.values), dtype=bool)
        return Counts(np.array(self.values), yes, yes, no, no, no, tuple(self.sums))


def publication(areas: int, groups: int, tables: int) -> Counts:
    """Tables of areas by groups, their districts and the city; some groups are rare."""
    random, pile = np.random.default_rng(1), Pile()
    district_of = np.arange(areas) % DISTRICTS
    for _ in range(tables):
        rare = random.gamma(1.5, 8.0, size=(areas, 1)) * random.uniform(0.3, 3.0, size=groups)
        cells = random.poisson(rare)
        by_district = np.array([cells[district_of == one].sum(axis=0) for one in range(DISTRICTS)])
        city = pile.add(by_district.sum(axis=0, keepdims=True))
        districts = pile.add(by_district)
        pile.join(city, districts, np.zeros(DISTRICTS, dtype=int))
        if areas > DISTRICTS:
            pile.join(districts, pile.add(cells), district_of)
    return pile.counts()


@pytest.mark.parametrize(
    ("areas", "groups", "tables", "limit_s"),
    [(DISTRICTS, 10, 30, YEAR_LIMIT_S), (1_000, 10, 1, LARGE_LIMIT_S)],
    ids=["a year of 30 indicators", "1,000 areas"],
)
def test_protect(areas: int, groups: int, tables: int, limit_s: float) -> None:
    given = publication(areas, groups, tables)

    start = time.perf_counter()
    found = protect(given, PUBLIC)
    took_s = time.perf_counter() - start

    names, many = np.unique(found.statuses, return_counts=True)
    told = ", ".join(f"{name} {count}" for name, count in zip(names, many, strict=True))
    print(f"\n{areas} areas, {len(given.values)} counts: {took_s:.2f} s; {told}")
    assert len(found.exposed) == 0
    assert took_s <= limit_s
