"""What the whole house asks of moderation: how much is overdue, and the daily reminder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from sqlalchemy import Connection

from services.accounts.store import Accounts
from services.comments.reference import shown
from services.districts.store import Districts
from services.mail.actions import post
from services.mail.model import is_address
from services.moderation.model import QueueFilter
from services.moderation.queue_store import Queue, View
from services.moderation.store import Cases, Notices
from services.web.dependencies import LOCAL_TIME

REMINDER: Final = "reminder"
"""Kind of the mail that reminds staff."""
NUMBERS_IN_A_REMINDER: Final = 20
_OVERDUE: Final = QueueFilter(state="overdue")


def queue_at(connection: Connection, *, now: datetime, days: int) -> Queue:
    """Return the queue as it stands: ``days`` without an answer make a voice overdue."""
    on = now.astimezone(LOCAL_TIME).date()
    valid_from = Districts(connection).version_in_force(on).valid_from
    return Queue(connection, View(valid_from, now, days))


def overdue_count(connection: Connection, *, now: datetime, days: int) -> int:
    """Return how many voices have waited longer than ``days`` for a decision or an answer."""
    return _anywhere(connection, now=now, days=days).count(_OVERDUE)


def open_notices(connection: Connection) -> int:
    """Return how many reports of unlawful content wait for a decision."""
    return Notices(connection).count_open()


def waiting(connection: Connection, *, now: datetime, days: int) -> Mapping[str, int]:
    """Return how much waits behind the addresses of the town hall's home page."""
    return {
        "/verwaltung/stimmen": overdue_count(connection, now=now, days=days),
        "/verwaltung/meldungen": open_notices(connection),
    }


@dataclass(frozen=True)
class Reminded:
    """How many moderators are reminded, and the accounts to whose address no mail can be sent."""

    told: int = 0
    unreachable: tuple[str, ...] = ()


def remind(connection: Connection, *, now: datetime, days: int, address: str) -> Reminded:
    """Put a mail to every moderator into the outbox; return what became of it.

    Once on a day in Herten at most, and only if something is overdue or reported. It holds
    numbers and a link, no texts: mail boxes are read by more people than the queue.
    """
    today = now.astimezone(LOCAL_TIME).date()
    if Cases(connection).reminded_since(datetime.combine(today, time(), LOCAL_TIME)):
        return Reminded()
    queue = _anywhere(connection, now=now, days=days)
    overdue = queue.count(_OVERDUE)
    reported = open_notices(connection)
    if not overdue and not reported:
        return Reminded()
    oldest = queue.references(_OVERDUE, limit=NUMBERS_IN_A_REMINDER)
    body = _reminder(overdue, oldest, reported, days=days, address=address)
    moderators = [
        one
        for one in Accounts(connection).list()
        if "moderator" in one.roles and not one.is_disabled
    ]
    # An account may be older than the check of its address.
    reachable = [one for one in moderators if is_address(one.email)]
    for one in reachable:
        post(
            connection,
            kind=REMINDER,
            recipient=one.email,
            subject=f"Werkbank Herten: {_what_waits(overdue, reported)}",
            body=body,
            now=now,
        )
    unreachable = tuple(one.id for one in moderators if one not in reachable)
    return Reminded(len(reachable), unreachable)


def _anywhere(connection: Connection, *, now: datetime, days: int) -> Queue:
    # No district is asked for, so it holds under any boundaries, and before there are some.
    return Queue(connection, View(now.astimezone(LOCAL_TIME).date(), now, days))


def _what_waits(overdue: int, reported: int) -> str:
    voices = "1 Beitrag" if overdue == 1 else f"{overdue} Beiträge"
    notices = "1 Meldung" if reported == 1 else f"{reported} Meldungen"
    told = [f"{voices} überfällig"] if overdue else []
    return ", ".join(told + ([f"{notices} ohne Entscheidung"] if reported else []))


def _reminder(
    overdue: int, oldest: Sequence[str], reported: int, *, days: int, address: str
) -> str:
    lines = [f"Seit mehr als {days} Tagen ohne Entscheidung oder Antwort: {overdue}"]
    lines += [f"  {shown(one)}" for one in oldest]
    if overdue > len(oldest):
        lines.append(f"  und {overdue - len(oldest)} weitere")
    lines += [
        f"Meldungen ohne Entscheidung: {reported}",
        "",
        f"{address}/verwaltung/stimmen?zustand=overdue",
        f"{address}/verwaltung/meldungen",
    ]
    return "\n".join(lines)
