"""Vector tiles of many points: properties as columns of numbers instead of one mapping a feature.

The same bytes as ``encode.py`` writes for the same features, in a fraction of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .encode import EXTENT
from .grid import Integers
from .index import Numbers
from .wire import Runs, Value, Words, feature_fields, field, layer_message, point_runs

ABSENT: Final = -1
"""The code of a feature that lacks the property."""

_POINT: Final = 1


@dataclass(frozen=True)
class Column:
    """One property: feature ``i`` has ``values[codes[i]]``, or lacks it with ``ABSENT``."""

    name: str
    codes: Numbers
    values: Sequence[Value]


def number_column(name: str, numbers: Integers) -> Column:
    """Return whole numbers as a column; negative ones are absent."""
    values, codes = np.unique(numbers, return_inverse=True)
    return Column(name, np.where(numbers < 0, ABSENT, codes), values.tolist())


def encode_points(
    name: str,
    ids: Integers,
    steps: Integers,
    columns: Sequence[Column],
    *,
    extent: int = EXTENT,
) -> bytes:
    """Return a tile of one layer of points; ``b""`` for none.

    Parameters
    ----------
    name
        Of the layer.
    ids : array of int, shape (n,)
        0 to 2^63 - 1.
    steps : array of int, shape (n, 2)
        Whole steps of the tile's grid from its corner, to the east and to the south.
    columns
        Of n features each. A value that no feature has is left out of the tile.
    """
    if not len(ids):
        return b""
    tags, keys, values = _tags(columns, len(ids))
    features = feature_fields(
        ids=ids.astype(np.uint64),
        kinds=np.full(len(ids), _POINT),
        tags=tags,
        geometry=point_runs(steps),
    )
    return field(3, layer_message(name, features, keys, values, extent=extent))


def _tags(columns: Sequence[Column], count: int) -> tuple[Runs, list[str], list[Value]]:
    keys: list[str] = []
    values: list[Value] = []
    words: Words = np.zeros((count, len(columns), 2), dtype=np.uint64)
    present = np.zeros((count, len(columns)), dtype=np.bool_)
    for place, column in enumerate(columns):
        has = column.codes != ABSENT
        used, codes = np.unique(column.codes[has], return_inverse=True)
        if not len(used):
            continue
        present[:, place] = has
        words[:, place, 0] = len(keys)
        words[has, place, 1] = codes + len(values)
        keys.append(column.name)
        values += [column.values[code] for code in used.tolist()]
    return Runs(words[present].reshape(-1), 2 * present.sum(axis=1), np.arange(count)), keys, values
