"""Addresses of the quick desk: typing cards in, and checking what somebody else typed."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from services.comments.model import CHANNELS, KINDS, STATUSES, Voice
from services.comments.store import Voices
from services.districts.store import Districts
from services.moderation import decisions, desk
from services.moderation import words as w
from services.moderation.actions import queue_at
from services.moderation.desk_forms import FIELD_OF, STICKY, CardForm, CheckForm, empty_card
from services.moderation.queue_store import Queue
from services.moderation.store import Cases
from services.moderation.words import Faults, as_faults
from services.moderation.work import Work
from services.processes.store import Processes
from services.processes.street_store import Streets
from services.web.actor import Actor, NotAllowedError
from services.web.dependencies import (
    AddressDep,
    ConnectionDep,
    IdPath,
    NowDep,
    SettingsDep,
    StaffDep,
    TodayDep,
    WritingDep,
    only,
)
from services.web.pages import render

router = APIRouter(prefix="/verwaltung/schnellerfassung", include_in_schema=False)

LAST_CARDS: Final = 8
CARDS_TO_CHECK: Final = 40
_KEY_BYTES: Final = 24
_PUBLISHERS: Final = ("moderator", "admin")


@router.get("", response_class=HTMLResponse, dependencies=[only(*STICKY, "fertig")])
def desk_page(
    request: Request, connection: ConnectionDep, actor: StaffDep, today: TodayDep
) -> HTMLResponse:
    """Show the empty form for the next card, with what stays from the last one."""
    processes = Processes(connection).list(today)
    form = empty_card(
        request.query_params,
        key=secrets.token_urlsafe(_KEY_BYTES),
        today=today,
        process=processes[0].id if processes else "",
    )
    done = request.query_params.get("fertig")
    voice = Voices(connection, today).get(done) if done else None
    context = _desk_context(connection, actor, Voices(connection, today), form, {})
    return render(
        request, "moderation/desk.html", {**context, "processes": processes, "done": voice}
    )


@router.post("")
def enter_card(
    request: Request,
    form: Annotated[CardForm, Form()],
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    address: AddressDep,
) -> Response:
    """Take in a card and return to the empty form."""
    work = Work(connection, actor, now, address)
    faults = form.faults()
    if not faults:
        faults = as_faults(desk.flaws_of(form.card(), connection, on=work.today), FIELD_OF)
    if not faults and desk.is_sent_before(form.card(), work=work):
        faults = {"text": w.SENT_BEFORE}
        form = form.model_copy(update={"schluessel": secrets.token_urlsafe(_KEY_BYTES)})
    if faults:
        context = _desk_context(connection, actor, work.voices, form, faults)
        processes = Processes(connection).list(work.today)
        return render(
            request,
            "moderation/desk.html",
            {**context, "processes": processes, "done": None},
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    voice = desk.enter(form.card(), work=work)
    return _back(form.sticky(), voice)


@router.post("/{reference}/zuruecknehmen")
def take_card_back(
    reference: IdPath,
    form: Annotated[CardForm, Form()],
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    address: AddressDep,
) -> Response:
    """Withdraw a card that was typed in by mistake and that nobody has checked yet."""
    work = Work(connection, actor, now, address)
    voice = work.held(reference)
    desk.take_back(voice, work=work)
    return _back(form.sticky(), voice)


@router.get("/pruefen", response_class=HTMLResponse, dependencies=[only("fertig")])
def check_page(
    request: Request,
    connection: ConnectionDep,
    actor: StaffDep,
    now: NowDep,
    today: TodayDep,
    settings: SettingsDep,
) -> HTMLResponse:
    """Show transcripts that wait for a second person, oldest first."""
    voices = Voices(connection, today)
    queue = queue_at(connection, now=now, days=settings.reminder_days)
    done = request.query_params.get("fertig")
    context = _check_context(connection, actor, voices, queue)
    return render(
        request,
        "moderation/check.html",
        {**context, "done": voices.get(done) if done else None, "faulty": None},
    )


@router.post("/{reference}/pruefen")
def check_card(
    reference: IdPath,
    request: Request,
    form: Annotated[CheckForm, Form()],
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    address: AddressDep,
    settings: SettingsDep,
) -> Response:
    """Say as the second person that a transcript is right, or put it right."""
    if form.publishes and not actor.is_any("moderator", "admin"):
        raise NotAllowedError(needed=_PUBLISHERS)
    work = Work(connection, actor, now, address)
    voice = work.held(reference)
    faults = form.faults()
    clash = voice.version != form.version
    if faults or clash:
        queue = queue_at(connection, now=now, days=settings.reminder_days)
        context = _check_context(connection, actor, work.voices, queue, first=voice.reference)
        faulty = {"reference": voice.reference, "faults": faults, "form": form, "clash": clash}
        status = HTTPStatus.CONFLICT if clash else HTTPStatus.UNPROCESSABLE_ENTITY
        return render(
            request,
            "moderation/check.html",
            {**context, "done": None, "faulty": faulty},
            status=status,
        )
    _judge(voice, form, work)
    query = urlencode({"fertig": voice.reference})
    return RedirectResponse(f"/verwaltung/schnellerfassung/pruefen?{query}", HTTPStatus.SEE_OTHER)


def _judge(voice: Voice, form: CheckForm, work: Work) -> None:
    if form.corrects:
        desk.correct(voice, form.titel, form.text, form.thema, work=work)
    else:
        desk.check(voice, work=work)
    if form.publishes:
        decisions.publish(work.voices.get_by_number(voice.number), work=work)


def _back(sticky: dict[str, str], voice: Voice) -> Response:
    query = urlencode({**sticky, "fertig": voice.reference})
    return RedirectResponse(f"/verwaltung/schnellerfassung?{query}", HTTPStatus.SEE_OTHER)


def _desk_context(
    connection: Connection, actor: Actor, voices: Voices, form: CardForm, faults: Faults
) -> dict[str, Any]:
    last = Cases(connection).entered_by(actor.id, limit=LAST_CARDS)
    streets = {one.name for one in Streets(connection).list()}
    places = {one.name for one in Districts(connection).places()}
    return {
        "form": form,
        "faults": faults,
        "last": [voices.get(one) for one in last],
        "districts": {one.id: one for one in Districts(connection).list()},
        "known_places": sorted(streets | places, key=str.casefold),
        "channels": CHANNELS,
        "kinds": KINDS,
        "voice_statuses": STATUSES,
    }


def _check_context(
    connection: Connection, actor: Actor, voices: Voices, queue: Queue, *, first: str | None = None
) -> dict[str, Any]:
    """Return what the page shows: transcripts of others, the one that was just sent in front."""
    references = queue.to_check(actor.id, limit=CARDS_TO_CHECK)
    in_front = [] if first is None else [first]
    return {
        "cards": [voices.get(one) for one in dict.fromkeys([*in_front, *references])],
        "own": queue.count_own_unchecked(actor.id),
        "districts": {one.id: one for one in Districts(connection).list()},
        "processes": {one.id: one for one in Processes(connection).all()},
        "channels": CHANNELS,
        "kinds": KINDS,
        "voice_statuses": STATUSES,
        "may_publish": actor.is_any("moderator", "admin"),
    }
