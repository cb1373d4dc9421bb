"""What is asked of an export, and why there may be none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from pydantic import TypeAdapter

from geo.crs import LON_LAT, STORAGE_CRS
from geo.errors import WorkbenchError
from services.layers.imported import Field
from services.web import geojson, geopackage

Form = Literal["gpkg", "shp", "geojson", "csv"]
Epsg = Literal["25832", "4326"]
Audience = Literal["public", "staff"]


@dataclass(frozen=True)
class FormFacts:
    """How a form is called: name for people, ending of the file, media type, and usual system."""

    title: str
    ending: str
    media_type: str
    epsg: Epsg


FORMS: Final[Mapping[Form, FormFacts]] = {
    "gpkg": FormFacts("GeoPackage", "gpkg", geopackage.MEDIA_TYPE, "25832"),
    "shp": FormFacts("Shapefile", "shp.zip", "application/zip", "25832"),
    "geojson": FormFacts("GeoJSON", "geojson", geojson.MEDIA_TYPE, "4326"),
    "csv": FormFacts("CSV", "csv.zip", "application/zip", "25832"),
}
"""Shapefile and CSV have no place for a licence of their own: they travel in a zip with a text."""

SYSTEMS: Final[Mapping[Epsg, str]] = {"25832": STORAGE_CRS, "4326": LON_LAT}
"""What coordinates are reckoned in: easting, northing or longitude, latitude, in this order."""


@dataclass(frozen=True)
class About:
    """What is said of the data in the file itself: for people as lines, for programs by name."""

    title: str
    lines: tuple[tuple[str, str], ...]
    facts: Mapping[str, object]
    licence_url: str


@dataclass(frozen=True)
class Order:
    """All that the process that writes a file must know.

    Attributes
    ----------
    name : str
        Of the layer within the file, and of files within a zip; ASCII.
    target : str
        Path of the file to be.
    lock : str
        Path of a file that whoever writes this layer in this form holds.
    made_at : datetime
        Timezone-aware, for forms that keep a moment.
    most_bytes : int
        No file that is written may grow beyond.
    """

    database_url: str
    layer_number: int
    version: int
    feature_count: int
    fields: tuple[Field, ...]
    form: Form
    epsg: Epsg
    about: About
    name: str
    target: str
    lock: str
    made_at: datetime
    most_bytes: int


ORDERS: Final = TypeAdapter(Order)

UNFIT: Final = 3
NO_SPACE: Final = 4
INCOMPLETE: Final = 5
"""How the process that writes ends where it cannot; 0 where it could."""

PACKED: Final = ".gz"
"""Ending of the packed twin of a file that browsers may take packed."""


class LayerExportBusyError(WorkbenchError):
    """So many files are being made that the layer ``layer_id`` must wait."""

    def __init__(self, *, layer_id: str) -> None:
        super().__init__(f"too many exports at work; layer {layer_id!r} must wait")
        self.layer_id = layer_id


class LayerExportUnfitError(WorkbenchError):
    """The layer ``layer_id`` has no place in a file of the form ``form``."""

    def __init__(self, *, layer_id: str, form: str) -> None:
        super().__init__(f"layer {layer_id!r} does not fit into {form}")
        self.layer_id = layer_id
        self.form = form


class LayerExportNoSpaceError(WorkbenchError):
    """There is no room on the disk for a file with the layer ``layer_id``."""

    def __init__(self, *, layer_id: str) -> None:
        super().__init__(f"no room for an export of layer {layer_id!r}")
        self.layer_id = layer_id


class LayerExportFailedError(WorkbenchError):
    """The file with the layer ``layer_id`` was not written; nothing half of it was kept."""

    def __init__(self, *, layer_id: str) -> None:
        super().__init__(f"export of layer {layer_id!r} failed")
        self.layer_id = layer_id
