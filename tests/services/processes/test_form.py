"""The form of a process: what is typed becomes what is stored, and every fault is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from shapely import MultiPolygon, box

from services.districts.model import DistrictId
from services.permissions import PERMISSIONS
from services.processes.areas import area_as_geojson
from services.processes.form import RESERVED_IDS, Given, changes, read_form, typed_of
from services.processes.gazetteer import Hit
from services.processes.typed import Typed, clean
from tests.fakes import boundaries_of
from tests.services.processes.samples import a_process
from tests.squares import SOUTH_M, WEST_M

MIDDLE = (9.0, 49.65)
"""About where the squares lie, degrees."""


def found_by(*hits: Hit) -> Given:
    return Given(
        boundaries=boundaries_of(),
        district_ids=tuple(DistrictId(one) for one in "abcdefghi"),
        project_ids=("bruecke", "platz"),
        taken_ids={"ideen"},
        find=lambda _: hits,
    )


GIVEN = found_by()
SOUND: dict[str, Any] = {
    "title_de": "Der Anger",
    "question_de": "Was fehlt dem Anger?",
    "target_group_de": "Alle am Anger",
    "legal_basis_de": "Aufgabe der Stadt",
    "grade": "consultation",
    "kinds": ["comment"],
    "area_kind": "city",
    "moderation": "check_first",
    "starts_on": "2026-11-01",
    "ends_on": "2026-12-01",
}


def typed(**changed: Any) -> Typed:
    fields = {name: value for name, value in (SOUND | changed).items() if value is not None}
    return Typed(
        {
            name: tuple(value) if isinstance(value, list | tuple) else (value,)
            for name, value in fields.items()
        }
    )


def test_a_sound_form_has_no_errors() -> None:
    read = read_form(typed(), GIVEN, before=None)

    assert read.errors == {}
    assert read.values["id"] == "der-anger"
    assert read.values["title"] == {"de": "Der Anger", "en": ""}
    assert (read.values["starts_on"], read.values["ends_on"]) == (
        date(2026, 11, 1),
        date(2026, 12, 1),
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title_de": ""}, "title_de"),
        ({"title_de": "x" * 121}, "title_de"),
        ({"title_en": "x" * 121}, "title_en"),
        ({"question_de": "  \n "}, "question_de"),
        ({"target_group_de": None}, "target_group_de"),
        ({"legal_basis_de": ""}, "legal_basis_de"),
        ({"outcome_en": "It comes."}, "outcome_de"),
        ({"grade": "vote"}, "grade"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["statement"]}, "kinds"),
        ({"moderation": ""}, "moderation"),
        ({"themes": ["astrology"]}, "themes"),
        ({"project_ids": ["atlantis"]}, "project_ids"),
        ({"area_kind": "moon"}, "area_kind"),
        ({"area_kind": "districts"}, "district_ids"),
        ({"area_kind": "districts", "district_ids": ["z"]}, "district_ids"),
        ({"area_kind": "polygon"}, "area"),
        ({"area_kind": "polygon", "area": "{}"}, "area"),
        ({"area_kind": "circle", "around": "x", "around_m": "300"}, "around"),
        ({"starts_on": ""}, "starts_on"),
        ({"ends_on": "morgen"}, "ends_on"),
        ({"ends_on": "2026-02-30"}, "ends_on"),
        ({"ends_on": "9999-12-31"}, "ends_on"),
        ({"ends_on": "2026-10-31"}, "ends_on"),
        ({"id": "Ideen!"}, "id"),
        ({"id": "ideen"}, "id"),
        ({"title_de": "☃☃"}, "id"),
    ],
)
def test_a_fault_is_told_at_its_field(changed: dict[str, Any], field: str) -> None:
    read = read_form(typed(**changed), GIVEN, before=None)

    assert list(read.errors) == [field]
    assert all(read.errors[field].values())


def test_every_fault_is_told_at_once() -> None:
    read = read_form(Typed({}), GIVEN, before=None)

    assert set(read.errors) >= {"title_de", "question_de", "grade", "area_kind", "starts_on"}


def test_information_collects_nothing_whatever_is_ticked() -> None:
    read = read_form(typed(grade="information", kinds=["comment"]), GIVEN, before=None)

    assert (read.errors, read.values["kinds"]) == ({}, ())


def test_what_is_always_open_has_no_days() -> None:
    read = read_form(typed(standing="yes"), GIVEN, before=None)

    assert (read.values["standing"], read.values["starts_on"], read.values["ends_on"]) == (
        True,
        None,
        None,
    )


def test_districts_are_kept_in_their_order() -> None:
    read = read_form(typed(area_kind="districts", district_ids=["c", "a"]), GIVEN, before=None)

    assert read.values["district_ids"] == ("a", "c")


def hit(name: str, lon: float | None) -> Hit:
    lat = None if lon is None else MIDDLE[1]
    return Hit("place", name, DistrictId("a"), lon, lat, 100.0)


def around(**changed: Any) -> Typed:
    return typed(**{"area_kind": "circle", "around": "Anger", "around_m": "300"} | changed)


def test_the_only_place_of_a_name_is_the_middle_of_the_circle() -> None:
    read = read_form(around(), found_by(hit("Anger", MIDDLE[0])), before=None)

    assert read.errors == {}
    assert read.values["area_kind"] == "polygon"
    assert read.values["area"].area == pytest.approx(3.1416 * 300**2, rel=2e-3)


def test_of_several_places_one_must_be_chosen() -> None:
    places = (hit("Anger", MIDDLE[0]), hit("Angerweg", MIDDLE[0] + 0.001))

    read = read_form(around(), found_by(*places), before=None)

    assert (list(read.errors), read.places) == (["around"], places)


def test_the_chosen_place_is_taken_without_asking_again() -> None:
    chosen = around(around_at=f"{MIDDLE[0]:.6f},{MIDDLE[1]:.6f}")

    assert read_form(chosen, GIVEN, before=None).errors == {}


def test_a_place_without_a_point_is_no_middle() -> None:
    read = read_form(around(), found_by(hit("Anger", None)), before=None)

    assert "keinen genauen Punkt" in read.errors["around"]["de"]


@pytest.mark.parametrize("radius", ["", "0", "19", "5001", "-5", "1e3", "²", "9" * 30])
def test_a_radius_is_a_number_in_its_limits(radius: str) -> None:
    read = read_form(around(around_m=radius), found_by(hit("Anger", MIDDLE[0])), before=None)

    assert list(read.errors) == ["around_m"]


@pytest.mark.parametrize("at", ["999,99", "x", "9.0;49.6", "nan,nan"])
def test_a_forged_place_is_refused(at: str) -> None:
    assert "around" in read_form(around(around_at=at), GIVEN, before=None).errors


STORED = a_process(
    area_kind="polygon",
    area=MultiPolygon([box(WEST_M + 100, SOUTH_M + 100, WEST_M + 800, SOUTH_M + 700)]),
    standing=False,
    starts_on=date(2026, 11, 1),
    ends_on=date(2026, 12, 1),
    outcome={"de": "Es kommt.", "en": "It comes."},
    themes=("climate",),
    project_ids=("platz",),
)


def test_a_form_that_nobody_touched_changes_nothing() -> None:
    read = read_form(typed_of(STORED), GIVEN, before=STORED)

    assert (read.errors, changes(STORED, read.values)) == ({}, ())


def test_only_what_was_changed_is_named() -> None:
    fields = dict(typed_of(STORED).fields) | {"ends_on": ("2026-12-24",), "themes": ()}

    read = read_form(Typed(fields), GIVEN, before=STORED)

    assert changes(STORED, read.values) == ("themes", "ends_on")


def test_a_file_goes_before_the_text() -> None:
    assert STORED.area is not None
    drawn = Typed(typed(area_kind="polygon", area="{}").fields, area_as_geojson(STORED.area))

    assert read_form(drawn, GIVEN, before=None).errors == {}


def test_the_form_of_a_new_process_begins_with_checking_first() -> None:
    assert typed_of(None).one("moderation") == "check_first"


def test_texts_are_stored_without_what_hides() -> None:
    assert clean(" Ein\x00 Text\r\nmit \u202eZeilen ") == "Ein  Text\nmit Zeilen"


def test_a_word_that_is_an_address_is_no_name_of_a_process() -> None:
    assert "id" in read_form(typed(title_de="Neu!"), GIVEN, before=None).errors
    assert "id" in read_form(typed(id="neu"), GIVEN, before=None).errors


def test_every_word_that_stands_where_an_id_may_is_reserved() -> None:
    paths = [path.split("/") for _, path in PERMISSIONS]
    words = {
        path[place]
        for pattern in paths
        for place in (at for at, one in enumerate(pattern) if one == "{process_id}")
        for path in paths
        if len(path) > place and [*path[:place], "{process_id}", *path[place + 1 :]] == pattern
    }

    assert words - {"{process_id}"} == RESERVED_IDS
