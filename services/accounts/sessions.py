"""Sessions of staff: rows in the database, known by the hash of a random token."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select, update

from services.database.tables.accounts import account, account_role, staff_session
from services.web.actor import Actor, Role

IDLE: Final = timedelta(minutes=30)
ABSOLUTE: Final = timedelta(hours=12)
SEEN_EVERY: Final = timedelta(minutes=1)
"""How exactly we know when somebody was last here: a row written per click would be too much."""
_TOKEN_BYTES: Final = 32


@dataclass(frozen=True)
class Session:
    """Who is here, and since when we know."""

    actor: Actor
    seen_at: datetime


def new_token() -> str:
    """Return 256 random bits as text for a cookie or an address."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_hash(token: str) -> str:
    """Return what is stored of a token: whoever reads the database cannot use it."""
    return sha256(token.encode()).hexdigest()


class Sessions:
    """Sessions inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, account_id: str, *, now: datetime) -> str:
        """Open a session and return its token; sessions that have ended are swept out."""
        self._connection.execute(delete(staff_session).where(has_ended(now)))
        token = new_token()
        self._connection.execute(
            insert(staff_session).values(
                token_hash=token_hash(token), account_id=account_id, created_at=now, seen_at=now
            )
        )
        return token

    def find(self, token: str, *, now: datetime) -> Session | None:
        """Return the session of ``token``; None if there is none, it ended, or is locked out."""
        rows = self._connection.execute(
            select(
                staff_session.c.seen_at,
                account.c.id,
                account.c.name,
                account.c.office,
                account_role.c.role,
            )
            .join(account, account.c.id == staff_session.c.account_id)
            .outerjoin(account_role, account_role.c.account_id == account.c.id)
            .where(
                staff_session.c.token_hash == token_hash(token),
                account.c.disabled_at.is_(None),
                ~has_ended(now),
            )
        ).all()
        return _to_session(rows) if rows else None

    def see(self, token: str, *, now: datetime) -> None:
        """Note that the session was used."""
        self._connection.execute(
            update(staff_session)
            .where(staff_session.c.token_hash == token_hash(token))
            .values(seen_at=now)
        )

    def end(self, token: str) -> None:
        """End one session."""
        self._connection.execute(
            delete(staff_session).where(staff_session.c.token_hash == token_hash(token))
        )

    def end_all(self, account_id: str, *, but: str | None = None) -> int:
        """End the sessions of an account, ``but`` the one of this token; return how many."""
        ending = delete(staff_session).where(staff_session.c.account_id == account_id)
        if but is not None:
            ending = ending.where(staff_session.c.token_hash != token_hash(but))
        return self._connection.execute(ending).rowcount


def has_ended(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a session is over: idle, or simply old."""
    return or_(staff_session.c.seen_at <= now - IDLE, staff_session.c.created_at <= now - ABSOLUTE)


def _to_session(rows: Sequence[Row[*tuple[Any, ...]]]) -> Session:
    first = rows[0]
    roles = frozenset(cast("Role", row.role) for row in rows if row.role is not None)
    return Session(Actor(first.id, first.name, first.office, roles), first.seen_at)
