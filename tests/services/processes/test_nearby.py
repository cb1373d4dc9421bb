"""Where a point is, in words: the district under it and the nearest place or street."""

from __future__ import annotations

import pytest
from shapely import Point, box
from sqlalchemy import Connection
from starlette.testclient import TestClient

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.districts.store import Districts
from services.processes.nearby import NEAR_M, describe_point
from services.processes.street_store import Streets
from tests.conftest import NOW

TODAY = NOW.date()


def located(connection: Connection) -> tuple[str, Point]:
    """Return a street with a location, and that location."""
    for street in Streets(connection).list():
        if street.location is not None:
            return street.name, street.location
    raise AssertionError("no street of Herten has a location")


def test_a_point_on_a_street_is_named_after_it_or_what_stands_there(herten: Connection) -> None:
    _, location = located(herten)

    found = describe_point(herten, location, on=TODAY)

    assert found.landmark is not None
    assert found.landmark.distance_m == 0.0


def test_a_point_is_told_with_its_district(herten: Connection) -> None:
    version = Districts(herten).version_in_force(TODAY)
    inside = Districts(herten).boundaries(version).boundaries[0]

    found = describe_point(herten, inside.boundary.representative_point(), on=TODAY)

    assert found.district is not None
    assert found.district.id == inside.district_id


def test_what_is_far_is_not_called_near(herten: Connection) -> None:
    version = Districts(herten).version_in_force(TODAY)
    west, south, _, _ = Districts(herten).boundaries(version).boundaries[0].boundary.bounds
    far_away = box(west, south, west, south).centroid
    beyond = Point(far_away.x - 20_000 - NEAR_M, far_away.y)

    found = describe_point(herten, beyond, on=TODAY)

    assert found.district is None
    assert found.landmark is None


def test_the_api_names_the_place_under_a_crosshair(
    sqlite_client: TestClient, herten: Connection
) -> None:
    _, location = located(herten)
    degrees = reproject(location, source=STORAGE_CRS, target=LON_LAT)

    found = sqlite_client.get(f"/api/places/near?lon={degrees.x}&lat={degrees.y}").json()

    assert found["district_name"]
    assert found["landmark"]["distance_m"] < 5


@pytest.mark.parametrize("query", ["lon=nan&lat=51.6", "lon=7.1", "lon=7.1&lat=91", "lon=x&lat=1"])
def test_the_api_refuses_what_is_no_place(sqlite_client: TestClient, query: str) -> None:
    assert sqlite_client.get(f"/api/places/near?{query}").status_code in {400, 422}
