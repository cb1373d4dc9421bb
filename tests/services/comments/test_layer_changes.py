"""Every change of a voice or of the boundaries is in the next tile, in every process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from shapely import Point
from sqlalchemy import Connection, Engine, delete, select, update
from starlette.testclient import TestClient

from services.app import create_app
from services.comments.layer import VoiceIndex
from services.comments.store import Voices, mark_changed
from services.database.engine import reading, writing
from services.database.tables import voice, voice_district
from services.districts.store import Districts
from services.installation import bring_boundaries
from services.settings import Settings
from services.web.filter import Filter
from tests.conftest import NOW, Databases
from tests.services.boundaries import swapped
from tests.services.comments.layer_tiles import around, seen, signs
from tests.services.comments.rows import IN_MITTE, TODAY, add_voice, ensure_process
from tests.services.layers.tiles import features


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


def test_a_new_voice_is_in_the_next_tile(herten: Connection, quiet_index: VoiceIndex) -> None:
    before = seen(quiet_index, herten)
    reference = add_voice(herten, district="mitte", pin=IN_MITTE)

    assert (before, seen(quiet_index, herten)) == ([], [reference])


def test_a_withdrawn_voice_leaves_the_next_tile(
    herten: Connection, quiet_index: VoiceIndex
) -> None:
    add_voice(herten, district="mitte", pin=IN_MITTE, number=7)
    before = len(seen(quiet_index, herten))
    herten.execute(update(voice).where(voice.c.number == 7).values(status="withdrawn"))
    mark_changed(herten, [7], now=NOW)

    assert (before, seen(quiet_index, herten)) == (1, [])


def test_a_deleted_voice_leaves_the_next_tile(herten: Connection, quiet_index: VoiceIndex) -> None:
    add_voice(herten, district="mitte", pin=IN_MITTE, number=7)
    before = len(seen(quiet_index, herten))
    herten.execute(delete(voice_district).where(voice_district.c.voice_number == 7))
    herten.execute(delete(voice).where(voice.c.number == 7))
    mark_changed(herten, [], now=NOW)

    assert (before, seen(quiet_index, herten)) == (1, [])


def test_one_deleted_and_one_new_are_told_apart(
    herten: Connection, quiet_index: VoiceIndex
) -> None:
    add_voice(herten, district="mitte", pin=IN_MITTE, number=7)
    seen(quiet_index, herten)
    herten.execute(delete(voice_district).where(voice_district.c.voice_number == 7))
    herten.execute(delete(voice).where(voice.c.number == 7))
    new = add_voice(herten, district="mitte", pin=IN_MITTE, number=8)

    assert seen(quiet_index, herten) == [new]


def test_what_was_published_without_a_stamp_is_found_when_another_goes(
    herten: Connection, quiet_index: VoiceIndex
) -> None:
    add_voice(herten, district="mitte", pin=IN_MITTE, number=7)
    unstamped = add_voice(herten, district="mitte", pin=IN_MITTE, number=8, status="received")
    seen(quiet_index, herten)
    published = voice.c.number == 8
    herten.execute(update(voice).where(published).values(status="published", revision=0))
    herten.execute(delete(voice_district).where(voice_district.c.voice_number == 7))
    herten.execute(delete(voice).where(voice.c.number == 7))
    mark_changed(herten, [], now=NOW)

    assert seen(quiet_index, herten) == [unstamped]


def test_a_changed_answer_is_in_the_next_tile(herten: Connection, quiet_index: VoiceIndex) -> None:
    add_voice(herten, district="mitte", pin=IN_MITTE, number=7)
    seen(quiet_index, herten)
    herten.execute(update(voice).where(voice.c.number == 7).values(answer="done", supports=3))
    mark_changed(herten, [7], now=NOW)

    (sign,) = signs(quiet_index.tile(herten, Filter(answers=("done",)), TODAY, **around(IN_MITTE)))

    assert (sign["answer"], sign["supports"]) == ("done", 3)


def test_a_moved_voice_is_seen_where_it_is_now(herten: Connection, quiet_index: VoiceIndex) -> None:
    reference = add_voice(herten, district="mitte", pin=IN_MITTE, number=7)
    there = Point(IN_MITTE.x + 700, IN_MITTE.y)
    seen(quiet_index, herten)
    herten.execute(update(voice).where(voice.c.number == 7).values(public_pin=there))
    mark_changed(herten, [7], now=NOW)

    assert (seen(quiet_index, herten), seen(quiet_index, herten, there)) == ([], [reference])


def test_a_process_that_begins_later_can_be_asked_for(
    herten: Connection, quiet_index: VoiceIndex
) -> None:
    ensure_process(herten, "marktplatz")
    add_voice(herten, district="mitte", pin=IN_MITTE, process_id="marktplatz")
    asked = [Filter(processes=(one,)) for one in ("marktplatz", "ideen")]

    tiles = [quiet_index.tile(herten, one, TODAY, **around(IN_MITTE)) for one in asked]

    assert [len(signs(tile)) for tile in tiles] == [1, 0]


def test_a_request_that_began_earlier_teaches_nobody_old_words(databases: Databases) -> None:
    engine, index, asked = databases.herten("sqlite"), VoiceIndex(), Filter(text="geheimnis")
    with writing(engine) as connection:
        reference = add_voice(
            connection, district="mitte", pin=IN_MITTE, text="Geheimnis", search_text="geheimnis"
        )
        number = Voices(connection, TODAY).get(reference).number
        index.count(connection, Filter(), TODAY)
    with reading(engine) as early:
        early.execute(select(voice.c.number)).all()
        with writing(engine) as connection:
            Voices(connection, TODAY).change(number, expected_version=1, now=NOW, text="Weg")
            mark_changed(connection, [number], now=NOW)
        with reading(engine) as connection:
            index.count(connection, Filter(), TODAY)
        seen_early = index.count(early, asked, TODAY).total

    with reading(engine) as connection:
        seen_late = index.count(connection, asked, TODAY).total
    assert (seen_early, seen_late) == (1, 0)


def test_new_boundaries_change_the_districts_of_the_tiles(databases: Databases) -> None:
    engine = databases.herten("sqlite")
    later = TODAY + timedelta(days=30)
    index = VoiceIndex()
    with writing(engine) as connection:
        add_voice(connection, district="mitte", pin=IN_MITTE)
    with reading(engine) as connection:
        (before,) = signs(index.tile(connection, Filter(), TODAY, **around(IN_MITTE)))
        boundaries = Districts(connection).boundaries(Districts(connection).version_in_force(TODAY))
    new = swapped(boundaries, "mitte", "disteln", valid_from=later)
    bring_boundaries(engine, new, now=NOW)
    with writing(engine) as connection:
        connection.execute(
            update(voice_district)
            .where(voice_district.c.valid_from == later)
            .values(district_id="disteln")
        )
    with reading(engine) as connection:
        (after,) = signs(index.tile(connection, Filter(), later, **around(IN_MITTE)))

    assert (before["district"], after["district"]) == ("mitte", "disteln")


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
