"""The least a row of each table needs."""

from __future__ import annotations

from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, insert

from services.database.tables import district, project


def add_project(
    connection: Connection, number: int = 1, geometry: BaseGeometry | None = None, **more: Any
) -> None:
    values: dict[str, Any] = {
        "number": number,
        "id": f"project-{number}",
        "name": {"de": "Projekt"},
        "status": "planned",
        "citywide": True,
        "declared_districts": [],
        "geometry": geometry,
        "details": {},
        "search_text": "",
    }
    connection.execute(insert(project).values(**values | more))


def add_district(connection: Connection, district_id: str = "a", *, number: int = 1) -> None:
    connection.execute(
        insert(district).values(
            id=district_id,
            number=number,
            name=district_id,
            code=district_id.upper(),
            colour="#DDCC77",
            sign="",
            strip_row=1,
            strip_column=1,
            profile={},
        )
    )
