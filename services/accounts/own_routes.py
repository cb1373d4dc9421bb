"""Addresses of one's own account: password, second factor, sessions."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from services.accounts.actions import change_password, end_other_sessions, switch_totp
from services.accounts.entry import enter, find_done, go_to, present_session
from services.accounts.forms import WRONG_CODE, WRONG_PASSWORD, Faults, password_faults
from services.accounts.model import ROLE_NAMES, Account
from services.accounts.passwords import MAX_LENGTH, MIN_LENGTH, hash_password
from services.accounts.sign_in import is_own_password
from services.accounts.store import Accounts
from services.accounts.totp import is_secret, matching_step, new_secret, qr_code, spaced
from services.database.engine import reading, writing
from services.web.dependencies import (
    ConnectionDep,
    EngineDep,
    NowDep,
    StaffDep,
    ThrottleDep,
    WritingDep,
    only,
)
from services.web.pages import render
from services.web.texts import LocalText

router = APIRouter()

DONE: Final[Mapping[str, LocalText]] = {
    "passwort": {
        "de": "Ihr Passwort ist geändert. Alle anderen Sitzungen sind abgemeldet.",
        "en": "Your password is changed. All other sessions are signed out.",
    },
    "an": {
        "de": "Der zweite Faktor ist eingerichtet. Ab jetzt gehört ein Code zur Anmeldung.",
        "en": "The second factor is set up. From now on, signing in takes a code.",
    },
    "aus": {
        "de": "Der zweite Faktor ist ausgeschaltet.",
        "en": "The second factor is switched off.",
    },
    "sitzungen": {
        "de": "Alle anderen Sitzungen sind abgemeldet.",
        "en": "All other sessions are signed out.",
    },
}
"""What was just done, by the word in the address."""


@router.get(
    "/konto",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only("erledigt")],
)
def own_page(
    request: Request, connection: ConnectionDep, actor: StaffDep, erledigt: str = ""
) -> HTMLResponse:
    """Show one's own account."""
    account = Accounts(connection).get(actor.id)
    return _own(request, account, {}, done=find_done(DONE, erledigt))


def _own(
    request: Request, account: Account, faults: Faults, *, done: LocalText | None = None
) -> HTMLResponse:
    context: dict[str, Any] = {
        "account": account,
        "faults": faults,
        "done": done,
        "role_names": ROLE_NAMES,
        "min_length": MIN_LENGTH,
        "max_length": MAX_LENGTH,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return render(request, "accounts/own.html", context, status=status)


@router.post("/konto/passwort", response_class=HTMLResponse, include_in_schema=False)
def change_own_password(
    request: Request,
    engine: EngineDep,
    throttle: ThrottleDep,
    actor: StaffDep,
    now: NowDep,
    *,
    current: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    repeated: Annotated[str, Form()] = "",
) -> Response:
    """Change one's own password; every other session ends."""
    with reading(engine) as connection:
        account = Accounts(connection).get(actor.id)
    faults = password_faults(password, repeated, account.email, account.name)
    if not is_own_password(engine, throttle, actor, current, now=now):
        faults = {"current": WRONG_PASSWORD} | faults
    if faults:
        return _own(request, account, faults)
    password_hash = hash_password(password)
    with writing(engine) as connection:
        token = change_password(connection, actor, password_hash, now=now)
    return enter(request, token, "/konto?erledigt=passwort")


@router.get(
    "/konto/zweiter-faktor",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only()],
)
def totp_page(request: Request, connection: ConnectionDep, actor: StaffDep) -> HTMLResponse:
    """Show how to set up a second factor, or to switch it off."""
    return _totp(request, Accounts(connection).get(actor.id), new_secret(), {})


def _totp(request: Request, account: Account, secret: str, faults: Faults) -> HTMLResponse:
    context: dict[str, Any] = {
        "account": account,
        "faults": faults,
        "secret": secret,
        "spaced": spaced(secret),
        "qr": qr_code(secret, email=account.email),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return render(request, "accounts/totp.html", context, status=status)


@router.post("/konto/zweiter-faktor", response_class=HTMLResponse, include_in_schema=False)
def totp_on(
    request: Request,
    engine: EngineDep,
    throttle: ThrottleDep,
    actor: StaffDep,
    now: NowDep,
    *,
    secret: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
    current: Annotated[str, Form()] = "",
) -> Response:
    """Switch the second factor on, once a code proves that the app knows the secret."""
    with reading(engine) as connection:
        account = Accounts(connection).get(actor.id)
    known = is_secret(secret)
    step = matching_step(secret, code, now=now, after=None) if known else None
    faults: Faults = {} if step is not None else {"code": WRONG_CODE}
    if not is_own_password(engine, throttle, actor, current, now=now):
        faults["current"] = WRONG_PASSWORD
    if faults:
        return _totp(request, account, secret if known else new_secret(), faults)
    with writing(engine) as connection:
        switch_totp(connection, actor, secret, step=step, now=now)
    return go_to("/konto?erledigt=an")


@router.post("/konto/zweiter-faktor/aus", response_class=HTMLResponse, include_in_schema=False)
def totp_off(
    request: Request,
    engine: EngineDep,
    throttle: ThrottleDep,
    actor: StaffDep,
    now: NowDep,
    *,
    current: Annotated[str, Form()] = "",
) -> Response:
    """Switch the second factor off."""
    if not is_own_password(engine, throttle, actor, current, now=now):
        with reading(engine) as connection:
            account = Accounts(connection).get(actor.id)
        return _totp(request, account, new_secret(), {"current": WRONG_PASSWORD})
    with writing(engine) as connection:
        switch_totp(connection, actor, None, step=None, now=now)
    return go_to("/konto?erledigt=aus")


@router.post("/konto/sitzungen", include_in_schema=False)
def sign_out_elsewhere(
    request: Request, connection: WritingDep, actor: StaffDep, now: NowDep
) -> Response:
    """End one's own sessions in other browsers."""
    end_other_sessions(connection, actor, token=present_session(request) or "", now=now)
    return go_to("/konto?erledigt=sitzungen")
