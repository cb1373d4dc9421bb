"""Addresses of the queue and of the page of one voice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from services.comments.model import CHANNELS, KINDS, Voice, VoiceNotFoundError
from services.comments.reference import find_reference
from services.comments.store import Voices
from services.districts.store import Districts
from services.moderation.actions import queue_at
from services.moderation.model import QUEUE_STATES, QueueFilter
from services.moderation.queue import parse_queue_filter, queue_page
from services.moderation.store import Cases
from services.moderation.voice_page import VOCABULARIES, Sight, voice_context
from services.processes.store import Processes
from services.web.dependencies import (
    ConnectionDep,
    IdPath,
    LangDep,
    NowDep,
    SettingsDep,
    StaffDep,
    TodayDep,
)
from services.web.filter import TEXT_LIMIT, InvalidParameterError
from services.web.pages import render

router = APIRouter()

ACTS = (
    "kuerzen",
    "ablehnen",
    "zusammenfuehren",
    "rueckfrage",
    "widerspruch",
    "wiederherstellen",
    "schritt",
)
"""Forms of the voice page that an address may open with ``akt``."""


def _asks(*also: str) -> Callable[[Request, Connection], QueueFilter]:
    def read(request: Request, connection: ConnectionDep) -> QueueFilter:
        return parse_queue_filter(request.query_params.multi_items(), connection, also=also)

    return read


@router.get("/verwaltung/stimmen", response_class=HTMLResponse, include_in_schema=False)
def queue_list(
    request: Request,
    connection: ConnectionDep,
    asked: Annotated[QueueFilter, Depends(_asks("nach", "erledigt"))],
    now: NowDep,
    today: TodayDep,
    settings: SettingsDep,
) -> HTMLResponse:
    """Show what waits, oldest first; ``erledigt`` names the voice that was decided just now."""
    days = settings.reminder_days
    done = request.query_params.get("erledigt")
    after = _after(request.query_params.get("nach", ""))
    return render(
        request,
        "moderation/queue.html",
        {
            **VOCABULARIES,
            "asked": asked,
            "states": QUEUE_STATES,
            "page": queue_page(
                connection,
                queue_at(connection, now=now, days=days),
                asked,
                after=after,
                now=now,
                days=days,
            ),
            "is_first": after is None,
            **_done(connection, Voices(connection, today).get(done) if done else None),
            "processes": {one.id: one for one in Processes(connection).all()},
            "districts": {one.id: one for one in Districts(connection).list()},
            "kinds": KINDS,
            "channels": CHANNELS,
            "days": days,
        },
    )


@router.get("/verwaltung/stimmen/{reference}", response_class=HTMLResponse, include_in_schema=False)
def voice_page(
    reference: IdPath,
    request: Request,
    connection: ConnectionDep,
    asked: Annotated[QueueFilter, Depends(_asks("akt", "aehnlich", "erledigt"))],
    actor: StaffDep,
    now: NowDep,
    today: TodayDep,
    lang: LangDep,
    settings: SettingsDep,
) -> HTMLResponse:
    """Show one voice and everything that can be done with it."""
    parameters = request.query_params
    store = Voices(connection, today)
    done = parameters.get("erledigt")
    days = settings.reminder_days
    queue = queue_at(connection, now=now, days=days)
    similar = _similar(parameters.get("aehnlich", ""))
    sight = Sight(actor, now, lang, asked, queue, days, similar)
    return render(
        request,
        "moderation/voice.html",
        {
            **voice_context(connection, store.get(reference), sight),
            "act": _act(parameters.get("akt", "")) or ("zusammenfuehren" if similar else ""),
            "faults": {},
            "typed": {},
            "clash": None,
            **_done(connection, store.get(done) if done else None),
            "four_eyes": settings.four_eyes,
            "states": QUEUE_STATES,
            "asked": asked,
        },
    )


def _done(connection: Connection, done: Voice | None) -> dict[str, Any]:
    """Return what the note about the act before this page tells."""
    case = None if done is None else Cases(connection).cases([done.number])[done.number]
    return {"done": done, "done_case": case}


def _after(value: str) -> str | None:
    """Return the voice behind which a page begins, None for the first page."""
    if not value:
        return None
    digits = find_reference(value)
    if digits is None:
        raise VoiceNotFoundError(reference=value)
    return digits


def _act(value: str) -> str:
    if value and value not in ACTS:
        raise InvalidParameterError(
            parameter="akt", value=value, expected=f"one of {', '.join(ACTS)}"
        )
    return value


def _similar(value: str) -> str:
    if len(value) > TEXT_LIMIT or "\x00" in value:
        raise InvalidParameterError(
            parameter="aehnlich", value=value[:TEXT_LIMIT], expected=f"at most {TEXT_LIMIT} signs"
        )
    return value.strip()
