"""What several forms of an export need: shapes in their system, and a word for what cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np
import shapely

from geo.crs import STORAGE_CRS, reproject
from services.layers.exports.model import SYSTEMS, Epsg
from services.layers.exports.store import Portion

DECIMALS: Final[dict[Epsg, int]] = {"25832": 4, "4326": 9}
"""A tenth of a millimetre on the ground: what forms keep that write numbers as text."""


class UnfitError(Exception):
    """The form has no place for so much."""


def placed(portions: Iterable[Portion], epsg: Epsg) -> Iterator[Portion]:
    """Yield portions with their shapes in another system."""
    for portion in portions:
        if SYSTEMS[epsg] == STORAGE_CRS:
            yield portion
            continue
        moved = reproject(portion.shapes, source=STORAGE_CRS, target=SYSTEMS[epsg])
        yield replace(portion, shapes=moved)


def rounded(portion: Portion, epsg: Epsg) -> Portion:
    """Return a portion with coordinates as long as a text should hold them."""
    decimals = DECIMALS[epsg]
    shapes = shapely.transform(portion.shapes, lambda xy: np.round(xy, decimals))
    return replace(portion, shapes=shapes)
