"""Revisions count up, layer by layer, and know when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import StatementError

from services.database.revisions import Revision, bump, revisions

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_a_layer_never_written_has_no_revision(connection: Connection) -> None:
    assert revisions(connection) == {}


def test_the_first_change_is_revision_1(connection: Connection) -> None:
    bump(connection, "projects", now=MORNING)

    assert revisions(connection) == {"projects": Revision(1, MORNING)}


def test_every_change_counts_up_and_notes_when(connection: Connection) -> None:
    bump(connection, "projects", now=MORNING)
    bump(connection, "projects", now=NOON)

    assert revisions(connection)["projects"] == Revision(2, NOON)


def test_other_layers_keep_their_revision(connection: Connection) -> None:
    bump(connection, "projects", "places", now=MORNING)
    bump(connection, "projects", now=NOON)

    assert revisions(connection)["places"] == Revision(1, MORNING)


def test_a_moment_of_another_zone_comes_back_in_utc(connection: Connection) -> None:
    berlin = timezone(timedelta(hours=1))

    bump(connection, "projects", now=MORNING.astimezone(berlin))

    assert revisions(connection)["projects"].changed_at.isoformat() == "2026-11-23T08:00:00+00:00"


def test_a_moment_without_zone_is_refused(connection: Connection) -> None:
    with pytest.raises(StatementError, match="names no zone"):
        bump(connection, "projects", now=MORNING.replace(tzinfo=None))


def test_a_change_taken_back_does_not_count(connection: Connection) -> None:
    bump(connection, "projects", now=MORNING)
    savepoint = connection.begin_nested()
    bump(connection, "projects", now=NOON)

    savepoint.rollback()

    assert revisions(connection)["projects"].number == 1
