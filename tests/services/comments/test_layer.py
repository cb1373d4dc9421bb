"""The layer of voices: tiles agree with the list, and follow every change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import mapbox_vector_tile
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Point
from sqlalchemy import Connection, Engine, delete, event, update
from starlette.testclient import TestClient

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.app import create_app
from services.comments.layer import VoiceIndex, voices_passport
from services.comments.listing import Listing
from services.comments.store import mark_changed
from services.database.engine import reading, writing
from services.database.revisions import bump
from services.database.tables import voice, voice_district
from services.districts.model import BoundarySet, BoundaryVersion
from services.districts.store import Districts
from services.installation import bring_boundaries
from services.settings import Settings
from services.web.filter import Filter
from tests.conftest import NOW, Databases
from tests.maps.nine import NINE
from tests.services.comments.rows import (
    IN_MITTE,
    TODAY,
    add_voice,
    ensure_process,
    fill_crowd,
    local_year,
)
from tests.services.filters import filters
from tests.services.layers.tiles import features, tile_at, tiles_of_herten

CROWD = 400
ZOOM = 16

modest = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def signs(tile: bytes) -> list[dict[str, Any]]:
    if tile == b"":
        return []
    found: list[dict[str, Any]] = mapbox_vector_tile.decode(tile)["voices"]["features"]
    return [one["properties"] for one in found]


def drawn(
    index: VoiceIndex, connection: Connection, filter_: Filter, zoom: int, on: date = TODAY
) -> list[dict[str, Any]]:
    return [
        sign
        for z, x, y in tiles_of_herten(zoom)
        for sign in signs(index.tile(connection, filter_, on, z=z, x=x, y=y))
    ]


def around(pin: Point, zoom: int = ZOOM) -> dict[str, int]:
    """Return the address of the tile that holds a pin."""
    at = reproject(pin, source=STORAGE_CRS, target=LON_LAT)
    x, y = tile_at(at.x, at.y, zoom)
    return {"z": zoom, "x": x, "y": y}


@pytest.fixture(scope="module")
def crowded(databases: Databases) -> Callable[[str], tuple[Engine, VoiceIndex]]:
    """A crowd of voices in each database, and an index that has it."""
    made: dict[str, tuple[Engine, VoiceIndex]] = {}

    def crowd(dialect: str) -> tuple[Engine, VoiceIndex]:
        if dialect not in made:
            engine = databases.herten(dialect)
            fill_crowd(engine, CROWD)
            made[dialect] = engine, VoiceIndex()
        return made[dialect]

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


@pytest.fixture
def made(herten: Connection) -> VoiceIndex:
    """An index over a database without voices, asked once."""
    index = VoiceIndex()
    index.tile(herten, Filter(), TODAY, **around(IN_MITTE))
    return index


def seen(index: VoiceIndex, connection: Connection, pin: Point = IN_MITTE) -> list[str]:
    tile = index.tile(connection, Filter(), TODAY, **around(pin))
    return [sign.get("reference", "several") for sign in signs(tile)]


def test_a_new_voice_is_in_the_next_tile(herten: Connection, made: VoiceIndex) -> None:
    before = seen(made, herten)
    reference = add_voice(herten, district="mitte", pin=IN_MITTE)

    assert (before, seen(made, herten)) == ([], [reference])


def test_a_withdrawn_voice_leaves_the_next_tile(herten: Connection, made: VoiceIndex) -> None:
    add_voice(herten, district="mitte", pin=IN_MITTE, number=7)
    before = len(seen(made, herten))
    herten.execute(update(voice).where(voice.c.number == 7).values(status="withdrawn"))
    mark_changed(herten, [7], now=NOW)

    assert (before, seen(made, herten)) == (1, [])


def test_a_deleted_voice_leaves_the_next_tile(herten: Connection, made: VoiceIndex) -> None:
    add_voice(herten, district="mitte", pin=IN_MITTE, number=7)
    before = len(seen(made, herten))
    herten.execute(delete(voice_district).where(voice_district.c.voice_number == 7))
    herten.execute(delete(voice).where(voice.c.number == 7))
    mark_changed(herten, [], now=NOW)

    assert (before, seen(made, herten)) == (1, [])


def test_one_deleted_and_one_new_are_told_apart(herten: Connection, made: VoiceIndex) -> None:
    add_voice(herten, district="mitte", pin=IN_MITTE, number=7)
    seen(made, herten)
    herten.execute(delete(voice_district).where(voice_district.c.voice_number == 7))
    herten.execute(delete(voice).where(voice.c.number == 7))
    new = add_voice(herten, district="mitte", pin=IN_MITTE, number=8)

    assert seen(made, herten) == [new]


def test_what_was_published_without_a_stamp_is_found_when_another_goes(
    herten: Connection, made: VoiceIndex
) -> None:
    add_voice(herten, district="mitte", pin=IN_MITTE, number=7)
    unstamped = add_voice(herten, district="mitte", pin=IN_MITTE, number=8, status="received")
    seen(made, herten)
    published = voice.c.number == 8
    herten.execute(update(voice).where(published).values(status="published", revision=0))
    herten.execute(delete(voice_district).where(voice_district.c.voice_number == 7))
    herten.execute(delete(voice).where(voice.c.number == 7))
    mark_changed(herten, [], now=NOW)

    assert seen(made, herten) == [unstamped]


def test_a_year_begins_at_midnight_in_herten(herten: Connection, made: VoiceIndex) -> None:
    for minute in (59, 60):
        received = datetime(2025, 12, 31, 22, tzinfo=UTC) + timedelta(minutes=minute)
        add_voice(herten, district="mitte", pin=IN_MITTE, received_at=received)

    counts = [
        made.count(herten, one, TODAY).total
        for one in (Filter(year_to=2025), Filter(year_from=2026), Filter(year_from=2025))
    ]

    assert counts == [1, 1, 2]


def test_a_changed_answer_is_in_the_next_tile(herten: Connection, made: VoiceIndex) -> None:
    add_voice(herten, district="mitte", pin=IN_MITTE, number=7)
    seen(made, herten)
    herten.execute(update(voice).where(voice.c.number == 7).values(answer="done", supports=3))
    mark_changed(herten, [7], now=NOW)

    (sign,) = signs(made.tile(herten, Filter(answers=("done",)), TODAY, **around(IN_MITTE)))

    assert (sign["answer"], sign["supports"]) == ("done", 3)


def test_a_moved_voice_is_seen_where_it_is_now(herten: Connection, made: VoiceIndex) -> None:
    reference = add_voice(herten, district="mitte", pin=IN_MITTE, number=7)
    there = Point(IN_MITTE.x + 700, IN_MITTE.y)
    seen(made, herten)
    herten.execute(update(voice).where(voice.c.number == 7).values(public_pin=there))
    mark_changed(herten, [7], now=NOW)

    assert (seen(made, herten), seen(made, herten, there)) == ([], [reference])


def test_a_process_that_begins_later_can_be_asked_for(herten: Connection, made: VoiceIndex) -> None:
    ensure_process(herten, "marktplatz")
    add_voice(herten, district="mitte", pin=IN_MITTE, process_id="marktplatz")
    asked = [Filter(processes=(one,)) for one in ("marktplatz", "ideen")]

    tiles = [made.tile(herten, one, TODAY, **around(IN_MITTE)) for one in asked]

    assert [len(signs(tile)) for tile in tiles] == [1, 0]


def test_only_what_changed_is_read(herten: Connection, made: VoiceIndex) -> None:
    for _ in range(3):
        add_voice(herten, district="mitte", pin=IN_MITTE)
    seen(made, herten)
    asked: list[str] = []
    listen = event.listens_for(herten, "before_cursor_execute")
    listen(lambda *about: asked.append(about[2]))
    add_voice(herten, district="mitte", pin=IN_MITTE)
    asked.clear()

    seen(made, herten)

    reads = [one for one in asked if "public_pin" in one]
    assert len(reads) == 1
    assert "revision >" in reads[0]


def test_nothing_is_read_again_while_nothing_changes(herten: Connection, made: VoiceIndex) -> None:
    add_voice(herten, district="mitte", pin=IN_MITTE)
    seen(made, herten)
    asked: list[str] = []
    event.listens_for(herten, "before_cursor_execute")(lambda *about: asked.append(about[2]))

    seen(made, herten)

    assert not [one for one in asked if "FROM voice" in one]


def test_words_are_searched_once_for_all_tiles(herten: Connection, made: VoiceIndex) -> None:
    add_voice(herten, district="mitte", pin=IN_MITTE)
    asked: list[str] = []
    event.listens_for(herten, "before_cursor_execute")(lambda *about: asked.append(about[2]))

    for zoom in (12, 14, 16):
        made.tile(herten, Filter(text="bank"), TODAY, **around(IN_MITTE, zoom))

    assert len([one for one in asked if "search_text" in one]) == 1


def test_a_voice_about_the_whole_city_has_no_sign(herten: Connection, made: VoiceIndex) -> None:
    add_voice(herten)

    assert drawn(made, herten, Filter(), 11) == []


def test_a_voice_about_a_district_is_drawn_in_it(herten: Connection, made: VoiceIndex) -> None:
    add_voice(herten, district="bertlich")

    (sign,) = drawn(made, herten, Filter(), 13)

    assert (sign["form"], sign["district"]) == ("district", "bertlich")


def test_a_box_leaves_out_what_has_no_point(herten: Connection, made: VoiceIndex) -> None:
    add_voice(herten, district="bertlich")
    spot = add_voice(herten, district="mitte", pin=IN_MITTE)

    (sign,) = drawn(made, herten, Filter(bbox=(7.0, 51.5, 7.3, 51.7)), 12)

    assert sign["reference"] == spot


def test_new_boundaries_change_the_districts_of_the_tiles(databases: Databases) -> None:
    engine = databases.herten("sqlite")
    later = TODAY + timedelta(days=30)
    index = VoiceIndex()
    with writing(engine) as connection:
        add_voice(connection, district="mitte", pin=IN_MITTE)
    with reading(engine) as connection:
        (before,) = signs(index.tile(connection, Filter(), TODAY, **around(IN_MITTE)))
        boundaries = Districts(connection).boundaries(Districts(connection).version_in_force(TODAY))
    swapped = _swapped(boundaries, "mitte", "disteln", valid_from=later)
    bring_boundaries(engine, swapped, now=NOW)
    with writing(engine) as connection:
        connection.execute(
            update(voice_district)
            .where(voice_district.c.valid_from == later)
            .values(district_id="disteln")
        )
    with reading(engine) as connection:
        (after,) = signs(index.tile(connection, Filter(), later, **around(IN_MITTE)))

    assert (before["district"], after["district"]) == ("mitte", "disteln")


def _swapped(found: BoundarySet, one: str, other: str, *, valid_from: date) -> BoundarySet:
    """Return boundaries in which two districts have changed places."""
    shapes = {str(each.district_id): each for each in found.boundaries}
    other_name = {one: other, other: one}
    version = BoundaryVersion(valid_from, "test", "official", "CC0", "https://a.example")
    return BoundarySet(
        version,
        tuple(
            type(each)(
                each.district_id,
                shapes[other_name.get(str(each.district_id), str(each.district_id))].boundary,
                None,
            )
            for each in found.boundaries
        ),
    )


@pytest.fixture
def serve() -> Iterator[Callable[[Engine], TestClient]]:
    """Serve a database by an app of its own, as another process would."""
    made: list[FastAPI] = []

    def client(engine: Engine) -> TestClient:
        url = engine.url.render_as_string(hide_password=False)
        made.append(create_app(Settings(database_url=url), clock=lambda: NOW))
        return TestClient(made[-1])

    yield client
    for app in made:
        app.state.engine.dispose()


def test_a_change_is_in_the_next_tile_of_every_process(
    databases: Databases, dialect: str, serve: Callable[[Engine], TestClient]
) -> None:
    engine = databases.herten(dialect)
    clients = [serve(engine), serve(engine)]
    counts = []
    for status in ("published", "withdrawn"):
        for client in clients:
            features(client, "voices", 11)
        with writing(engine) as connection:
            if status == "published":
                add_voice(connection, district="mitte", pin=IN_MITTE, number=7)
            else:
                connection.execute(update(voice).values(status=status))
                mark_changed(connection, [7], now=NOW)
        counts.append([len(features(client, "voices", 11)) for client in clients])

    assert counts == [[1, 1], [0, 0]]


def test_a_browser_is_told_that_its_tile_is_old(
    databases: Databases, serve: Callable[[Engine], TestClient]
) -> None:
    engine = databases.herten("sqlite")
    client = serve(engine)
    address = "/tiles/voices/{z}/{x}/{y}.mvt".format(**around(IN_MITTE, 11))
    tag = client.get(address).headers["etag"]
    same = client.get(address, headers={"if-none-match": tag})
    with writing(engine) as connection:
        add_voice(connection, district="mitte", pin=IN_MITTE)

    changed = client.get(address, headers={"if-none-match": tag})

    assert (same.status_code, changed.status_code) == (304, 200)


def test_the_passport_says_when_voices_are_invented(herten: Connection) -> None:
    before = voices_passport(herten, TODAY).lineage
    add_voice(herten, demo=True)
    after = voices_passport(herten, TODAY).lineage

    for lang in ("de", "en"):
        assert "emonstration" not in before[lang]
        assert "emonstration" in after[lang]


def test_the_passport_s_day_is_that_of_the_last_change(herten: Connection) -> None:
    bump(herten, "voices", now=NOW + timedelta(days=3))

    assert voices_passport(herten, TODAY).as_of == TODAY + timedelta(days=3)
