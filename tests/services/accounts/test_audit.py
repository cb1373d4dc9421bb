"""The audit trail: what is written, what is found, and that nobody changes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, delete, text, update
from sqlalchemy.exc import DBAPIError

from services.accounts.actions import command_line_actor, record
from services.accounts.audit import Audit
from services.accounts.model import EntryFilter
from services.database.engine import writing
from services.database.tables.accounts import audit
from services.web.actor import Actor
from services.web.dependencies import LOCAL_TIME
from tests.conftest import NOW

KIM = Actor("kim", "Kim Beispiel", "Stadtplanung", frozenset())
JO = Actor("jo", "Jo Muster", "Ratsbüro", frozenset())


def _write(connection: Connection) -> None:
    record(connection, KIM, "voice.published", subject="voice:1", facts={}, now=NOW)
    record(connection, JO, "voice.declined", subject="voice:2", facts={"reason": "x"}, now=NOW)
    record(
        connection,
        KIM,
        "account.added",
        subject="account:jo",
        facts={"roles": ["reader"]},
        now=NOW + timedelta(days=2),
    )


def _subjects(connection: Connection, asked: EntryFilter, **page: int) -> list[str]:
    found = Audit(connection).list(asked, zone=LOCAL_TIME, limit=page.pop("limit", 10), **page)
    return [one.subject for one in found]


def test_a_line_says_who_did_what_when_to_what(connection: Connection) -> None:
    record(connection, KIM, "voice.published", subject="voice:1", facts={"n": [1]}, now=NOW)

    (found,) = Audit(connection).list(EntryFilter(), zone=LOCAL_TIME, limit=None)

    assert (found.at, found.actor_id, found.actor_name) == (NOW, "kim", "Kim Beispiel")
    assert (found.code, found.subject, found.facts) == ("voice.published", "voice:1", {"n": [1]})


@pytest.mark.parametrize(
    ("actor", "name", "expected"),
    [(None, "system", "system"), (None, "nightly", "nightly")],
)
def test_what_nobody_did_is_done_by_a_name(
    connection: Connection, actor: Actor | None, name: str, expected: str
) -> None:
    record(connection, actor, "x.y", subject="x:1", facts={}, now=NOW, name=name)

    (found,) = Audit(connection).list(EntryFilter(), zone=LOCAL_TIME, limit=None)

    assert (found.actor_id, found.actor_name) == (None, expected)


def test_who_works_on_the_command_line_acts_without_an_account(connection: Connection) -> None:
    record(connection, command_line_actor("root"), "x.y", subject="x:1", facts={}, now=NOW)

    (found,) = Audit(connection).list(EntryFilter(), zone=LOCAL_TIME, limit=None)

    assert (found.actor_id, found.actor_name) == (None, "root (werkbank)")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (EntryFilter(), ["account:jo", "voice:2", "voice:1"]),
        (EntryFilter(person="kim"), ["account:jo", "voice:1"]),
        (EntryFilter(code="voice."), ["voice:2", "voice:1"]),
        (EntryFilter(code="voice.d"), ["voice:2"]),
        (EntryFilter(code="oice"), []),
        (EntryFilter(code="%"), []),
        (EntryFilter(subject="voice:1"), ["voice:1"]),
        (EntryFilter(subject="voice"), []),
        (EntryFilter(from_on=NOW.date() + timedelta(days=1)), ["account:jo"]),
        (EntryFilter(to_on=NOW.date()), ["voice:2", "voice:1"]),
        (EntryFilter(person="kim", code="voice"), ["voice:1"]),
    ],
)
def test_the_trail_is_filtered(
    connection: Connection, asked: EntryFilter, expected: list[str]
) -> None:
    _write(connection)

    assert _subjects(connection, asked) == expected
    assert Audit(connection).count(asked, zone=LOCAL_TIME) == len(expected)


def test_days_are_days_in_herten(connection: Connection) -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # half past midnight, on the 23rd, in Herten
    record(connection, KIM, "x.y", subject="x:1", facts={}, now=late)

    assert _subjects(connection, EntryFilter(to_on=date(2026, 11, 22))) == []
    assert _subjects(connection, EntryFilter(from_on=date(2026, 11, 23))) == ["x:1"]


def test_the_trail_is_read_page_by_page(connection: Connection) -> None:
    _write(connection)
    first = Audit(connection).list(EntryFilter(), zone=LOCAL_TIME, limit=2)

    rest = Audit(connection).list(EntryFilter(), zone=LOCAL_TIME, before=first[-1].id, limit=2)

    assert [one.subject for one in rest] == ["voice:1"]


def test_people_are_named_once_by_their_newest_name(connection: Connection) -> None:
    _write(connection)
    married = Actor("kim", "Kim Neumann", "Stadtplanung", frozenset())
    record(connection, married, "x.y", subject="x:1", facts={}, now=NOW)
    record(connection, None, "x.y", subject="x:1", facts={}, now=NOW)

    assert Audit(connection).people() == [
        ("jo", "Jo Muster"),
        ("kim", "Kim Neumann"),
        ("system", "system"),
    ]


@pytest.mark.parametrize("statement", [update(audit).values(code="y"), delete(audit)])
def test_the_database_itself_refuses_to_change_a_line(
    dialect: str, migrated_engines: Callable[[str], Engine], statement: object
) -> None:
    with (
        pytest.raises(DBAPIError, match="written once"),
        writing(migrated_engines(dialect)) as connection,
    ):
        record(connection, KIM, "x.y", subject="x:1", facts={}, now=NOW)
        connection.execute(statement)  # type: ignore[call-overload]


def test_postgresql_refuses_to_empty_the_trail(migrated_engines: Callable[[str], Engine]) -> None:
    with (
        pytest.raises(DBAPIError, match="written once"),
        writing(migrated_engines("postgis")) as connection,
    ):
        connection.execute(text("TRUNCATE audit"))
