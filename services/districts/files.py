"""What a fresh installation starts with: reads ``data/districts/<city>/`` and official files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.crs import LON_LAT, STORAGE_CRS, point_from_lon_lat, reproject
from geo.partition import GeometryKindError
from maps.identity import sign_inside
from services.districts.model import (
    Boundary,
    BoundarySet,
    BoundaryVersion,
    District,
    DistrictId,
    Fact,
    Municipality,
    Place,
    Profile,
    Source,
)


def read_sources(path: Path) -> tuple[Source, ...]:
    """Read ``sources.json``."""
    rows: Mapping[str, Mapping[str, str | None]] = orjson.loads(path.read_bytes())
    return tuple(
        Source(key, row["title"] or key, row["url"], row["as_of"]) for key, row in rows.items()
    )


def read_facts(rows: Sequence[Mapping[str, Any]]) -> tuple[Fact, ...]:
    """Read the facts of a profile."""
    return tuple(
        Fact(
            key=row["key"],
            value=row["value"],
            unit=row["unit"],
            as_of=row["as_of"],
            sources=tuple(row["sources"]),
            note=row.get("note"),
            reason=row.get("reason"),
        )
        for row in rows
    )


def read_municipality(path: Path) -> Municipality:
    """Read ``city.json``."""
    row = orjson.loads(path.read_bytes())
    return Municipality(
        ags=row["ags"],
        name=row["name"],
        summary=row["summary"],
        facts=read_facts(row["facts"]),
        neighbouring_cities=tuple(row["neighbouring_cities"]),
    )


def read_districts(folder: Path) -> tuple[District, ...]:
    """Read ``profiles.json`` with the signs it names, in the order of the file."""
    return tuple(
        District(
            id=DistrictId(row["id"]),
            number=number,
            name=row["name"],
            code=row["code"],
            colour=row["colour"],
            sign=sign_inside((folder / row["sign"]).read_text("utf-8")),
            strip_row=row["row"],
            strip_column=row["column"],
            profile=Profile(
                known_for=row["known_for"],
                summary=row["summary"],
                boundary_text=row["boundary_text"],
                neighbouring_cities=tuple(row["neighbouring_cities"]),
                facts=read_facts(row["facts"]),
            ),
        )
        for number, row in enumerate(_profiles(folder), start=1)
    )


def read_places(folder: Path) -> tuple[Place, ...]:
    """Read the places of ``profiles.json``, numbered through."""
    rows = [(row["id"], one) for row in _profiles(folder) for one in row["places"]]
    return tuple(
        Place(
            number=number,
            id=row["id"],
            district_id=DistrictId(district_id),
            name=row["name"],
            kind=row["kind"],
            location=point_from_lon_lat(row["lon"], row["lat"]),
            accuracy_m=row["accuracy_m"],
            coordinate_kind=row["coordinate_kind"],
            note=row["note"],
            sources=tuple(row["sources"]),
        )
        for number, (district_id, row) in enumerate(rows, start=1)
    )


def read_boundaries(path: Path, *, licence: Mapping[str, str]) -> BoundarySet:
    """Read the project's own ``boundaries.geojson`` (CRS84) into EPSG:25832.

    ``licence`` has ``name`` and ``url``.
    """
    features = orjson.loads(path.read_bytes())["features"]
    first = features[0]["properties"]
    version = BoundaryVersion(
        valid_from=date.fromisoformat(first["valid_from"]),
        source=first["source"],
        boundary_status=first["boundary_status"],
        licence_name=licence["name"],
        licence_url=licence["url"],
    )
    return BoundarySet(
        version,
        tuple(
            Boundary(
                DistrictId(row["id"]),
                as_multipolygon(
                    reproject(
                        shapely.geometry.shape(row["geometry"]),
                        source=LON_LAT,
                        target=STORAGE_CRS,
                    )
                ),
                row["properties"]["accuracy_m"],
            )
            for row in features
        ),
    )


def as_multipolygon(geometry: BaseGeometry) -> MultiPolygon:
    """Return a polygon as the multipolygon the boundary column wants.

    Raises ``GeometryKindError`` for anything else.
    """
    if isinstance(geometry, Polygon):
        return MultiPolygon([geometry])
    if isinstance(geometry, MultiPolygon):
        return geometry
    raise GeometryKindError(expected=("Polygon", "MultiPolygon"), found=geometry.geom_type)


def read_passports(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """Read ``layers.json``: licence, source, as-of and lineage by layer."""
    rows: Mapping[str, Mapping[str, Any]] = orjson.loads(path.read_bytes())
    return rows


def _profiles(folder: Path) -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] = orjson.loads((folder / "profiles.json").read_bytes())
    return rows
