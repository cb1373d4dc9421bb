"""Features on their way into the database and out of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import shapely
from sqlalchemy import Connection, Engine, func, select

from services.database.engine import reading, writing
from services.database.revisions import revisions
from services.database.tables import audit, layer_feature, layer_feature_district
from services.layers import loading
from services.layers.features import Features
from services.layers.imported import LayerChangedError, VersionNotFoundError
from services.layers.loading import apply_version, load_version, remove_orphans, remove_version
from services.layers.store import ImportedLayers
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.services.layers.brought_in import (
    FEATURES,
    WEST,
    Brought,
    add_layer,
    add_version,
    bring_again,
    bring_in,
    write_features,
)

DAY = date(2026, 1, 1)


@pytest.fixture
def engine(dialect: str, databases: Databases) -> Engine:
    """A database of its own: loading commits."""
    return databases.herten(dialect)


def _count(engine: Engine) -> tuple[int, int]:
    with reading(engine) as connection:
        features, shares = (
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (layer_feature, layer_feature_district)
        )
    return features, shares


def _loading(engine: Engine) -> tuple[int, int]:
    with writing(engine) as connection:
        layer = add_layer(connection)
        return layer.number, add_version(connection, layer).version


def test_features_arrive_with_shape_columns_and_shares(engine: Engine, tmp_path: Path) -> None:
    layer = bring_in(engine, tmp_path)

    with reading(engine) as connection:
        version = ImportedLayers(connection).get_version(layer, 1)
        found = list(Features(connection, version, DAY).each())

    assert [one.geometry for one in found] == [one.shape for one in FEATURES]
    assert [one.properties for one in found] == [one.properties for one in FEATURES]
    assert [one.districts for one in found] == [dict(one.districts) for one in FEATURES]
    assert [one.key for one in found] == ["a", "b", "c"]


def test_parts_of_several_kinds_arrive_as_they_are(engine: Engine, tmp_path: Path) -> None:
    shapes = [
        shapely.MultiPolygon([WEST]),
        shapely.LineString([(363_000, 5_717_000), (363_100, 5_717_000)]),
        shapely.MultiPoint([(363_000, 5_717_000), (363_100, 5_717_000)]),
    ]
    layer = bring_in(engine, tmp_path, features=[Brought(one, {}) for one in shapes])

    with reading(engine) as connection:
        version = ImportedLayers(connection).get_version(layer, 1)
        assert [one.geometry for one in Features(connection, version, DAY).each()] == shapes


def test_progress_tells_how_many_arrived_after_each_portion(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _take_at_once(2, monkeypatch)
    number, version = _loading(engine)
    told: list[int] = []

    load_version(
        engine,
        layer_number=number,
        version=version,
        folder=write_features(tmp_path),
        progress=told.append,
    )

    assert told == [2, 3]


def _take_at_once(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "PORTION", many)
    monkeypatch.setattr(loading, "PORTION_OF_POSTGIS", many)


def test_an_attempt_that_was_cut_off_is_repeated_without_doubles(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _take_at_once(1, monkeypatch)
    number, version = _loading(engine)
    folder = write_features(tmp_path)

    def cut_off(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_version(engine, layer_number=number, version=version, folder=folder, progress=cut_off)
    left = _count(engine)
    load_version(
        engine, layer_number=number, version=version, folder=folder, progress=lambda _: None
    )

    assert (left, _count(engine)) == ((1, 1), (3, 3))


def test_a_version_leaves_with_all_its_features_and_no_others(
    engine: Engine, tmp_path: Path
) -> None:
    layer = bring_in(engine, tmp_path)
    bring_again(engine, tmp_path, layer, features=FEATURES[:1])

    remove_version(engine, layer.number, 1)

    with reading(engine) as connection:
        versions = ImportedLayers(connection).versions(layer)
    assert ([one.version for one in versions], _count(engine)) == ([2], (1, 1))


def test_orphans_leave_and_what_a_job_works_on_stays(engine: Engine, tmp_path: Path) -> None:
    shown = bring_in(engine, tmp_path)
    with writing(engine) as connection:
        dead = add_version(connection, shown)
        alive = add_version(connection, shown)

    settings = Settings(layer_dir=tmp_path)
    remove_orphans(engine, settings, alive=[(shown.number, alive.version)])

    with reading(engine) as connection:
        left = [one.version for one in ImportedLayers(connection).versions(shown)]
    assert (left, dead.version) == ([3, 1], 2)


def test_archives_that_no_version_names_are_removed(engine: Engine, tmp_path: Path) -> None:
    number, version = _loading(engine)
    with writing(engine) as connection:
        ImportedLayers(connection).set_version_state(
            number, version, "complete", tile_file="kept.pmtiles"
        )
    for name in ("kept.pmtiles", "orphan.pmtiles", "other.txt"):
        (tmp_path / name).touch()
    (tmp_path / ".half.pmtiles.making").mkdir()

    remove_orphans(engine, Settings(layer_dir=tmp_path))

    assert {one.name for one in tmp_path.iterdir()} == {"kept.pmtiles", "other.txt"}


def _complete(connection: Connection) -> None:
    layer = add_layer(connection)
    for _ in range(2):
        version = add_version(connection, layer)
        ImportedLayers(connection).set_version_state(layer.number, version.version, "complete")


def test_applying_a_version_shows_it_counts_and_is_written_down(herten: Connection) -> None:
    _complete(herten)
    before = ImportedLayers(herten).get("bauflaechen")

    after = apply_version(herten, before, 2, actor=None, now=NOW)

    (code,) = herten.execute(
        select(audit.c.code).where(audit.c.subject == "layer:bauflaechen")
    ).scalars()
    assert (before.current_version, after.current_version) == (None, 2)
    assert revisions(herten)["import-bauflaechen"].number == 1
    assert code == "layer.version_applied"


def test_an_older_version_comes_back(herten: Connection) -> None:
    _complete(herten)
    layer = apply_version(herten, ImportedLayers(herten).get("bauflaechen"), 2, actor=None, now=NOW)

    assert apply_version(herten, layer, 1, actor=None, now=NOW).current_version == 1


def test_a_version_still_loading_is_not_shown(herten: Connection) -> None:
    layer = add_layer(herten)
    add_version(herten, layer)

    with pytest.raises(VersionNotFoundError):
        apply_version(herten, layer, 1, actor=None, now=NOW)


def test_of_two_who_apply_at_once_the_second_is_refused(herten: Connection) -> None:
    _complete(herten)
    layer = ImportedLayers(herten).get("bauflaechen")
    apply_version(herten, layer, 2, actor=None, now=NOW)

    with pytest.raises(LayerChangedError):
        apply_version(herten, layer, 1, actor=None, now=NOW)
