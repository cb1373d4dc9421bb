"""Which of PROJ's operations leads from one reference system to another.

For each pair one operation is chosen once, by its stated accuracy in `WESTERN_GERMANY`, and used
for every point: neighbouring points never take different ways, and what is told about the way is
what was done. Nothing is guessed: where PROJ knows no datum there is no operation.

Sources: EPSG registry, https://epsg.org (DHDN to ETRS89: operations 1779, seven parameters, and
15948, grid); PROJ, https://proj.org/en/stable/resource_files.html.
"""

from __future__ import annotations

import functools
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyproj import CRS
from pyproj.exceptions import CRSError, ProjError
from pyproj.transformer import AreaOfInterest, TransformerGroup

from geo.errors import WorkbenchError
from geo.grids import show_grid_to_proj

STORAGE_CRS: Final = "EPSG:25832"
"""ETRS89 / UTM zone 32N, metres: where everything is stored and measured."""

WESTERN_GERMANY: Final = AreaOfInterest(5.87, 50.34, 9.46, 52.33)
"""North Rhine-Westphalia south of 52°20' N: where EPSG:1779 holds. Degrees, CRS84."""

_DHDN: Final = "Deutsches Hauptdreiecksnetz"
_AXIS_STEP: Final = "axis order change (2D)"
_choosing = threading.RLock()


class UnknownCRSError(WorkbenchError):
    """``crs`` names no reference system that PROJ knows."""

    def __init__(self, *, crs: str) -> None:
        super().__init__(f"unknown reference system {crs!r}")
        self.crs = crs


class NoTransformationError(WorkbenchError):
    """No known operation leads from ``source`` to ``target``; guessing would shift the map."""

    def __init__(self, *, source: str, target: str) -> None:
        super().__init__(f"no operation from {source!r} to {target!r}")
        self.source = source
        self.target = target


@dataclass(frozen=True)
class Operation:
    """How coordinates get from one system into another.

    Attributes
    ----------
    name : str
        The steps, joined by `` + ``, in the words of the EPSG registry.
    accuracy_m : float or None
        Accuracy stated by the registry in metres; None where it states none.
    grid_missing : bool
        True if a more accurate operation exists whose grid file is not on this machine.
    grid : str or None
        File name of the grid in use, or of the missing one; None if no grid plays a part.
    """

    name: str
    accuracy_m: float | None
    grid_missing: bool
    grid: str | None


@dataclass(frozen=True)
class Choice:
    """An operation and the PROJ pipeline that carries it out, x before y at both ends."""

    operation: Operation
    pipeline: str


@functools.cache
def choose(source: str, target: str) -> Choice:
    """Choose the operation for a pair of systems, once per process.

    From DHDN to WGS 84 the best way without the grid is good to 3 m, to ETRS89 it is good to
    1 m. Without the grid the way therefore leads over ``STORAGE_CRS``: a layer lands at the same
    place whether it goes to the map directly or through the database.

    Parameters
    ----------
    source, target : str
        Names PROJ understands, such as ``"EPSG:31466"``.

    Raises
    ------
    UnknownCRSError
        A name is unknown.
    NoTransformationError
        A datum is unknown, so that only a guess would lead to the other system.
    """
    from_crs, to_crs = _crs(source), _crs(target)
    with _choosing:
        group = _operations(from_crs, to_crs)
        if group is None or not group.transformers:
            raise NoTransformationError(source=source, target=target)
        between_datums = _is_dhdn(from_crs) != _is_dhdn(to_crs)
        if between_datums and not group.best_available and STORAGE_CRS not in {source, target}:
            return _joined(choose(source, STORAGE_CRS), choose(STORAGE_CRS, target))
        return _first(group)


def _crs(name: str) -> CRS:
    """Parse the name of a reference system."""
    try:
        return CRS.from_user_input(name)
    except CRSError as error:
        raise UnknownCRSError(crs=name) from error


def _is_dhdn(crs: CRS) -> bool:
    """Tell whether a system stands on the old German datum."""
    datum = crs.geodetic_crs.datum if crs.geodetic_crs is not None else None
    return datum is not None and datum.name == _DHDN


def _operations(source: CRS, target: CRS) -> TransformerGroup | None:
    """List the operations between two systems, best first, none of them guessed."""
    show_grid_to_proj()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Best transformation is not available", UserWarning)
        try:
            return TransformerGroup(
                source,
                target,
                always_xy=True,
                area_of_interest=WESTERN_GERMANY,
                allow_ballpark=False,
            )
        except ProjError:
            return None


def _first(group: TransformerGroup) -> Choice:
    """Describe the best operation of a group."""
    best = group.transformers[0]
    steps = [step for step in best.description.split(" + ") if step != _AXIS_STEP]
    operation = Operation(
        name=" + ".join(steps) or best.description,
        accuracy_m=best.accuracy if best.accuracy >= 0 else None,
        grid_missing=not group.best_available,
        grid=next(_grid_names(group), None),
    )
    return Choice(operation, best.definition)


def _grid_names(group: TransformerGroup) -> Iterator[str]:
    """Yield the grids that better operations lack, then those the best one uses."""
    if not group.best_available:
        for missed in group.unavailable_operations:
            yield from (grid.short_name for grid in missed.grids if not grid.available)
    for step in group.transformers[0].operations or ():
        yield from (Path(grid.full_name).name for grid in step.grids)


def _joined(first: Choice, second: Choice) -> Choice:
    """Join two choices to one; stated accuracies add up."""
    accuracies = [first.operation.accuracy_m, second.operation.accuracy_m]
    known = [accuracy for accuracy in accuracies if accuracy is not None]
    pipelines = [first.pipeline, second.pipeline]
    steps = [text.removeprefix("proj=pipeline step ") for text in pipelines]
    operation = Operation(
        name=f"{first.operation.name} + {second.operation.name}",
        accuracy_m=sum(known) if len(known) == len(accuracies) else None,
        grid_missing=first.operation.grid_missing or second.operation.grid_missing,
        grid=first.operation.grid or second.operation.grid,
    )
    return Choice(operation, "proj=pipeline step " + " step ".join(steps))
