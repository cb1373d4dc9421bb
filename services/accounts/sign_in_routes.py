"""Addresses for signing in and out, and the one-time links that lead to an account."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from services.accounts.actions import (
    end_session,
    new_account,
    open_link,
    set_password_by_link,
    set_up_first_admin,
)
from services.accounts.entry import enter, go_to, present_session
from services.accounts.forms import SIGN_IN_FAILED, Faults, account_faults, password_faults
from services.accounts.model import Account, InvalidAccountError, NewAccount
from services.accounts.passwords import MAX_LENGTH, MIN_LENGTH, hash_password
from services.accounts.return_path import HOME, own_path
from services.accounts.sign_in import Attempt, sign_in
from services.database.engine import reading, writing
from services.web.dependencies import (
    ActorDep,
    ConnectionDep,
    EngineDep,
    NowDep,
    ThrottleDep,
    WritingDep,
    only,
)
from services.web.pages import render
from services.web.session_cookie import forget_session_cookie
from services.web.throttle import address_key

router = APIRouter()

TextField = Annotated[str, Form()]
LENGTHS: Final = {"min_length": MIN_LENGTH, "max_length": MAX_LENGTH}


@router.get(
    "/anmelden",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only("weiter", "abgemeldet")],
)
def sign_in_page(
    request: Request, actor: ActorDep, weiter: str = HOME, abgemeldet: str = ""
) -> Response:
    """Show the form to sign in, or go on when somebody is."""
    if actor is not None:
        return go_to(own_path(weiter))
    context = {"email": "", "return_to": own_path(weiter), "faults": {}}
    return render(request, "accounts/sign_in.html", context | {"left": bool(abgemeldet)})


@router.post("/anmelden", response_class=HTMLResponse, include_in_schema=False)
def sign_in_with_password(
    request: Request,
    engine: EngineDep,
    throttle: ThrottleDep,
    now: NowDep,
    *,
    email: TextField = "",
    password: TextField = "",
    code: TextField = "",
    weiter: TextField = HOME,
) -> Response:
    """Sign in with mail address and password, and a code where a second factor is set up."""
    attempt = Attempt(email, password, code, address_key(request, now))
    token = sign_in(engine, throttle, attempt, now=now)
    if token is None:
        return render(
            request,
            "accounts/sign_in.html",
            {
                "email": email,
                "return_to": own_path(weiter),
                "faults": {"email": SIGN_IN_FAILED},
                "left": False,
            },
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    former = present_session(request)
    if former is not None:
        with writing(engine) as connection:
            end_session(connection, former)
    return enter(request, token, own_path(weiter))


@router.post("/abmelden", include_in_schema=False)
def sign_out(request: Request, connection: WritingDep) -> Response:
    """End the session, if there still is one."""
    token = present_session(request)
    if token is not None:
        end_session(connection, token)
    answer = go_to("/anmelden?abgemeldet=1")
    forget_session_cookie(request, answer)
    return answer


@router.get(
    "/einrichten/{token}",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only()],
)
def link_page(token: str, request: Request, connection: ConnectionDep, now: NowDep) -> HTMLResponse:
    """Show the form behind a one-time link. Looking does not use it up."""
    _, account = open_link(connection, token, now=now)
    return _link_form(request, account, {}, {})


def _link_form(
    request: Request, account: Account | None, values: dict[str, str], faults: Faults
) -> HTMLResponse:
    context: dict[str, Any] = {"account": account, "values": values, "faults": faults, **LENGTHS}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return render(request, "accounts/link.html", context, status=status)


@router.post("/einrichten/{token}", response_class=HTMLResponse, include_in_schema=False)
def use_link(
    token: str,
    request: Request,
    engine: EngineDep,
    now: NowDep,
    *,
    email: TextField = "",
    name: TextField = "",
    office: TextField = "",
    password: TextField = "",
    repeated: TextField = "",
) -> Response:
    """Set the password of an account, or add the first administrator; use the link up."""
    with reading(engine) as connection:
        _, account = open_link(connection, token, now=now)
    new, faults = _described(account, email=email, name=name, office=office)
    faults |= password_faults(password, repeated, new.email, new.name)
    if faults:
        return _link_form(
            request, account, {"email": email, "name": name, "office": office}, faults
        )
    password_hash = hash_password(password)
    with writing(engine) as connection:
        former = present_session(request)
        if former is not None:
            end_session(connection, former)
        if account is None:
            session = set_up_first_admin(connection, token, new, password_hash, now=now)
        else:
            session = set_password_by_link(connection, token, password_hash, now=now)
    return enter(request, session, HOME)


def _described(
    account: Account | None, *, email: str, name: str, office: str
) -> tuple[NewAccount, Faults]:
    """Return who sets a password: the account, or what was typed about the first admin."""
    if account is not None:
        return NewAccount(account.email, account.name, account.office, account.roles), {}
    try:
        return new_account(email=email, name=name, office=office, roles=["admin"]), {}
    except InvalidAccountError as error:
        return NewAccount(email, name, office, frozenset()), account_faults(error)
