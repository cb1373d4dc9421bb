"""Rasters under new boundaries: counted anew in the background, every version that is there.

Reading cells may take a while, and on SQLite nobody else could write meanwhile: so it is no part
of the transaction that brings boundaries in. What was counted under former ones stays.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from geo.raster import ZoneCells
from services.database.engine import reading, writing
from services.districts.store import Districts
from services.jobs.actions import ask
from services.jobs.work import Work
from services.layers.rasters.model import RasterFacts
from services.layers.rasters.store import Rasters, StoredRaster

RECOUNT: Final = "layers.recount"
"""The kind of job."""

_Boundaries = dict[str, dict[str, BaseGeometry]]
"""By the first day (ISO) on which they hold: the area of each district by its id."""

logger = logging.getLogger(__name__)


def ask_for_counts(connection: Connection, *, now: datetime) -> None:
    """Have all rasters counted under boundaries that have just come, if there are any rasters.

    Writes; the caller owns the transaction.
    """
    if Rasters(connection).list():
        ask(connection, RECOUNT, {}, asked_by=None, now=now)


def recount(work: Work) -> None:
    """Count every raster under the boundaries that it was not counted under.

    May be killed anywhere and begun anew: each raster is kept as soon as it is counted.
    """
    work.tell("count")
    with reading(work.engine) as connection:
        rasters = Rasters(connection).list()
        boundaries = _boundaries(connection)
    for at, one in enumerate(rasters):
        work.check()
        missing = {day: areas for day, areas in boundaries.items() if day not in one.facts.zones}
        if missing and one.facts.kind != "image":
            _count(work, one, missing)
        work.tell("count", at + 1, len(rasters))


def _boundaries(connection: Connection) -> _Boundaries:
    districts = Districts(connection)
    return {
        version.valid_from.isoformat(): {
            str(one.district_id): one.boundary for one in districts.boundaries(version).boundaries
        }
        for version in districts.versions()
    }


def _count(work: Work, one: StoredRaster, missing: _Boundaries) -> None:
    # Libraries that read rasters take 70 MB: a worker without rasters does without.
    from services.layers.rasters.counting import count_again  # noqa: PLC0415

    grid, path = one.facts.grid, work.settings.layer_dir / one.file_name
    if grid is None or not path.is_file():
        logger.warning("a raster was not counted anew", extra={"layer": one.layer_id})
        return
    found = {day: count_again(path, one.facts, grid, areas) for day, areas in missing.items()}
    with writing(work.engine) as connection:
        Rasters(connection).keep(one, _with_zones(one.facts, found), now=work.clock())


def _with_zones(facts: RasterFacts, found: Mapping[str, Mapping[str, ZoneCells]]) -> RasterFacts:
    return replace(facts, zones={**facts.zones, **found})
