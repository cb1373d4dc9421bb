"""What is written about districts is read again, in both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import shapely
from shapely import Point
from sqlalchemy import Connection, update

from services.database.tables import district_boundary, place
from services.districts.model import (
    BoundariesMissingError,
    BoundaryVersion,
    DistrictId,
    DistrictNotFoundError,
    Fact,
    Municipality,
    Place,
    Profile,
    Source,
)
from services.districts.store import Districts
from tests.conftest import NOW
from tests.fakes import FIRST_DAY, NINE_DISTRICTS, boundaries_of
from tests.terms import TERMS

LATER = date(2027, 7, 1)
A, B = NINE_DISTRICTS[:2]
A_FACT = Fact("population", 10_841, None, "2020-12-31", ("a", "b"), {"de": "rund"}, None)
A_GAP = Fact("area_km2", None, "km²", None, (), None, {"de": "nicht belegt", "en": "not known"})
A_PLACE = Place(
    number=1,
    id="hall",
    district_id=DistrictId("a"),
    name="Hall",
    kind="culture",
    location=Point(500_500, 5_500_500),
    accuracy_m=12.5,
    coordinate_kind="inferred",
    note={"de": "Hinweis", "en": "Note"},
    sources=("a",),
)


@pytest.fixture
def store(connection: Connection) -> Districts:
    """The squares A to I, written in the wrong order, without boundaries."""
    districts = Districts(connection)
    for one in reversed(NINE_DISTRICTS):
        districts.add(one)
    return districts


@pytest.fixture
def bounded(store: Districts) -> Districts:
    """The squares with their first boundaries."""
    store.add_boundaries(boundaries_of(), imported_at=NOW)
    return store


def test_districts_are_listed_in_their_fixed_order(store: Districts) -> None:
    assert store.list() == NINE_DISTRICTS


def test_a_district_is_read_as_it_was_written(connection: Connection) -> None:
    store = Districts(connection)
    profile = Profile(
        known_for={"de": "Mühle", "en": "Mill"},
        summary={"de": "Süd", "en": "South"},
        boundary_text={"de": "x", "en": "y"},
        neighbouring_cities=("Marl", "Gelsenkirchen"),
        facts=(A_FACT, A_GAP),
    )
    one = replace(A, profile=profile, sign='<path d="M1 1"/>', strip_row=3, strip_column=5)
    store.add(one)

    assert store.get("a") == one


@pytest.mark.parametrize("district_id", ["z", "A", "", "a' OR '1'='1"])
def test_an_unknown_district_is_not_found(store: Districts, district_id: str) -> None:
    with pytest.raises(DistrictNotFoundError) as missing:
        store.get(district_id)

    assert missing.value.district_id == district_id


def test_an_empty_database_counts_no_district(connection: Connection) -> None:
    assert Districts(connection).count() == 0


def test_nine_districts_are_counted(store: Districts) -> None:
    assert store.count() == 9


def test_boundaries_are_read_as_they_were_written(bounded: Districts) -> None:
    expected = boundaries_of()

    assert bounded.boundaries(expected.version) == expected


def test_boundaries_come_in_the_order_of_the_districts(store: Districts) -> None:
    given = boundaries_of()
    store.add_boundaries(replace(given, boundaries=given.boundaries[::-1]), imported_at=NOW)

    found = store.boundaries(given.version).boundaries
    assert [one.district_id for one in found] == list("abcdefghi")


def test_a_boundary_may_say_nothing_of_its_accuracy(store: Districts) -> None:
    given = boundaries_of()
    unknown = tuple(replace(one, accuracy_m=None) for one in given.boundaries)
    store.add_boundaries(replace(given, boundaries=unknown), imported_at=NOW)

    assert store.boundaries(given.version).boundaries == unknown


def test_versions_are_listed_from_the_oldest(bounded: Districts) -> None:
    bounded.add_boundaries(boundaries_of(valid_from=LATER), imported_at=NOW)

    assert [one.valid_from for one in bounded.versions()] == [FIRST_DAY, LATER]


@pytest.mark.parametrize(
    ("on", "valid_from"),
    [
        (FIRST_DAY, FIRST_DAY),
        (date(2027, 6, 30), FIRST_DAY),
        (LATER, LATER),
        (date(2099, 1, 1), LATER),
    ],
    ids=str,
)
def test_the_version_in_force_is_the_newest_that_has_begun(
    bounded: Districts, on: date, valid_from: date
) -> None:
    bounded.add_boundaries(boundaries_of(valid_from=LATER), imported_at=NOW)

    assert bounded.version_in_force(on) == BoundaryVersion(
        valid_from, "drawn", "generalised", *TERMS
    )


def test_before_the_first_version_none_is_in_force(bounded: Districts) -> None:
    with pytest.raises(BoundariesMissingError) as missing:
        bounded.version_in_force(date(2025, 12, 31))

    assert missing.value.on == "2025-12-31"


def test_an_empty_database_has_no_version_in_force(connection: Connection) -> None:
    with pytest.raises(BoundariesMissingError):
        Districts(connection).version_in_force(FIRST_DAY)


def test_a_place_is_read_as_it_was_written(store: Districts) -> None:
    store.add_place(A_PLACE)

    assert store.places() == (A_PLACE,)


def test_places_of_one_district_are_its_own(store: Districts) -> None:
    store.add_place(A_PLACE)
    store.add_place(replace(A_PLACE, number=2, id="pond", district_id=B.id, note=None))

    assert [one.id for one in store.places(B.id)] == ["pond"]


def test_places_are_listed_by_number(store: Districts) -> None:
    store.add_place(replace(A_PLACE, number=7, id="pond"))
    store.add_place(A_PLACE)

    assert [one.number for one in store.places()] == [1, 7]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_place_that_is_no_point_is_found_out(connection: Connection, store: Districts) -> None:
    # PostGIS refuses it when it is written, SQLite cannot.
    store.add_place(A_PLACE)
    connection.execute(update(place).values(location=shapely.box(0, 0, 1, 1)))

    with pytest.raises(TypeError, match="hall"):
        store.places()


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_boundary_that_is_no_area_is_found_out(
    connection: Connection, bounded: Districts
) -> None:
    connection.execute(update(district_boundary).values(boundary=Point(0, 0)))

    with pytest.raises(TypeError, match="MultiPolygon"):
        bounded.boundaries(bounded.version_in_force(FIRST_DAY))


def test_sources_are_read_by_key(connection: Connection) -> None:
    store = Districts(connection)
    given = [Source("b", "Bericht", None, None), Source("a", "Akte", "https://a.example", "2020")]
    for one in given:
        store.add_source(one)

    assert store.sources() == {one.key: one for one in given}


def test_the_city_is_read_as_it_was_written(connection: Connection) -> None:
    store = Districts(connection)
    city = Municipality(
        ags="05562020",
        name="Herten",
        summary={"de": "Stadt", "en": "City"},
        facts=(A_FACT,),
        neighbouring_cities=({"name": "Marl"},),
    )
    store.add_municipality(city)

    assert store.municipality() == city


def test_an_empty_database_has_no_city(connection: Connection) -> None:
    assert Districts(connection).municipality() is None
