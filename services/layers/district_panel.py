"""What the layers that staff brought in add to every district: a panel on its page, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from geo.raster import ZoneCells
from services.districts.model import DistrictId
from services.districts.store import Districts
from services.layers.imported import TOTAL, DistrictStatistic
from services.layers.rasters.model import RASTERS, RasterFacts
from services.layers.rasters.shown import NOWHERE, numbers_of, zones_on
from services.layers.registry import NOTHING, Registry, Shown


@dataclass(frozen=True)
class Share:
    """A class of a raster: its part of the district, and of the whole city; 0 to 1."""

    title: str
    here: float
    city: float


@dataclass(frozen=True)
class LayerHere:
    """What a layer shows in one district, beside the whole city.

    ``features`` or ``cells`` hold both numbers, the district's first; neither does for boundaries
    that are newer than the last count.
    """

    shown: Shown
    features: tuple[DistrictStatistic, DistrictStatistic] | None = None
    cells: tuple[ZoneCells, ZoneCells] | None = None
    facts: RasterFacts | None = None

    @property
    def shares(self) -> tuple[Share, ...]:
        """The classes of a raster that the city has, the most common here first."""
        if self.cells is None:
            return ()
        here, city = (one.shares or {} for one in self.cells)
        titles = {one.value: one.title for one in self.shown.look.classes}
        found = [
            Share(titles.get(str(number), str(number)), here.get(number, 0.0), share)
            for number, share in city.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.here, one.title)))


@dataclass(frozen=True)
class LayersHere:
    """Tells what public layers show in a district."""

    registry: Registry

    def panel(self, connection: Connection, district_id: DistrictId, on: date) -> Mapping[str, Any]:
        """Return what the panel of a district's page shows."""
        return {"layers": self._found(connection, district_id, on), "on": on}

    def api(
        self, connection: Connection, district_id: DistrictId, on: date
    ) -> list[Mapping[str, Any]]:
        """Return the numbers of a district for the API."""
        return [_row(one) for one in self._found(connection, district_id, on)]

    def _found(self, connection: Connection, district_id: DistrictId, on: date) -> list[LayerHere]:
        layers = self.registry.list(connection, for_staff=False)
        if not layers:
            return []
        valid_from = Districts(connection).version_in_force(on).valid_from
        found = (_here(one, district_id, valid_from) for one in layers)
        return [one for one in found if one is not None]


def _here(shown: Shown, district_id: DistrictId, valid_from: date) -> LayerHere | None:
    """Return what a layer shows in a district; None for a picture, which has no numbers."""
    if shown.layer.kind == "raster":
        facts = RASTERS.validate_python(shown.version.raster)
        zones = zones_on(facts, valid_from)
        if facts.kind == "image":
            return None
        cells = zones and (zones.get(district_id, NOWHERE), zones.get(TOTAL, NOWHERE))
        return LayerHere(shown, cells=cells or None, facts=facts)
    statistics = shown.version.statistics.get(valid_from.isoformat())
    if not statistics:
        return LayerHere(shown)
    both = (statistics.get(district_id, NOTHING), statistics.get(TOTAL, NOTHING))
    return LayerHere(shown, features=both)


def _row(one: LayerHere) -> Mapping[str, Any]:
    layer = one.shown.layer
    row: dict[str, Any] = {
        "id": layer.id,
        "title": layer.title["de"],
        "title_en": layer.title.get("en"),
        "as_of": one.shown.version.as_of,
        "url": one.shown.path,
    }
    if one.features is not None:
        here = one.features[0]
        row |= {"count": here.count, "length_m": here.length_m, "area_m2": here.area_m2}
    if one.cells is not None and one.facts is not None:
        titles = {each.value: each.title for each in one.shown.look.classes if each.value}
        row |= {"unit": one.facts.unit, **numbers_of(one.cells[0], titles)}
    return row
