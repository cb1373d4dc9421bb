"""Sessions: how long they last, what is stored, who they belong to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from services.accounts.sessions import Sessions
from services.database.tables.accounts import account, staff_session
from tests.conftest import NOW
from tests.services.staff import add_staff


def test_a_session_knows_who_it_belongs_to(connection: Connection) -> None:
    actor = add_staff(connection, "planner", "reader", now=NOW)
    token = Sessions(connection).add(actor.id, now=NOW)

    found = Sessions(connection).find(token, now=NOW)

    assert found is not None
    assert found.actor == actor


def test_an_account_without_roles_has_a_session_too(connection: Connection) -> None:
    actor = add_staff(connection, now=NOW)
    token = Sessions(connection).add(actor.id, now=NOW)

    found = Sessions(connection).find(token, now=NOW)

    assert found is not None
    assert found.actor.roles == frozenset()


def test_the_token_has_256_bits_and_is_not_stored(connection: Connection) -> None:
    actor = add_staff(connection, now=NOW)
    token = Sessions(connection).add(actor.id, now=NOW)

    stored = connection.execute(select(staff_session.c.token_hash)).scalar_one()

    assert len(token) * 6 >= 256
    assert (len(stored), token in stored) == (64, False)


@pytest.mark.parametrize(("minutes", "lives"), [(29, True), (30, False)])
def test_a_session_ends_after_half_an_hour_of_silence(
    connection: Connection, minutes: int, lives: bool
) -> None:
    token = Sessions(connection).add(add_staff(connection, now=NOW).id, now=NOW)

    found = Sessions(connection).find(token, now=NOW + timedelta(minutes=minutes))

    assert (found is not None) is lives


@pytest.mark.parametrize(("hours", "lives"), [(11.9, True), (12, False)])
def test_a_session_ends_after_twelve_hours_however_busy(
    connection: Connection, hours: float, lives: bool
) -> None:
    token = Sessions(connection).add(add_staff(connection, now=NOW).id, now=NOW)
    later = NOW + timedelta(hours=hours)
    Sessions(connection).see(token, now=later - timedelta(minutes=1))

    found = Sessions(connection).find(token, now=later)

    assert (found is not None) is lives


def test_a_disabled_account_has_no_session(connection: Connection) -> None:
    actor = add_staff(connection, now=NOW)
    token = Sessions(connection).add(actor.id, now=NOW)
    connection.execute(update(account).values(disabled_at=NOW))

    assert Sessions(connection).find(token, now=NOW) is None


def test_another_token_opens_nothing(connection: Connection) -> None:
    Sessions(connection).add(add_staff(connection, now=NOW).id, now=NOW)

    assert Sessions(connection).find("x", now=NOW) is None


def test_sessions_that_ended_are_swept_out(connection: Connection) -> None:
    actor = add_staff(connection, now=NOW)
    Sessions(connection).add(actor.id, now=NOW - timedelta(hours=1))

    Sessions(connection).add(actor.id, now=NOW)

    assert len(connection.execute(select(staff_session)).all()) == 1


def test_all_sessions_but_the_present_one_can_be_ended(connection: Connection) -> None:
    sessions = Sessions(connection)
    actor, other = add_staff(connection, now=NOW), add_staff(connection, now=NOW)
    first, second = sessions.add(actor.id, now=NOW), sessions.add(actor.id, now=NOW)
    foreign = sessions.add(other.id, now=NOW)

    ended = sessions.end_all(actor.id, but=first)

    lives = [sessions.find(token, now=NOW) is not None for token in (first, second, foreign)]
    assert (ended, lives) == (1, [True, False, True])
