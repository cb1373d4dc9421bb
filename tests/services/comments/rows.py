"""Voices written straight into the tables: any state, without the way a person takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Final

import numpy as np
import shapely
from shapely import Point
from sqlalchemy import Connection, Engine, func, insert, select

from services.comments.model import ANSWERS, CHANNELS, KINDS
from services.comments.placing import public_pin
from services.comments.reference import new_reference
from services.comments.store import mark_changed, search_text
from services.database.engine import writing
from services.database.tables import participation_process, voice, voice_district
from services.districts.actions import boundaries_in_force
from services.districts.store import Districts
from services.projects.model import THEMES
from tests.conftest import NOW

TODAY: Final = NOW.date()
RECEIVED: Final = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
IN_MITTE: Final = Point(372_400, 5_717_400)
"""A spot in the district Herten-Mitte, EPSG:25832."""
PRECISIONS: Final = ("spot", "street", "district", "city")
SUBJECTS: Final = (
    ("Bank am Weg fehlt", "Am Weg zum Spielplatz fehlt eine Bank, ältere Leute müssen stehen."),
    ("Radweg endet plötzlich", "Der Radweg hört vor der Kreuzung einfach auf, das ist gefährlich."),
    ("Mehr Schatten", "Auf dem Platz ist es im Sommer sehr heiß, Bäume würden viel helfen."),
    ("Alte Zechenmauer", "Die Mauer erzählt von der Zeche, hier hat mein Großvater gearbeitet."),
    ("Licht in der Unterführung", "Die Unterführung ist abends dunkel und viele meiden sie."),
)
_ROWS_AT_ONCE: Final = 5_000


def values(number: int, **more: Any) -> dict[str, Any]:
    """Return the columns of a published comment about the whole city."""
    title, text = more.get("title", "Bank fehlt"), more.get("text", "Hier fehlt eine Bank.")
    return {
        "number": number,
        "reference": new_reference(lambda _: number),
        "process_id": "ideen",
        "kind": "comment",
        "channel": "online",
        "title": title,
        "text": text,
        "theme": "open_space",
        "precision": "city",
        "pin": None,
        "public_pin": None,
        "status": "published",
        "answer": "open",
        "supports": 0,
        "language": "de",
        "received_at": RECEIVED,
        "published_at": RECEIVED,
        "changed_at": RECEIVED,
        "legal_hold": False,
        "demo": False,
        "version": 1,
        "revision": 0,
        "search_text": search_text(title, text, more.get("place_label")),
    } | more


def next_number(connection: Connection) -> int:
    highest: int | None = connection.execute(select(func.max(voice.c.number))).scalar_one()
    return (highest or 0) + 1


def add_voice(connection: Connection, *, district: str | None = None, **more: Any) -> str:
    """Write one voice and return its reference; with a ``pin`` it is a spot unless said otherwise.

    Its districts are the given one under every boundary version. The layer's revision counts up.
    """
    number = more.pop("number", None) or next_number(connection)
    if "pin" in more:
        more.setdefault("precision", "spot")
        more.setdefault("public_pin", more["pin"])
    elif district is not None:
        more.setdefault("precision", "district")
    row = values(number, **more)
    connection.execute(insert(voice).values(**row))
    if district is not None:
        connection.execute(
            insert(voice_district),
            [
                {"voice_number": number, "valid_from": one.valid_from, "district_id": district}
                for one in Districts(connection).versions()
            ],
        )
    mark_changed(connection, [number], now=NOW)
    reference: str = row["reference"]
    return reference


def ensure_process(connection: Connection, process_id: str = "ideen") -> None:
    """Write a standing process unless it is there."""
    known = connection.execute(
        select(participation_process.c.number).where(participation_process.c.id == process_id)
    ).one_or_none()
    if known is not None:
        return
    text = {"de": process_id, "en": process_id}
    highest = connection.execute(select(func.max(participation_process.c.number))).scalar_one()
    connection.execute(
        insert(participation_process).values(
            number=(highest or 0) + 1,
            id=process_id,
            title=text,
            question=text,
            grade="consultation",
            area_kind="city",
            district_ids=[],
            target_group=text,
            themes=[],
            kinds=list(KINDS),
            project_ids=[],
            legal_basis=text,
            moderation="check_first",
            standing=True,
            published_at=NOW,
            created_at=NOW,
            changed_at=NOW,
            version=1,
        )
    )


def crowd(connection: Connection, count: int, *, seed: int = 1) -> None:
    """Write many voices of every kind and state, crowded around some places of Herten."""
    for process_id in ("ideen", "herzensorte"):
        ensure_process(connection, process_id)
    first = next_number(connection)
    rng = np.random.default_rng(seed)
    pins, districts, shapes = _pins(connection, count, rng)
    versions = [one.valid_from for one in Districts(connection).versions()]
    rows = [
        _row(rng, first + position, pin, shapes[district])
        for position, (pin, district) in enumerate(zip(pins, districts, strict=True))
    ]
    _insert(connection, voice, rows)
    _insert(
        connection,
        voice_district,
        [
            {"voice_number": row["number"], "valid_from": valid_from, "district_id": district}
            for row, district in zip(rows, districts, strict=True)
            if row["precision"] != "city"
            for valid_from in versions
        ],
    )
    mark_changed(connection, [], now=NOW)


def fill_crowd(engine: Engine, count: int, *, seed: int = 1) -> None:
    with writing(engine) as connection:
        crowd(connection, count, seed=seed)


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        connection.execute(insert(table), rows[start : start + _ROWS_AT_ONCE])


def _row(rng: np.random.Generator, number: int, pin: Point, district: Any) -> dict[str, Any]:
    precision = rng.choice(PRECISIONS, p=(0.6, 0.25, 0.1, 0.05))
    kind = str(rng.choice(list(KINDS), p=(0.65, 0.2, 0.1, 0.05)))
    title, text = SUBJECTS[int(rng.integers(len(SUBJECTS)))]
    received = NOW - timedelta(minutes=int(rng.integers(1, 60 * 24 * 700)))
    known = None if precision in {"district", "city"} else pin
    published = rng.random() < 0.96
    return values(
        number,
        kind=kind,
        process_id="herzensorte" if kind == "heart_place" else "ideen",
        channel=str(rng.choice(list(CHANNELS))),
        title=title,
        text=f"{text} ({number})",
        theme=str(rng.choice(list(THEMES))),
        precision=str(precision),
        pin=known,
        public_pin=public_pin(str(precision), known, district),  # type: ignore[arg-type]
        status="published" if published else "received",
        answer=str(rng.choice(list(ANSWERS))),
        supports=int(rng.integers(0, 40)),
        received_at=received,
        published_at=received,
    )


def _pins(
    connection: Connection, count: int, rng: np.random.Generator
) -> tuple[list[Point], list[str], Mapping[str, Any]]:
    found = boundaries_in_force(connection, TODAY).boundaries
    shapes = {str(one.district_id): one.boundary for one in found}
    box = shapely.total_bounds(list(shapes.values()))
    places = _places(count, tuple(box.tolist()), rng)
    for shape in shapes.values():
        shapely.prepare(shape)
    pins, districts = [], []
    for district, shape in shapes.items():
        inside = places[shapely.contains_xy(shape, *places.T)]
        pins += list(shapely.points(inside))
        districts += [district] * len(inside)
    order = rng.permutation(len(pins))[:count]
    assert len(order) == count
    return [pins[at] for at in order], [districts[at] for at in order], shapes


def _places(count: int, box: tuple[float, ...], rng: np.random.Generator) -> Any:
    """Return places around 60 centres, as people gather where there is something to say."""
    west, south, east, north = box
    centres = rng.uniform((west, south), (east, north), size=(60, 2))
    near = centres[rng.integers(0, len(centres), size=4 * count + 200)]
    return near + rng.normal(0, 350, size=near.shape)


@cache
def local_year(moment: datetime) -> int:
    """Return the year of a moment in Herten, reckoned by hand: an hour ahead in winter."""
    return (moment + timedelta(hours=1)).year


def received_on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, 0, tzinfo=UTC)


def references(found: Iterable[Any]) -> list[str]:
    return [one.reference for one in found]
