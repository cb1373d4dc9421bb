"""Published voices as everybody finds them: list, counts and features under one filter.

Only columns that everybody may read are asked of the database. Voices of citizens are counted;
notes from experience and statements are found with them, but counted apart, since they are no
votes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import Any, Final

import numpy as np
from shapely import Point
from sqlalchemy import (
    ColumnElement,
    Connection,
    Join,
    Row,
    Select,
    and_,
    false,
    func,
    or_,
    select,
)

from services.comments.model import (
    CITIZEN_KINDS,
    KINDS,
    Answer,
    Channel,
    Kind,
    Precision,
    VoiceNotFoundError,
)
from services.comments.reference import find_reference
from services.database.geometry import MeetsBounds
from services.database.tables import voice, voice_district
from services.districts.model import CITYWIDE, Counts, DistrictId
from services.districts.store import Districts
from services.web.box import meets_box, storage_bounds
from services.web.dependencies import LOCAL_TIME
from services.web.filter import Filter

_ROWS_AT_ONCE: Final = 2_000
NOTE_KINDS: Final[tuple[Kind, ...]] = tuple(kind for kind in KINDS if kind not in CITIZEN_KINDS)
"""Kinds that stand apart and are counted apart."""


@dataclass(frozen=True)
class PublicVoice:
    """What everybody may read of a published voice. ``public_pin`` is in EPSG:25832."""

    number: int
    reference: str
    process_id: str
    kind: Kind
    channel: Channel
    occasion: str | None
    title: str
    text: str
    theme: str
    precision: Precision
    public_pin: Point | None
    place_label: str | None
    district_id: DistrictId | None
    project_id: str | None
    author_name: str | None
    expertise: str | None
    office: str | None
    answer: Answer
    supports: int
    language: str
    received_at: datetime
    published_at: datetime | None
    answered_at: datetime | None
    demo: bool

    @property
    def received_on(self) -> date:
        """The day in Herten on which it came: the minute is nobody's business."""
        return self.received_at.astimezone(LOCAL_TIME).date()


@dataclass(frozen=True)
class Tally:
    """How much a filter finds: voices of citizens, and beside them notes and statements."""

    voices: Counts
    notes: Counts
    with_place: int
    """Of both, how many have a place on the map."""

    @property
    def found(self) -> int:
        """How many rows there are in list and export."""
        return self.voices.total + self.notes.total

    def counted(self, filter_: Filter) -> Counts:
        """Return what is counted as voices: those of citizens.

        Notes and statements are counted in their place only when nothing else is asked for.
        """
        return self.voices if citizens(filter_) is not None else self.notes


PUBLIC_COLUMNS: Final = [
    voice_district.c.district_id if one.name == "district_id" else voice.c[one.name]
    for one in fields(PublicVoice)
]
"""Columns of ``PublicVoice``, of voices joined to their district."""


class Listing:
    """Reads published voices inside the caller's transaction.

    ``on`` is the day in Herten whose boundaries say to which district a voice belongs.
    """

    def __init__(self, connection: Connection, on: date) -> None:
        self._connection = connection
        self._valid_from = Districts(connection).version_in_force(on).valid_from

    def numbers(self, filter_: Filter) -> tuple[int, ...]:
        """Return the row numbers of all that the filter finds, ascending."""
        query = self._find(filter_, voice.c.number).order_by(voice.c.number)
        return tuple(row.number for row in self._rows(query, filter_))

    def tally(self, filter_: Filter) -> Tally:
        """Count what the filter finds: per district, city-wide, and each once."""
        placed = voice.c.public_pin.is_not(None)
        columns = (voice_district.c.district_id, voice.c.kind, placed.label("placed"))
        if filter_.bbox is not None:
            rows: Sequence[Any] = self._rows(self._find(filter_, *columns), filter_)
            counted = [(row.district_id, row.kind, True, 1) for row in rows]
        else:
            query = self._find(filter_, *columns, func.count().label("n"))
            grouped = query.group_by(voice_district.c.district_id, voice.c.kind, placed)
            counted = [tuple(row) for row in self._connection.execute(grouped)]
        return Tally(
            voices=_counts([row for row in counted if row[1] in CITIZEN_KINDS]),
            notes=_counts([row for row in counted if row[1] not in CITIZEN_KINDS]),
            with_place=sum(n for _, _, has_place, n in counted if has_place),
        )

    def count_kinds(self, district_id: DistrictId) -> Mapping[Kind, int]:
        """Return how many voices of each kind there are in a district."""
        rows = self._connection.execute(
            self._find(
                Filter(districts=(district_id,)), voice.c.kind, func.count().label("n")
            ).group_by(voice.c.kind)
        )
        return {row.kind: row.n for row in rows}

    def newest(
        self, filter_: Filter, *, limit: int, before: str | None = None
    ) -> tuple[PublicVoice, ...]:
        """Return the newest that the filter finds; ``before`` is the last one of the page before.

        Raises ``VoiceNotFoundError`` when there is no voice ``before``.
        """
        # Within one district its own index is walked, newest first, and else that of all voices.
        inside = len(filter_.districts) == 1 and CITYWIDE not in filter_.districts
        newest = voice_district.c.voice_number if inside else voice.c.number
        query = self._find(filter_, *PUBLIC_COLUMNS).order_by(newest.desc())
        if before is not None:
            query = query.where(newest < self._number_of(before))
        if filter_.bbox is None:
            query = query.limit(limit)
        return tuple(to_public_voice(row) for row in self._rows(query, filter_)[:limit])

    def of_numbers(self, numbers: Sequence[int]) -> tuple[PublicVoice, ...]:
        """Return published voices by their row numbers, in the order asked for."""
        query = self._find(Filter(), *PUBLIC_COLUMNS).where(voice.c.number.in_(numbers))
        found = {row.number: to_public_voice(row) for row in self._connection.execute(query)}
        return tuple(found[number] for number in numbers if number in found)

    def each(self, filter_: Filter) -> Iterator[Sequence[PublicVoice]]:
        """Yield all that the filter finds in portions, by number; memory stays small."""
        last = 0
        while True:
            query = self._find(filter_, *PUBLIC_COLUMNS).where(voice.c.number > last)
            query = query.order_by(voice.c.number).limit(_ROWS_AT_ONCE)
            rows = self._connection.execute(query).all()
            if not rows:
                return
            last = rows[-1].number
            yield [to_public_voice(row) for row in _in_box(rows, filter_)]

    def get(self, reference: str) -> PublicVoice:
        """Return one published voice or raise ``VoiceNotFoundError``."""
        wanted = voice.c.reference == find_reference(reference)
        query = self._find(Filter(), *PUBLIC_COLUMNS).where(wanted)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise VoiceNotFoundError(reference=reference)
        return to_public_voice(row)

    def _number_of(self, reference: str) -> int:
        # Not only published ones: a voice may be withdrawn while somebody turns the page.
        number: int | None = self._connection.execute(
            select(voice.c.number).where(voice.c.reference == find_reference(reference))
        ).scalar_one_or_none()
        if number is None:
            raise VoiceNotFoundError(reference=reference)
        return number

    @property
    def _voices(self) -> Join:
        return voice.outerjoin(
            voice_district,
            and_(
                voice_district.c.voice_number == voice.c.number,
                voice_district.c.valid_from == self._valid_from,
            ),
        )

    def _find(self, filter_: Filter, *columns: Any) -> Select[Any]:
        """Return the query of what the filter finds; a box is met by ``_rows`` exactly."""
        query = select(*columns).select_from(self._voices).where(*_conditions(filter_))
        if filter_.bbox is None:
            return query
        bounds = storage_bounds(filter_.bbox)
        if bounds is None:
            return query.where(false())
        return query.add_columns(voice.c.public_pin.label("_pin")).where(
            MeetsBounds(voice.c.public_pin, voice.c.number, bounds)
        )

    def _rows(self, query: Select[Any], filter_: Filter) -> Sequence[Row[Any]]:
        return _in_box(self._connection.execute(query).all(), filter_)


def _in_box(rows: Sequence[Row[Any]], filter_: Filter) -> Sequence[Row[Any]]:
    if filter_.bbox is None or not rows:
        return rows
    pins = np.array([row._mapping["_pin"] for row in rows], dtype=object)
    inside = meets_box(pins, filter_.bbox).tolist()
    return [row for row, found in zip(rows, inside, strict=True) if found]


def to_public_voice(row: Row[Any]) -> PublicVoice:
    """Return the voice of a row with ``PUBLIC_COLUMNS``."""
    if row.public_pin is not None and not isinstance(row.public_pin, Point):
        raise TypeError(f"voice {row.number}: expected Point, got {row.public_pin.geom_type}")
    found = row._mapping
    return PublicVoice(**{one.name: found[one.name] for one in fields(PublicVoice)})


def _counts(rows: Sequence[tuple[Any, ...]]) -> Counts:
    """Sum rows of district, kind, place and number."""
    by_district: dict[DistrictId, int] = {}
    citywide = 0
    for district_id, _, _, count in rows:
        if district_id is None:
            citywide += count
        else:
            by_district[district_id] = by_district.get(district_id, 0) + count
    return Counts(by_district, citywide, citywide + sum(by_district.values()))


def _conditions(filter_: Filter) -> Iterator[ColumnElement[bool]]:
    """Yield what a voice must fulfil, all but the box."""
    yield voice.c.status == "published"
    if filter_.districts:
        yield _in_districts(filter_.districts)
    for column, wanted in (
        (voice.c.theme, filter_.themes),
        (voice.c.kind, filter_.kinds),
        (voice.c.process_id, filter_.processes),
        (voice.c.answer, filter_.answers),
    ):
        if wanted:
            yield column.in_(wanted)
    if filter_.year_from is not None:
        yield voice.c.received_at >= new_year(filter_.year_from)
    if filter_.year_to is not None:
        yield voice.c.received_at < new_year(filter_.year_to + 1)
    yield from says(filter_.text)


def says(text: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that every word of ``text`` occurs."""
    for word in text.casefold().split():
        yield voice.c.search_text.contains(word, autoescape=True)


def new_year(year: int) -> datetime:
    """Return the moment at which a year begins in Herten, in UTC."""
    return datetime(year, 1, 1, tzinfo=LOCAL_TIME).astimezone(UTC)


def _in_districts(wanted: Sequence[str]) -> ColumnElement[bool]:
    inside = voice_district.c.district_id.in_(wanted)
    return or_(inside, voice_district.c.district_id.is_(None)) if CITYWIDE in wanted else inside


def citizens(filter_: Filter) -> Filter | None:
    """Return the filter for voices of citizens alone; None when it asks for none of them."""
    return _of_kinds(filter_, CITIZEN_KINDS)


def notes(filter_: Filter) -> Filter | None:
    """Return the filter for notes and statements alone; None when it asks for none of them."""
    return _of_kinds(filter_, NOTE_KINDS)


def _of_kinds(filter_: Filter, group: Sequence[Kind]) -> Filter | None:
    asked = tuple(kind for kind in group if not filter_.kinds or kind in filter_.kinds)
    return replace(filter_, kinds=asked) if asked else None
