"""A zone: one piece of a city with an identity and a shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

SNAP_M: Final = 0.001
"""Borders closer than this are the same border: a millimetre, far below any survey."""


@dataclass(frozen=True)
class Zone:
    """One piece of a partition.

    Attributes
    ----------
    id : str
        Unique among the zones of a partition.
    code : str
        Short and unique; decides who owns a border (the smallest) and the order of zones.
    geometry : Polygon or MultiPolygon
        In a projected CRS in metres, `geo.crs.STORAGE_CRS` throughout the workbench.
    """

    id: str
    code: str
    geometry: Polygon | MultiPolygon


def by_code(zone: Zone) -> tuple[str, str]:
    """Sort key of zones."""
    return (zone.code, zone.id)


def shared_length_m(one: BaseGeometry, other: BaseGeometry) -> float:
    """Return the length in metres that two lines have in common, to within `SNAP_M`.

    A vertex that only one of them has, off the other's edge by rounding, does not hide a shared
    edge. Crossing and touching points have no length.
    """
    return float(shapely.intersection(one, other, grid_size=SNAP_M).length)
