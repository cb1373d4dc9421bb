"""The builders write what they claim: GDAL reads the whole ones back as they were meant."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from tests.zoo.build_archives import encrypted, flat, lying_about_its_size
from tests.zoo.build_documents import (
    dxf,
    feature,
    geojson,
    geopackage,
    gml,
    kml,
    kmz,
    position,
    ring,
)
from tests.zoo.build_shapefile import (
    GAUSS_KRUEGER,
    LINE_Z,
    POINT_Z,
    POLYGON_Z,
    dbf,
    line,
    point,
    polygon,
    shapefile,
    square,
    squares,
    streets,
)

READER: Final = """
import json, sys, warnings
warnings.simplefilter("ignore")
import pyogrio
info = pyogrio.read_info(sys.argv[1])
frame = pyogrio.read_dataframe(sys.argv[1])
wkt = [geometry and geometry.wkt for geometry in frame.geometry]
rows = json.loads(frame.drop(columns="geometry").to_json(orient="values"))
crs = frame.crs and frame.crs.to_epsg(70)
json.dump({"driver": info["driver"], "crs": crs, "wkt": wkt, "rows": rows}, sys.stdout)
"""


def read_back(path: Path) -> Mapping[str, Any]:
    """Read a file with GDAL in a process of its own; this one stays without it."""
    read = subprocess.run(
        [sys.executable, "-c", READER, str(path)], capture_output=True, check=True, timeout=60
    )
    found: Mapping[str, Any] = json.loads(read.stdout)
    return found


def put(folder: Path, parts: Mapping[str, bytes]) -> Path:
    for extension, content in parts.items():
        (folder / f"a.{extension}").write_bytes(content)
    return folder / "a.shp"


def test_a_shapefile_reads_back_with_its_system_and_its_umlauts(tmp_path: Path) -> None:
    parts = shapefile(
        squares(31466, count=2),
        prj=GAUSS_KRUEGER,
        table=streets(encoding="cp1252", ldid=0x03, count=2),
        cpg=None,
    )

    found = read_back(put(tmp_path, parts))

    assert found["crs"] == 31466
    assert found["rows"] == [["Königstraße", 1], ["Über den Knöchel", 2]]


SHAPES: Final = {
    "a hole": (
        polygon(square(0, 0, 10), square(2, 2, 1, hole=True)),
        "POLYGON ((0 0, 0 10, 10 10, 10 0, 0 0), (2 2, 3 2, 3 3, 2 3, 2 2))",
    ),
    "two parts": (
        line([(0, 0), (1, 1)], [(2, 2), (3, 3)], kind=LINE_Z, z=5),
        "MULTILINESTRING Z ((0 0 5, 1 1 5), (2 2 5, 3 3 5))",
    ),
    "a height": (point(1, 2, kind=POINT_Z, z=3), "POINT Z (1 2 3)"),
    "heights": (
        polygon(square(0, 0, 1), kind=POLYGON_Z, z=57.5),
        "POLYGON Z ((0 0 57.5, 0 1 57.5, 1 1 57.5, 1 0 57.5, 0 0 57.5))",
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_reads_back_as_it_was_meant(tmp_path: Path, name: str) -> None:
    shape, wkt = SHAPES[name]
    assert read_back(put(tmp_path, shapefile([shape])))["wkt"] == [wkt]


def test_a_table_cuts_names_after_ten_bytes() -> None:
    whole = "Straßenname_lang"
    assert "Straßenna\0".encode() in dbf([(whole, "C", 9)], [], encoding="utf-8")
    assert "Straßennam\0".encode("cp1252") in dbf([(whole, "C", 9)], [], encoding="cp1252")


DOCUMENTS: Final[Mapping[str, tuple[Callable[[], bytes], str, int | None]]] = {
    "a.geojson": (geojson, "GeoJSON", 4326),
    "old.geojson": (lambda: geojson(25832, crs="urn:ogc:def:crs:EPSG::25832"), "GeoJSON", 25832),
    "area.geojson": (
        lambda: geojson(features=[feature({"type": "Polygon", "coordinates": [ring()]}, a=1)]),
        "GeoJSON",
        4326,
    ),
    "a.gml": (lambda: gml("urn:ogc:def:crs:EPSG::25832", position(25832)), "GML", 25832),
    "a.kml": (kml, "LIBKML", 4326),
    "a.kmz": (lambda: kmz(kml()), "LIBKML", 4326),
    "a.dxf": (dxf, "DXF", None),
    "a.shp.zip": (flat, "ESRI Shapefile", 25832),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_opens_with_its_own_driver(tmp_path: Path, name: str) -> None:
    content, driver, epsg = DOCUMENTS[name]
    (tmp_path / name).write_bytes(content())

    found = read_back(tmp_path / name)

    assert (found["driver"], found["crs"]) == (driver, epsg)


def test_a_geopackage_opens_with_all_its_points(tmp_path: Path) -> None:
    geopackage(tmp_path / "a.gpkg")

    found = read_back(tmp_path / "a.gpkg")

    assert (found["driver"], found["crs"], len(found["wkt"])) == ("GPKG", 25832, 5)


def test_attacks_are_as_small_as_they_pretend() -> None:
    assert len(lying_about_its_size()) < 100_000
    assert encrypted() != flat()
    assert len(encrypted()) == len(flat())
