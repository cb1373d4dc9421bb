"""Drawn areas: GeoJSON that somebody pastes or uploads, and circles around a place."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import orjson
import shapely
from shapely import GeometryCollection, MultiPolygon, Polygon
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from geo.crs import LON_LAT, STORAGE_CRS, point_from_lon_lat, reproject
from services.districts.files import as_multipolygon
from services.districts.model import BoundarySet
from services.processes.model import AREA_VERTEX_LIMIT
from services.web.geojson import to_lon_lat
from services.web.texts import LocalText

AREA_BYTES: Final = 1_000_000
_SMALLEST_M2: Final = 100.0
_CIRCLE_STEPS: Final = 16
"""Corners of a quarter circle: at 5 km it strays 6 m from a true one."""
_NEAR: Final = (-10.0, 0.0, 30.0, 84.0)
"""West, south, east, north in degrees: where EPSG:25832 can be reckoned with."""
_DEGREES: Final = re.compile(r"(4326|CRS84|4258)\b", re.IGNORECASE)
_WHERE: Final = re.compile(r"\[(-?[\d.]+) (-?[\d.]+)\]")


@dataclass(frozen=True)
class Refused:
    """Why an area cannot be used, and the cure, in words for whoever brought it."""

    words: LocalText


def read_area(text: str, boundaries: BoundarySet) -> MultiPolygon | Refused:
    """Return the area of a GeoJSON text (CRS84) in EPSG:25832, or why it cannot be one.

    Takes a Polygon or MultiPolygon, alone, in a feature or in several: these are united.
    """
    parts = _parts(text)
    if isinstance(parts, Refused):
        return parts
    trouble = _where_trouble(parts) or next((_invalid(one) for one in parts), None)
    if trouble is not None:
        return trouble
    degrees = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    trouble = _invalid(degrees)
    if trouble is not None:
        return trouble
    projected = reproject(degrees, source=LON_LAT, target=STORAGE_CRS)
    return _invalid(projected) or _in_the_city(as_multipolygon(projected), boundaries)


def circle(
    lon: float, lat: float, radius_m: float, boundaries: BoundarySet
) -> MultiPolygon | Refused:
    """Return a circle around a place (CRS84) in EPSG:25832, or why it cannot be an area."""
    west, south, east, north = _NEAR
    if not (west <= lon <= east and south <= lat <= north):
        return _not_degrees()
    around = point_from_lon_lat(lon, lat).buffer(radius_m, quad_segs=_CIRCLE_STEPS)
    return _in_the_city(as_multipolygon(around), boundaries)


def area_as_geojson(area: MultiPolygon) -> str:
    """Return an area as GeoJSON text (CRS84) that ``read_area`` reads again."""
    return shapely.to_geojson(to_lon_lat(area))


def _parts(text: str) -> Sequence[BaseGeometry] | Refused:
    if len(text.encode("utf-8", "replace")) > AREA_BYTES:
        return _refused(
            f"Das GeoJSON ist größer als {AREA_BYTES // 1_000_000} MB. Vereinfachen Sie die "
            "Fläche.",
            f"The GeoJSON is larger than {AREA_BYTES // 1_000_000} MB. Simplify the area.",
        )
    try:
        document = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        document = None
    if not isinstance(document, dict):
        return _refused(
            "Das ist kein GeoJSON. Es beginnt mit { und nennt einen „type“, etwa „Polygon“.",
            "This is no GeoJSON. It begins with { and names a “type” such as “Polygon”.",
        )
    foreign = _foreign_crs(document)
    if foreign is not None:
        return foreign
    try:
        geometry = shapely.force_2d(shapely.from_geojson(text))
    except GEOSException:
        geometry = None
    # A feature collection comes as a geometry collection; a multipolygon is judged as one.
    found = list(geometry.geoms) if isinstance(geometry, GeometryCollection) else [geometry]
    areas = [one for one in found if isinstance(one, Polygon | MultiPolygon) and not one.is_empty]
    if not areas or len(areas) != len(found):
        return _refused(
            "Im GeoJSON dürfen nur Flächen stehen (Polygon oder MultiPolygon), mit Zahlen als "
            "Koordinaten.",
            "The GeoJSON may only hold areas (Polygon or MultiPolygon) with numbers as "
            "coordinates.",
        )
    return areas


def _foreign_crs(document: Mapping[str, Any]) -> Refused | None:
    crs = document.get("crs")
    if crs is None or _DEGREES.search(orjson.dumps(crs).decode()):
        return None
    return _refused(
        "Das GeoJSON steht in einem anderen Bezugssystem. Speichern Sie es in Grad (WGS 84, "
        "EPSG:4326); in QGIS heißt die Auswahl „KBS“.",
        "The GeoJSON is in another reference system. Save it in degrees (WGS 84, EPSG:4326); "
        "QGIS calls the choice “CRS”.",
    )


def _where_trouble(parts: Sequence[BaseGeometry]) -> Refused | None:
    count = int(shapely.get_num_coordinates(parts).sum())
    if count > AREA_VERTEX_LIMIT:
        return _refused(
            f"Die Fläche hat {count} Eckpunkte, erlaubt sind {AREA_VERTEX_LIMIT}. Vereinfachen "
            "Sie sie.",
            f"The area has {count} corners, {AREA_VERTEX_LIMIT} are allowed. Simplify it.",
        )
    bounds = shapely.total_bounds(np.array(parts, dtype=object))
    if not all(math.isfinite(value) for value in bounds):
        return _refused(
            "Eine Koordinate ist keine Zahl, mit der sich rechnen lässt.",
            "A coordinate is no number to reckon with.",
        )
    west, south, east, north = bounds
    if _NEAR[0] <= west and _NEAR[1] <= south and east <= _NEAR[2] and north <= _NEAR[3]:
        return None
    return _swapped() if _is_swapped(west, north) else _not_degrees()


def _is_swapped(west: float, north: float) -> bool:
    """Tell Herten with latitude first: far in the east, and near the equator."""
    return _NEAR[2] < west <= _NEAR[3] and north <= _NEAR[2]


def _swapped() -> Refused:
    return _refused(
        "Länge und Breite sind vertauscht. In GeoJSON steht die Länge vorn: in Herten etwa "
        "[7.14, 51.59].",
        "Longitude and latitude are swapped. GeoJSON puts the longitude first: in Herten about "
        "[7.14, 51.59].",
    )


def _not_degrees() -> Refused:
    return _refused(
        "Das sind keine Koordinaten in Grad hier in der Gegend. Speichern Sie die Fläche in "
        "WGS 84 (EPSG:4326).",
        "These are no coordinates in degrees around here. Save the area in WGS 84 (EPSG:4326).",
    )


def _invalid(geometry: BaseGeometry) -> Refused | None:
    if geometry.is_valid:
        return None
    found = _WHERE.search(shapely.is_valid_reason(geometry))
    here = f" ({float(found[1]):.5f}, {float(found[2]):.5f})" if found else ""
    return _refused(
        f"Die Fläche ist nicht gültig: Ihr Rand überschneidet oder berührt sich selbst{here}. "
        "Berichtigen Sie die Stelle.",
        f"The area is not valid: its outline crosses or touches itself{here}. Correct the place.",
    )


def _in_the_city(area: MultiPolygon, boundaries: BoundarySet) -> MultiPolygon | Refused:
    if area.area < _SMALLEST_M2:
        return _refused(
            f"Die Fläche ist kleiner als {_SMALLEST_M2:.0f} m².",
            f"The area is smaller than {_SMALLEST_M2:.0f} m².",
        )
    away_m = min(float(one.boundary.distance(area)) for one in boundaries.boundaries)
    if away_m > 0:
        return _refused(
            f"Die Fläche liegt {away_m / 1000:.1f} km außerhalb von Herten.".replace(".", ",", 1),
            f"The area lies {away_m / 1000:.1f} km outside Herten.",
        )
    return area


def _refused(german: str, english: str) -> Refused:
    return Refused({"de": german, "en": english})
