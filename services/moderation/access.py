"""Access and erasure by staff, for who asks by mail (Articles 15 and 17 GDPR).

Voices are found by a confirmed address only: an unconfirmed one anybody could have typed. It is
erased all the same, and the voice stays. What is done is recorded without the address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection

from services.accounts.actions import record
from services.comments.author import erase, export, private_view
from services.comments.model import Voice
from services.comments.store import Voices
from services.moderation.access_store import KeptWith
from services.moderation.model import Notice
from services.moderation.store import Notices
from services.web.actor import Actor

_SUBJECT: Final = "privacy"
_OURS: Final = frozenset({"number", "voice_number", "decided_by"})
"""Marks of our own that say nothing about who reported."""


@dataclass(frozen=True)
class Kept:
    """Everything that is kept with one mail address."""

    voices: Sequence[Voice]
    unconfirmed: Sequence[int]
    notices: Sequence[Notice]
    waiting_mails: int

    @property
    def is_nothing(self) -> bool:
        """True when nothing is kept with it."""
        return not (self.voices or self.unconfirmed or self.notices or self.waiting_mails)

    @property
    def held(self) -> Sequence[Voice]:
        """The voices that must be kept for a legal procedure."""
        return [one for one in self.voices if one.legal_hold]


def find_kept(connection: Connection, email: str, on: date) -> Kept:
    """Return what is kept with a mail address."""
    kept = KeptWith(connection, email)
    voices = Voices(connection, on)
    return Kept(
        voices=[voices.get_by_number(one) for one in kept.voices(confirmed=True)],
        unconfirmed=kept.voices(confirmed=False),
        notices=[Notices(connection).get(one) for one in kept.notices()],
        waiting_mails=kept.waiting_mails(),
    )


def look_up(connection: Connection, email: str, *, actor: Actor, now: datetime, on: date) -> Kept:
    """Return what is kept with a mail address; that somebody looked is recorded."""
    kept = find_kept(connection, email, on)
    _record(connection, actor, "privacy.looked_up", kept, now=now)
    return kept


def give_access(
    connection: Connection, email: str, *, actor: Actor, now: datetime, on: date
) -> dict[str, Any]:
    """Return everything that is kept, for the person it is about."""
    kept = find_kept(connection, email, on)
    _record(connection, actor, "privacy.exported", kept, now=now)
    return {
        "email": email.strip(),
        "as_of": now,
        "voices": [export(connection, private_view(connection, one), on) for one in kept.voices],
        "voices_with_unconfirmed_address": len(kept.unconfirmed),
        "notices": [_notice(one) for one in kept.notices],
        "waiting_mails": kept.waiting_mails,
    }


def erase_kept(
    connection: Connection, email: str, *, actor: Actor, address: str, now: datetime, on: date
) -> Kept:
    """Erase what is kept with a mail address, but what is under legal hold; return what was found.

    Of a voice remains that there was one, so the counts of the ledger stay true.
    """
    found = find_kept(connection, email, on)
    kept = KeptWith(connection, email)
    for one in found.voices:
        if one.legal_hold:
            continue
        erase(connection, private_view(connection, one), address=address, now=now, on=on)
        subject = f"voice:{one.reference}"
        record(connection, actor, "voice.erased", subject=subject, facts={}, now=now)
    kept.forget_contact(found.unconfirmed)
    kept.forget_sender()
    kept.forget_mails()
    _record(connection, actor, "privacy.erased", found, now=now)
    return found


def _notice(one: Notice) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name not in _OURS}


def _record(connection: Connection, actor: Actor, code: str, kept: Kept, *, now: datetime) -> None:
    facts = {
        "voices": len(kept.voices),
        "held": len(kept.held),
        "unconfirmed": len(kept.unconfirmed),
        "notices": len(kept.notices),
    }
    record(connection, actor, code, subject=_SUBJECT, facts=facts, now=now)
