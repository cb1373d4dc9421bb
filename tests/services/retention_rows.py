"""Voices with everything a voice can have, and a run of retention over them."""

from __future__ import annotations

import random
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from typing import Any, Final

from shapely import Point
from sqlalchemy import Connection, Row, Table, func, insert, select

from services.comments.store import hashed
from services.database.tables import (
    decision,
    notice,
    objection,
    participation_process,
    question,
    voice,
    voice_contact,
)
from services.retention.actions import run
from services.retention.model import Report
from tests.conftest import NOW
from tests.services.voice_rows import put_voice

MONTHS: Final = 6
OVER: Final = date(2026, 5, 22)
"""Six months and a day before ``NOW``, which is 23 November 2026."""
NOT_OVER: Final = date(2026, 5, 23)
PIN: Final = Point(371_234.5, 5_717_345.5)
MIDDLE: Final = Point(371_250.0, 5_717_350.0)
LONG_AGO: Final = 400
"""Days: longer than any period here."""


HIDDEN: Final = ("declined", "merged", "withdrawn")


def forget(connection: Connection, *, dry_run: bool = False) -> Report:
    return run(
        lambda: nullcontext(connection),
        contact_months=MONTHS,
        now=NOW,
        name="test",
        dry_run=dry_run,
    )


def put_process(connection: Connection, *, ends_on: date | None = OVER) -> str:
    words = {"de": "Freiheit", "en": "Freiheit"}
    connection.execute(
        insert(participation_process).values(
            number=100,
            id="freiheit",
            title=words,
            question=words,
            grade="consultation",
            area_kind="city",
            district_ids=[],
            target_group=words,
            themes=[],
            kinds=["comment"],
            starts_on=date(2026, 1, 1),
            ends_on=ends_on,
            project_ids=[],
            legal_basis=words,
            moderation="check_first",
            standing=False,
            published_at=NOW - timedelta(days=LONG_AGO),
            created_at=NOW - timedelta(days=LONG_AGO),
            changed_at=NOW - timedelta(days=LONG_AGO),
            version=1,
        )
    )
    return "freiheit"


def put(connection: Connection, **values: Any) -> int:
    """Write a voice of the ended process with everything a voice can have."""
    row: dict[str, Any] = {
        "process_id": "freiheit",
        "days_ago": LONG_AGO,
        "precision": "street",
        "pin": PIN,
        "public_pin": MIDDLE,
        "place_label": "Feldstraße",
        "author_name": "Kim",
        "original": {"title": "Vorher", "text": "Vor der Kürzung."},
        "token_hash": hashed(f"token {random.random()}"),  # noqa: S311 - only to be unlike others
    }
    return put_voice(connection, **row | values)


def get(connection: Connection, number: int) -> Row[Any]:
    return connection.execute(select(voice).where(voice.c.number == number)).one()


def put_contact(connection: Connection, number: int, *, days_ago: float = 1, **more: Any) -> None:
    row = {
        "voice_number": number,
        "email": "kim@example.org",
        "created_at": NOW - timedelta(days=days_ago),
        "confirmed_at": NOW - timedelta(days=days_ago),
    }
    connection.execute(insert(voice_contact).values(row | more))


def count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def put_letters(connection: Connection, number: int) -> None:
    connection.execute(
        insert(question).values(
            voice_number=number, words="Wo genau?", asked_at=NOW, answer="Bei Frau Muster."
        )
    )
    connection.execute(
        insert(objection).values(
            voice_number=number, words="Doch.", made_at=NOW, outcome="rejected", answer="Nein."
        )
    )
    connection.execute(
        insert(decision).values(
            voice_number=number,
            reason_code="off_topic",
            words="Sie nennen Frau Muster.",
            proposed_by="a",
            proposed_at=NOW,
            outcome="accepted",
        )
    )


def put_notice(connection: Connection, number: int | None, decided_at: datetime | None) -> None:
    connection.execute(
        insert(notice).values(
            reference="900000001",
            voice_number=number,
            address="/beitrag/1",
            reason_code="insult",
            words="Frau Muster wird beleidigt.",
            name="Kim Muster",
            email="kim@example.org",
            in_good_faith=True,
            language="de",
            received_at=NOW - timedelta(days=LONG_AGO),
            decided_at=decided_at,
            outcome=None if decided_at is None else "kept",
            answer=None if decided_at is None else "Nein, Frau Muster.",
        )
    )
