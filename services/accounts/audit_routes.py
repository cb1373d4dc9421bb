"""Address of the audit trail: read and filtered by staff, as a page or as CSV."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.accounts.audit import Audit
from services.accounts.model import Entry, EntryFilter
from services.accounts.words import CODE_WORDS
from services.web.dependencies import LOCAL_TIME, ConnectionDep, form, only
from services.web.filter import InvalidParameterError
from services.web.pages import render
from services.web.tables import to_csv

router = APIRouter()

_PAGE: Final = 50
_TEXT_LIMIT: Final = 200
_HEADER: Final = ("Nr.", "Zeit (UTC)", "Konto", "Person", "Kennung", "Gegenstand", "Angaben")


@router.get(
    "/verwaltung/protokoll",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only("person", "kennung", "gegenstand", "von", "bis", "vor", "f")],
)
def audit_page(request: Request, connection: ConnectionDep) -> Response:
    """Show who changed what, newest first; ``f=csv`` for spreadsheets."""
    asked, before = _read(request.query_params)
    audit = Audit(connection)
    if form(request, "html", "csv") == "csv":
        rows = [_row(one) for one in audit.list(asked, zone=LOCAL_TIME, limit=None)]
        return Response(
            to_csv(_HEADER, rows),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="protokoll.csv"'},
        )
    entries = audit.list(asked, zone=LOCAL_TIME, before=before, limit=_PAGE + 1)
    return render(
        request,
        "accounts/audit.html",
        {
            "asked": asked,
            "query": _query(asked),
            "entries": [(one, one.at.astimezone(LOCAL_TIME)) for one in entries[:_PAGE]],
            "next": entries[_PAGE - 1].id if len(entries) > _PAGE else None,
            "is_first": before is None,
            "total": audit.count(asked, zone=LOCAL_TIME),
            "people": audit.people(),
            "code_words": CODE_WORDS,
        },
    )


def _row(entry: Entry) -> tuple[object, ...]:
    return (
        entry.id,
        entry.at.isoformat(timespec="seconds"),
        entry.actor_id,
        entry.actor_name,
        entry.code,
        entry.subject,
        orjson.dumps(dict(entry.facts)).decode(),
    )


def _read(parameters: Mapping[str, str]) -> tuple[EntryFilter, int | None]:
    asked = EntryFilter(
        person=_text(parameters, "person"),
        code=_text(parameters, "kennung"),
        subject=_text(parameters, "gegenstand"),
        from_on=_day(parameters, "von"),
        to_on=_day(parameters, "bis"),
    )
    before = _text(parameters, "vor")
    if before and not (before.isascii() and before.isdigit() and len(before) <= 18):  # noqa: PLR2004 - 64 bit
        raise InvalidParameterError(parameter="vor", value=before, expected="number of a line")
    return asked, int(before) if before else None


def _query(asked: EntryFilter) -> dict[str, str]:
    """Return the parameters that ask for the same."""
    pairs = {
        "person": asked.person,
        "kennung": asked.code,
        "gegenstand": asked.subject,
        "von": asked.from_on.isoformat() if asked.from_on else "",
        "bis": asked.to_on.isoformat() if asked.to_on else "",
    }
    return {name: value for name, value in pairs.items() if value}


def _text(parameters: Mapping[str, str], name: str) -> str:
    value = parameters.get(name, "").strip()
    if len(value) > _TEXT_LIMIT or not value.isprintable():
        raise InvalidParameterError(
            parameter=name,
            value=ascii(value[:40])[1:-1],
            expected=f"at most {_TEXT_LIMIT} characters in one line",
        )
    return value


def _day(parameters: Mapping[str, str], name: str) -> date | None:
    value = _text(parameters, name)
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InvalidParameterError(
            parameter=name, value=value[:40], expected="a day such as 2026-11-23"
        ) from None
