"""Handing in the form: what stands between a draft and its storing, and what the page says then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, Request
from sqlalchemy import Connection

from services.comments.actions import look_at
from services.comments.guard import Gate, is_in_time, spend_proof
from services.comments.intake import Examined, Flaw
from services.comments.model import Draft
from services.comments.placing import Ground, read_ground
from services.comments.proof_store import Proofs
from services.comments.words import NOTICES
from services.comments.writing import Place, WritingForm, chosen_kind, read_place, to_draft
from services.processes.actions import check_accepts
from services.processes.model import Process
from services.processes.store import Processes
from services.settings import Settings
from services.web.signing import SigningKey
from services.web.texts import Lang, say
from services.web.throttle import Throttle, address_key


def _gate(request: Request) -> Gate:
    settings: Settings = request.app.state.settings
    throttle: Throttle = request.app.state.throttle
    return Gate(
        throttle=throttle,
        key=signing_key(request),
        sender=address_key(request, request.app.state.clock()),
        voices_per_hour=settings.voices_per_hour,
        proof_after=settings.proof_of_work_after,
    )


def signing_key(request: Request) -> SigningKey:
    """Return the key of this installation."""
    key: SigningKey = request.app.state.signing_key
    return key


STATUS_OF_NOTICE: Final[Mapping[str, HTTPStatus]] = {
    "arrived": HTTPStatus.CONFLICT,
    "trap": HTTPStatus.UNPROCESSABLE_ENTITY,
    "again": HTTPStatus.UNPROCESSABLE_ENTITY,
    "mail_busy": HTTPStatus.UNPROCESSABLE_ENTITY,
    "too_many": HTTPStatus.TOO_MANY_REQUESTS,
    "proof_missing": HTTPStatus.PRECONDITION_REQUIRED,
    "proof_wrong": HTTPStatus.PRECONDITION_REQUIRED,
}
"""How a page is answered that tells why a faultless form was not taken."""

GateDep = Annotated[Gate, Depends(_gate)]
KeyDep = Annotated[SigningKey, Depends(signing_key)]


@dataclass(frozen=True)
class Reading:
    """A form as it was understood: its process, its place, and what is wrong."""

    process: Process
    ground: Ground
    place: Place
    examined: Examined
    on: date
    lang: Lang


def open_process(connection: Connection, process_id: str, form: WritingForm, on: date) -> Process:
    """Return a process that takes voices on this day, or raise what stands against it."""
    process = Processes(connection).get_public(process_id)
    check_accepts(process, kind=chosen_kind(form, process), theme=None, on=on)
    return process


def read_form(
    connection: Connection, process_id: str, form: WritingForm, *, on: date, lang: Lang
) -> Reading:
    """Return a whole form, understood and examined."""
    process = open_process(connection, process_id, form, on)
    ground = read_ground(connection, on)
    place = read_place(form, process, ground)
    draft = to_draft(form, place, process, lang)
    examined = look_at(draft, process=process, connection=connection, on=on)
    return Reading(process, ground, place, _with_place_flaw(examined, place.flaw), on, lang)


def obstacle(
    connection: Connection, form: WritingForm, draft: Draft, gate: Gate, *, now: datetime
) -> str | None:
    """Return the key of what keeps a faultless form from being taken now, None for nothing.

    Uses up the proof, in the caller's transaction.
    """
    if form.homepage:
        return "trap"
    if not form.has_key or not is_in_time(gate.key, form.stempel, now):
        return "again"
    if gate.room_in_s() > 0:
        return "too_many"
    if draft.email is not None and not gate.may_write_to(draft.email, now):
        return "mail_busy"
    if gate.needs_proof():
        refused = spend_proof(Proofs(connection), gate.key, form.altcha, now)
        if refused is not None:
            return "proof_missing" if refused == "missing" else "proof_wrong"
    return None


def notice_words(notice: str, gate: Gate, lang: Lang) -> str:
    """Return why a form was not taken, and what to do."""
    minutes = -(-gate.room_in_s() // 60)
    return say(NOTICES[notice], lang).format(minutes=minutes)


def _with_place_flaw(examined: Examined, flaw: Flaw | None) -> Examined:
    """Say of the place first what the form itself got wrong."""
    if flaw is None:
        return examined
    others = tuple(one for one in examined.flaws if one.field != flaw.field)
    return Examined(examined.draft, None, (flaw, *others))
