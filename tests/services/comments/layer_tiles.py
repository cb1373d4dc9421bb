"""The layer of voices tile by tile, as tests look at it."""

from __future__ import annotations

from datetime import date
from typing import Any

import mapbox_vector_tile
from shapely import Point
from sqlalchemy import Connection

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.comments.layer import VoiceIndex
from services.web.filter import Filter
from tests.services.comments.rows import IN_MITTE, TODAY
from tests.services.layers.tiles import tile_at, tiles_of_herten

ZOOM = 16


def signs(tile: bytes) -> list[dict[str, Any]]:
    """Return what a tile says of each sign."""
    if tile == b"":
        return []
    found: list[dict[str, Any]] = mapbox_vector_tile.decode(tile)["voices"]["features"]
    return [one["properties"] for one in found]


def drawn(
    index: VoiceIndex, connection: Connection, filter_: Filter, zoom: int, on: date = TODAY
) -> list[dict[str, Any]]:
    """Return the signs of all tiles of Herten at a zoom."""
    return [
        sign
        for z, x, y in tiles_of_herten(zoom)
        for sign in signs(index.tile(connection, filter_, on, z=z, x=x, y=y))
    ]


def around(pin: Point, zoom: int = ZOOM) -> dict[str, int]:
    """Return the address of the tile that holds a pin."""
    at = reproject(pin, source=STORAGE_CRS, target=LON_LAT)
    x, y = tile_at(at.x, at.y, zoom)
    return {"z": zoom, "x": x, "y": y}


def seen(index: VoiceIndex, connection: Connection, pin: Point = IN_MITTE) -> list[str]:
    """Return the references of the voices in the tile around a pin."""
    tile = index.tile(connection, Filter(), TODAY, **around(pin))
    return [sign.get("reference", "several") for sign in signs(tile)]
