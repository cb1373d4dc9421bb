"""Files of one piece: GeoJSON, GML, KML, tables, DXF, GeoPackage, and what pretends to be one."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook

from tests.zoo.build_archives import archive
from tests.zoo.build_shapefile import ORIGINS, STREETS

XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def place(epsg: int, index: int = 0) -> tuple[float, float]:
    """Return the place in ``epsg``, ``index`` times 50 m further east."""
    x, y = ORIGINS[epsg]
    return x + index * (50 / 90_000 if epsg == 4326 else 50.0), y


# GeoJSON -------------------------------------------------------------------------------------


def feature(geometry: Mapping[str, Any] | None, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(
    epsg: int = 4326,
    *,
    swapped: bool = False,
    crs: str | None = None,
    features: Sequence[Mapping[str, Any]] | None = None,
) -> bytes:
    """Return points at the place; ``crs`` is the member that older programs write."""
    if features is None:
        features = [
            feature(
                {"type": "Point", "coordinates": _turned(place(epsg, index), swapped)}, name=name
            )
            for index, name in enumerate(STREETS)
        ]
    collection: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs is not None:
        collection["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(collection, ensure_ascii=False).encode()


def _turned(position: tuple[float, float], swapped: bool) -> list[float]:
    return list(position[::-1] if swapped else position)


def ring(epsg: int = 4326, *, side: float = 0.001) -> list[list[float]]:
    x, y = place(epsg)
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def bow_tie() -> dict[str, Any]:
    """Return a polygon that crosses itself."""
    x, y = place(4326)
    ring = [[x, y], [x + 0.001, y + 0.001], [x + 0.001, y], [x, y + 0.001], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def nested_arrays(depth: int) -> bytes:
    """Return coordinates in so many brackets that a parser that recurses falls over."""
    head = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
    return f'{head}{{"type":"Point","coordinates":{"[" * depth}{"]" * depth}}}}}]}}'.encode()


def nested_collections(depth: int) -> bytes:
    head = '{"type":"GeometryCollection","geometries":['
    inner = '{"type":"Point","coordinates":[7.135,51.595]}'
    geometry = head * depth + inner + "]}" * depth
    return f'{{"type":"Feature","properties":{{}},"geometry":{geometry}}}'.encode()


# XML -----------------------------------------------------------------------------------------


def gml(
    srs: str, position: str, *, prolog: str = "", root: str = "", name: str = "Feldweg"
) -> bytes:
    """Return a WFS answer with one point. ``root`` are further attributes of the collection."""
    return (
        f'{XML}{prolog}<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" '
        'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:a="http://example.org/a" '
        f"{root}><wfs:member>"
        f'<a:weg gml:id="w1"><a:name>{name}</a:name><a:ort><gml:Point gml:id="p1" srsName="{srs}">'
        f"<gml:pos>{position}</gml:pos></gml:Point></a:ort></a:weg></wfs:member>"
        "</wfs:FeatureCollection>"
    ).encode()


def xplan() -> bytes:
    """Return a plan as XPlanGML has it: one area and its name."""
    x, y = place(25832)
    ring = f"{x} {y} {x} {y + 40} {x + 40} {y + 40} {x + 40} {y} {x} {y}"
    return (
        f'{XML}<xplan:XPlanAuszug xmlns:xplan="http://www.xplanung.de/xplangml/6/0" '
        'xmlns:gml="http://www.opengis.net/gml/3.2" gml:id="x1"><gml:featureMember>'
        '<xplan:BP_Plan gml:id="p1"><xplan:name>Zeche Ewald</xplan:name><xplan:nummer>212'
        "</xplan:nummer><xplan:raeumlicherGeltungsbereich>"
        '<gml:Polygon gml:id="g1" srsName="EPSG:25832"><gml:exterior><gml:LinearRing>'
        f"<gml:posList>{ring}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
        "</xplan:raeumlicherGeltungsbereich></xplan:BP_Plan></gml:featureMember>"
        "</xplan:XPlanAuszug>"
    ).encode()


def gpx() -> bytes:
    lon, lat = place(4326)
    return (
        f'{XML}<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
        f'<wpt lat="{lat}" lon="{lon}"><name>Feldweg</name></wpt></gpx>'
    ).encode()


def position(epsg: int, *, swapped: bool = False) -> str:
    x, y = _turned(place(epsg), swapped)
    return f"{x} {y}"


BILLION_LAUGHS: Final = (
    '<!DOCTYPE lol [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]>\n"
)


def entity_of_file(path: Path) -> str:
    return f'<!DOCTYPE x [<!ENTITY secret SYSTEM "file://{path}">]>\n'


def late_dtd() -> str:
    """Return a prolog whose DTD hides behind a long comment."""
    return f"<!--{' ' * 300_000}-->\n" + entity_of_file(Path("/etc/hostname"))


def in_utf_16(content: bytes) -> bytes:
    """Return an XML document in UTF-16: a search for ``<!DOCTYPE`` in its bytes finds nothing."""
    return content.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def nas() -> bytes:
    return (
        f'{XML}<AX_Bestandsdatenauszug xmlns="http://www.adv-online.de/namespaces/adv/gid/7.1">'
        "<enthaelt/></AX_Bestandsdatenauszug>"
    ).encode()


def vrt(source: str) -> bytes:
    """Return a virtual file of GDAL's: it shows the contents of ``source``."""
    return (
        '<OGRVRTDataSource><OGRVRTLayer name="canary">'
        f"<SrcDataSource>{source}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    ).encode()


def kml(*, prolog: str = "", name: str = "Feldweg", extra: str = "") -> bytes:
    lon, lat = place(4326)
    return (
        f'{XML}{prolog}<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Wege</name>'
        f"{extra}<Placemark><name>{name}</name><Point><coordinates>{lon},{lat},0</coordinates>"
        "</Point></Placemark></Document></kml>"
    ).encode()


def kmz(document: bytes) -> bytes:
    return archive([("doc.kml", document)])


# Tables --------------------------------------------------------------------------------------

Rows = Sequence[Sequence[object]]


def gauss_krueger_rows() -> list[list[str]]:
    """Return Rechtswert and Hochwert as people in Germany write them."""
    rows = [["Straße", "Rechtswert", "Hochwert"]]
    for index, name in enumerate(STREETS):
        x, y = place(31466, index)
        rows.append([name, f"{x:.2f}".replace(".", ","), f"{y:.2f}".replace(".", ",")])
    return rows


def degree_rows() -> list[list[str]]:
    rows = [["name", "lon", "lat"]]
    for index, name in enumerate(STREETS):
        lon, lat = place(4326, index)
        rows.append([name, f"{lon:.6f}", f"{lat:.6f}"])
    return rows


def address_rows() -> list[list[str]]:
    """Return people with where they can be reached: nothing for a public map."""
    x, y = place(25832)
    return [
        ["Nachname", "E-Mail", "Telefon", "IBAN", "Geburtsdatum", "E", "N"],
        *(
            [
                *(who, f"{who.lower()}@example.org", "02366 303-1", "DE02120300000000202051"),
                *("24.12.1961", str(x + 50 * n), str(y)),
            ]
            for n, who in enumerate(("Kowalski", "Schmidt", "Yilmaz"))
        ),
    ]


def shape_rows(*, prefix: str = "") -> list[list[str]]:
    """Return shapes as text, as QGIS and PostGIS write them."""
    x, y = place(25832)
    ring = f"{x} {y},{x + 40} {y},{x + 40} {y + 40},{x} {y}"
    shapes = (f"POLYGON(({ring}))", f"LINESTRING ({x} {y}, {x + 9} {y})", f"Point Z({x} {y} 55)")
    return [["name", "wkt"], *([f"f{n}", f'"{prefix}{one}"'] for n, one in enumerate(shapes))]


def dms_rows() -> list[list[str]]:
    return [
        ["name", "Breite", "Länge"],
        ["Feldweg", "51° 35' 42,0'' N", "7° 8' 6,0'' O"],
        ["Königstraße", "N 51° 35,71'", "E 7° 8,1'"],
    ]


def csv(rows: Rows, *, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    lines = (delimiter.join(str(cell) for cell in row) for row in rows)
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def xlsx(rows: Rows) -> bytes:
    return xlsx_of({"Blatt": rows})


def xlsx_of(sheets: Mapping[str, Rows]) -> bytes:
    """Return a workbook of sheets by name."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    book.close()
    return buffer.getvalue()


def xlsx_with_dtd(path: Path) -> bytes:
    """Return a workbook whose sheet asks for another file."""
    sheet = (
        f"{XML}{entity_of_file(path)}"
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&secret;</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    return _workbook(sheet.encode())


def xlsx_bomb(megabytes: int = 60) -> bytes:
    """Return a workbook with one cell of spaces, packed a thousand to one."""
    sheet = (
        f'{XML}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{" " * megabytes * 1_000_000}'
        "</t></is></c></row></sheetData></worksheet>"
    )
    return _workbook(sheet.encode())


def _workbook(sheet: bytes) -> bytes:
    office = "http://schemas.openxmlformats.org"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return archive(
        [
            (
                "[Content_Types].xml",
                (
                    f'{XML}<Types xmlns="{office}/package/2006/content-types">'
                    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-'
                    'package.relationships+xml"/>'
                    f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
                    '<Override PartName="/xl/worksheets/sheet1.xml" '
                    f'ContentType="{types}.worksheet+xml"/></Types>'
                ).encode(),
            ),
            ("_rels/.rels", _relation("officeDocument", "xl/workbook.xml")),
            (
                "xl/workbook.xml",
                (
                    f'{XML}<workbook xmlns="{office}/spreadsheetml/2006/main" '
                    f'xmlns:r="{office}/officeDocument/2006/relationships"><sheets>'
                    '<sheet name="Blatt" sheetId="1" r:id="rId1"/></sheets></workbook>'
                ).encode(),
            ),
            ("xl/_rels/workbook.xml.rels", _relation("worksheet", "worksheets/sheet1.xml")),
            ("xl/worksheets/sheet1.xml", sheet),
        ]
    )


def _relation(kind: str, target: str) -> bytes:
    office = "http://schemas.openxmlformats.org"
    return (
        f'{XML}<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        "</Relationships>"
    ).encode()


# Drawings and databases ----------------------------------------------------------------------


def dxf(epsg: int = 25832) -> bytes:
    """Return a drawing with one line; a DXF never says its reference system."""
    x, y = place(epsg)
    pairs: list[tuple[int, object]] = [
        *((0, "SECTION"), (2, "ENTITIES"), (0, "LINE"), (8, "KANAL")),
        *((10, x), (20, y), (30, 0.0), (11, x + 40), (21, y + 30), (31, 0.0)),
        *((0, "ENDSEC"), (0, "EOF")),
    ]
    return "".join(f"{code:>3}\n{value}\n" for code, value in pairs).encode("ascii")


DWG: Final = b"AC1032" + bytes(122)
FLATGEOBUF_MAGIC: Final = b"fgb\x03fgb\x00"


def tiff(tags: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """Return a little-endian TIFF of 2 × 2 grey pixels; ``tags`` are added or lie."""
    own = {
        256: (3, 1, 2),
        257: (3, 1, 2),
        258: (3, 1, 8),
        259: (3, 1, 1),
        262: (3, 1, 1),
        273: (4, 1, 8),
        277: (3, 1, 1),
        278: (3, 1, 2),
        279: (4, 1, 4),
    }
    own.update({tag: (kind, count, value) for tag, kind, count, value in tags})
    directory = b"".join(struct.pack("<2H2I", tag, *own[tag]) for tag in sorted(own))
    pixels = bytes((0, 85, 170, 255))
    return (
        struct.pack("<2sHI", b"II", 42, 12)
        + pixels
        + struct.pack("<H", len(own))
        + directory
        + bytes(4)
    )


_GEOPACKAGE_TABLES: Final = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
    organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
    definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT,
    description TEXT, last_change DATETIME, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE,
    max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,
    m TINYINT NOT NULL);
"""
_APPLICATION_ID: Final = 0x47504B47


def geopackage(path: Path, layers: Sequence[str] = ("wege",), *, view: str = "") -> None:
    """Write a GeoPackage of points; ``view`` is SQL of the file's own that a reader would run."""
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        database.execute("PRAGMA user_version = 10300")
        database.executescript(_GEOPACKAGE_TABLES)
        database.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, 25832, 'EPSG', 25832, 'undefined', '')",
            ("ETRS89 / UTM zone 32N",),
        )
        for layer in layers:
            _add_layer(database, layer)
        database.executescript(view)
        database.commit()


def _add_layer(database: sqlite3.Connection, layer: str) -> None:
    database.execute(f'CREATE TABLE "{layer}" (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT)')
    database.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', '2026-11-23T09:30:00.000Z',"
        " NULL, NULL, NULL, NULL, 25832)",
        (layer, layer),
    )
    database.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', 25832, 0, 0)", (layer,)
    )
    for index, name in enumerate(STREETS):
        blob = struct.pack("<2sBBi", b"GP", 0, 1, 25832) + struct.pack(
            "<BI2d", 1, 1, *place(25832, index)
        )
        database.execute(f'INSERT INTO "{layer}" (geom, name) VALUES (?, ?)', (blob, name))


def geopackage_in_wal(path: Path) -> None:
    """Write a GeoPackage that says its changes stand in another file, which nobody sent."""
    geopackage(path)
    content = bytearray(path.read_bytes())
    content[18:20] = b"\x02\x02"
    path.write_bytes(content)


def add_table(path: Path) -> None:
    """Add to a GeoPackage a table without places."""
    with closing(sqlite3.connect(path)) as database:
        database.execute('CREATE TABLE "legende" (fid INTEGER PRIMARY KEY, text TEXT)')
        database.execute("INSERT INTO legende (text) VALUES ('Weg')")
        database.execute(
            "INSERT INTO gpkg_contents VALUES ('legende', 'attributes', 'legende', '',"
            " '2026-11-23T09:30:00.000Z', NULL, NULL, NULL, NULL, 0)"
        )
        database.commit()


def plain_database(path: Path) -> None:
    """Write an SQLite database that is no GeoPackage."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE kasse (name TEXT)")
        database.commit()
