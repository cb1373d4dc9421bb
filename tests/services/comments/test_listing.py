"""Published voices under any filter: what plain Python finds, in both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Point
from sqlalchemy import Connection, Engine, insert, select, update

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.comments.listing import (
    NOTE_KINDS,
    Listing,
    PublicVoice,
    citizens,
    notes,
)
from services.comments.model import CITIZEN_KINDS, KINDS, VoiceNotFoundError
from services.database.engine import reading
from services.database.tables import boundary_version, voice, voice_district
from services.districts.store import Districts
from services.web.filter import Bbox, Filter
from tests.conftest import NOW, Databases
from tests.services.comments.rows import (
    IN_MITTE,
    TODAY,
    add_voice,
    crowd,
    fill_crowd,
    local_year,
    references,
)
from tests.services.filters import boxes_anywhere, boxes_around_herten, filters, texts

CROWD = 240
PRIVATE = {"pin", "original", "token_hash", "idempotency_key", "entered_by"}

modest = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def crowded(databases: Databases) -> Callable[[str], Engine]:
    """Databases with a crowd of voices, to be read only."""

    @cache
    def filled(dialect: str) -> Engine:
        engine = databases.herten(dialect)
        fill_crowd(engine, CROWD)
        return engine

    return filled


@pytest.fixture
def voices(dialect: str, crowded: Callable[[str], Engine]) -> Iterator[Connection]:
    with reading(crowded(dialect)) as connection:
        yield connection


@pytest.fixture
def rows(voices: Connection) -> list[Mapping[str, Any]]:
    """Every voice as it stands in the tables, with its district in force."""
    valid_from = Districts(voices).version_in_force(TODAY).valid_from
    districts = {
        row.voice_number: row.district_id
        for row in voices.execute(
            select(voice_district).where(voice_district.c.valid_from == valid_from)
        )
    }
    found = voices.execute(select(voice).order_by(voice.c.number))
    return [dict(row._mapping) | {"district_id": districts.get(row.number)} for row in found]


def expected(rows: list[Mapping[str, Any]], filter_: Filter) -> list[Mapping[str, Any]]:
    return [row for row in rows if row["status"] == "published" and _found(row, filter_)]


def _found(row: Mapping[str, Any], filter_: Filter) -> bool:
    chosen = (
        ({row["district_id"] or "citywide"}, filter_.districts),
        ({row["theme"]}, filter_.themes),
        ({row["kind"]}, filter_.kinds),
        ({row["process_id"]}, filter_.processes),
        ({row["answer"]}, filter_.answers),
    )
    said = f"{row['title']} {row['text']}".casefold()
    year = local_year(row["received_at"])
    return (
        all(not wanted or mine & set(wanted) for mine, wanted in chosen)
        and (filter_.year_from or 0) <= year <= (filter_.year_to or 9999)
        and all(word in said for word in filter_.text.casefold().split())
        and (filter_.bbox is None or _inside(row["public_pin"], filter_.bbox))
    )


def _inside(pin: Point | None, bbox: Bbox) -> bool:
    if pin is None:
        return False
    west, south, east, north = bbox
    at = reproject(pin, source=STORAGE_CRS, target=LON_LAT)
    return bool(west <= at.x <= east and south <= at.y <= north)


@modest
@given(filter_=filters())
def test_any_filter_finds_what_plain_python_finds(
    voices: Connection, rows: list[Mapping[str, Any]], filter_: Filter
) -> None:
    found = Listing(voices, TODAY).numbers(filter_)

    assert list(found) == [row["number"] for row in expected(rows, filter_)]


@modest
@given(bbox=st.one_of(boxes_around_herten(), boxes_anywhere()))
def test_any_box(voices: Connection, rows: list[Mapping[str, Any]], bbox: Bbox) -> None:
    filter_ = Filter(bbox=bbox)

    found = Listing(voices, TODAY).numbers(filter_)

    assert list(found) == [row["number"] for row in expected(rows, filter_)]


@modest
@given(text=texts())
def test_any_text(voices: Connection, rows: list[Mapping[str, Any]], text: str) -> None:
    filter_ = Filter(text=text)

    assert list(Listing(voices, TODAY).numbers(filter_)) == [
        row["number"] for row in expected(rows, filter_)
    ]


@modest
@given(filter_=filters())
def test_votes_and_notes_are_counted_apart_for_all_districts(
    voices: Connection, rows: list[Mapping[str, Any]], filter_: Filter
) -> None:
    tally = Listing(voices, TODAY).tally(filter_)

    found = expected(rows, filter_)
    for counts, kinds in ((tally.voices, CITIZEN_KINDS), (tally.notes, NOTE_KINDS)):
        here = Counter(row["district_id"] for row in found if row["kind"] in kinds)
        assert dict(counts.by_district) == {id_: n for id_, n in here.items() if id_ is not None}
        assert counts.citywide == here[None]
        assert counts.total == here.total()
    assert tally.found == len(found)
    assert tally.with_place == sum(row["public_pin"] is not None for row in found)


@modest
@given(filter_=filters())
def test_portions_hold_all_that_is_found(voices: Connection, filter_: Filter) -> None:
    listing = Listing(voices, TODAY)

    in_portions = [one.number for portion in listing.each(filter_) for one in portion]

    assert in_portions == list(listing.numbers(filter_))


@modest
@given(filter_=filters(), limit=st.integers(1, 40))
def test_pages_follow_each_other_without_gap_or_repetition(
    voices: Connection, filter_: Filter, limit: int
) -> None:
    listing = Listing(voices, TODAY)
    pages: list[PublicVoice] = []
    last: str | None = None
    while page := listing.newest(filter_, limit=limit, before=last):
        pages += page
        last = page[-1].reference

    assert [one.number for one in pages] == sorted(listing.numbers(filter_), reverse=True)


def test_voices_come_in_the_order_of_their_numbers_asked_for(voices: Connection) -> None:
    listing = Listing(voices, TODAY)
    numbers = listing.numbers(Filter())[:20][::-1]

    assert [one.number for one in listing.of_numbers(numbers)] == list(numbers)


def test_a_year_begins_at_midnight_in_herten(herten: Connection) -> None:
    before = add_voice(herten, received_at=datetime(2025, 12, 31, 22, 59, 59, tzinfo=UTC))
    after = add_voice(herten, received_at=datetime(2025, 12, 31, 23, 0, tzinfo=UTC))
    listing = Listing(herten, TODAY)

    assert references(listing.newest(Filter(year_to=2025), limit=9)) == [before]
    assert references(listing.newest(Filter(year_from=2026), limit=9)) == [after]


@pytest.mark.parametrize("status", ["received", "declined", "merged", "withdrawn"])
def test_only_what_is_published_is_found(herten: Connection, status: str) -> None:
    reference = add_voice(herten, status=status)
    listing = Listing(herten, TODAY)

    assert listing.numbers(Filter()) == ()
    with pytest.raises(VoiceNotFoundError):
        listing.get(reference)


def test_the_status_of_projects_does_not_matter(herten: Connection) -> None:
    reference = add_voice(herten)

    found = Listing(herten, TODAY).newest(Filter(statuses=("done",)), limit=9)

    assert references(found) == [reference]


def test_a_voice_without_a_point_is_in_no_box(herten: Connection) -> None:
    add_voice(herten, district="mitte")
    add_voice(herten)
    spot = add_voice(herten, district="mitte", pin=IN_MITTE)

    found = Listing(herten, TODAY).newest(Filter(bbox=(7.0, 51.5, 7.3, 51.7)), limit=9)

    assert references(found) == [spot]


def test_a_voice_belongs_to_the_district_of_the_boundaries_in_force(herten: Connection) -> None:
    later = TODAY + timedelta(days=30)
    add_voice(herten, district="mitte", number=7)
    herten.execute(
        insert(boundary_version).values(
            valid_from=later,
            source="test",
            boundary_status="official",
            licence_name="CC0",
            licence_url="https://a.example",
            imported_at=NOW,
        )
    )
    herten.execute(
        insert(voice_district).values(voice_number=7, valid_from=later, district_id="disteln")
    )

    districts = [
        [one.district_id for one in Listing(herten, on).newest(Filter(), limit=9)]
        for on in (TODAY, later)
    ]

    assert districts == [["mitte"], ["disteln"]]


def test_the_private_pin_is_not_searched(herten: Connection) -> None:
    far = Point(IN_MITTE.x + 900, IN_MITTE.y)
    add_voice(herten, district="mitte", precision="street", pin=IN_MITTE, public_pin=far)
    at = reproject(IN_MITTE, source=STORAGE_CRS, target=LON_LAT)
    box = (at.x - 0.001, at.y - 0.001, at.x + 0.001, at.y + 0.001)

    assert Listing(herten, TODAY).numbers(Filter(bbox=box)) == ()


def test_nothing_private_is_read() -> None:
    assert PRIVATE.isdisjoint(one.name for one in fields(PublicVoice))


def test_a_number_may_be_written_in_groups(herten: Connection) -> None:
    reference = add_voice(herten)
    written = f"{reference[:3]}-{reference[3:6]}-{reference[6:]}"

    assert Listing(herten, TODAY).get(written).reference == reference


def test_a_page_goes_on_after_a_voice_that_was_withdrawn(herten: Connection) -> None:
    older, last = add_voice(herten), add_voice(herten)
    herten.execute(update(voice).where(voice.c.reference == last).values(status="withdrawn"))

    found = Listing(herten, TODAY).newest(Filter(), limit=9, before=last)

    assert references(found) == [older]


def test_a_page_after_a_number_that_is_none_is_refused(herten: Connection) -> None:
    with pytest.raises(VoiceNotFoundError):
        Listing(herten, TODAY).newest(Filter(), limit=9, before="123456789")


@pytest.mark.parametrize(
    ("kinds", "voices", "notes_"),
    [
        ((), CITIZEN_KINDS, NOTE_KINDS),
        (("comment",), ("comment",), None),
        (("statement", "expert_note"), None, ("expert_note", "statement")),
        (("comment", "statement"), ("comment",), ("statement",)),
    ],
)
def test_a_filter_is_parted_into_votes_and_notes(
    kinds: tuple[str, ...], voices: tuple[str, ...] | None, notes_: tuple[str, ...] | None
) -> None:
    parted = citizens(Filter(kinds=kinds)), notes(Filter(kinds=kinds))

    assert [None if one is None else one.kinds for one in parted] == [voices, notes_]


@pytest.mark.parametrize(
    ("kinds", "counted"), [((), 2), (("comment",), 1), (("expert_note",), 1), (tuple(KINDS), 2)]
)
def test_cards_count_votes_unless_only_notes_are_asked_for(
    herten: Connection, kinds: tuple[str, ...], counted: int
) -> None:
    for kind in ("comment", "heart_place", "expert_note"):
        add_voice(herten, kind=kind, district="mitte")

    filter_ = Filter(kinds=kinds)

    assert Listing(herten, TODAY).tally(filter_).counted(filter_).total == counted


def test_the_crowd_holds_every_kind_and_precision(herten: Connection) -> None:
    crowd(herten, 400)
    found = [one for portion in Listing(herten, TODAY).each(Filter()) for one in portion]

    assert {one.kind for one in found} == set(KINDS)
    assert {one.precision for one in found} == {"spot", "street", "district", "city"}
