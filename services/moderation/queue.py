"""The queue as a page shows it: its filter read from the address, and what each row tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, get_args

from sqlalchemy import Connection

from services.comments.home_protection import MarkKind, find_marks
from services.comments.model import CHANNELS, KINDS, Voice
from services.comments.store import Voices
from services.database.tables import voice
from services.districts.model import CITYWIDE
from services.districts.store import Districts
from services.moderation.model import Case, QueueFilter, QueueState
from services.moderation.queue_store import PAGE_SIZE, Queue
from services.moderation.store import Cases
from services.processes.store import Processes
from services.projects.model import THEMES
from services.web.dependencies import LOCAL_TIME
from services.web.filter import TEXT_LIMIT, InvalidParameterError, UnknownParameterError

PARAMETERS: Final = ("zustand", "verfahren", "stadtteil", "thema", "art", "kanal", "q")


@dataclass(frozen=True)
class Piece:
    """A piece of a text, and what it looks like if home protection marks it."""

    text: str
    kind: MarkKind | None


@dataclass(frozen=True)
class Row:
    """One voice of the queue: how long it waits, what was marked in it, what happened to it."""

    voice: Voice
    case: Case
    waiting_s: float
    is_late: bool
    pieces: tuple[Piece, ...]

    @property
    def received_on(self) -> date:
        """The day in Herten on which it came in."""
        return self.voice.received_at.astimezone(LOCAL_TIME).date()

    @property
    def days(self) -> int:
        """For how many whole days it has waited."""
        return int(self.waiting_s // 86_400)

    @property
    def hours(self) -> int:
        """For how many whole hours it has waited."""
        return int(self.waiting_s // 3_600)

    @property
    def marks(self) -> tuple[MarkKind, ...]:
        """What home protection found in title and text, each kind once."""
        found = (*find_marks(self.voice.title), *find_marks(self.voice.text))
        return tuple(dict.fromkeys(mark.kind for mark in found))


@dataclass(frozen=True)
class QueuePage:
    """A page of the queue; ``following`` is where the next one starts, None on the last."""

    rows: tuple[Row, ...]
    counts: Mapping[QueueState, int]
    following: str | None


def parse_queue_filter(
    pairs: Sequence[tuple[str, str]], connection: Connection, *, also: Sequence[str] = ()
) -> QueueFilter:
    """Read the filter of the queue from URL parameters; ``also`` names what the address reads.

    Empty values count as not given. Raises ``UnknownParameterError``, ``InvalidParameterError``.
    """
    values: dict[str, list[str]] = {name: [] for name in PARAMETERS}
    for name, value in pairs:
        if name in values:
            values[name] += [value.strip()] if value.strip() else []
        elif name not in also:
            raise UnknownParameterError(parameter=name, known=[*PARAMETERS, *also])
    known: dict[str, Sequence[str]] = {
        "verfahren": [one.id for one in Processes(connection).all()],
        "stadtteil": [*Districts(connection).ids(), CITYWIDE],
        "thema": list(THEMES),
        "art": list(KINDS),
        "kanal": list(CHANNELS),
    }
    chosen = {name: _chosen(name, values[name], allowed) for name, allowed in known.items()}
    return QueueFilter(
        state=_state(values["zustand"]),
        processes=chosen["verfahren"],
        districts=chosen["stadtteil"],
        themes=chosen["thema"],
        kinds=chosen["art"],
        channels=chosen["kanal"],
        text=_text(values["q"]),
    )


def queue_page(
    connection: Connection,
    queue: Queue,
    asked: QueueFilter,
    *,
    after: str | None,
    now: datetime,
    days: int,
) -> QueuePage:
    """Return a page of the queue, oldest first, from behind the voice ``after`` on."""
    found = queue.references(asked, after=after, limit=PAGE_SIZE + 1)
    store = Voices(connection, now.astimezone(LOCAL_TIME).date())
    voices = store.list(
        store.select()
        .where(voice.c.reference.in_(found[:PAGE_SIZE]))
        .order_by(voice.c.received_at, voice.c.number)
    )
    cases = Cases(connection).cases([one.number for one in voices])
    return QueuePage(
        rows=tuple(as_row(one, cases[one.number], now=now, days=days) for one in voices),
        counts=queue.counts(asked),
        following=found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None,
    )


def as_row(one: Voice, case: Case, *, now: datetime, days: int) -> Row:
    """Return what the queue tells of one voice."""
    waiting = now - one.received_at
    waits = one.status == "received" or (one.status == "published" and one.answer == "open")
    late = waits or case.open_objection is not None
    return Row(
        one,
        case,
        waiting_s=max(waiting.total_seconds(), 0.0),
        is_late=late and one.kind != "statement" and waiting.days >= days,
        pieces=pieces_of(one.text),
    )


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Return a text cut at the marks of home protection, in its order."""
    pieces: list[Piece] = []
    end = 0
    for mark in find_marks(text):
        pieces.append(Piece(text[end : mark.start], None))
        pieces.append(Piece(text[mark.start : mark.end], mark.kind))
        end = mark.end
    return tuple(piece for piece in [*pieces, Piece(text[end:], None)] if piece.text)


def _chosen(name: str, values: Sequence[str], allowed: Sequence[str]) -> tuple[str, ...]:
    for value in values:
        if value not in allowed:
            raise InvalidParameterError(
                parameter=name, value=value, expected=f"one of {', '.join(allowed)}"
            )
    return tuple(dict.fromkeys(values))


def _state(values: Sequence[str]) -> QueueState:
    if not values:
        return "open"
    known: tuple[QueueState, ...] = get_args(QueueState)
    for one in known:
        if one == values[-1]:
            return one
    raise InvalidParameterError(
        parameter="zustand", value=values[-1], expected=f"one of {', '.join(known)}"
    )


def _text(values: Sequence[str]) -> str:
    text = values[-1] if values else ""
    if len(text) > TEXT_LIMIT or "\x00" in text:
        raise InvalidParameterError(
            parameter="q", value=text[:TEXT_LIMIT], expected=f"at most {TEXT_LIMIT} characters"
        )
    return text
