"""Reports of unlawful content: taken in from anyone, confirmed, decided, told.

What the Digital Services Act asks of a host (Articles 16 and 17), done whether or not it binds a
city's own service.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from services.accounts.actions import record
from services.comments.model import Voice
from services.comments.reasons import REASONS
from services.comments.reference import new_reference, shown
from services.database.engine import wait_for_turn
from services.moderation.decisions import remove, withhold
from services.moderation.model import Notice, NoticeDecidedError, NoticeDraft, NoticeOutcome
from services.moderation.notice_letters import tell_notifier
from services.moderation.store import Notices
from services.moderation.work import Work

REMOVABLE: Final = ("received", "published", "merged")


def is_key_reused(draft: NoticeDraft, connection: Connection) -> bool:
    """Return True if a report came with the draft's idempotency key that says something else."""
    key = draft.idempotency_key
    before = None if key is None else Notices(connection).find_by_key(key)
    if before is None:
        return False
    sent = (before.voice_number, before.address, before.reason_code, before.words)
    return sent != (draft.voice_number, draft.address, draft.reason_code, draft.words)


def report(draft: NoticeDraft, *, connection: Connection, now: datetime, address: str) -> Notice:
    """Take in a report and confirm it by mail, if an address was given.

    Sent twice with one idempotency key, it is there once. Writes; the caller owns the transaction.
    """
    wait_for_turn(connection)  # two of the same key at once must not become two
    store = Notices(connection)
    before = None if draft.idempotency_key is None else store.find_by_key(draft.idempotency_key)
    if before is not None:
        return before
    reference = new_reference()
    while store.is_taken(reference):
        reference = new_reference()
    notice = store.add(draft, reference=reference, now=now)
    tell_notifier(connection, notice, "received", address=address, now=now)
    record(
        connection,
        None,
        "notice.received",
        subject=f"notice:{reference}",
        facts={"reason": draft.reason_code},
        now=now,
    )
    return notice


def decide_notice(
    notice: Notice,
    outcome: NoticeOutcome,
    words: str,
    *,
    voice: Voice | None,
    reason_code: str | None,
    four_eyes: bool,
    work: Work,
) -> None:
    """Decide on a report; tell who sent it, and the author if the voice is removed.

    What is unlawful must go without delay, so a removal holds at once. With ``four_eyes`` it is
    withheld until a second person has agreed. ``reason_code`` is that of ``REASONS`` for the
    author. Raises ``NoticeDecidedError`` when somebody was faster.
    """
    if notice.outcome is not None:
        raise NoticeDecidedError(reference=notice.reference)
    Notices(work.connection).decide(
        notice.reference, outcome, words, account_id=work.actor.id, now=work.now
    )
    if outcome == "removed" and voice is not None and voice.status in REMOVABLE:
        _remove(voice, notice, reason_code or "unlawful", words, four_eyes=four_eyes, work=work)
    decided = Notices(work.connection).get(notice.reference)
    tell_notifier(work.connection, decided, "decided", address=work.address, now=work.now)
    record(
        work.connection,
        work.actor,
        "notice.decided",
        subject=f"notice:{notice.reference}",
        facts={"outcome": outcome},
        now=work.now,
    )


def _remove(
    voice: Voice, notice: Notice, reason_code: str, words: str, *, four_eyes: bool, work: Work
) -> None:
    if reason_code not in REASONS:
        raise ValueError(f"no reason {reason_code!r}")
    told: dict[str, str] = {
        "de": f"Jemand hat den Beitrag gemeldet (Meldung {shown(notice.reference)}); ein Mensch "
        "hat ihn geprüft.",
        "en": f"Somebody reported the comment (report {shown(notice.reference)}); a person "
        "has checked it.",
    }
    explained = f"{words}\n\n{told[voice.language]}"
    pending = work.cases.case(voice.number).pending
    second = pending is not None and pending.proposed_by != work.actor.id
    if four_eyes and not second:
        withhold(voice, reason_code, explained, work=work)
        return
    if pending is not None:
        work.cases.settle(pending.id, "accepted", account_id=work.actor.id, now=work.now)
    remove(voice, reason_code, explained, work=work)
