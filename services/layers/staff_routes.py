"""Addresses of layers for staff: also those that are not public, with all their columns."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from services.layers.dependencies import RegistryDep, TilerDep, WaitingDep
from services.layers.imported_routes import feature_body, whole_number
from services.layers.imported_tiles import tiled
from services.layers.keeping_page import version_rows
from services.layers.page import page_context
from services.layers.routes import TILE_MEDIA_TYPE
from services.layers.style_document import style_bytes
from services.web.dependencies import (
    ConnectionDep,
    IdPath,
    LangDep,
    SettingsDep,
    TodayDep,
    asks,
    only,
)
from services.web.filter import Filter
from services.web.geojson import MEDIA_TYPE
from services.web.pages import render

router = APIRouter(include_in_schema=False)


@router.get("/verwaltung/karte/stil.json")
def get_style(
    request: Request,
    connection: ConnectionDep,
    registry: RegistryDep,
    filter_: Annotated[Filter, Depends(asks())],
    today: TodayDep,
    lang: LangDep,
) -> Response:
    """Return the map's look with all layers, also those that are not public."""
    imported = registry.list(connection, for_staff=True)
    body = style_bytes(request, connection, filter_, on=today, lang=lang, imported=imported)
    return Response(body, media_type="application/json")


@router.get("/verwaltung/ebenen", response_class=HTMLResponse, dependencies=[only("getan")])
def list_layers(
    request: Request, connection: ConnectionDep, registry: RegistryDep, today: TodayDep
) -> HTMLResponse:
    """Show all layers that were brought in."""
    layers = registry.list(connection, for_staff=True)
    done = request.query_params.get("getan", "")
    return render(
        request, "layers/staff_list.html", {"layers": layers, "today": today, "done": done}
    )


@router.get("/verwaltung/ebenen/{layer_id}", response_class=HTMLResponse)
def layer_page(
    layer_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    registry: RegistryDep,
    filter_: Annotated[Filter, Depends(asks("nach", "getan"))],
    find_waiting: WaitingDep,
    today: TodayDep,
) -> HTMLResponse:
    """Show a layer with all its columns and versions."""
    shown = registry.get(connection, layer_id, for_staff=True)
    after = whole_number(request, "nach", default=-1)
    context = page_context(connection, shown, filter_, after=after, on=today)
    waiting = find_waiting(connection, layer_id)
    kept = {
        "versions": version_rows(connection, shown.layer, waiting),
        "waiting": waiting,
        "done": request.query_params.get("getan", ""),
    }
    return render(request, "layers/staff_layer.html", {**context, **kept})


@router.get("/verwaltung/ebenen/{layer_id}/objekte/{n}", dependencies=[only()])
def get_feature(
    layer_id: IdPath, n: int, connection: ConnectionDep, registry: RegistryDep, today: TodayDep
) -> Response:
    """Return one feature with all its columns."""
    shown = registry.get(connection, layer_id, for_staff=True)
    return Response(feature_body(connection, shown, n, today), media_type=MEDIA_TYPE)


@router.get("/verwaltung/ebenen/{layer_id}/kacheln/{z}/{x}/{y}.mvt", dependencies=[only()])
def get_tile(
    layer_id: IdPath,
    z: int,
    x: int,
    y: int,
    connection: ConnectionDep,
    registry: RegistryDep,
    settings: SettingsDep,
    tiler: TilerDep,
    today: TodayDep,
) -> Response:
    """Return one vector tile of a layer."""
    layer = tiled(registry.get(connection, layer_id, for_staff=True), settings.layer_dir)
    body = tiler.tile(connection, layer, Filter(), today, z=z, x=x, y=y)
    return Response(body, media_type=TILE_MEDIA_TYPE)
