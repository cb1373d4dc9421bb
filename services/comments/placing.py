"""Where a voice belongs: its districts under every boundary version, and what the public sees.

A pin belongs to the district that contains it (on a border to the smallest code). Versions count
from the one in force on: later ones are known in advance, earlier ones are history.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from shapely import MultiPolygon, Point
from sqlalchemy import Connection

from geo.cells import OUTSIDE
from geo.crs import LON_LAT, STORAGE_CRS, NotReprojectableError, reproject
from geo.partition import Partition
from geo.zones import Zone
from services.comments.model import COARSE_GRID_M, Precision
from services.comments.store import Voices
from services.districts.actions import partition_of
from services.districts.model import BoundarySet, District, DistrictId
from services.districts.store import Districts

_INSET_M: Final = 1.0
"""How far inside its district a coarse pin is kept, so that no rounding takes it across."""
_DEGREES_NEAR: Final = (-10.0, 0.0, 30.0, 84.0)
"""West, south, east, north: where EPSG:25832 can be reckoned with."""


@dataclass(frozen=True)
class Ground:
    """The districts, and their boundaries from the version in force on."""

    districts: Mapping[DistrictId, District]
    versions: tuple[BoundarySet, ...]

    @property
    def in_force(self) -> BoundarySet:
        """The boundaries in force."""
        return self.versions[0]

    def boundary(self, district_id: DistrictId) -> MultiPolygon:
        """Return the boundary in force of a district; KeyError for an unknown one."""
        return _boundaries(self.in_force)[district_id]

    def find_district(self, pin: Point) -> DistrictId | None:
        """Return the district of a pin in force, None outside the city."""
        zone = _partition(_zones(self.in_force, self.districts)).find(pin)
        return None if zone is None else DistrictId(zone.id)

    def nearest(self, pin: Point) -> tuple[DistrictId, float]:
        """Return the district nearest to a pin, and how far outside it the pin lies (metres)."""
        return _nearest(self.in_force, pin)

    def districts_of_pin(self, pin: Point) -> Mapping[date, DistrictId]:
        """Return the district of a pin under each version, the nearest where it lies outside.

        Pins outside the boundaries in force are refused before; a later version may draw the
        city's edge a few metres further in, and the voice must not fall out of the city.
        """
        return {
            version.version.valid_from: _district_or_nearest(version, self.districts, pin)
            for version in self.versions
        }

    def same_everywhere(self, district_id: DistrictId) -> Mapping[date, DistrictId]:
        """Return a district chosen by name, for each version."""
        return {version.version.valid_from: district_id for version in self.versions}


def read_ground(connection: Connection, on: date) -> Ground:
    """Return the districts with their boundaries from the version in force on ``on``.

    Raises ``BoundariesMissingError``.
    """
    store = Districts(connection)
    first = store.version_in_force(on).valid_from
    return Ground(
        districts={one.id: one for one in store.list()},
        versions=tuple(
            store.boundaries(version) for version in store.versions() if version.valid_from >= first
        ),
    )


def pin_from_lon_lat(lon: float, lat: float) -> Point | None:
    """Return a point of EPSG:25832 for degrees (CRS84); None where nobody can mean it.

    Not finite, out of range, or so far from the zone that the projection does not reach.
    """
    west, south, east, north = _DEGREES_NEAR
    if not (west <= lon <= east and south <= lat <= north):  # NaN fails every comparison
        return None
    try:
        pin = reproject(Point(lon, lat), source=LON_LAT, target=STORAGE_CRS)
    except NotReprojectableError:
        return None
    return pin


def public_pin(
    precision: Precision, pin: Point | None, district: MultiPolygon | None
) -> Point | None:
    """Return what the precision lets out of a pin; all in EPSG:25832.

    ``street`` gives the middle of a square of 100 m, or what is nearest to it inside the
    district: it depends on the square and the district alone, so it tells no more of the pin.
    """
    if pin is None or precision in {"district", "city"}:
        return None
    if precision == "spot":
        return pin
    middle = Point(_middle(pin.x), _middle(pin.y))
    return middle if district is None else _nearest_inside(middle, district)


def rederive(connection: Connection, boundaries: BoundarySet) -> None:
    """Find the district of every voice under a new boundary version; earlier ones stay.

    Coarse public pins move into the district that the new version gives them.
    """
    districts = {one.id: one for one in Districts(connection).list()}
    store = Voices(connection, boundaries.version.valid_from)
    pinned = store.pins()
    found = _locate_all([pin for _, _, pin in pinned], boundaries, districts)
    by_number = {number: one for (number, _, _), one in zip(pinned, found, strict=True)}
    store.inherit_districts(boundaries.version.valid_from, by_number)
    shapes = _boundaries(boundaries)
    moved = {
        number: public_pin(precision, pin, shapes[by_number[number]])
        for number, precision, pin in pinned
        if precision == "street"
    }
    store.move_public_pins(moved)


def moved_voices(connection: Connection, before: date, after: date) -> int:
    """Return how many voices are in another district under one boundary version than another."""
    return Voices(connection, after).count_moved(before, after)


def _middle(metres: float) -> float:
    return (math.floor(metres / COARSE_GRID_M) + 0.5) * COARSE_GRID_M


def _nearest_inside(point: Point, district: MultiPolygon) -> Point:
    if shapely.contains_properly(district, point):
        return point
    core = district.buffer(-_INSET_M)
    if core.is_empty:
        return district.representative_point()
    nearest: Point = shapely.get_point(shapely.shortest_line(core, point), 0)
    return nearest


def _zones(boundaries: BoundarySet, districts: Mapping[DistrictId, District]) -> tuple[Zone, ...]:
    return tuple(
        Zone(one.district_id, districts[one.district_id].code, one.boundary)
        for one in boundaries.boundaries
    )


@lru_cache(maxsize=8)
def _partition(zones: tuple[Zone, ...]) -> Partition:
    # Preparing a partition takes far longer than reading it, and boundaries change once in years.
    return Partition(zones)


def _boundaries(boundaries: BoundarySet) -> dict[DistrictId, MultiPolygon]:
    return {one.district_id: one.boundary for one in boundaries.boundaries}


def _nearest(boundaries: BoundarySet, pin: Point) -> tuple[DistrictId, float]:
    distance_m, _, nearest = min(
        (float(one.boundary.distance(pin)), position, one.district_id)
        for position, one in enumerate(boundaries.boundaries)
    )
    return nearest, distance_m


def _district_or_nearest(
    boundaries: BoundarySet, districts: Mapping[DistrictId, District], pin: Point
) -> DistrictId:
    zone = _partition(_zones(boundaries, districts)).find(pin)
    return _nearest(boundaries, pin)[0] if zone is None else DistrictId(zone.id)


def _locate_all(
    pins: Sequence[Point], boundaries: BoundarySet, districts: Mapping[DistrictId, District]
) -> list[DistrictId]:
    partition = partition_of(boundaries, districts)
    points = np.array(pins, dtype=object)
    indexes = partition.locate(shapely.get_x(points), shapely.get_y(points)).tolist()
    return [
        _nearest(boundaries, pin)[0] if index == OUTSIDE else DistrictId(partition.ids[index])
        for pin, index in zip(pins, indexes, strict=True)
    ]
