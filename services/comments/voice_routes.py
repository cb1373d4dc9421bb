"""Addresses of single voices for everybody: looking a number up, reading it, supporting it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from services.comments.model import ANSWERS as ANSWER_WORDS
from services.comments.model import (
    CHANNELS,
    CITIZEN_KINDS,
    KINDS,
    STATUSES,
    STEPS,
    SupportNotPossibleError,
    Voice,
)
from services.comments.reasons import REASONS
from services.comments.reference import find_reference, shown, spoken
from services.comments.sending import GateDep
from services.comments.store import Voices, mark_changed, new_secret
from services.comments.support_store import Supports
from services.comments.trail import office_name, steps
from services.comments.wording import readable
from services.districts.actions import locator
from services.districts.model import BOUNDARY_NOTE
from services.districts.store import Districts
from services.processes.store import Processes
from services.projects.store import Projects
from services.web.dependencies import (
    ConnectionDep,
    IdPath,
    NowDep,
    TodayDep,
    WritingDep,
    only,
)
from services.web.pages import render

router = APIRouter()


@router.get(
    "/beitrag",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only("nummer")],
)
def look_up(
    request: Request, connection: ConnectionDep, today: TodayDep, nummer: str = ""
) -> Response:
    """Ask for a reference number and lead to its page."""
    digits = find_reference(nummer)
    if digits is not None and Voices(connection, today).is_taken(digits):
        return RedirectResponse(f"/beitrag/{digits}", HTTPStatus.SEE_OTHER)
    asked = readable(nummer).strip()[:40]
    return render(
        request,
        "comments/look_up.html",
        {"asked": asked, "is_number": digits is not None},
        status=HTTPStatus.NOT_FOUND if asked else HTTPStatus.OK,
    )


@router.get(
    "/beitrag/{reference}",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only("danke")],
)
def voice_page(
    reference: IdPath,
    request: Request,
    connection: ConnectionDep,
    today: TodayDep,
    danke: str = "",
) -> HTMLResponse:
    """Show what became of a voice; its words only where everybody may read them."""
    store = Voices(connection, today)
    voice = store.get(reference)
    districts = Districts(connection)
    into = None if voice.merged_into is None else store.get_by_number(voice.merged_into)
    return render(
        request,
        "comments/voice.html",
        {
            "voice": voice,
            "number": shown(voice.reference),
            "process": Processes(connection).get(voice.process_id),
            "project": _project(connection, voice),
            "steps": steps(connection, voice.number),
            "office_name": office_name,
            "into": into,
            "shown": shown,
            "merged": [one.reference for one in store.merged_into(voice.number)],
            "districts": {one.id: one for one in districts.list()},
            "map": locator(connection, today, highlight=voice.district_id, mark=voice.public_pin)
            if voice.is_public
            else None,
            "boundary_note": BOUNDARY_NOTE[districts.version_in_force(today).boundary_status],
            "click": new_secret(),
            "can_support": can_support(voice),
            "thanked": danke == "ja",
            **WORDS,
        },
    )


class Click(BaseModel):
    """One click on "I support this", with the secret of the page it was made on."""

    klick: str = Field(pattern=r"^[A-Za-z0-9_-]{20,64}$")


@router.post("/beitrag/{reference}/unterstuetzen", include_in_schema=False)
def support(
    reference: IdPath,
    connection: WritingDep,
    form: Annotated[Click, Form()],
    today: TodayDep,
    now: NowDep,
    gate: GateDep,
) -> RedirectResponse:
    """Count one click, once for each page that was opened, and lead back to the voice."""
    voice = Voices(connection, today).get(reference)
    if not can_support(voice):
        raise SupportNotPossibleError(reference=voice.reference)
    if Supports(connection).add(voice.number, form.klick, now=now):
        gate.count_support(voice.reference)
        mark_changed(connection, [voice.number], now=now)
    return RedirectResponse(f"/beitrag/{voice.reference}?danke=ja", HTTPStatus.SEE_OTHER)


def can_support(voice: Voice) -> bool:
    """Return True for what citizens said in public: notes and statements are no votes."""
    return voice.is_public and voice.kind in CITIZEN_KINDS


def _project(connection: Connection, voice: Voice) -> object:
    if voice.project_id is None:
        return None
    return Projects(connection).find(voice.project_id)


WORDS = {
    "kind_names": KINDS,
    "channels": CHANNELS,
    "status_names": STATUSES,
    "answer_names": ANSWER_WORDS,
    "step_kinds": STEPS,
    "reasons": REASONS,
    "spoken": spoken,
}
"""What templates need to put a voice into words."""
