"""The process that turns a stranger's GeoTIFF into a raster of the workbench.

Started by ``sandbox.run_child``, never imported by the app. Paths are relative to the order::

    {"name": "hitze", "path": "files/1.tif", "into": "features/0",
     "choices": {…}, "boundaries": [{"valid_from": "2025-01-01", "districts": [{"id", "wkb"}]}]}

It leaves ``raster.tif`` in ``into``, and what is known of it in ``result.json``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import orjson

from services.imports.model import ImportRefusedError
from services.imports.rasters.make import make_raster


def main() -> None:
    """Do what the order asks for; a reason to refuse is a result as well."""
    order_path = Path(sys.argv[1])
    order = orjson.loads(order_path.read_bytes())
    try:
        found = make_raster(
            Path(order["path"]),
            name=order["name"],
            choices=order["choices"],
            boundaries=order["boundaries"],
            into=Path(order["into"]),
        )
    except ImportRefusedError as refused:
        found = {"refused": {"code": refused.code, "facts": refused.facts}}
    written = orjson.dumps(found, option=orjson.OPT_NON_STR_KEYS)
    order_path.with_name("result.json").write_bytes(written)


if __name__ == "__main__":
    main()
