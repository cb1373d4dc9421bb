"""Files as those read them who took them home."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any, Final

import pyogrio

LICENCE: Final = "LIZENZ.txt"


def members(path: Path) -> list[str]:
    """Return the names within a zip."""
    with zipfile.ZipFile(path) as archive:
        return sorted(archive.namelist())


def member(path: Path, name: str) -> bytes:
    """Return a file within a zip."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def shapefile(path: Path, stem: str) -> str:
    """Return how GDAL calls a shapefile within a zip."""
    return f"/vsizip/{path}/{stem}.shp"


def frame(path: Path | str) -> Any:
    """Return what GDAL reads, as a data frame."""
    return pyogrio.read_dataframe(path)


def table(path: Path, name: str) -> list[list[str]]:
    """Return the cells of a CSV within a zip."""
    text = member(path, name).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def everything(path: Path) -> bytes:
    """Return all bytes of a file, those within a zip unpacked."""
    if path.suffix != ".zip":
        return path.read_bytes()
    return b"".join(name.encode() + member(path, name) for name in members(path))
