"""Layers that staff brought in, under new boundaries: every feature gets its districts anew.

What was found under former boundaries stays, so that an older day still adds up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection, Row

from services.database.revisions import bump
from services.districts.actions import partition_of
from services.districts.model import BoundarySet
from services.districts.store import Districts
from services.layers.imported import PREFIX, Field
from services.layers.shares_store import Shares
from services.layers.tally import Measures, Tally

_COUNTED: Final = frozenset({"integer", "number"})


def rederive_layers(connection: Connection, boundaries: BoundarySet) -> None:
    """Find the districts of every feature under a new boundary version, and add up anew.

    Writes; the caller owns the transaction. Rasters are counted when they are brought in only.
    """
    shares = Shares(connection)
    districts = {one.id: one for one in Districts(connection).list()}
    partition = partition_of(boundaries, districts)
    valid_from = boundaries.version.valid_from.isoformat()
    for layer_number, version, fields, statistics in shares.versions():
        if valid_from in statistics:
            continue
        tally = Tally(valid_from, partition, _summed(fields))
        for rows in shares.portions(layer_number, version):
            shares.write(_placed(rows, tally, _summed(fields)))
        shares.keep(layer_number, version, {**statistics, valid_from: tally.statistics()})
    now = shares.came_in(boundaries.version.valid_from)
    bump(connection, *(f"{PREFIX}{id_}" for id_ in shares.shown()), now=now)


def _summed(fields: Sequence[Field]) -> list[str]:
    return [one.id for one in fields if one.kind in _COUNTED and not one.personal]


def _placed(rows: Sequence[Row[Any]], tally: Tally, summed: Sequence[str]) -> list[tuple[Any, ...]]:
    """Add features up and return what of each lies in which district."""
    shapes = np.array([row.geometry for row in rows], dtype=object)
    values = [
        np.array([row.properties.get(one) for row in rows], dtype=np.float64) for one in summed
    ]
    found = tally.take(shapes, Measures(shapes, values)).shares()
    return [
        (row.number, tally.valid_from, district_id, share)
        for row, districts in zip(rows, found, strict=True)
        for district_id, share in districts
    ]
