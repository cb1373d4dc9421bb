"""Addresses of the public ledger: the page, its table, and JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from services.comments.model import KINDS
from services.comments.reasons import REASON_WORDS, REASONS
from services.districts.model import CITYWIDE, CITYWIDE_NAME
from services.districts.store import Districts
from services.moderation.ledger import Period, read_ledger
from services.moderation.ledger_table import (
    TOTAL,
    TOTAL_NAME,
    ledger_header,
    ledger_json,
    ledger_rows,
)
from services.moderation.representation import VERDICTS
from services.web.dependencies import (
    ConnectionDep,
    FilterDep,
    LangDep,
    NowDep,
    TodayDep,
    asks,
    form,
    only,
)
from services.web.filter import Filter
from services.web.pages import render
from services.web.tables import to_csv
from services.web.texts import say

router = APIRouter()

_YEARS = {
    "parameters": [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": text,
            "schema": {"type": "integer"},
        }
        for name, text in (
            ("von", "First year in which voices arrived."),
            ("bis", "Last year in which voices arrived."),
        )
    ]
}


@router.get(
    "/rechenschaft",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only("von", "bis", "f")],
)
def ledger_page(
    request: Request,
    connection: ConnectionDep,
    filter_: Annotated[Filter, Depends(asks("f"))],
    now: NowDep,
    today: TodayDep,
    lang: LangDep,
) -> Response:
    """Show what became of what was said, by district; as CSV with ``f=csv``."""
    asked = form(request, "html", "csv")
    ledger = read_ledger(connection, _period(filter_), now=now, on=today)
    if asked == "csv":
        return Response(
            to_csv(ledger_header(lang), ledger_rows(ledger, lang)),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="rechenschaft-herten.csv"'},
        )
    return render(
        request,
        "moderation/ledger.html",
        {
            "filter": filter_,
            "ledger": ledger,
            "rows": [
                *((one.name, one.id, line) for one, line in ledger.districts),
                (say(CITYWIDE_NAME, lang), CITYWIDE, ledger.citywide),
                (say(TOTAL_NAME, lang), TOTAL, ledger.total),
            ],
            "reasons": REASONS,
            "reason_words": REASON_WORDS,
            "kinds": KINDS,
            "verdicts": VERDICTS,
            "sources": Districts(connection).sources(),
        },
    )


@router.get(
    "/api/ledger",
    openapi_extra=_YEARS,
    response_class=JSONResponse,
    dependencies=[only("von", "bis")],
)
def ledger_data(
    connection: ConnectionDep, filter_: FilterDep, now: NowDep, today: TodayDep
) -> JSONResponse:
    """Return counts of voices by district and status, waiting times, and representation."""
    ledger = read_ledger(connection, _period(filter_), now=now, on=today)
    return JSONResponse(ledger_json(ledger), headers={"Access-Control-Allow-Origin": "*"})


def _period(filter_: Filter) -> Period:
    return Period(filter_.year_from, filter_.year_to)
