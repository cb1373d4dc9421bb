"""The layer of voices agrees with the list, whatever is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from services.comments.layer import VoiceIndex
from services.comments.listing import Listing
from services.database.engine import reading
from services.web.filter import Filter
from tests.conftest import Databases
from tests.maps.nine import NINE
from tests.services.comments.layer_tiles import drawn
from tests.services.comments.rows import TODAY, fill_crowd, local_year
from tests.services.filters import filters

CROWD = 400


modest = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def crowded(databases: Databases) -> Callable[[str], tuple[Engine, VoiceIndex]]:
    """A crowd of voices in each database, and an index that has it."""

    @cache
    def crowd(dialect: str) -> tuple[Engine, VoiceIndex]:
        engine = databases.herten(dialect)
        fill_crowd(engine, CROWD)
        return engine, VoiceIndex()

    return crowd


@pytest.fixture
def voices(
    dialect: str, crowded: Callable[[str], tuple[Engine, VoiceIndex]]
) -> Iterator[Connection]:
    with reading(crowded(dialect)[0]) as connection:
        yield connection


@pytest.fixture
def index(dialect: str, crowded: Callable[[str], tuple[Engine, VoiceIndex]]) -> VoiceIndex:
    return crowded(dialect)[1]


@modest
@given(filter_=filters())
def test_tiles_count_what_the_list_finds_in_every_district(
    voices: Connection, index: VoiceIndex, filter_: Filter
) -> None:
    told: Counter[tuple[str, str]] = Counter()
    for sign in drawn(index, voices, filter_, 12):
        told[sign["group"], sign["district"]] += sign["count"]

    tally = Listing(voices, TODAY).tally(filter_)

    assert told == Counter(
        {
            (group, district): count
            for group, counts in (("citizens", tally.voices), ("notes", tally.notes))
            for district, count in counts.by_district.items()
        }
    )


@modest
@given(filter_=filters())
def test_the_index_counts_as_the_database_does(
    voices: Connection, index: VoiceIndex, filter_: Filter
) -> None:
    assert index.tally(voices, filter_, TODAY) == Listing(voices, TODAY).tally(filter_)


@modest
@given(filter_=filters(), each=st.integers(1, 5))
def test_the_newest_of_each_district_come_in_turns(
    voices: Connection, index: VoiceIndex, filter_: Filter, each: int
) -> None:
    newest: dict[str | None, list[int]] = {}
    for one in Listing(voices, TODAY).newest(filter_, limit=CROWD):
        newest.setdefault(one.district_id, []).append(one.number)
    expected = [
        newest[district][turn]
        for turn in range(each)
        for district in (*(one.id for one in NINE), None)
        if turn < len(newest.get(district, ()))
    ]

    assert index.in_turns(voices, filter_, TODAY, each=each, limit=12) == expected[:12]


@modest
@given(filter_=filters())
def test_single_signs_name_voices_of_the_list(
    voices: Connection, index: VoiceIndex, filter_: Filter
) -> None:
    listed = {
        one.reference: one for portion in Listing(voices, TODAY).each(filter_) for one in portion
    }
    for sign in drawn(index, voices, filter_, 14):
        if "reference" not in sign:
            continue
        one = listed[sign["reference"]]
        told = (sign["kind"], sign["theme"], sign["answer"], sign["supports"], sign["district"])
        assert told == (one.kind, one.theme, one.answer, one.supports, one.district_id)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_years_are_those_of_herten(voices: Connection, index: VoiceIndex, year: int) -> None:
    filter_ = Filter(year_from=year, year_to=year)

    found = sum(sign["count"] for sign in drawn(index, voices, filter_, 11))

    listed = [one for portion in Listing(voices, TODAY).each(Filter()) for one in portion]
    assert found == sum(
        local_year(one.received_at) == year and one.precision != "city" for one in listed
    )
