"""Layers that staff brought in, and their versions, in the database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from maps.imported_looks import Look, LookClass
from services.database.revisions import revisions
from services.layers.imported import LayerChangedError, VersionNotFoundError
from services.layers.model import LayerNotFoundError
from services.layers.store import ImportedLayers
from tests.conftest import NOW
from tests.services.layers.brought_in import STATISTICS, a_draft, add_layer, add_version

LOOK = Look("categorised", field="name", classes=(LookClass("#d12771", "Wohnen", "Wohnen"),))


def test_a_layer_comes_back_as_it_was_written(connection: Connection) -> None:
    written = add_layer(connection, look=LOOK)

    read = ImportedLayers(connection).get("bauflaechen")

    assert (read, read.look, read.title["de"]) == (written, LOOK, "Bauflächen")


def test_two_layers_of_one_title_get_two_ids(connection: Connection) -> None:
    assert [add_layer(connection).id, add_layer(connection).id] == ["bauflaechen", "bauflaechen-2"]


def test_an_unknown_layer_is_not_found(connection: Connection) -> None:
    with pytest.raises(LayerNotFoundError):
        ImportedLayers(connection).get("bauflaechen")


def test_a_version_comes_back_as_it_was_written(connection: Connection) -> None:
    layer = add_layer(connection)
    written = add_version(connection, layer)

    (read,) = ImportedLayers(connection).versions(layer)

    assert (read, read.version, read.statistics) == (written, 1, STATISTICS)


def test_versions_count_up_the_newest_first(connection: Connection) -> None:
    layer = add_layer(connection)
    add_version(connection, layer)
    add_version(connection, layer)

    assert [one.version for one in ImportedLayers(connection).versions(layer)] == [2, 1]


def test_a_version_that_is_loading_cannot_be_had(connection: Connection) -> None:
    layer = add_layer(connection)
    add_version(connection, layer)

    with pytest.raises(VersionNotFoundError):
        ImportedLayers(connection).get_version(layer, 1)


def test_a_complete_version_names_its_tiles(connection: Connection) -> None:
    layer, layers = add_layer(connection), ImportedLayers(connection)
    add_version(connection, layer)

    layers.set_version_state(layer.number, 1, "complete", tile_file="1.pmtiles")

    assert layers.get_version(layer, 1).tile_file == "1.pmtiles"
    assert layers.tile_files() == {"1.pmtiles"}
    assert layers.unfinished() == ()


def test_only_public_layers_with_a_version_are_for_everybody(connection: Connection) -> None:
    layers = ImportedLayers(connection)
    shown, hidden = add_layer(connection, "B"), add_layer(connection, "A", visibility="staff")
    add_layer(connection, "C")
    for one in (shown, hidden):
        version = add_version(connection, one)
        layers.set_version_state(one.number, 1, "complete")
        layers.set_current(one, replace(version, state="complete"), now=NOW)

    assert [one.id for one in layers.list(public_only=True)] == ["b"]
    assert [one.id for one in layers.list(shown_only=True)] == ["a", "b"]
    assert (layers.ids(public_only=True), layers.ids(public_only=False)) == (("b",), ("b", "a"))


def test_a_change_counts_up_what_tiles_depend_on(connection: Connection) -> None:
    layer = add_layer(connection)

    changed = ImportedLayers(connection).update(
        layer.id, expected_revision=1, draft=a_draft("Bauland"), look=LOOK, now=NOW
    )

    assert (changed.title["de"], changed.look, changed.revision) == ("Bauland", LOOK, 2)
    assert revisions(connection)[layer.revision_id].number == 1


def test_the_second_of_two_changes_at_once_is_refused(connection: Connection) -> None:
    layer, layers = add_layer(connection), ImportedLayers(connection)
    layers.update(layer.id, expected_revision=1, draft=a_draft("Eins"), look=LOOK, now=NOW)

    with pytest.raises(LayerChangedError):
        layers.update(layer.id, expected_revision=1, draft=a_draft("Zwei"), look=LOOK, now=NOW)

    assert layers.get(layer.id).title["de"] == "Eins"
