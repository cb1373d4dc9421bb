"""A layer that holds the city's nine districts, somewhat moved, as a surveyor would bring it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine

from services.database.engine import reading
from services.districts.actions import boundaries_in_force
from services.layers.imported import ImportedLayer
from tests.conftest import NOW
from tests.services.layers.brought_in import Brought, bring_in

NAMES = {
    "bertlich": "Herten-Bertlich",
    "disteln": "DISTELN",
    "mitte": "Herten-Mitte",
    "paschenberg": "Paschenberg",
}
"""How the layer calls some districts; the others by their id."""

SHIFT_M = 300.0


def city(engine: Engine) -> dict[str, BaseGeometry]:
    """Return the districts in force by id."""
    with reading(engine) as connection:
        now = boundaries_in_force(connection, NOW.date())
    return {str(one.district_id): one.boundary for one in now.boundaries}


def moved_border(engine: Engine, giver: str = "mitte") -> dict[str, BaseGeometry]:
    """Return the districts, a strip of one of them given to a neighbour."""
    shapes = city(engine)
    west, south, east, north = shapes[giver].bounds
    strip = shapely.box(west, south, west + (east - west) / 3, north)
    given = shapes[giver].intersection(strip)
    taker = max(
        (one for one in shapes if one != giver),
        key=lambda one: shapes[one].intersection(given.buffer(5)).area,
    )
    shapes[giver] = shapes[giver].difference(strip)
    shapes[taker] = shapely.union_all([shapes[taker], given])
    return shapes


def bring_city(
    engine: Engine, folder: Path, shapes: Mapping[str, BaseGeometry], title: str = "Neue Grenzen"
) -> ImportedLayer:
    """Bring the districts in as a layer, two rows for one of them."""
    features = [
        Brought(part, {"name": NAMES.get(id_, id_), "flats": n, "owner": "x"})
        for n, (id_, shape) in enumerate(shapes.items())
        for part in shapely.get_parts(shape)
    ]
    return bring_in(engine, folder, title, visibility="staff", features=features)
