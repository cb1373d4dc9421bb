"""What `geo.crs` does on a machine with other grids: run as a program, prints JSON.

``python -m tests.geo.grid_probe PROJ_FOLDER`` looks into PROJ_FOLDER (it needs ``proj.db``), the
user's folder and the folders of ``PROJ_DATA``, never into those of this machine's system.
"""

from __future__ import annotations

import json
import sys
import threading
import warnings
from dataclasses import asdict
from typing import Any

from pyproj import datadir
from pyproj.transformer import TransformerGroup

from geo import crs, grids

RIGHT, HIGH = 2_578_600.0, 5_719_000.0
TARGETS = (
    crs.STORAGE_CRS,
    crs.LON_LAT,
    crs.WEB_MERCATOR,
    crs.LAEA_EUROPE,
    crs.ETRS89,
    crs.UTM_32_PREFIXED,
)


def probe() -> dict[str, Any]:
    """Transform the point of reference into every system and tell how."""
    to_storage = {
        target: crs.transformer(target, crs.STORAGE_CRS).transform(
            *crs.transformer(crs.GAUSS_KRUEGER_2, target).transform(RIGHT, HIGH)
        )
        for target in TARGETS
    }
    grid = crs.grid_path()
    return {
        "grid_path": None if grid is None else str(grid),
        "operations": {
            target: asdict(crs.operation(crs.GAUSS_KRUEGER_2, target)) for target in TARGETS
        },
        "in_storage_via": to_storage,
        "geographic": crs.transformer(crs.GAUSS_KRUEGER_2, crs.ETRS89).transform(RIGHT, HIGH),
        "box": [
            crs.transformer(crs.GAUSS_KRUEGER_2, crs.STORAGE_CRS).transform(RIGHT + dx, HIGH + dy)
            for dx in (-10_000, 10_000)
            for dy in (-10_000, 10_000)
        ],
    }


def probe_in_early_thread() -> dict[str, Any]:
    """Probe first in the main thread, then in one whose PROJ was at work before that."""
    used, shown = threading.Event(), threading.Event()
    found: dict[str, Any] = {}

    def work() -> None:
        TransformerGroup(crs.GAUSS_KRUEGER_2, crs.STORAGE_CRS, always_xy=True)
        used.set()
        shown.wait()
        found.update(probe())

    thread = threading.Thread(target=work)
    thread.start()
    used.wait()
    first = probe()
    shown.set()
    thread.join()
    return {**first, "same_in_early_thread": found == first}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    datadir.set_data_dir(sys.argv[1])
    grids.SYSTEM_DIRECTORIES = ()  # type: ignore[misc] # this machine's folders do not count
    json.dump(probe_in_early_thread(), sys.stdout)
