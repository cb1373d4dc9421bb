"""The SQL of access and erasure: what is kept with a mail address, found by it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, select, update

from services.database.tables import notice, outbox, voice_contact


class KeptWith:
    """What is kept with one mail address, in the caller's transaction; never commits.

    Upper and lower case make no difference: few people know how they once wrote it.
    """

    def __init__(self, connection: Connection, email: str) -> None:
        self._connection = connection
        self._email = email.strip().lower()

    def voices(self, *, confirmed: bool) -> Sequence[int]:
        """Return the voices left with the address, confirmed by its owner or never."""
        known = voice_contact.c.confirmed_at
        rows = self._connection.execute(
            select(voice_contact.c.voice_number)
            .where(
                func.lower(voice_contact.c.email) == self._email,
                known.is_not(None) if confirmed else known.is_(None),
            )
            .order_by(voice_contact.c.voice_number)
        )
        return list(rows.scalars())

    def notices(self) -> Sequence[str]:
        """Return the references of the notices sent with the address."""
        rows = self._connection.execute(
            select(notice.c.reference)
            .where(func.lower(notice.c.email) == self._email)
            .order_by(notice.c.number)
        )
        return list(rows.scalars())

    def waiting_mails(self) -> int:
        """Return how many mails wait to be sent there."""
        return self._connection.execute(
            select(func.count())
            .select_from(outbox)
            .where(func.lower(outbox.c.recipient) == self._email)
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
            .where(func.lower(notice.c.email) == self._email)
            .values(name=None, email=None, idempotency_key=None)
        )

    def forget_mails(self) -> None:
        """Erase mail that waits to be sent there."""
        self._connection.execute(
            delete(outbox).where(func.lower(outbox.c.recipient) == self._email)
        )
