"""Clusters of points: which belong together, and at which of them they are drawn.

A cluster is drawn at one of its members, so it lies where its members lie, and never mixes the
blocks that the caller sorted its points into (a district and a kind of voice, say).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from .grid import Integers
from .index import Mask, Numbers
from .morton import GRID_BITS, Cells

_AXIS_BITS: Final = 22
"""Columns and rows of the cells that clusters are made of: those of zoom 22 at most."""
_NEIGHBOURS: Final = ((1, 0), (-1, 1), (0, 1), (1, 1))
"""Half of the eight; the other half is met from the other side."""


@dataclass(frozen=True)
class Clusters:
    """Points in clusters. ``owners[i]`` is the cluster of ``members[i]``.

    ``members`` and ``anchors`` are rows of an index; a cluster is drawn at its anchor.
    """

    members: Integers
    owners: Integers
    anchors: Integers

    @property
    def counts(self) -> Integers:
        """How many points each cluster holds."""
        return np.bincount(self.owners, minlength=len(self.anchors))

    def parts(self, column: Numbers, kinds: int) -> Integers:
        """Return how many members of each kind a cluster holds; shape (clusters, kinds)."""
        code = self.owners * kinds + column[self.members]
        return np.bincount(code, minlength=len(self.anchors) * kinds).reshape(-1, kinds)


def cluster_runs(members: Integers, keys: Numbers, cells: Cells) -> Clusters:
    """Cluster members that follow each other with the same key.

    The anchor is the member nearest to the middle of all, the first of several.
    """
    if not len(members):
        return Clusters(members, members, members)
    begins = np.concatenate(([True], keys[1:] != keys[:-1]))
    starts = np.flatnonzero(begins)
    owners = np.cumsum(begins) - 1
    places = cells[members].astype(np.float64)
    middles = np.add.reduceat(places, starts) / np.diff(starts, append=len(members))[:, None]
    away = np.square(places - middles[owners]).sum(axis=1)
    nearest = np.flatnonzero(away == np.minimum.reduceat(away, starts)[owners])
    first = nearest[np.diff(owners[nearest], prepend=-1) != 0]
    return Clusters(members, owners, members[first])


def thinned(
    clusters: Clusters, blocks: Numbers, cells: Cells, *, zoom: int, gap: float
) -> Clusters:
    """Join clusters of one block that are drawn closer than ``gap``; larger ones take smaller.

    Parameters
    ----------
    clusters
        One for each block and cell of ``zoom``, at most.
    blocks : array of int, shape (clusters,)
        What a cluster must not mix.
    cells
        Of all rows of the index.
    zoom
        At which the cells are tiles.
    gap
        In cells of ``zoom``; at most 1.

    Returns
    -------
    Clusters
        No two of a block are drawn closer than ``gap``.
    """
    places = cells[clusters.anchors] / 2.0 ** (GRID_BITS - zoom)
    pairs = _neighbours(blocks, places.astype(np.int64))
    near = np.square(places[pairs[:, 0]] - places[pairs[:, 1]]).sum(axis=1) < gap**2
    ranks = np.empty(len(blocks), dtype=np.int64)
    ranks[np.lexsort((clusters.anchors, -clusters.counts))] = np.arange(len(blocks))
    joined = _joined(pairs[near], ranks)
    heads, numbers = np.unique(joined, return_inverse=True)
    return Clusters(clusters.members, numbers[clusters.owners], clusters.anchors[heads])


def _neighbours(blocks: Numbers, cells: Integers) -> Integers:
    """Return pairs of positions whose cells touch, within a block; shape (pairs, 2)."""
    keys = _keys(blocks, cells)
    order = np.argsort(keys)
    keys = keys[order]
    pairs = []
    for step in _NEIGHBOURS:
        wanted = _keys(blocks, cells + step)
        at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        met = np.flatnonzero(keys[at] == wanted) if len(keys) else at
        pairs.append(np.column_stack((met, order[at[met]])))
    return np.concatenate(pairs)


def _keys(blocks: Numbers, cells: Integers) -> Integers:
    keys: Integers = (blocks.astype(np.int64) << 2 * _AXIS_BITS) + (cells[:, 1] << _AXIS_BITS)
    return keys + cells[:, 0]


def _joined(pairs: Integers, ranks: Integers) -> Integers:
    """Return the position each one joins, its own if it stays. Low ranks choose first.

    All that outrank every neighbour stay and take their neighbours, until no pair is left.
    """
    count = len(ranks)
    by_rank = np.argsort(ranks)
    joined = np.arange(count)
    while len(pairs):
        both = np.concatenate((pairs, pairs[:, ::-1]))
        stays = _best(both, ranks, count) > ranks
        taken = _best(both[stays[both[:, 1]]], ranks, count)
        goes = (taken < count) & ~stays
        joined[goes] = by_rank[taken[goes]]
        pairs = pairs[~(stays | goes)[pairs].any(axis=1)]
    return joined


def _best(pairs: Integers, ranks: Integers, count: int) -> Integers:
    """Return the best rank that each first one is paired with; ``count`` for none."""
    best = np.full(count, count)
    np.minimum.at(best, pairs[:, 0], ranks[pairs[:, 1]])
    return best


def in_tile(cells: Cells, z: int, x: int, y: int) -> Mask:
    """Which cells lie inside a tile."""
    inside: Mask = (cells >> np.uint32(GRID_BITS - z) == (x, y)).all(axis=1)
    return inside


def tile_steps(cells: Cells, z: int, x: int, y: int, extent: int) -> Integers:
    """Return where cells lie on the grid of a tile, in whole steps from its corner."""
    steps = cells.astype(np.float64) * (extent * 2.0 ** (z - GRID_BITS))
    return np.floor(steps).astype(np.int64) - (x * extent, y * extent)
