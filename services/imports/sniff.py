"""What a file is, by its content alone: names lie, and GDAL opens whatever it recognises.

A VRT under another name makes GDAL read other files of the server or ask the network, so the
format found here decides which one driver may open the file.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

from services.imports import xml_root
from services.imports.model import Format, ImportRefusedError
from services.imports.unzip import ArchiveLimits, opened, refusing_broken

_HEAD_BYTES: Final = 1_000_000
_ZIP_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_SQLITE_START: Final = b"SQLite format 3\0"
_GEOPACKAGE_IDS: Final = frozenset({b"GPKG", b"GP10", b"GP11"})
_SHAPEFILE_START: Final = b"\x00\x00\x27\x0a"
_TIFF_STARTS: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_REFUSED_STARTS: Final = {
    b"AC10": "IMP-033",
    b"AC1.": "IMP-033",
    b"AutoCAD Binary DXF": "IMP-044",
    b"\xd0\xcf\x11\xe0": "IMP-042",
    b"7z\xbc\xaf\x27\x1c": "IMP-043",
    b"Rar!": "IMP-043",
    b"\x1f\x8b": "IMP-043",
}
_TAR: Final = slice(257, 262)
_GDAL_LOOKS_AT: Final = 65_536
_VRT: Final = re.compile(rb"<\s*(OGRVRT|VRTDataset|GDALTileIndex)")
_WEB_PAGE: Final = re.compile(rb"\s*(<!doctype\s+html|<html)", re.IGNORECASE)
_DXF: Final = re.compile(rb"\s*(999[^\r\n]*\r?\n[^\r\n]*\r?\n\s*)*0[ \t]*\r?\n[ \t]*SECTION\s")
_GEOJSON: Final = re.compile(
    rb'"type"\s*:\s*"(FeatureCollection|Feature|(Multi)?(Point|LineString|Polygon)'
    rb'|GeometryCollection)"'
)
_LINE_BY_LINE: Final = re.compile(rb"\}[ \t]*[\r\n][\s\x1e]*\{")
_OTHER_JSON: Final = re.compile(rb'"type"\s*:\s*"Topology"|"geometryType"\s*:\s*"esri')
_BYTE_ORDER_MARKS: Final = {
    b"\xef\xbb\xbf": "utf-8",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
_NOT_IN_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TABLE_LINES: Final = 20


def is_archive(path: Path) -> bool:
    """Tell an archive of files (KMZ too) from a single file that is packed inside, as XLSX is."""
    with path.open("rb") as file:
        if not file.read(4).startswith(_ZIP_STARTS):
            return False
    try:
        return not _is_document(_names_in(path))
    except ImportRefusedError:
        return True


def sniff(path: Path) -> Format:
    """Return the format of one file that is no archive.

    Raises ``ImportRefusedError`` for what cannot be taken, with the code that says what to do.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if not head:
            raise ImportRefusedError(code="IMP-003")
        _refuse_foreign(head)
        found = _by_first_bytes(head)
        if found is not None:
            return found
        if head.startswith(_ZIP_STARTS):
            return _packed(path)
        if _VRT.search(head[:_GDAL_LOOKS_AT]):
            raise ImportRefusedError(code="IMP-031")
        if _WEB_PAGE.match(_without_mark(head)):
            raise ImportRefusedError(code="IMP-039")
        if xml_root.looks_like_xml(head):
            file.seek(0)
            return _xml(file)
    return _text(_without_mark(head), head)


def _refuse_foreign(head: bytes) -> None:
    for start, code in _REFUSED_STARTS.items():
        if head.startswith(start):
            raise ImportRefusedError(code=code)
    if head[_TAR] == b"ustar":
        raise ImportRefusedError(code="IMP-043")


def _by_first_bytes(head: bytes) -> Format | None:
    if head.startswith(_SHAPEFILE_START):
        return "shapefile"
    if head.startswith(_TIFF_STARTS):
        return "geotiff"
    if head[:3] == b"fgb" and head[4:7] == b"fgb":
        return "flatgeobuf"
    if head.startswith(_SQLITE_START):
        if head[68:72] not in _GEOPACKAGE_IDS:
            raise ImportRefusedError(code="IMP-041")
        return "geopackage"
    return None


def _names_in(path: Path) -> list[str]:
    with opened(path, limits=ArchiveLimits()) as archive:
        return archive.namelist()


def _is_document(names: Iterable[str]) -> bool:
    return not {"[Content_Types].xml", "mimetype"}.isdisjoint(names)


def _packed(path: Path) -> Format:
    with opened(path, limits=ArchiveLimits()) as archive:
        names = archive.namelist()
        if not _is_document(names):
            raise ImportRefusedError(code="IMP-019")
        if "xl/workbook.xml" not in names:
            raise ImportRefusedError(code="IMP-042")
        for info in archive.infolist():
            if info.filename.lower().endswith((".xml", ".rels", ".vml")):
                with refusing_broken(), archive.open(info) as part:
                    xml_root.read(part)
    return "xlsx"


def _xml(file: IO[bytes]) -> Format:
    root = xml_root.read(file)
    refusal = _refusal_of_root(root)
    if refusal:
        raise ImportRefusedError(code=refusal)
    if root.name == "kml":
        return "kml"
    if any(uri.startswith("http://www.opengis.net/gml") for uri in root.namespaces):
        return "gml"
    if root.name == "FeatureCollection":
        return "gml"
    raise ImportRefusedError(code="IMP-036")


def _refusal_of_root(root: xml_root.Root) -> str | None:
    name = root.name.lower()
    if name.startswith(("ogrvrt", "vrtdataset", "gdaltileindex")):
        return "IMP-031"
    if root.name.startswith("AX_") or "/adv/gid/" in root.namespace:
        return "IMP-032"
    if name.endswith("exceptionreport"):
        return "IMP-038"
    if name.endswith("capabilities") or name.startswith("gdal_"):
        return "IMP-037"
    if name == "html":
        return "IMP-039"
    return None


def _text(head: bytes, whole_head: bytes) -> Format:
    if _DXF.match(head):
        return "dxf"
    if head.lstrip(b" \t\r\n\x1e")[:1] in {b"{", b"["}:
        return _json(head)
    if _is_table(whole_head):
        return "csv"
    raise ImportRefusedError(code="IMP-030")


def _json(head: bytes) -> Format:
    line_by_line = head.startswith(b"\x1e") or _LINE_BY_LINE.search(head)
    if line_by_line or _OTHER_JSON.search(head) or not _GEOJSON.search(head):
        raise ImportRefusedError(code="IMP-040")
    return "geojson"


def _without_mark(head: bytes) -> bytes:
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_table(head: bytes) -> bool:
    """Tell whether most of the first lines fall into the same number of cells, two at least."""
    text = _as_text(head)
    if _NOT_IN_TEXT.search(text):
        return False
    lines = [line for line in text.splitlines()[: 2 * _TABLE_LINES] if line.strip()]
    return any(_agree(lines[:_TABLE_LINES], delimiter) for delimiter in ";,\t|")


def _agree(lines: list[str], delimiter: str) -> bool:
    # A shape as text is longer than what the module takes by itself.
    csv.field_size_limit(_HEAD_BYTES)
    try:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return False
    wide = [(times, cells) for cells, times in counts.items() if cells > 1]
    return bool(wide) and 2 * max(wide)[0] >= counts.total()


def _as_text(head: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, errors="ignore")
    return head.decode("latin-1")
