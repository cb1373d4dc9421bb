"""Mail as it waits: what a letter may hold, how long it is tried, what goes wrong."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from geo.errors import WorkbenchError

MailStatus = Literal["waiting", "sent", "failed"]

SUBJECT_MAX: Final = 200
BODY_MAX: Final = 100_000
ADDRESS_MAX: Final = 254
LOCAL_PART_MAX: Final = 64

LEASE: Final = timedelta(minutes=15)
"""How long a mail belongs to whoever took it up: longer than any talk with a server."""
GIVE_UP_AFTER: Final = timedelta(days=3)
JITTER_SHARE: Final = 0.2
_WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
_LATER_WAIT: Final = timedelta(hours=4)

_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL_PART: Final = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_DOMAIN: Final = re.compile(
    r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])"
)
_UNSEEN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories: control, surrogate, line and paragraph separator."""
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of reading: they make a subject look like another."""


class UnusableAddressError(WorkbenchError):
    """A recipient to whom no mail can be sent. Does not tell whom: that is personal."""

    def __init__(self) -> None:
        super().__init__("not an address that mail can be sent to")


class UnusableMailTextError(WorkbenchError):
    """The ``field`` of a mail is empty, too long, or holds what no mail may hold."""

    def __init__(self, *, field: str) -> None:
        super().__init__(f"{field} of a mail is empty, too long or holds control characters")
        self.field = field


class MailNotConfiguredError(WorkbenchError):
    """No mail server is set, so nothing can be sent."""

    def __init__(self) -> None:
        super().__init__("WERKBANK_SMTP_HOST is not set")


@dataclass(frozen=True)
class Mail:
    """A mail that somebody took up and holds ``leased_until`` then.

    ``attempts`` counts the one that is just made.
    """

    id: int
    kind: str
    recipient: str
    subject: str
    body: str
    created_at: datetime
    attempts: int
    leased_until: datetime


@dataclass(frozen=True)
class Standing:
    """How the outbox stands: what waits and since when, what was sent and given up, and why.

    ``troubles`` counts, over what waits and what was given up, what the server last said.
    """

    waiting: int
    oldest_at: datetime | None
    sent: int
    failed: int
    last_failed_at: datetime | None
    troubles: dict[str, int]


def mail_domain(address: str) -> str | None:
    """Return the domain of an address in ASCII, or None if mail cannot be sent there.

    Plain addresses only: no quoted names, no comments, no bare host. A domain may hold umlauts,
    but nothing unseen: IDNA drops that in silence, so that two spellings would look like one.
    """
    if any(unicodedata.category(one)[0] == "C" for one in address):
        return None
    local_part, _, domain = address.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    fits = len(address) <= ADDRESS_MAX and len(local_part) <= LOCAL_PART_MAX
    if fits and _LOCAL_PART.fullmatch(local_part) and _DOMAIN.fullmatch(ascii_domain):
        return ascii_domain
    return None


def is_address(text: str) -> bool:
    """Return True if mail can be sent to ``text``."""
    return mail_domain(text) is not None


def is_header_text(text: str) -> bool:
    """Return True if a header may hold ``text``: one line, nothing unseen, nothing turned round."""
    return not any(unicodedata.category(one) in _UNSEEN or one in _TURNING for one in text)


def is_body_text(text: str) -> bool:
    """Return True if a letter may hold ``text``: lines and tabs, otherwise nothing unseen."""
    return not any(unicodedata.category(one) in {"Cc", "Cs"} and one not in "\n\t" for one in text)


def next_try(
    attempts: int, *, created_at: datetime, now: datetime, jitter: float
) -> datetime | None:
    """Return when to try again after ``attempts`` in vain, or None to give up.

    Waits 1, 5, 15 and 60 minutes, then 4 hours each, up to three days after the mail was written.
    ``jitter`` (0 to 1) lengthens a wait by up to a fifth, so that many do not come at once.
    """
    wait = _WAITS[attempts - 1] if attempts <= len(_WAITS) else _LATER_WAIT
    due_at = now + wait * (1 + JITTER_SHARE * jitter)
    return due_at if due_at <= created_at + GIVE_UP_AFTER else None
