"""Geometries made fit for use, with an account of what was changed and by how much.

In this order: heights and measures are dropped, invalid shapes rebuilt, rings turned the way
GeoJSON wants them (RFC 7946, section 3.1.6: outer rings counter-clockwise, holes clockwise), and
repeated features pointed out. Nothing is removed: every geometry keeps its index, so that
attributes stay beside it.

Rebuilding follows GEOS's method "structure": first every ring is made simple, then outer rings
are joined and holes cut out of them. A bow tie becomes two triangles, a hole that reaches over
the edge becomes a bay, overlapping parts melt together. Parts without extent (a ring that runs
back on itself, a line of one point) disappear. The other method, "linework", would keep such
parts as lines and turn doubly covered ground into holes.

Sources: RFC 7946; GEOS, https://libgeos.org (``GEOSMakeValidWithParams``).
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point
from shapely.geometry.base import BaseGeometry

_REASON_PLACE: Final = re.compile(r"\[(\S+) (\S+?)\]")
_PASSES: Final = 3
_KEY_BYTES: Final = 16


class ChangeKind(StrEnum):
    """What was found; `NULL`, `EMPTY` and `DUPLICATE` are only told, the others were changed."""

    NULL = "null"
    EMPTY = "empty"
    FLATTENED = "flattened"
    MADE_VALID = "made_valid"
    COLLAPSED = "collapsed"
    REORIENTED = "reoriented"
    DUPLICATE = "duplicate"


@dataclass(frozen=True)
class Change:
    """What was found at one geometry.

    Attributes
    ----------
    index : int
        Place of the geometry in the input and in ``RepairReport.geometries``.
    kind : ChangeKind
        `COLLAPSED`: no valid extent was left, the geometry is empty now.
    reason : str or None
        Why it was invalid, in GEOS's words, such as ``"Self-intersection"``.
    place : Point or None
        Where it was invalid, in the CRS of the input.
    area_change_m2 : float
        Area after less area before; 0.0 unless it was invalid. Square metres if the CRS is in
        metres. The area before is the signed sum that the rings enclose.
    area_change_share : float or None
        The same as share of the area before; None if that was 0.
    type_before, type_after : str or None
        Geometry types, if it was invalid; they differ where a polygon fell into parts.
    duplicate_of : int or None
        Index of the first geometry with the same shape.
    """

    index: int
    kind: ChangeKind
    reason: str | None = None
    place: Point | None = None
    area_change_m2: float = 0.0
    area_change_share: float | None = None
    type_before: str | None = None
    type_after: str | None = None
    duplicate_of: int | None = None


@dataclass(frozen=True)
class RepairReport:
    """The repaired geometries and what was found.

    Attributes
    ----------
    geometries : array of geometries, shape (n,)
        Valid, two-dimensional, oriented; None and empty ones where there was nothing.
    changes : tuple of Change
        By index, then in the order of the work. A geometry may appear several times.
    """

    geometries: NDArray[np.object_]
    changes: tuple[Change, ...]

    @property
    def counts(self) -> dict[ChangeKind, int]:
        """Number of geometries by kind; every kind, 0 where there is none."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in ChangeKind}

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Whether each geometry has a shape: neither None nor empty; shape (n,)."""
        return _has_shape(self.geometries)


@dataclass(frozen=True)
class Survey:
    """What geometries are like, and what repair would do to them; arrays have shape (n,).

    Attributes
    ----------
    null, empty, invalid, turned, has_z, has_m : array of bool
        `turned`: valid, but a ring runs the other way than asked for.
    area : array of float64
        Of the repaired shape, in square units of the CRS; 0.0 for what has none.
    rebuilt : tuple of Change
        What repair would do to the invalid ones, by index.
    keys : list of bytes or None
        Equal for equal repaired shapes, wherever their rings and lines start; None where there
        is no shape.
    """

    null: NDArray[np.bool_]
    empty: NDArray[np.bool_]
    invalid: NDArray[np.bool_]
    turned: NDArray[np.bool_]
    has_z: NDArray[np.bool_]
    has_m: NDArray[np.bool_]
    area: NDArray[np.float64]
    rebuilt: tuple[Change, ...]
    keys: list[bytes | None]


def repair(geometries: Sequence[BaseGeometry | None] | NDArray[np.object_]) -> RepairReport:
    """Make geometries valid, two-dimensional and rightly oriented; say what was changed.

    Parameters
    ----------
    geometries : sequence or array of geometries, length n
        Any type, None where there is none; all in one projected CRS, so that areas are areas.

    Returns
    -------
    RepairReport
        Geometries at their old index; sound ones unchanged in every coordinate. Repairing the
        result again changes nothing.
    """
    given = _as_array(geometries)
    flat = shapely.force_2d(given)
    valid = make_valid(flat)
    oriented = shapely.orient_polygons(valid)
    turned = shapely.is_valid(flat) & ~shapely.equals_identical(flat, oriented)
    changes = [
        *_told(ChangeKind.NULL, shapely.is_missing(given)),
        *_told(ChangeKind.EMPTY, shapely.is_empty(given)),
        *_told(ChangeKind.FLATTENED, shapely.has_z(given) | shapely.has_m(given)),
        *_rebuilt(flat, valid),
        *_told(ChangeKind.REORIENTED, turned),
        *_repeated(oriented),
    ]
    changes.sort(key=lambda change: change.index)
    return RepairReport(oriented, tuple(changes))


def survey(
    geometries: Sequence[BaseGeometry | None] | NDArray[np.object_], *, clockwise: bool = False
) -> Survey:
    """Look at geometries without changing them.

    Parameters
    ----------
    geometries : sequence or array of geometries, length n
        Any type, None where there is none.
    clockwise : bool
        Whether outer rings should run clockwise, as in a shapefile, instead of RFC 7946's way.

    Returns
    -------
    Survey
        Of any portion of a layer: shapes repeat each other across portions by their keys.
    """
    given = _as_array(geometries)
    flat = shapely.force_2d(given)
    valid = make_valid(flat)
    oriented = shapely.orient_polygons(flat, exterior_cw=clockwise)
    sound = shapely.is_valid(flat)
    return Survey(
        null=shapely.is_missing(given),
        empty=shapely.is_empty(given),
        invalid=~(sound | shapely.is_missing(given)),
        turned=sound & ~shapely.equals_identical(flat, oriented),
        has_z=shapely.has_z(given),
        has_m=shapely.has_m(given),
        area=np.nan_to_num(shapely.area(valid)),
        rebuilt=tuple(_rebuilt(flat, valid)),
        keys=_keys(valid),
    )


def make_valid(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Rebuild the invalid geometries of an array as this module describes; copy the others.

    GEOS 3.14 leaves about one in a hundred wild scribbles with two triangles side by side, which
    is not valid either; a second pass melts them together.
    """
    valid = geometries.copy()
    for _ in range(_PASSES):
        broken = _broken(valid)
        valid[broken] = shapely.make_valid(valid[broken], method="structure", keep_collapsed=False)
    return valid


def place_in_reason(reason: str) -> Point | None:
    """Read the place out of GEOS's words, such as ``Self-intersection[5 5]``; None if it has none.

    A coordinate that is not finite makes an empty point.
    """
    found = _REASON_PLACE.search(reason)
    if found is None:
        return None
    x, y = map(float, found.groups())
    return Point(x, y) if math.isfinite(x) and math.isfinite(y) else Point()


def _broken(geometries: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return the indices of invalid geometries; None is not invalid but absent."""
    return np.flatnonzero(~(shapely.is_valid(geometries) | shapely.is_missing(geometries)))


def _told(kind: ChangeKind, where: NDArray[np.bool_]) -> list[Change]:
    """Tell the same of several geometries."""
    return [Change(index, kind) for index in np.flatnonzero(where).tolist()]


def _rebuilt(before: NDArray[np.object_], after: NDArray[np.object_]) -> list[Change]:
    """Tell what was invalid, why and where, and what rebuilding did to its area."""
    return [_rebuilding(index, before[index], after[index]) for index in _broken(before).tolist()]


def _rebuilding(index: int, before: BaseGeometry, after: BaseGeometry) -> Change:
    """Account for one rebuilt geometry."""
    reason = shapely.is_valid_reason(before)
    before_m2 = before.area if math.isfinite(before.area) else 0.0
    change_m2 = after.area - before_m2
    return Change(
        index,
        ChangeKind.COLLAPSED if after.is_empty else ChangeKind.MADE_VALID,
        reason=reason.partition("[")[0],
        place=place_in_reason(reason),
        area_change_m2=change_m2,
        area_change_share=change_m2 / before_m2 if before_m2 else None,
        type_before=before.geom_type,
        type_after=after.geom_type,
    )


def _repeated(geometries: NDArray[np.object_]) -> list[Change]:
    """Tell which geometries repeat an earlier one, wherever their rings and lines start."""
    first: dict[bytes, int] = {}
    changes = []
    for index, key in enumerate(_keys(geometries)):
        earlier = index if key is None else first.setdefault(key, index)
        if earlier != index:
            changes.append(Change(index, ChangeKind.DUPLICATE, duplicate_of=earlier))
    return changes


def _keys(geometries: NDArray[np.object_]) -> list[bytes | None]:
    """Return the same key for the same shape, None where there is no shape."""
    keys: list[bytes | None] = [None] * len(geometries)
    shaped = np.flatnonzero(_has_shape(geometries))
    for index, wkb in zip(
        shaped.tolist(), shapely.to_wkb(shapely.normalize(geometries[shaped])), strict=True
    ):
        keys[index] = hashlib.blake2b(wkb, digest_size=_KEY_BYTES).digest()
    return keys


def _as_array(
    geometries: Sequence[BaseGeometry | None] | NDArray[np.object_],
) -> NDArray[np.object_]:
    """Return geometries as an array, however they came."""
    given = np.empty(len(geometries), dtype=object)
    given[:] = geometries
    return given


def _has_shape(geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which geometries are neither None nor empty."""
    return ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
