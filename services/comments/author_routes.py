"""Addresses that only the author knows: the private page of a voice, and the link in a letter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, cast

import orjson
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel
from sqlalchemy import Connection

from services.comments import author
from services.comments.actions import confirm_mail
from services.comments.author import Private, Words, open_private
from services.comments.intake import Flaw
from services.comments.model import (
    PRECISIONS,
    TEXT_MAX,
    TEXT_MIN,
    TITLE_LIMIT,
    MailLinkUnknownError,
    Precision,
)
from services.comments.reference import shown
from services.comments.store import Voices
from services.comments.trail import office_name
from services.comments.voice_routes import WORDS
from services.comments.wording import clean_text, has_markup, is_readable, readable
from services.comments.writing_pages import flaws_by_field
from services.districts.store import Districts
from services.web.dependencies import (
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
from services.web.texts import Lang

router = APIRouter()

_PATH = "/mein-beitrag/{token}"
_WORDS_MAX = 2_000


@router.get(
    _PATH,
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only("neu", "erledigt")],
)
def private_page(
    token: IdPath,
    request: Request,
    connection: ConnectionDep,
    today: TodayDep,
    lang: LangDep,
    address: AddressDep,
    neu: str = "",
    erledigt: str = "",
) -> HTMLResponse:
    """Show the author everything about their voice, and what they can do with it."""
    private = open_private(connection, token, today)
    page = _page(connection, private, token, today, address=address, lang=lang)
    return render(request, "comments/private.html", {**page, "sent": neu == "ja", "done": erledigt})


class EditForm(BaseModel):
    """What an author may change of the words."""

    titel: str = ""
    text: str = ""
    thema: str = ""
    name: str = ""


@router.post(f"{_PATH}/aendern", include_in_schema=False)
def edit(
    token: IdPath,
    request: Request,
    connection: WritingDep,
    form: Annotated[EditForm, Form()],
    today: TodayDep,
    now: NowDep,
    lang: LangDep,
    address: AddressDep,
) -> Response:
    """Change the words, or show what is wrong with them."""
    private = open_private(connection, token, today)
    words = Words(form.titel, form.text, form.thema, form.name or None)
    examined = author.examine_words(connection, private, words, today)
    if not examined.flaws:
        author.edit(connection, private, examined.draft, now=now, on=today)
        return _done(token, "geaendert")
    page = _page(connection, private, token, today, address=address, lang=lang)
    typed = {name: readable(value) for name, value in form.model_dump().items()}
    return _again(request, page, {"typed": typed}, examined.flaws, lang)


class CoarsenForm(BaseModel):
    """How exactly the place is to be shown from now on."""

    genau: str = ""


@router.post(f"{_PATH}/ort", include_in_schema=False)
def coarsen(
    token: IdPath,
    connection: WritingDep,
    form: Annotated[CoarsenForm, Form()],
    today: TodayDep,
    now: NowDep,
) -> RedirectResponse:
    """Show the place less exactly."""
    private = open_private(connection, token, today)
    precision = cast("Precision", form.genau)  # checked by what is possible
    author.coarsen(connection, private, precision, now=now, on=today)
    return _done(token, "ort")


class WordsForm(BaseModel):
    """An answer or an objection."""

    worte: str = ""
    frage: int = 0


@router.post(f"{_PATH}/antworten", include_in_schema=False)
def answer(
    token: IdPath,
    request: Request,
    connection: WritingDep,
    form: Annotated[WordsForm, Form()],
    today: TodayDep,
    now: NowDep,
    lang: LangDep,
    address: AddressDep,
) -> Response:
    """Answer a question of the town hall."""
    private = open_private(connection, token, today)
    flaw = _flaw_of_words(form.worte, f"antwort-{form.frage}")
    if flaw is None:
        words = clean_text(form.worte)
        author.answer_question(connection, private, form.frage, words, now=now)
        return _done(token, "geantwortet")
    page = _page(connection, private, token, today, address=address, lang=lang)
    return _again(request, page, {"typed_words": readable(form.worte)}, (flaw,), lang)


@router.post(f"{_PATH}/widersprechen", include_in_schema=False)
def object_to(
    token: IdPath,
    request: Request,
    connection: WritingDep,
    form: Annotated[WordsForm, Form()],
    today: TodayDep,
    now: NowDep,
    lang: LangDep,
    address: AddressDep,
) -> Response:
    """Object to a decision, once."""
    private = open_private(connection, token, today)
    flaw = _flaw_of_words(form.worte, "widerspruch")
    if flaw is None:
        author.object_to(connection, private, clean_text(form.worte), now=now, on=today)
        return _done(token, "widersprochen")
    page = _page(connection, private, token, today, address=address, lang=lang)
    return _again(request, page, {"typed_words": readable(form.worte)}, (flaw,), lang)


@router.get(
    f"{_PATH}/zurueckziehen",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only()],
)
def ask_to_withdraw(
    token: IdPath, request: Request, connection: ConnectionDep, today: TodayDep
) -> HTMLResponse:
    """Ask once more before a voice is taken back."""
    return _ask(request, connection, token, today, act="zurueckziehen")


@router.post(f"{_PATH}/zurueckziehen", include_in_schema=False)
def withdraw(
    token: IdPath,
    connection: WritingDep,
    today: TodayDep,
    now: NowDep,
    address: AddressDep,
) -> RedirectResponse:
    """Take the voice back."""
    private = open_private(connection, token, today)
    author.withdraw(connection, private, address=address, now=now, on=today)
    return _done(token, "zurueckgezogen")


@router.get(
    f"{_PATH}/loeschen",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only()],
)
def ask_to_erase(
    token: IdPath, request: Request, connection: ConnectionDep, today: TodayDep
) -> HTMLResponse:
    """Ask once more before words are erased for good."""
    return _ask(request, connection, token, today, act="loeschen")


@router.post(f"{_PATH}/loeschen", include_in_schema=False)
def erase(
    token: IdPath,
    connection: WritingDep,
    today: TodayDep,
    now: NowDep,
    address: AddressDep,
) -> RedirectResponse:
    """Erase words, place, name and mail address; lead to the page by number, which stays."""
    private = open_private(connection, token, today)
    author.erase(connection, private, address=address, now=now, on=today)
    return RedirectResponse(f"/beitrag/{private.voice.reference}", HTTPStatus.SEE_OTHER)


@router.post(f"{_PATH}/mail-loeschen", include_in_schema=False)
def forget_mail(token: IdPath, connection: WritingDep, today: TodayDep) -> RedirectResponse:
    """Erase the mail address: no more letters."""
    private = open_private(connection, token, today)
    author.forget_mail(connection, private, today)
    return _done(token, "mail")


@router.get(f"{_PATH}/daten", include_in_schema=False, dependencies=[only()])
def export(token: IdPath, connection: ConnectionDep, today: TodayDep) -> Response:
    """Hand the author everything that is kept about the voice, as JSON."""
    private = open_private(connection, token, today)
    body = orjson.dumps(author.export(connection, private, today), option=orjson.OPT_INDENT_2)
    name = f"beitrag-{private.voice.reference}.json"
    return Response(
        body,
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.get(
    "/mail/{token}",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only()],
)
def ask_to_confirm(
    token: IdPath, request: Request, connection: ConnectionDep, today: TodayDep
) -> HTMLResponse:
    """Ask for a click: programs that open every link in a mail must not confirm it."""
    store = Voices(connection, today)
    number = store.find_contact(token)
    if number is None:
        raise MailLinkUnknownError
    voice = store.get_by_number(number)
    page = {"voice": voice, "number": shown(voice.reference), "token": token, "done": False}
    return render(request, "comments/mail.html", page)


@router.post("/mail/{token}", response_class=HTMLResponse, include_in_schema=False)
def confirm(
    token: IdPath,
    request: Request,
    connection: WritingDep,
    now: NowDep,
    address: AddressDep,
) -> HTMLResponse:
    """Confirm a mail address."""
    voice = confirm_mail(connection, token, address=address, now=now)
    page = {"voice": voice, "number": shown(voice.reference), "token": token, "done": True}
    return render(request, "comments/mail.html", page)


def _page(
    connection: Connection,
    private: Private,
    token: str,
    today: date,
    *,
    address: str,
    lang: Lang,
) -> dict[str, Any]:
    voice = private.voice
    prefix = "" if lang == "de" else f"/{lang}"
    return {
        "mine": private,
        "voice": voice,
        "number": shown(voice.reference),
        "token": token,
        "link": f"{address}{prefix}/mein-beitrag/{token}",
        "status_link": f"{address}{prefix}/beitrag/{voice.reference}",
        "contact": Voices(connection, today).contact(voice.number),
        "districts": {one.id: one for one in Districts(connection).list()},
        "office_name": office_name,
        "precisions": PRECISIONS,
        "typed": {
            "titel": voice.title,
            "text": voice.text,
            "thema": voice.theme,
            "name": voice.author_name or "",
        },
        "typed_words": "",
        "flaws": {},
        "sent": False,
        "done": "",
        "limits": {"title": TITLE_LIMIT, "least": TEXT_MIN, "most": TEXT_MAX},
        **WORDS,
    }


def _again(
    request: Request,
    page: Mapping[str, Any],
    typed: Mapping[str, Any],
    flaws: tuple[Flaw, ...],
    lang: Lang,
) -> HTMLResponse:
    return render(
        request,
        "comments/private.html",
        {**page, **typed, "flaws": flaws_by_field(flaws, lang)},
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def _ask(
    request: Request, connection: Connection, token: str, today: date, *, act: str
) -> HTMLResponse:
    voice = open_private(connection, token, today).voice
    page = {"voice": voice, "number": shown(voice.reference), "token": token, "act": act}
    return render(request, "comments/confirm.html", page)


def _done(token: str, what: str) -> RedirectResponse:
    address = f"/mein-beitrag/{token}?erledigt={what}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _flaw_of_words(text: str, field: str) -> Flaw | None:
    if not is_readable(text):
        return Flaw(field, "hidden_characters", {})
    if has_markup(text):
        return Flaw(field, "markup", {})
    length = len(clean_text(text))
    if length == 0:
        return Flaw(field, "words_missing", {})
    if length > _WORDS_MAX:
        return Flaw(field, "too_long", {"length": length, "limit": _WORDS_MAX})
    return None
