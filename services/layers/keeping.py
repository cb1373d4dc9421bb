"""What is done with layers that are there: facts and look changed, versions shown and removed.

Each act works inside the caller's transaction and never commits. Rows and files of what is removed
are taken away by a job: see ``services.layers.running``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from geo.errors import WorkbenchError
from maps.imported_looks import Look
from services.accounts.actions import record
from services.jobs.actions import ask
from services.layers.imported import ImportedLayer, LayerChangedError, LayerDraft
from services.layers.loading import apply_version
from services.layers.renewing import REMOVE, ask_for_archive
from services.layers.store import ImportedLayers, account_id
from services.web.actor import Actor


@dataclass(frozen=True)
class Waiting:
    """A version somebody has to decide about, or one under way (``version`` None), and where."""

    version: int | None
    path: str


FindWaiting = Callable[[Connection, str], Sequence[Waiting]]
"""Finds what waits for a layer, by its id: the room of imports knows."""


class LayerBusyError(WorkbenchError):
    """A new version of the layer ``layer_id`` waits for a decision, or is being loaded."""

    def __init__(self, *, layer_id: str) -> None:
        super().__init__(f"a new version of layer {layer_id!r} waits")
        self.layer_id = layer_id


@dataclass(frozen=True)
class Keeper:
    """Who changes a layer, when, and which ``revision`` of it they saw."""

    actor: Actor
    now: datetime
    revision: int


def change_facts(
    connection: Connection, layer_id: str, draft: LayerDraft, keeper: Keeper
) -> ImportedLayer:
    """Write what a person says about a layer; raises ``LayerChangedError``.

    The day of its data is that of the version that is shown.
    """
    layers = ImportedLayers(connection)
    before = layers.get(layer_id)
    changed = layers.update(
        layer_id,
        expected_revision=keeper.revision,
        draft=draft,
        look=before.look,
        now=keeper.now,
    )
    if before.current_version is not None:
        layers.set_as_of(before.number, before.current_version, draft.as_of)
    names = [
        name
        for name in LayerDraft.__dataclass_fields__
        if getattr(before, name) != getattr(draft, name)
    ]
    _note(connection, changed, "layer.changed", {"fields": names}, keeper)
    ask_for_archive(connection, changed, asked_by=account_id(keeper.actor), now=keeper.now)
    return changed


def change_look(connection: Connection, layer_id: str, look: Look, keeper: Keeper) -> ImportedLayer:
    """Write how a layer is drawn; raises ``LayerChangedError``."""
    layers = ImportedLayers(connection)
    before = layers.get(layer_id)
    changed = layers.update(
        layer_id,
        expected_revision=keeper.revision,
        draft=before.draft,
        look=look,
        now=keeper.now,
    )
    facts = {"kind": look.kind, "field": look.field, "label": look.label_field}
    _note(connection, changed, "layer.look_changed", facts, keeper)
    ask_for_archive(connection, changed, asked_by=account_id(keeper.actor), now=keeper.now)
    return changed


def show_version(
    connection: Connection,
    layer_id: str,
    version: int,
    keeper: Keeper,
    *,
    waiting: Sequence[Waiting],
) -> ImportedLayer:
    """Show another version of a layer again.

    Raises ``VersionNotFoundError``, ``LayerChangedError``, and ``LayerBusyError`` for one that
    waits: that is decided where it was brought in.
    """
    layer = _seen(connection, layer_id, keeper)
    _refuse_waiting(layer, version, waiting)
    if layer.current_version == version:
        return layer
    changed = apply_version(connection, layer, version, actor=keeper.actor, now=keeper.now)
    ask_for_archive(connection, changed, asked_by=account_id(keeper.actor), now=keeper.now)
    return changed


def remove_version(
    connection: Connection,
    layer_id: str,
    version: int,
    keeper: Keeper,
    *,
    waiting: Sequence[Waiting],
) -> None:
    """Decide that a version goes that is not shown; a job takes it out.

    Raises ``VersionNotFoundError``, ``LayerBusyError`` for one that waits, and
    ``LayerChangedError`` for the one that is shown.
    """
    layer = _seen(connection, layer_id, keeper)
    _refuse_waiting(layer, version, waiting)
    layers = ImportedLayers(connection)
    layers.get_version(layer, version)
    if layer.current_version == version:
        raise LayerChangedError(layer_id=layer_id)
    layers.set_version_state(layer.number, version, "leaving")
    _ask_to_remove(connection, layer, keeper)
    _note(connection, layer, "layer.version_removed", {"version": version}, keeper)


def remove_layer(
    connection: Connection, layer_id: str, keeper: Keeper, *, waiting: Sequence[Waiting]
) -> None:
    """Decide that a layer goes with all its versions: nobody sees it any more, a job removes it.

    Raises ``LayerChangedError``, and ``LayerBusyError`` while a new version waits or is loaded.
    """
    layer = _seen(connection, layer_id, keeper)
    if waiting:
        raise LayerBusyError(layer_id=layer_id)
    layers = ImportedLayers(connection)
    versions = layers.versions(layer)
    layers.set_none(layer, now=keeper.now)
    for one in versions:
        layers.set_version_state(layer.number, one.version, "leaving")
    _ask_to_remove(connection, layer, keeper)
    facts = {"title": layer.title["de"], "versions": len(versions)}
    _note(connection, layer, "layer.removed", facts, keeper)


def _seen(connection: Connection, layer_id: str, keeper: Keeper) -> ImportedLayer:
    """Return a layer that nobody changed since it was seen."""
    layer = ImportedLayers(connection).get(layer_id)
    if layer.revision != keeper.revision:
        raise LayerChangedError(layer_id=layer_id)
    return layer


def _refuse_waiting(layer: ImportedLayer, version: int, waiting: Sequence[Waiting]) -> None:
    if any(one.version == version for one in waiting):
        raise LayerBusyError(layer_id=layer.id)


def _ask_to_remove(connection: Connection, layer: ImportedLayer, keeper: Keeper) -> None:
    payload = {"layer_number": layer.number}
    ask(connection, REMOVE, payload, asked_by=account_id(keeper.actor), now=keeper.now)


def _note(
    connection: Connection,
    layer: ImportedLayer,
    code: str,
    facts: Mapping[str, object],
    keeper: Keeper,
) -> None:
    record(
        connection,
        keeper.actor,
        code,
        subject=f"layer:{layer.id}",
        facts=facts,
        now=keeper.now,
    )
