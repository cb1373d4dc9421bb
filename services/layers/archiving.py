"""The archive of tiles of a version that arrives, written while its rows are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from services.database.engine import reading
from services.layers.archived import archive_name, content, is_large
from services.layers.imported import VersionNotFoundError
from services.layers.loading import FEATURES_FILE
from services.layers.registry import Shown
from services.layers.store import ImportedLayers
from services.layers.tile_archive import Writing, being_written


@dataclass(frozen=True)
class Archiving:
    """An archive on its way; ``writing`` is None for a layer too small to have one."""

    name: str
    writing: Writing | None = None

    def finish(self, check: Callable[[], None]) -> str | None:
        """Wait for the archive and return its name; None where there is none.

        ``check`` is called again and again; what it raises ends the work.
        """
        if self.writing is None or not self.writing.finish(check):
            return None
        return self.name


@contextmanager
def archived_meanwhile(
    engine: Engine,
    *,
    layer_number: int,
    version: int,
    folder: Path,
    layer_dir: Path,
    on: date,
) -> Iterator[Archiving]:
    """Write the archive of a large version while the caller does something else.

    ``folder`` holds the features; ``on`` is the day whose boundaries tiles tell the districts of.
    Unless it was finished, nothing stays behind.
    """
    shown, valid_from = _arriving(engine, layer_number, version, on)
    name = archive_name(shown)
    if not is_large(folder, shown.version.feature_count):
        yield Archiving(name)
        return
    with being_written(
        folder / FEATURES_FILE, layer_dir / name, content(shown), valid_from=valid_from
    ) as writing:
        yield Archiving(name, writing)


def _arriving(engine: Engine, layer_number: int, version: int, on: date) -> tuple[Shown, str]:
    """Return a version as whoever may see its layer will see it, and the boundaries of a day.

    What everybody may see must not hold what only staff may know.
    """
    with reading(engine) as connection:
        layers = ImportedLayers(connection)
        layer = layers.numbered(layer_number)
        arriving = layers.find_version(layer, version)
        if arriving is None:
            raise VersionNotFoundError(layer_id=layer.id, version=version)
        shown = Shown(layer, arriving, frozenset(), for_staff=layer.visibility == "staff")
        return shown, shown.valid_from(connection, on).isoformat()
