"""Where data would lie: all districts and a handful of points as one small SVG, without script.

Geometry for a template; colours are the page's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon

from geo.crs import LON_LAT, STORAGE_CRS, NotReprojectableError, reproject
from maps.identity import DistrictIdentity
from maps.locator import LocatorDistrict, drawn_districts

Box = tuple[float, float, float, float]
"""West, south, east, north in EPSG:25832, metres."""

_WIDTH: Final = 280.0
_HEIGHT_MOST: Final = 400.0
_AROUND_M: Final = 1_200.0
_REACH_M: Final = 40_000.0
"""The frame grows up to so far beyond the city, to hold what lies outside."""
_SMALL_PX: Final = 12.0
"""Dots that lie closer together than this get a ring round them."""
_DIRECTIONS: Final = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


@dataclass(frozen=True)
class Placement:
    """Districts and points in one drawing, ``width`` by ``height`` user units, north up.

    ``dots`` is a path of strokes without length, one for each point that lies in the frame;
    ``ring`` is the middle of dots that are so close together that one could miss them.
    ``away_km`` and ``direction`` (``n``, ``ne``, …) say where the middle of the points is seen from
    the middle of the city, None and ``""`` where it lies in the frame or there are no points.
    """

    width: float
    height: float
    districts: tuple[LocatorDistrict, ...]
    dots: str
    ring: tuple[float, float] | None
    away_km: float | None
    direction: str


def placement(
    identities: tuple[DistrictIdentity, ...],
    boundaries: tuple[MultiPolygon, ...],
    points: Sequence[tuple[float, float]],
) -> Placement:
    """Draw points among districts.

    Parameters
    ----------
    identities, boundaries : tuple
        Districts in one order; EPSG:25832, metres.
    points : sequence of (longitude, latitude), CRS84
        Those that have no place in EPSG:25832 are left out.
    """
    city = _box(shapely.total_bounds(np.array(boundaries, dtype=object)))
    xy = _in_metres(points)
    frame = _frame(city, xy)
    away, direction = _seen_from(city, xy, frame)
    scale, height = _scale(frame)
    page = _to_page(xy[_within(xy, frame)], frame, scale)
    return Placement(
        width=_WIDTH,
        height=round(height, 1),
        districts=_districts(identities, boundaries, frame),
        dots="".join(f"M{x:.1f} {y:.1f}h0" for x, y in page),
        ring=_ring(page),
        away_km=away,
        direction=direction,
    )


@lru_cache(maxsize=64)
def _districts(
    identities: tuple[DistrictIdentity, ...], boundaries: tuple[MultiPolygon, ...], frame: Box
) -> tuple[LocatorDistrict, ...]:
    scale, _ = _scale(frame)
    pages = [shapely.transform(one, lambda xy: _to_page(xy, frame, scale)) for one in boundaries]
    return drawn_districts(identities, pages)


def _box(bounds: NDArray[np.float64]) -> Box:
    west, south, east, north = (float(one) for one in bounds)
    return (west, south, east, north)


def _in_metres(points: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    found = []
    for point in points:
        try:
            found.append(reproject(shapely.Point(point), source=LON_LAT, target=STORAGE_CRS))
        except NotReprojectableError:
            continue
    return np.array([(one.x, one.y) for one in found], dtype=float).reshape(-1, 2)


def _frame(city: Box, xy: NDArray[np.float64]) -> Box:
    """Return the city and what surrounds it, and as much beyond as most of the points need."""
    frame = _grown(city, _AROUND_M)
    near = xy[_within(xy, _grown(city, _REACH_M))]
    if len(near) == 0:
        return frame
    west, south = near.min(axis=0) - _AROUND_M / 5
    east, north = near.max(axis=0) + _AROUND_M / 5
    # In whole kilometres, so that candidates that agree but for metres share one drawing.
    return (
        math.floor(min(frame[0], west) / 1_000) * 1_000.0,
        math.floor(min(frame[1], south) / 1_000) * 1_000.0,
        math.ceil(max(frame[2], east) / 1_000) * 1_000.0,
        math.ceil(max(frame[3], north) / 1_000) * 1_000.0,
    )


def _grown(box: Box, by_m: float) -> Box:
    return (box[0] - by_m, box[1] - by_m, box[2] + by_m, box[3] + by_m)


def _within(xy: NDArray[np.float64], box: Box) -> NDArray[np.bool_]:
    x, y = xy[:, 0], xy[:, 1]
    return (x >= box[0]) & (y >= box[1]) & (x <= box[2]) & (y <= box[3])


def _scale(frame: Box) -> tuple[float, float]:
    """Return user units per metre, and the height of the drawing."""
    west, south, east, north = frame
    scale = min(_WIDTH / (east - west), _HEIGHT_MOST / (north - south))
    return scale, (north - south) * scale


def _to_page(xy: NDArray[np.float64], frame: Box, scale: float) -> NDArray[np.float64]:
    west, _, east, north = frame
    left = (_WIDTH - (east - west) * scale) / 2
    return np.column_stack(((xy[:, 0] - west) * scale + left, (north - xy[:, 1]) * scale))


def _ring(page: NDArray[np.float64]) -> tuple[float, float] | None:
    if len(page) == 0 or np.ptp(page, axis=0).max() > _SMALL_PX:
        return None
    x, y = page.mean(axis=0)
    return round(float(x), 1), round(float(y), 1)


def _seen_from(city: Box, xy: NDArray[np.float64], frame: Box) -> tuple[float | None, str]:
    if len(xy) == 0 or _within(xy, frame).any():
        return None, ""
    x, y = np.median(xy, axis=0) - ((city[0] + city[2]) / 2, (city[1] + city[3]) / 2)
    turned = math.degrees(math.atan2(x, y)) % 360
    return round(math.hypot(x, y) / 1_000, 1), _DIRECTIONS[round(turned / 45) % 8]
