"""Where a voice belongs, and what the public sees of its pin."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, box
from shapely.affinity import translate
from sqlalchemy import Connection, select

from services.comments.model import COARSE_GRID_M, Precision
from services.comments.placing import (
    pin_from_lon_lat,
    public_pin,
    read_ground,
    rederive,
)
from services.comments.store import Voices
from services.database.revisions import revisions
from services.database.tables import voice, voice_district
from services.districts.actions import add_boundaries, boundaries_in_force
from services.districts.model import Boundary, BoundarySet, DistrictId
from tests.conftest import NOW
from tests.services.comments.drafts import TOWN_HALL, a_draft, about_district, sent

SQUARE = MultiPolygon([box(0, 0, 1_000, 1_000)])
SLIVER = MultiPolygon([box(0, 0, 1_000, 30)])
TODAY = NOW.date()
inside = st.floats(1, 999)


def test_a_spot_is_shown_where_it_is() -> None:
    assert public_pin("spot", Point(12, 34), SQUARE) == Point(12, 34)


@pytest.mark.parametrize("precision", ["district", "city"])
def test_what_is_about_a_district_or_the_city_shows_no_point(precision: Precision) -> None:
    assert public_pin(precision, Point(12, 34), SQUARE) is None


def test_a_street_is_shown_as_the_middle_of_its_square() -> None:
    assert public_pin("street", Point(112, 299), SQUARE) == Point(150, 250)


@given(inside, inside, inside, inside)
def test_pins_of_one_square_cannot_be_told_apart(
    x: float, y: float, east: float, north: float
) -> None:
    corner_x, corner_y = (int(value // COARSE_GRID_M) * COARSE_GRID_M for value in (x, y))
    other = Point(corner_x + east % COARSE_GRID_M, corner_y + north % COARSE_GRID_M)

    assert public_pin("street", Point(x, y), SQUARE) == public_pin("street", other, SQUARE)


@given(inside, st.floats(0.5, 29.5))
def test_a_coarse_pin_stays_in_its_district(x: float, y: float) -> None:
    shown = public_pin("street", Point(x, y), SLIVER)

    assert shown is not None
    assert shapely.contains_properly(SLIVER, shown)
    assert shown.distance(Point(x, y)) < 1.5 * COARSE_GRID_M


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (float("nan"), 51.6),
        (7.1, float("inf")),
        (7.1, -51.6),
        (190.0, 51.6),
        (1e308, 51.6),
        (-90.0, 51.6),
    ],
)
def test_degrees_that_nobody_can_mean_give_no_pin(lon: float, lat: float) -> None:
    assert pin_from_lon_lat(lon, lat) is None


@given(st.floats(), st.floats())
def test_any_two_numbers_give_a_finite_pin_or_none(lon: float, lat: float) -> None:
    pin = pin_from_lon_lat(lon, lat)

    assert pin is None or shapely.is_valid(pin)


def test_a_pin_belongs_to_the_district_that_holds_it(herten: Connection) -> None:
    ground = read_ground(herten, TODAY)
    pin = pin_from_lon_lat(*TOWN_HALL)

    assert pin is not None
    assert ground.find_district(pin) == "mitte"


def test_a_pin_outside_names_the_nearest_district(herten: Connection) -> None:
    ground = read_ground(herten, TODAY)
    west, south, _, _ = ground.boundary(DistrictId("suedwest")).bounds

    nearest, away_m = ground.nearest(Point(west - 1_000, south))

    assert (nearest, away_m >= 1_000) == ("suedwest", True)


def test_a_voice_has_a_district_for_the_version_in_force_and_every_later_one(
    herten: Connection,
) -> None:
    coming = _swapped(herten)
    add_boundaries(coming, connection=herten, contributions=(), now=NOW)

    number = sent(herten).voice.number

    rows = herten.execute(
        select(voice_district.c.valid_from, voice_district.c.district_id).where(
            voice_district.c.voice_number == number
        )
    ).all()
    in_force = boundaries_in_force(herten, TODAY).version.valid_from
    assert {tuple(row) for row in rows} == {
        (in_force, "mitte"),
        (coming.version.valid_from, "disteln"),
    }


def test_new_boundaries_give_every_voice_its_district_anew(herten: Connection) -> None:
    spot, named = sent(herten).voice, sent(herten, about_district()).voice
    coming = _swapped(herten)
    _bring(herten, coming)

    after = Voices(herten, coming.version.valid_from)

    assert after.get_by_number(spot.number).district_id == "disteln"
    assert after.get_by_number(named.number).district_id == "disteln"
    assert Voices(herten, TODAY).get_by_number(spot.number).district_id == "mitte"


def test_new_boundaries_never_drop_a_voice_out_of_the_city(herten: Connection) -> None:
    spot = sent(herten).voice
    coming = _moved(herten, 20_000)
    _bring(herten, coming)

    assert Voices(herten, coming.version.valid_from).get_by_number(spot.number).district_id


def test_a_coarse_pin_moves_into_its_new_district(herten: Connection) -> None:
    number = sent(herten, a_draft(precision="street")).voice.number
    coming = _moved(herten, 35)
    _bring(herten, coming)

    row = herten.execute(
        select(voice.c.public_pin, voice.c.revision).where(voice.c.number == number)
    ).one()
    district_id = Voices(herten, coming.version.valid_from).get_by_number(number).district_id
    shapes = {one.district_id: one.boundary for one in coming.boundaries}
    assert district_id is not None
    assert shapely.contains_properly(shapes[district_id], row.public_pin)
    assert row.revision == revisions(herten)["voices"].number + 1


def _bring(connection: Connection, boundaries: BoundarySet) -> None:
    add_boundaries(boundaries, connection=connection, contributions=(), now=NOW)
    rederive(connection, boundaries)


def _swapped(connection: Connection) -> BoundarySet:
    """Return boundaries of next year in which Mitte and Disteln have changed places."""
    old = boundaries_in_force(connection, TODAY)
    names = {"mitte": DistrictId("disteln"), "disteln": DistrictId("mitte")}
    return _later(
        old,
        tuple(
            Boundary(names.get(one.district_id, one.district_id), one.boundary, one.accuracy_m)
            for one in old.boundaries
        ),
    )


def _moved(connection: Connection, metres: float) -> BoundarySet:
    """Return boundaries of next year that lie further east."""
    old = boundaries_in_force(connection, TODAY)
    return _later(
        old,
        tuple(
            Boundary(
                one.district_id,
                translate(one.boundary, metres),
                one.accuracy_m,
            )
            for one in old.boundaries
        ),
    )


def _later(old: BoundarySet, boundaries: tuple[Boundary, ...]) -> BoundarySet:
    version = replace(old.version, valid_from=TODAY + timedelta(days=365))
    return BoundarySet(version, boundaries)
