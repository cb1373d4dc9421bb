"""The voices' SQL."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from shapely import Point
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from services.comments.model import (
    Contact,
    Draft,
    Placement,
    Precision,
    Status,
    Voice,
    VoiceChangedError,
    VoiceNotFoundError,
)
from services.comments.reference import find_reference
from services.database.geometry import Bounds, MeetsBounds
from services.database.revisions import bump
from services.database.tables import (
    boundary_version,
    layer,
    project,
    voice,
    voice_contact,
    voice_district,
)
from services.districts.model import DistrictId

VOICES_LAYER: Final = "voices"
_SEARCHED: Final = ("title", "text", "place_label")
_DERIVED: Final = {"district_id"}
_NUMBERS_A_STATEMENT: Final = 500
"""SQLite takes some thousand values in one statement."""


def hashed(secret: str) -> str:
    """Return what is stored of a secret link: nobody who reads the database can open it."""
    return sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    """Return a secret of 256 bits that can stand in an address."""
    return secrets.token_urlsafe(32)


def _to_voice(row: Row[Any]) -> Voice:
    for pin in (row.pin, row.public_pin):
        if pin is not None and not isinstance(pin, Point):
            raise TypeError(f"voice {row.number}: expected Point, got {pin.geom_type}")
    found = row._mapping
    return Voice(**{one.name: found[one.name] for one in fields(Voice)})


class Voices:
    """Reads and writes voices inside the caller's transaction; never commits.

    ``on`` is the day in Herten whose boundaries say to which district a voice belongs.
    """

    def __init__(self, connection: Connection, on: date) -> None:
        self.connection: Final = connection
        self._on = on

    def select(self) -> Select[Any]:
        """Return the query of all voices with ``district_id`` in force, to be narrowed."""
        columns = [voice.c[one.name] for one in fields(Voice) if one.name not in _DERIVED]
        return select(*columns, voice_district.c.district_id).select_from(
            voice.outerjoin(
                voice_district,
                and_(
                    voice_district.c.voice_number == voice.c.number,
                    voice_district.c.valid_from == self._in_force,
                ),
            )
        )

    def is_in(self, district_id: DistrictId) -> ColumnElement[bool]:
        """Return the condition that a voice belongs to a district, looked up from the district."""
        return voice.c.number.in_(
            select(voice_district.c.voice_number).where(
                voice_district.c.valid_from == self._in_force,
                voice_district.c.district_id == district_id,
            )
        )

    def list(self, query: Select[Any]) -> tuple[Voice, ...]:
        """Return the voices of a query that came from ``select``."""
        return tuple(_to_voice(row) for row in self.connection.execute(query))

    def get(self, reference: str) -> Voice:
        """Return one voice by its number, written with groups or without.

        Raises ``VoiceNotFoundError``, for a number with a wrong check digit too.
        """
        digits = find_reference(reference)
        found = None if digits is None else self._find(voice.c.reference == digits)
        if found is None:
            raise VoiceNotFoundError(reference=reference)
        return found

    def get_by_number(self, number: int) -> Voice:
        """Return one voice by its row number or raise ``VoiceNotFoundError``."""
        found = self._find(voice.c.number == number)
        if found is None:
            raise VoiceNotFoundError(reference=str(number))
        return found

    def find_by_token(self, token: str) -> Voice | None:
        """Return the voice that a private link opens, or None."""
        return self._find(voice.c.token_hash == hashed(token))

    def find_by_key(self, idempotency_key: str) -> Voice | None:
        """Return the voice that was sent with an idempotency key before, or None."""
        return self._find(voice.c.idempotency_key == hashed(idempotency_key))

    def is_taken(self, reference: str) -> bool:
        """Return True if a voice has this reference number already."""
        return (
            self.connection.execute(
                select(voice.c.number).where(voice.c.reference == reference)
            ).scalar_one_or_none()
            is not None
        )

    def knows_project(self, project_id: str) -> bool:
        """Return True if there is a project with this id."""
        return (
            self.connection.execute(
                select(project.c.number).where(project.c.id == project_id)
            ).scalar_one_or_none()
            is not None
        )

    def merged_into(self, number: int) -> tuple[Voice, ...]:
        """Return the voices that were merged into one, oldest first."""
        return self.list(
            self.select()
            .where(voice.c.merged_into == number, voice.c.status == "merged")
            .order_by(voice.c.number)
        )

    def merged_into_each(self, numbers: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
        """Return the references of what was merged into some voices, oldest first."""
        found: dict[int, list[str]] = {number: [] for number in numbers}
        rows = self.connection.execute(
            select(voice.c.merged_into, voice.c.reference)
            .where(voice.c.merged_into.in_(numbers), voice.c.status == "merged")
            .order_by(voice.c.number)
        )
        for row in rows:
            found[row.merged_into].append(row.reference)
        return {number: tuple(merged) for number, merged in found.items()}

    def published_in(self, bounds: Bounds) -> tuple[Voice, ...]:
        """Return the published voices whose public pin lies in a box of EPSG:25832, newest first.

        The pin that the author meant is not asked: who searches must not learn it.
        """
        return self.list(
            self.select()
            .where(
                voice.c.status == "published",
                MeetsBounds(voice.c.public_pin, voice.c.number, bounds),
            )
            .order_by(voice.c.number.desc())
        )

    def add(
        self,
        draft: Draft,
        placement: Placement,
        *,
        reference: str,
        status: Status,
        now: datetime,
        token: str | None,
        entered_by: str | None = None,
        demo: bool = False,
    ) -> int:
        """Write one new voice with its districts; return its row number.

        ``IntegrityError`` when reference, token or idempotency key are there already.
        """
        key = draft.idempotency_key
        number: int = self.connection.execute(
            insert(voice)
            .values(
                reference=reference,
                process_id=draft.process_id,
                kind=draft.kind,
                channel=draft.channel,
                occasion=draft.occasion,
                title=draft.title,
                text=draft.text,
                theme=draft.theme,
                precision=draft.precision,
                pin=placement.pin,
                public_pin=placement.public_pin,
                place_label=placement.place_label,
                project_id=draft.project_id,
                author_name=draft.author_name,
                expertise=draft.expertise,
                consented_at=now if draft.consents else None,
                office=draft.office,
                status=status,
                answer="open",
                supports=0,
                language=draft.language,
                received_at=now,
                published_at=now if status == "published" else None,
                changed_at=now,
                token_hash=None if token is None else hashed(token),
                idempotency_key=None if key is None else hashed(key),
                entered_by=entered_by,
                legal_hold=False,
                demo=demo,
                version=1,
                revision=0,
                search_text=search_text(draft.title, draft.text, placement.place_label),
            )
            .returning(voice.c.number)
        ).scalar_one()
        self.add_districts(number, placement.districts)
        return number

    def add_districts(self, number: int, districts: Mapping[date, DistrictId]) -> None:
        """Write the district of a voice under each boundary version."""
        if districts:
            self.connection.execute(
                insert(voice_district),
                [
                    {"voice_number": number, "valid_from": valid_from, "district_id": district_id}
                    for valid_from, district_id in districts.items()
                ],
            )

    def change(self, number: int, *, expected_version: int, now: datetime, **values: Any) -> None:
        """Write ``values`` and count up the version; what is searched follows the words.

        Raises ``VoiceChangedError`` when somebody was faster.
        """
        if not values.keys().isdisjoint(_SEARCHED):
            old = self.get_by_number(number)
            title, text, label = (values.get(one, getattr(old, one)) for one in _SEARCHED)
            values["search_text"] = search_text(title, text, label)
        changed = self.connection.execute(
            update(voice)
            .where(voice.c.number == number, voice.c.version == expected_version)
            .values(**values, version=expected_version + 1, changed_at=now)
        )
        if changed.rowcount == 0:
            raise VoiceChangedError(reference=self.get_by_number(number).reference)

    def contact(self, number: int) -> Contact | None:
        """Return the mail address left with a voice, or None."""
        row = self.connection.execute(
            select(voice_contact).where(voice_contact.c.voice_number == number)
        ).one_or_none()
        return None if row is None else Contact(row.email, row.confirmed_at)

    def add_contact(self, number: int, *, email: str, confirm_hash: str, now: datetime) -> None:
        """Write the mail address of a voice, not confirmed yet."""
        self.connection.execute(
            insert(voice_contact).values(
                voice_number=number, email=email, confirm_hash=confirm_hash, created_at=now
            )
        )

    def find_contact(self, token: str) -> int | None:
        """Return the row number of the voice whose mail address a link confirms, or None."""
        return self.connection.execute(
            select(voice_contact.c.voice_number).where(
                voice_contact.c.confirm_hash == hashed(token)
            )
        ).scalar_one_or_none()

    def confirm_contact(self, number: int, *, now: datetime) -> bool:
        """Note that the mail address is confirmed; False when it was before."""
        changed = self.connection.execute(
            update(voice_contact)
            .where(voice_contact.c.voice_number == number, voice_contact.c.confirmed_at.is_(None))
            .values(confirmed_at=now)
        )
        return changed.rowcount > 0

    def remove_contact(self, number: int) -> bool:
        """Erase the mail address of a voice; False when there was none."""
        removed = self.connection.execute(
            delete(voice_contact).where(voice_contact.c.voice_number == number)
        )
        return removed.rowcount > 0

    def pins(self) -> tuple[tuple[int, Precision, Point], ...]:
        """Return number, precision and pin of every voice that has one."""
        rows = self.connection.execute(
            select(voice.c.number, voice.c.precision, voice.c.pin)
            .where(voice.c.pin.is_not(None))
            .order_by(voice.c.number)
        )
        return tuple((row.number, row.precision, row.pin) for row in rows)

    def inherit_districts(self, valid_from: date, pinned: Mapping[int, DistrictId]) -> None:
        """Write every voice's district under a new boundary version.

        A voice without a pin keeps the district that was chosen for it by name.
        """
        before = (
            select(func.max(voice_district.c.valid_from))
            .where(voice_district.c.valid_from < valid_from)
            .scalar_subquery()
        )
        named = self.connection.execute(
            select(voice_district.c.voice_number, voice_district.c.district_id)
            .join(voice, voice.c.number == voice_district.c.voice_number)
            .where(voice_district.c.valid_from == before, voice.c.pin.is_(None))
        )
        rows = [
            {"voice_number": number, "valid_from": valid_from, "district_id": district_id}
            for number, district_id in [
                *pinned.items(),
                *((row.voice_number, row.district_id) for row in named),
            ]
        ]
        if rows:
            self.connection.execute(insert(voice_district), rows)

    def count_moved(self, before: date, after: date) -> int:
        """Return how many voices are in another district under one version than under another."""
        former, later = voice_district.alias(), voice_district.alias()
        return self.connection.execute(
            select(func.count())
            .select_from(former)
            .join(later, later.c.voice_number == former.c.voice_number)
            .where(
                former.c.valid_from == before,
                later.c.valid_from == after,
                former.c.district_id != later.c.district_id,
            )
        ).scalar_one()

    def move_public_pins(self, pins: Mapping[int, Point | None]) -> None:
        """Write new public pins, stamped with the revision that the layer gets afterwards."""
        if not pins:
            return
        coming = select(layer.c.revision + 1).where(layer.c.id == VOICES_LAYER).scalar_subquery()
        self.connection.execute(
            update(voice)
            .where(voice.c.number == bindparam("moved"))
            .values(public_pin=bindparam("place"), revision=func.coalesce(coming, 1)),
            [{"moved": number, "place": place} for number, place in pins.items()],
        )

    @property
    def _in_force(self) -> ScalarSelect[date]:
        return (
            select(func.max(boundary_version.c.valid_from))
            .where(boundary_version.c.valid_from <= self._on)
            .scalar_subquery()
        )

    def _find(self, condition: ColumnElement[bool]) -> Voice | None:
        row = self.connection.execute(self.select().where(condition)).one_or_none()
        return None if row is None else _to_voice(row)


def search_text(title: str, text: str, place_label: str | None) -> str:
    """Return the words of a voice that a search finds."""
    return " ".join(part for part in (title, text, place_label) if part).casefold()


def mark_changed(connection: Connection, numbers: Sequence[int], *, now: datetime) -> None:
    """Count up the layer's revision and stamp the voices with it.

    For every change that the public can see, in the transaction that makes it. Others who change
    voices wait here until it ends, so revisions become visible in their order.
    """
    bump(connection, VOICES_LAYER, now=now)
    revision = connection.execute(
        select(layer.c.revision).where(layer.c.id == VOICES_LAYER)
    ).scalar_one()
    for start in range(0, len(numbers), _NUMBERS_A_STATEMENT):
        some = numbers[start : start + _NUMBERS_A_STATEMENT]
        connection.execute(update(voice).where(voice.c.number.in_(some)).values(revision=revision))
