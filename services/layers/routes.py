"""Addresses of layers: catalogue, tiles, TileJSON, style, and the page about data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from maps.base_maps import BASE_MAPS
from maps.style import workbench_style
from maps.tilejson import VECTOR_LAYERS, deepest_zoom, tile_json
from services.database.revisions import revisions
from services.layers.actions import Entry, Tiler, catalogue
from services.web.caching import answer, etag
from services.web.dependencies import (
    FILTER_OPENAPI,
    AddressDep,
    ConnectionDep,
    FilterDep,
    LangDep,
    SettingsDep,
    TodayDep,
    asks,
    form,
    only,
)
from services.web.filter import Filter
from services.web.pages import render
from services.web.texts import say

TILE_MEDIA_TYPE = "application/vnd.mapbox-vector-tile"

router = APIRouter()


def _tiler(request: Request) -> Tiler:
    tiler: Tiler = request.app.state.tiler
    return tiler


TilerDep = Annotated[Tiler, Depends(_tiler)]


@router.get("/api/layers", dependencies=[only()])
def list_layers(
    request: Request,
    connection: ConnectionDep,
    tiler: TilerDep,
    today: TodayDep,
    address: AddressDep,
) -> Response:
    """List all layers with source, licence, as-of date, feature count and revision."""
    tag = etag("layers", address, today, *revisions(connection).items())

    def make() -> bytes:
        entries = catalogue(connection, tuple(tiler.layers.values()), today)
        return orjson.dumps({"layers": [_entry(entry, address) for entry in entries]})

    return answer(request, tag, make, media_type="application/json")


def _entry(entry: Entry, address: str) -> Mapping[str, Any]:
    layer, passport = entry.layer, entry.passport
    return {
        "id": layer.id,
        "title": layer.title["de"],
        "title_en": layer.title["en"],
        "description": layer.description["de"],
        "description_en": layer.description["en"],
        "source": passport.source["de"],
        "source_en": passport.source["en"],
        "lineage": passport.lineage["de"],
        "lineage_en": passport.lineage["en"],
        "licence": {"name": passport.licence.name, "url": passport.licence.url},
        "as_of": passport.as_of,
        "feature_count": entry.feature_count,
        "revision": entry.revision,
        "changed_at": entry.changed_at,
        "tiles": f"{address}/tiles/{layer.id}.json",
        "downloads": [
            {"name": one.name, "media_type": one.media_type, "url": address + one.url}
            for one in layer.downloads
        ],
    }


@router.get("/tiles/{layer_id}.json", openapi_extra=FILTER_OPENAPI)
def get_tile_json(
    layer_id: str,
    request: Request,
    connection: ConnectionDep,
    tiler: TilerDep,
    filter_: FilterDep,
    today: TodayDep,
    address: AddressDep,
) -> Response:
    """Describe the tiles of a layer (TileJSON 3.0); a filter goes into the tiles' address."""
    layer = tiler.layer(layer_id)
    bounds = request.app.state.bounds(connection, today)
    tag = etag("tilejson", address, bounds, tiler.tag(connection, layer, filter_, today))

    def make() -> bytes:
        entry = catalogue(connection, (layer,), today)[0]
        document = tile_json(
            title=layer.title["de"],
            description=layer.description["de"],
            tiles=[_tile_address(address, layer_id, filter_)],
            vector_layers=VECTOR_LAYERS[layer_id],
            zoom_max=deepest_zoom(layer_id),
            attribution=_credit(entry),
            bounds=bounds,
            revision=entry.revision,
        )
        return orjson.dumps(document)

    return answer(request, tag, make, media_type="application/json")


@router.get(
    "/tiles/{layer_id}/{z}/{x}/{y}.mvt",
    openapi_extra=FILTER_OPENAPI,
    response_class=Response,
    responses={200: {"content": {TILE_MEDIA_TYPE: {}}}},
)
def get_tile(
    layer_id: str,
    z: int,
    x: int,
    y: int,
    request: Request,
    connection: ConnectionDep,
    tiler: TilerDep,
    filter_: FilterDep,
    today: TodayDep,
) -> Response:
    """Return one vector tile of a layer under the filter."""
    layer = tiler.layer(layer_id)
    tag = etag(z, x, y, tiler.tag(connection, layer, filter_, today))
    return answer(
        request,
        tag,
        lambda: tiler.tile(connection, layer, filter_, today, z=z, x=x, y=y),
        media_type=TILE_MEDIA_TYPE,
    )


@router.get("/styles/werkbank.json", openapi_extra=FILTER_OPENAPI)
def get_style(
    request: Request,
    connection: ConnectionDep,
    tiler: TilerDep,
    filter_: Annotated[Filter, Depends(asks("f"))],
    today: TodayDep,
    address: AddressDep,
    settings: SettingsDep,
    lang: LangDep,
) -> Response:
    """Return the map's look as a MapLibre style; ``ebenen`` may name a switched-on base map.

    With ``f=qgis`` without what only our own page understands: feature states and paper.
    """
    asked = form(request, "maplibre", "qgis")
    tags = [tiler.tag(connection, one, filter_, today) for one in tiler.layers.values()]
    base_map_id = next((one for one in filter_.layers or () if one in settings.base_maps), None)
    base_map = None if base_map_id is None else BASE_MAPS[base_map_id].dated(today.year)

    def make() -> bytes:
        entries = catalogue(connection, tuple(tiler.layers.values()), today)
        document = workbench_style(
            districts=request.app.state.identities(connection),
            # The page asks the host it came from; other programs need the whole address.
            tiles={
                one: _tile_address(address if asked == "qgis" else "", one, filter_)
                for one in tiler.layers
            },
            attributions={entry.layer.id: say(entry.passport.source, lang) for entry in entries},
            base_map=base_map,
            bounds=request.app.state.bounds(connection, today),
            interactive=asked == "maplibre",
        )
        return orjson.dumps(document)

    tag = etag("style", asked, address, lang, base_map_id, *tags)
    return answer(request, tag, make, media_type="application/json")


@router.get("/daten", response_class=HTMLResponse, include_in_schema=False, dependencies=[only()])
def data_page(
    request: Request,
    connection: ConnectionDep,
    tiler: TilerDep,
    today: TodayDep,
    address: AddressDep,
) -> HTMLResponse:
    """Show what data there are, under which terms, and how to take them home."""
    return render(
        request,
        "layers/data.html",
        {
            "entries": catalogue(connection, tuple(tiler.layers.values()), today),
            "address": address,
        },
    )


def _tile_address(address: str, layer_id: str, filter_: Filter) -> str:
    query = replace(filter_, layers=None).query()
    return f"{address}/tiles/{layer_id}/{{z}}/{{x}}/{{y}}.mvt" + (f"?{query}" if query else "")


def _credit(entry: Entry) -> str:
    return f"{entry.passport.source['de']} ({entry.passport.licence.name})"
