"""The districts' SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from shapely import MultiPolygon, Point
from sqlalchemy import Connection, Row, delete, func, insert, select

from services.database.tables import (
    boundary_version,
    district,
    district_boundary,
    municipality,
    place,
    source,
)
from services.districts.model import (
    BoundariesMissingError,
    Boundary,
    BoundarySet,
    BoundaryVersion,
    District,
    DistrictId,
    DistrictNotFoundError,
    Fact,
    Municipality,
    Place,
    Profile,
    Source,
)


def _to_facts(rows: Sequence[Mapping[str, Any]]) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            key=row["key"],
            value=row["value"],
            unit=row["unit"],
            as_of=row["as_of"],
            sources=tuple(row["sources"]),
            note=row["note"],
            reason=row["reason"],
        )
        for row in rows
    )


def _to_district(row: Row[Any]) -> District:
    profile = row.profile
    return District(
        id=DistrictId(row.id),
        number=row.number,
        name=row.name,
        code=row.code,
        colour=row.colour,
        sign=row.sign,
        strip_row=row.strip_row,
        strip_column=row.strip_column,
        profile=Profile(
            known_for=profile["known_for"],
            summary=profile["summary"],
            boundary_text=profile["boundary_text"],
            neighbouring_cities=tuple(profile["neighbouring_cities"]),
            facts=_to_facts(profile["facts"]),
        ),
    )


def _to_place(row: Row[Any]) -> Place:
    if not isinstance(row.location, Point):
        raise TypeError(f"place {row.id}: expected Point, got {row.location.geom_type}")
    return Place(
        number=row.number,
        id=row.id,
        district_id=DistrictId(row.district_id),
        name=row.name,
        kind=row.kind,
        location=row.location,
        accuracy_m=row.accuracy_m,
        coordinate_kind=row.coordinate_kind,
        note=row.note,
        sources=tuple(row.sources),
    )


def _to_boundary(row: Row[Any]) -> Boundary:
    if not isinstance(row.boundary, MultiPolygon):
        raise TypeError(
            f"district {row.district_id}: expected MultiPolygon, got {row.boundary.geom_type}"
        )
    return Boundary(DistrictId(row.district_id), row.boundary, row.accuracy_m)


def _to_version(row: Row[Any]) -> BoundaryVersion:
    return BoundaryVersion(
        row.valid_from, row.source, row.boundary_status, row.licence_name, row.licence_url
    )


class Districts:
    """Reads and writes districts inside the caller's transaction; never commits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self) -> tuple[District, ...]:
        """Return all districts in their fixed order."""
        rows = self._connection.execute(select(district).order_by(district.c.number))
        return tuple(_to_district(row) for row in rows)

    def ids(self) -> tuple[DistrictId, ...]:
        """Return the ids of all districts in their fixed order."""
        ids = self._connection.execute(select(district.c.id).order_by(district.c.number))
        return tuple(DistrictId(one) for one in ids.scalars())

    def get(self, district_id: str) -> District:
        """Return one district or raise ``DistrictNotFoundError``."""
        row = self._connection.execute(
            select(district).where(district.c.id == district_id)
        ).one_or_none()
        if row is None:
            raise DistrictNotFoundError(district_id=district_id)
        return _to_district(row)

    def add(self, one: District) -> None:
        """Write one district."""
        values = asdict(one)
        self._connection.execute(insert(district).values(**values))

    def versions(self) -> tuple[BoundaryVersion, ...]:
        """Return all boundary versions, oldest first."""
        rows = self._connection.execute(
            select(boundary_version).order_by(boundary_version.c.valid_from)
        )
        return tuple(_to_version(row) for row in rows)

    def version_in_force(self, on: date) -> BoundaryVersion:
        """Return the boundary version in force on a day or raise ``BoundariesMissingError``."""
        row = self._connection.execute(
            select(boundary_version)
            .where(boundary_version.c.valid_from <= on)
            .order_by(boundary_version.c.valid_from.desc())
            .limit(1)
        ).one_or_none()
        if row is None:
            raise BoundariesMissingError(on=on)
        return _to_version(row)

    def boundaries(self, version: BoundaryVersion) -> BoundarySet:
        """Return the boundaries of a version, in the order of the districts."""
        rows = self._connection.execute(
            select(district_boundary)
            .join(district, district.c.id == district_boundary.c.district_id)
            .where(district_boundary.c.valid_from == version.valid_from)
            .order_by(district.c.number)
        )
        return BoundarySet(version, tuple(_to_boundary(row) for row in rows))

    def add_boundaries(self, boundaries: BoundarySet, *, imported_at: datetime) -> None:
        """Write a boundary version with all its boundaries."""
        version = boundaries.version
        self._connection.execute(
            insert(boundary_version).values(**asdict(version), imported_at=imported_at)
        )
        self._connection.execute(
            insert(district_boundary),
            [
                {
                    "valid_from": version.valid_from,
                    "district_id": one.district_id,
                    "boundary": one.boundary,
                    "accuracy_m": one.accuracy_m,
                }
                for one in boundaries.boundaries
            ],
        )

    def places(self, district_id: DistrictId | None = None) -> tuple[Place, ...]:
        """Return the places of one district, or of all, by number."""
        query = select(place).order_by(place.c.number)
        if district_id is not None:
            query = query.where(place.c.district_id == district_id)
        return tuple(_to_place(row) for row in self._connection.execute(query))

    def add_place(self, one: Place) -> None:
        """Write one place."""
        self._connection.execute(insert(place).values(**asdict(one)))

    def sources(self) -> Mapping[str, Source]:
        """Return all sources by key."""
        rows = self._connection.execute(select(source).order_by(source.c.key))
        return {row.key: Source(row.key, row.title, row.url, row.as_of) for row in rows}

    def add_source(self, one: Source) -> None:
        """Write one source."""
        self._connection.execute(insert(source).values(**asdict(one)))

    def remove_source(self, key: str) -> None:
        """Delete a source that nothing is known from any more."""
        self._connection.execute(delete(source).where(source.c.key == key))

    def municipality(self) -> Municipality | None:
        """Return the city, or None before the database was filled."""
        row = self._connection.execute(select(municipality).limit(1)).one_or_none()
        if row is None:
            return None
        return Municipality(
            ags=row.ags,
            name=row.name,
            summary=row.profile["summary"],
            facts=_to_facts(row.profile["facts"]),
            neighbouring_cities=tuple(row.profile["neighbouring_cities"]),
        )

    def add_municipality(self, one: Municipality) -> None:
        """Write the city."""
        values = asdict(one)
        ags, name = values.pop("ags"), values.pop("name")
        self._connection.execute(insert(municipality).values(ags=ags, name=name, profile=values))

    def count(self) -> int:
        """Return how many districts there are: 0 says the database is empty."""
        return self._connection.execute(select(func.count()).select_from(district)).scalar_one()
