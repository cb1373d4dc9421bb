"""The outbox's SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from services.database.tables import outbox
from services.mail.model import Mail, MailStatus, Standing

_ERASED: Final[dict[str, None]] = {"recipient": None, "subject": None, "body": None}


class Outbox:
    """Mail that waits, and what became of it."""

    def __init__(self, connection: Connection) -> None:
        """Work inside the caller's transaction; never commit here."""
        self._connection = connection

    def add(self, *, kind: str, recipient: str, subject: str, body: str, now: datetime) -> int:
        """Put a mail in, due at once; return its id."""
        number: int = self._connection.execute(
            insert(outbox)
            .values(
                kind=kind,
                recipient=recipient,
                subject=subject,
                body=body,
                status="waiting",
                attempts=0,
                created_at=now,
                due_at=now,
            )
            .returning(outbox.c.id)
        ).scalar_one()
        return number

    def is_due(self, now: datetime) -> bool:
        """Return True if a mail may be taken up."""
        found = self._connection.execute(select(outbox.c.id).where(_due(now)).limit(1))
        return found.first() is not None

    def claim(self, now: datetime, *, until: datetime) -> Mail | None:
        """Take up the mail that is due longest, and hold it ``until`` then; None if none is due.

        Nobody else who asks meanwhile is given the same one. The attempt counts from now on, even
        if whoever makes it is killed.
        """
        chosen = (
            select(outbox.c.id)
            .where(_due(now))
            .order_by(outbox.c.due_at, outbox.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        row = self._connection.execute(
            update(outbox)
            .where(outbox.c.id == chosen)
            .values(leased_until=until, attempts=outbox.c.attempts + 1)
            .returning(
                outbox.c.id,
                outbox.c.kind,
                outbox.c.recipient,
                outbox.c.subject,
                outbox.c.body,
                outbox.c.created_at,
                outbox.c.attempts,
                outbox.c.leased_until,
            )
        ).one_or_none()
        return None if row is None else Mail(*row)

    def finish(self, mail: Mail, status: MailStatus, *, trouble: str | None, now: datetime) -> None:
        """Mark a mail as sent or failed, and erase whom it was for and what it said."""
        self._change(
            outbox.c.id == mail.id,
            status=status,
            finished_at=now,
            leased_until=None,
            trouble=trouble,
            **_ERASED,
        )

    def defer(self, mail: Mail, *, due_at: datetime, trouble: str) -> None:
        """Try again later; nothing happens if somebody else holds the mail by now."""
        self._change(
            outbox.c.id == mail.id,
            outbox.c.leased_until == mail.leased_until,
            due_at=due_at,
            leased_until=None,
            trouble=trouble,
        )

    def remove_waiting(self, *, recipient: str, about: str) -> int:
        """Erase the mails that wait for a recipient with ``about`` in the subject."""
        removed = self._connection.execute(
            delete(outbox).where(
                outbox.c.status == "waiting",
                outbox.c.recipient == recipient,
                outbox.c.subject.contains(about, autoescape=True),
            )
        )
        return removed.rowcount

    def standing(self) -> Standing:
        """Return how the outbox stands."""
        rows = self._connection.execute(
            select(
                outbox.c.status,
                func.count(),
                func.min(outbox.c.created_at),
                func.max(outbox.c.finished_at),
            ).group_by(outbox.c.status)
        )
        found = {status: (count, first, last) for status, count, first, last in rows}
        nothing = (0, None, None)
        troubles = self._connection.execute(
            select(outbox.c.trouble, func.count())
            .where(outbox.c.trouble.is_not(None), outbox.c.status != "sent")
            .group_by(outbox.c.trouble)
            .order_by(outbox.c.trouble)
        )
        return Standing(
            waiting=found.get("waiting", nothing)[0],
            oldest_at=found.get("waiting", nothing)[1],
            sent=found.get("sent", nothing)[0],
            failed=found.get("failed", nothing)[0],
            last_failed_at=found.get("failed", nothing)[2],
            troubles={row.trouble: row[1] for row in troubles},
        )

    def _change(self, *where: ColumnElement[bool], **values: Any) -> None:
        # Who was late must not wake a mail that somebody else has finished.
        self._connection.execute(
            update(outbox).where(outbox.c.status == "waiting", *where).values(**values)
        )


def _due(now: datetime) -> ColumnElement[bool]:
    free = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= now)
    return (outbox.c.status == "waiting") & (outbox.c.due_at <= now) & free
