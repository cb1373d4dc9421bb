"""Shapes on their way from a file into the workbench. Runs in the child only.

In this order: heights are dropped, collections reduced, coordinates moved to EPSG:25832, impossible
shapes rebuilt there, rings turned as GeoJSON wants them (RFC 7946, section 3.1.6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import GeometryType
from shapely.geometry.base import BaseGeometry

from geo.repair import make_valid
from services.imports.choices import Choices
from services.imports.geometries import AREA_CHANGE_MOST
from services.imports.model import ImportRefusedError, Message

NOWHERE_MOST: Final = 0.2
"""Share of coordinates without a place in EPSG:25832 above which a layer is refused."""

Project = Callable[
    [NDArray[np.float64], NDArray[np.float64]], tuple[NDArray[np.float64], NDArray[np.float64]]
]
"""Moves east and north (or longitude and latitude) into EPSG:25832."""


@dataclass
class Shaper:
    """Makes shapes fit for the workbench, portion by portion, and counts what it did."""

    project: Project
    choices: Choices
    coordinates: int = 0
    nowhere: int = 0
    lost: int = 0
    reduced: int = 0
    needing_repair: int = 0
    repaired: int = 0
    kept: int = 0
    flattened: bool = False
    area_before: float = 0.0
    area_after: float = 0.0
    area_changed: float = 0.0

    def take(
        self, shapes: NDArray[np.object_], unclosed: NDArray[np.int64]
    ) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
        """Return the shapes of the next features, None where there is none, and which were changed.

        ``unclosed`` are the numbers of those whose rings had to be closed to read them.
        """
        self.flattened = self.flattened or bool(
            (shapely.has_z(shapes) | shapely.has_m(shapes)).any()
        )
        flat, reduced = self._reduced(shapely.force_2d(shapes))
        moved = self._moved(flat)
        sound, rebuilt = self._rebuilt(flat, moved, unclosed)
        done = shapely.orient_polygons(sound)
        done[shapely.is_empty(done)] = None
        self.kept += int((~shapely.is_missing(done)).sum())
        return done, np.union1d(reduced, rebuilt)

    def _reduced(self, flat: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
        """Keep of collections the parts of the highest dimension."""
        collections = np.flatnonzero(shapely.get_type_id(flat) == GeometryType.GEOMETRYCOLLECTION)
        for index in collections:
            flat[index] = _main_parts(flat[index])
        self.reduced += len(collections)
        return flat, collections

    def _moved(self, flat: NDArray[np.object_]) -> NDArray[np.object_]:
        """Move shapes; one with a corner that has no place there is lost as a whole."""
        xy, owners = shapely.get_coordinates(flat, return_index=True)
        first, second = (1, 0) if self.choices.swapped else (0, 1)
        there = np.column_stack(self.project(xy[:, first], xy[:, second]))
        nowhere = ~np.isfinite(there).all(axis=1)
        self.coordinates += len(xy)
        moved = flat.copy()
        if nowhere.any():
            lost = np.unique(owners[nowhere])
            self.nowhere += int(nowhere.sum())
            self.lost += len(lost)
            moved[lost] = None
            there = there[~np.isin(owners, lost)]
        shapely.set_coordinates(moved, there)
        return moved

    def _rebuilt(
        self,
        flat: NDArray[np.object_],
        moved: NDArray[np.object_],
        unclosed: NDArray[np.int64],
    ) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
        """Rebuild impossible shapes. What only became one by rounding needs nobody's consent."""
        invalid = ~(shapely.is_valid(moved) | shapely.is_missing(moved))
        before = np.nan_to_num(shapely.area(moved))
        closed = np.zeros(len(moved), dtype=bool)
        closed[unclosed] = True
        at_fault = np.flatnonzero(invalid | closed)
        if len(at_fault):
            consent = closed[at_fault] | ~shapely.is_valid(flat[at_fault])
            self.needing_repair += int(consent.sum())
            moved[at_fault] = make_valid(moved[at_fault])
            after = np.nan_to_num(shapely.area(moved[at_fault]))
            self.area_changed += float(np.abs(after - before[at_fault]).sum())
            self.area_after += float((after - before[at_fault]).sum())
            left = ~(shapely.is_missing(moved[at_fault]) | shapely.is_empty(moved[at_fault]))
            self.repaired += int(left.sum())
        self.area_before += float(before.sum())
        self.area_after += float(before.sum())
        return moved, at_fault

    @property
    def area_change_share(self) -> float:
        """By how much repair changed the whole area, 0.0 to 1.0."""
        whole = max(self.area_before, self.area_after)
        return min(1.0, self.area_changed / whole) if whole else 0.0

    def refuse(self) -> None:
        """Raise ``ImportRefusedError`` where what was found goes beyond what was agreed to."""
        nowhere = self.nowhere / self.coordinates if self.coordinates else 0.0
        if nowhere > NOWHERE_MOST:
            raise _refused("IMP-233", epsg=self.choices.epsg, share_percent=round(100 * nowhere))
        if self.needing_repair and not self.choices.repair:
            raise _refused("IMP-350", count=self.needing_repair)
        if self.area_change_share > AREA_CHANGE_MOST and not self.choices.accept_area_change:
            raise _refused("IMP-351", share_percent=round(100 * self.area_change_share, 2))
        if not self.kept:
            raise _refused("IMP-352")

    def messages(self) -> Iterator[Message]:
        """Yield what people should know of what was done."""
        if self.lost:
            yield Message("IMP-234", {"count": self.lost, "epsg": self.choices.epsg})
        if self.reduced:
            yield Message("IMP-353", {"count": self.reduced})


def _refused(code: str, **facts: object) -> ImportRefusedError:
    return ImportRefusedError(code=code, facts=facts)


def _main_parts(collection: BaseGeometry) -> BaseGeometry:
    """Return the parts of the highest dimension as one shape; empty where there are none."""
    parts = np.array([collection], dtype=object)
    while (shapely.get_type_id(parts) > GeometryType.POLYGON).any():
        parts = shapely.get_parts(parts)
    dimensions = shapely.get_dimensions(parts)
    dimensions[shapely.is_empty(parts)] = -1
    most = int(dimensions.max(initial=-1))
    if most < 0:
        return shapely.Point()
    kept = parts[dimensions == most]
    together = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)[most]
    found: BaseGeometry = kept[0] if len(kept) == 1 else together(kept)
    return found
