"""Voices as a table for spreadsheets and desktop GIS: columns, rows, and what goes with them.

What everybody may take away holds no contact and no place finer than its author chose: points of
the public pin in whole metres, none for a voice about a district. Rows come in portions, so that
coordinates are reckoned many at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import shapely
from shapely import Point
from sqlalchemy import Connection

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.comments.layer import voices_passport
from services.comments.listing import PublicVoice
from services.comments.model import ANSWERS, CHANNELS, KINDS, PRECISIONS, Voice
from services.comments.reference import shown
from services.districts.model import CITYWIDE, CITYWIDE_NAME
from services.districts.store import Districts
from services.processes.store import Processes
from services.projects.model import THEMES
from services.projects.store import Projects
from services.web import geopackage
from services.web.columns import NO, YES, About, Cells, Column
from services.web.dependencies import LOCAL_TIME
from services.web.tables import to_csv
from services.web.texts import Lang, LocalText, say

AnyVoice: TypeAlias = PublicVoice | Voice
Form = Literal["csv", "xlsx", "gpkg"]

LANGUAGES: Final[Mapping[str, LocalText]] = {
    "de": {"de": "Deutsch", "en": "German"},
    "en": {"de": "Englisch", "en": "English"},
}
MEDIA_TYPES: Final[Mapping[Form, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gpkg": geopackage.MEDIA_TYPE,
}
LAYER: Final = "stimmen"
METRES: Final = 0
"""Decimals of a public pin in metres: a tree can be found, a letter box not."""
DEGREES: Final = 5
"""Decimals of a public pin in degrees: about a metre."""


@dataclass(frozen=True)
class Names:
    """What the codes of voices are called; ``address`` is the public address of the site."""

    lang: Lang
    address: str
    districts: Mapping[str, str]
    processes: Mapping[str, LocalText]
    projects: Mapping[str, LocalText]

    def word(self, words: Mapping[Any, LocalText], code: str | None) -> str | None:
        """Return the word for a code, the code itself where there is none."""
        return None if code is None else say(words.get(code), self.lang) or code


@dataclass(frozen=True)
class Place:
    """A point in degrees (CRS84) and in metres (EPSG:25832)."""

    lon: float
    lat: float
    easting: float
    northing: float


Read: TypeAlias = Callable[[Any, Place | None, Names], object]


@dataclass(frozen=True)
class Field:
    """A column and how it is read from a voice, its place and the names of its codes."""

    column: Column
    read: Read


def field(name: str, de: str, en: str, read: Read, **more: Any) -> Field:
    """Return a field with a title in both languages; ``more`` is as in ``Column``."""
    return Field(Column(name, {"de": de, "en": en}, **more), read)


def day(moment: datetime | None) -> date | None:
    """Return the day of a moment in Herten."""
    return None if moment is None else moment.astimezone(LOCAL_TIME).date()


def _district(voice: AnyVoice, _: Place | None, names: Names) -> str:
    if voice.district_id is None:
        return say(CITYWIDE_NAME, names.lang)
    return names.districts.get(voice.district_id, voice.district_id)


def _address(voice: AnyVoice, _: Place | None, names: Names) -> str:
    prefix = "" if names.lang == "de" else f"/{names.lang}"
    return f"{names.address.rstrip('/')}{prefix}/beitrag/{shown(voice.reference)}"


HEAD: Final[tuple[Field, ...]] = (
    field("number", "Nummer", "Number", lambda voice, _, __: shown(voice.reference)),
    field("kind", "Art", "Kind", lambda voice, _, names: names.word(KINDS, voice.kind)),
    field("title", "Titel", "Title", lambda voice, _, __: voice.title, width=32),
    field("text", "Text", "Text", lambda voice, _, __: voice.text, width=60),
    field(
        "theme", "Thema", "Theme", lambda voice, _, names: names.word(THEMES, voice.theme), width=22
    ),
    field("district", "Stadtteil", "District", _district, width=18),
    field(
        "district_id",
        "Stadtteil (Kennung)",
        "District (id)",
        lambda voice, _, __: voice.district_id or CITYWIDE,
    ),
    field("place", "Ort", "Place", lambda voice, _, __: voice.place_label, width=28),
    field(
        "precision",
        "Genauigkeit des Ortes",
        "Precision of the place",
        lambda voice, _, names: names.word(PRECISIONS, voice.precision),
        width=28,
    ),
)
PLACE: Final[tuple[Field, ...]] = (
    field(
        "lon",
        "Länge (Grad)",
        "Longitude",
        lambda _, place, __: None if place is None else round(place.lon, DEGREES),
        kind="real",
    ),
    field(
        "lat",
        "Breite (Grad)",
        "Latitude",
        lambda _, place, __: None if place is None else round(place.lat, DEGREES),
        kind="real",
    ),
    field(
        "easting",
        "Ostwert (m, EPSG:25832)",
        "Easting (m, EPSG:25832)",
        lambda _, place, __: None if place is None else round(place.easting, METRES),
        kind="real",
    ),
    field(
        "northing",
        "Nordwert (m, EPSG:25832)",
        "Northing (m, EPSG:25832)",
        lambda _, place, __: None if place is None else round(place.northing, METRES),
        kind="real",
    ),
)
TAIL: Final[tuple[Field, ...]] = (
    field(
        "process",
        "Verfahren",
        "Process",
        lambda voice, _, names: names.word(names.processes, voice.process_id),
        width=24,
    ),
    field(
        "process_id",
        "Verfahren (Kennung)",
        "Process (id)",
        lambda voice, _, __: voice.process_id,
    ),
    field(
        "project",
        "Projekt",
        "Project",
        lambda voice, _, names: names.word(names.projects, voice.project_id),
        width=24,
    ),
    field("channel", "Weg", "Channel", lambda voice, _, names: names.word(CHANNELS, voice.channel)),
    field("occasion", "Anlass", "Occasion", lambda voice, _, __: voice.occasion, width=24),
    field("expertise", "Erfahrung", "Experience", lambda voice, _, __: voice.expertise, width=24),
    field("office", "Fachbereich", "Department", lambda voice, _, __: voice.office, width=24),
    field(
        "answer",
        "Antwort",
        "Answer",
        lambda voice, _, names: names.word(ANSWERS, voice.answer),
        width=20,
    ),
    field("supports", "Unterstützungen", "Supports", lambda v, _, __: v.supports, kind="integer"),
    field(
        "language",
        "Sprache",
        "Language",
        lambda voice, _, names: names.word(LANGUAGES, voice.language),
    ),
    field(
        "received_on",
        "Eingegangen",
        "Received",
        lambda voice, _, __: day(voice.received_at),
        kind="date",
    ),
    field(
        "published_on",
        "Veröffentlicht",
        "Published",
        lambda voice, _, __: day(voice.published_at),
        kind="date",
    ),
    field(
        "answered_on",
        "Beantwortet",
        "Answered",
        lambda voice, _, __: day(voice.answered_at),
        kind="date",
    ),
    field(
        "demonstration",
        "Erfunden (Demonstration)",
        "Invented (demonstration)",
        lambda voice, _, __: voice.demo,
        kind="yes",
    ),
    field("address", "Adresse", "Address", _address, width=44),
)
PUBLIC_FIELDS: Final = (*HEAD, *PLACE, *TAIL)
"""What everybody may take away. Nothing here is not on a public page as well."""

_LABELS: Final[Mapping[str, LocalText]] = {
    "as_of": {"de": "Stand", "en": "As of"},
    "licence": {"de": "Lizenz", "en": "Licence"},
    "source": {"de": "Quelle", "en": "Source"},
    "lineage": {"de": "Entstehung", "en": "Lineage"},
    "filter": {"de": "Auswahl", "en": "Selection"},
    "crs": {"de": "Koordinaten", "en": "Coordinates"},
}
_EVERYTHING: Final[LocalText] = {"de": "alles", "en": "everything"}
_TITLE: Final[LocalText] = {"de": "Stimmen", "en": "Voices"}
_CRS_WORDS: Final[LocalText] = {
    "de": "EPSG:25832 in Metern; Länge und Breite in Grad (CRS84). Ungefähre Orte sind auf 100 m "
    "gerundet; Beiträge zu ganzen Stadtteilen haben keinen Punkt.",
    "en": "EPSG:25832 in metres; longitude and latitude in degrees (CRS84). Approximate places "
    "are rounded to 100 m; comments about whole districts have no point.",
}


def read_names(connection: Connection, *, lang: Lang, address: str) -> Names:
    """Return what the codes of voices are called."""
    return Names(
        lang=lang,
        address=address,
        districts={one.id: one.name for one in Districts(connection).list()},
        processes={one.id: one.title for one in Processes(connection).all()},
        projects={one.id: one.name for one in Projects(connection).list()},
    )


def about_voices(
    connection: Connection, on: date, *, asked: str, now: datetime, lang: Lang
) -> About:
    """Return what goes with an export: licence, source, date, and the filter it answers."""
    passport = voices_passport(connection, on)
    licence = passport.licence
    lines = {
        "as_of": now.astimezone(LOCAL_TIME).strftime("%Y-%m-%d %H:%M"),
        "licence": f"{licence.name}, {licence.url}",
        "source": say(passport.source, lang),
        "lineage": say(passport.lineage, lang),
        "filter": asked or say(_EVERYTHING, lang),
        "crs": say(_CRS_WORDS, lang),
    }
    return About(
        name=LAYER,
        title=say(_TITLE, lang),
        lines=[(say(_LABELS[key], lang), value) for key, value in lines.items()],
        licence_url=licence.url,
    )


def rows_of(
    portions: Iterable[Sequence[AnyVoice]],
    fields: Sequence[Field],
    names: Names,
    *,
    pin: Callable[[Any], Point | None] = lambda voice: voice.public_pin,
    metres: int = METRES,
) -> Iterator[tuple[Point | None, Cells]]:
    """Yield the point of each voice, in EPSG:25832, and its cells.

    Parameters
    ----------
    portions : iterable of sequences of voices
        In the order in which they are to be written.
    fields : sequence of Field
        What is written of each.
    names : Names
        What their codes are called.
    pin : callable
        Which pin of a voice counts as its place; the public one.
    metres : int
        Decimals that the point keeps.
    """
    for portion in portions:
        pins = [pin(voice) for voice in portion]
        for voice, point, place in zip(portion, pins, _places(pins), strict=True):
            cells = [one.read(voice, place, names) for one in fields]
            yield _rounded(point, metres), cells


def _places(pins: Sequence[Point | None]) -> list[Place | None]:
    points = np.array(pins, dtype=object)
    degrees = shapely.get_coordinates(reproject(points, source=STORAGE_CRS, target=LON_LAT))
    known = iter(degrees.tolist())

    def place(pin: Point) -> Place:
        lon, lat = next(known)
        return Place(lon, lat, pin.x, pin.y)

    return [None if one is None else place(one) for one in pins]


def _rounded(point: Point | None, decimals: int) -> Point | None:
    return None if point is None else Point(round(point.x, decimals), round(point.y, decimals))


def write_export(
    form: Form,
    about: About,
    fields: Sequence[Field],
    rows: Iterable[tuple[Point | None, Cells]],
    *,
    lang: Lang,
    now: datetime,
) -> bytes:
    """Return the rows in the form asked for; all forms hold the same rows and columns."""
    columns = [one.column for one in fields]
    if form == "gpkg":
        return geopackage.to_geopackage(about, columns, rows, now=now)
    cells = (one for _, one in rows)
    if form == "xlsx":
        from services.web.workbook import to_workbook  # noqa: PLC0415 - see there

        return to_workbook(about, columns, cells, lang=lang)
    return _to_csv(about, columns, cells, lang)


def _to_csv(about: About, columns: Sequence[Column], rows: Iterable[Cells], lang: Lang) -> bytes:
    """Return CSV; with nothing but rows, it says as-of day and licence in each of them."""
    (as_of, on), (licence, terms) = about.lines[:2]
    header = [*(say(one.title, lang) for one in columns), as_of, licence]
    return to_csv(header, ([*map(_in_words(lang), cells), on, terms] for cells in rows))


def _in_words(lang: Lang) -> Callable[[object], object]:
    words = {True: YES[lang], False: NO[lang]}

    def say_it(value: object) -> object:
        return words[value] if isinstance(value, bool) else value

    return say_it
