"""Cities made up for laws and benchmarks: partitions of many shapes, all of them sound."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geo.partition import Zone

CITY_M: Final = 6_000
"""Side of the square in which the cities lie."""
WEST_M: Final = 370_000
SOUTH_M: Final = 5_715_000

_CODES: Final = "QWERTZUIO"
"""Not in alphabetical order: the order of zones must come from the codes, not from the list."""


@st.composite
def grid_cities(draw: st.DrawFn) -> list[Zone]:
    """Cities of whole-metre rectangles: zones of several parts, enclaves, corners, T-junctions."""
    cuts = st.lists(st.integers(1, CITY_M - 1), min_size=1, max_size=4, unique=True)
    columns = list(pairwise([0, *sorted(draw(cuts)), CITY_M]))
    rows = list(pairwise([0, *sorted(draw(cuts)), CITY_M]))
    cells: dict[str, list[BaseGeometry]] = {}
    for left, right in columns:
        for bottom, top in rows:
            cell = shapely.box(left, bottom, right, top)
            cells.setdefault(draw(st.sampled_from(_CODES)), []).append(cell)
    return [_zone(code, shapely.union_all(parts)) for code, parts in cells.items()]


def wiggly_city(seed: int, *, halvings: int = 3) -> list[Zone]:
    """Return a city of about nine zones with crooked borders, as real ones have.

    Parameters
    ----------
    seed : int
        Same seed, same city.
    halvings : int
        Each halving doubles the vertices of every border.
    """
    rng = np.random.default_rng(seed)
    frame = shapely.box(0, 0, CITY_M, CITY_M)
    seeds = shapely.MultiPoint(rng.uniform(0, CITY_M, size=(len(_CODES), 2)))
    edges = shapely.voronoi_polygons(seeds, extend_to=frame, only_edges=True)
    lines = shapely.union_all([shapely.intersection(edges, frame), frame.boundary])
    borders = [
        _crooked(line, rng, halvings) for line in shapely.get_parts(shapely.line_merge(lines))
    ]
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(borders)]))
    codes = [*_CODES, *(f"Y{index:03}" for index in range(len(faces)))]
    return [_zone(code, face) for code, face in zip(codes, faces, strict=False)]


def cities() -> st.SearchStrategy[list[Zone]]:
    """Cities of both kinds."""
    return grid_cities() | st.integers(0, 10_000).map(wiggly_city)


def places(*, whole: bool = False) -> st.SearchStrategy[tuple[float, float]]:
    """Places in and around the city; some numbers, or all, on a whole metre as borders are."""
    metres = st.integers(-100, CITY_M + 100)
    along = metres if whole else metres | st.floats(-100, CITY_M + 100)
    return st.tuples(along.map(lambda m: WEST_M + m), along.map(lambda m: SOUTH_M + m))


def _crooked(line: BaseGeometry, rng: np.random.Generator, halvings: int) -> BaseGeometry:
    """Move the middle of every segment aside, again and again; the ends stay."""
    xy: NDArray[np.float64] = shapely.get_coordinates(line)
    for _ in range(halvings):
        along = np.diff(xy, axis=0)
        aside = np.column_stack([-along[:, 1], along[:, 0]])
        middle = (xy[:-1] + xy[1:]) / 2 + rng.uniform(-0.08, 0.08, size=(len(along), 1)) * aside
        finer = np.empty((len(xy) + len(middle), 2))
        finer[::2], finer[1::2] = xy, middle
        xy = finer
    return shapely.LineString(xy)


def _zone(code: str, shape: BaseGeometry) -> Zone:
    """Put a shape where the city is."""
    moved = translate(shape, WEST_M, SOUTH_M)
    if not isinstance(moved, shapely.Polygon | shapely.MultiPolygon):
        raise TypeError(f"zone {code}: {moved.geom_type}")
    return Zone(id=code.lower(), code=code, geometry=moved)
