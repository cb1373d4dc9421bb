"""What lies near a point, in words: its district, and the nearest place or street with a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from shapely import Point
from sqlalchemy import Connection

from services.districts.actions import boundaries_in_force
from services.districts.model import BoundarySet, District
from services.districts.store import Districts
from services.processes.gazetteer import HitKind
from services.processes.street_store import Streets

NEAR_M: Final = 400.0
"""What is farther away says little about where a point is."""


@dataclass(frozen=True)
class Landmark:
    """A place or street with a name, and how far its location lies from the point."""

    kind: HitKind
    name: str
    distance_m: float


@dataclass(frozen=True)
class Nearby:
    """Where a point is. ``district`` is None outside the city; ``landmark`` where none is near."""

    district: District | None
    landmark: Landmark | None


def describe_point(connection: Connection, point: Point, *, on: date) -> Nearby:
    """Return what lies near a point of EPSG:25832 under the boundaries in force on a day."""
    districts = Districts(connection).list()
    district = _district_of(point, districts, boundaries_in_force(connection, on))
    near = [one for one in _landmarks(connection, point) if one.distance_m <= NEAR_M]
    nearest = min(near, key=lambda one: (one.distance_m, one.kind, one.name), default=None)
    return Nearby(district, nearest)


def _district_of(
    point: Point, districts: tuple[District, ...], boundaries: BoundarySet
) -> District | None:
    """Return the district; on a border the one with the smallest code, as everywhere."""
    shapes = {one.district_id: one.boundary for one in boundaries.boundaries}
    holding = [one for one in districts if shapes[one.id].covers(point)]
    return min(holding, key=lambda one: one.code, default=None)


def _landmarks(connection: Connection, point: Point) -> Iterator[Landmark]:
    for street in Streets(connection).list():
        if street.location is not None:
            yield Landmark("street", street.name, float(street.location.distance(point)))
    for place in Districts(connection).places():
        if place.location is not None:
            yield Landmark("place", place.name, float(place.location.distance(point)))
