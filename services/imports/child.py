"""The process that opens a stranger's file: reads an order, writes what it found, ends.

Started by ``sandbox.run_child``, never imported by the app. The order names the sets of files that
belong together and the format each was sniffed to be; paths are relative to the order::

    {"act": "inspect",
     "sets": [{"stem": "strassen", "format": "shapefile", "parts": {"shp": "files/1.shp"}}]}

or one of them, to be converted as a person decided (``converted.ConvertOrder``). ``result.json``
beside the order holds the report, what became of the layer, or why it is refused.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

DRIVERS_SKIPPED: Final = (
    "PCIDSK,PDS4,VICAR,PDF,MBTiles,EEDA,OGCAPI,GDALG,MapInfo File,LVBAG,S57,DGN,OGR_VRT,CSV,GPX,"
    "KML,GeoJSONSeq,ESRIJSON,TopoJSON,OGR_GMT,SQLite,WAsP,OpenFileGDB,GeoRSS,VFK,PGDUMP,OSM,"
    "GPSBabel,OGR_PDS,WFS,OAPIF,EDIGEO,Idrisi,ODS,XLSX,Elasticsearch,Carto,AmigoCloud,SXF,Selafin,"
    "JML,PLSCENES,CSW,VDV,MVT,NGW,MapML,GTFS,PMTiles,JSONFG,MiraMonVector,ADBC,AVCBin,AVCE00,"
    "AIVector,HTTP,VRT,WMS,WMTS,WCS,DAAS,EEDAI,STACIT,STACTA"
)
"""Every driver of GDAL but those of ``model.DRIVERS``: what is not there opens nothing."""

# GDAL reads these once, when pyogrio is imported.
os.environ.pop("GDAL_SKIP", None)
os.environ.update(
    OGR_SKIP=DRIVERS_SKIPPED,
    GML_DOWNLOAD_SCHEMA="NO",
    GML_SKIP_RESOLVE_ELEMS="ALL",
    SHAPE_RESTORE_SHX="NO",
)

# pyogrio would load what makes frames of columns: half a second, and memory, for nothing here.
for frames in ("geopandas", "pandas", "pyarrow"):
    sys.modules.setdefault(frames, None)  # type: ignore[arg-type]  # as the manual of Python says

import orjson  # noqa: E402
from pydantic import TypeAdapter  # noqa: E402

from services.imports.convert import convert  # noqa: E402
from services.imports.converted import CONVERTED, ORDERS  # noqa: E402
from services.imports.inspect import inspect  # noqa: E402
from services.imports.model import REPORTS, ImportRefusedError  # noqa: E402
from services.imports.sniffed import SniffedSet  # noqa: E402

_SETS: Final = TypeAdapter(tuple[SniffedSet, ...])


def _inspect(order: Mapping[str, Any]) -> bytes:
    return REPORTS.dump_json(inspect(_SETS.validate_python(order["sets"])))


def _convert(order: Mapping[str, Any]) -> bytes:
    return CONVERTED.dump_json(convert(ORDERS.validate_python(order)))


ACTS: Final[Mapping[str, Callable[[Mapping[str, Any]], bytes]]] = {
    "inspect": _inspect,
    "convert": _convert,
}


def main() -> None:
    """Do what the order asks for."""
    order_path = Path(sys.argv[1])
    order = orjson.loads(order_path.read_bytes())
    try:
        result = ACTS[order.pop("act")](order)
    except ImportRefusedError as refused:
        result = orjson.dumps({"refused": {"code": refused.code, "facts": refused.facts}})
    order_path.with_name("result.json").write_bytes(result)


if __name__ == "__main__":
    main()
