"""What a new version of a layer changes, drawn among the districts: one SVG, without script.

Geometry for a template; colours are the page's. New, changed and removed differ by sign and by
outline too, so that print without colour tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from maps.identity import label_place
from maps.placement import Box

Change = Literal["new", "changed", "removed"]

_WIDTH: Final = 640.0
_HEIGHT_LEAST: Final = 320.0
_HEIGHT_MOST: Final = 640.0
_AROUND_SHARE: Final = 0.12
_SIDE_LEAST_M: Final = 600.0
"""So much of the city is seen at least, to know where one is."""
_TOLERANCE_PX: Final = 0.3
_SMALL_PX: Final = 9.0
"""A shape smaller than this is drawn as a sign."""
_LABEL_PX: Final = 40.0
_SIGNS: Final[Mapping[Change, str]] = {
    "new": "m-5 0h10m-5-5v10",
    "changed": "m0-6l5.5 9.5h-11z",
    "removed": "m-4.5-4.5l9 9m0-9l-9 9",
}
"""A cross, a triangle, a saltire: paths round the place they stand at."""


@dataclass(frozen=True)
class DrawnChange:
    """All of one kind: paths of areas, of lines, and of signs for what is small or a point."""

    change: Change
    areas: str
    lines: str
    signs: str


@dataclass(frozen=True)
class ChangesMap:
    """Changes in one drawing, ``width`` by ``height`` user units, north up.

    ``districts`` are outlines as paths by code, ``labels`` their codes with a place in the frame.
    ``frame`` is what is seen: west, south, east, north in metres.
    """

    width: float
    height: float
    frame: Box
    districts: Mapping[str, str]
    labels: tuple[tuple[str, float, float], ...]
    changes: tuple[DrawnChange, ...]


def changes_map(
    boundaries: Mapping[str, MultiPolygon],
    shapes: Mapping[Change, Sequence[BaseGeometry]],
) -> ChangesMap | None:
    """Draw what changed, as large as fits; None where nothing of it has a place.

    Parameters
    ----------
    boundaries : mapping of str to MultiPolygon
        Districts by their code; EPSG:25832, metres.
    shapes : mapping of Change to sequence of geometry
        Of any kind, without empty ones, in the same system.
    """
    everything = np.array([one for some in shapes.values() for one in some], dtype=object)
    if len(everything) == 0:
        return None
    frame = _frame(_with_the_city(shapely.total_bounds(everything), boundaries))
    scale = _WIDTH / (frame[2] - frame[0])

    def to_page(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(((xy[:, 0] - frame[0]) * scale, (frame[3] - xy[:, 1]) * scale))

    seen = {code: shapely.clip_by_rect(one, *frame) for code, one in boundaries.items()}
    pages = {code: shapely.transform(one, to_page) for code, one in seen.items()}
    return ChangesMap(
        width=_WIDTH,
        height=round((frame[3] - frame[1]) * scale, 1),
        frame=frame,
        districts={code: _area_path([one]) for code, one in pages.items() if not one.is_empty},
        labels=tuple(_labels(pages)),
        changes=tuple(
            _drawn(change, [shapely.transform(one, to_page) for one in shapes.get(change, ())])
            for change in _SIGNS
        ),
    )


def _with_the_city(
    bounds: NDArray[np.float64], boundaries: Mapping[str, MultiPolygon]
) -> NDArray[np.float64]:
    """Return a box that reaches to the city where what changed lies outside of it."""
    city, box = shapely.GeometryCollection(list(boundaries.values())), shapely.box(*bounds)
    line = shapely.shortest_line(city, box)
    if line.length == 0:
        return bounds
    reach = shapely.buffer(line, line.length * _AROUND_SHARE).bounds
    return shapely.total_bounds(np.array([box, shapely.box(*reach)], dtype=object))


def _frame(bounds: NDArray[np.float64]) -> Box:
    """Return what is seen: the changes with something round them, not too long, not too flat."""
    west, south, east, north = (float(one) for one in bounds)
    width = max((east - west) * (1 + 2 * _AROUND_SHARE), _SIDE_LEAST_M)
    height = max((north - south) * (1 + 2 * _AROUND_SHARE), _SIDE_LEAST_M * _HEIGHT_LEAST / _WIDTH)
    width = max(width, height * _WIDTH / _HEIGHT_MOST)
    height = max(height, width * _HEIGHT_LEAST / _WIDTH)
    x, y = (west + east) / 2, (south + north) / 2
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _labels(pages: Mapping[str, BaseGeometry]) -> Iterable[tuple[str, float, float]]:
    for code, page in pages.items():
        areas = [one for one in shapely.get_parts(page) if isinstance(one, Polygon)]
        if areas and min(_size(page)) >= _LABEL_PX:
            place = label_place(MultiPolygon(areas))
            yield code, round(place.x, 1), round(place.y, 1)


def _size(page: BaseGeometry) -> tuple[float, float]:
    west, south, east, north = page.bounds
    return (east - west, north - south)


def _drawn(change: Change, pages: Sequence[BaseGeometry]) -> DrawnChange:
    small = [one for one in pages if max(_size(one)) < _SMALL_PX]
    large = [one for one in pages if max(_size(one)) >= _SMALL_PX]
    parts = [part for one in large for part in shapely.get_parts(one)]
    points = [one.centroid for one in small]
    points += [part for part in parts if isinstance(part, shapely.Point)]
    return DrawnChange(
        change=change,
        areas=_area_path([part for part in parts if isinstance(part, Polygon)]),
        lines=_line_path([part for part in parts if isinstance(part, LineString)]),
        signs="".join(f"M{one.x:.1f} {one.y:.1f}{_SIGNS[change]}" for one in points),
    )


def _area_path(pages: Sequence[BaseGeometry]) -> str:
    parts = shapely.get_parts(np.array([shapely.simplify(one, _TOLERANCE_PX) for one in pages]))
    areas = [one for one in parts if isinstance(one, Polygon) and not one.is_empty]
    rings = [ring for area in areas for ring in (area.exterior, *area.interiors)]
    return "".join(f"M{_corners(ring.coords[:-1])}Z" for ring in rings)


def _line_path(pages: Sequence[LineString]) -> str:
    simple = [shapely.simplify(one, _TOLERANCE_PX) for one in pages]
    return "".join(f"M{_corners(one.coords)}" for one in simple)


def _corners(coordinates: Iterable[tuple[float, ...]]) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y, *_ in coordinates)
