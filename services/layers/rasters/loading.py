"""Puts a raster that was made in quarantine where it is served from."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sqlalchemy import Engine, update

from services.database.engine import writing
from services.database.tables import layer_version
from services.layers.rasters.model import RASTERS, RasterFacts


def load_raster(
    engine: Engine,
    *,
    layer_number: int,
    version: int,
    source: Path,
    facts: RasterFacts,
    folder: Path,
) -> None:
    """Complete a version that is still ``loading``: its file into ``folder``, then its row.

    The file is whole before any row names it, and the row changes in one transaction; a file
    that no row names is removed as an orphan. May be called again after an attempt that died.
    ``source`` stays where it is: it goes with the folder of its import.
    """
    name = f"raster-{layer_number}-{version}.tif"
    _place(source, folder / name)
    with writing(engine) as connection:
        connection.execute(
            update(layer_version)
            .where(layer_version.c.layer_number == layer_number, layer_version.c.version == version)
            .values(
                raster=RASTERS.dump_python(facts, mode="json"), tile_file=name, state="complete"
            )
        )


def _place(source: Path, target: Path) -> None:
    """Copy a file so that its name never stands for a part of it; without room nothing is left."""
    target.parent.mkdir(parents=True, exist_ok=True)
    arriving = target.with_name(f"{target.name}.part")
    try:
        with source.open("rb") as file, arriving.open("wb") as copy:
            shutil.copyfileobj(file, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        arriving.replace(target)
    finally:
        arriving.unlink(missing_ok=True)
