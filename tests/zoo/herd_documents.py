"""Files of one piece: honest and odd ones."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from services.imports.model import Format
from tests.zoo import build_documents as documents
from tests.zoo.animal import Animal, Refused, Reported, Yard, file
from tests.zoo.build_archives import archive, cut_off
from tests.zoo.build_shapefile import STREETS

LON, LAT = documents.place(4326)


def found(
    form: Format,
    *codes: str,
    epsg: int | None = None,
    swapped: bool = False,
    features: int = 5,
    layers: int = 1,
    encoding: str | None = None,
    refused: str | None = None,
) -> Reported:
    return Reported(
        form,
        frozenset(codes),
        epsg=epsg,
        swapped=swapped,
        encoding=encoding,
        layers=layers,
        features=features,
        refused=refused,
    )


def _point(lon: object = LON, lat: object = LAT) -> dict[str, object]:
    return {"type": "Point", "coordinates": [lon, lat]}


def _two_geometries() -> bytes:
    area = {"type": "Polygon", "coordinates": [documents.ring()]}
    return documents.geojson(
        features=[documents.feature(_point(), name="a"), documents.feature(area, name="b")]
    )


def _nested_values() -> bytes:
    return documents.geojson(
        features=[documents.feature(_point(), träger={"amt": 66, "wege": ["Nord", {"a": None}]})]
    )


GEOJSON: Final = (
    Animal("GeoJSON", file("a.geojson", documents.geojson), found("geojson", "IMP-207", epsg=4326)),
    Animal(
        "GeoJSON named .txt",
        file("a.txt", documents.geojson),
        found("geojson", "IMP-207", epsg=4326),
    ),
    Animal(
        "GeoJSON with UTM numbers",
        file("a.geojson", lambda: documents.geojson(25832)),
        found("geojson", "IMP-211", epsg=25832),
    ),
    Animal(
        "GeoJSON with latitude first",
        file("a.geojson", lambda: documents.geojson(swapped=True)),
        found("geojson", "IMP-210", epsg=4326, swapped=True),
    ),
    Animal(
        "GeoJSON that declares its system",
        file("a.json", lambda: documents.geojson(25832, crs="urn:ogc:def:crs:EPSG::25832")),
        found("geojson", "IMP-201", epsg=25832),
    ),
    Animal(
        "GeoJSON that declares nonsense",
        file("a.json", lambda: documents.geojson(crs="urn:ogc:def:crs:EPSG::999999")),
        found("geojson", "IMP-207", epsg=4326),
    ),
    Animal(
        "GeoJSON after a byte order mark",
        file("a.geojson", lambda: b"\xef\xbb\xbf" + documents.geojson()),
        found("geojson", "IMP-207", epsg=4326),
    ),
    Animal(
        "GeoJSON of one feature",
        file(
            "a.geojson",
            lambda: documents.nested_collections(0),
        ),
        found("geojson", "IMP-207", epsg=4326, features=1),
    ),
    Animal(
        "GeoJSON without features",
        file("a.geojson", lambda: documents.geojson(features=[])),
        Refused("IMP-311"),
    ),
    Animal(
        "GeoJSON without geometries",
        file(
            "a.geojson",
            lambda: documents.geojson(features=[documents.feature(None, name=n) for n in STREETS]),
        ),
        Refused("IMP-352"),
    ),
    Animal(
        "GeoJSON of points and polygons",
        file("a.geojson", _two_geometries),
        found("geojson", "IMP-309", epsg=4326, features=2),
    ),
    Animal(
        "GeoJSON with a bow tie",
        file(
            "a.geojson",
            lambda: documents.geojson(features=[documents.feature(documents.bow_tie(), a=1)]),
        ),
        found("geojson", "IMP-303", "IMP-304", epsg=4326, features=1, refused="IMP-351"),
    ),
    Animal(
        "GeoJSON with values in values",
        file("a.geojson", _nested_values),
        found("geojson", "IMP-207", epsg=4326, features=1),
    ),
    Animal(
        "GeoJSON in Latin-1",
        file("a.geojson", lambda: documents.geojson().decode().encode("latin-1")),
        found("geojson", "IMP-121", epsg=4326, encoding="CP1252"),
    ),
    Animal(
        "GeoJSON that broke off",
        file("a.geojson", lambda: cut_off(documents.geojson())),
        Refused("IMP-321"),
    ),
    Animal(
        "JSON that is no map", file("a.geojson", lambda: b'{"kasse": [1, 2]}'), Refused("IMP-040")
    ),
    Animal(
        "GeoJSON with text for numbers",
        file(
            "a.geojson",
            lambda: documents.geojson(
                features=[documents.feature(_point("sieben", "einundfünfzig"), a=1)]
            ),
        ),
        Refused("IMP-352"),
    ),
    Animal(
        "GeoJSON beyond all numbers",
        file(
            "a.geojson",
            lambda: documents.geojson(features=[documents.feature(_point(), a=1)]).replace(
                b"51.595", b"1e999"
            ),
        ),
        Refused("IMP-321"),
    ),
)

GML: Final = (
    Animal(
        "GML of a WFS",
        file(
            "a.gml",
            lambda: documents.gml("urn:ogc:def:crs:EPSG::25832", documents.position(25832)),
        ),
        found("gml", "IMP-201", epsg=25832, features=1),
    ),
    Animal(
        "GML with latitude first, as its name demands",
        file(
            "a.gml",
            lambda: documents.gml(
                "urn:ogc:def:crs:EPSG::4326", documents.position(4326, swapped=True)
            ),
        ),
        found("gml", "IMP-201", epsg=4326, features=1),
    ),
    Animal(
        "GML with latitude first under a short name",
        file("a.gml", lambda: documents.gml("EPSG:4326", documents.position(4326, swapped=True))),
        found("gml", "IMP-210", epsg=4326, swapped=True, features=1),
    ),
    Animal(
        "GML of the surveyors",
        file(
            "a.gml",
            lambda: documents.gml("urn:adv:crs:ETRS89_UTM32", documents.position(25832)),
        ),
        found("gml", "IMP-201", epsg=25832, features=1),
    ),
    Animal(
        "GML of the surveyors, Gauß-Krüger",
        file(
            "a.gml",
            lambda: documents.gml("urn:adv:crs:DE_DHDN_3GK2", documents.position(31466)),
        ),
        found("gml", "IMP-201", epsg=31466, features=1),
    ),
    Animal(
        "GML named .txt",
        file(
            "a.txt",
            lambda: documents.gml("urn:ogc:def:crs:EPSG::25832", documents.position(25832)),
        ),
        found("gml", "IMP-201", epsg=25832, features=1),
    ),
    Animal(
        "GML that broke off",
        file(
            "a.gml",
            lambda: cut_off(
                documents.gml("urn:ogc:def:crs:EPSG::25832", documents.position(25832)), 0.9
            ),
        ),
        Refused("IMP-321"),
    ),
    Animal(
        "XPlanGML", file("a.gml", documents.xplan), found("gml", "IMP-201", epsg=25832, features=1)
    ),
    Animal("GPX", file("a.gpx", documents.gpx), Refused("IMP-036")),
    Animal("NAS of the cadastre", file("a.xml", documents.nas), Refused("IMP-032")),
    Animal(
        "XML of something else",
        file("a.xml", lambda: b"<?xml version='1.0'?><a/>"),
        Refused("IMP-036"),
    ),
)

KML: Final = (
    Animal("KML", file("a.kml", documents.kml), found("kml", "IMP-308", epsg=4326, features=1)),
    Animal(
        "KMZ",
        file("a.kmz", lambda: documents.kmz(documents.kml())),
        found("kml", "IMP-308", epsg=4326, features=1),
    ),
    Animal(
        "KMZ without a document",
        file("a.kmz", lambda: archive([("bild.png", b"\x89PNG\r\n\x1a\n")])),
        Refused("IMP-030"),
    ),
)

TABLES: Final = (
    Animal(
        "CSV with Rechtswert and Hochwert",
        file("a.csv", lambda: documents.csv(documents.gauss_krueger_rows())),
        found("csv", "IMP-120", "IMP-410", "IMP-220", "IMP-224", epsg=31466, encoding="UTF-8"),
    ),
    Animal(
        "CSV in CP1252",
        file("a.csv", lambda: documents.csv(documents.gauss_krueger_rows(), encoding="cp1252")),
        found("csv", "IMP-120", "IMP-410", "IMP-220", "IMP-224", epsg=31466, encoding="CP1252"),
    ),
    Animal(
        "CSV in UTF-16",
        file("a.csv", lambda: documents.csv(documents.gauss_krueger_rows(), encoding="utf-16")),
        found("csv", "IMP-410", "IMP-220", "IMP-224", epsg=31466),
    ),
    Animal(
        "CSV with degrees and commas",
        file("a.csv", lambda: documents.csv(documents.degree_rows(), delimiter=",")),
        found("csv", "IMP-120", "IMP-410", "IMP-220", "IMP-225", epsg=4326),
    ),
    Animal(
        "CSV with tabulators",
        file("a.txt", lambda: documents.csv(documents.degree_rows(), delimiter="\t")),
        found("csv", "IMP-120", "IMP-410", "IMP-220", "IMP-225", epsg=4326),
    ),
    Animal(
        "CSV without a place",
        file("a.csv", lambda: documents.csv([["Straße", "Nummer"], ["Feldweg", "7"]])),
        found("csv", "IMP-413", epsg=0, features=1, refused="IMP-232"),
    ),
    Animal(
        "CSV about people",
        file("a.csv", lambda: documents.csv(documents.address_rows())),
        found("csv", "IMP-431", "IMP-410", "IMP-224", epsg=25832, features=3),
    ),
    Animal(
        "CSV with rows of unequal length",
        file(
            "a.csv",
            lambda: documents.csv(
                [*documents.degree_rows(), ["zu kurz"], ["zu", "7", "51", "lang"]]
            ),
        ),
        found(
            "csv",
            "IMP-120",
            "IMP-410",
            "IMP-408",
            "IMP-414",
            "IMP-220",
            "IMP-225",
            epsg=4326,
            features=7,
        ),
    ),
    Animal(
        "CSV with holes in its numbers",
        file(
            "a.csv",
            lambda: documents.csv(
                [*documents.degree_rows(), ["ohne", "", ""], ["?", "k. A.", "-"]]
            ),
        ),
        found("csv", "IMP-120", "IMP-410", "IMP-414", "IMP-220", "IMP-225", epsg=4326, features=7),
    ),
    Animal(
        "CSV of a header alone",
        file("a.csv", lambda: b"name;lon;lat\r\n"),
        Refused("IMP-401"),
    ),
    Animal(
        "CSV with a cell of two megabytes",
        file(
            "a.csv",
            lambda: documents.csv([*documents.degree_rows(), ["x" * 2_000_000, "7.135", "51.595"]]),
        ),
        Refused("IMP-403"),
    ),
    Animal(
        "XLSX",
        file("a.xlsx", lambda: documents.xlsx(documents.degree_rows())),
        found("xlsx", "IMP-410", "IMP-220", "IMP-225", epsg=4326),
    ),
    Animal(
        "XLSX without a place",
        file("a.xlsx", lambda: documents.xlsx([["Straße"], ["Feldweg"]])),
        found("xlsx", "IMP-413", epsg=0, features=1, refused="IMP-232"),
    ),
    Animal(
        "CSV with shapes as text",
        file("a.csv", lambda: documents.csv(documents.shape_rows())),
        found("csv", "IMP-422", "IMP-220", "IMP-224", epsg=25832, features=3),
    ),
    Animal(
        "CSV with shapes as text that name their system",
        file("a.csv", lambda: documents.csv(documents.shape_rows(prefix="SRID=25832;"))),
        found("csv", "IMP-422", "IMP-201", epsg=25832, features=3),
    ),
    Animal(
        "CSV with shapes as text, two of them broken",
        file(
            "a.csv",
            lambda: documents.csv(
                [
                    *documents.shape_rows(),
                    ["a", '"POINT(drei vier)"'],
                    ["b", '"POLYGON((1 2, 3 4"'],
                ]
            ),
        ),
        found("csv", "IMP-422", "IMP-301", "IMP-220", "IMP-224", epsg=25832, features=5),
    ),
    Animal(
        "CSV with degrees, minutes and seconds",
        file("a.csv", lambda: documents.csv(documents.dms_rows())),
        found("csv", "IMP-120", "IMP-410", "IMP-220", "IMP-225", epsg=4326, features=2),
    ),
    Animal(
        "CSV with two pairs of coordinates",
        file(
            "a.csv",
            lambda: documents.csv(
                [
                    ["Ort", "Rechtswert", "Hochwert", "GK_R", "GK_H"],
                    ["Feldweg", "370819,75", "5717642,33", "2578692,71", "5718453,01"],
                ]
            ),
        ),
        found("csv", "IMP-411", "IMP-220", "IMP-224", epsg=25832, features=1),
    ),
    Animal(
        "XLSX of two sheets with data",
        file(
            "a.xlsx",
            lambda: documents.xlsx_of(
                {"Orte": documents.degree_rows(), "Leer": [], "Mehr": documents.degree_rows()}
            ),
        ),
        found("xlsx", "IMP-416", "IMP-410", epsg=4326, layers=2),
    ),
    Animal("XLSX without a row", file("a.xlsx", lambda: documents.xlsx([])), Refused("IMP-401")),
)


def _database(yard: Yard, *layers: str) -> list[Path]:
    path = yard.folder / "a.gpkg"
    documents.geopackage(path, layers)
    return [path]


def _with_table(yard: Yard) -> list[Path]:
    (path,) = _database(yard, "wege")
    documents.add_table(path)
    return [path]


def _only_table(yard: Yard) -> list[Path]:
    (path,) = _database(yard)
    documents.add_table(path)
    return [path]


def _in_wal(yard: Yard) -> list[Path]:
    path = yard.folder / "a.gpkg"
    documents.geopackage_in_wal(path)
    return [path]


def _broken_database(yard: Yard) -> list[Path]:
    (path,) = _database(yard, "wege")
    path.write_bytes(cut_off(path.read_bytes()))
    return [path]


def _plain_database(yard: Yard) -> list[Path]:
    documents.plain_database(yard.folder / "a.gpkg")
    return [yard.folder / "a.gpkg"]


DRAWINGS_AND_DATABASES: Final = (
    Animal(
        "DXF",
        file("a.dxf", documents.dxf),
        found("dxf", "IMP-220", "IMP-224", "IMP-308", epsg=25832, features=1),
    ),
    Animal(
        "DXF that broke off",
        file("a.dxf", lambda: cut_off(documents.dxf(), 0.7)),
        Refused("IMP-311"),
    ),
    Animal("DWG", file("a.dwg", lambda: documents.DWG), Refused("IMP-033")),
    Animal("DWG named .dxf", file("a.dxf", lambda: documents.DWG), Refused("IMP-033")),
    Animal(
        "GeoPackage",
        lambda yard: _database(yard, "wege"),
        found("geopackage", "IMP-201", epsg=25832),
    ),
    Animal(
        "GeoPackage of two layers",
        lambda yard: _database(yard, "wege", "plätze 'Süd'"),
        found("geopackage", "IMP-201", epsg=25832, layers=2),
    ),
    Animal(
        "GeoPackage with a table that has no place",
        _with_table,
        found("geopackage", "IMP-201", "IMP-312", epsg=25832),
    ),
    Animal(
        "GeoPackage whose last changes stand elsewhere",
        _in_wal,
        found("geopackage", "IMP-201", epsg=25832),
    ),
    Animal("GeoPackage of a table alone", _only_table, Refused("IMP-352")),
    Animal("GeoPackage of no layer", lambda yard: _database(yard), Refused("IMP-321")),
    Animal("GeoPackage that broke off", _broken_database, Refused("IMP-321")),
    Animal("a database of something else", _plain_database, Refused("IMP-041")),
    Animal(
        "FlatGeobuf of its first bytes",
        file("a.fgb", lambda: documents.FLATGEOBUF_MAGIC),
        Refused("IMP-021"),
    ),
    Animal("TIFF without a place", file("a.tif", documents.tiff), Refused("IMP-330")),
    Animal(
        "TIFF of four billion pixels a side",
        file("a.tif", lambda: documents.tiff([(256, 4, 1, 2**32 - 1), (257, 4, 1, 2**32 - 1)])),
        Refused("IMP-321"),
    ),
    Animal("PDF", file("a.pdf", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), Refused("IMP-030")),
    Animal("no bytes", file("a.geojson", lambda: b""), Refused("IMP-003")),
    Animal("zeros", file("a.shp", lambda: bytes(4_096)), Refused("IMP-030")),
)

DOCUMENTS: Final = (*GEOJSON, *GML, *KML, *TABLES, *DRAWINGS_AND_DATABASES)
