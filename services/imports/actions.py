"""What is done with uploads: taken in, decided about, applied, cancelled, discarded.

Each act works inside the caller's transaction and never commits. Reading and loading are jobs, done
later by ``services.imports.running``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from maps.imported_looks import Look
from services.accounts.actions import record
from services.imports.model import Message
from services.imports.records import (
    INSPECT,
    LOAD,
    REMOVE,
    Decision,
    ImportChangedError,
    ImportFile,
    ImportLayer,
    LayerState,
    NewImport,
)
from services.imports.store import Imports
from services.jobs.actions import ask, cancel
from services.layers.imported import ImportedLayer, LayerVersion
from services.layers.loading import apply_version
from services.layers.rasters.looks import with_new_classes
from services.layers.rasters.model import RASTERS
from services.layers.renewing import ask_for_archive
from services.layers.store import ImportedLayers, account_id
from services.web.actor import Actor


def take_in(connection: Connection, new: NewImport, *, actor: Actor, now: datetime) -> str:
    """Note an upload whose files lie in its folder, ask a job to look at it; return that job."""
    job_id = ask(connection, INSPECT, {"import_id": new.id}, asked_by=account_id(actor), now=now)
    Imports(connection).add(new, job_id=job_id, uploaded_by=account_id(actor), now=now)
    facts = {"name": new.name, "size_bytes": new.size_bytes, "sha256": new.sha256}
    record(connection, actor, "import.received", subject=f"import:{new.id}", facts=facts, now=now)
    return job_id


def confirm(
    connection: Connection,
    import_id: str,
    position: int,
    decision: Decision,
    *,
    revision: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Have a layer of an upload loaded as a person decided.

    Sending the same decision twice, as by a double click, asks once. Raises ``ImportChangedError``
    where somebody else decided since ``revision``.
    """
    imports = Imports(connection)
    one = imports.get(import_id)
    before = one.layer(position)
    if before.state == "loading" and before.decision == decision:
        return
    if not before.can_be_loaded or before.revision != revision or one.state != "reported":
        raise ImportChangedError(import_id=import_id)
    payload = {"import_id": import_id, "position": position}
    job_id = ask(connection, LOAD, payload, asked_by=account_id(actor), now=now)
    imports.load(one, before, decision, job_id=job_id)
    facts = {
        "layer": one.at(position).name,
        "epsg": decision.choices.epsg,
        "encoding": decision.choices.encoding,
        "target": decision.target,
    }
    subject = f"import:{import_id}"
    record(connection, actor, "import.confirmed", subject=subject, facts=facts, now=now)


def cancel_work(
    connection: Connection, import_id: str, position: int | None, *, actor: Actor, now: datetime
) -> None:
    """Stop what a job does with an upload, or with one layer of it; too late changes nothing."""
    one = Imports(connection).get(import_id)
    if position is None:
        job_id = one.job_id if one.state == "inspecting" else None
    else:
        layer = one.layer(position)
        job_id = layer.job_id if layer.state == "loading" else None
    if job_id is None:
        return
    cancel(connection, job_id, now=now)
    facts = {"position": position}
    subject = f"import:{import_id}"
    record(connection, actor, "import.cancelled", subject=subject, facts=facts, now=now)


def apply(
    connection: Connection,
    import_id: str,
    position: int,
    *,
    revision: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Show everybody the version that was loaded and waits; ``ImportChangedError`` if none does."""
    one = Imports(connection).get(import_id)
    before = _waiting(one, position, revision)
    show(connection, one, before, actor=actor, now=now)


def show(
    connection: Connection,
    one: ImportFile,
    before: ImportLayer,
    *,
    actor: Actor | None,
    now: datetime,
) -> None:
    """Make what a layer of an upload was loaded into the current version of its layer."""
    decision = before.decision
    if decision is None or before.layer_id is None or before.layer_version is None:
        raise ImportChangedError(import_id=one.id)
    layers = ImportedLayers(connection)
    layer = layers.get(before.layer_id)
    if decision.target is not None:
        draft = replace(layer.draft, as_of=decision.as_of, next_due=decision.next_due)
        layer = layers.update(
            layer.id,
            expected_revision=layer.revision,
            draft=draft,
            look=_look_of(layer, layers.find_version(layer, before.layer_version)),
            now=now,
        )
    shown = apply_version(connection, layer, before.layer_version, actor=actor, now=now)
    ask_for_archive(connection, shown, asked_by=account_id(actor), now=now)
    end_layer(connection, one, before, "loaded", now=now)


def give_up_version(
    connection: Connection,
    import_id: str,
    position: int,
    *,
    revision: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Decide against a version that waits; a job takes its rows out."""
    one = Imports(connection).get(import_id)
    before = _waiting(one, position, revision)
    if before.layer_id is None or before.layer_version is None:
        raise ImportChangedError(import_id=import_id)
    layers = ImportedLayers(connection)
    layer = layers.get(before.layer_id)
    if layer.current_version == before.layer_version:
        raise ImportChangedError(import_id=import_id)
    layers.set_version_state(layer.number, before.layer_version, "leaving")
    Imports(connection).end_layer(one, before, "cancelled", layer_id=None, layer_version=None)
    ask(connection, REMOVE, {"layer_id": layer.id}, asked_by=account_id(actor), now=now)
    record(
        connection,
        actor,
        "layer.version_refused",
        subject=f"layer:{layer.id}",
        facts={"version": before.layer_version},
        now=now,
    )


def discard(connection: Connection, import_id: str, *, actor: Actor, now: datetime) -> None:
    """Decide that nothing more is taken from an upload; its files are the caller's to remove.

    Layers that were loaded stay. Raises ``ImportChangedError`` while a job works on it or a
    version of it waits.
    """
    imports = Imports(connection)
    one = imports.get(import_id)
    if one.state == "closed":
        return
    if one.is_busy or any(layer.state == "ready" for layer in one.layers):
        raise ImportChangedError(import_id=import_id)
    imports.end(one, "closed", one.message, now=now)
    facts = {"name": one.name}
    subject = f"import:{import_id}"
    record(connection, actor, "import.discarded", subject=subject, facts=facts, now=now)


def end_layer(
    connection: Connection,
    one: ImportFile,
    before: ImportLayer,
    state: LayerState,
    message: Message | None = None,
    *,
    now: datetime,
    **values: object,
) -> None:
    """Note how a layer ended; when all are loaded, nothing more is to be decided."""
    imports = Imports(connection)
    imports.end_layer(one, before, state, message, **values)
    others = [layer for layer in one.layers if layer.position != before.position]
    if state == "loaded" and all(layer.state == "loaded" for layer in others):
        imports.end(one, "closed", None, now=now)


def _look_of(layer: ImportedLayer, version: LayerVersion | None) -> Look:
    """Return how a layer is drawn with another version: classes of a raster may be new."""
    if version is None or version.raster is None:
        return layer.look
    return with_new_classes(layer.look, RASTERS.validate_python(version.raster))


def _waiting(one: ImportFile, position: int, revision: int) -> ImportLayer:
    before = one.layer(position)
    if before.state != "ready" or before.revision != revision:
        raise ImportChangedError(import_id=one.id)
    return before
