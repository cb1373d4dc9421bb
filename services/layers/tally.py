"""What of a layer lies in which district, added up portion by portion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.overlay import Assignment, assign
from geo.partition import Partition
from services.layers.imported import OUTSIDE, TOTAL, DistrictStatistic

_NOISE: Final = 1e-9
_LINE: Final = 1
_AREA: Final = 2

Numbers = NDArray[np.float64]


class Measures:
    """Lengths, areas and values of some features: what is apportioned to districts.

    ``amounts`` has a column each for length, area and the fields, NaN where a number is missing.
    """

    def __init__(self, shapes: NDArray[np.object_], values: Sequence[Numbers]) -> None:
        self.placed: NDArray[np.bool_] = ~shapely.is_missing(shapes)
        dimensions = shapely.get_dimensions(shapes)
        length = np.where(dimensions == _LINE, shapely.length(shapes), 0.0)
        area = np.where(dimensions == _AREA, shapely.area(shapes), 0.0)
        self.amounts: Numbers = np.column_stack([length, area, *values])


class Tally:
    """Adds up what lies in each district under one set of boundaries, and what outside of all.

    ``total`` counts all features, those without a place among them. ``valid_from`` is an ISO day.
    """

    def __init__(self, valid_from: str, partition: Partition, fields: Sequence[str]) -> None:
        self.valid_from = valid_from
        self.outside = 0
        self._fields = tuple(fields)
        self._partition = partition
        rows = len(self._partition.ids) + 2
        self._counts = np.zeros(rows, dtype=np.int64)
        self._sums = np.zeros((rows, 2 + len(fields)))
        self._filled = np.zeros((rows, 2 + len(fields)), dtype=np.int64)

    def take(self, shapes: NDArray[np.object_], measures: Measures) -> Assignment:
        """Count the next features and return which districts they belong to."""
        found = assign(self._partition, shapes, known_valid=True)
        lost = measures.placed & ~found.inside
        rest = np.where(measures.placed, 1.0 - found.parts.sum(axis=1), 0.0)
        rest[rest < _NOISE] = 0.0
        whole = np.ones(len(shapes))
        weights = np.column_stack([found.parts, rest, whole])
        members = np.column_stack([found.belongs, lost, whole.astype(bool)])
        there = np.isfinite(measures.amounts)
        self.outside += int(lost.sum())
        self._counts += members.sum(axis=0)
        self._sums += weights.T @ np.where(there, measures.amounts, 0.0)
        self._filled += members.T.astype(np.int64) @ there.astype(np.int64)
        return found

    def statistics(self) -> Mapping[str, DistrictStatistic]:
        """Return what was added up, by district, then ``outside`` and ``total``."""
        names = (*self._partition.ids, OUTSIDE, TOTAL)
        return {name: self._of(row) for row, name in enumerate(names)}

    def _of(self, row: int) -> DistrictStatistic:
        length, area, *values = self._sums[row].tolist()
        filled = self._filled[row, 2:].tolist()
        return DistrictStatistic(
            count=int(self._counts[row]),
            length_m=length,
            area_m2=area,
            sums=dict(zip(self._fields, values, strict=True)),
            filled=dict(zip(self._fields, filled, strict=True)),
        )
