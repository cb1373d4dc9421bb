"""The one filter: what it prints it reads, and what cannot be meant it refuses by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.web.filter import (
    PARAMETERS,
    Filter,
    InvalidParameterError,
    UnknownParameterError,
    parse_filter,
)
from tests.services.filters import HERTEN, boxes_anywhere, filters, texts

ANY_FILTER = filters(text=texts(), bbox=boxes_anywhere())
modest = settings(max_examples=40)
IN_HERTEN = (7.0, 51.5, 7.25, 51.75)


def parsed(*pairs: tuple[str, str]) -> Filter:
    return parse_filter(pairs, HERTEN)


def _read_or_refused(pairs: list[tuple[str, str]]) -> tuple[Filter | None, str | None]:
    try:
        return parse_filter(pairs, HERTEN), None
    except InvalidParameterError as error:
        return None, error.parameter


@modest
@given(filter_=ANY_FILTER)
def test_a_filter_is_read_as_it_was_printed(filter_: Filter) -> None:
    assert parse_filter(filter_.pairs(), HERTEN) == filter_


@modest
@given(filter_=ANY_FILTER)
def test_a_filter_survives_the_address_line(filter_: Filter) -> None:
    assert parse_filter(parse_qsl(filter_.query(), keep_blank_values=True), HERTEN) == filter_


@modest
@given(filter_=ANY_FILTER)
def test_the_same_filter_is_always_printed_alike(filter_: Filter) -> None:
    pairs = sorted(filter_.pairs(), reverse=True)

    assert parse_filter(pairs, HERTEN).query() == filter_.query()


@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(PARAMETERS),
            st.one_of(
                st.text(),
                st.sampled_from(["mitte", "done", "climate", "1999", "2024", "none", "7,51,8,52"]),
                st.lists(st.floats().map(str), min_size=3, max_size=5).map(",".join),
            ),
        ),
        max_size=4,
    )
)
def test_whatever_is_given_is_refused_or_can_be_printed_and_read_again(
    pairs: list[tuple[str, str]],
) -> None:
    filter_, refused = _read_or_refused(pairs)

    if filter_ is None:
        assert refused in PARAMETERS
    else:
        assert parse_filter(filter_.pairs(), HERTEN) == filter_


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (("stadtteil", "mitte"), Filter(districts=("mitte",))),
        (("stadtteil", "citywide"), Filter(districts=("citywide",))),
        (("thema", "climate"), Filter(themes=("climate",))),
        (("status", "under_way"), Filter(statuses=("under_way",))),
        (("art", "heart_place"), Filter(kinds=("heart_place",))),
        (("verfahren", "ideen"), Filter(processes=("ideen",))),
        (("antwort", "taken_up"), Filter(answers=("taken_up",))),
        (("von", "1800"), Filter(year_from=1800)),
        (("bis", "2200"), Filter(year_to=2200)),
        (("q", " Zeche  Ewald "), Filter(text="Zeche  Ewald")),
        (("bbox", "7,51.5, 7.25 ,51.75"), Filter(bbox=(7.0, 51.5, 7.25, 51.75))),
        (("bbox", "-180,-90,180,90"), Filter(bbox=(-180.0, -90.0, 180.0, 90.0))),
        (("ebenen", "none"), Filter(layers=("none",))),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_every_parameter_has_its_place(pair: tuple[str, str], expected: Filter) -> None:
    assert parsed(pair) == expected


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("stadtteil", "atlantis"),
        ("stadtteil", "Mitte"),
        ("thema", "weather"),
        ("status", "DONE"),
        ("art", "comments"),
        ("verfahren", "Ideen"),
        ("antwort", "received"),
        ("ebenen", "rvr"),
        ("von", "99"),
        ("von", "02024"),
        ("von", "+999"),
        ("von", "2024.0"),
        ("von", "1799"),
        ("bis", "2201"),
        ("bis", "bald"),
        ("bis", "٢٠٢٤"),
        ("bis", "²⁰²⁴"),
        ("bbox", "7,51,8"),
        ("bbox", "7,51,8,52,9"),
        ("bbox", "a,b,c,d"),
        ("bbox", "7,51,8,"),
        ("bbox", "8,51,7,52"),
        ("bbox", "7,52,8,51"),
        ("bbox", "7,51,7,52"),
        ("bbox", "7,51,7.0000001,52"),
        ("bbox", "nan,51,8,52"),
        ("bbox", "7,51,8,nan"),
        ("bbox", "-inf,51,8,52"),
        ("bbox", "7,51,inf,52"),
        ("bbox", "7,51,1e400,52"),
        ("bbox", "-181,51,8,52"),
        ("bbox", "7,51,8,90.1"),
        ("bbox", "360000,5710000,370000,5720000"),
        ("q", "x" * 201),
        ("q", "Park\x00"),
        ("q", "\x1b[31m"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_with_its_parameter(
    parameter: str, value: str
) -> None:
    with pytest.raises(InvalidParameterError) as refused:
        parsed((parameter, value))

    assert refused.value.parameter == parameter


@pytest.mark.parametrize(
    ("parameter", "value"), [("von", "2024"), ("bis", "2024"), ("q", "a"), ("bbox", "7,51,8,52")]
)
def test_what_can_be_asked_once_is_refused_twice(parameter: str, value: str) -> None:
    with pytest.raises(InvalidParameterError) as refused:
        parsed((parameter, value), (parameter, value))

    assert refused.value.parameter == parameter


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidParameterError) as refused:
        parsed(("von", "2024"), ("bis", "2023"))

    assert (refused.value.parameter, refused.value.value) == ("bis", "2023")


def test_a_period_of_one_year_can_be_asked_for() -> None:
    assert parsed(("von", "2024"), ("bis", "2024")) == Filter(year_from=2024, year_to=2024)


def test_a_long_value_is_not_sent_back_in_full() -> None:
    with pytest.raises(InvalidParameterError) as refused:
        parsed(("q", "x" * 10_000))

    assert len(refused.value.value) < 100


@pytest.mark.parametrize("parameter", PARAMETERS)
@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_value_asks_for_nothing(parameter: str, value: str) -> None:
    assert parsed((parameter, value)) == Filter()


def test_an_unknown_parameter_is_refused_with_its_name() -> None:
    with pytest.raises(UnknownParameterError) as refused:
        parsed(("stadteil", "mitte"))

    assert refused.value.parameter == "stadteil"


def test_an_unknown_parameter_is_refused_even_when_empty() -> None:
    with pytest.raises(UnknownParameterError):
        parsed(("unsinn", ""))


def test_the_refusal_names_what_is_known() -> None:
    with pytest.raises(UnknownParameterError) as refused:
        parse_filter([("unsinn", "1")], HERTEN, also=("f",))

    assert refused.value.known == [*PARAMETERS, "f"]


def test_an_address_may_know_more() -> None:
    assert parse_filter([("f", "csv")], HERTEN, also=("f",)) == Filter()


def test_choices_are_kept_once_and_in_their_own_order() -> None:
    filter_ = parsed(("stadtteil", "mitte"), ("stadtteil", "bertlich"), ("stadtteil", "mitte"))

    assert filter_.districts == ("bertlich", "mitte")


def test_a_box_is_rounded_to_what_is_printed() -> None:
    filter_ = parsed(("bbox", "7.00000049,51.5,7.25,51.75"))

    assert filter_.bbox == IN_HERTEN


def test_an_umlaut_in_two_parts_is_put_together() -> None:
    assert parsed(("q", "Su\u0308dost")).text == "S\u00fcdost"


@modest
@given(filter_=filters(), district_id=st.sampled_from(list(HERTEN.districts)))
def test_a_district_taken_in_and_out_again_changes_nothing(
    filter_: Filter, district_id: str
) -> None:
    order = list(HERTEN.districts)

    assert filter_.toggled(district_id, order).toggled(district_id, order) == filter_


def test_a_district_is_taken_in_at_its_place() -> None:
    filter_ = Filter(districts=("bertlich", "mitte"), text="Park")

    toggled = filter_.toggled("disteln", list(HERTEN.districts))

    assert toggled == replace(filter_, districts=("bertlich", "disteln", "mitte"))


@pytest.mark.parametrize(
    "changes",
    [
        {"districts": ("mitte",)},
        {"themes": ("climate",)},
        {"statuses": ("done",)},
        {"kinds": ("comment",)},
        {"processes": ("ideen",)},
        {"answers": ("open",)},
        {"year_from": 2020},
        {"year_to": 2020},
        {"text": "x"},
        {"bbox": IN_HERTEN},
    ],
    ids=lambda changes: ", ".join(changes),
)
def test_a_filter_that_leaves_something_out_narrows(changes: dict[str, Any]) -> None:
    assert Filter(**changes).narrows


def test_choosing_layers_narrows_nothing() -> None:
    assert not Filter(layers=("places",)).narrows


def test_a_filter_that_asks_for_everything_prints_nothing() -> None:
    assert Filter().query() == ""
