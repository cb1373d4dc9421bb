"""The style of the workbench: a MapLibre style document without fonts, pictures or labels.

Bottom to top: paper, base map, district colors, what staff brought in, project areas,
boundaries, project lines, points, voices. Every boundary lies above every fill. Labels are drawn
by the page, so that a district's name can stay on the visible part of it; only features that
staff brought in are named by the style, in a font that browsers draw themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from .base_maps import BASE_MAPS, RASTER_PIXELS, BaseMap
from .identity import DistrictIdentity
from .imported_layers import imported_layers
from .imported_looks import ImportedSource
from .style_layers import BASE_MAP, SWITCHES, drawn_layers
from .tilejson import DISTRICTS, PLACES, PROJECTS, VOICES, deepest_zoom
from .voice_signs import sign_facts

__all__ = ["BASE_MAPS", "SWITCHES", "BaseMap", "workbench_style"]

Style: TypeAlias = dict[str, Any]
Bounds: TypeAlias = tuple[float, float, float, float]

_ZOOM_START: Final = 11
IMPORTED_PIXELS: Final = 256
"""Edge of the pictures that rasters are served in."""


def workbench_style(
    *,
    districts: Sequence[DistrictIdentity],
    tiles: Mapping[str, str],
    attributions: Mapping[str, str],
    base_map: BaseMap | None = None,
    imported: Sequence[ImportedSource] = (),
    bounds: Bounds | None = None,
    interactive: bool = True,
) -> Style:
    """Return the style document of the workbench.

    Parameters
    ----------
    districts
        All districts, for their colors.
    tiles
        Tile address by layer: ``districts``, ``projects``, ``voices``, ``places``. A layer
        without an address is not drawn.
    attributions
        Credit of each layer in ``tiles``.
    base_map
        A base map with the year in its credit. Of kind ``raster`` it becomes a layer; of kind
        ``style`` its address stands in ``metadata``, and the client puts our layers upon it.
    imported
        Layers that staff brought in, each with a switch of its id; all start out hidden.
    bounds
        West, south, east, north in degrees, beyond which there are no tiles.
    interactive
        Whether layers answer to the feature states ``hover`` and ``muted``. Programs that know
        no feature state (QGIS) are served without, and without paper.

    Raises
    ------
    ValueError
        ``tiles`` names a layer the style does not know, or the base map's credit has no year.
    """
    unknown = tiles.keys() - {DISTRICTS, PROJECTS, VOICES, PLACES}
    if unknown:
        raise ValueError(f"the style draws no layer {sorted(unknown)}")
    if base_map is not None and base_map != base_map.dated(0):
        raise ValueError(f"the credit of base map {base_map.id!r} needs its year")
    sources = {
        name: _tile_source(url, attributions[name], bounds, deepest_zoom(name))
        for name, url in tiles.items()
    }
    switches = {name: list(ids) for name, ids in SWITCHES.items()}
    if base_map is not None and base_map.kind == "raster":
        sources[BASE_MAP] = _picture_source(base_map)
        switches[base_map.id] = [BASE_MAP]
    for one in imported:
        sources[one.source_id] = _imported_source(one)
        switches[one.id] = [layer["id"] for layer in imported_layers(one, interactive=interactive)]
    layers = drawn_layers(districts, imported=imported, interactive=interactive)
    metadata: Style = {
        "werkbank:switches": switches,
        "werkbank:base-map": None if base_map is None else _base_map_facts(base_map),
    }
    if interactive:
        metadata["werkbank:voice-signs"] = sign_facts()
    if imported:
        metadata["werkbank:imported"] = {one.id: _imported_facts(one) for one in imported}
    style: Style = {
        "version": 8,
        "name": "Werkbank Herten",
        "metadata": metadata,
        "sources": sources,
        "layers": [layer for layer in layers if layer.get("source") in {None, *sources}],
    }
    if bounds is not None:
        west, south, east, north = bounds
        style |= {"center": [(west + east) / 2, (south + north) / 2], "zoom": _ZOOM_START}
    return style


def _tile_source(
    url: str, attribution: str, bounds: Bounds | None, deepest: int, *, first: int = 0
) -> Style:
    source = {
        "type": "vector",
        "tiles": [url],
        "minzoom": first,
        "maxzoom": deepest,
        "attribution": attribution,
    }
    return source if bounds is None else source | {"bounds": list(bounds)}


def _picture_source(base_map: BaseMap) -> Style:
    return {
        "type": "raster",
        "tiles": [base_map.url],
        "tileSize": RASTER_PIXELS,
        "attribution": base_map.attribution,
    }


def _imported_source(source: ImportedSource) -> Style:
    if not source.raster:
        return _tile_source(
            source.tiles,
            source.attribution,
            source.bounds,
            source.maxzoom,
            first=source.minzoom,
        )
    pictures = {
        "type": "raster",
        "tiles": [source.tiles],
        "tileSize": IMPORTED_PIXELS,
        "maxzoom": source.maxzoom,
        "attribution": source.attribution,
    }
    return pictures if source.bounds is None else pictures | {"bounds": list(source.bounds)}


def _imported_facts(source: ImportedSource) -> Style:
    return {
        "title": dict(source.title),
        "source": source.source_id,
        "raster": source.raster,
        "feature": source.feature,
        "page": source.page,
    }


def _base_map_facts(base_map: BaseMap) -> Style:
    return {
        "id": base_map.id,
        "kind": base_map.kind,
        "title": dict(base_map.title),
        "url": base_map.url,
        "attribution": base_map.attribution,
    }
