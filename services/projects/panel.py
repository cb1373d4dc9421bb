"""What projects add to every district: a panel on its page, a list in the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from services.districts.model import DistrictId
from services.projects.actions import project_rows
from services.projects.model import PlacedProject
from services.web.filter import Filter


def district_panel(connection: Connection, district_id: DistrictId, on: date) -> Mapping[str, Any]:
    """Return what the panel of a district's page shows."""
    rows = project_rows(connection, Filter(districts=(district_id,)), on)
    return {
        "main": [row for row in rows if row.main_district == district_id],
        "also": [row for row in rows if row.main_district != district_id],
    }


def district_projects(
    connection: Connection, district_id: DistrictId, on: date
) -> list[Mapping[str, Any]]:
    """Return the projects of a district for the API."""
    rows = project_rows(connection, Filter(districts=(district_id,)), on)
    return [_row(row, district_id) for row in rows]


def _row(placed: PlacedProject, district_id: DistrictId) -> Mapping[str, Any]:
    one = placed.project
    return {
        "id": one.id,
        "number": one.number,
        "name": one.name["de"],
        "name_en": one.name["en"],
        "status": one.status,
        "share": next(
            round(found.share, 4) for found in placed.shares if found.district_id == district_id
        ),
        "url": f"/projekte/{one.id}",
    }
