"""Faults of a partition: where districts overlap, leave gaps, or are no proper areas.

A gap is ground that no zone covers although zones enclose it, however thin it is, or a strip
narrower than `OPEN_GAP_WIDTH_M` between two zones that opens to the outside. A missing vertex on
a shared straight border is no fault: it has no area.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final, TypedDict

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geo.errors import WorkbenchError
from geo.repair import make_valid, place_in_reason
from geo.zones import SNAP_M, Zone, by_code, shared_length_m

MIN_FAULT_AREA_M2: Final = 1.0
"""Overlaps and gaps below this are rounding: a border of 1 km drawn twice, 1 mm apart."""

OPEN_GAP_WIDTH_M: Final = 1.0
"""Strips between two zones that open to the outside are gaps up to this width."""

_STRIP_RATIO: Final = 40.0
"""A strip is so many times as long as wide; the tip of a bay between two zones, unless it is
sharper than 3 degrees, is not."""
_STRIP_CONTACT_SHARE: Final = 0.8
"""Least share of a strip's border that zones form; the rest are its open ends."""


class FaultKind(StrEnum):
    """What is wrong."""

    OVERLAP = "overlap"
    GAP = "gap"
    INVALID = "invalid"
    EMPTY = "empty"
    DUPLICATE_ID = "duplicate_id"
    DUPLICATE_CODE = "duplicate_code"


@dataclass(frozen=True)
class Fault:
    """One fault and where it is.

    Attributes
    ----------
    kind : FaultKind
        What is wrong.
    place : Point
        Inside an overlap or gap, at the vertex that makes a shape invalid, or inside the zone;
        empty if the zone has no place at all. CRS of the zones.
    area_m2 : float
        Extent of an overlap or gap; 0.0 for other kinds.
    ids : tuple of str
        The zones concerned, by code; none if there are no zones.
    """

    kind: FaultKind
    place: Point
    area_m2: float
    ids: tuple[str, ...]


class FaultFacts(TypedDict):
    """A fault as an error tells it; ``x`` and ``y`` in the CRS of the zones, None without place."""

    kind: str
    ids: list[str]
    area_m2: float
    x: float | None
    y: float | None


class PartitionFaultsError(WorkbenchError):
    """Zones do not form a partition: ``faults`` says what is wrong and where."""

    def __init__(self, *, faults: Iterable[Fault]) -> None:
        self.faults: list[FaultFacts] = [_facts(fault) for fault in faults]
        kinds = sorted({fault["kind"] for fault in self.faults})
        super().__init__(f"{len(self.faults)} faults in the partition: {', '.join(kinds)}")


def find_faults(
    zones: Iterable[Zone], *, min_area_m2: float = MIN_FAULT_AREA_M2
) -> tuple[Fault, ...]:
    """Find everything that keeps ``zones`` from being a partition.

    Parameters
    ----------
    zones : iterable of Zone
        In one projected CRS in metres. Invalid shapes are reported and then compared with the
        others as `geo.repair` rebuilds them.
    min_area_m2 : float
        Overlaps and gaps between the same zones that are smaller than this, even together, are
        taken for rounding.

    Returns
    -------
    tuple of Fault
        Empty if the zones are a partition. Independent of the order of ``zones``.
    """
    ordered = sorted(zones, key=by_code)
    if not ordered:
        return (Fault(FaultKind.EMPTY, Point(), 0.0, ()),)
    shapes = make_valid(np.array([_areal(zone.geometry) for zone in ordered], dtype=object))
    return (
        *_shared_names(ordered, shapes),
        *_bad_shapes(ordered, shapes),
        *_overlaps(ordered, shapes, min_area_m2),
        *_gaps(ordered, shapes, min_area_m2),
    )


def _facts(fault: Fault) -> FaultFacts:
    """Turn a fault into facts that JSON can carry."""
    place = fault.place
    return FaultFacts(
        kind=fault.kind.value,
        ids=list(fault.ids),
        area_m2=fault.area_m2,
        x=None if place.is_empty else place.x,
        y=None if place.is_empty else place.y,
    )


def _areal(geometry: BaseGeometry | None) -> BaseGeometry:
    """Return a shape that has an area, and an empty polygon for anything else."""
    if isinstance(geometry, Polygon | MultiPolygon):
        return shapely.force_2d(geometry)
    return Polygon()


def _is_void(geometry: BaseGeometry | None) -> bool:
    """Tell whether there is nothing at all; data read from files may lack a geometry."""
    return geometry is None or geometry.is_empty


def _inside(shape: BaseGeometry) -> Point:
    """Return a point inside a shape, or an empty point if there is none."""
    return shapely.point_on_surface(shape)


def _shared_names(zones: Sequence[Zone], shapes: NDArray[np.object_]) -> Iterator[Fault]:
    """Yield zones whose id or code another one has already."""
    seen: set[tuple[FaultKind, str]] = set()
    for zone, shape in zip(zones, shapes, strict=True):
        names = {FaultKind.DUPLICATE_ID: zone.id, FaultKind.DUPLICATE_CODE: zone.code}
        for kind, name in names.items():
            if (kind, name) in seen:
                yield Fault(kind, _inside(shape), 0.0, (zone.id,))
            seen.add((kind, name))


def _bad_shapes(zones: Sequence[Zone], shapes: NDArray[np.object_]) -> Iterator[Fault]:
    """Yield zones without a shape and shapes that break the rules of simple features."""
    for zone, shape in zip(zones, shapes, strict=True):
        if _is_void(zone.geometry):
            yield Fault(FaultKind.EMPTY, Point(), 0.0, (zone.id,))
        elif not zone.geometry.is_valid or shape.is_empty:
            place = place_in_reason(shapely.is_valid_reason(zone.geometry))
            yield Fault(FaultKind.INVALID, place or _inside(zone.geometry), 0.0, (zone.id,))


def _overlaps(
    zones: Sequence[Zone], shapes: NDArray[np.object_], min_area_m2: float
) -> Iterator[Fault]:
    """Yield ground that two zones claim."""
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for i, j in sorted(zip(first.tolist(), second.tolist(), strict=True)):
        if i < j:
            common = shapely.get_parts(shapely.intersection(shapes[i], shapes[j]))
            ids = (zones[i].id, zones[j].id)
            yield from _worth_telling(FaultKind.OVERLAP, ids, common, min_area_m2)


def _gaps(
    zones: Sequence[Zone], shapes: NDArray[np.object_], min_area_m2: float
) -> Iterator[Fault]:
    """Yield ground between zones that none claims, grouped by the zones around it."""
    city = shapely.union_all(shapes)
    outlines = shapely.boundary(shapes)
    pieces = [*_enclosed(city), *_open_strips(shapes, city)]
    around = [
        tuple(
            zone.id
            for zone, outline in zip(zones, outlines, strict=True)
            if shared_length_m(piece.boundary, outline) > SNAP_M
        )
        for piece in pieces
    ]
    order = sorted(range(len(pieces)), key=around.__getitem__)
    for ids, members in groupby(order, key=around.__getitem__):
        group = np.array([pieces[member] for member in members], dtype=object)
        yield from _worth_telling(FaultKind.GAP, ids, group, min_area_m2)


def _enclosed(city: BaseGeometry) -> NDArray[np.object_]:
    """Return the ground a city encloses without covering it."""
    faces = shapely.get_parts(shapely.polygonize([shapely.node(city.boundary)]))
    return faces[~shapely.contains(city, shapely.point_on_surface(faces))]


def _open_strips(shapes: NDArray[np.object_], city: BaseGeometry) -> Iterator[Polygon]:
    """Yield thin strips between zones that open to the outside."""
    edges = shapely.coverage_invalid_edges(shapes, gap_width=OPEN_GAP_WIDTH_M)
    near = shapely.union_all(shapely.buffer(edges, OPEN_GAP_WIDTH_M, cap_style="flat"))
    covered = shapely.union_all([city, *_enclosed(city)])
    for piece in shapely.get_parts(shapely.difference(near, covered)):
        is_thin = (piece.length / 2) ** 2 >= _STRIP_RATIO * piece.area
        contact_m = shared_length_m(piece.boundary, city.boundary)
        if is_thin and contact_m >= _STRIP_CONTACT_SHARE * piece.length:
            yield piece


def _worth_telling(
    kind: FaultKind, ids: tuple[str, ...], parts: NDArray[np.object_], min_area_m2: float
) -> Iterator[Fault]:
    """Yield a fault for each large part, and one at the largest of the small parts together."""
    areas = shapely.area(parts)
    large = areas >= min_area_m2
    for part, area_m2 in zip(parts[large], areas[large].tolist(), strict=True):
        yield Fault(kind, _inside(part), area_m2, ids)
    rest_m2 = float(areas[~large].sum())
    if rest_m2 >= min_area_m2:
        yield Fault(kind, _inside(parts[~large][areas[~large].argmax()]), rest_m2, ids)
