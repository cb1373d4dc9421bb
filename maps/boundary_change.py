"""New boundaries over the former ones as one small SVG, without script; faults are numbered.

Geometry for a template; colours are the page's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Point

from maps.identity import DistrictIdentity
from maps.locator import LocatorDistrict, drawn_districts

_WIDTH: Final = 480.0
_MARGIN: Final = 12.0


@dataclass(frozen=True)
class Mark:
    """Where a fault is; ``number`` counts from 1 as in the list beside the drawing."""

    number: int
    x: float
    y: float


@dataclass(frozen=True)
class BoundaryChange:
    """A drawing of ``width`` by ``height`` user units, north up.

    ``districts`` are the new areas; ``former`` is the path of the borders that held before.
    """

    width: float
    height: float
    districts: tuple[LocatorDistrict, ...]
    former: str
    marks: tuple[Mark, ...]


def boundary_change(
    identities: Sequence[DistrictIdentity],
    *,
    before: Sequence[MultiPolygon],
    after: Sequence[MultiPolygon],
    faults: Sequence[Point],
) -> BoundaryChange:
    """Draw districts (EPSG:25832, metres, both in the order of ``identities``) to scale.

    ``faults`` are points in the same system; an empty one has no place and no mark.
    """
    west, south, east, north = shapely.total_bounds(np.array([*before, *after], dtype=object))
    scale = (_WIDTH - 2 * _MARGIN) / (east - west)

    def to_page(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(
            ((xy[:, 0] - west) * scale + _MARGIN, (north - xy[:, 1]) * scale + _MARGIN)
        )

    marks = [
        Mark(number, *np.round(to_page(np.array([[place.x, place.y]]))[0], 1).tolist())
        for number, place in enumerate(faults, start=1)
        if not place.is_empty
    ]
    pages = [shapely.transform(one, to_page) for one in after]
    old = [shapely.transform(one, to_page) for one in before]
    return BoundaryChange(
        width=_WIDTH,
        height=round(float((north - south) * scale + 2 * _MARGIN), 1),
        districts=drawn_districts(tuple(identities), pages),
        former="".join(one.path for one in drawn_districts(tuple(identities), old)),
        marks=tuple(marks),
    )
