"""Reads the projects a fresh installation starts with: ``data/projects/projects.json``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.districts.model import DistrictId
from services.projects.model import Details, Project


def read_projects(path: Path) -> tuple[Project, ...]:
    """Read all projects; geometries come in CRS84 and leave in EPSG:25832."""
    return tuple(_project(row) for row in orjson.loads(path.read_bytes()))


def _project(row: Mapping[str, Any]) -> Project:
    return Project(
        number=row["number"],
        id=row["id"],
        name=row["name"],
        status=row["status"],
        themes=tuple(row["themes"]),
        citywide=row["citywide"],
        declared_districts=tuple(DistrictId(one) for one in row["districts"]),
        period_from=row["period_from"],
        period_to=row["period_to"],
        cost_eur=row["cost_eur"],
        funding_eur=row["funding_eur"],
        funding_program=row["funding_program"],
        geometry=_geometry(row["geometry"]),
        accuracy_m=row["accuracy_m"],
        coordinate_kind=row["coordinate_kind"],
        details=Details(
            status_note=row["status_note"],
            period_note=row["period_note"],
            cost_note=row["cost_note"],
            place=row["place"],
            facts=tuple(row["facts"]),
            caveat=row["caveat"],
            geometry_note=row["geometry_note"],
            sources=tuple(row["sources"]),
        ),
    )


def _geometry(member: dict[str, Any] | None) -> BaseGeometry | None:
    if member is None:
        return None
    return reproject(shapely.geometry.shape(member), source=LON_LAT, target=STORAGE_CRS)
