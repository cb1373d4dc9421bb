"""Rasters get their numbers by district anew when boundaries change, on both databases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from sqlalchemy import Engine, select

from services.database.engine import reading
from services.database.revisions import revisions
from services.database.tables import job
from services.districts.actions import boundaries_in_force
from services.districts.model import BoundarySet
from services.installation import bring_boundaries
from services.jobs.worker import work
from services.layers.imported import PREFIX
from services.layers.rasters.model import RasterFacts
from services.layers.rasters.store import Rasters
from services.runners import RUNNERS
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.services.boundaries import swapped
from tests.services.imports.rasters.made import SLOPE, made
from tests.services.layers.rasters.shown import loaded

LATER = date(2030, 1, 1)
CLASSES = np.arange(600, dtype=np.uint8).reshape(20, 30) % 3
HOLED = np.where(SLOPE % 7 == 0, -9999, SLOPE).astype(np.float32)
DEGREES = {"epsg": 4326, "west": 7.10, "north": 51.62, "cell": 0.001}


@pytest.fixture
def engine(dialect: str, databases: Databases) -> Engine:
    """A database of its own: loading commits."""
    return databases.herten(dialect)


@pytest.fixture
def settings(engine: Engine, tmp_path: Path) -> Settings:
    url = engine.url.render_as_string(hide_password=False)
    return Settings(
        database_url=url, layer_dir=tmp_path / "layers", import_dir=tmp_path / "imports"
    )


def new_boundaries(engine: Engine) -> BoundarySet:
    with reading(engine) as connection:
        now = boundaries_in_force(connection, NOW.date())
    return swapped(now, "mitte", "disteln", valid_from=LATER)


def counted(engine: Engine) -> RasterFacts:
    with reading(engine) as connection:
        (one,) = Rasters(connection).list()
    return one.facts


def do_jobs(engine: Engine, settings: Settings) -> None:
    work(engine, settings, RUNNERS, clock=lambda: NOW)


@pytest.mark.parametrize(
    ("values", "facts"),
    [(SLOPE, {}), (CLASSES, {}), (HOLED, {"nodata": "-9999"}), (SLOPE, DEGREES)],
    ids=["values", "classes", "holes", "degrees"],
)
def test_numbers_under_new_boundaries_are_those_of_a_fresh_import(
    engine: Engine,
    settings: Settings,
    tmp_path: Path,
    values: NDArray[Any],
    facts: dict[str, Any],
) -> None:
    loaded(engine, tmp_path, values, **facts)
    boundaries = new_boundaries(engine)

    bring_boundaries(engine, boundaries, now=NOW)
    do_jobs(engine, settings)

    areas = [
        {"id": one.district_id, "wkb": shapely.to_wkb(one.boundary, hex=True)}
        for one in boundaries.boundaries
    ]
    told = [{"valid_from": LATER.isoformat(), "districts": areas}]
    _, fresh, _ = made(tmp_path, values, areas=told, **facts)
    (expected,) = fresh.zones.values()
    assert counted(engine).zones[LATER.isoformat()] == expected
    assert expected["total"].cells > 0


def test_numbers_under_former_boundaries_stay(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    _, before = loaded(engine, tmp_path)

    bring_boundaries(engine, new_boundaries(engine), now=NOW)
    do_jobs(engine, settings)

    after = counted(engine).zones
    assert {day: after[day] for day in before.zones} == before.zones
    (day,) = before.zones
    assert after[LATER.isoformat()]["mitte"] == before.zones[day]["disteln"]


def test_whoever_remembers_the_layer_learns_of_the_numbers(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    layer_id, _ = loaded(engine, tmp_path)
    bring_boundaries(engine, new_boundaries(engine), now=NOW)
    with reading(engine) as connection:
        before = revisions(connection)[f"{PREFIX}{layer_id}"].number

    do_jobs(engine, settings)

    with reading(engine) as connection:
        assert revisions(connection)[f"{PREFIX}{layer_id}"].number > before


def test_a_raster_whose_file_is_lost_stops_nothing(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    loaded(engine, tmp_path)
    for one in settings.layer_dir.iterdir():
        one.unlink()
    bring_boundaries(engine, new_boundaries(engine), now=NOW)

    do_jobs(engine, settings)

    assert LATER.isoformat() not in counted(engine).zones
    with reading(engine) as connection:
        assert list(connection.execute(select(job.c.state)).scalars()) == ["done"]


def test_without_rasters_nothing_is_to_be_done(engine: Engine) -> None:
    bring_boundaries(engine, new_boundaries(engine), now=NOW)

    with reading(engine) as connection:
        assert list(connection.execute(select(job.c.kind)).scalars()) == []
