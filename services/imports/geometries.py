"""What the geometries of a layer are like, gathered portion by portion. Runs in the child only."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import LON_LAT, STORAGE_CRS, transformer
from geo.repair import Change, ChangeKind, Survey, survey
from services.imports.model import CrsCandidate, GeometryFault, GeometryFound, Message

FEATURES_MOST: Final = 500_000
VERTICES_MOST: Final = 20_000_000
FAULTS_MOST: Final = 200
TINY_M2: Final = 1.0
AREA_CHANGE_MOST: Final = 0.01
SAMPLE_MOST: Final = 2_000

_SAMPLE_OF_PORTION: Final = 1_000
_DIGITS: Final = 7
_STEP: Final = 1e-3
"""Side of the square whose size in metres is measured, in units of the file: degrees or metres."""
_DIMENSIONS: Final = ("points", "lines", "areas")
_UNCLOSED: Final = "Ring is not closed"

_Kind = Literal["null", "empty", "invalid", "duplicate", "tiny", "collapsed"]


@dataclass(frozen=True)
class _Fault:
    """A fault at a place in the coordinates of the file; not a number where there is none."""

    n: int
    kind: _Kind
    reason: str
    x: float = math.nan
    y: float = math.nan


@dataclass
class Gathered:
    """What portions told so far; memory grows by some bytes per feature only."""

    clockwise: bool
    count: int = 0
    vertices: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    dimensions: Counter[int] = field(default_factory=Counter)
    told: Counter[_Kind] = field(default_factory=Counter)
    turned: int = 0
    has_z: bool = False
    has_m: bool = False
    area_before: float = 0.0
    area_after: float = 0.0
    area_changed: float = 0.0
    faults: list[_Fault] = field(default_factory=list)
    samples: list[NDArray[np.float64]] = field(default_factory=list)
    small: list[NDArray[np.float64]] = field(default_factory=list)
    """Number, area and middle of each area, shape (n, 4)."""
    without: list[int] = field(default_factory=list)
    """Numbers of all features without a shape."""
    _first: dict[bytes, int] = field(default_factory=dict)

    def take(self, wkb: NDArray[np.object_]) -> None:
        """Take the geometries of the next features, as bytes or None."""
        shapes, unclosed = read_shapes(wkb)
        found = survey(shapes, clockwise=self.clockwise)
        found.invalid[unclosed] = True
        bounds = shapely.bounds(shapes)
        middles = (bounds[:, :2] + bounds[:, 2:]) / 2
        self._count(shapes, found)
        self._fault(found, middles, unclosed)
        self._measure(shapes, found, middles)
        self._sample(shapes)
        self.count += len(wkb)

    def _count(self, shapes: NDArray[np.object_], found: Survey) -> None:
        shaped = shapes[~found.null]
        self.kinds.update(shape.geom_type for shape in shaped)
        self.dimensions.update(shapely.get_dimensions(shaped[~shapely.is_empty(shaped)]).tolist())
        self.told["null"] += int(found.null.sum())
        self.without += (self.count + np.flatnonzero(found.null)).tolist()
        self.told["empty"] += int(found.empty.sum())
        self.told["invalid"] += int(found.invalid.sum())
        self.turned += int(found.turned.sum())
        self.has_z = self.has_z or bool(found.has_z.any())
        self.has_m = self.has_m or bool(found.has_m.any())

    def _fault(
        self, found: Survey, middles: NDArray[np.float64], unclosed: NDArray[np.int64]
    ) -> None:
        new = [_Fault(self.count + n, "null", "") for n in np.flatnonzero(found.null)[:FAULTS_MOST]]
        new += [
            _Fault(self.count + n, "empty", "") for n in np.flatnonzero(found.empty)[:FAULTS_MOST]
        ]
        rebuilt = {change.index for change in found.rebuilt}
        new += [
            _Fault(self.count + n, "invalid", _UNCLOSED, *middles[n])
            for n in unclosed[:FAULTS_MOST]
            if n not in rebuilt
        ]
        new += [self._rebuilt(change) for change in found.rebuilt[:FAULTS_MOST]]
        new += list(self._repeated(found, middles))
        self.told["collapsed"] += sum(
            change.kind is ChangeKind.COLLAPSED for change in found.rebuilt
        )
        self.faults = _first_of([*self.faults, *new])

    def _rebuilt(self, change: Change) -> _Fault:
        kind: _Kind = "collapsed" if change.kind is ChangeKind.COLLAPSED else "invalid"
        place = change.place
        if place is None or place.is_empty:
            return _Fault(self.count + change.index, kind, change.reason or "")
        return _Fault(self.count + change.index, kind, change.reason or "", place.x, place.y)

    def _repeated(self, found: Survey, middles: NDArray[np.float64]) -> Iterator[_Fault]:
        """Yield up to 200 shapes that were there before, and count all."""
        before = self.told["duplicate"]
        for n, key in enumerate(found.keys):
            earlier = None if key is None else self._first.setdefault(key, self.count + n)
            if earlier is None or earlier == self.count + n:
                continue
            self.told["duplicate"] += 1
            if self.told["duplicate"] - before <= FAULTS_MOST:
                yield _Fault(self.count + n, "duplicate", str(earlier), *middles[n])

    def _measure(
        self, shapes: NDArray[np.object_], found: Survey, middles: NDArray[np.float64]
    ) -> None:
        before = np.nan_to_num(shapely.area(shapes), posinf=0.0)
        self.area_before += float(before.sum())
        self.area_after += float(found.area.sum())
        self.area_changed += sum(abs(change.area_change_m2) for change in found.rebuilt)
        areas = np.flatnonzero(found.area > 0)
        self.small.append(np.column_stack([areas + self.count, found.area[areas], middles[areas]]))

    def _sample(self, shapes: NDArray[np.object_]) -> None:
        xy = shapely.get_coordinates(shapes)
        self.vertices += len(xy)
        step = max(1, -(-len(xy) // _SAMPLE_OF_PORTION))
        self.samples.append(xy[::step])

    def sample(self) -> NDArray[np.float64]:
        """Return coordinates as they stand in the file, spread over the layer, shape (n, 2)."""
        xy = np.concatenate([np.empty((0, 2)), *self.samples])
        return xy[:: max(1, -(-len(xy) // SAMPLE_MOST))]

    @property
    def area_change_share(self) -> float:
        """By how much repair changes the whole area, 0.0 to 1.0."""
        whole = max(self.area_before, self.area_after)
        return min(1.0, self.area_changed / whole) if whole else 0.0

    def found(self, crs: CrsCandidate | None) -> GeometryFound:
        """Return what was gathered, with places and sizes as the likeliest system gives them."""
        tiny = self._tiny(crs)
        rows = tiny[:FAULTS_MOST].tolist()
        faults = _first_of(
            [*self.faults, *(_Fault(int(n), "tiny", "", x, y) for n, _, x, y in rows)]
        )
        return GeometryFound(
            kinds=dict(self.kinds),
            null=self.told["null"],
            empty=self.told["empty"],
            invalid=self.told["invalid"],
            duplicate=self.told["duplicate"],
            tiny=len(tiny),
            has_z=self.has_z,
            has_m=self.has_m,
            turned_rings=self.turned,
            area_change_share=self.area_change_share,
            faults=_placed(faults, crs),
        )

    def _tiny(self, crs: CrsCandidate | None) -> NDArray[np.float64]:
        areas = np.concatenate([np.empty((0, 4)), *self.small])
        if crs is None or not len(areas):
            return areas[:0]
        middle = np.nanmedian(areas[:, 2:], axis=0)
        return areas[areas[:, 1] * _square_metres(middle, crs) < TINY_M2]

    def messages(self, found: GeometryFound, *, nulls_told: int) -> Iterator[Message]:
        """Yield what people should know; of so many missing shapes something was told already."""
        share_percent = round(100 * found.area_change_share, 2)
        if found.invalid:
            yield Message("IMP-303", {"count": found.invalid, "share_percent": share_percent})
        if found.area_change_share > AREA_CHANGE_MOST:
            yield Message("IMP-304", {"share_percent": share_percent})
        counted = (
            Message("IMP-301", {"count": found.null - nulls_told}),
            Message("IMP-302", {"count": found.empty}),
            Message("IMP-305", {"count": self.told["collapsed"]}),
            Message("IMP-306", {"count": found.duplicate}),
            Message("IMP-307", {"count": found.tiny}),
            Message("IMP-310", {"count": found.turned_rings}),
        )
        yield from (message for message in counted if message.facts["count"])
        if found.has_z or found.has_m:
            yield Message("IMP-308")
        if len(self.dimensions) > 1:
            facts = {name: self.dimensions[at] for at, name in enumerate(_DIMENSIONS)}
            yield Message("IMP-309", facts)


def read_shapes(wkb: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Return shapes, and the numbers of those with rings that had to be closed first.

    What cannot even be closed becomes a point at no place: invalid, and nothing is left of it.
    """
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    there = np.array([one is not None for one in wkb], dtype=bool)
    broken = np.flatnonzero(there & shapely.is_missing(shapes))
    if len(broken):
        closed = shapely.from_wkb(wkb[broken], on_invalid="fix")
        closed[shapely.is_missing(closed)] = shapely.Point(math.inf, math.inf)
        shapes[broken] = closed
    return shapes, broken


def _first_of(faults: list[_Fault]) -> list[_Fault]:
    return sorted(faults, key=lambda fault: fault.n)[:FAULTS_MOST]


def _placed(faults: list[_Fault], crs: CrsCandidate | None) -> tuple[GeometryFault, ...]:
    """Return faults with their places in CRS84."""
    xy = np.array([(fault.x, fault.y) for fault in faults]).reshape(-1, 2)
    there = np.full_like(xy, math.nan) if crs is None else _moved(xy, crs, LON_LAT)
    return tuple(
        GeometryFault(fault.n, fault.kind, fault.reason, *_lon_lat(place))
        for fault, place in zip(faults, there, strict=True)
    )


def _lon_lat(place: NDArray[np.float64]) -> tuple[float, float] | tuple[None, None]:
    if not np.isfinite(place).all():
        return None, None
    return round(float(place[0]), _DIGITS), round(float(place[1]), _DIGITS)


def _square_metres(middle: NDArray[np.float64], crs: CrsCandidate) -> float:
    """Return how many square metres a square unit of the file has around a place."""
    corners = middle + np.array([(0.0, 0.0), (_STEP, 0.0), (0.0, _STEP)])
    origin, right, up = _moved(corners, crs, STORAGE_CRS)
    (a, b), (c, d) = right - origin, up - origin
    size = abs(float(a * d - b * c)) / _STEP**2
    return size if math.isfinite(size) else math.inf


def _moved(xy: NDArray[np.float64], crs: CrsCandidate, target: str) -> NDArray[np.float64]:
    ordered = xy[:, ::-1] if crs.swapped else xy
    moved = transformer(f"EPSG:{crs.epsg}", target).transform(ordered[:, 0], ordered[:, 1])
    return np.column_stack(moved)
