"""Archives of tiles that no longer say what they shall, asked to be made anew.

Until that is done nobody gets them: see ``services.layers.archived``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from services.jobs.actions import ask
from services.layers.archived import FEATURES_FROM, is_archived
from services.layers.imported import ImportedLayer, LayerVersion
from services.layers.registry import Shown
from services.layers.store import ImportedLayers

RENEW: Final = "layers.archive"
REMOVE: Final = "layers.remove"
"""Kinds of jobs."""


def ask_for_archive(
    connection: Connection, layer: ImportedLayer, *, asked_by: str | None, now: datetime
) -> str | None:
    """Have the archive of a large layer made anew if its tiles say something else by now.

    Returns the job, None where there is nothing to do.
    """
    shown = archived_as(connection, layer)
    if shown is None or is_archived(shown) or not _is_large(shown.version):
        return None
    return ask(connection, RENEW, {"layer_id": layer.id}, asked_by=asked_by, now=now)


def ask_for_all_archives(connection: Connection, *, now: datetime) -> None:
    """Have every archive made anew: tiles name districts, and those have new boundaries."""
    for layer in ImportedLayers(connection).list(shown_only=True):
        _ask_anew(connection, archived_as(connection, layer), now=now)


def ask_for_new_archive(
    connection: Connection, layer_number: int, version: int, *, now: datetime
) -> None:
    """Have the archive of one version made anew, if it is the one that everybody sees."""
    for layer in ImportedLayers(connection).list(shown_only=True):
        if (layer.number, layer.current_version) == (layer_number, version):
            _ask_anew(connection, archived_as(connection, layer), now=now)


def _ask_anew(connection: Connection, shown: Shown | None, *, now: datetime) -> None:
    if shown is not None and shown.version.tile_file is not None:
        payload = {"layer_id": shown.layer.id, "anew": True}
        ask(connection, RENEW, payload, asked_by=None, now=now)


def archived_as(connection: Connection, layer: ImportedLayer) -> Shown | None:
    """Return a layer as its archive holds it: what everybody may see, or else staff.

    None for a raster, and for a layer of which nothing is shown, or nothing whole.
    """
    if layer.kind != "vector" or layer.current_version is None:
        return None
    version = ImportedLayers(connection).find_version(layer, layer.current_version)
    if version is None or version.state != "complete":
        return None
    return Shown(layer, version, frozenset(), for_staff=layer.visibility == "staff")


def _is_large(version: LayerVersion) -> bool:
    return version.tile_file is not None or version.feature_count >= FEATURES_FROM
