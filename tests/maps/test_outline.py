"""The border of the city."""

from __future__ import annotations

import numpy as np
import shapely

from maps.outline import outline_layer
from maps.tilejson import OUTLINE


def test_the_outline_goes_around_all_districts_and_between_none() -> None:
    halves = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])

    layer = outline_layer(halves)

    assert layer.name == OUTLINE
    assert layer.geometries[0].equals(shapely.box(0, 0, 2, 1).exterior)
