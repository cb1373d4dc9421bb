"""A fresh installation: once, all of it or nothing, however many start it at the same time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, inspect, select

from services.database.engine import reading
from services.database.revision import current_revision, newest_revision
from services.database.revisions import revisions
from services.database.tables import district, place, project, source
from services.districts.actions import boundaries_in_force
from services.districts.files import read_districts, read_municipality, read_places, read_sources
from services.districts.model import BoundarySet, BoundaryVersion, BoundaryVersionTakenError
from services.districts.store import Districts
from services.installation import Installed, bring_boundaries, initialise
from services.projects.files import read_projects
from services.projects.model import UnplacedProjectError
from services.projects.store import Projects
from services.settings import PROJECT_ROOT
from tests.conftest import NOW, Databases
from tests.terms import TERMS

DATA = PROJECT_ROOT / "data"
HERTEN = DATA / "districts" / "herten"
TODAY = NOW.date()

Engines = Callable[[str], Engine]


def test_an_empty_database_is_filled(databases: Databases, dialect: str) -> None:
    done = initialise(databases.fresh(dialect), data_dir=DATA, now=NOW)

    assert done == Installed(filled=True, districts=9, projects=36)


def test_a_filled_database_is_left_alone(herten_engines: Engines, dialect: str) -> None:
    engine = herten_engines(dialect)
    with reading(engine) as connection:
        before = revisions(connection)

    done = initialise(engine, data_dir=DATA, now=NOW)

    assert done == Installed(filled=False, districts=9, projects=0)
    with reading(engine) as connection:
        assert revisions(connection) == before


def test_two_processes_that_start_at_once_fill_it_once(databases: Databases, dialect: str) -> None:
    url = databases.fresh(dialect).url.render_as_string(hide_password=False)
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", "from services.cli import main; main()", "init", "--empty"],
            env={"WERKBANK_DATABASE_URL": url, "PYTHONPATH": str(PROJECT_ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]

    said = sorted(one.communicate(timeout=60)[0] for one in starts)

    assert said == ["filled: 9 districts, 36 projects\n", "nothing to do: 9 districts are there\n"]


@pytest.fixture
def broken_data(tmp_path: Path) -> Path:
    """Data whose last project belongs nowhere."""
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    path = folder / "projects" / "projects.json"
    rows = json.loads(path.read_text("utf-8"))
    rows[-1] |= {"citywide": False, "districts": []}
    path.write_text(json.dumps(rows), "utf-8")
    return folder


def test_a_failure_leaves_an_empty_database(
    databases: Databases, dialect: str, broken_data: Path
) -> None:
    engine = databases.fresh(dialect)

    with pytest.raises(UnplacedProjectError):
        initialise(engine, data_dir=broken_data, now=NOW)

    with reading(engine) as connection:
        assert Districts(connection).count() == 0
        assert current_revision(connection) == newest_revision()


def test_after_a_failure_the_next_call_fills(databases: Databases, broken_data: Path) -> None:
    engine = databases.fresh("sqlite")
    with pytest.raises(UnplacedProjectError):
        initialise(engine, data_dir=broken_data, now=NOW)

    assert initialise(engine, data_dir=DATA, now=NOW).filled


def test_the_districts_are_those_of_the_files(herten: Connection) -> None:
    assert Districts(herten).list() == read_districts(HERTEN)


def test_the_places_are_those_of_the_files(herten: Connection) -> None:
    assert Districts(herten).places() == read_places(HERTEN)


def test_the_projects_are_those_of_the_file(herten: Connection) -> None:
    assert Projects(herten).list() == read_projects(DATA / "projects" / "projects.json")


def test_the_city_is_that_of_the_file(herten: Connection) -> None:
    assert Districts(herten).municipality() == read_municipality(HERTEN / "city.json")


def test_the_sources_are_those_of_the_file(herten: Connection) -> None:
    assert Districts(herten).sources() == {
        one.key: one for one in read_sources(DATA / "sources.json")
    }


def test_every_layer_begins_with_revision_1(herten: Connection) -> None:
    assert {name: one.number for name, one in revisions(herten).items()} == {
        "districts": 1,
        "places": 1,
        "projects": 1,
        "voices": 1,
    }


def test_the_schema_has_no_row_before_it_is_filled(connection: Connection) -> None:
    assert inspect(connection).has_table("district")
    counts = [
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (district, place, project, source)
    ]
    assert counts == [0, 0, 0, 0]


def _later(connection: Connection, valid_from: date) -> BoundarySet:
    now = boundaries_in_force(connection, TODAY)
    return BoundarySet(BoundaryVersion(valid_from, "surveyor", "official", *TERMS), now.boundaries)


def test_new_boundaries_come_with_the_districts_of_all_projects(
    databases: Databases, dialect: str
) -> None:
    engine = databases.herten(dialect)
    later = date(2030, 1, 1)
    with reading(engine) as connection:
        new = _later(connection, later)

    bring_boundaries(engine, new, now=NOW)

    with reading(engine) as connection:
        assert boundaries_in_force(connection, later) == new
        assert len(Projects(connection).features(range(1, 37), later)) == 36


def test_a_dry_run_keeps_nothing(herten_engines: Engines, dialect: str) -> None:
    engine = herten_engines(dialect)
    with reading(engine) as connection:
        before = revisions(connection)
        new = _later(connection, date(2030, 1, 1))

    bring_boundaries(engine, new, now=NOW, dry_run=True)

    with reading(engine) as connection:
        assert len(Districts(connection).versions()) == 1
        assert revisions(connection) == before


def test_a_dry_run_refuses_what_an_import_would_refuse(
    herten_engines: Engines, dialect: str
) -> None:
    engine = herten_engines(dialect)
    with reading(engine) as connection:
        taken = _later(connection, boundaries_in_force(connection, TODAY).version.valid_from)

    with pytest.raises(BoundaryVersionTakenError):
        bring_boundaries(engine, taken, now=NOW, dry_run=True)
