"""Acts on processes: fill, check what may be sent, and measure how far outside a place lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import shapely
from shapely import MultiPolygon, Point
from sqlalchemy import Connection

from services.districts.files import as_multipolygon, read_sources
from services.districts.model import BoundarySet
from services.districts.store import Districts
from services.processes.files import read_processes, read_streets
from services.processes.model import (
    STATEMENT,
    KindNotAskedError,
    Process,
    ProcessEndedError,
    ProcessNotFoundError,
    ProcessNotYetOpenError,
    ProcessOnlyInformsError,
    ThemeNotAskedError,
)
from services.processes.store import Processes
from services.processes.street_store import Streets


def fill_processes(connection: Connection, *, data_dir: Path, now: datetime) -> int:
    """Add the standing processes that are missing; return how many. Safe to repeat."""
    store = Processes(connection)
    known = {one.id for one in store.all()}
    path = data_dir / "processes" / "processes.json"
    missing = [one for one in read_processes(path, published_at=now) if one.id not in known]
    for one in missing:
        store.add(replace(one, number=store.next_number()), now=now)
    return len(missing)


def fill_streets(connection: Connection, *, data_dir: Path) -> int:
    """Add the streets that are missing, with their sources; return how many. Safe to repeat."""
    store, districts = Streets(connection), Districts(connection)
    known = {(one.name, one.district_id) for one in store.list()}
    missing = [
        one
        for one in read_streets(data_dir / "streets" / "streets.json")
        if (one.name, one.district_id) not in known
    ]
    first = store.next_number()
    for number, one in enumerate(missing, start=first):
        store.add(replace(one, number=number))
    told = districts.sources()
    for source in read_sources(data_dir / "sources.json"):
        if source.key not in told:
            districts.add_source(source)
    return len(missing)


def check_accepts(process: Process, *, kind: str, theme: str | None, on: date) -> None:
    """Raise what stands against a voice of this kind and theme on a day in Herten.

    A department's statement is taken by every published process at any time: answers come after
    the end. ``theme`` is None where none was chosen yet.
    """
    if process.published_at is None:
        raise ProcessNotFoundError(process_id=process.id)
    if theme is not None and process.themes and theme not in process.themes:
        raise ThemeNotAskedError(process_id=process.id, theme=theme, asked=process.themes)
    if kind == STATEMENT:
        return
    if not process.takes_voices:
        raise ProcessOnlyInformsError(process_id=process.id)
    if process.starts_on is not None and on < process.starts_on:
        raise ProcessNotYetOpenError(process_id=process.id, starts_on=process.starts_on)
    if process.ends_on is not None and on > process.ends_on:
        raise ProcessEndedError(process_id=process.id, ends_on=process.ends_on)
    if kind not in process.kinds:
        raise KindNotAskedError(process_id=process.id, kind=kind, asked=process.kinds)


def distance_outside_m(process: Process, pin: Point, boundaries: BoundarySet) -> float:
    """Return how far outside the area of a process a point lies: planar metres, 0.0 inside.

    ``pin`` in EPSG:25832; the border belongs to the area.
    """
    return min(float(part.distance(pin)) for part in _area_parts(process, boundaries))


def area_of(process: Process, boundaries: BoundarySet) -> MultiPolygon:
    """Return the area of a process in EPSG:25832 under a boundary version."""
    parts = _area_parts(process, boundaries)
    return parts[0] if len(parts) == 1 else as_multipolygon(shapely.union_all(parts))


def _area_parts(process: Process, boundaries: BoundarySet) -> Sequence[MultiPolygon]:
    if process.area is not None:
        return [process.area]
    every = [one.boundary for one in boundaries.boundaries]
    chosen = [
        one.boundary for one in boundaries.boundaries if one.district_id in process.district_ids
    ]
    return chosen if process.area_kind == "districts" else every
