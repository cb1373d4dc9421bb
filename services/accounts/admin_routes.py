"""Addresses of the town hall: its home, and what administrators do with accounts."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from services.accounts.actions import (
    add_account,
    checked_roles,
    disable_account,
    enable_account,
    new_account,
    reset_account,
    set_roles,
)
from services.accounts.entry import find_done, go_to
from services.accounts.forms import ACCOUNT_FAULTS, EMAIL_TAKEN, Faults, account_faults
from services.accounts.model import (
    ROLE_NAMES,
    ROLE_TASKS,
    Account,
    InvalidAccountError,
)
from services.accounts.store import Accounts
from services.web.dependencies import (
    AddressDep,
    ConnectionDep,
    IdPath,
    NowDep,
    StaffDep,
    WritingDep,
    only,
)
from services.web.pages import render
from services.web.texts import LocalText

router = APIRouter()

TextField = Annotated[str, Form()]
RolesField = Annotated[list[str], Form()]
DONE: Final[Mapping[str, LocalText]] = {
    "rollen": {"de": "Die Rollen sind gespeichert.", "en": "The roles are saved."},
    "gesperrt": {"de": "Das Konto ist gesperrt.", "en": "The account is disabled."},
    "freigegeben": {"de": "Das Konto ist freigegeben.", "en": "The account is enabled."},
}
"""What was just done, by the word in the address."""

_NOTHING_TYPED: Final = {"email": "", "name": "", "office": "", "roles": ()}
_ROLES: Final = {"role_names": ROLE_NAMES, "role_tasks": ROLE_TASKS}


@router.get(
    "/verwaltung", response_class=HTMLResponse, include_in_schema=False, dependencies=[only()]
)
def home_page(request: Request, connection: ConnectionDep, now: NowDep) -> HTMLResponse:
    """Show what the one who is signed in can do, and where something waits."""
    waiting: Mapping[str, int] = request.app.state.waiting(connection, now)
    return render(request, "accounts/home.html", {"role_names": ROLE_NAMES, "waiting": waiting})


@router.get(
    "/verwaltung/konten",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only()],
)
def accounts_page(request: Request, connection: ConnectionDep) -> HTMLResponse:
    """Show all accounts, and the form to add one."""
    return _accounts(request, Accounts(connection).list(), _NOTHING_TYPED, {})


def _accounts(
    request: Request, accounts: list[Account], values: dict[str, Any], faults: Faults
) -> HTMLResponse:
    context = {"accounts": accounts, "values": values, "faults": faults, **_ROLES}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return render(request, "accounts/list.html", context, status=status)


@router.post("/verwaltung/konten", response_class=HTMLResponse, include_in_schema=False)
def add(
    request: Request,
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    address: AddressDep,
    *,
    email: TextField = "",
    name: TextField = "",
    office: TextField = "",
    roles: RolesField = [],  # noqa: B006 - FastAPI copies what a form did not send
) -> HTMLResponse:
    """Add an account and show, this once, the link by which the person sets a password."""
    store = Accounts(connection)
    faults: Faults = {}
    try:
        new = new_account(email=email, name=name, office=office, roles=roles)
    except InvalidAccountError as error:
        faults = account_faults(error)
    else:
        if store.find_by_email(new.email) is None:
            account, token = add_account(connection, actor, new, now=now)
            return _show_link(request, account, f"{address}/einrichten/{token}", good_for="add")
        faults = {"email": EMAIL_TAKEN}
    values = {"email": email, "name": name, "office": office, "roles": tuple(roles)}
    return _accounts(request, store.list(), values, faults)


def _show_link(request: Request, account: Account, link: str, *, good_for: str) -> HTMLResponse:
    context = {"account": account, "link": link, "good_for": good_for}
    return render(request, "accounts/show_link.html", context)


@router.get(
    "/verwaltung/konten/{account_id}",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only("erledigt")],
)
def account_page(
    account_id: IdPath, request: Request, connection: ConnectionDep, erledigt: str = ""
) -> HTMLResponse:
    """Show one account and what can be done with it."""
    account = Accounts(connection).get(account_id)
    return _account(request, account, {}, done=find_done(DONE, erledigt))


def _account(
    request: Request, account: Account, faults: Faults, *, done: LocalText | None = None
) -> HTMLResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    context = {"account": account, "faults": faults, "done": done, **_ROLES}
    return render(request, "accounts/account.html", context, status=status)


@router.post(
    "/verwaltung/konten/{account_id}/rollen", response_class=HTMLResponse, include_in_schema=False
)
def change_roles(
    account_id: IdPath,
    request: Request,
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    *,
    roles: RolesField = [],  # noqa: B006 - FastAPI copies what a form did not send
) -> Response:
    """Replace the roles of an account; it must sign in again."""
    account = Accounts(connection).get(account_id)
    asked = checked_roles(roles)
    if not asked:
        return _account(request, account, {"roles": ACCOUNT_FAULTS["roles"]})
    set_roles(connection, actor, account_id, asked, now=now)
    return go_to(f"/verwaltung/konten/{account_id}?erledigt=rollen")


@router.post("/verwaltung/konten/{account_id}/sperren", include_in_schema=False)
def disable(account_id: IdPath, connection: WritingDep, actor: StaffDep, now: NowDep) -> Response:
    """Lock an account out at once."""
    disable_account(connection, actor, account_id, now=now)
    return go_to(f"/verwaltung/konten/{account_id}?erledigt=gesperrt")


@router.post("/verwaltung/konten/{account_id}/freigeben", include_in_schema=False)
def enable(account_id: IdPath, connection: WritingDep, actor: StaffDep, now: NowDep) -> Response:
    """Let a disabled account sign in again."""
    enable_account(connection, actor, account_id, now=now)
    return go_to(f"/verwaltung/konten/{account_id}?erledigt=freigegeben")


@router.post(
    "/verwaltung/konten/{account_id}/zuruecksetzen",
    response_class=HTMLResponse,
    include_in_schema=False,
)
def reset(
    account_id: IdPath,
    request: Request,
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    *,
    address: AddressDep,
) -> HTMLResponse:
    """Take password and second factor away and show, this once, the link to a new password."""
    token = reset_account(connection, actor, account_id, now=now)
    account = Accounts(connection).get(account_id)
    return _show_link(request, account, f"{address}/einrichten/{token}", good_for="reset")
