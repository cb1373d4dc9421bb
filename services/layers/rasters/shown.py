"""A raster as it is shown: to everybody, or to staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from geo.crs import STORAGE_CRS, WEB_MERCATOR, point_from_lon_lat, reproject
from geo.raster import ZoneCells
from maps.imported_looks import ImportedSource
from maps.raster_tiles import raster_tile, values_at
from services.districts.model import District
from services.layers.imported import TOTAL
from services.layers.rasters.model import (
    RASTERS,
    NoRasterError,
    RasterFacts,
    RasterFileMissingError,
)
from services.layers.registry import Registry, Shown
from services.web.texts import say

NOWHERE = ZoneCells(0.0, 0.0)


@dataclass(frozen=True)
class ShownRaster:
    """A raster, what is known of it, and the file of its cells."""

    shown: Shown
    facts: RasterFacts
    path: Path

    @property
    def layer_id(self) -> str:
        """The layer's id."""
        return self.shown.layer.id

    def depends_on(self) -> tuple[object, ...]:
        """Return what its pictures depend on."""
        layer = self.shown.layer
        return (layer.id, self.shown.version.version, layer.revision)

    def tile(self, *, z: int, x: int, y: int) -> bytes:
        """Return one picture of it (WebP). Raises ``TileOutsideError`` for a bad address."""
        band = None if self.facts.kind == "image" else self.facts.band
        try:
            return raster_tile(self.path, self.shown.look, band=band, z=z, x=x, y=y)
        except FileNotFoundError as error:
            raise RasterFileMissingError(layer_id=self.layer_id) from error

    def values(self, lon: float, lat: float) -> tuple[float | None, ...]:
        """Return the value of each band at a spot; none of an image."""
        if self.facts.kind == "image":
            return ()
        spot = reproject(point_from_lon_lat(lon, lat), source=STORAGE_CRS, target=WEB_MERCATOR)
        if not self.path.is_file():
            raise RasterFileMissingError(layer_id=self.layer_id)
        return values_at(self.path, spot.x, spot.y)


def get_raster(
    registry: Registry, connection: Connection, layer_id: str, *, for_staff: bool, folder: Path
) -> ShownRaster:
    """Return a raster of the registry.

    Raises ``LayerNotFoundError``; ``NoRasterError`` for a layer of features.
    """
    return as_raster(registry.get(connection, layer_id, for_staff=for_staff), folder=folder)


def as_raster(shown: Shown, *, folder: Path) -> ShownRaster:
    """Return what a shown layer is as a raster, or raise ``NoRasterError``."""
    version = shown.version
    if version.raster is None or version.tile_file is None:
        raise NoRasterError(layer_id=shown.layer.id)
    return ShownRaster(shown, RASTERS.validate_python(version.raster), folder / version.tile_file)


def facts_of(shown: Shown) -> RasterFacts | None:
    """Return what is known of a layer as a raster; None for one of features."""
    return None if shown.version.raster is None else RASTERS.validate_python(shown.version.raster)


def raster_source(shown: Shown, *, on: date, address: str = "") -> ImportedSource:
    """Return a raster as a source of the map."""
    layer = shown.layer
    facts = RASTERS.validate_python(shown.version.raster)
    own = f"{shown.path}/kacheln" if shown.for_staff else f"/tiles/{layer.id}"
    spot = f"{shown.path}/wert" if shown.for_staff else f"/api/layers/{layer.id}/value"
    return ImportedSource(
        id=layer.id,
        title=layer.title,
        tiles=f"{address}{own}/{{z}}/{{x}}/{{y}}.webp",
        attribution=layer.credit,
        look=shown.look,
        feature="" if facts.kind == "image" else f"{address}{spot}?lon={{lon}}&lat={{lat}}",
        page=shown.path,
        kinds=() if facts.kind == "image" else ("area",),
        bounds=facts.box,
        maxzoom=facts.zoom,
        raster=True,
        unit=facts.unit,
        group=layer.group_name,
        is_staff_only=layer.visibility == "staff",
        is_overdue=layer.is_overdue(on),
    )


def spot_answer(raster: ShownRaster, lon: float, lat: float) -> dict[str, Any]:
    """Return what a raster says at a spot, as JSON; ``null`` where it says nothing."""
    titles = {one.value: one.title for one in raster.shown.look.classes if one.value is not None}
    facts = raster.facts
    values = raster.values(lon, lat)
    return {
        "layer": {"id": raster.layer_id, "version": raster.shown.version.version},
        "title": raster.shown.layer.title["de"],
        "title_en": say(raster.shown.layer.title, "en"),
        "lon": lon,
        "lat": lat,
        "unit": facts.unit,
        "band": facts.band,
        "bands": [
            {"name": band.name, "value": value, "class": _class(titles, value)}
            for band, value in zip(facts.bands, values, strict=bool(facts.bands))
        ],
    }


def _class(titles: Mapping[str, str], value: float | None) -> str | None:
    return None if value is None or not value.is_integer() else titles.get(str(int(value)))


def zones_on(facts: RasterFacts, valid_from: date) -> Mapping[str, ZoneCells] | None:
    """Return the numbers of districts whose boundaries hold since a day.

    None for an image, and for boundaries that came after the raster.
    """
    return facts.zones.get(valid_from.isoformat())


def zone_rows(
    facts: RasterFacts, districts: Sequence[District], valid_from: date
) -> list[tuple[District | None, ZoneCells]]:
    """Return every district with its numbers, also where there are none, then the whole city."""
    zones = zones_on(facts, valid_from)
    if zones is None:
        return []
    rows: list[tuple[District | None, ZoneCells]] = [
        (one, zones.get(one.id, NOWHERE)) for one in districts
    ]
    return [*rows, (None, zones.get(TOTAL, NOWHERE))]


def zones_answer(
    raster: ShownRaster, districts: Sequence[District], valid_from: date
) -> dict[str, Any]:
    """Return the numbers of all districts and of the city, as JSON."""
    titles = {one.value: one.title for one in raster.shown.look.classes if one.value is not None}
    rows = zone_rows(raster.facts, districts, valid_from)
    named = [
        {
            "id": TOTAL if one is None else one.id,
            **({} if one is None else {"name": one.name}),
            **numbers_of(cells, titles),
        }
        for one, cells in rows
    ]
    return {
        "layer": {"id": raster.layer_id, "version": raster.shown.version.version},
        "kind": raster.facts.kind,
        "unit": raster.facts.unit,
        "boundaries_valid_from": valid_from,
        "districts": named[:-1],
        TOTAL: named[-1] if named else None,
    }


def numbers_of(cells: ZoneCells, titles: Mapping[str, str]) -> dict[str, Any]:
    """Return the numbers of one zone, as JSON; ``titles`` of classes by their number."""
    shares = None
    if cells.shares is not None:
        shares = [
            {"class": number, "title": titles.get(str(number), str(number)), "share": share}
            for number, share in sorted(cells.shares.items())
        ]
    return {
        "cells": cells.cells,
        "covered_share": cells.covered_share,
        "mean": cells.mean,
        "sum": cells.total,
        "min": cells.least,
        "max": cells.most,
        "shares": shares,
    }
