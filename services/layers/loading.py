"""Features on their way into the database, in portions, and out of it again.

A version that arrives is seen by nobody, so it need not be written in one transaction: SQLite has
one writer, and whoever leaves a comment meanwhile must not wait for two hundred thousand parcels.
One last, short transaction makes the version the current one.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from time import sleep
from typing import Final

import orjson
from sqlalchemy import Connection, Engine, delete, select

from services.accounts.actions import record
from services.database.engine import is_postgresql, reading, writing
from services.database.revisions import bump
from services.database.tables import layer_feature
from services.layers.bulk import Portion, give_room, prepare, write_portion
from services.layers.imported import ImportedLayer
from services.layers.store import ImportedLayers
from services.settings import Settings
from services.web.actor import Actor

FEATURES_FILE: Final = "features.jsonl"
PORTION: Final = 500
"""Features in one transaction: on SQLite, others wait that long before they can write."""
PORTION_OF_POSTGIS: Final = 5_000
_PAUSE_S: Final = 0.005
"""Between two portions, so that others who want to write get their turn."""


def load_version(
    engine: Engine,
    *,
    layer_number: int,
    version: int,
    folder: Path,
    progress: Callable[[int], None],
) -> None:
    """Write the features of ``folder`` into a version that is still ``loading``.

    ``progress`` is told how many features have arrived after each portion; what it raises ends
    the work. What an attempt before left behind goes first. The state of the version stays: see
    ``ImportedLayers.set_version_state``.
    """
    _remove_features(engine, layer_number, version)
    arrived = 0
    with _without_search_for_cycles():
        for portion in _portions(engine, folder / FEATURES_FILE):
            with writing(engine) as connection:
                give_room(connection)
                write_portion(connection, layer_number, version, portion)
            arrived += len(portion.features)
            progress(arrived)


@contextmanager
def _without_search_for_cycles() -> Iterator[None]:
    """Spare Python the search for cycles: many small objects, and none of them refers back.

    They are freed as ever; the search alone takes a quarter of the time of making rows.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _portions(engine: Engine, path: Path) -> Iterator[Portion]:
    """Yield what the database takes at once, made before anybody has to wait for it.

    PostGIS writes in a process of its own, so the next portion is made meanwhile. SQLite writes in
    this one: two threads would only take turns.
    """
    if is_postgresql(engine):
        return _ahead(_prepared(path, PORTION_OF_POSTGIS, postgis=True))
    return _prepared(path, PORTION, postgis=False)


def _prepared(path: Path, size: int, *, postgis: bool) -> Iterator[Portion]:
    with path.open("rb") as file:
        while lines := [orjson.loads(line) for line in islice(file, size)]:
            yield prepare(lines, postgis=postgis)


def _ahead(portions: Iterator[Portion]) -> Iterator[Portion]:
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, portions, None)
        while (portion := coming.result()) is not None:
            coming = pool.submit(next, portions, None)
            yield portion


def remove_version(engine: Engine, layer_number: int, version: int) -> None:
    """Take a version out in portions; nobody sees it any more from the first one on."""
    with writing(engine) as connection:
        ImportedLayers(connection).set_version_state(layer_number, version, "leaving")
    _remove_features(engine, layer_number, version)
    with writing(engine) as connection:
        ImportedLayers(connection).remove_version(layer_number, version)


def _remove_features(engine: Engine, layer_number: int, version: int) -> None:
    some = (
        select(layer_feature.c.number)
        .where(layer_feature.c.layer_number == layer_number, layer_feature.c.version == version)
        .limit(PORTION)
    )
    while True:
        with writing(engine) as connection:
            gone = connection.execute(
                delete(layer_feature).where(layer_feature.c.number.in_(some))
            ).rowcount
        if gone == 0:
            return
        sleep(_PAUSE_S)


def apply_version(
    connection: Connection,
    layer: ImportedLayer,
    version: int,
    *,
    actor: Actor | None,
    now: datetime,
) -> ImportedLayer:
    """Make a complete version the one that everybody sees; an older one may come back this way.

    Writes; the caller owns the transaction. Raises ``VersionNotFoundError``, and
    ``LayerChangedError`` if somebody changed the layer since ``layer`` was read.
    """
    layers = ImportedLayers(connection)
    changed = layers.set_current(layer, layers.get_version(layer, version), now=now)
    bump(connection, layer.revision_id, now=now)
    record(
        connection,
        actor,
        "layer.version_applied",
        subject=f"layer:{layer.id}",
        facts={"version": version, "before": layer.current_version},
        now=now,
    )
    return changed


def remove_orphans(
    engine: Engine, settings: Settings, *, alive: Collection[tuple[int, int]] = ()
) -> None:
    """Take out what attempts that died left behind: versions, layers without any, archives.

    ``alive`` are layer number and version of what a job still works on.
    """
    with engine.connect() as connection:
        unfinished = ImportedLayers(connection).unfinished()
    for layer_number, version in unfinished:
        if (layer_number, version) not in alive:
            remove_version(engine, layer_number, version)
    with reading(engine) as connection:
        empty = ImportedLayers(connection).empty()
    if empty:
        with writing(engine) as connection:
            for layer_id in empty:
                ImportedLayers(connection).remove(layer_id)
    if not alive:
        _remove_files(engine, settings.layer_dir)


def _remove_files(engine: Engine, folder: Path) -> None:
    with engine.connect() as connection:
        needed = ImportedLayers(connection).tile_files()
    for kind in ("*.pmtiles*", "*.tif*"):
        for path in folder.glob(kind):
            if path.is_dir():  # where an archive was being made
                shutil.rmtree(path, ignore_errors=True)
            elif path.name not in needed:
                path.unlink(missing_ok=True)
