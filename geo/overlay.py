"""Layers over districts: to which districts a feature belongs, and what adds up in each.

A feature belongs to districts by one stated rule:

- a point to the district that contains it, on a border to the one with the smallest code;
- a line to each district in which it has length, by its share of the line;
- an area to each district that holds at least `AREA_SHARE_MIN` of it, by its share;
- several points to each district that holds one of them, by its share of their number.

What lies outside all districts belongs to none: it is counted nowhere, and its part of a value is
missing from the sums. Every answer about the whole names all districts, 0 where there is nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely import GeometryType, MultiPoint
from shapely.geometry.base import BaseGeometry

from geo.errors import WorkbenchError
from geo.partition import OUTSIDE, GeometryKindError, InvalidGeometryError, Partition

Geometries: TypeAlias = Sequence[BaseGeometry | None] | NDArray[np.object_]
"""Features of a layer; None where one has no geometry."""

AREA_SHARE_MIN: Final = 0.05
"""Least share of an area that makes a district one of its districts."""

_ROUNDING: Final = 1e-9
"""Shares this little below the threshold still reach it."""

_KINDS: Final = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")


class LengthMismatchError(WorkbenchError):
    """``geometries`` features came with ``values`` values."""

    def __init__(self, *, geometries: int, values: int) -> None:
        super().__init__(f"{geometries} geometries, but {values} values")
        self.geometries = geometries
        self.values = values


@dataclass(frozen=True)
class Assignment:
    """Which districts the features of a layer belong to; arrays have shape (n, k).

    Attributes
    ----------
    ids : tuple of str, length k
        The districts, by code.
    held : array of float64
        Share of the feature that lies in the district, 0.0 to 1.0.
    belongs : array of bool
        Whether the feature belongs to the district.
    """

    ids: tuple[str, ...]
    held: NDArray[np.float64]
    belongs: NDArray[np.bool_]

    @property
    def parts(self) -> NDArray[np.float64]:
        """By which share a value of each feature counts in each district, as in `sums`."""
        return _apportioned(self.held, self.belongs)

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Whether each feature belongs to any district, shape (n,)."""
        found: NDArray[np.bool_] = self.belongs.sum(axis=1) > 0
        return found

    def shares(self) -> list[list[tuple[str, float]]]:
        """Return for each feature its districts and what each holds of it, as `district_shares`."""
        listed: list[list[tuple[str, float]]] = [[] for _ in range(len(self.held))]
        rows, columns = np.nonzero(self.belongs)
        shares = self.held[rows, columns].tolist()
        for row, column, share in zip(rows.tolist(), columns.tolist(), shares, strict=True):
            listed[row].append((self.ids[column], share))
        return listed


def assign(
    partition: Partition, geometries: Geometries, *, known_valid: bool = False
) -> Assignment:
    """Say of many features at once which districts they belong to.

    Parameters
    ----------
    partition : Partition
        The districts.
    geometries : sequence or array of geometries, length n
        As for `district_shares`; None belongs to no district.
    known_valid : bool
        The caller has just made sure that all are valid: looking again takes as long as the rest.

    Returns
    -------
    Assignment
        A row for each feature, a column for each district of ``partition``, by code.

    Raises
    ------
    GeometryKindError, InvalidGeometryError
        As `district_shares`.
    """
    features = _array(geometries)
    _check(features, known_valid=known_valid)
    return Assignment(partition.ids, *_by_rule(partition, features))


def district_shares(partition: Partition, geometry: BaseGeometry) -> dict[str, float]:
    """Return the districts one feature belongs to, and how much of it each holds.

    Parameters
    ----------
    partition : Partition
        The districts.
    geometry : Point, LineString, Polygon or their Multi forms
        Valid, in the CRS of the partition; may be empty.

    Returns
    -------
    dict of str to float
        Only the districts it belongs to, by code; shares of the whole feature, above 0.0 and at
        most 1.0. Empty if it lies outside, or if no district holds `AREA_SHARE_MIN` of an area.
        Parts of an area below the threshold are not handed to the others.

    Raises
    ------
    GeometryKindError
        A GeometryCollection: it has no length or area of its own to share.
    InvalidGeometryError
        A line or area that breaks the rules of simple features; repair it first.
    """
    return dict(assign(partition, [geometry]).shares()[0])


def counts(partition: Partition, geometries: Geometries) -> dict[str, int]:
    """Count the features of each district.

    A feature that belongs to two districts counts in both, so the counts may add up to more than
    the number of features; one outside counts nowhere.

    Parameters
    ----------
    partition : Partition
        The districts.
    geometries : sequence or array of geometries, length n
        As for `district_shares`; None belongs to no district.

    Returns
    -------
    dict of str to int
        Every district, by code.

    Raises
    ------
    GeometryKindError, InvalidGeometryError
        As `district_shares`.
    """
    belongs = assign(partition, geometries).belongs
    return dict(zip(partition.ids, belongs.sum(axis=0).tolist(), strict=True))


def sums(partition: Partition, geometries: Geometries, values: ArrayLike) -> dict[str, float]:
    """Add up values of features, apportioned to the districts they belong to.

    A value is apportioned by share. What a district holds of an area below `AREA_SHARE_MIN` goes
    to the districts the area belongs to, in proportion: inside the city nothing is lost, and no
    district sums what it does not list. The part outside the city is in no sum, nor is the value
    of a feature that belongs to no district.

    Parameters
    ----------
    partition : Partition
        The districts.
    geometries : sequence or array of geometries, length n
        As for `district_shares`; the value of None is in no sum.
    values : array-like of float, shape (n,)
        Totals that may be split: persons, euros, hectares. Not averages or rates. NaN (missing)
        makes the sums of the districts the feature belongs to NaN: missing is not zero.

    Returns
    -------
    dict of str to float
        Every district, by code, in the unit of ``values``.

    Raises
    ------
    LengthMismatchError
        Not one value per feature.
    GeometryKindError, InvalidGeometryError
        As `district_shares`.
    """
    amounts = np.asarray(values, dtype=np.float64)
    features = _array(geometries)
    if amounts.shape != features.shape:
        raise LengthMismatchError(geometries=features.size, values=amounts.size)
    parts = assign(partition, features).parts
    by_district = np.where(parts > 0, parts * amounts[:, np.newaxis], 0.0).sum(axis=0)
    return dict(zip(partition.ids, by_district.tolist(), strict=True))


def shares(partition: Partition, geometries: Geometries) -> dict[str, float]:
    """Return each district's share of all features, every feature weighing the same.

    Parameters
    ----------
    partition : Partition
        The districts.
    geometries : sequence or array of geometries, length n
        As for `district_shares`; None belongs to no district.

    Returns
    -------
    dict of str to float
        Every district, by code; 0.0 to 1.0. The sum is 1 if all features lie inside, less by
        what lies outside or belongs to no district. All 0.0 if there are no features.

    Raises
    ------
    GeometryKindError, InvalidGeometryError
        As `district_shares`.
    """
    features = _array(geometries)
    weight = 1 / max(features.size, 1)
    return sums(partition, geometries, np.full(features.shape, weight))


def _array(geometries: Geometries) -> NDArray[np.object_]:
    """Put geometries into an object array of shape (n,)."""
    features = np.empty(len(geometries), dtype=object)
    features[:] = geometries
    return features


def _by_rule(
    partition: Partition, features: NDArray[np.object_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the share each district holds of each feature, and whether the feature belongs to it.

    Both of shape (n, k), columns by code; rows of None and empty features are 0 and False.
    """
    kinds = shapely.get_type_id(features)
    present = ~(shapely.is_missing(features) | shapely.is_empty(features))
    held = np.zeros((len(features), len(partition.ids)))

    points = np.flatnonzero(present & (kinds == GeometryType.POINT))
    found = partition.locate(shapely.get_x(features[points]), shapely.get_y(features[points]))
    _hold_wholly(held, points, found)

    others = np.flatnonzero(present & (kinds != GeometryType.POINT))
    found = partition.holders(features[others])
    _hold_wholly(held, others, found)
    is_area = np.isin(kinds, [GeometryType.POLYGON, GeometryType.MULTIPOLYGON])
    across = others[found == OUTSIDE]
    for index in across[~is_area[across]]:
        held[index] = _shares_across(partition, features[index])
    areas = across[is_area[across]]
    held[areas] = partition.shares_of_areas(features[areas])

    least = np.where(is_area, AREA_SHARE_MIN - _ROUNDING, 0.0)
    return held, (held > 0) & (held >= least[:, np.newaxis])


def _check(features: NDArray[np.object_], *, known_valid: bool) -> None:
    """Refuse collections and invalid features."""
    if (shapely.get_type_id(features) == GeometryType.GEOMETRYCOLLECTION).any():
        raise GeometryKindError(expected=_KINDS, found="GeometryCollection")
    if known_valid:
        return
    invalid = features[~(shapely.is_valid(features) | shapely.is_missing(features))]
    if invalid.size:
        raise InvalidGeometryError(reason=shapely.is_valid_reason(invalid[0]))


def _hold_wholly(
    held: NDArray[np.float64], rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> None:
    """Give features wholly to the districts found for them."""
    known = columns != OUTSIDE
    held[rows[known], columns[known]] = 1.0


def _shares_across(partition: Partition, geometry: BaseGeometry) -> list[float]:
    """Return the shares of a line or of points that no district wholly contains, by code."""
    if isinstance(geometry, MultiPoint):
        found = partition.locate(*shapely.get_coordinates(geometry).T)
        inside = np.bincount(found[found != OUTSIDE], minlength=len(partition.ids))
        return [float(share) for share in inside / len(found)]
    return list(partition.line_shares(geometry).values())


def _apportioned(held: NDArray[np.float64], belongs: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Spread all that districts hold of a feature over those it belongs to; shape (n, k)."""
    kept = np.where(belongs, held, 0.0)
    total = kept.sum(axis=1, keepdims=True)
    factor: NDArray[np.float64] = held.sum(axis=1, keepdims=True) / np.where(total > 0, total, 1.0)
    return kept * factor
