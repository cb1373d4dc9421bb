"""The streets' SQL."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from shapely import Point
from sqlalchemy import Connection, Row, func, insert, select

from services.database.tables import street
from services.districts.model import DistrictId
from services.processes.gazetteer import Street


def _to_street(row: Row[Any]) -> Street:
    if row.location is not None and not isinstance(row.location, Point):
        raise TypeError(f"street {row.name}: expected Point, got {row.location.geom_type}")
    return Street(
        number=row.number,
        name=row.name,
        district_id=DistrictId(row.district_id),
        location=row.location,
        accuracy_m=row.accuracy_m,
        sources=tuple(row.sources),
    )


class Streets:
    """Reads and writes streets inside the caller's transaction; never commits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self) -> tuple[Street, ...]:
        """Return all streets by number."""
        rows = self._connection.execute(select(street).order_by(street.c.number))
        return tuple(_to_street(row) for row in rows)

    def add(self, one: Street) -> None:
        """Write one street."""
        self._connection.execute(insert(street).values(**asdict(one) | {"location": one.location}))

    def next_number(self) -> int:
        """Return the number that the next street gets."""
        highest = self._connection.execute(select(func.max(street.c.number))).scalar_one()
        return (highest or 0) + 1
