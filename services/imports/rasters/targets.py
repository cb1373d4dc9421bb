"""Which rasters a new version can be loaded for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from services.layers.imported import ImportedLayer
from services.layers.rasters.model import RASTERS, RasterKind
from services.layers.store import ImportedLayers


def raster_targets(connection: Connection) -> Mapping[RasterKind, Sequence[ImportedLayer]]:
    """Return the rasters that a new version can be loaded for, by what their numbers mean."""
    layers = ImportedLayers(connection)
    found: dict[RasterKind, list[ImportedLayer]] = {}
    for one in layers.list(shown_only=True):
        if one.kind == "raster" and one.current_version is not None:
            version = layers.get_version(one, one.current_version)
            found.setdefault(RASTERS.validate_python(version.raster).kind, []).append(one)
    return found
