"""The process that opens a stranger's file: reads an order, writes what it found, ends.

Started by ``sandbox.run_child``, never imported by the app. The order names the sets of files that
belong together and the format each was sniffed to be; paths are relative to the order::

    {"act": "inspect",
     "sets": [{"stem": "strassen", "format": "shapefile", "parts": {"shp": "files/1.shp"}}]}

``result.json`` beside the order holds the report.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

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

import orjson  # noqa: E402
from pydantic import TypeAdapter  # noqa: E402

from services.imports.inspect import SniffedSet, inspect  # noqa: E402
from services.imports.model import REPORTS  # noqa: E402

_SETS: Final = TypeAdapter(tuple[SniffedSet, ...])


def main() -> None:
    """Do what the order asks for."""
    order_path = Path(sys.argv[1])
    order = orjson.loads(order_path.read_bytes())
    report = inspect(_SETS.validate_python(order["sets"]))
    order_path.with_name("result.json").write_bytes(REPORTS.dump_json(report))


if __name__ == "__main__":
    main()
