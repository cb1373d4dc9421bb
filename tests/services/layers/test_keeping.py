"""Looking after layers: facts, look, versions, removal."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import mapbox_vector_tile
import pytest
from pmtiles.reader import MmapSource, all_tiles
from sqlalchemy import Engine, func, select

from maps.imported_looks import Look
from services.database.engine import reading, writing
from services.database.revisions import revisions
from services.database.tables import audit, imported_layer, job, layer_feature, layer_version
from services.districts.actions import boundaries_in_force
from services.installation import bring_boundaries
from services.jobs.actions import ask
from services.jobs.worker import work
from services.layers import renewing
from services.layers.archived import archive_name
from services.layers.features import Features
from services.layers.imported import ImportedLayer, LayerChangedError, VersionNotFoundError
from services.layers.keeping import (
    Keeper,
    LayerBusyError,
    Waiting,
    change_facts,
    change_look,
    remove_layer,
    remove_version,
    show_version,
)
from services.layers.renewing import archived_as
from services.layers.store import ImportedLayers
from services.runners import RUNNERS
from services.settings import Settings
from services.web.actor import Actor
from tests.conftest import NOW, Databases
from tests.services.boundaries import swapped
from tests.services.layers.brought_in import FEATURES, a_draft, bring_again, bring_in

WHO = Actor("", "Klara", "GIS", frozenset({"gis"}))


@pytest.fixture
def engine(dialect: str, databases: Databases) -> Engine:
    """A database of its own: loading commits."""
    return databases.herten(dialect)


@pytest.fixture
def layer(engine: Engine, tmp_path: Path) -> ImportedLayer:
    """A layer with two versions; the second one is shown."""
    first = bring_in(engine, tmp_path)
    return bring_again(engine, tmp_path, first, features=FEATURES[:2])


@pytest.fixture
def settings(engine: Engine, tmp_path: Path) -> Settings:
    url = engine.url.render_as_string(hide_password=False)
    return Settings(
        database_url=url, layer_dir=tmp_path / "layers", import_dir=tmp_path / "imports"
    )


def _keeper(layer: ImportedLayer) -> Keeper:
    return Keeper(WHO, NOW, revision=layer.revision)


def _do_jobs(engine: Engine, settings: Settings) -> None:
    work(engine, settings, RUNNERS, clock=lambda: NOW)


def _states(engine: Engine) -> Sequence[str]:
    with reading(engine) as connection:
        return connection.execute(select(job.c.state).order_by(job.c.number)).scalars().all()


def _rows(engine: Engine, layer: ImportedLayer) -> dict[int, int]:
    with reading(engine) as connection:
        found = connection.execute(
            select(layer_feature.c.version, func.count())
            .where(layer_feature.c.layer_number == layer.number)
            .group_by(layer_feature.c.version)
        )
        return {row.version: row[1] for row in found}


def test_changed_facts_are_written_and_told(engine: Engine, layer: ImportedLayer) -> None:
    draft = replace(a_draft("Bauland"), as_of=date(2026, 2, 2))
    with writing(engine) as connection:
        before = revisions(connection)[layer.revision_id].number
        changed = change_facts(connection, layer.id, draft, _keeper(layer))
        version = ImportedLayers(connection).get_version(layer, 2)
        told = connection.execute(
            select(audit.c.facts).where(audit.c.code == "layer.changed")
        ).scalar_one()
        after = revisions(connection)[layer.revision_id].number

    assert (changed.title["de"], changed.look) == ("Bauland", layer.look)
    assert version.as_of == changed.as_of == date(2026, 2, 2)
    assert told == {"fields": ["title", "as_of"]}
    assert after > before


def test_a_changed_look_leaves_the_facts(engine: Engine, layer: ImportedLayer) -> None:
    with writing(engine) as connection:
        changed = change_look(connection, layer.id, Look(colour="#123456"), _keeper(layer))

    assert (changed.look.colour, changed.title) == ("#123456", layer.title)


def test_whoever_saw_an_older_state_changes_nothing(engine: Engine, layer: ImportedLayer) -> None:
    late = replace(_keeper(layer), revision=layer.revision - 1)
    with writing(engine) as connection:
        with pytest.raises(LayerChangedError):
            change_facts(connection, layer.id, a_draft("Bauland"), late)
        with pytest.raises(LayerChangedError):
            change_look(connection, layer.id, Look(), late)
        with pytest.raises(LayerChangedError):
            show_version(connection, layer.id, 1, late, waiting=())
        with pytest.raises(LayerChangedError):
            remove_layer(connection, layer.id, late, waiting=())
        assert ImportedLayers(connection).get(layer.id) == layer


def test_one_click_shows_the_old_version_again(engine: Engine, layer: ImportedLayer) -> None:
    with writing(engine) as connection:
        changed = show_version(connection, layer.id, 1, _keeper(layer), waiting=())

    assert changed.current_version == 1


def test_a_version_that_waits_is_decided_where_it_came_in(
    engine: Engine, layer: ImportedLayer
) -> None:
    waiting = [Waiting(1, "/verwaltung/importe/0/ebenen/0")]
    with writing(engine) as connection:
        with pytest.raises(LayerBusyError):
            show_version(connection, layer.id, 1, _keeper(layer), waiting=waiting)
        with pytest.raises(LayerBusyError):
            remove_version(connection, layer.id, 1, _keeper(layer), waiting=waiting)
        with pytest.raises(LayerBusyError):
            remove_layer(connection, layer.id, _keeper(layer), waiting=waiting)


def test_an_old_version_goes_with_its_rows(
    engine: Engine, layer: ImportedLayer, settings: Settings
) -> None:
    with writing(engine) as connection:
        remove_version(connection, layer.id, 1, _keeper(layer), waiting=())
        with pytest.raises(VersionNotFoundError):
            show_version(connection, layer.id, 1, _keeper(layer), waiting=())
    _do_jobs(engine, settings)

    assert _states(engine) == ["done"]
    assert _rows(engine, layer) == {2: 2}


def test_the_version_that_is_shown_stays(engine: Engine, layer: ImportedLayer) -> None:
    with writing(engine) as connection, pytest.raises(LayerChangedError):
        remove_version(connection, layer.id, 2, _keeper(layer), waiting=())


def test_a_removed_layer_is_gone_at_once_and_leaves_nothing(
    engine: Engine, layer: ImportedLayer, settings: Settings
) -> None:
    exports = settings.layer_dir / "exports"
    exports.mkdir(parents=True)
    (exports / f"{layer.number}-staff-gpkg-25832.0.gpkg").write_bytes(b"old")
    (exports / f"{layer.number}0-staff-gpkg-25832.0.gpkg").write_bytes(b"of another layer")
    with writing(engine) as connection:
        remove_layer(connection, layer.id, _keeper(layer), waiting=())
        seen = ImportedLayers(connection).list(shown_only=True)
    _do_jobs(engine, settings)

    assert seen == ()
    assert [one.name for one in exports.iterdir()] == [f"{layer.number}0-staff-gpkg-25832.0.gpkg"]
    with reading(engine) as connection:
        for table in (imported_layer, layer_version, layer_feature):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_a_small_layer_needs_no_archive(engine: Engine, layer: ImportedLayer) -> None:
    with writing(engine) as connection:
        change_look(connection, layer.id, Look(), _keeper(layer))

    assert _states(engine) == []


def test_the_archive_of_a_large_layer_follows_its_look(
    engine: Engine, layer: ImportedLayer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "FEATURES_FROM", 1)
    look = Look(label_field="flats")
    with writing(engine) as connection:
        changed = change_look(connection, layer.id, look, _keeper(layer))
        shown = archived_as(connection, changed)
    _do_jobs(engine, settings)

    assert shown is not None
    name = archive_name(shown)
    with reading(engine) as connection:
        assert ImportedLayers(connection).get_version(layer, 2).tile_file == name
    assert [one.name for one in settings.layer_dir.iterdir()] == [name]


def test_what_staff_alone_may_know_leaves_the_archive_with_the_visibility(
    engine: Engine, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "FEATURES_FROM", 1)
    secret = bring_in(engine, tmp_path, visibility="staff", look=Look(label_field="owner"))
    with writing(engine) as connection:
        told = change_look(connection, secret.id, Look(label_field="owner"), _keeper(secret))
    _do_jobs(engine, settings)
    (before,) = settings.layer_dir.glob("*.pmtiles")
    with writing(engine) as connection:
        change_facts(connection, told.id, a_draft(visibility="public"), _keeper(told))
    _do_jobs(engine, settings)
    (after,) = settings.layer_dir.glob("*.pmtiles")

    assert before.name != after.name
    assert not before.exists()


def test_an_archive_names_the_districts_of_new_boundaries(
    engine: Engine, layer: ImportedLayer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "FEATURES_FROM", 1)
    with writing(engine) as connection:
        change_look(connection, layer.id, Look(label_field="flats"), _keeper(layer))
    _do_jobs(engine, settings)
    before = _districts_told(settings)
    with reading(engine) as connection:
        now = boundaries_in_force(connection, NOW.date())
    boundaries = swapped(now, "mitte", "disteln", valid_from=date(2026, 11, 1))
    bring_boundaries(engine, boundaries, now=NOW)
    _do_jobs(engine, settings)

    assert before == {"mitte", "disteln,mitte"}
    with reading(engine) as connection:
        version = ImportedLayers(connection).get_version(layer, 2)
        features = Features(connection, version, boundaries.version.valid_from).each()
        assert _districts_told(settings) == {",".join(one.districts) for one in features}


def _districts_told(settings: Settings) -> set[str]:
    """Return what the tiles of the one archive say of districts."""
    (path,) = settings.layer_dir.glob("*.pmtiles")
    with path.open("rb") as file:
        bodies = [gzip.decompress(body) for _, body in all_tiles(MmapSource(file))]
    layers = [mapbox_vector_tile.decode(body)["features"] for body in bodies]
    return {one["properties"]["districts"] for found in layers for one in found["features"]}


@pytest.mark.parametrize("kind", ["layers.archive", "layers.remove"])
def test_a_job_done_twice_leaves_the_same(
    engine: Engine, layer: ImportedLayer, settings: Settings, kind: str
) -> None:
    with writing(engine) as connection:
        change_look(connection, layer.id, Look(label_field="flats"), _keeper(layer))
        payload = {"layer_id": layer.id, "layer_number": layer.number}
        for _ in range(2):
            ask(connection, kind, payload, asked_by=None, now=NOW)
    _do_jobs(engine, settings)

    assert _states(engine) == ["done", "done"]
    assert _rows(engine, layer) == {1: 3, 2: 2}
