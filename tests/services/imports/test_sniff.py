"""The content tells the format; what cannot be taken is refused with the reason."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.imports.codes import CODES
from services.imports.model import FORMATS, Format, ImportRefusedError
from services.imports.sniff import is_archive, sniff

SHP = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 50) + struct.pack("<2i", 1000, 5) + bytes(64)
WFS = (
    '<?xml version="1.0" encoding="{encoding}"?>\n<!-- Straße -->'
    '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" '
    'xmlns:gml="http://www.opengis.net/gml/3.2"></wfs:FeatureCollection>'
)
VRT = (
    "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource>"
    "</OGRVRTLayer></OGRVRTDataSource>"
)
LAUGHS = (
    "<?xml version='1.0'?>\n<!DOCTYPE kml [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY a{n} '{'&a;' * 10}'>" for n in range(10))
    + "]>\n<kml>&a9;</kml>"
)
FOREIGN = "<!DOCTYPE kml [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><kml>&x;</kml>"


def sqlite(application_id: bytes) -> bytes:
    return b"SQLite format 3\0" + bytes(52) + application_id + bytes(28)


def packed(entries: Mapping[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook(**more: str) -> bytes:
    parts = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}
    return packed({**parts, **{f"xl/{name}.xml": content for name, content in more.items()}})


KNOWN: list[tuple[Format, bytes]] = [
    ("shapefile", SHP),
    ("geopackage", sqlite(b"GPKG")),
    ("geopackage", sqlite(b"GP10")),
    ("geopackage", sqlite(b"GP11")),
    ("geotiff", b"II*\0" + bytes(99)),
    ("geotiff", b"MM\0*" + bytes(99)),
    ("geotiff", b"II+\0" + bytes(99)),
    ("geotiff", b"MM\0+" + bytes(99)),
    ("flatgeobuf", b"fgb\x03fgb\x00" + bytes(99)),
    ("geojson", b'{"type": "FeatureCollection", "features": []}'),
    ("geojson", b'\xef\xbb\xbf\n {"features":[], "type" :\n"FeatureCollection"}'),
    ("geojson", b'{"name":"' + b"x" * 100_000 + b'","type":"Feature"}'),
    ("geojson", b'{"type":"MultiPolygon","coordinates":[]}'),
    ("geojson", b'{"type":"FeatureCollection","features":[\n{\n"type":"Feature"\n},\n{\n}]}'),
    ("gml", WFS.format(encoding="utf-8").encode()),
    ("gml", b"\xef\xbb\xbf" + WFS.format(encoding="utf-8").encode()),
    ("gml", WFS.format(encoding="UTF-16").encode("utf-16")),
    ("gml", WFS.format(encoding="ISO-8859-1").encode("latin-1")),
    ("gml", WFS.format(encoding="windows-1252").encode("cp1252")),
    ("gml", b"\r\n" + WFS.format(encoding="utf-8").encode()),
    ("gml", b"<x:XPlanAuszug xmlns:x='http://www.xplanung.de/xplangml/5/4' "
            b"xmlns:gml='http://www.opengis.net/gml/3.2'/>"),
    ("kml", b"<?xml version='1.0'?><kml xmlns='http://www.opengis.net/kml/2.2'/>"),
    ("kml", b"<kml/>"),
    ("dxf", b"  0\r\nSECTION\r\n  2\r\nHEADER\r\n"),
    ("dxf", b"999\nmade by hand; with, signs\n0\nSECTION\n2\nENTITIES\n"),
    ("csv", "Name;Rechtswert;Hochwert\nStraße;370819,75;5717000,5\n".encode()),
    ("csv", "Name;Rechtswert;Hochwert\nStraße;370819,75;5717000,5\n".encode("cp1252")),
    ("csv", "Name\tX\tY\nStraße\t1\t2\n".encode("utf-16")),
    ("csv", b"name,lon,lat\nBench,7.1,51.6\n"),
    ("csv", b"name,lon,lat"),
    ("csv", b"a|b\n1|2\n"),
    ("csv", b'"Name; lang";X\n"zwei\nZeilen";1\n'),
    ("csv", b"Auszug vom 1.2.\n\nName;X;Y\na;1;2\nb;1;2\n"),
    ("xlsx", workbook()),
]  # fmt: skip

REFUSED = [
    ("IMP-003", b""),
    ("IMP-019", packed({"p.shp": "x"})),
    ("IMP-030", b"Lies mich bitte.\nDas ist ein Text, mit Komma.\nUnd noch einer.\n"),
    ("IMP-030", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    ("IMP-030", b"\x7fELF\x02\x01\x01\0" + bytes(99)),
    ("IMP-030", bytes(4_096)),
    ("IMP-030", b"a;b\0;c\n1;2;3\n"),
    ("IMP-031", VRT.encode()),
    ("IMP-031", b"\n\t  " + VRT.encode()),
    ("IMP-031", b"<?xml version='1.0'?><!-- x -->" + VRT.encode()),
    ("IMP-031", VRT.encode("utf-16")),
    ("IMP-031", b'{"type":"FeatureCollection","a":"' + VRT.encode() + b'"}'),
    ("IMP-031", b"a;b;c\n1;2;" + VRT.encode()),
    ("IMP-031", b"<VRTDataset rasterXSize='1' rasterYSize='1'/>"),
    ("IMP-031", b"<GDALTileIndexDataset/>"),
    ("IMP-032", b"<AX_Bestandsdatenauszug "
                b"xmlns='http://www.adv-online.de/namespaces/adv/gid/7.1'/>"),
    ("IMP-032", b"<a:Auszug xmlns:a='http://www.adv-online.de/namespaces/adv/gid/6.0'/>"),
    ("IMP-033", b"AC1032" + bytes(99)),
    ("IMP-034", LAUGHS.encode()),
    ("IMP-034", LAUGHS.encode("utf-16")),
    ("IMP-034", FOREIGN.encode()),
    ("IMP-034", b"<!-- " + b"x" * 50_000 + b" --><!DOCTYPE kml><kml/>"),
    ("IMP-034", b"<!DOCTYPE kml SYSTEM 'http://127.0.0.1/x.dtd'><kml/>"),
    ("IMP-034", workbook(evil=LAUGHS)),
    ("IMP-035", b"<<"),
    ("IMP-035", b"<kml"),
    ("IMP-035", b"<?xml version='1.0' encoding='nonsense'?><kml/>"),
    ("IMP-035", b"<!--" + b"x" * 2_000_000 + b"--><kml/>"),
    ("IMP-036", b"<gpx version='1.1'/>"),
    ("IMP-036", b"<qgis/>"),
    ("IMP-037", b"<w:WFS_Capabilities xmlns:w='http://www.opengis.net/wfs/2.0'/>"),
    ("IMP-037", b"<GDAL_WMS><Service/></GDAL_WMS>"),
    ("IMP-038", b"<ows:ExceptionReport xmlns:ows='http://www.opengis.net/ows/1.1'/>"),
    ("IMP-038", b"<ServiceExceptionReport/>"),
    ("IMP-039", b"<!DOCTYPE html><html><body>Login</body></html>"),
    ("IMP-039", b"\xef\xbb\xbf\n<HTML lang='de'>"),
    ("IMP-039", b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>"),
    ("IMP-040", b'{"a": 1}'),
    ("IMP-040", b'{"type":"Topology","objects":{"a":{"type":"GeometryCollection"}}}'),
    ("IMP-040", b'{"geometryType":"esriGeometryPoint","features":[]}'),
    ("IMP-040", b'{"type":"gdal_streamed_alg","command_line":"gdal vector pipeline"}'),
    ("IMP-040", b'{"type":"Feature"}\n{"type":"Feature"}\n'),
    ("IMP-040", b'\x1e{"type":"Feature"}\n\x1e{"type":"Feature"}\n'),
    ("IMP-040", b"[" * 100_000),
    ("IMP-040", b"{}" + b"\n" * 999_990),
    ("IMP-030", b"0" + b"\n" * 999_990),
    ("IMP-030", b"}\n" * 499_990),
    ("IMP-041", sqlite(b"\0\0\0\0")),
    ("IMP-041", sqlite(b"MPBX")),
    ("IMP-042", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)),
    ("IMP-042", packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})),
    ("IMP-042", packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})),
    ("IMP-043", b"7z\xbc\xaf\x27\x1c" + bytes(99)),
    ("IMP-043", b"Rar!\x1a\x07\x01\x00"),
    ("IMP-043", b"\x1f\x8b\x08" + bytes(99)),
    ("IMP-043", bytes(257) + b"ustar" + bytes(250)),
    ("IMP-044", b"AutoCAD Binary DXF\r\n\x1a\0"),
]  # fmt: skip


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "named.shp"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("expected", "content"), KNOWN)
def test_the_content_tells_the_format(tmp_path: Path, expected: Format, content: bytes) -> None:
    assert sniff(written(tmp_path, content)) == expected


@pytest.mark.parametrize(("code", "content"), REFUSED)
def test_what_is_not_ours_is_refused_with_its_code(
    tmp_path: Path, code: str, content: bytes
) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        sniff(written(tmp_path, content))

    assert refused.value.code == code


def test_a_workbook_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        sniff(written(tmp_path, workbook(sheet="<a/>" + " " * 50_000_000)))

    assert refused.value.code == "IMP-016"


def test_a_cut_off_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        sniff(written(tmp_path, workbook()[:-30]))

    assert refused.value.code == "IMP-010"


@pytest.mark.parametrize(
    ("expected", "content"),
    [
        (True, packed({"p.shp": "x"})),
        (True, packed({"doc.kml": "<kml/>"})),
        (True, packed({})),
        (True, packed({"p.shp": "x"})[:40]),
        (False, workbook()),
        (False, packed({"mimetype": "application/vnd.oasis.opendocument.text"})),
        (False, b'{"type":"Feature"}'),
        (False, b""),
        (False, SHP),
    ],
    ids=["parts", "kml", "empty", "cut", "workbook", "document", "json", "nothing", "shapefile"],
)
def test_an_archive_of_files_is_told_from_a_packed_document(
    tmp_path: Path, expected: bool, content: bytes
) -> None:
    assert is_archive(written(tmp_path, content)) is expected


STARTS = [content[:80] for _, content in KNOWN] + [content[:80] for _, content in REFUSED]


@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=200))
def test_no_bytes_make_it_stumble(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "odd"
    path.write_bytes(start + rest)

    try:
        outcome: str = sniff(path)
    except ImportRefusedError as refused:
        outcome = refused.code

    assert outcome in FORMATS or outcome in CODES


def test_a_table_with_a_very_long_cell_is_a_table(tmp_path: Path) -> None:
    file = tmp_path / "funde.csv"
    file.write_text(f"ort;notiz\nMitte;{'x' * 200_000}\n", encoding="utf-8")

    limit = csv.field_size_limit(131_072)  # as a fresh process has it
    try:
        found = sniff(file)
    finally:
        csv.field_size_limit(limit)

    assert found == "csv"
