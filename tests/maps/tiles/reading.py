"""Reading tiles back with somebody else's decoder."""

from __future__ import annotations

from typing import Any

import mapbox_vector_tile
import numpy as np
import shapely
from mapbox_vector_tile.Mapbox import vector_tile_pb2
from shapely.geometry.base import BaseGeometry

from maps.tiles.bounds import HALF_WORLD_M
from maps.tiles.encode import TileLayer, encode_tile

STEP_M = 2 * HALF_WORLD_M / 4096
"""One grid step of the tile 0/0/0."""


def metres(steps: BaseGeometry) -> BaseGeometry:
    """Place a shape given in grid steps of the tile 0/0/0 in EPSG:3857."""
    placed: BaseGeometry = shapely.transform(
        steps, lambda at: (at * STEP_M - HALF_WORLD_M) * (1, -1)
    )
    return placed


def layer(
    *geometries: BaseGeometry | None, name: str = "shapes", simplify: bool = False
) -> TileLayer:
    """Return a layer of geometries, numbered from 1."""
    ids = range(1, len(geometries) + 1)
    array = np.array([*geometries, None], dtype=object)[:-1]
    return TileLayer(name, array, ids, [{} for _ in ids], simplify=simplify)


def world_tile(*geometries: BaseGeometry | None, simplify: bool = False) -> bytes:
    """Encode shapes given in grid steps of the tile 0/0/0."""
    placed = [None if shape is None else metres(shape) for shape in geometries]
    return encode_tile([layer(*placed, simplify=simplify)], z=0, x=0, y=0)


def decoded(tile: bytes) -> dict[str, Any]:
    """Return layers by name, y downwards as on the screen."""
    answer: dict[str, Any] = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})
    return answer


def shapes(tile: bytes, name: str = "shapes") -> dict[int, BaseGeometry]:
    """Return the shapes of a layer by feature id, in grid steps of their tile."""
    features = decoded(tile).get(name, {"features": []})["features"]
    return {feature["id"]: shapely.geometry.shape(feature["geometry"]) for feature in features}


def message(tile: bytes) -> vector_tile_pb2.tile:
    """Return the protocol buffer as it stands in the tile."""
    parsed = vector_tile_pb2.tile()
    parsed.ParseFromString(tile)
    return parsed
