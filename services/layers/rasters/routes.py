"""Addresses of rasters: pictures, the value at a spot, numbers of all districts."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from maps.raster_tiles import MEDIA_TYPE
from services.districts.store import Districts
from services.layers.rasters.shown import (
    ShownRaster,
    get_raster,
    spot_answer,
    zones_answer,
    zones_on,
)
from services.layers.registry import Registry
from services.web.caching import answer, etag
from services.web.dependencies import ConnectionDep, SettingsDep, TodayDep, only

router = APIRouter()

_JSON = "application/json"

Lon = Annotated[float, Query(ge=-180, le=180, description="Longitude in degrees (CRS84).")]
Lat = Annotated[float, Query(ge=-90, le=90, description="Latitude in degrees (CRS84).")]


def _public(
    layer_id: str, request: Request, connection: ConnectionDep, settings: SettingsDep
) -> ShownRaster:
    registry: Registry = request.app.state.registry
    return get_raster(registry, connection, layer_id, for_staff=False, folder=settings.layer_dir)


def _for_staff(
    layer_id: str, request: Request, connection: ConnectionDep, settings: SettingsDep
) -> ShownRaster:
    registry: Registry = request.app.state.registry
    return get_raster(registry, connection, layer_id, for_staff=True, folder=settings.layer_dir)


PublicDep = Annotated[ShownRaster, Depends(_public, scope="function")]
StaffDep = Annotated[ShownRaster, Depends(_for_staff, scope="function")]


@router.get(
    "/tiles/{layer_id}/{z}/{x}/{y}.webp",
    dependencies=[only()],
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}}},
)
def get_picture(raster: PublicDep, z: int, x: int, y: int, request: Request) -> Response:
    """Return one picture of a raster layer."""
    tag = etag("raster", z, x, y, *raster.depends_on())
    return answer(request, tag, lambda: raster.tile(z=z, x=x, y=y), media_type=MEDIA_TYPE)


@router.get(
    "/verwaltung/ebenen/{layer_id}/kacheln/{z}/{x}/{y}.webp",
    include_in_schema=False,
    dependencies=[only()],
)
def get_staff_picture(raster: StaffDep, z: int, x: int, y: int) -> Response:
    """Return one picture of any raster layer, for staff."""
    return Response(raster.tile(z=z, x=x, y=y), media_type=MEDIA_TYPE)


@router.get("/api/layers/{layer_id}/value", dependencies=[only("lon", "lat")])
def get_value(raster: PublicDep, lon: Lon, lat: Lat) -> Response:
    """Return what a raster layer says at a spot, band by band; null where it says nothing."""
    return Response(orjson.dumps(spot_answer(raster, lon, lat)), media_type=_JSON)


@router.get(
    "/verwaltung/ebenen/{layer_id}/wert",
    include_in_schema=False,
    dependencies=[only("lon", "lat")],
)
def get_staff_value(raster: StaffDep, lon: Lon, lat: Lat) -> Response:
    """Return what any raster layer says at a spot, for staff."""
    return Response(orjson.dumps(spot_answer(raster, lon, lat)), media_type=_JSON)


@router.get("/api/layers/{layer_id}/zones", dependencies=[only()])
def get_zones(
    raster: PublicDep, request: Request, connection: ConnectionDep, today: TodayDep
) -> Response:
    """Return the numbers of a raster layer for all districts and for the city."""
    districts = Districts(connection)
    valid_from = districts.version_in_force(today).valid_from
    # Under new boundaries the numbers come some time after them.
    is_counted = zones_on(raster.facts, valid_from) is not None
    tag = etag("zones", valid_from, is_counted, *raster.depends_on())
    return answer(
        request,
        tag,
        lambda: orjson.dumps(zones_answer(raster, districts.list(), valid_from)),
        media_type=_JSON,
    )
