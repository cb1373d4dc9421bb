"""Layers that staff brought in as layers of the map: passport, tiles, and what tiles hold."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from sqlalchemy import Connection

from geo.crs import LON_LAT, STORAGE_CRS, WEB_MERCATOR, reproject
from maps.imported_looks import SOURCE_LAYER, GeometryKind
from maps.tilejson import DISTRICTS, TILE_ZOOM_MAX, VectorLayer
from maps.tiles.bounds import tile_bounds
from maps.tiles.encode import BUFFER, EXTENT, TileLayer, encode_tile
from maps.tiles.wire import Value as TileValue
from services.database.geometry import Bounds
from services.layers.archived import archive, is_archived, zooms, zooms_on_the_fly
from services.layers.exports.model import FORMS
from services.layers.imported import Feature, Field
from services.layers.model import Download, Layer, LayerNotFoundError, Licence, Passport
from services.layers.registry import Shown
from services.layers.tile_archive import read_tile
from services.web.box import storage_bounds
from services.web.filter import Filter
from services.web.texts import LocalText

_log = logging.getLogger(__name__)

_PMTILES: Final = "application/vnd.pmtiles"
_GEOTIFF: Final = "image/tiff; application=geotiff; profile=cloud-optimized"

_KINDS: Final[dict[str, tuple[GeometryKind, ...]]] = {
    "Point": ("point",),
    "MultiPoint": ("point",),
    "LineString": ("line",),
    "MultiLineString": ("line",),
    "Polygon": ("area",),
    "MultiPolygon": ("area",),
    "GeometryCollection": ("area", "line", "point"),
}
VECTOR_LAYERS: Final = (
    VectorLayer(
        SOURCE_LAYER,
        {
            "n": "Number. Number of the feature within its version of the layer",
            "districts": "String. Ids of the districts, separated by commas",
            "label": "String. What names the feature, where the layer has a column for it",
            "value": "String or Number. What decides about its color, where a column does",
        },
        "Features of a layer that the city brought in",
    ),
)


def geometry_kinds(shown: Shown) -> tuple[GeometryKind, ...]:
    """Return whether a layer has areas, lines and points, in the order they are drawn."""
    found = {kind for shape in shown.shapes for kind in _KINDS[shape]}
    order: tuple[GeometryKind, ...] = ("area", "line", "point")
    return tuple(kind for kind in order if kind in found)


def as_layer(shown: Shown) -> Layer:
    """Return a layer of the map, as the catalogue tells it."""
    layer = shown.layer
    told = Layer(
        id=layer.id,
        title=layer.title,
        description=layer.description,
        passport=lambda _, __: passport(shown),
        downloads=(),
        depends_on=(layer.revision_id, DISTRICTS),
        count=lambda _, __: shown.version.feature_count,
        bounds=shown.degrees,
        version=shown.version.version,
        knows_filter=False,
    )
    if layer.kind == "raster":
        return replace(
            told,
            downloads=(Download("GeoTIFF", _GEOTIFF, f"{shown.path}/daten.tif"),),
            tiles_path=f"/tiles/{layer.id}/{{z}}/{{x}}/{{y}}.webp",
        )
    reach = zooms(shown)
    return replace(
        told,
        downloads=_downloads(shown),
        vector_layers=VECTOR_LAYERS,
        zoom_min=reach.least,
        zoom_max=reach.most,
    )


def _downloads(shown: Shown) -> tuple[Download, ...]:
    files = tuple(
        Download(one.title, one.media_type, f"{shown.path}/daten.{form}")
        for form, one in FORMS.items()
    )
    if not is_archived(shown):
        return files
    return (*files, Download("PMTiles", _PMTILES, archive_path(shown)))


def archive_path(shown: Shown) -> str:
    """Return the address of all tiles of a layer in one file."""
    if shown.for_staff:
        return f"{shown.path}/kacheln.pmtiles"
    return f"/tiles/{shown.layer.id}.pmtiles"


def tiled(shown: Shown, folder: Path) -> Layer:
    """Return a layer that has vector tiles or raise ``LayerNotFoundError``.

    They are the same under every filter. ``folder`` is where archives of tiles lie.
    """
    if shown.layer.kind != "vector":
        raise LayerNotFoundError(layer_id=shown.layer.id)
    return replace(as_layer(shown), tile=_Tiles(shown, folder))


def passport(shown: Shown) -> Passport:
    """Return where a layer comes from and how far it can be trusted."""
    layer = shown.layer
    return Passport(
        source={"de": layer.source, "en": layer.source},
        licence=Licence(layer.licence_name, layer.licence_url),
        as_of=shown.version.as_of,
        lineage=_lineage(shown),
    )


def _lineage(shown: Shown) -> LocalText:
    told, crs = shown.version.passport, shown.version.passport.crs
    german = f"Eingelesen aus einer Datei im Format {told.format}, Koordinaten in {crs.name}."
    english = f"Read from a file in the format {told.format}, coordinates in {crs.name}."
    if crs.accuracy_m is not None:
        german += f" Umrechnung auf {_metres(crs.accuracy_m, ',')} m genau."
        english += f" Converted to within {_metres(crs.accuracy_m, '.')} m."
    if told.repaired:
        german += f" Reparierte Formen: {told.repaired}."
        english += f" Repaired shapes: {told.repaired}."
    return {"de": german, "en": english}


def _metres(accuracy_m: float, sign: str) -> str:
    return f"{accuracy_m:.2f}".rstrip("0").rstrip(".").replace(".", sign)


@dataclass(frozen=True)
class _Tiles:
    """Reads tiles out of the layer's archive, or makes them of features for every tile anew."""

    shown: Shown
    folder: Path

    def __call__(
        self, connection: Connection, filter_: Filter, on: date, /, *, z: int, x: int, y: int
    ) -> bytes:
        archived = self._archived(z, x, y)
        if archived is not None:
            return archived
        if z < zooms_on_the_fly(self.shown).least:
            return b""
        ground = _ground(z, x, y)
        if ground is None:
            return b""
        found = self.shown.features(connection, on).in_bounds(ground)
        return encode_tile([_tile_layer(self.shown, found)], z=z, x=x, y=y)

    def _archived(self, z: int, x: int, y: int) -> bytes | None:
        """Return a tile of the archive; None where it has to be made."""
        path = archive(self.shown, self.folder)
        if path is None or z > TILE_ZOOM_MAX:
            return None
        try:
            return read_tile(path, z, x, y)
        except FileNotFoundError:
            _log.warning("the archive %s is missing: tiles are made on the fly", path.name)
            return None


def _ground(z: int, x: int, y: int) -> Bounds | None:
    """Return the box in EPSG:25832 that holds a tile with its buffer; None far from here."""
    west, south, east, north = tile_bounds(z, x, y)
    margin_m = (east - west) * BUFFER / EXTENT
    box = shapely.box(west - margin_m, south - margin_m, east + margin_m, north + margin_m)
    degrees = reproject(box, source=WEB_MERCATOR, target=LON_LAT)
    return storage_bounds(degrees.bounds)


def _tile_layer(shown: Shown, features: Sequence[Feature]) -> TileLayer:
    placed = [one for one in features if one.geometry is not None]
    shapes = np.array([one.geometry for one in placed], dtype=object)
    return TileLayer(
        name=SOURCE_LAYER,
        geometries=reproject(shapes, source=STORAGE_CRS, target=WEB_MERCATOR),
        ids=[one.n for one in placed],
        properties=[_properties(shown, one) for one in placed],
        simplify=False,  # parcels share edges
    )


def _properties(shown: Shown, feature: Feature) -> dict[str, TileValue]:
    return {
        "n": feature.n,
        "districts": ",".join(feature.districts),
        "label": _label(shown.label_field, feature),
        "value": _value(shown.value_field, feature),
    }


def _label(field: Field | None, feature: Feature) -> str | None:
    found = None if field is None else feature.properties.get(field.id)
    return None if found is None else str(found)


def _value(field: Field | None, feature: Feature) -> TileValue:
    found = None if field is None else feature.properties.get(field.id)
    # Categories are compared as texts.
    return str(found).lower() if isinstance(found, bool) else found
