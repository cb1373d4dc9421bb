"""What the author of a voice can do with its private link: nobody else holds it.

Every act takes the caller's writing transaction, counts up the version and leaves a step in the
trail where the public sees a difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final, get_args

from shapely import Point
from sqlalchemy import Connection

from services.comments.actions import look_at
from services.comments.dialogue_store import Dialogue
from services.comments.intake import Examined
from services.comments.letters import tell_author
from services.comments.merged import release_merged
from services.comments.model import (
    AUTHOR_OFFICE,
    ActNotPossibleError,
    Draft,
    LegalHoldError,
    Objection,
    Precision,
    PrivateLinkUnknownError,
    Question,
    Step,
    StepKind,
    Voice,
)
from services.comments.placing import public_pin, read_ground
from services.comments.reference import shown
from services.comments.store import Voices, mark_changed
from services.comments.trail import add_step, forget_words, last_account, steps
from services.mail.actions import recall
from services.processes.model import Process
from services.processes.store import Processes
from services.web.geojson import to_lon_lat

_AGAINST: Final = ("declined", "redacted", "merged")
"""Steps that an author may object to."""
_EDITED: Final = "Text geändert · text changed"
_COARSENED: Final = "Ort ungenauer gemacht · place made less exact"
_OBJECTED: Final = "Widerspruch eingelegt"
_ERASED: Final = "Inhalt gelöscht · content erased"
_FINENESS: Final = {precision: place for place, precision in enumerate(get_args(Precision))}


@dataclass(frozen=True)
class Private:
    """A voice as its author sees it, and what they can do with it now."""

    voice: Voice
    process: Process
    steps: tuple[Step, ...]
    questions: tuple[Question, ...]
    objection: Objection | None

    @property
    def can_edit(self) -> bool:
        """While nobody has decided or supported: others must not stand behind other words."""
        voice = self.voice
        if voice.original is not None or voice.anonymised_at is not None or voice.legal_hold:
            return False
        untouched = voice.supports == 0 and voice.answer == "open"
        return voice.status == "received" or (voice.status == "published" and untouched)

    @property
    def coarser(self) -> tuple[Precision, ...]:
        """The precisions that tell less of the place than now; empty where nothing is shown."""
        voice = self.voice
        if voice.status not in {"received", "published"} or voice.district_id is None:
            return ()
        now = _FINENESS[voice.precision]
        found = [one for one in get_args(Precision) if one != "city" and _FINENESS[one] > now]
        return tuple(found)

    @property
    def can_withdraw(self) -> bool:
        """As long as it counts in public or is about to."""
        return self.voice.status in {"received", "published", "merged"}

    @property
    def can_object(self) -> bool:
        """Once, against what was decided about it."""
        voice = self.voice
        redacted = voice.status == "published" and voice.original is not None
        decided = voice.status in {"declined", "merged"} or redacted
        return decided and self.objection is None and voice.anonymised_at is None

    @property
    def can_answer(self) -> bool:
        """Where the town hall asked something."""
        return any(one.answer is None for one in self.questions)


@dataclass(frozen=True)
class Words:
    """What an author may change of a voice."""

    title: str
    text: str
    theme: str
    author_name: str | None


def open_private(connection: Connection, token: str, on: date) -> Private:
    """Return the voice that a private link opens; ``PrivateLinkUnknownError`` for none."""
    voice = Voices(connection, on).find_by_token(token)
    if voice is None:
        raise PrivateLinkUnknownError
    return private_view(connection, voice)


def private_view(connection: Connection, voice: Voice) -> Private:
    """Return a voice as its author sees it by the private link."""
    dialogue = Dialogue(connection, voice.number)
    return Private(
        voice,
        Processes(connection).get(voice.process_id),
        steps(connection, voice.number),
        dialogue.questions(),
        dialogue.objection(),
    )


def examine_words(connection: Connection, private: Private, words: Words, on: date) -> Examined:
    """Return what changed words become, with everything that is wrong with them."""
    voice = private.voice
    draft = Draft(
        process_id=voice.process_id,
        kind=voice.kind,
        title=words.title,
        text=words.text,
        theme=words.theme,
        precision="city",
        author_name=words.author_name,
        expertise=voice.expertise,
        consents=True,
        channel=voice.channel,
        office=voice.office,
        language=voice.language,
    )
    examined = look_at(draft, process=private.process, connection=connection, on=on)
    # The place stays: what a draft about the whole city would lack is no flaw here.
    flaws = tuple(one for one in examined.flaws if one.field in _WORDED)
    return replace(examined, flaws=flaws)


_WORDED: Final = frozenset({"title", "text", "theme", "author_name"})


def edit(
    connection: Connection, private: Private, draft: Draft, *, now: datetime, on: date
) -> None:
    """Write the words of an examined draft; where voices are checked first, it is checked again.

    So is one that somebody proposed to decline: the proposal was about other words.
    Raises ``ActNotPossibleError``.
    """
    voice = private.voice
    _demand(private, "edit", possible=private.can_edit)
    proposed = Dialogue(connection, voice.number).drop_proposal(now=now)
    again = voice.is_public and (proposed or private.process.moderation == "check_first")
    values: dict[str, Any] = {
        "title": draft.title,
        "text": draft.text,
        "theme": draft.theme,
        "author_name": draft.author_name,
        "checked_by": None,  # nobody has read these words yet
    }
    if again or not voice.is_public:
        values |= {"status": "received", "published_at": None}
    _change(connection, private, now=now, on=on, **values)
    _note(connection, private, "note", _EDITED, now=now, on=on)
    if again:
        _note(connection, private, "received", None, now=now, on=on)


def coarsen(
    connection: Connection, private: Private, precision: Precision, *, now: datetime, on: date
) -> None:
    """Show less of the place. Raises ``ActNotPossibleError`` for a precision that is no coarser."""
    voice = private.voice
    _demand(private, "coarsen", possible=precision in private.coarser)
    keeps_pin = precision == "street"
    boundary = None
    if voice.district_id is not None:
        boundary = read_ground(connection, on).boundary(voice.district_id)
    values: dict[str, Any] = {
        "precision": precision,
        "pin": voice.pin if keeps_pin else None,
        "public_pin": public_pin(precision, voice.pin, boundary),
        "place_label": voice.place_label if keeps_pin else None,
    }
    if voice.original is not None:
        # An objection may bring the words back, never the place that the author took away.
        forgotten = {} if keeps_pin else {"place_label": None}
        values["original"] = {**voice.original, "precision": precision, **forgotten}
    _change(connection, private, now=now, on=on, **values)
    _note(connection, private, "note", _COARSENED, now=now, on=on)


def withdraw(
    connection: Connection, private: Private, *, address: str, now: datetime, on: date
) -> None:
    """Take the voice back: nobody reads it in public any more. Raises ``ActNotPossibleError``."""
    _demand(private, "withdraw", possible=private.can_withdraw)
    _change(connection, private, now=now, on=on, status="withdrawn")
    _note(connection, private, "withdrawn", None, now=now, on=on)
    voice = Voices(connection, on).get_by_number(private.voice.number)
    tell_author(connection, voice, "withdrawn", address=address, now=now)
    release_merged(connection, voice, address=address, now=now, on=on)


def answer_question(
    connection: Connection, private: Private, question_id: int, words: str, *, now: datetime
) -> None:
    """Answer what the town hall asked. Raises ``ActNotPossibleError`` for an answered question."""
    # The number comes from a form: a database is not asked for one that it could not hold.
    dialogue = Dialogue(connection, private.voice.number)
    asked = any(one.id == question_id for one in dialogue.questions())
    answered = asked and dialogue.answer(question_id, words, now=now)
    _demand(private, "answer", possible=answered)


def object_to(
    connection: Connection, private: Private, words: str, *, now: datetime, on: date
) -> None:
    """Object to the last decision, once. Raises ``ActNotPossibleError``."""
    _demand(private, "object", possible=private.can_object)
    number = private.voice.number
    against = last_account(connection, number, *_AGAINST)
    Dialogue(connection, number).object(words, against=against, now=now)
    _note(connection, private, "note", _OBJECTED, now=now, on=on)


def forget_mail(connection: Connection, private: Private, on: date) -> None:
    """Erase the mail address, and what waits to be sent there about the voice."""
    voices = Voices(connection, on)
    contact = voices.contact(private.voice.number)
    if contact is not None:
        recall(connection, recipient=contact.email, about=shown(private.voice.reference))
        voices.remove_contact(private.voice.number)


def erase(
    connection: Connection, private: Private, *, address: str, now: datetime, on: date
) -> None:
    """Erase words, place, name and mail address; that there was a voice stays, so counts hold.

    Raises ``LegalHoldError`` while the voice must be kept for a procedure.
    """
    voice = private.voice
    if voice.legal_hold:
        raise LegalHoldError(reference=voice.reference)
    gone = voice.status in {"received", "published", "merged"}
    _change(
        connection,
        private,
        now=now,
        on=on,
        **_NOTHING_LEFT,
        precision="city" if voice.district_id is None else "district",
        status="withdrawn" if gone else voice.status,
        anonymised_at=now,
    )
    forget_mail(connection, private, on)
    Dialogue(connection, voice.number).forget_words()
    forget_words(connection, voice.number)
    _note(connection, private, "withdrawn" if gone else "note", _ERASED, now=now, on=on)
    release_merged(connection, voice, address=address, now=now, on=on)


_NOTHING_LEFT: Final[Mapping[str, Any]] = {
    "title": "",
    "text": "",
    "original": None,
    "pin": None,
    "public_pin": None,
    "place_label": None,
    "author_name": None,
    "expertise": None,
    "reason_words": None,
    "token_hash": None,
}
"""The idempotency key stays, a hash of chance: sending the old form again brings nothing back."""


def export(connection: Connection, private: Private, on: date) -> dict[str, Any]:
    """Return everything that is kept about the voice, for its author (Art. 15, 20 GDPR)."""
    voice = private.voice
    contact = Voices(connection, on).contact(voice.number)
    values = asdict(replace(voice, pin=None, public_pin=None))
    return {
        **{name: value for name, value in values.items() if name not in _OURS},
        "pin": _degrees(voice.pin),
        "public_pin": _degrees(voice.public_pin),
        "mail": None if contact is None else asdict(contact),
        "steps": [asdict(one) for one in private.steps],
        "questions": [asdict(one) for one in private.questions],
        "objection": None if private.objection is None else asdict(private.objection),
    }


_OURS: Final = frozenset({"number", "entered_by", "checked_by", "demo", "version", "merged_into"})
"""Marks of our own that say nothing about the author."""


def _degrees(pin: Point | None) -> dict[str, float] | None:
    if pin is None:
        return None
    found: Any = to_lon_lat(pin)
    return {"lon": found.x, "lat": found.y}


def _demand(private: Private, act: str, *, possible: bool) -> None:
    if not possible:
        raise ActNotPossibleError(act=act, status=private.voice.status)


def _change(
    connection: Connection, private: Private, *, now: datetime, on: date, **values: Any
) -> None:
    voice = private.voice
    Voices(connection, on).change(voice.number, expected_version=voice.version, now=now, **values)
    if voice.is_public:
        mark_changed(connection, [voice.number], now=now)


def _note(
    connection: Connection,
    private: Private,
    kind: StepKind,
    words: str | None,
    *,
    now: datetime,
    on: date,
) -> None:
    step = Step(kind, AUTHOR_OFFICE, on, words=words)
    add_step(connection, private.voice.number, step, account_id=None, now=now)
