"""Where a machine keeps ``BETA2007.gsb``, the shift grid between DHDN and ETRS89.

The grid is published by the surveying authorities of the German states (AdV, "BeTA2007"), may be
passed on freely (OSGeo/PROJ-data on GitHub, ``de_adv/de_adv_README.txt``) and covers
Germany. The wheel of pyproj carries no grids and does not read ``PROJ_DATA``; distributions ship
them beside PROJ (Debian: package ``proj-data``).
"""

from __future__ import annotations

import functools
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal

from pyproj import datadir

GRID_NAMES: Final = ("BETA2007.gsb", "de_adv_BETA2007.tif")
"""File names PROJ accepts for the grid: the NTv2 original, and PROJ's own GeoTIFF of it."""

PROJ_VARIABLES: Final = ("PROJ_DATA", "PROJ_LIB")
"""Environment variables of PROJ 9.1 and of older releases: folders, joined by ``os.pathsep``."""

SYSTEM_DIRECTORIES: Final[tuple[Path, ...]] = (
    Path(sys.prefix, "share", "proj"),
    Path(sys.prefix, "Library", "share", "proj"),
    Path("/usr/share/proj"),
    Path("/usr/local/share/proj"),
    Path("/opt/homebrew/share/proj"),
    Path("/opt/local/share/proj"),
    Path("C:/OSGeo4W/share/proj"),
)
"""Folders used by conda, Linux distributions, Homebrew, MacPorts and OSGeo4W."""


_RECORD_BYTES: Final = 16
_HEADER_RECORDS: Final = 11
_appending = threading.Lock()


class _Thread(threading.local):
    """Whether the PROJ of this thread has been shown the grid."""

    knows_grid = False


_thread = _Thread()


def grid_directories() -> Iterator[Path]:
    """Yield the folders that may hold the grid, the most specific first.

    Yields
    ------
    Path
        PROJ's own folders as pyproj names them, the user's folder, those of ``PROJ_DATA`` and
        ``PROJ_LIB``, then ``SYSTEM_DIRECTORIES``. A folder need not exist.
    """
    yield from map(Path, datadir.get_data_dir().split(os.pathsep))
    yield Path(datadir.get_user_data_dir())  # type: ignore[attr-defined] # public, not in the stub
    for variable in PROJ_VARIABLES:
        yield from (Path(text) for text in os.environ.get(variable, "").split(os.pathsep) if text)
    yield from SYSTEM_DIRECTORIES


def find_grid(directories: Iterable[Path]) -> Path | None:
    """Return the first whole grid file in ``directories``, or None.

    Parameters
    ----------
    directories : iterable of Path
        Searched in order. Folders that do not exist, files that may not be read, and files that
        are cut short are passed over.
    """
    for directory in directories:
        for name in GRID_NAMES:
            candidate = directory / name
            if os.access(candidate, os.R_OK) and candidate.is_file() and _is_whole(candidate):
                return candidate
    return None


def _is_whole(grid: Path) -> bool:
    """Tell whether a file is as long as its own header says; NTv2 only, a GeoTIFF is trusted.

    NTv2 (National Transformation version 2, Geodetic Survey of Canada): records of 16 bytes, 11
    of the file, 11 of the first grid, whose last one counts the nodes, then one for each node.
    """
    if grid.suffix != ".gsb":
        return True
    with grid.open("rb") as file:
        header = file.read(2 * _HEADER_RECORDS * _RECORD_BYTES)
    if len(header) < 2 * _HEADER_RECORDS * _RECORD_BYTES:
        return False
    order: Literal["little", "big"] = "little" if header[8] == _HEADER_RECORDS else "big"
    nodes = int.from_bytes(header[-8:-4], order)
    return grid.stat().st_size >= len(header) + nodes * _RECORD_BYTES


@functools.cache
def grid_path() -> Path | None:
    """Return the file of the grid on this machine, or None; looked up once per process."""
    return find_grid(grid_directories())


def show_grid_to_proj() -> None:
    """Append the grid's folder to those PROJ searches; call it in a thread before using PROJ.

    PROJ reads the list of folders once per thread: a thread that used PROJ before the folder was
    appended elsewhere would go on without the grid, in silence, unless it sets the list again.
    """
    grid = grid_path()
    if grid is None or _thread.knows_grid:
        return
    with _appending:
        directories = datadir.get_data_dir()
        if str(grid.parent) in directories.split(os.pathsep):
            datadir.set_data_dir(directories)
        else:
            datadir.append_data_dir(grid.parent)
    _thread.knows_grid = True
