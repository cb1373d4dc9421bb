"""What rooms do with mail: put one in the outbox. It leaves later, by ``services.mail.postman``."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from services.mail.model import (
    BODY_MAX,
    SUBJECT_MAX,
    Standing,
    UnusableAddressError,
    UnusableMailTextError,
    is_address,
    is_body_text,
    is_header_text,
)
from services.mail.store import Outbox


def post(
    connection: Connection, *, kind: str, recipient: str, subject: str, body: str, now: datetime
) -> int:
    """Put a mail in the outbox and return its id.

    It leaves only if the caller's transaction is committed. Plain text; ``kind`` names the letter
    for the operator and holds nothing personal.

    Raises ``UnusableAddressError``, and ``UnusableMailTextError`` for a subject of more than one
    line or a text with control characters.
    """
    body = body.replace("\r\n", "\n")
    if not is_address(recipient):
        raise UnusableAddressError
    if not (subject.strip() and len(subject) <= SUBJECT_MAX and is_header_text(subject)):
        raise UnusableMailTextError(field="subject")
    if not (body.strip() and len(body) <= BODY_MAX and is_body_text(body)):
        raise UnusableMailTextError(field="body")
    return Outbox(connection).add(
        kind=kind, recipient=recipient, subject=subject, body=body, now=now
    )


def recall(connection: Connection, *, recipient: str, about: str) -> int:
    """Erase the mails that wait for a recipient and name ``about`` in the subject; return how many.

    One that is being sent at this moment may arrive all the same.
    """
    return Outbox(connection).remove_waiting(recipient=recipient, about=about)


def standing(connection: Connection) -> Standing:
    """Return how the outbox stands."""
    return Outbox(connection).standing()
