"""GeoJSON as RFC 7946 wants it: CRS84, seven decimals, right-hand rings; fragments are joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import orjson
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.crs import LON_LAT, STORAGE_CRS, reproject

DECIMALS: Final = 7
"""About one centimetre on the ground."""

MEDIA_TYPE: Final = "application/geo+json"


def to_lon_lat(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry of EPSG:25832 in CRS84, rounded, exterior rings counter-clockwise."""
    degrees = reproject(geometry, source=STORAGE_CRS, target=LON_LAT)
    rounded = shapely.transform(degrees, lambda xy: np.round(xy, DECIMALS))
    return shapely.orient_polygons(rounded)


def geometry_member(geometry: BaseGeometry | None) -> dict[str, Any] | None:
    """Return the ``geometry`` member of a feature for a geometry in EPSG:25832."""
    return None if geometry is None else dict(mapping(to_lon_lat(geometry)))


def feature(id_: str | int, geometry: BaseGeometry | None, properties: Mapping[str, Any]) -> str:
    """Return one feature as text, ready to be stored and joined."""
    body = {
        "type": "Feature",
        "id": id_,
        "geometry": geometry_member(geometry),
        "properties": properties,
    }
    return orjson.dumps(body).decode()


def feature_collection(fragments: Iterable[str], **members: Any) -> bytes:
    """Join stored features to a collection; ``members`` stand beside ``features``."""
    more = orjson.dumps(members)[1:-1] if members else b""
    head = b'{"type":"FeatureCollection",' + (more + b"," if more else b"")
    return head + b'"features":[' + ",".join(fragments).encode() + b"]}"
