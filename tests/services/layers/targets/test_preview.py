"""What new boundaries would do is found out without keeping any of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest
import shapely.affinity
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine

from services.app import contributions
from services.database.engine import reading, writing
from services.database.revisions import revisions
from services.districts.files import as_multipolygon
from services.districts.model import Boundary, BoundarySet, BoundaryVersion, DistrictId
from services.districts.store import Districts
from services.layers.targets.boundaries import Preview, preview
from services.projects.actions import add_projects
from services.projects.store import Projects
from tests.conftest import NOW, Databases
from tests.services.layers.targets.city import city, moved_border
from tests.services.voice_rows import put_voice
from tests.terms import TERMS


@pytest.fixture(scope="module")
def engines(databases: Databases) -> Callable[[str], Engine]:
    """Herten with a voice in the west of its middle, and one in the east."""
    made: dict[str, Engine] = {}

    def engine(dialect: str) -> Engine:
        if dialect not in made:
            made[dialect] = databases.herten(dialect)
            was, will = city(made[dialect])["mitte"], moved_border(made[dialect])["mitte"]
            with writing(made[dialect]) as connection:
                for ground in (was.difference(will), will):
                    put_voice(connection, pin=ground.representative_point(), precision="spot")
        return made[dialect]

    return engine


@pytest.fixture
def engine(dialect: str, engines: Callable[[str], Engine]) -> Engine:
    return engines(dialect)


def _preview(engine: Engine, shapes: Mapping[str, BaseGeometry]) -> Preview:
    boundaries = BoundarySet(
        BoundaryVersion(date(2030, 1, 1), "surveyor", "official", *TERMS),
        tuple(
            Boundary(DistrictId(id_), as_multipolygon(shape), None) for id_, shape in shapes.items()
        ),
    )
    return preview(engine, boundaries, contributions=contributions(), now=NOW)


def test_voices_that_change_their_district_are_counted(engine: Engine) -> None:
    assert _preview(engine, moved_border(engine)).moved["voices"] == 1


def test_the_same_boundaries_move_nothing(engine: Engine) -> None:
    found = _preview(engine, city(engine))

    assert found.is_fine
    assert found.same_share == pytest.approx(1)
    assert found.moved == {"projects": 0, "voices": 0}


def test_nothing_of_it_is_kept(engine: Engine) -> None:
    with reading(engine) as connection:
        before = revisions(connection)

    _preview(engine, moved_border(engine))

    with reading(engine) as connection:
        assert len(Districts(connection).versions()) == 1
        assert revisions(connection) == before


def test_areas_are_told_before_and_after(engine: Engine) -> None:
    shapes = moved_border(engine)

    changes = {str(one.district.id): one for one in _preview(engine, shapes).changes}

    assert changes["mitte"].before_ha == pytest.approx(city(engine)["mitte"].area / 10_000)
    assert changes["mitte"].after_ha == pytest.approx(shapes["mitte"].area / 10_000)
    assert changes["disteln"].before_ha == pytest.approx(changes["disteln"].after_ha)


def test_a_project_that_would_lie_nowhere_forbids_them(databases: Databases, dialect: str) -> None:
    engine = databases.herten(dialect)
    with writing(engine) as connection:
        known = next(one for one in Projects(connection).list() if one.geometry is not None)
        new = replace(known, number=99, id="ohne-angabe", declared_districts=(), citywide=False)
        add_projects(connection, [new], on=NOW.date(), now=NOW)
    shapes = {
        id_: shapely.affinity.translate(shape, 100_000, 0) for id_, shape in city(engine).items()
    }

    found = _preview(engine, shapes)

    assert found.faults == ()
    assert not found.is_fine
    assert found.unplaced == "ohne-angabe"
    assert found.same_share == 0.0
