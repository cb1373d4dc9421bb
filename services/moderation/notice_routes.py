"""Addresses of reports: the form open to anyone, its status, and the decision."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from limits import RateLimitItemPerHour
from sqlalchemy import Connection

from services.accounts.store import Accounts
from services.comments.guard import Gate, is_in_time, new_stamp
from services.comments.model import STATUSES, Voice
from services.comments.reasons import REASON_WORDS, REASONS
from services.comments.reference import find_reference
from services.comments.sending import GateDep
from services.comments.store import Voices
from services.comments.words import NOTICES
from services.moderation import words as w
from services.moderation.model import (
    NAMELESS_REASON,
    NOTICE_OUTCOMES,
    NOTICE_REASONS,
    Notice,
    NoticeNotFoundError,
)
from services.moderation.notice_forms import KEY_BYTES, DecisionForm, NoticeForm
from services.moderation.notices import REMOVABLE, decide_notice, is_key_reused, report
from services.moderation.store import NOTICES_A_PAGE, Notices
from services.moderation.words import Faults
from services.moderation.work import Work
from services.settings import Settings
from services.web.dependencies import (
    LOCAL_TIME,
    AddressDep,
    ConnectionDep,
    IdPath,
    LangDep,
    NowDep,
    SettingsDep,
    StaffDep,
    TodayDep,
    WritingDep,
    only,
)
from services.web.filter import InvalidParameterError
from services.web.pages import render
from services.web.texts import LocalText
from services.web.throttle import TooManyRequestsError

router = APIRouter(include_in_schema=False)

REPORTS_AN_HOUR: Final = RateLimitItemPerHour(10)
"""How many reports an hour are taken from one address."""
_TOLD: Final[Mapping[str, Any]] = {
    "notice_reasons": NOTICE_REASONS,
    "notice_outcomes": NOTICE_OUTCOMES,
    "nameless": NAMELESS_REASON,
}


@router.get("/melden", response_class=HTMLResponse, dependencies=[only("beitrag")])
def report_page(request: Request, gate: GateDep, now: NowDep) -> HTMLResponse:
    """Show the form with which anyone reports unlawful content."""
    form = NoticeForm(
        was=request.query_params.get("beitrag", ""),
        stempel=new_stamp(gate.key, now),
        schluessel=secrets.token_urlsafe(KEY_BYTES),
    )
    return _form_page(request, form, {}, None)


@router.post("/melden")
def send_report(
    request: Request,
    form: Annotated[NoticeForm, Form()],
    connection: WritingDep,
    gate: GateDep,
    now: NowDep,
    today: TodayDep,
    lang: LangDep,
    address: AddressDep,
) -> Response:
    """Take in a report and lead to its page."""
    faults = form.faults()
    voices = Voices(connection, today)
    reference = form.reference
    if reference and not voices.is_taken(reference):
        faults["was"] = w.NUMBER_UNKNOWN
    if not faults and form.mail and not gate.may_write_to(form.mail.strip(), now):
        faults = {"mail": w.MAIL_BUSY}
    number = voices.get(reference).number if reference and not faults else None
    if not faults and is_key_reused(form.draft(number, lang), connection):
        faults = {"worte": w.SENT_BEFORE}
        form = form.model_copy(update={"schluessel": secrets.token_urlsafe(KEY_BYTES)})
    trouble = None if faults else _trouble(form, gate, now=now)
    if faults or trouble:
        again = form.model_copy(update={"homepage": "", "stempel": new_stamp(gate.key, now)})
        return _form_page(request, again, faults, trouble, HTTPStatus.UNPROCESSABLE_ENTITY)
    _count(gate)
    gate.count_letter(form.mail.strip() or None, now)
    notice = report(form.draft(number, lang), connection=connection, now=now, address=address)
    return RedirectResponse(f"/melden/{notice.reference}", HTTPStatus.SEE_OTHER)


@router.get("/melden/{reference}", response_class=HTMLResponse, dependencies=[only()])
def report_status(reference: IdPath, request: Request, connection: ConnectionDep) -> HTMLResponse:
    """Show where a report stands; nothing of who sent it and what they wrote."""
    notice = _get(connection, reference)
    return render(
        request,
        "moderation/report_status.html",
        {
            **_TOLD,
            "notice": notice,
            "received_on": notice.received_at.astimezone(LOCAL_TIME).date(),
            "decided_on": notice.decided_at and notice.decided_at.astimezone(LOCAL_TIME).date(),
        },
    )


@router.get(
    "/verwaltung/meldungen",
    response_class=HTMLResponse,
    dependencies=[only("zustand", "nach", "fertig")],
)
def reports_page(request: Request, connection: ConnectionDep) -> HTMLResponse:
    """Show reports: open ones oldest first, decided ones newest first."""
    parameters = request.query_params
    state = parameters.get("zustand") or "offen"
    if state not in {"offen", "entschieden"}:
        raise InvalidParameterError(
            parameter="zustand", value=state, expected="offen or entschieden"
        )
    store = Notices(connection)
    done, after = parameters.get("fertig"), parameters.get("nach")
    found = store.list(
        decided=state == "entschieden",
        before=_get(connection, after).number if after else None,
    )
    return render(
        request,
        "moderation/reports.html",
        {
            **_TOLD,
            "state": state,
            "notices": [(one, one.received_at.astimezone(LOCAL_TIME)) for one in found],
            "following": found[-1].reference if len(found) == NOTICES_A_PAGE else None,
            "count": store.count_open(),
            "done": _get(connection, done) if done else None,
        },
    )


@router.get("/verwaltung/meldungen/{reference}", response_class=HTMLResponse, dependencies=[only()])
def report_case(
    reference: IdPath,
    request: Request,
    connection: ConnectionDep,
    today: TodayDep,
    settings: SettingsDep,
) -> HTMLResponse:
    """Show one report with everything it says, and the form that decides."""
    notice = _get(connection, reference)
    voice = _voice_of(notice, Voices(connection, today))
    context = _case_context(connection, notice, voice, DecisionForm(), {}, settings)
    return render(request, "moderation/report_case.html", context)


@router.post("/verwaltung/meldungen/{reference}")
def decide_report(
    reference: IdPath,
    request: Request,
    form: Annotated[DecisionForm, Form()],
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    address: AddressDep,
    settings: SettingsDep,
) -> Response:
    """Decide on a report."""
    work = Work(connection, actor, now, address)
    notice = _get(connection, reference)
    voice = _voice_of(notice, work.voices)
    if voice is not None:
        voice = work.held(voice.reference)
    faults = form.faults(removable=voice is not None and voice.status in REMOVABLE)
    outcome = form.outcome
    if faults or outcome is None:
        return render(
            request,
            "moderation/report_case.html",
            _case_context(connection, notice, voice, form, faults, settings),
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    decide_notice(
        notice,
        outcome,
        form.words,
        voice=voice,
        reason_code=form.grund or None,
        four_eyes=settings.four_eyes,
        work=work,
    )
    return RedirectResponse(
        f"/verwaltung/meldungen?fertig={notice.reference}", HTTPStatus.SEE_OTHER
    )


def _form_page(
    request: Request,
    form: NoticeForm,
    faults: Faults,
    trouble: LocalText | None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HTMLResponse:
    return render(
        request,
        "moderation/report.html",
        {**_TOLD, "form": form, "faults": faults, "trouble": trouble},
        status=status,
    )


def _trouble(form: NoticeForm, gate: Gate, *, now: datetime) -> LocalText | None:
    """Return why a faultless report is not taken now; None for nothing."""
    if form.homepage:
        return NOTICES["trap"]
    return None if is_in_time(gate.key, form.stempel, now) else NOTICES["again"]


def _count(gate: Gate) -> None:
    name = f"report {gate.sender}"
    if not gate.throttle.hit(name, REPORTS_AN_HOUR):
        seconds = gate.throttle.retry_after_s(name, REPORTS_AN_HOUR)
        raise TooManyRequestsError(retry_after_s=seconds)


def _get(connection: Connection, reference: str) -> Notice:
    digits = find_reference(reference)
    if digits is None:
        raise NoticeNotFoundError(reference=reference)
    return Notices(connection).get(digits)


def _voice_of(notice: Notice, voices: Voices) -> Voice | None:
    return None if notice.voice_number is None else voices.get_by_number(notice.voice_number)


def _case_context(
    connection: Connection,
    notice: Notice,
    voice: Voice | None,
    form: DecisionForm,
    faults: Faults,
    settings: Settings,
) -> dict[str, Any]:
    return {
        **_TOLD,
        "four_eyes": settings.four_eyes,
        "notice": notice,
        "received_at": notice.received_at.astimezone(LOCAL_TIME),
        "voice": voice,
        "removable": voice is not None and voice.status in REMOVABLE,
        "form": form,
        "faults": faults,
        "reasons": REASONS,
        "reason_words": REASON_WORDS,
        "voice_statuses": STATUSES,
        "names": {one.id: one.name for one in Accounts(connection).list()},
    }
