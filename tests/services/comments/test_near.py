"""The nearest voices of a point, read at once however many they are."""

from __future__ import annotations

from shapely import Point
from sqlalchemy import Connection

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.comments.api_routes import VoiceOut, list_near
from services.comments.model import Step
from services.comments.trail import add_step
from tests.conftest import NOW
from tests.services.comments.rows import IN_MITTE, TODAY, add_voice, next_number
from tests.services.statements import statements


def _near(connection: Connection) -> list[VoiceOut]:
    degrees = reproject(IN_MITTE, source=STORAGE_CRS, target=LON_LAT)
    return list_near(connection, TODAY, degrees.x, degrees.y)


def _add(connection: Connection, away_m: float) -> str:
    number = next_number(connection)
    pin = Point(IN_MITTE.x + away_m, IN_MITTE.y)
    reference = add_voice(connection, district="mitte", pin=pin)
    for kind in ("published", "taken_up"):
        step = Step(kind, "Stadtplanung", TODAY, words=f"{number} {kind}")
        add_step(connection, number, step, account_id=None, now=NOW)
    merged = {"status": "merged", "merged_into": number, "kind": "comment"}
    add_voice(connection, district="mitte", pin=pin, **merged)
    return reference


def test_each_tells_its_own_steps_and_what_was_merged_into_it(herten: Connection) -> None:
    for away_m in (30, 10):
        _add(herten, away_m)

    found = _near(herten)

    words = [[step.words for step in one.steps] for one in found]
    assert len(found) == len({one.reference for one in found}) == 2
    assert words[0] != words[1]
    assert all(len(one.merged) == 1 and len(one.steps) == 2 for one in found)


def test_of_a_crowd_the_nearest_fifty_are_listed(herten: Connection) -> None:
    references = [_add(herten, away_m) for away_m in range(1, 53)]

    found = _near(herten)

    assert [one.reference.replace("-", "") for one in found] == references[:50]


def test_more_voices_are_no_more_statements(herten: Connection) -> None:
    asked = []
    for away_m in (5, 6, 7):
        _add(herten, away_m)
        with statements(herten) as executed:
            _near(herten)
        asked.append(len(executed))

    assert len(set(asked)) == 1
