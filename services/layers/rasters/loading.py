"""Puts a raster that was made in quarantine where it is served from."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def place_raster(source: Path, *, layer_number: int, version: int, folder: Path) -> str:
    """Copy the file of a version into the folder of layers and return its name there.

    It is whole before any row names it; one that no row names is removed as an orphan. May be
    called again after an attempt that died. ``source`` stays: it goes with the folder of its
    import.
    """
    name = f"raster-{layer_number}-{version}.tif"
    _place(source, folder / name)
    return name


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
