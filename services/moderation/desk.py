"""The quick desk: cards from a forum typed in one after the other, each checked by another person.

A card is a voice that waits until somebody else has compared it with what was written down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import Connection

from geo.errors import WorkbenchError
from services.comments.actions import is_key_reused, look_at, submit
from services.comments.intake import Examined, Flaw
from services.comments.model import Draft, Precision, Voice
from services.comments.placing import pin_from_lon_lat
from services.comments.wording import clean_line, clean_text
from services.moderation.model import (
    Card,
    CardOfAnotherError,
    CheckNeedsAnotherError,
    VoiceStateError,
)
from services.moderation.work import Work
from services.processes.actions import check_accepts
from services.processes.gazetteer import Hit, fold
from services.processes.model import (
    KindNotAskedError,
    ProcessEndedError,
    ProcessNotFoundError,
    ProcessNotYetOpenError,
    ProcessOnlyInformsError,
    ThemeNotAskedError,
)
from services.processes.search import QUERY_LIMIT, find_places
from services.processes.store import Processes
from services.web.dependencies import LOCAL_TIME

TITLE_FROM_WORDS: Final = 60
"""Most characters of a title made from the first words of a text."""
_REFUSALS: Final[Mapping[type[WorkbenchError], tuple[str, str]]] = {
    ProcessNotFoundError: ("verfahren", "process_unknown"),
    ProcessOnlyInformsError: ("verfahren", "process_informs"),
    ProcessNotYetOpenError: ("datum", "process_not_open"),
    ProcessEndedError: ("datum", "process_ended"),
    KindNotAskedError: ("art", "kind_not_asked"),
    ThemeNotAskedError: ("thema", "theme_not_asked"),
}
"""What a process may refuse, by the field of the form where it is to be put right."""


def title_from(text: str) -> str:
    """Return the first words of a text as its title, with ``…`` where it goes on."""
    line = clean_line(text)
    if len(line) <= TITLE_FROM_WORDS:
        return line
    head = line[: TITLE_FROM_WORDS - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:.–-") + "…"


def draft_of(card: Card, connection: Connection, *, on: date) -> Draft:
    """Return a card as a draft; a place that we know by name gets its point."""
    hit = _known_place(card, connection, on)
    pin = (
        None
        if hit is None or hit.lon is None or hit.lat is None
        else pin_from_lon_lat(hit.lon, hit.lat)
    )
    return Draft(
        process_id=card.process_id,
        kind=card.kind,
        title=clean_line(card.title) or title_from(card.text),
        text=card.text,
        theme=card.theme,
        precision=_precision(card, hit),
        pin=pin,
        place_label=hit.name if hit is not None else card.place or None,
        district_id=card.district_id,
        channel=card.channel,
        occasion=card.occasion,
        idempotency_key=card.idempotency_key,
    )


def flaws_of(card: Card, connection: Connection, *, on: date) -> tuple[Flaw, ...]:
    """Return what is wrong with a card, by the fields of the form; nothing is written."""
    process = Processes(connection).find(card.process_id)
    if process is None:
        return (Flaw("verfahren", "process_unknown", {}),)
    draft = draft_of(card, connection, on=on)
    examined = look_at(draft, process=process, connection=connection, on=on)
    try:
        check_accepts(process, kind=card.kind, theme=card.theme or None, on=card.said_on)
    except tuple(_REFUSALS) as refused:
        field, code = _REFUSALS[type(refused)]
        return (Flaw(field, code, vars(refused)), *_of_the_draft(examined))
    return (*_beyond_the_draft(card, draft, on), *_of_the_draft(examined))


def is_sent_before(card: Card, *, work: Work) -> bool:
    """Return True if the form of a card came before, with other words."""
    draft = draft_of(card, work.connection, on=work.today)
    return is_key_reused(work.connection, draft, work.today)


def enter(card: Card, *, work: Work) -> Voice:
    """Take in a card that ``flaws_of`` finds nothing wrong with; sent twice, it is there once."""
    submitted = submit(
        draft_of(card, work.connection, on=work.today),
        connection=work.connection,
        now=work.now,
        address=work.address,
        given_on=card.said_on,
        entered_by=work.actor.id,
    )
    voice = submitted.voice
    if not submitted.is_new:
        return voice
    if card.said_on < work.today:
        noon = datetime.combine(card.said_on, time(12), LOCAL_TIME)
        work.cases.arrived(voice.number, at=noon, on=card.said_on)
    work.record("voice.entered", voice, {"channel": card.channel})
    return voice


def take_back(voice: Voice, *, work: Work) -> None:
    """Withdraw one's own card that nobody has checked yet: it was typed in by mistake.

    The cards of others are declined, with a reason and by whoever may do that.
    """
    _require_unchecked(voice)
    if voice.entered_by != work.actor.id:
        raise CardOfAnotherError(reference=voice.reference)
    work.change(voice, status="withdrawn")
    work.step(voice, "withdrawn")
    work.record("voice.entry_withdrawn", voice)


def check(voice: Voice, *, work: Work) -> None:
    """Note as the second person that a transcript says what the card says."""
    _require_unchecked(voice)
    _require_another(voice, work)
    work.change(voice, checked_by=work.actor.id)
    work.record("voice.transcript_checked", voice)


def correct(voice: Voice, title: str, text: str, theme: str, *, work: Work) -> None:
    """Put a transcript right as the second person, and note that it is checked."""
    _require_unchecked(voice)
    _require_another(voice, work)
    text = clean_text(text)
    new: dict[str, Any] = {
        "title": clean_line(title) or title_from(text),
        "text": text,
        "theme": theme,
    }
    fields = [name for name, value in new.items() if getattr(voice, name) != value]
    work.change(voice, **new, checked_by=work.actor.id)
    work.record("voice.transcript_corrected", voice, {"fields": fields})


def _require_unchecked(voice: Voice) -> None:
    if voice.entered_by is None or voice.checked_by is not None or voice.status != "received":
        raise VoiceStateError(reference=voice.reference, status=voice.status)


def _require_another(voice: Voice, work: Work) -> None:
    if voice.entered_by == work.actor.id:
        raise CheckNeedsAnotherError(reference=voice.reference)


def _known_place(card: Card, connection: Connection, on: date) -> Hit | None:
    """Return the street or place that is called as typed, in the chosen district if there is one.

    Two streets of one name in two districts: only the district can tell which is meant.
    """
    place = clean_line(card.place)
    if not place or len(place) > QUERY_LIMIT:
        return None
    named = [
        hit
        for hit in find_places(connection, place, on=on)
        if hit.kind != "district"
        and hit.lon is not None
        and fold(hit.name) == fold(place)
        and card.district_id in {None, hit.district_id}
    ]
    return named[0] if len({hit.district_id for hit in named}) == 1 else None


def _precision(card: Card, hit: Hit | None) -> Precision:
    if hit is not None:
        return "spot" if hit.kind == "place" else "street"
    if card.district_id is None:
        return "city"
    return "street" if clean_line(card.place) else "district"


def _of_the_draft(examined: Examined) -> Iterator[Flaw]:
    """Yield the flaws of a draft; a title is only missing where the text is, which says it."""
    return (flaw for flaw in examined.flaws if flaw.code != "title_missing")


def _beyond_the_draft(card: Card, draft: Draft, on: date) -> Iterator[Flaw]:
    if card.said_on > on:
        yield Flaw("datum", "day_to_come", {})
    if draft.precision == "city" and clean_line(card.place):
        # A voice about the whole city has no place: the words would be lost.
        yield Flaw("ort", "place_needs_district", {})
