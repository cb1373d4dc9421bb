"""Which reference system bare coordinates may be in, judged by where they would lie.

Nothing is decided here: every system in use in western Germany is tried, with the axes as they
stand and swapped, and those that put points where they are expected are ranked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.crs import STORAGE_CRS, NoTransformationError, transformer

Box = tuple[float, float, float, float]
"""West, south, east, north in metres, in ``STORAGE_CRS``."""

SYSTEMS: Final = (25832, 4647, 31466, 4326, 4314, 31467, 25831, 25833, 3857, 3035)
"""EPSG codes that are tried, the likeliest first. Of codes that differ in name or in the order of
axes only, one stands for all: 25832 for WGS 84 / UTM, 31466 for 5676, 4647 for 5652."""


@dataclass(frozen=True)
class Candidate:
    """A system that puts ``share_inside`` (above 0, to 1) of the points where they are expected.

    ``swapped`` is True if the first number is the one to the north, the second that to the east.
    """

    epsg: int
    swapped: bool
    share_inside: float


def candidates(sample: NDArray[np.float64], near: Box) -> tuple[Candidate, ...]:
    """Rank the systems that put some of the points near the expected place.

    Parameters
    ----------
    sample : array of float64, shape (n, 2)
        Coordinates as they stand in the file, finite or not; n may be 0.
    near : tuple of four floats
        Where points are expected.

    Returns
    -------
    tuple of Candidate
        The greatest share first; of equal shares axes as they stand before swapped ones, then
        the order of `SYSTEMS`.
    """
    found = [
        Candidate(epsg, swapped, share)
        for swapped in (False, True)
        for epsg in SYSTEMS
        if (share := share_inside(sample, epsg=epsg, swapped=swapped, near=near)) > 0
    ]
    return tuple(sorted(found, key=lambda candidate: -candidate.share_inside))


def share_inside(sample: NDArray[np.float64], *, epsg: int, swapped: bool, near: Box) -> float:
    """Return the share (0 to 1) of finite points that lie near the expected place in a system.

    Without finite points, or without a way from the system to ``STORAGE_CRS``, it is 0.

    Parameters
    ----------
    sample : array of float64, shape (n, 2)
        Coordinates as they stand in the file.
    epsg : int
        A code PROJ knows.
    swapped : bool
        Whether the first number is the one to the north.
    near : tuple of four floats
        Where points are expected.

    Raises
    ------
    UnknownCRSError
        There is no such code.
    """
    there = moved(sample, epsg=epsg, swapped=swapped, target=STORAGE_CRS)
    if not len(there):
        return 0.0
    west, south, east, north = near
    inside = (
        (there[:, 0] >= west)
        & (there[:, 0] <= east)
        & (there[:, 1] >= south)
        & (there[:, 1] <= north)
    )
    return float(inside.mean())


def moved(
    sample: NDArray[np.float64], *, epsg: int, swapped: bool, target: str
) -> NDArray[np.float64]:
    """Return the finite points of ``sample`` in ``target``, infinite where they have no place.

    Parameters
    ----------
    sample : array of float64, shape (n, 2)
        Coordinates as they stand in the file.
    epsg : int
        The system they are taken to be in.
    swapped : bool
        Whether the first number is the one to the north.
    target : str
        A name PROJ understands.

    Returns
    -------
    array of float64, shape (m, 2), m ≤ n
        x before y; empty if no way leads to ``target``.

    Raises
    ------
    UnknownCRSError
        A name is unknown.
    """
    finite = sample[np.isfinite(sample).all(axis=1)]
    first, second = (1, 0) if swapped else (0, 1)
    try:
        project = transformer(f"EPSG:{epsg}", target).transform
    except NoTransformationError:
        return np.empty((0, 2))
    return np.column_stack(project(finite[:, first], finite[:, second]))
