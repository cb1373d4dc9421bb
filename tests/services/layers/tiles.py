"""Fetches tiles as a map does, and reads them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import mapbox_vector_tile
from starlette.testclient import TestClient

WEST, SOUTH, EAST, NORTH = 7.03, 51.53, 7.22, 51.67
"""A box around Herten, degrees."""


def tiles_of_herten(zoom: int) -> Iterator[tuple[int, int, int]]:
    """Yield the tiles that cover the city."""
    left, top = tile_at(WEST, NORTH, zoom)
    right, bottom = tile_at(EAST, SOUTH, zoom)
    for x in range(left, right + 1):
        for y in range(top, bottom + 1):
            yield zoom, x, y


def tile_at(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Return column and row of the tile that holds a place."""
    across = (lon + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int(across * 2**zoom), int(down * 2**zoom)


def features(
    client: TestClient, layer: str, zoom: int, query: str = "", *, inside: str = ""
) -> list[dict[str, Any]]:
    """Return all features of a layer in the tiles over Herten, those on edges more than once."""
    found: list[dict[str, Any]] = []
    for z, x, y in tiles_of_herten(zoom):
        answer = client.get(f"/tiles/{layer}/{z}/{x}/{y}.mvt?{query}")
        assert answer.status_code == 200, answer.text
        decoded = mapbox_vector_tile.decode(answer.content)
        found += decoded.get(inside or layer, {"features": []})["features"]
    return found
