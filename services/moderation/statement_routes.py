"""Addresses of statements: what a department says beside a process or project."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel
from sqlalchemy import Connection

from services.comments.actions import is_key_reused
from services.comments.model import Draft
from services.comments.wording import is_readable
from services.districts.model import DistrictId
from services.districts.store import Districts
from services.moderation import words as w
from services.moderation.answers import publish_statement, statement_flaws
from services.moderation.desk_forms import CITYWIDE_CHOICE, FIELD_OF
from services.moderation.words import Faults, as_faults
from services.moderation.work import Work
from services.processes.store import Processes
from services.projects.store import Projects
from services.web.dependencies import (
    AddressDep,
    ConnectionDep,
    NowDep,
    StaffDep,
    WritingDep,
    only,
)
from services.web.pages import render

router = APIRouter(include_in_schema=False)

_KEY_BYTES: Final = 24
_FIELDS: Final[Mapping[str, str]] = {
    **FIELD_OF,
    "office": "amt",
    "process_id": "verfahren",
    "project_id": "projekt",
}


class StatementForm(BaseModel):
    """A statement as it was typed in."""

    verfahren: str = ""
    projekt: str = ""
    amt: str = ""
    thema: str = ""
    stadtteil: str = ""
    titel: str = ""
    text: str = ""
    schluessel: str = ""

    def faults(self) -> Faults:
        """Return what is wrong before the database is asked."""
        if not is_readable(self.verfahren):
            return {"verfahren": w.HIDDEN}
        if not self.schluessel:
            return {"text": w.FORM_BROKEN}
        return {} if self.stadtteil else {"stadtteil": w.CHOOSE_DISTRICT}

    def draft(self) -> Draft:
        """Return the statement as a draft."""
        citywide = self.stadtteil == CITYWIDE_CHOICE
        return Draft(
            process_id=self.verfahren,
            kind="statement",
            title=self.titel,
            text=self.text,
            theme=self.thema,
            precision="city" if citywide else "district",
            district_id=None if citywide else DistrictId(self.stadtteil),
            project_id=self.projekt or None,
            office=self.amt,
            channel="online",
            idempotency_key=self.schluessel,
        )


@router.get(
    "/verwaltung/stellungnahme",
    response_class=HTMLResponse,
    dependencies=[only("verfahren", "projekt")],
)
def statement_page(request: Request, connection: ConnectionDep, actor: StaffDep) -> HTMLResponse:
    """Show the form for a statement; the address may name process and project."""
    form = StatementForm(
        verfahren=request.query_params.get("verfahren", ""),
        projekt=request.query_params.get("projekt", ""),
        amt=actor.office,
        stadtteil=CITYWIDE_CHOICE,
        schluessel=secrets.token_urlsafe(_KEY_BYTES),
    )
    return render(request, "moderation/statement.html", _context(connection, form, {}))


@router.post("/verwaltung/stellungnahme")
def send_statement(
    request: Request,
    form: Annotated[StatementForm, Form()],
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    address: AddressDep,
) -> Response:
    """Publish a statement."""
    work = Work(connection, actor, now, address)
    faults = form.faults()
    if not faults:
        flaws = statement_flaws(form.draft(), connection, on=work.today)
        faults = as_faults(flaws, _FIELDS)
    if not faults and is_key_reused(connection, form.draft(), work.today):
        faults = {"text": w.SENT_BEFORE}
        form = form.model_copy(update={"schluessel": secrets.token_urlsafe(_KEY_BYTES)})
    if faults:
        return render(
            request,
            "moderation/statement.html",
            _context(connection, form, faults),
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    voice = publish_statement(form.draft(), work=work)
    return RedirectResponse(f"/verwaltung/stimmen/{voice.reference}", HTTPStatus.SEE_OTHER)


def _context(connection: Connection, form: StatementForm, faults: Faults) -> dict[str, Any]:
    return {
        "form": form,
        "faults": faults,
        "processes": [one for one in Processes(connection).all() if one.published_at],
        "projects": Projects(connection).list(),
        "districts": {one.id: one for one in Districts(connection).list()},
    }
