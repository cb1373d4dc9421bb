"""Shapes on the whole-number grid of one tile: scaled, simplified, clipped, valid.

The grid of a zoom covers the whole world; a tile is a window of it. Vertices are rounded on the
world's grid, so a line that crosses a tile border has the same vertices in both tiles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from .bounds import HALF_WORLD_M, tile_bounds

Geometries: TypeAlias = NDArray[np.object_]
Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]

TOLERANCE: Final = 1.0
"""How far a simplified outline may leave the true one, in grid steps (an eighth of a pixel)."""


class Kind(IntEnum):
    """What the paths of a feature are; the numbers are those of the tile format."""

    POINT = 1
    LINE = 2
    POLYGON = 3


@dataclass(frozen=True)
class Paths:
    """All paths of one kind: a feature's points, its lines one by one, or its rings.

    Rings come without the closing vertex, shells before their holes, shells clockwise on the
    screen. Paths of one feature follow each other; features are in the order they were given.
    """

    kind: Kind
    vertices: Integers
    """Shape (n, 2): x to the east, y to the south, in grid steps from the tile's corner."""
    sizes: Integers
    """Shape (p,): vertices of each path."""
    features: Integers
    """Shape (p,): the feature each path belongs to."""


@dataclass(frozen=True)
class Window:
    """A tile as a window of its zoom's grid, ``buffer`` steps wider on every side."""

    z: int
    x: int
    y: int
    extent: int
    buffer: int

    def to_world_grid(self, metres: Floats) -> Floats:
        """Scale EPSG:3857 to grid steps from the north-west corner of the world."""
        steps_per_m = self.extent * 2**self.z / (2 * HALF_WORLD_M)
        steps: Floats = (metres * (1.0, -1.0) + HALF_WORLD_M) * steps_per_m
        return steps

    def to_tile(self, steps: Floats) -> Floats:
        """Round to whole steps and count them from the tile's own corner."""
        local: Floats = np.rint(steps) - (self.x * self.extent, self.y * self.extent)
        return local

    @property
    def rectangle(self) -> tuple[float, float, float, float]:
        """The window in steps from the tile's corner."""
        return -self.buffer, -self.buffer, self.extent + self.buffer, self.extent + self.buffer

    def reached_by(self, geometries: Geometries) -> NDArray[np.bool_]:
        """Which EPSG:3857 geometries can have a part in the window. Empty ones have none."""
        west, south, east, north = tile_bounds(self.z, self.x, self.y)
        margin_m = (self.buffer + 1) * (east - west) / self.extent
        box = shapely.bounds(geometries)
        reached: NDArray[np.bool_] = (
            (box[:, 0] <= east + margin_m)
            & (box[:, 1] <= north + margin_m)
            & (box[:, 2] >= west - margin_m)
            & (box[:, 3] >= south - margin_m)
        )
        return reached


def tile_paths(geometries: Geometries, *, window: Window, simplify: bool) -> Iterator[Paths]:
    """Bring geometries in EPSG:3857 onto the grid of a tile, one ``Paths`` for each kind present.

    What has no extent left on the grid (a line shorter than a step, a sliver of an area) is
    dropped. A geometry collection gives paths of several kinds for the same feature.
    """
    features = np.flatnonzero(window.reached_by(geometries))
    parts, owners = _simple_parts(geometries[features], features)
    types = shapely.get_type_id(parts)
    points = types == shapely.GeometryType.POINT
    polygons = types == shapely.GeometryType.POLYGON
    lines = ~(points | polygons)
    if points.any():
        yield _points(parts[points], owners[points], window)
    if lines.any():
        yield _lines(parts[lines], owners[lines], window, simplify=simplify)
    if polygons.any():
        yield _polygons(parts[polygons], owners[polygons], window, simplify=simplify)


def _simple_parts(geometries: Geometries, owners: Integers) -> tuple[Geometries, Integers]:
    """Take collections apart, nested ones too, until only points, lines and polygons are left."""
    while (shapely.get_type_id(geometries) > shapely.GeometryType.POLYGON).any():
        geometries, index = shapely.get_parts(geometries, return_index=True)
        owners = owners[index]
    filled = ~shapely.is_empty(geometries)
    return geometries[filled], owners[filled]


def _points(parts: Geometries, owners: Integers, window: Window) -> Paths:
    vertices = window.to_tile(window.to_world_grid(shapely.get_coordinates(parts)))
    west, north, east, south = window.rectangle
    inside = (vertices >= (west, north)).all(axis=1) & (vertices <= (east, south)).all(axis=1)
    features, sizes = np.unique(owners[inside], return_counts=True)
    return Paths(Kind.POINT, vertices[inside].astype(np.int64), sizes, features)


def _lines(parts: Geometries, owners: Integers, window: Window, *, simplify: bool) -> Paths:
    features, index = np.unique(owners, return_inverse=True)
    shapes = np.asarray(shapely.multilinestrings(parts, indices=index))
    shapes = shapely.transform(shapes, window.to_world_grid)
    if simplify:
        shapes = shapely.simplify(shapes, TOLERANCE, preserve_topology=False)
    shapes = shapely.transform(shapes, window.to_tile)
    shapes = shapely.transform(_clip(shapes, window), np.rint)
    pieces, index = shapely.get_parts(shapely.remove_repeated_points(shapes), return_index=True)
    long = shapely.length(pieces) > 0
    return _paths(Kind.LINE, pieces[long], features[index[long]])


def _polygons(parts: Geometries, owners: Integers, window: Window, *, simplify: bool) -> Paths:
    features, index = np.unique(owners, return_inverse=True)
    shapes = np.asarray(shapely.multipolygons(parts, indices=index))
    shapes = shapely.transform(shapes, window.to_world_grid)
    if simplify:
        shapes = shapely.simplify(shapes, TOLERANCE, preserve_topology=True)
    shapes = _areas_on_grid(shapely.transform(shapes, window.to_tile))
    shapes = _areas_on_grid(_clip(shapes, window))
    pieces, index = shapely.get_parts(shapely.remove_repeated_points(shapes), return_index=True)
    polygonal = shapely.get_type_id(pieces) == shapely.GeometryType.POLYGON
    pieces = shapely.orient_polygons(pieces[polygonal], exterior_cw=False)  # y runs south
    features = features[index[polygonal]]
    rings, index = shapely.get_rings(pieces, return_index=True)
    return _paths(Kind.POLYGON, rings, features[index])


def _paths(kind: Kind, pieces: Geometries, features: Integers) -> Paths:
    vertices = shapely.get_coordinates(pieces).astype(np.int64)
    sizes = shapely.get_num_coordinates(pieces).astype(np.int64)
    if kind is Kind.POLYGON:
        vertices = np.delete(vertices, np.cumsum(sizes) - 1, axis=0)
        sizes = sizes - 1
    return Paths(kind, vertices, sizes, features)


def _clip(shapes: Geometries, window: Window) -> Geometries:
    """Cut what reaches beyond the window; corners of the cut need not be whole steps."""
    west, north, east, south = window.rectangle
    box = shapely.bounds(shapes)
    beyond = (box[:, :2] < (west, north)).any(axis=1) | (box[:, 2:] > (east, south)).any(axis=1)
    clipped = shapes.copy()
    try:
        clipped[beyond] = shapely.clip_by_rect(shapes[beyond], west, north, east, south)
    except shapely.GEOSException:
        rectangle = shapely.box(west, north, east, south)
        clipped[beyond] = shapely.intersection(shapes[beyond], rectangle)
    return clipped


def _areas_on_grid(shapes: Geometries) -> Geometries:
    """Round areas to whole steps and keep them valid; what has no area left becomes empty."""
    rounded = shapely.transform(shapes, np.rint)
    flawed = ~shapely.is_valid(rounded)
    if flawed.any():
        sound = shapely.make_valid(rounded[flawed], method="structure", keep_collapsed=False)
        rounded[flawed] = shapely.set_precision(sound, grid_size=1)
    return rounded
