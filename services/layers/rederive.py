"""Layers that staff brought in, under new boundaries: every feature gets its districts anew.

What was found under former boundaries stays, so that an older day still adds up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection, Row

from services.database.revisions import bump
from services.districts.actions import partition_of
from services.districts.model import BoundarySet, BoundaryVersion
from services.districts.store import Districts
from services.jobs.actions import ask
from services.layers.imported import PREFIX, Field
from services.layers.shares_store import Counted, Shares
from services.layers.store import ImportedLayers
from services.layers.tally import Measures, Tally

RECOUNT_VERSION: Final = "layers.recount_version"
"""The kind of the job that counts a version under boundaries that came while it was loaded."""


def rederive_layers(connection: Connection, boundaries: BoundarySet) -> None:
    """Find the districts of every feature under a new boundary version, and add up anew.

    Writes; the caller owns the transaction. Rasters: see ``services.layers.rasters.recount``.
    """
    shares = Shares(connection)
    _count(connection, shares.versions(), boundaries)
    now = shares.came_in(boundaries.version.valid_from)
    shown = ImportedLayers(connection).ids(public_only=False)
    bump(connection, *(f"{PREFIX}{id_}" for id_ in shown), now=now)


def ask_for_recount(
    connection: Connection, layer_number: int, version: int, *, asked_by: str | None, now: datetime
) -> str | None:
    """Have a version counted under the boundaries it knows nothing of; return the job, if any.

    Boundaries that come in count what is complete. Whoever completes a version has waited for
    them (``wait_for_turn``), so that none are missed by both.
    """
    versions = Shares(connection).versions((layer_number, version))
    if not any(_unknown(connection, one) for one in versions):
        return None
    payload = {"layer_number": layer_number, "version": version}
    return ask(connection, RECOUNT_VERSION, payload, asked_by=asked_by, now=now)


def recount(connection: Connection, layer_number: int, version: int, *, now: datetime) -> None:
    """Count a version under all boundaries that it knows nothing of; without any, do nothing.

    Writes; the caller owns the transaction.
    """
    shares, districts = Shares(connection), Districts(connection)
    only = layer_number, version
    for one in shares.versions(only):
        for missing in _unknown(connection, one):
            # Read anew: the statistics hold what was counted a moment ago.
            _count(connection, shares.versions(only), districts.boundaries(missing))
        bump(connection, ImportedLayers(connection).numbered(layer_number).revision_id, now=now)


def _unknown(connection: Connection, one: Counted) -> tuple[BoundaryVersion, ...]:
    *_, statistics = one
    versions = Districts(connection).versions()
    return tuple(each for each in versions if each.valid_from.isoformat() not in statistics)


def _count(connection: Connection, versions: Sequence[Counted], boundaries: BoundarySet) -> None:
    """Find the districts of all features of versions, and add them up."""
    shares = Shares(connection)
    districts = {one.id: one for one in Districts(connection).list()}
    partition = partition_of(boundaries, districts)
    valid_from = boundaries.version.valid_from.isoformat()
    for layer_number, version, fields, statistics in versions:
        if valid_from in statistics:
            continue
        tally = Tally(valid_from, partition, _summed(fields))
        for rows in shares.portions(layer_number, version):
            shares.write(_placed(rows, tally, _summed(fields)))
        shares.keep(layer_number, version, {**statistics, valid_from: tally.statistics()})


def _summed(fields: Sequence[Field]) -> list[str]:
    return [one.id for one in fields if one.is_summed]


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
