"""Addresses of access and erasure by staff. The mail address travels in forms, never in a URL."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from services.comments.model import STATUSES
from services.mail.model import is_address
from services.moderation.access import erase_kept, give_access, look_up
from services.moderation.words import Faults
from services.web.dependencies import (
    AddressDep,
    NowDep,
    StaffDep,
    TodayDep,
    WritingDep,
    only,
)
from services.web.pages import render
from services.web.texts import LocalText

router = APIRouter(prefix="/verwaltung/auskunft", include_in_schema=False)

NO_ADDRESS: Final[LocalText] = {
    "de": "Geben Sie die vollständige Mailadresse ein, wie kim@example.org.",
    "en": "Enter the full mail address, such as kim@example.org.",
}
NOT_SURE: Final[LocalText] = {
    "de": "Bestätigen Sie, dass Sie die Person geprüft haben. Gelöscht ist endgültig gelöscht.",
    "en": "Confirm that you have checked who is asking. Erasing cannot be taken back.",
}


class AccessForm(BaseModel):
    """The mail address of who asks, and whether staff has checked them."""

    email: str = ""
    sicher: str = ""

    def faults(self, *, erases: bool = False) -> Faults:
        """Return what is wrong, by field."""
        faults: Faults = {}
        if not is_address(self.email.strip()):
            faults["email"] = NO_ADDRESS
        elif erases and self.sicher != "ja":
            faults["sicher"] = NOT_SURE
        return faults


SentForm = Annotated[AccessForm, Form()]


@router.get("", response_class=HTMLResponse, dependencies=[only()])
def access_page(request: Request) -> HTMLResponse:
    """Ask for the mail address of who asks."""
    return _page(request, AccessForm(), {})


@router.post("", response_class=HTMLResponse)
def look(
    request: Request,
    form: SentForm,
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    today: TodayDep,
) -> HTMLResponse:
    """Show what is kept with the address."""
    faults = form.faults()
    if faults:
        return _page(request, form, faults)
    kept = look_up(connection, form.email, actor=actor, now=now, on=today)
    return _page(request, form, {}, kept=kept)


@router.post("/export")
def give(
    request: Request,
    form: SentForm,
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Return what is kept with the address as JSON, to be handed to the person."""
    faults = form.faults()
    if faults:
        return _page(request, form, faults)
    body = give_access(connection, form.email, actor=actor, now=now, on=today)
    return Response(
        orjson.dumps(body, option=orjson.OPT_INDENT_2),
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="auskunft.json"'},
    )


@router.post("/loeschen", response_class=HTMLResponse)
def forget(
    request: Request,
    form: SentForm,
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    today: TodayDep,
    address: AddressDep,
) -> HTMLResponse:
    """Erase what is kept with the address."""
    faults = form.faults(erases=True)
    if "email" in faults:
        return _page(request, form, faults)
    if faults:
        kept = look_up(connection, form.email, actor=actor, now=now, on=today)
        return _page(request, form, faults, kept=kept)
    kept = erase_kept(connection, form.email, actor=actor, address=address, now=now, on=today)
    return _page(request, AccessForm(), {}, erased=kept)


def _page(request: Request, form: AccessForm, faults: Faults, **found: Any) -> HTMLResponse:
    page: dict[str, Any] = {"kept": None, "erased": None, **found}
    return render(
        request,
        "moderation/access.html",
        {"typed": form, "faults": faults, "voice_statuses": STATUSES, **page},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
    )
