"""A file's way into the workbench: what arrives, and what is found in it.

The child process that opens the file writes a ``Report``. It travels as JSON, so it holds plain
values only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pydantic import TypeAdapter

from geo.errors import WorkbenchError
from services.layers.imported import ValueKind

Format = Literal[
    "shapefile",
    "geopackage",
    "geojson",
    "gml",
    "kml",
    "flatgeobuf",
    "csv",
    "xlsx",
    "dxf",
    "geotiff",
]

FORMATS: Final[Mapping[Format, str]] = {
    "shapefile": "Shapefile",
    "geopackage": "GeoPackage",
    "geojson": "GeoJSON",
    "gml": "GML",
    "kml": "KML",
    "flatgeobuf": "FlatGeobuf",
    "csv": "CSV",
    "xlsx": "Excel (XLSX)",
    "dxf": "DXF",
    "geotiff": "GeoTIFF",
}

DRIVERS: Final[Mapping[Format, str]] = {
    "shapefile": "ESRI Shapefile",
    "geopackage": "GPKG",
    "geojson": "GeoJSON",
    "gml": "GML",
    "kml": "LIBKML",
    "flatgeobuf": "FlatGeobuf",
    "dxf": "DXF",
    "geotiff": "GTiff",
}
"""The one GDAL driver that may open a format. Tables (CSV, XLSX) are read without GDAL."""


@dataclass(frozen=True)
class Message:
    """Something a person should know, by its code in ``codes.CODES``; ``facts`` fill its words."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CrsCandidate:
    """A reference system that the coordinates may be in, and where the data would lie.

    ``share_inside`` (0 to 1) is the share of looked-at vertices inside the city and 5 km around.
    ``preview`` holds at most 200 points as (longitude, latitude) in CRS84. ``accuracy_m`` is that
    of the operation to EPSG:25832, None where PROJ states none.
    """

    epsg: int
    name: str
    how: Literal["declared", "parameters", "coordinates", "format"]
    swapped: bool
    share_inside: float
    operation: str
    accuracy_m: float | None
    grid_missing: bool
    preview: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class EncodingCandidate:
    """How the bytes of the texts may be meant, with up to five real values read that way."""

    name: str
    how: Literal["declared", "detected", "possible"]
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldFound:
    """A column: its name in the file, and what is proposed for it.

    ``id`` is unique, lower case ASCII. ``filled_share`` goes from 0 to 1. ``personal`` is True
    where name or values look like something about people; ``amount`` is False for numbers that
    name things instead of counting them.
    """

    id: str
    name: str
    alias: str
    kind: ValueKind
    filled_share: float
    example: str
    personal: bool
    amount: bool = True


@dataclass(frozen=True)
class GeometryFault:
    """One feature whose geometry needs a look: its number from 0, where, and why.

    ``lon`` and ``lat`` (CRS84, under the first candidate) are None where there is no place.
    """

    n: int
    kind: Literal["null", "empty", "invalid", "duplicate", "tiny", "collapsed"]
    reason: str
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True)
class GeometryFound:
    """What the geometries of a layer are like. Counts of features, but the shares.

    ``area_change_share`` is by how much repair changes the whole area; ``faults`` holds the first
    200 of all.
    """

    kinds: Mapping[str, int]
    null: int = 0
    empty: int = 0
    invalid: int = 0
    duplicate: int = 0
    tiny: int = 0
    has_z: bool = False
    has_m: bool = False
    turned_rings: int = 0
    area_change_share: float = 0.0
    faults: tuple[GeometryFault, ...] = ()


@dataclass(frozen=True)
class LayerFound:
    """One layer of a file. Candidates are ranked, the best first; none is applied unasked."""

    name: str
    feature_count: int
    crs: tuple[CrsCandidate, ...]
    encodings: tuple[EncodingCandidate, ...]
    fields: tuple[FieldFound, ...]
    geometry: GeometryFound
    messages: tuple[Message, ...] = ()
    file: str = ""
    """Which of the unpacked files holds it, relative to the job's folder."""
    coordinates: tuple[tuple[str, str], ...] = ()
    """Of a table: pairs of ids of fields that may hold the places, east first, the best first."""
    shapes: str | None = None
    """Of a table: id of the field that holds whole shapes as text (WKT)."""
    sheet: str | None = None
    """Of a workbook: the name of its sheet."""
    format: Format | None = None
    """Of its own file; a report may be about several."""
    is_protected: bool = False
    """A CSV that went out from here: what protects its cells is taken off again."""


@dataclass(frozen=True)
class BandFound:
    """A band of a raster: its data type, and the extremes in a sample from its middle."""

    name: str
    data_type: str
    nodata: float | None = None
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class RasterFound:
    """A grid of cells, with sizes in units of its reference system. ``crs`` as of a layer.

    ``palette`` holds the colors (#rrggbb) that the file gives to its numbers; ``proposed`` how
    they seem to be meant: measured, as names of classes, or as a picture.
    """

    name: str
    columns: int
    rows: int
    cell_width: float
    cell_height: float
    bands: tuple[BandFound, ...]
    crs: tuple[CrsCandidate, ...]
    proposed: Literal["values", "classes", "image"]
    palette: Mapping[int, str] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()
    file: str = ""


@dataclass(frozen=True)
class Report:
    """What was found in a file: layers of features, and rasters.

    With neither it is refused, and ``messages`` say why.
    """

    format: Format | None
    layers: tuple[LayerFound, ...]
    messages: tuple[Message, ...] = ()
    attachments: tuple[str, ...] = ()
    rasters: tuple[RasterFound, ...] = ()

    @property
    def contents(self) -> tuple[LayerFound | RasterFound, ...]:
        """All that can be loaded, in the order of positions: layers, then rasters."""
        return (*self.layers, *self.rasters)


REPORTS: Final = TypeAdapter(Report)


class ImportRefusedError(WorkbenchError):
    """A file cannot be taken; ``code`` of ``codes.CODES`` says why, with ``facts``."""

    def __init__(self, *, code: str, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code}: {dict(facts or {})}")
        self.code = code
        self.facts = dict(facts or {})
