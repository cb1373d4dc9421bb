"""The jobs of imports: look at an upload, load a layer of it, take a version out again.

Each may be killed anywhere and begun anew: what an attempt left behind goes first, and what it
finished is not done twice. How a job failed or was cancelled stands in the job itself.
"""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from typing import Final

from services.database.engine import reading, writing
from services.imports.arrival import FEATURES, WORK, received_files, remove_folder
from services.imports.converted import FIELDS_FILE, Converted
from services.imports.converting import convert
from services.imports.looking import look
from services.imports.model import ImportRefusedError, Message
from services.imports.placing import Arrived, all_boundaries, finish, place_version
from services.imports.quarantine import MEGABYTE
from services.imports.rasters.loading import load_raster
from services.imports.records import Decision, ImportFile, ImportLayer
from services.imports.store import Imports
from services.imports.unzip import ArchiveLimits
from services.jobs.model import ENDED, NO_ROOM
from services.jobs.work import Work
from services.layers.archiving import archived_meanwhile
from services.layers.differences import note_differences
from services.layers.imported import FIELDS
from services.layers.loading import load_version, remove_orphans
from services.settings import Settings
from services.web.dependencies import LOCAL_TIME

logger = logging.getLogger(__name__)

OF_THE_SERVER: Final = frozenset({NO_ROOM, ENDED})
"""Codes of what the server lacked: the file may be fine."""


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
            archive_limits=archive_limits(work.settings),
            cancelled=work.is_cancelled,
        )
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if not isinstance(error, ImportRefusedError) or error.code in OF_THE_SERVER:
            raise  # nothing is said against the file
        _refuse(work, one, error)
        return
    with writing(work.engine) as connection:
        Imports(connection).report(one, report, now=work.clock())


def _refuse(work: Work, one: ImportFile, refused: ImportRefusedError) -> None:
    with writing(work.engine) as connection:
        message = Message(refused.code, refused.facts)
        Imports(connection).end(one, "refused", message, now=work.clock())


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
        _take_back(work, work.settings.import_dir / import_id / WORK / FEATURES / str(position))
        raise
    with reading(work.engine) as connection:
        closed = Imports(connection).get(import_id).state == "closed"
    if closed:
        remove_folder(work.settings.import_dir, import_id)


def _take_back(work: Work, into: Path) -> None:
    """Take away what an attempt that failed has written; why it failed is told, come what may."""
    # First: where a disk is full, all else needs a little room.
    shutil.rmtree(into, ignore_errors=True)
    if work.stop():  # this process must end, and the next attempt begins by the rest
        return
    try:
        if work.is_held():  # else somebody loads at this moment
            remove_orphans(work.engine, work.settings)
    except Exception as error:
        logger.warning("left to the next worker: %s", type(error).__name__)


def remove_refused(work: Work) -> None:
    """Take out the rows of versions that nobody wants."""
    remove_orphans(work.engine, work.settings)


def _load(work: Work, one: ImportFile, layer: ImportLayer, decision: Decision) -> None:
    work.tell("convert")
    if decision.raster is not None:
        load_raster(work, one, layer, decision, decision.raster)
        return
    folder = work.settings.import_dir / one.id / WORK
    into = folder / FEATURES / str(layer.position)
    result = _converted(work, one, layer.position, decision, into)
    number, version = place_version(work, one, layer, _arrived(result, decision, into))
    tile_file = _loaded(work, number, version, into=into, total=result.feature_count)
    if decision.target is not None:
        work.tell("compare")
        note_differences(work.engine, decision.target, version, check=work.check)
    work.tell("finish")
    finish(work, one, number, version, position=layer.position, tile_file=tile_file)
    shutil.rmtree(into, ignore_errors=True)


def _loaded(work: Work, number: int, version: int, *, into: Path, total: int) -> str | None:
    """Load the features and return the name of their archive of tiles, if they have one."""
    with archived_meanwhile(
        work.engine,
        layer_number=number,
        version=version,
        folder=into,
        layer_dir=work.settings.layer_dir,
        on=work.clock().astimezone(LOCAL_TIME).date(),
    ) as archiving:
        load_version(
            work.engine,
            layer_number=number,
            version=version,
            folder=into,
            progress=lambda done: work.tell("load", done, total),
        )
        work.tell("tiles")
        return archiving.finish(lambda: work.tell("tiles"))


def _converted(
    work: Work, one: ImportFile, position: int, decision: Decision, into: Path
) -> Converted:
    """Have a child turn the file into features as they are stored, in the folder ``into``.

    They are assigned to districts under all boundaries there ever were.
    """
    folder = work.settings.import_dir / one.id / WORK
    shutil.rmtree(into, ignore_errors=True)
    return convert(
        one.found(position),
        decision.choices,
        boundaries=all_boundaries(work),
        folder=folder,
        into=str(into.relative_to(folder)),
        cancelled=work.is_cancelled,
    )


def _arrived(result: Converted, decision: Decision, into: Path) -> Arrived:
    return Arrived(
        kind="vector",
        decision=decision,
        feature_count=result.feature_count,
        fields=FIELDS.validate_json((into / FIELDS_FILE).read_bytes()),
        passport=result.passport,
        bounds=result.bounds,
        statistics=result.statistics,
    )


def archive_limits(settings: Settings) -> ArchiveLimits:
    """Return how large an upload may be, packed and unpacked."""
    return ArchiveLimits(
        packed_bytes=settings.import_limit_mb * MEGABYTE,
        unpacked_bytes=settings.unpacked_limit_mb * MEGABYTE,
    )
