"""An index of points in memory: sorted by zone and Morton code, so a tile is a few slices.

Zones are the districts of a city, as small numbers. Everything known of a point stands in columns
of small numbers beside its place, so that a filter is a mask. An index never changes; a changed
one shares nothing with it and is made in a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .grid import Integers
from .morton import Cells, Codes, morton_codes, tile_codes

Mask: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class PointTable:
    """Points as columns of the same length, in any order.

    ``ids`` are whole numbers, one for each point; ``zones`` count from 0.
    """

    ids: Integers
    zones: Numbers
    cells: Cells
    columns: Mapping[str, Numbers]

    def __len__(self) -> int:
        """How many points there are."""
        return len(self.ids)

    @classmethod
    def joined(cls, tables: Sequence[PointTable]) -> PointTable:
        """Return the rows of tables with the same columns, one table after the other."""
        return cls(
            np.concatenate([one.ids for one in tables]),
            np.concatenate([one.zones for one in tables]),
            np.concatenate([one.cells for one in tables]),
            {
                name: np.concatenate([one.columns[name] for one in tables])
                for name in tables[0].columns
            },
        )

    def taken(self, rows: Integers | Mask) -> PointTable:
        """Return some rows, in the order asked for."""
        columns = {name: column[rows] for name, column in self.columns.items()}
        return PointTable(self.ids[rows], self.zones[rows], self.cells[rows], columns)

    def with_rows(self, positions: Integers, other: PointTable) -> PointTable:
        """Return the table with the rows of another one before the rows at ``positions``."""
        return PointTable(
            np.insert(self.ids, positions, other.ids),
            np.insert(self.zones, positions, other.zones),
            np.insert(self.cells, positions, other.cells, axis=0),
            {
                name: np.insert(column, positions, other.columns[name])
                for name, column in self.columns.items()
            },
        )


@dataclass(frozen=True)
class PointIndex:
    """Points sorted by zone, Morton code and id: the same points give the same index.

    Made by ``build``.
    """

    table: PointTable
    codes: Codes
    zone_starts: Integers
    """Shape (zones + 1,): where each zone begins; its end is where the next one begins."""

    @classmethod
    def build(cls, table: PointTable, *, zones: int) -> PointIndex:
        """Sort a table whose zones are below ``zones``."""
        codes = morton_codes(table.cells)
        order = np.lexsort((table.ids, codes, table.zones))
        return cls._sorted(table.taken(order), codes[order], zones)

    @classmethod
    def _sorted(cls, table: PointTable, codes: Codes, zones: int) -> PointIndex:
        return cls(table, codes, np.searchsorted(table.zones, np.arange(zones + 1)))

    def __len__(self) -> int:
        """How many points there are."""
        return len(self.table)

    def replaced(self, gone: Numbers, new: PointTable) -> PointIndex:
        """Return the index without the points whose ids are in ``gone``, and with ``new`` ones."""
        zones = len(self.zone_starts) - 1
        stay = ~np.isin(self.table.ids, gone)
        # What shares a place with a new one is sorted anew with it.
        meets = stay & np.isin(self.codes, morton_codes(new.cells))
        added = PointIndex.build(PointTable.joined((new, self.table.taken(meets))), zones=zones)
        left = stay & ~meets
        kept = self._sorted(self.table.taken(left), self.codes[left], zones)
        positions = np.concatenate(
            [
                start + np.searchsorted(kept._codes_of(zone), added._codes_of(zone))
                for zone, start in enumerate(kept.zone_starts[:-1].tolist())
            ]
        ).astype(np.int64)
        return self._sorted(
            kept.table.with_rows(positions, added.table),
            np.insert(kept.codes, positions, added.codes),
            zones,
        )

    def _codes_of(self, zone: int) -> Codes:
        return self.codes[self.zone_starts[zone] : self.zone_starts[zone + 1]]

    def rows_in(self, z: int, x: int, y: int) -> Integers:
        """Return the rows of the points in a tile: one slice of each zone."""
        first, last = (np.uint64(code) for code in tile_codes(z, x, y))
        slices = []
        for zone, start in enumerate(self.zone_starts[:-1].tolist()):
            codes = self._codes_of(zone)
            begin = int(np.searchsorted(codes, first, side="left"))
            end = int(np.searchsorted(codes, last, side="right"))
            slices.append(np.arange(start + begin, start + end, dtype=np.int64))
        return np.concatenate(slices) if slices else np.zeros(0, dtype=np.int64)
