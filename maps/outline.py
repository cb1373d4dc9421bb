"""The border of the city, drawn from its districts."""

from __future__ import annotations

import numpy as np
import shapely

from .tilejson import OUTLINE
from .tiles.encode import TileLayer
from .tiles.grid import Geometries

OUTLINE_ID = 0


def outline_layer(districts: Geometries) -> TileLayer:
    """Return the tile layer ``outline``: the outer border of district areas in EPSG:3857."""
    border = shapely.boundary(shapely.union_all(districts))
    return TileLayer(OUTLINE, np.array([border], dtype=object), [OUTLINE_ID], [{}], simplify=False)
