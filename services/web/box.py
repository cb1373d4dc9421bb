"""The box of a filter on the ground: for the spatial index, and exactly."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.database.geometry import Bounds
from services.web.filter import Bbox

_AROUND_ZONE: Final = shapely.box(-10, 0, 30, 84)
"""Degrees, CRS84: where EPSG:25832 can be reckoned with; Germany lies well inside."""
_STEP_DEGREES: Final = 0.25
_MARGIN_M: Final = 100.0


def storage_bounds(bbox: Bbox) -> Bounds | None:
    """Return bounds in EPSG:25832 that hold everything inside ``bbox``, for the spatial index.

    None far from the zone, where nothing is stored and the projection does not reach. Parallels
    are curved in the zone: the margin is wider than a step of the outline bulges.
    """
    near = shapely.intersection(shapely.box(*bbox), _AROUND_ZONE)
    if near.is_empty:
        return None
    outline = reproject(shapely.segmentize(near, _STEP_DEGREES), source=LON_LAT, target=STORAGE_CRS)
    west, south, east, north = outline.bounds
    return (west - _MARGIN_M, south - _MARGIN_M, east + _MARGIN_M, north + _MARGIN_M)


def meets_box(geometries: NDArray[np.object_], bbox: Bbox) -> NDArray[np.bool_]:
    """Which geometries of EPSG:25832 have a part in ``bbox``; exact, unlike the index."""
    degrees: Any = reproject(geometries, source=STORAGE_CRS, target=LON_LAT)
    meets: NDArray[np.bool_] = shapely.intersects(shapely.box(*bbox), degrees)
    return meets
