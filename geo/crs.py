"""Reference systems: the only module that hands out transformers.

Everything is stored and measured in ``STORAGE_CRS``; other systems exist at the edges. Every
transformer takes and gives x before y (east before north, longitude before latitude), whatever
axis order the authority defines. `geo.operations` chooses the way, `geo.grids` finds the grid
of the old German datum; without that grid everything still works, 0.4 m to 0.5 m less exactly.

Sources: EPSG registry, https://epsg.org; RFC 7946 (longitude first); PROJ, https://proj.org.
"""

from __future__ import annotations

import threading
from typing import Final, TypeVar, overload

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.errors import WorkbenchError
from geo.grids import grid_path, show_grid_to_proj
from geo.operations import (
    STORAGE_CRS,
    NoTransformationError,
    Operation,
    UnknownCRSError,
    choose,
)

__all__ = [
    "ETRS89",
    "GAUSS_KRUEGER_2",
    "GAUSS_KRUEGER_3",
    "LAEA_EUROPE",
    "LON_LAT",
    "STORAGE_CRS",
    "UTM_32_PREFIXED",
    "WEB_MERCATOR",
    "NoTransformationError",
    "NotReprojectableError",
    "Operation",
    "UnknownCRSError",
    "grid_path",
    "operation",
    "point_from_lon_lat",
    "reproject",
    "transformer",
]

LON_LAT: Final = "OGC:CRS84"
"""WGS 84 longitude, latitude in degrees: GeoJSON, phones."""
WEB_MERCATOR: Final = "EPSG:3857"
"""Map tiles only: overstates lengths (by 61 % at 51.6° N)."""
LAEA_EUROPE: Final = "EPSG:3035"
"""ETRS89, equal area: the grids of the census and of Europe's agencies."""
ETRS89: Final = "EPSG:4258"
"""ETRS89 longitude, latitude in degrees: INSPIRE services."""
GAUSS_KRUEGER_2: Final = "EPSG:31466"
"""DHDN, 3-degree zone 2: plans and registers from before ETRS89."""
GAUSS_KRUEGER_3: Final = "EPSG:31467"
"""DHDN, 3-degree zone 3."""
UTM_32_PREFIXED: Final = "EPSG:4647"
"""``STORAGE_CRS`` with the zone number before the easting (eight digits)."""

_MAX_LON: Final = 180
_MAX_LAT: Final = 90

G = TypeVar("G", bound=BaseGeometry)


class NotReprojectableError(WorkbenchError):
    """``points`` points from ``source`` have no place in ``target``: out of range or not finite."""

    def __init__(self, *, source: str, target: str, points: int) -> None:
        super().__init__(f"{points} points of {source!r} have no place in {target!r}")
        self.source = source
        self.target = target
        self.points = points


class _Thread(threading.local):
    """The transformers of one thread."""

    def __init__(self) -> None:
        self.transformers: dict[tuple[str, str], Transformer] = {}


_thread = _Thread()


def operation(source: str, target: str) -> Operation:
    """Say how coordinates of ``source`` become coordinates of ``target``.

    Parameters
    ----------
    source, target : str
        Names PROJ understands, such as ``"EPSG:31466"``.

    Returns
    -------
    Operation
        The one `transformer` carries out.

    Raises
    ------
    UnknownCRSError
        A name is unknown.
    NoTransformationError
        The datum of a system is unknown, so that only a guess would lead to the other.
    """
    return choose(source, target).operation


def transformer(source: str, target: str) -> Transformer:
    """Return this thread's transformer from ``source`` to ``target``, x before y.

    Transformers are made once per thread and pair and never shared between threads. Points
    without a place in ``target`` become infinite; `reproject` refuses them.

    Parameters
    ----------
    source, target : str
        Names PROJ understands, such as ``"OGC:CRS84"``.

    Raises
    ------
    UnknownCRSError, NoTransformationError
        As `operation`.
    """
    made = _thread.transformers.get((source, target))
    if made is None:
        pipeline = choose(source, target).pipeline
        show_grid_to_proj()
        made = Transformer.from_pipeline(pipeline)
        _thread.transformers[source, target] = made
    return made


@overload
def reproject(geometry: G, *, source: str, target: str) -> G: ...


@overload
def reproject(
    geometry: NDArray[np.object_], *, source: str, target: str
) -> NDArray[np.object_]: ...


def reproject(
    geometry: BaseGeometry | NDArray[np.object_], *, source: str, target: str
) -> BaseGeometry | NDArray[np.object_]:
    """Return ``geometry`` in another reference system.

    Vertices move, edges stay straight between them: neighbours that share vertices share them
    afterwards. Between degrees and UTM an edge of 1 km bends by less than 3 cm, one of 5 km by
    less than 70 cm; add vertices first where that matters.

    Parameters
    ----------
    geometry : geometry, or array of any shape of geometries
        In ``source``. None and empty geometries stay as they are. Heights are dropped.
    source, target : str
        Names PROJ understands.

    Returns
    -------
    geometry, or array of the same shape
        In ``target``, two-dimensional; the argument is not changed.

    Raises
    ------
    NotReprojectableError
        A vertex is not finite or has no place in ``target``. Nothing is returned half done.
    UnknownCRSError, NoTransformationError
        As `operation`.
    """
    project = transformer(source, target).transform

    def moved(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        there = np.column_stack(project(xy[:, 0], xy[:, 1]))
        lost = int(np.count_nonzero(~np.isfinite(there).all(axis=1)))
        if lost:
            raise NotReprojectableError(source=source, target=target, points=lost)
        return there

    if isinstance(geometry, BaseGeometry):
        return shapely.transform(geometry, moved)
    return shapely.transform(geometry, moved)


def point_from_lon_lat(lon: float, lat: float) -> Point:
    """Return the place of a longitude and latitude (degrees, CRS84) in ``STORAGE_CRS``.

    Raises
    ------
    NotReprojectableError
        The pair is not finite or lies outside ±180 and ±90 degrees.
    """
    if not (abs(lon) <= _MAX_LON and abs(lat) <= _MAX_LAT):
        raise NotReprojectableError(source=LON_LAT, target=STORAGE_CRS, points=1)
    return reproject(Point(lon, lat), source=LON_LAT, target=STORAGE_CRS)
