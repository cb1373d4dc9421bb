"""Files that want more than to be read: other files, the network, all memory, all time."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.zoo import build_documents as documents
from tests.zoo.animal import Animal, Build, Refused, Reported, Yard, file, loose, trap
from tests.zoo.build_shapefile import shapefile
from tests.zoo.herd_documents import found

UTM32: Final = "urn:ogc:def:crs:EPSG::25832"


def _vrt_of_the_canary(name: str) -> Build:
    return trap(name, lambda yard: documents.vrt(str(yard.canary)))


def _gml(yard: Yard, *, prolog: str = "", root: str = "", name: str = "Feldweg") -> bytes:
    if "&secret;" in name:
        prolog += documents.entity_of_file(yard.canary)
    return documents.gml(UTM32, documents.position(25832), prolog=prolog, root=root, name=name)


OTHER_FILES: Final = (
    Animal("VRT named .geojson", _vrt_of_the_canary("a.geojson"), Refused("IMP-031")),
    Animal("VRT named .shp", _vrt_of_the_canary("a.shp"), Refused("IMP-031")),
    Animal("VRT named .gml", _vrt_of_the_canary("a.gml"), Refused("IMP-031")),
    Animal("VRT named .csv", _vrt_of_the_canary("a.csv"), Refused("IMP-031")),
    Animal(
        "VRT instead of a .dbf",
        lambda yard: [
            yard.put(f"a.{extension}", content)
            for extension, content in {
                **shapefile(),
                "dbf": documents.vrt(str(yard.canary)),
            }.items()
        ],
        Reported("shapefile", frozenset({"IMP-109"}), epsg=25832),
    ),
    Animal(
        "VRT of a raster named .tif",
        trap(
            "a.tif",
            lambda yard: (
                '<VRTDataset rasterXSize="1" rasterYSize="1"><VRTRasterBand><SimpleSource>'
                f"<SourceFilename>{yard.canary}</SourceFilename></SimpleSource></VRTRasterBand>"
                "</VRTDataset>"
            ).encode(),
        ),
        Refused("IMP-031"),
    ),
    Animal(
        "GML with an entity of another file",
        trap("a.gml", lambda yard: _gml(yard, name="&secret;")),
        Refused("IMP-034"),
    ),
    Animal(
        "GML with a DTD behind a long comment",
        file(
            "a.gml",
            lambda: documents.gml(UTM32, documents.position(25832), prolog=documents.late_dtd()),
        ),
        Refused("IMP-035"),
    ),
    Animal(
        "GML with a DTD in UTF-16",
        trap("a.gml", lambda yard: documents.in_utf_16(_gml(yard, name="&secret;"))),
        Refused("IMP-034"),
    ),
    Animal(
        "KML with an entity of another file",
        trap(
            "a.kml",
            lambda yard: documents.kml(
                prolog=documents.entity_of_file(yard.canary), name="&secret;"
            ),
        ),
        Refused("IMP-034"),
    ),
    Animal(
        "KMZ with an entity of another file",
        trap(
            "a.kmz",
            lambda yard: documents.kmz(
                documents.kml(prolog=documents.entity_of_file(yard.canary), name="&secret;")
            ),
        ),
        Refused("IMP-034"),
    ),
    Animal(
        "XLSX with an entity of another file",
        trap("a.xlsx", lambda yard: documents.xlsx_with_dtd(yard.canary)),
        Refused("IMP-034"),
    ),
)

NETWORK: Final = (
    Animal(
        "VRT of another server",
        trap("a.geojson", lambda yard: documents.vrt(f"/vsicurl/{yard.url}a.geojson")),
        Refused("IMP-031"),
    ),
    Animal(
        "JSON that names a service",
        trap(
            "a.geojson",
            lambda yard: (
                f'{{"type":"FeatureCollection","links":[{{"href":"{yard.url}","rel":"next"}}],'
                '"features":[]}'
            ).encode(),
        ),
        Refused("IMP-311"),
    ),
    Animal(
        "JSON of a remote service",
        trap(
            "a.geojson",
            lambda yard: (
                '{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline read '
                f'/vsicurl/{yard.url}a.geojson"}}'
            ).encode(),
        ),
        Refused("IMP-040"),
    ),
    Animal(
        "GML with a schema elsewhere",
        trap(
            "a.gml",
            lambda yard: _gml(
                yard,
                root='xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
                f'xsi:schemaLocation="http://example.org/a {yard.url}a.xsd"',
            ),
        ),
        found("gml", "IMP-201", epsg=25832, features=1),
    ),
    Animal(
        "KML with a link elsewhere",
        trap(
            "a.kml",
            lambda yard: documents.kml(
                extra=f"<NetworkLink><Link><href>{yard.url}a.kml</href></Link></NetworkLink>"
            ),
        ),
        found("kml", "IMP-308", epsg=4326, features=1),
    ),
    Animal(
        "WFS as a document",
        trap(
            "a.xml",
            lambda yard: f"<OGRWFSDataSource><URL>{yard.url}</URL></OGRWFSDataSource>".encode(),
        ),
        Refused("IMP-036"),
    ),
)


def _endless_database(yard: Yard) -> list[Path]:
    """Return a GeoPackage whose second layer is a view that never ends."""
    path = yard.folder / "a.gpkg"
    documents.geopackage(
        path,
        view="""
        CREATE VIEW endlos AS WITH RECURSIVE zahl(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM zahl)
            SELECT i AS fid, NULL AS geom, 'x' AS name FROM zahl;
        INSERT INTO gpkg_contents VALUES ('endlos', 'features', 'endlos', '',
            '2026-11-23T09:30:00.000Z', NULL, NULL, NULL, NULL, 25832);
        INSERT INTO gpkg_geometry_columns VALUES ('endlos', 'geom', 'POINT', 25832, 0, 0);
        """,
    )
    return [path]


APPETITE: Final = (
    Animal(
        "GML that multiplies laughs",
        file(
            "a.gml",
            lambda: documents.gml(
                UTM32, documents.position(25832), prolog=documents.BILLION_LAUGHS, name="&l9;"
            ),
        ),
        Refused("IMP-034"),
    ),
    Animal(
        "GeoJSON of a hundred thousand brackets",
        file("a.geojson", lambda: documents.nested_arrays(100_000)),
        Refused("IMP-321"),
    ),
    Animal(
        "GeoJSON of a thousand collections in each other",
        file("a.geojson", lambda: documents.nested_collections(1_000)),
        Refused("IMP-321"),
    ),
    Animal(
        "XML of a hundred thousand elements in each other",
        file("a.gml", lambda: b"<a>" * 100_000),
        Refused("IMP-036"),
    ),
    Animal("XLSX that swells", file("a.xlsx", documents.xlsx_bomb), Refused("IMP-016")),
    Animal("a GeoPackage without an end", _endless_database, Refused("IMP-500")),
    Animal(
        "a name that would be a command",
        loose(shapefile, stem="$(id) ;'--"),
        Reported("shapefile", frozenset({"IMP-201"}), epsg=25832),
    ),
    Animal(
        "a field that would be a formula",
        file(
            "a.csv",
            lambda: documents.csv([*documents.degree_rows(), ["=cmd|'/c calc'!A1", "7.1", "51.6"]]),
        ),
        found("csv", "IMP-120", "IMP-410", "IMP-220", "IMP-225", epsg=4326, features=6),
    ),
)

ATTACKERS: Final = (*OTHER_FILES, *NETWORK, *APPETITE)
