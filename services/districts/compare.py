"""How well our drawing agrees with an outline of the city that somebody else drew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import shapely
from shapely import MultiPolygon, Polygon

SAMPLE_M: Final = 5.0
"""Distance between the points tried along each boundary: the Hausdorff distance is at most
half of it too small."""


@dataclass(frozen=True, slots=True)
class OutlineComparison:
    """Agreement of two outlines.

    ``hausdorff_m`` is the greatest distance from a point of one boundary to the other boundary,
    in metres; ``iou`` the shared area over the united area, 0.0 (apart) to 1.0 (the same).
    """

    hausdorff_m: float
    iou: float


def compare_outline(
    union: Polygon | MultiPolygon, outline: Polygon | MultiPolygon
) -> OutlineComparison:
    """Compare the union of the districts with an outline of the city.

    Both valid, non-empty and in the same projected CRS in metres (EPSG:25832). It is the
    boundaries that are compared, holes included, and along their whole length: a corner may lie
    on the other line where the middle of an edge is far from it.
    """
    hausdorff_m = max(
        _farthest_m(union.boundary, outline.boundary),
        _farthest_m(outline.boundary, union.boundary),
    )
    iou = union.intersection(outline).area / union.union(outline).area
    return OutlineComparison(hausdorff_m=hausdorff_m, iou=iou)


def _farthest_m(line: shapely.Geometry, other: shapely.Geometry) -> float:
    samples = shapely.points(shapely.get_coordinates(shapely.segmentize(line, SAMPLE_M)))
    return float(shapely.distance(samples, other).max())
