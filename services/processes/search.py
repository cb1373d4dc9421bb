"""Finding a place by its name: our own places, streets and districts; no foreign geocoder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from shapely import Point
from sqlalchemy import Connection

from services.districts.actions import boundaries_in_force
from services.districts.model import DistrictId
from services.districts.store import Districts
from services.processes.gazetteer import Hit, Query, order
from services.processes.street_store import Streets
from services.web.geojson import to_lon_lat

HIT_LIMIT: Final = 10
QUERY_LIMIT: Final = 100
_CITY: Final = "Herten-"
"""Nobody types it who looks for ``Herten-Südost`` in Herten."""


def find_places(connection: Connection, q: str, *, on: date) -> tuple[Hit, ...]:
    """Return what the words of ``q`` name, the best first, at most ``HIT_LIMIT``.

    Small and capital letters, umlauts and their two ways of being spelled out, and ``str.`` for
    ``straße`` make no difference. What has a location belongs to the district that it lies in
    under the boundaries in force on the day.
    """
    query = Query.of(q)
    ranked = [
        (order(hit, rank), hit, location)
        for hit, location in _everything(connection)
        if (rank := query.rank(hit.name, hit.name.removeprefix(_CITY))) is not None
    ]
    best = sorted(ranked, key=lambda row: row[0])[:HIT_LIMIT]
    if not any(location is not None for _, _, location in best):
        return tuple(hit for _, hit, _ in best)
    districts = _DistrictsOf(connection, on)
    return tuple(
        hit if location is None else _located(hit, location, districts) for _, hit, location in best
    )


def _everything(connection: Connection) -> Iterator[tuple[Hit, Point | None]]:
    store = Districts(connection)
    for district in store.list():
        yield Hit("district", district.name, district.id), None
    for street in Streets(connection).list():
        hit = Hit("street", street.name, street.district_id, accuracy_m=street.accuracy_m)
        yield hit, street.location
    for place in store.places():
        hit = Hit("place", place.name, place.district_id, accuracy_m=place.accuracy_m)
        yield hit, place.location


class _DistrictsOf:
    """Which district a point lies in; on a border the smallest code, as everywhere."""

    def __init__(self, connection: Connection, on: date) -> None:
        codes = {one.id: one.code for one in Districts(connection).list()}
        boundaries = boundaries_in_force(connection, on).boundaries
        self._boundaries = sorted(boundaries, key=lambda one: codes[one.district_id])

    def find(self, point: Point) -> DistrictId | None:
        """Return the district, None outside the city."""
        return next(
            (one.district_id for one in self._boundaries if one.boundary.covers(point)), None
        )


def _located(hit: Hit, location: Point, districts: _DistrictsOf) -> Hit:
    degrees: Any = to_lon_lat(location)
    district_id = districts.find(location) or hit.district_id
    return Hit(hit.kind, hit.name, district_id, degrees.x, degrees.y, hit.accuracy_m)
