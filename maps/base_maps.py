"""Base maps an operator can switch on. All are off until then: they show visitors to others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal
from urllib.parse import urlencode

from .words import LocalText

RASTER_PIXELS: Final = 512
"""Edge of the pictures asked of a map service."""

_YEAR: Final = "{year}"


@dataclass(frozen=True)
class BaseMap:
    """A map of somebody else's to lie under ours."""

    id: str
    title: LocalText
    kind: Literal["raster", "style"]
    """``raster``: pictures by address; ``style``: a MapLibre style to load and put ours upon."""
    url: str
    """For ``raster`` with ``{bbox-epsg-3857}``, which the client fills in."""
    attribution: str
    """The credit its publisher demands; ``{year}`` stands for the year it is shown in."""
    hosts: tuple[str, ...]
    """Origins the browser must be allowed to ask."""

    def dated(self, year: int) -> BaseMap:
        """Return the base map with the year in its credit."""
        return replace(self, attribution=self.attribution.replace(_YEAR, str(year)))


def _wms(address: str, layer: str) -> str:
    """Return the address of 512-pixel pictures from a Web Map Service 1.3.0."""
    query = {
        "service": "WMS",
        "version": "1.3.0",
        "request": "GetMap",
        "layers": layer,
        "styles": "",
        "format": "image/png",
        "transparent": "false",
        "width": RASTER_PIXELS,
        "height": RASTER_PIXELS,
        "crs": "EPSG:3857",
    }
    return f"{address}?{urlencode(query, safe=':/')}&bbox={{bbox-epsg-3857}}"


BASE_MAPS: Final[Mapping[str, BaseMap]] = MappingProxyType(
    {
        base_map.id: base_map
        for base_map in (
            BaseMap(
                id="basemap_de",
                title={"de": "basemap.de Web Vektor, grau", "en": "basemap.de Web Vector, grey"},
                kind="style",
                url="https://sgx.geodatenzentrum.de/gdz_basemapde_vektor/styles/bm_web_gry.json",
                attribution="© {year} basemap.de / BKG | Datenquellen: © GeoBasis-DE",
                hosts=("https://sgx.geodatenzentrum.de",),
            ),
            BaseMap(
                id="rvr",
                title={"de": "Stadtplanwerk Ruhrgebiet", "en": "City map of the Ruhr region"},
                kind="raster",
                url=_wms("https://geodaten.metropoleruhr.de/spw2", "spw2_light"),
                attribution=(
                    "Stadtplanwerk Ruhrgebiet 2.0 © Regionalverband Ruhr und Kooperationspartner "
                    "(dl-de/by-2-0), Datengrundlagen: ALKIS, ATKIS – Land NRW/Katasterämter "
                    "(dl-de/zero-2-0) und © OpenStreetMap-Mitwirkende (ODbL)"
                ),
                hosts=("https://geodaten.metropoleruhr.de",),
            ),
            BaseMap(
                id="nrw",
                title={
                    "de": "Topographische Karte NRW",
                    "en": "Topographic map of North Rhine-Westphalia",
                },
                kind="raster",
                url=_wms("https://www.wms.nrw.de/geobasis/wms_nw_dtk", "nw_dtk_col"),
                attribution="Geobasis NRW (dl-de/zero-2-0)",
                hosts=("https://www.wms.nrw.de",),
            ),
        )
    }
)
"""Base map by id."""
