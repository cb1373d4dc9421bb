"""The locator map: all districts as one small SVG for pages and prints, without script.

Geometry for a template that adds links and texts; no colours beyond each district's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from maps.identity import DistrictIdentity, label_place

_WIDTH: Final = 320.0
_MARGIN: Final = 4.0
_TOLERANCE_PX: Final = 0.4
_SPOT_PX: Final = 8.0
"""A shape smaller than this is drawn as a spot."""


@dataclass(frozen=True)
class LocatorDistrict:
    """One district of the map: its SVG path, where its label goes, whether it is the one meant."""

    identity: DistrictIdentity
    path: str
    x: float
    y: float
    highlighted: bool


@dataclass(frozen=True)
class LocatorMark:
    """What the map points at: an outline or line as SVG path, or a spot where it is small."""

    path: str
    closed: bool
    x: float
    y: float
    small: bool


@dataclass(frozen=True)
class LocatorMap:
    """All districts in one drawing, ``width`` by ``height`` user units, north up."""

    width: float
    height: float
    districts: tuple[LocatorDistrict, ...]
    mark: LocatorMark | None


@lru_cache(maxsize=64)
def locator_map(
    identities: tuple[DistrictIdentity, ...],
    boundaries: tuple[MultiPolygon, ...],
    *,
    highlight: str | None = None,
    mark: BaseGeometry | None = None,
) -> LocatorMap:
    """Draw districts (projected CRS in metres, same order as ``identities``) to scale.

    ``mark`` is a shape to point at, in the same CRS. Remembered: the same map is drawn once.
    """
    west, south, east, north = shapely.total_bounds(np.array(boundaries, dtype=object))
    scale = (_WIDTH - 2 * _MARGIN) / (east - west)
    height = (north - south) * scale + 2 * _MARGIN

    def to_page(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(
            ((xy[:, 0] - west) * scale + _MARGIN, (north - xy[:, 1]) * scale + _MARGIN)
        )

    pages = [shapely.transform(one, to_page) for one in boundaries]
    shape = None if mark is None else _mark(shapely.transform(mark, to_page))
    drawn = drawn_districts(identities, pages, highlight=highlight)
    return LocatorMap(_WIDTH, round(float(height), 1), drawn, shape)


def drawn_districts(
    identities: Sequence[DistrictIdentity],
    pages: Sequence[MultiPolygon],
    *,
    highlight: str | None = None,
) -> tuple[LocatorDistrict, ...]:
    """Return districts as they are drawn; ``pages`` are their shapes in units of the drawing."""
    drawn = []
    # Simplified together: neighbours keep the border they share.
    simple = shapely.coverage_simplify(list(pages), _TOLERANCE_PX)
    for identity, page in zip(identities, simple, strict=True):
        place = label_place(page)
        drawn.append(
            LocatorDistrict(
                identity=identity,
                path=_path(page),
                x=round(place.x, 1),
                y=round(place.y, 1),
                highlighted=identity.id == highlight,
            )
        )
    return tuple(drawn)


def _mark(page: BaseGeometry) -> LocatorMark:
    place = label_place(page)
    west, south, east, north = page.bounds
    areas = [part for part in shapely.get_parts(page) if isinstance(part, Polygon)]
    lines = [part for part in shapely.get_parts(page) if isinstance(part, LineString)]
    path = "".join(_path(part) for part in areas) + "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line.coords) for line in lines
    )
    small = max(east - west, north - south) < _SPOT_PX
    return LocatorMark(path, bool(areas), round(place.x, 1), round(place.y, 1), small)


def _path(geometry: Polygon | MultiPolygon) -> str:
    polygons = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1]) + "Z" for ring in rings
    )
