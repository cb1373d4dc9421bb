"""The SQL of access and erasure: what is kept with a mail address, found by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, delete, func, select, update

from services.database.tables import notice, outbox, voice_contact
from services.mail.model import mail_domain


class KeptWith:
    """What is kept with one mail address, in the caller's transaction; never commits.

    Upper and lower case make no difference, nor whether a domain with umlauts is written with
    them or in ASCII: few people know how they once wrote it.
    """

    def __init__(self, connection: Connection, email: str) -> None:
        self._connection = connection
        self._email = _folded(email.strip())

    def voices(self, *, confirmed: bool) -> Sequence[int]:
        """Return the voices left with the address, confirmed by its owner or never."""
        known = voice_contact.c.confirmed_at
        rows = self._connection.execute(
            select(voice_contact.c.voice_number)
            .where(
                self._is_in(voice_contact.c.email),
                known.is_not(None) if confirmed else known.is_(None),
            )
            .order_by(voice_contact.c.voice_number)
        )
        return list(rows.scalars())

    def notices(self) -> Sequence[str]:
        """Return the references of the notices sent with the address."""
        rows = self._connection.execute(
            select(notice.c.reference).where(self._is_in(notice.c.email)).order_by(notice.c.number)
        )
        return list(rows.scalars())

    def waiting_mails(self) -> int:
        """Return how many mails wait to be sent there."""
        return self._connection.execute(
            select(func.count()).select_from(outbox).where(self._is_in(outbox.c.recipient))
        ).scalar_one()

    def forget_contact(self, numbers: Sequence[int]) -> None:
        """Erase the address left with voices."""
        self._connection.execute(
            delete(voice_contact).where(voice_contact.c.voice_number.in_(numbers))
        )

    def forget_sender(self) -> None:
        """Erase who sent the notices; what was reported stays until it is decided."""
        self._connection.execute(
            update(notice)
            .where(self._is_in(notice.c.email))
            .values(name=None, email=None, idempotency_key=None)
        )

    def forget_mails(self) -> None:
        """Erase mail that waits to be sent there."""
        self._connection.execute(delete(outbox).where(self._is_in(outbox.c.recipient)))

    def _is_in(self, column: Column[Any]) -> ColumnElement[bool]:
        """Return the condition that a column holds the address, in one of its spellings.

        Databases fold ASCII only, or as their locale has it. That is enough for the name before
        the ``@``, which finds a few; which of them it is, is compared here.
        """
        name, _, _ = self._email.rpartition("@")
        alike = func.lower(column).startswith(f"{name}@", autoescape=True)
        spellings = self._connection.execute(select(column).where(alike).distinct()).scalars()
        return column.in_([one for one in spellings if _folded(one) == self._email])


def _folded(email: str) -> str:
    name, _, domain = email.rpartition("@")
    return f"{name}@{mail_domain(email) or domain}".lower()
