"""The jobs of layers that are there: an archive of tiles made anew, what is removed taken out.

Each may be killed anywhere and begun anew.
"""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
import shapely

from services.database.engine import reading, wait_for_turn, writing
from services.jobs.work import Work
from services.layers.archived import archive_name, content, is_archived
from services.layers.exports.actions import forget
from services.layers.imported import Feature
from services.layers.loading import FEATURES_FILE, remove_orphans
from services.layers.rederive import recount
from services.layers.registry import Shown
from services.layers.renewing import archived_as, ask_for_new_archive
from services.layers.store import ImportedLayers
from services.layers.tile_archive import write_archive
from services.web.dependencies import LOCAL_TIME


def renew_archive(work: Work) -> None:
    """Write the archive of a layer as it is drawn by now; one that nobody needs any more goes.

    One that says the right thing is only written ``anew`` where the job says so.
    """
    anew = bool(work.job.payload.get("anew"))
    with reading(work.engine) as connection:
        layer = ImportedLayers(connection).find(str(work.job.payload["layer_id"]))
        shown = None if layer is None else archived_as(connection, layer)
    if shown is None or (is_archived(shown) and not anew):
        return
    work.tell("tiles")
    name = archive_name(shown)
    with _features(work, shown, name) as (features, valid_from):
        made = write_archive(
            features,
            work.settings.layer_dir / name,
            content(shown),
            check=lambda: work.tell("tiles"),
            valid_from=valid_from,
        )
    if made:
        with writing(work.engine) as connection:
            layers = ImportedLayers(connection)
            layers.set_tile_file(shown.layer, shown.version, name, now=work.clock())
    remove_orphans(work.engine, work.settings)


@contextmanager
def _features(work: Work, shown: Shown, name: str) -> Iterator[tuple[Path, str]]:
    """Write the features of a version as a conversion would, and since when their districts are.

    Their folder is named like what belongs to archives: it goes if this process dies.
    """
    folder = work.settings.layer_dir / f".{name}.features"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        path = folder / FEATURES_FILE
        on = work.clock().astimezone(LOCAL_TIME).date()
        with reading(work.engine) as connection, path.open("wb") as file:
            valid_from = shown.valid_from(connection, on).isoformat()
            for at, one in enumerate(shown.features(connection, on).each()):
                if at % 1_000 == 0:
                    work.tell("tiles", at, shown.version.feature_count)
                file.write(_line(one, valid_from))
        yield path, valid_from
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _line(one: Feature, valid_from: str) -> bytes:
    wkb = None if one.geometry is None else shapely.to_wkb(one.geometry, flavor="iso")
    told = {
        "n": one.n,
        "key": one.key,
        "wkb": None if wkb is None else base64.b64encode(wkb).decode(),
        "p": one.properties,
        "d": {valid_from: list(one.districts.items())} if one.districts else {},
    }
    return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)


def recount_version(work: Work) -> None:
    """Count a version under boundaries that came in while it was loaded; its archive goes anew."""
    work.tell("rederive")
    number, version = (int(work.job.payload[name]) for name in ("layer_number", "version"))
    with writing(work.engine) as connection:
        wait_for_turn(connection)
        recount(connection, number, version, now=work.clock())
        ask_for_new_archive(connection, number, version, now=work.clock())


def remove_left(work: Work) -> None:
    """Take out versions and layers that somebody removed, with all their files."""
    work.tell("remove")
    remove_orphans(work.engine, work.settings)
    forget(work.settings.layer_dir, int(work.job.payload["layer_number"]))
