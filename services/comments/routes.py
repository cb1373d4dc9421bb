"""Addresses of voices for everybody: writing one, looking one up, supporting one."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from services.comments.actions import Submitted, find_sent, repeats, take_in
from services.comments.api_routes import router as api_router
from services.comments.author_routes import router as author_router
from services.comments.guard import Gate, new_stamp
from services.comments.intake import Flaw
from services.comments.placing import read_ground
from services.comments.sending import (
    STATUS_OF_NOTICE,
    GateDep,
    KeyDep,
    Reading,
    notice_words,
    obstacle,
    open_process,
    read_form,
    signing_key,
)
from services.comments.voice_routes import router as voice_router
from services.comments.words import NOTICES
from services.comments.writing import ADDRESS_FIELDS, WritingForm, read_place
from services.comments.writing_pages import check_page, settle, writing_page
from services.web.dependencies import (
    LOCAL_TIME,
    AddressDep,
    ConnectionDep,
    IdPath,
    LangDep,
    NowDep,
    TodayDep,
    WritingDep,
    only,
)
from services.web.pages import render
from services.web.texts import say

router = APIRouter()
router.include_router(author_router)
router.include_router(voice_router)
router.include_router(api_router)


def _from_address(request: Request) -> WritingForm:
    """Read what an address of the form carries; the last value where a name stands twice."""
    found = {
        name: request.query_params[name] for name in ADDRESS_FIELDS if name in request.query_params
    }
    return WritingForm(**found).readable()


AddressForm = Annotated[WritingForm, Depends(_from_address)]
SentForm = Annotated[WritingForm, Form()]


@router.get(
    "/mitmachen/{process_id}/neu",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only(*ADDRESS_FIELDS)],
)
def write(
    process_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    form: AddressForm,
    today: TodayDep,
    now: NowDep,
    lang: LangDep,
    key: KeyDep,
) -> HTMLResponse:
    """Ask where it is and what to say."""
    process = open_process(connection, process_id, form, today)
    ground = read_ground(connection, today)
    settled, listed = settle(form, connection, ground)
    page = writing_page(
        connection,
        process,
        settled,
        read_place(settled, process, ground),
        ground,
        on=today,
        lang=lang,
        listed=listed,
    )
    return render(request, "comments/write.html", {**page, "stamp": new_stamp(key, now)})


@router.post("/mitmachen/{process_id}/neu", response_class=HTMLResponse, include_in_schema=False)
def write_on(
    process_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    form: SentForm,
    today: TodayDep,
    now: NowDep,
    lang: LangDep,
    key: KeyDep,
) -> HTMLResponse:
    """Show the form again with everything in it: to choose another place, or to change words."""
    return write(process_id, request, connection, form.readable(), today, now, lang, key)


@router.post(
    "/mitmachen/{process_id}/pruefen", response_class=HTMLResponse, include_in_schema=False
)
def check(
    process_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    form: SentForm,
    today: TodayDep,
    lang: LangDep,
    gate: GateDep,
) -> HTMLResponse:
    """Show what becomes public, or the form again with what is wrong."""
    reading = read_form(connection, process_id, form, on=today, lang=lang)
    if reading.examined.flaws:
        return _form_again(request, connection, form, reading, reading.examined.flaws)
    return _summary(request, connection, form, reading, gate, notice=None)


@router.post("/mitmachen/{process_id}/senden", include_in_schema=False)
def send(
    process_id: IdPath,
    request: Request,
    connection: WritingDep,
    form: SentForm,
    now: NowDep,
    lang: LangDep,
    gate: GateDep,
    address: AddressDep,
) -> Response:
    """Take the voice in and lead to its private page; sent twice, it leads there twice."""
    today = now.astimezone(LOCAL_TIME).date()
    sent = find_sent(connection, form.schluessel if form.has_key else None, today)
    changed = sent is not None and not repeats(sent.voice, form.titel, form.text)
    if sent is None or changed:
        reading = read_form(connection, process_id, form, on=today, lang=lang)
        if reading.examined.flaws:
            return _form_again(request, connection, form, reading, reading.examined.flaws)
        if sent is not None:
            return _arrived_before(request, connection, form, reading, gate, sent)
        notice = obstacle(connection, form, reading.examined.draft, gate, now=now)
        if notice is not None:
            return _summary(request, connection, form, reading, gate, notice=notice)
        sent = take_in(
            reading.examined,
            process=reading.process,
            connection=connection,
            now=now,
            address=address,
        )
        gate.count_voice()
        gate.count_letter(reading.examined.draft.email, now)
    return RedirectResponse(f"/mein-beitrag/{sent.token}?neu=ja", HTTPStatus.SEE_OTHER)


@router.get("/mitmachen/{process_id}/pruefen", include_in_schema=False, dependencies=[only()])
@router.get("/mitmachen/{process_id}/senden", include_in_schema=False, dependencies=[only()])
def begin_again(process_id: IdPath) -> RedirectResponse:
    """Lead who reloads a step or changes the language back to the form: it carries no words."""
    return RedirectResponse(f"/mitmachen/{quote(process_id)}/neu", HTTPStatus.SEE_OTHER)


def _form_again(
    request: Request,
    connection: Connection,
    form: WritingForm,
    reading: Reading,
    flaws: Sequence[Flaw],
) -> HTMLResponse:
    lang = reading.lang
    page = writing_page(
        connection,
        reading.process,
        form.readable(),
        reading.place,
        reading.ground,
        on=reading.on,
        lang=lang,
        flaws=flaws,
    )
    stamp = new_stamp(signing_key(request), request.app.state.clock())
    return render(
        request,
        "comments/write.html",
        {**page, "stamp": stamp},
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def _arrived_before(
    request: Request,
    connection: Connection,
    form: WritingForm,
    reading: Reading,
    gate: Gate,
    sent: Submitted,
) -> HTMLResponse:
    """Ask what other words under the key of a voice that arrived are: a change, or a new voice.

    Somebody whose first sending got no answer may have gone on writing.
    """
    form = form.with_(schluessel="")
    notice = "arrived"
    return _summary(request, connection, form, reading, gate, notice=notice, arrived=sent)


def _summary(
    request: Request,
    connection: Connection,
    form: WritingForm,
    reading: Reading,
    gate: Gate,
    *,
    notice: str | None,
    arrived: Submitted | None = None,
) -> HTMLResponse:
    lang = reading.lang
    if notice == "again":
        form = form.with_(stempel=new_stamp(gate.key, request.app.state.clock()))
    page = check_page(connection, reading.process, form, reading.place, reading.examined, lang=lang)
    response = render(
        request,
        "comments/check.html",
        {
            **page,
            "notice": None if notice is None else notice_words(notice, gate, lang),
            "arrived": arrived,
            "needs_proof": gate.needs_proof(),
            "proof_words": say(NOTICES["proof_missing"], lang),
        },
        status=HTTPStatus.OK if notice is None else STATUS_OF_NOTICE[notice],
    )
    if notice == "too_many":
        response.headers["Retry-After"] = str(gate.room_in_s())
    return response
