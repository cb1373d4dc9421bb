"""Fewer vertices for pictures: those that hardly bend are left out, and none is moved.

Neighbours that share an edge leave out the same vertices of it, wherever their rings begin, so no
gaps appear between areas. Not for measuring or storing.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes: TypeAlias = NDArray[np.object_]
Numbers: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Counts: TypeAlias = NDArray[np.int64]

_ROUNDS: Final = 3
_LINES: Final = (1, 5)
_AREAS: Final = (3, 6)
_RING_LEAST: Final = 4
_LINE_LEAST: Final = 2
_PER_M: Final = 1_000
_MIX: Final = np.array([73_856_093, 19_349_663], dtype=np.int64)
_SPREAD: Final = np.int64(2_654_435_761)
_RANK_BITS: Final = 24


def thin(shapes: Shapes, tolerance: float) -> Shapes:
    """Return shapes with fewer vertices, each at most three times ``tolerance`` off the old edge.

    Parameters
    ----------
    shapes : array of geometries, shape (n,)
        In a projected CRS in metres; None, points and collections stay as they are.
    tolerance : float
        Metres, as in ``shapes``: how far a vertex may lie from the straight line between those
        beside it to be left out.

    Returns
    -------
    array of geometries, shape (n,)
        Of the same kinds and parts. Thin areas may come out invalid: they are for pictures.
    """
    thinned = shapes.copy()
    kinds = shapely.get_type_id(shapes)
    for group, least in ((_LINES, _LINE_LEAST), (_AREAS, _RING_LEAST)):
        chosen = np.flatnonzero(np.isin(kinds, group) & ~shapely.is_empty(shapes))
        if len(chosen):
            kind, corners, offsets = shapely.to_ragged_array(shapes[chosen])
            of_rings, *of_parts = (np.asarray(one, dtype=np.int64) for one in offsets)
            corners, of_rings = _thinned(corners, of_rings, tolerance, least)
            thinned[chosen] = shapely.from_ragged_array(kind, corners, (of_rings, *of_parts))
    return thinned


def _thinned(xy: Numbers, offsets: Counts, tolerance: float, least: int) -> tuple[Numbers, Counts]:
    """Thin rings or lines that stand one after the other, the first one from ``offsets[0]``."""
    for _ in range(_ROUNDS):
        kept = ~_to_drop(xy, _flat(xy, offsets, tolerance))
        before = np.concatenate(([0], np.cumsum(kept)))
        too_short = np.diff(before[offsets]) < least
        if too_short.any():
            kept |= np.repeat(too_short, np.diff(offsets))
            before = np.concatenate(([0], np.cumsum(kept)))
        xy, offsets = xy[kept], before[offsets]
    return xy, offsets


def _flat(xy: Numbers, offsets: Counts, tolerance: float) -> Flags:
    """Return which vertices hardly bend; the ends of lines and rings never do."""
    flat = np.zeros(len(xy), dtype=bool)
    # Column by column: summing pairs along an axis takes three times as long.
    (chord_x, chord_y), (step_x, step_y) = (xy[2:] - xy[:-2]).T, (xy[1:-1] - xy[:-2]).T
    length = chord_x**2 + chord_y**2
    along = chord_x * step_x + chord_y * step_y
    across = chord_x * step_y - chord_y * step_x
    flat[1:-1] = (across**2 <= tolerance**2 * length) & (along >= 0) & (along <= length)
    flat[offsets[:-1]] = False
    flat[offsets[1:] - 1] = False
    return flat


def _to_drop(xy: Numbers, flat: Flags) -> Flags:
    """Choose among flat vertices so that no two beside each other go at once.

    By a rank made of their place alone: the neighbour's ring comes to the same choice.
    """
    x, y = np.round(xy * _PER_M).astype(np.int64).T
    mixed = (x * _MIX[0] + y * _MIX[1]) * _SPREAD
    rank = np.where(flat, (mixed >> _RANK_BITS) & ((1 << _RANK_BITS) - 1), -1)
    drop = flat.copy()
    drop[1:-1] &= (rank[1:-1] > rank[:-2]) & (rank[1:-1] > rank[2:])
    return drop
