"""Acts that others use: send a voice in, and confirm the mail address left with it."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from services.comments.intake import Examined, Flaw, examine
from services.comments.letters import tell_author
from services.comments.model import (
    SYSTEM_OFFICE,
    Draft,
    KeyReusedError,
    MailLinkUnknownError,
    Placement,
    Status,
    Step,
    Voice,
    VoiceInvalidError,
    VoiceOutsideError,
)
from services.comments.placing import read_ground
from services.comments.reference import new_reference
from services.comments.store import Voices, hashed, mark_changed, new_secret
from services.comments.trail import add_step
from services.comments.wording import clean_line, clean_text, is_readable
from services.processes.actions import check_accepts
from services.processes.model import Process
from services.processes.store import Processes
from services.web.dependencies import LOCAL_TIME

_TRIES: Final = 20
"""How often a reference number is drawn: with a million voices, one draw in ninety is taken."""


@dataclass(frozen=True)
class Submitted:
    """A voice that was sent, and the secret of its private link, which is kept nowhere else.

    ``token`` is empty for what staff typed in: they are not its author. ``is_new`` is False when
    the same idempotency key came before: the first voice stands.
    """

    voice: Voice
    token: str = field(repr=False)
    is_new: bool


def submit(
    draft: Draft,
    *,
    connection: Connection,
    now: datetime,
    address: str,
    given_on: date | None = None,
    entered_by: str | None = None,
    demo: bool = False,
) -> Submitted:
    """Take in a voice: check it, find its districts, store it, and ask for its mail address.

    Writes; the caller owns the transaction. ``now`` is timezone-aware UTC.

    Parameters
    ----------
    address : str
        Public address of the site, for the link in the letter.
    given_on : date or None
        Day in Herten on which it was given, today by default: the period is checked against it.
    entered_by : str or None
        Account of the member of staff who typed it in: it then always waits for a second look.
    demo : bool
        True for one of the invented voices.

    Raises
    ------
    KeyReusedError
        The idempotency key came before, with other words.
    VoiceInvalidError, VoiceOutsideError
        With everything that is wrong.
    ProcessNotFoundError and the other errors of `check_accepts`
        The process does not take such a voice on that day.
    """
    on = now.astimezone(LOCAL_TIME).date()
    before = find_sent(connection, draft.idempotency_key, on)
    if before is not None:
        if not repeats(before.voice, draft.title, draft.text):
            raise KeyReusedError(reference=before.voice.reference)
        return before
    process = Processes(connection).get_public(draft.process_id)
    check_accepts(process, kind=draft.kind, theme=None, on=given_on or on)
    examined = look_at(draft, process=process, connection=connection, on=on)
    return take_in(
        examined,
        process=process,
        connection=connection,
        now=now,
        address=address,
        entered_by=entered_by,
        demo=demo,
    )


def find_sent(connection: Connection, key: str | None, on: date) -> Submitted | None:
    """Return the voice that was sent with an idempotency key before, None for a new one."""
    before = None if key is None else Voices(connection, on).find_by_key(key)
    if before is None or key is None:
        return None
    token = private_token(key) if before.entered_by is None else ""
    return Submitted(before, token, is_new=False)


def repeats(voice: Voice, title: str, text: str) -> bool:
    """Return True if words sent under the key of ``voice`` are those it was sent with.

    Whoever sends other words under an old key means a change: it must not get lost in silence.
    Once a voice is anonymised, nobody can tell any more.
    """
    if voice.anonymised_at is not None:
        return True
    written = voice.original or {"title": voice.title, "text": voice.text}
    return (clean_line(title), clean_text(text)) == (written["title"], written["text"])


def is_key_reused(connection: Connection, draft: Draft, on: date) -> bool:
    """Return True if a voice came with the draft's idempotency key, in other words."""
    before = find_sent(connection, draft.idempotency_key, on)
    return before is not None and not repeats(before.voice, draft.title, draft.text)


def take_in(
    examined: Examined,
    *,
    process: Process,
    connection: Connection,
    now: datetime,
    address: str,
    entered_by: str | None = None,
    demo: bool = False,
) -> Submitted:
    """Store an examined draft of a process that accepts it; everything else as in `submit`."""
    on = now.astimezone(LOCAL_TIME).date()
    placement = refuse_flaws(examined)
    store = Voices(connection, on)
    draft = examined.draft
    key = draft.idempotency_key
    token = None if entered_by is not None else _token_for(key)
    status = _first_status(process, entered_by)
    number = _insert(
        store,
        draft,
        placement,
        status=status,
        token=token,
        now=now,
        entered_by=entered_by,
        demo=demo,
    )
    if number is None:
        # Another transaction stored the same key between our look and our write.
        first = find_sent(connection, key, on)
        if first is None:
            raise RuntimeError("no free reference number found")
        return first
    _begin_trail(connection, number, status, on=on, now=now)
    voice = store.get_by_number(number)
    _ask_for_mail(connection, store, voice, draft.email, address=address, now=now)
    return Submitted(voice, token or "", is_new=True)


def look_at(draft: Draft, *, process: Process, connection: Connection, on: date) -> Examined:
    """Return what ``draft`` becomes, where it belongs, and what is wrong with it."""
    project_id = draft.project_id
    # No database is asked for an id that it could not hold.
    known = project_id is None or (
        is_readable(project_id) and Voices(connection, on).knows_project(project_id)
    )
    ground = read_ground(connection, on)
    return examine(draft, process=process, ground=ground, project_exists=known)


def refuse_flaws(examined: Examined) -> Placement:
    """Return where the draft belongs, or raise what is wrong with it.

    ``VoiceOutsideError`` when that is all, else ``VoiceInvalidError``.
    """
    flaws = examined.flaws
    if [one.code for one in flaws] == ["place_outside"]:
        raise _outside(flaws[0])
    if flaws or examined.placement is None:
        raise VoiceInvalidError(problems=[one.as_problem() for one in flaws])
    return examined.placement


def _token_for(key: str | None) -> str:
    return new_secret() if key is None else private_token(key)


def private_token(idempotency_key: str) -> str:
    """Return the secret of the private link that belongs to an idempotency key.

    Whoever holds the key sent the voice, so whoever repeats the sending gets the same link. The
    way back, from link to key, does not exist.
    """
    digest = sha256(f"private link {idempotency_key}".encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def confirm_mail(connection: Connection, token: str, *, address: str, now: datetime) -> Voice:
    """Confirm the mail address that a link was sent to; safe to repeat.

    Raises ``MailLinkUnknownError``.
    """
    store = Voices(connection, now.astimezone(LOCAL_TIME).date())
    number = store.find_contact(token)
    if number is None:
        raise MailLinkUnknownError
    voice = store.get_by_number(number)
    if store.confirm_contact(number, now=now):
        tell_author(connection, voice, "received", address=address, now=now)
    return voice


def _outside(flaw: Flaw) -> VoiceOutsideError:
    return VoiceOutsideError(**flaw.facts)


def _first_status(process: Process, entered_by: str | None) -> Status:
    at_once = process.moderation == "publish_first" and entered_by is None
    return "published" if at_once else "received"


def _insert(
    store: Voices,
    draft: Draft,
    placement: Placement,
    *,
    status: Status,
    token: str | None,
    now: datetime,
    entered_by: str | None,
    demo: bool,
) -> int | None:
    """Write a voice under a free number; None when its idempotency key is taken."""
    for _ in range(_TRIES):
        reference = new_reference()
        try:
            with store.connection.begin_nested():
                return store.add(
                    draft,
                    placement,
                    reference=reference,
                    status=status,
                    now=now,
                    token=token,
                    entered_by=entered_by,
                    demo=demo,
                )
        except IntegrityError:
            if not store.is_taken(reference):
                return None
    return None


def _begin_trail(
    connection: Connection, number: int, status: Status, *, on: date, now: datetime
) -> None:
    received = Step("received", SYSTEM_OFFICE, on)
    add_step(connection, number, received, account_id=None, now=now)
    if status == "published":
        published = Step("published", SYSTEM_OFFICE, on)
        add_step(connection, number, published, account_id=None, now=now)
        mark_changed(connection, [number], now=now)


def _ask_for_mail(
    connection: Connection,
    store: Voices,
    voice: Voice,
    email: str | None,
    *,
    address: str,
    now: datetime,
) -> None:
    if email is None:
        return
    token = new_secret()
    store.add_contact(voice.number, email=email, confirm_hash=hashed(token), now=now)
    tell_author(connection, voice, "confirm", address=address, now=now, token=token)
