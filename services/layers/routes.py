"""Addresses of layers: catalogue, tiles, TileJSON, style, and the page about data."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from maps.tilejson import tile_json
from services.database.revisions import revisions
from services.layers.actions import Entry, catalogue
from services.layers.dependencies import RegistryDep, TilerDep
from services.layers.imported_tiles import as_layer
from services.layers.model import Layer
from services.layers.style_document import shown_base_map, style_bytes, tile_address
from services.web.caching import answer, etag
from services.web.dependencies import (
    FILTER_OPENAPI,
    AddressDep,
    ConnectionDep,
    FilterDep,
    LangDep,
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


@router.get("/api/layers", dependencies=[only()])
def list_layers(
    request: Request,
    connection: ConnectionDep,
    tiler: TilerDep,
    registry: RegistryDep,
    today: TodayDep,
    address: AddressDep,
) -> Response:
    """List all layers with source, licence, as-of date, feature count and revision."""
    tag = etag("layers", address, today, *revisions(connection).items())

    def make() -> bytes:
        imported = map(as_layer, registry.list(connection, for_staff=False))
        entries = catalogue(connection, (*tiler.layers.values(), *imported), today)
        return orjson.dumps({"layers": [_entry(entry, address) for entry in entries]})

    return answer(request, tag, make, media_type="application/json")


def _entry(entry: Entry, address: str) -> Mapping[str, Any]:
    layer, passport = entry.layer, entry.passport
    return {
        "id": layer.id,
        "title": layer.title["de"],
        "title_en": say(layer.title, "en"),
        "description": layer.description["de"],
        "description_en": say(layer.description, "en"),
        "source": passport.source["de"],
        "source_en": say(passport.source, "en"),
        "lineage": passport.lineage["de"],
        "lineage_en": say(passport.lineage, "en"),
        "licence": {"name": passport.licence.name, "url": passport.licence.url},
        "as_of": passport.as_of,
        "version": layer.version,
        "feature_count": entry.feature_count,
        "revision": entry.revision,
        "changed_at": entry.changed_at,
        "tiles": address + (layer.tiles_path or f"/tiles/{layer.id}.json"),
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
    layer = tiler.layer(connection, layer_id)
    bounds = layer.bounds or request.app.state.bounds(connection, today)
    tag = etag("tilejson", address, bounds, tiler.tag(connection, layer, filter_, today))

    def make() -> bytes:
        entry = catalogue(connection, (layer,), today)[0]
        document = tile_json(
            title=layer.title["de"],
            description=layer.description["de"],
            tiles=[_tiles(layer, address, filter_)],
            vector_layers=layer.held,
            zoom_min=layer.zoom_min,
            zoom_max=layer.deepest_zoom,
            attribution=_credit(entry),
            bounds=bounds,
            revision=entry.revision,
            version=layer.version or 1,
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
    layer = tiler.layer(connection, layer_id)
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
    lang: LangDep,
    registry: RegistryDep,
) -> Response:
    """Return the map's look as a MapLibre style; ``ebenen`` may name a switched-on base map.

    With ``f=qgis`` without what only our own page understands: feature states and paper.
    """
    asked = form(request, "maplibre", "qgis")
    imported = registry.list(connection, for_staff=False)
    tags = [
        tiler.tag(connection, one, filter_, today)
        for one in (*tiler.layers.values(), *map(as_layer, imported))
    ]
    tag = etag("style", asked, address, lang, shown_base_map(request, filter_), *tags)
    return answer(
        request,
        tag,
        lambda: style_bytes(
            request,
            connection,
            filter_,
            on=today,
            lang=lang,
            imported=imported,
            address=address if asked == "qgis" else "",
            interactive=asked == "maplibre",
        ),
        media_type="application/json",
    )


@router.get("/daten", response_class=HTMLResponse, include_in_schema=False, dependencies=[only()])
def data_page(
    request: Request,
    connection: ConnectionDep,
    tiler: TilerDep,
    registry: RegistryDep,
    today: TodayDep,
    address: AddressDep,
) -> HTMLResponse:
    """Show what data there are, under which terms, and how to take them home."""
    return render(
        request,
        "layers/data.html",
        {
            "entries": catalogue(connection, tuple(tiler.layers.values()), today),
            "imported": registry.list(connection, for_staff=False),
            "address": address,
            "today": today,
        },
    )


def _tiles(layer: Layer, address: str, filter_: Filter) -> str:
    return tile_address(address, layer.id, filter_ if layer.knows_filter else Filter())


def _credit(entry: Entry) -> str:
    # TileJSON holds HTML there.
    return escape(f"{entry.passport.source['de']} ({entry.passport.licence.name})", quote=False)
