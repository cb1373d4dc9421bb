"""A city as districts: zones that cover it without overlaps and gaps.

Rules that hold everywhere. A point belongs to the zone that contains it; on a border to the zone
with the smallest code; outside all zones to none. A line that runs along a border counts for the
zone with the smallest code. Shares are shares of the whole feature: what lies outside the
partition is missing from their sum. Lengths and areas are planar, in metres of the zones' CRS.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely import LinearRing, LineString, MultiLineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.cells import OUTSIDE, Locator
from geo.errors import WorkbenchError
from geo.faults import (
    MIN_FAULT_AREA_M2,
    Fault,
    FaultKind,
    PartitionFaultsError,
    find_faults,
)
from geo.zones import Zone, by_code, shared_length_m

__all__ = [
    "MIN_FAULT_AREA_M2",
    "OUTSIDE",
    "Adjacency",
    "Fault",
    "FaultKind",
    "GeometryKindError",
    "InvalidGeometryError",
    "Partition",
    "PartitionFaultsError",
    "Zone",
    "ZoneNotFoundError",
    "find_faults",
]

_NOISE_M: Final = 1e-6
"""Pieces of a line or border shorter than this are rounding at the border."""
_MIN_BORDER_M: Final = 0.1
"""Zones that share less border than this meet in a corner only."""


class ZoneNotFoundError(WorkbenchError):
    """No zone of the partition has the id ``zone_id``."""

    def __init__(self, *, zone_id: str) -> None:
        super().__init__(f"no zone {zone_id!r}")
        self.zone_id = zone_id


class GeometryKindError(WorkbenchError):
    """A geometry is of kind ``found``; the question can only be asked of ``expected`` ones."""

    def __init__(self, *, expected: Iterable[str], found: str) -> None:
        self.expected = list(expected)
        self.found = found
        super().__init__(f"expected {' or '.join(self.expected)}, got {found}")


class InvalidGeometryError(WorkbenchError):
    """A geometry breaks the rules of simple features: ``reason`` in GEOS's words, with place."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"invalid geometry: {reason}")
        self.reason = reason


@dataclass(frozen=True)
class Adjacency:
    """Two zones with a common border: ids with ``left`` before ``right`` by code, and metres."""

    left: str
    right: str
    length_m: float


class Partition:
    """Zones that neither overlap nor leave gaps, in the order of their codes.

    Parameters
    ----------
    zones : iterable of Zone
        In one projected CRS in metres, in any order.

    Raises
    ------
    PartitionFaultsError
        Zones overlap, leave gaps, are invalid or empty, share an id or a code, or there are none.

    Notes
    -----
    Nothing changes after construction; threads may share a partition.
    """

    def __init__(self, zones: Iterable[Zone]) -> None:
        self.zones: tuple[Zone, ...] = tuple(sorted(zones, key=by_code))
        faults = find_faults(self.zones)
        if faults:
            raise PartitionFaultsError(faults=faults)
        self.ids: tuple[str, ...] = tuple(zone.id for zone in self.zones)
        self._shapes = shapely.force_2d(np.array([zone.geometry for zone in self.zones], object))
        self._locator = Locator(self._shapes)

    def locate(self, x: ArrayLike, y: ArrayLike) -> NDArray[np.int64]:
        """Return the zone of each point.

        Parameters
        ----------
        x, y : array-like of float, shape (n,), or single numbers (n = 1)
            Coordinates in the zones' CRS, of equal shape. A point that is not finite lies nowhere.

        Returns
        -------
        array of int64, shape (n,)
            Index into ``zones`` and ``ids``; `OUTSIDE` (-1) where no zone covers the point. On a
            border, the outer one included, the smallest code wins.
        """
        xs = np.atleast_1d(np.asarray(x, dtype=np.float64))
        ys = np.atleast_1d(np.asarray(y, dtype=np.float64))
        return self._locator.find(xs, ys)

    def find(self, point: Point) -> Zone | None:
        """Return the zone of one point (CRS of the zones), or None outside all zones."""
        if point.is_empty:
            return None
        index = int(self.locate(point.x, point.y)[0])
        return None if index == OUTSIDE else self.zones[index]

    def line_shares(self, geometry: BaseGeometry) -> dict[str, float]:
        """Return the share of a line's length in each zone.

        Parameters
        ----------
        geometry : LineString, LinearRing or MultiLineString
            Valid, in the zones' CRS. Stretches it runs along twice count once.

        Returns
        -------
        dict of str to float
            Every id, by code; 0.0 to 1.0. The sum is 1 inside the partition, less by the share
            that lies outside. All 0.0 for an empty line.

        Raises
        ------
        GeometryKindError, InvalidGeometryError
            Not a line; or a line without length or with infinite coordinates.
        """
        _check(geometry, (LineString, LinearRing, MultiLineString))
        rest = shapely.union_all([geometry])
        whole_m = rest.length
        shares = dict.fromkeys(self.ids, 0.0)
        for index in np.flatnonzero(shapely.intersects(self._shapes, rest)):
            shape = self._shapes[index]
            inside_m = shapely.intersection(rest, shape).length
            if inside_m > _NOISE_M:
                shares[self.ids[index]] = min(inside_m / whole_m, 1.0)
                rest = shapely.difference(rest, shape)
        return shares

    def area_shares(self, geometry: BaseGeometry) -> dict[str, float]:
        """Return the share of an area in each zone.

        Parameters
        ----------
        geometry : Polygon or MultiPolygon
            Valid, in the zones' CRS.

        Returns
        -------
        dict of str to float
            Every id, by code; 0.0 to 1.0. The sum is 1 inside the partition, less by the share
            that lies outside. All 0.0 for an empty polygon.

        Raises
        ------
        GeometryKindError, InvalidGeometryError
            Not an area; or one that crosses itself or has no extent.
        """
        _check(geometry, (Polygon, MultiPolygon))
        (shares,) = self.shares_of_areas(np.array([geometry], dtype=object)).tolist()
        return dict(zip(self.ids, shares, strict=True))

    def shares_of_areas(self, geometries: NDArray[np.object_]) -> NDArray[np.float64]:
        """Return the share of many areas in each zone, as `area_shares` does of one.

        Parameters
        ----------
        geometries : array of Polygon or MultiPolygon, shape (n,)
            Valid, in the zones' CRS; not looked at again.

        Returns
        -------
        array of float64, shape (n, k)
            0.0 to 1.0, columns by code.
        """
        shares = np.zeros((len(geometries), len(self.ids)))
        whole_m2 = shapely.area(geometries)
        for index, shape in enumerate(self._shapes):
            near = np.flatnonzero(shapely.intersects(shape, geometries))
            inside_m2 = shapely.area(shapely.intersection(geometries[near], shape))
            shares[near, index] = np.minimum(inside_m2 / whole_m2[near], 1.0)
        return shares

    def holders(self, geometries: NDArray[np.object_]) -> NDArray[np.int64]:
        """Return the zone that wholly contains each geometry, away from its border.

        Parameters
        ----------
        geometries : array of geometries, shape (n,)
            Valid, in the zones' CRS; None and empty ones are in no zone.

        Returns
        -------
        array of int64, shape (n,)
            Index into ``zones``; `OUTSIDE` (-1) for geometries that touch or cross a border or
            lie outside. The quick answer for most features of a layer.
        """
        found = np.full(len(geometries), OUTSIDE, dtype=np.int64)
        for index, shape in enumerate(self._shapes):
            todo = np.flatnonzero(found == OUTSIDE)
            found[todo[shapely.contains_properly(shape, geometries[todo])]] = index
        return found

    def adjacency(self) -> tuple[Adjacency, ...]:
        """Return the pairs of zones with a common border and its length, by codes.

        Zones that meet in a corner only (less than 10 cm) are not adjacent.
        """
        return self._adjacency

    def neighbours(self, zone_id: str) -> tuple[str, ...]:
        """Return the ids of the zones that share a border with ``zone_id``, by code.

        Raises
        ------
        ZoneNotFoundError
            No zone has this id.
        """
        if zone_id not in self.ids:
            raise ZoneNotFoundError(zone_id=zone_id)
        pairs = [{pair.left, pair.right} for pair in self._adjacency]
        near = set().union(*(pair for pair in pairs if zone_id in pair)) - {zone_id}
        return tuple(other for other in self.ids if other in near)

    def outer_length_m(self) -> dict[str, float]:
        """Return how much of each zone's border is border of the whole, in metres.

        Every id, by code; 0.0 for a zone whose border it shares with other zones all around.
        """
        city = shapely.union_all(self._shapes)
        rings = shapely.get_exterior_ring(shapely.get_parts(city))
        outline = shapely.union_all(rings)
        lengths = (shared_length_m(shape.boundary, outline) for shape in self._shapes)
        return {
            zone_id: length_m if length_m > _NOISE_M else 0.0
            for zone_id, length_m in zip(self.ids, lengths, strict=True)
        }

    @cached_property
    def _adjacency(self) -> tuple[Adjacency, ...]:
        outlines = dict(zip(self.ids, shapely.boundary(self._shapes), strict=True))
        pairs = (
            Adjacency(left, right, shared_length_m(outlines[left], outlines[right]))
            for left, right in combinations(self.ids, 2)
            if shapely.intersects(outlines[left].envelope, outlines[right].envelope)
        )
        return tuple(pair for pair in pairs if pair.length_m > _MIN_BORDER_M)


def _check(geometry: BaseGeometry, kinds: tuple[type[BaseGeometry], ...]) -> None:
    """Refuse geometries of other kinds and invalid ones."""
    if not isinstance(geometry, kinds):
        expected = [kind.__name__ for kind in kinds]
        raise GeometryKindError(expected=expected, found=geometry.geom_type)
    if not geometry.is_valid:
        raise InvalidGeometryError(reason=shapely.is_valid_reason(geometry))
