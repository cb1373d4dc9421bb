"""The address that says in words where a point is: what the map reads out under the crosshair."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel
from shapely import Point

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.processes.nearby import Landmark, describe_point
from services.web.dependencies import ConnectionDep, TodayDep, only

router = APIRouter()


class LandmarkOut(BaseModel):
    """The nearest place or street with a name, and its distance in metres."""

    kind: Literal["district", "street", "place"]
    name: str
    distance_m: float


class NearbyOut(BaseModel):
    """Where a point is. ``district`` is null outside the city, ``landmark`` where none is near."""

    district: str | None
    district_name: str | None
    landmark: LandmarkOut | None


@router.get("/api/places/near", dependencies=[only("lon", "lat")])
def describe(
    connection: ConnectionDep,
    today: TodayDep,
    lon: Annotated[float, Query(ge=-10, le=30, description="Longitude in degrees (CRS84).")],
    lat: Annotated[float, Query(ge=0, le=84, description="Latitude in degrees (CRS84).")],
) -> NearbyOut:
    """Say where a point is: its district, and the nearest place or street with a name."""
    point = reproject(Point(lon, lat), source=LON_LAT, target=STORAGE_CRS)
    found = describe_point(connection, point, on=today)
    return NearbyOut(
        district=None if found.district is None else found.district.id,
        district_name=None if found.district is None else found.district.name,
        landmark=None if found.landmark is None else _landmark_out(found.landmark),
    )


def _landmark_out(one: Landmark) -> LandmarkOut:
    return LandmarkOut(kind=one.kind, name=one.name, distance_m=round(one.distance_m))
