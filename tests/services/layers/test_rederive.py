"""Layers that staff brought in get their districts anew when boundaries change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import shapely
from shapely import Polygon
from sqlalchemy import Engine, select, update

from services.database.engine import reading, writing
from services.database.revisions import revisions
from services.database.tables import layer_feature, layer_feature_district, layer_version
from services.districts.actions import boundaries_in_force
from services.installation import bring_boundaries
from services.layers.imported import ImportedLayer, LayerVersion
from services.layers.store import ImportedLayers
from tests.conftest import NOW, Databases
from tests.services.boundaries import swapped
from tests.services.layers.brought_in import FIELDS, VALID_FROM, Brought, bring_again, bring_in

LATER = date(2030, 1, 1)
WHOLE, OTHER = "mitte", "disteln"


@pytest.fixture
def engine(dialect: str, databases: Databases) -> Engine:
    return databases.herten(dialect)


def _swap(engine: Engine) -> None:
    """Bring in boundaries in which two districts have changed places."""
    with reading(engine) as connection:
        now = boundaries_in_force(connection, NOW.date())
    bring_boundaries(engine, swapped(now, WHOLE, OTHER, valid_from=LATER), now=NOW)


def inside(engine: Engine, district_id: str) -> Polygon:
    """Return a square of a hundred metres well inside a district in force."""
    with reading(engine) as connection:
        now = boundaries_in_force(connection, NOW.date())
    boundary = next(one.boundary for one in now.boundaries if one.district_id == district_id)
    spot = shapely.maximum_inscribed_circle(boundary).coords[0]
    return shapely.box(spot[0] - 50, spot[1] - 50, spot[0] + 50, spot[1] + 50)


def _shares(engine: Engine, version: LayerVersion, valid_from: date) -> list[tuple[int, str]]:
    table = layer_feature_district
    with reading(engine) as connection:
        rows = connection.execute(
            select(layer_feature.c.n, table.c.district_id)
            .join(table, table.c.feature_number == layer_feature.c.number)
            .where(
                table.c.valid_from == valid_from,
                layer_feature.c.layer_number == version.layer_number,
                layer_feature.c.version == version.version,
            )
            .order_by(layer_feature.c.n)
        )
        return [(row.n, row.district_id) for row in rows]


def _versions(engine: Engine, layer: ImportedLayer) -> Sequence[LayerVersion]:
    with reading(engine) as connection:
        return ImportedLayers(connection).versions(layer)


def test_features_get_the_districts_of_new_boundaries_and_keep_the_former(
    engine: Engine, tmp_path: Path
) -> None:
    features = [
        Brought(inside(engine, WHOLE), {"name": "A", "flats": 12}, [(WHOLE, 1.0)]),
        Brought(None, {"name": "ohne Ort", "flats": 3}),
    ]
    layer = bring_in(engine, tmp_path, features=features)

    _swap(engine)

    version = _versions(engine, layer)[0]
    assert _shares(engine, version, date.fromisoformat(VALID_FROM)) == [(0, WHOLE)]
    assert _shares(engine, version, LATER) == [(0, OTHER)]


def test_layers_are_added_up_anew_for_all_nine_districts(engine: Engine, tmp_path: Path) -> None:
    features = [
        Brought(inside(engine, WHOLE), {"name": "A", "flats": 12}, [(WHOLE, 1.0)]),
        Brought(shapely.box(0, 5_000_000, 10, 5_000_010), {"name": "weit weg", "flats": None}),
    ]
    layer = bring_in(engine, tmp_path, features=features)

    _swap(engine)

    statistics = _versions(engine, layer)[0].statistics
    found = statistics[LATER.isoformat()]
    assert len(found) == 11
    assert found[OTHER].count == 1
    assert found[OTHER].area_m2 == pytest.approx(10_000)
    assert found[OTHER].sums == {"flats": 12.0}
    assert found[WHOLE].count == 0
    assert (found["outside"].count, found["total"].count) == (1, 2)
    assert VALID_FROM in statistics


def test_an_older_version_is_placed_too_for_it_may_come_back(
    engine: Engine, tmp_path: Path
) -> None:
    features = [Brought(inside(engine, WHOLE), {"name": "A"}, [(WHOLE, 1.0)])]
    layer = bring_again(engine, tmp_path, bring_in(engine, tmp_path, features=features))

    _swap(engine)

    older = _versions(engine, layer)[-1]
    assert _shares(engine, older, LATER) == [(0, OTHER)]


def test_whoever_keeps_tiles_learns_that_they_changed(engine: Engine, tmp_path: Path) -> None:
    layer = bring_in(engine, tmp_path)
    with reading(engine) as connection:
        before = revisions(connection)[layer.revision_id].number

    _swap(engine)

    with reading(engine) as connection:
        assert revisions(connection)[layer.revision_id].number == before + 1


def test_a_version_still_loading_is_left_alone(engine: Engine, tmp_path: Path) -> None:
    layer = bring_in(engine, tmp_path)
    with writing(engine) as connection:
        ImportedLayers(connection).set_version_state(layer.number, 1, "loading")

    _swap(engine)

    assert LATER.isoformat() not in _versions(engine, layer)[0].statistics


def test_numbers_that_name_are_not_added_up_under_new_boundaries_either(
    engine: Engine, tmp_path: Path
) -> None:
    layer = bring_in(engine, tmp_path)
    named = [
        {"id": one.id, "name": one.name, "alias": one.alias, "kind": one.kind}
        | {"personal": one.personal, "amount": False}
        for one in FIELDS
    ]
    with writing(engine) as connection:
        connection.execute(update(layer_version).values(fields=named))

    _swap(engine)

    assert _versions(engine, layer)[0].statistics[LATER.isoformat()]["total"].sums == {}
