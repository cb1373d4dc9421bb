"""The SQL of what is known of rasters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from services.database.revisions import bump
from services.database.tables import imported_layer, layer_version
from services.layers.imported import PREFIX
from services.layers.rasters.model import RASTERS, RasterFacts


@dataclass(frozen=True)
class StoredRaster:
    """One complete version of a raster layer; ``file_name`` is in the folder of layers."""

    layer_id: str
    layer_number: int
    version: int
    file_name: str
    facts: RasterFacts


class Rasters:
    """Reads and writes inside the caller's transaction; never commits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self) -> tuple[StoredRaster, ...]:
        """Return every complete version of all rasters: an older one may be shown again."""
        table = layer_version.c
        rows = self._connection.execute(
            select(
                imported_layer.c.id,
                table.layer_number,
                table.version,
                table.tile_file,
                table.raster,
            )
            .join(imported_layer, imported_layer.c.number == table.layer_number)
            .where(imported_layer.c.kind == "raster", table.state == "complete")
            .where(table.tile_file.is_not(None))
            .order_by(table.layer_number, table.version)
        )
        return tuple(
            StoredRaster(
                row.id,
                row.layer_number,
                row.version,
                row.tile_file,
                RASTERS.validate_python(row.raster),
            )
            for row in rows
        )

    def keep(self, one: StoredRaster, facts: RasterFacts, *, now: datetime) -> None:
        """Write what is known of a version by now; what was remembered of its layer is void."""
        self._connection.execute(
            update(layer_version)
            .where(
                layer_version.c.layer_number == one.layer_number,
                layer_version.c.version == one.version,
            )
            .values(raster=RASTERS.dump_python(facts, mode="json"))
        )
        bump(self._connection, f"{PREFIX}{one.layer_id}", now=now)
