"""The jobs of imports: look at an upload, load a layer of it, take a version out again.

Each may be killed anywhere and begun anew: what an attempt left behind goes first, and what it
finished is not done twice. How a job failed or was cancelled stands in the job itself.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import Connection

from services.accounts.store import Accounts
from services.database.engine import reading, writing
from services.districts.store import Districts
from services.imports.actions import end_layer, show
from services.imports.arrival import WORK, received_files, remove_folder
from services.imports.converted import Converted
from services.imports.converting import convert, told
from services.imports.looking import look
from services.imports.model import ImportRefusedError, Message
from services.imports.quarantine import MEGABYTE
from services.imports.records import Decision, ImportFile, ImportLayer
from services.imports.store import Imports
from services.imports.unzip import ArchiveLimits
from services.jobs.work import Work
from services.layers.imported import FIELDS
from services.layers.loading import load_version, remove_orphans
from services.layers.store import ImportedLayers
from services.settings import Settings
from services.web.actor import Actor


def inspect_upload(work: Work) -> None:
    """Look at an upload and keep the report, or why it is refused."""
    import_id = str(work.job.payload["import_id"])
    with reading(work.engine) as connection:
        one = Imports(connection).get(import_id)
    if one.state != "inspecting":
        return
    work.tell("look")
    folder = work.settings.import_dir / import_id / WORK
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        report = look(
            received_files(work.settings.import_dir, import_id),
            folder=folder,
            archive_limits=_archive_limits(work.settings),
            cancelled=work.is_cancelled,
        )
    except ImportRefusedError as refused:
        with writing(work.engine) as connection:
            message = Message(refused.code, refused.facts)
            Imports(connection).end(one, "refused", message, now=work.clock())
        return
    with writing(work.engine) as connection:
        Imports(connection).report(one, report, now=work.clock())


def load_layer(work: Work) -> None:
    """Load one layer of an upload as a person decided.

    A new layer is shown at once, a new version of one waits until a person applies it.
    """
    payload = work.job.payload
    import_id, position = str(payload["import_id"]), int(payload["position"])
    with reading(work.engine) as connection:
        one = Imports(connection).get(import_id)
    layer = one.layer(position)
    if layer.state != "loading" or layer.job_id != work.job.id or layer.decision is None:
        return
    # Only one job is at work: what is unfinished was left by an attempt that died.
    remove_orphans(work.engine, work.settings)
    try:
        _load(work, one, layer, layer.decision)
    except BaseException:
        if not work.stop():  # then the next attempt begins by that, and this process must end
            remove_orphans(work.engine, work.settings)
        raise
    with reading(work.engine) as connection:
        closed = Imports(connection).get(import_id).state == "closed"
    if closed:
        remove_folder(work.settings.import_dir, import_id)


def remove_refused(work: Work) -> None:
    """Take out the rows of versions that nobody wants."""
    remove_orphans(work.engine, work.settings)


def _load(work: Work, one: ImportFile, layer: ImportLayer, decision: Decision) -> None:
    work.tell("convert")
    folder = work.settings.import_dir / one.id / WORK
    into = folder / "features" / str(layer.position)
    result = _converted(work, one, layer.position, decision, into)
    number, version = _placed(work, one, layer, decision=decision, result=result, into=into)
    total = result.feature_count
    load_version(
        work.engine,
        layer_number=number,
        version=version,
        folder=into,
        progress=lambda done: work.tell("load", done, total),
    )
    work.tell("finish")
    _finish(work, one, number, version, position=layer.position)
    shutil.rmtree(into, ignore_errors=True)


def _converted(
    work: Work, one: ImportFile, position: int, decision: Decision, into: Path
) -> Converted:
    """Have a child turn the file into features as they are stored, in the folder ``into``.

    They are assigned to districts under all boundaries there ever were.
    """
    folder = work.settings.import_dir / one.id / WORK
    with reading(work.engine) as connection:
        districts = Districts(connection)
        codes = {district.id: district.code for district in districts.list()}
        sets = [districts.boundaries(version) for version in districts.versions()]
    shutil.rmtree(into, ignore_errors=True)
    return convert(
        one.found(position),
        decision.choices,
        boundaries=told(sets, codes),
        folder=folder,
        into=str(into.relative_to(folder)),
        cancelled=work.is_cancelled,
    )


def _placed(
    work: Work,
    one: ImportFile,
    before: ImportLayer,
    *,
    decision: Decision,
    result: Converted,
    into: Path,
) -> tuple[int, int]:
    """Add the version that the features will belong to, and its layer where that is new."""
    now = work.clock()
    with writing(work.engine) as connection:
        actor = _actor(connection, work)
        layers = ImportedLayers(connection)
        if decision.target is not None:
            layer = layers.get(decision.target)
        elif decision.draft is not None:
            layer = layers.add(
                decision.draft,
                kind="vector",
                look=decision.look,
                key_field=decision.choices.key,
                actor=actor,
                now=now,
            )
        else:
            raise ImportRefusedError(code="IMP-502")
        added = layers.add_version(
            layer,
            file_name=one.name,
            file_sha256=one.sha256,
            as_of=decision.as_of,
            feature_count=result.feature_count,
            fields=FIELDS.validate_json((into / "fields.json").read_bytes()),
            passport=result.passport,
            bounds=result.bounds,
            statistics=result.statistics,
            actor=actor,
            now=now,
        )
        Imports(connection).set_layer(one, before, layer_id=layer.id, layer_version=added.version)
    return layer.number, added.version


def _finish(work: Work, one: ImportFile, number: int, version: int, *, position: int) -> None:
    """Show a new layer, or have a new version of one wait: all of it or nothing."""
    now = work.clock()
    with writing(work.engine) as connection:
        ImportedLayers(connection).set_version_state(number, version, "complete")
        fresh = Imports(connection).get(one.id)
        layer = fresh.layer(position)
        if layer.decision is not None and layer.decision.target is None:
            show(connection, fresh, layer, actor=_actor(connection, work), now=now)
        else:
            end_layer(connection, fresh, layer, "ready", now=now)


def _actor(connection: Connection, work: Work) -> Actor | None:
    """Return who asked for the job; None for whom no account stands."""
    if work.job.asked_by is None:
        return None
    account = Accounts(connection).get(work.job.asked_by)
    return Actor(account.id, account.name, account.office, account.roles)


def _archive_limits(settings: Settings) -> ArchiveLimits:
    return ArchiveLimits(
        packed_bytes=settings.import_limit_mb * MEGABYTE,
        unpacked_bytes=settings.unpacked_limit_mb * MEGABYTE,
    )
