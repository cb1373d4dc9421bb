"""Addresses of published voices: the list for people, GeoJSON and files for programs."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from services.comments.data_routes import VoicesDep
from services.comments.features import positions
from services.comments.listing import Listing, PublicVoice, citizens, notes
from services.districts.actions import cards
from services.districts.routes import ContributionsDep
from services.districts.store import Districts
from services.processes.store import Processes
from services.web.dependencies import (
    ConnectionDep,
    TodayDep,
    asks,
)
from services.web.filter import Filter, InvalidParameterError
from services.web.pages import render

router = APIRouter()

PAGE_SIZE: Final = 30
NOTES_SHOWN: Final = 10
IN_TURNS, NEWEST = "reihum", "neu"
ORDERS: Final = (IN_TURNS, NEWEST)


@router.get("/stimmen", response_class=HTMLResponse, include_in_schema=False)
def voices_page(
    request: Request,
    connection: ConnectionDep,
    filter_: Annotated[Filter, Depends(asks("ordnung", "nach"))],
    today: TodayDep,
    contributions: ContributionsDep,
    voices: VoicesDep,
) -> HTMLResponse:
    """List the voices that the filter finds; notes and statements stand apart below.

    The first page goes round the districts, so that none crowds out the others; the complete list
    is by date, page by page.
    """
    order = _one_of(request, "ordnung", ORDERS)
    after = request.query_params.get("nach", "").strip() or None
    listing = Listing(connection, today)
    main = citizens(filter_) or filter_
    in_turns = order == IN_TURNS and after is None and len(filter_.districts) != 1
    one_more = PAGE_SIZE + 1
    if in_turns:
        turns = voices.in_turns(connection, main, today, each=one_more, limit=one_more)
        rows = listing.of_numbers(turns)
    else:
        rows = listing.newest(main, limit=one_more, before=after)
    apart = None if citizens(filter_) is None or after is not None else notes(filter_)
    beside = () if apart is None else listing.newest(apart, limit=NOTES_SHOWN)
    shown = rows[:PAGE_SIZE]
    return render(
        request,
        "comments/list.html",
        {
            "filter": filter_,
            "cards": cards(connection, filter_, contributions=contributions, on=today),
            "tally": voices.tally(connection, filter_, today),
            "everything": voices.tally(connection, Filter(), today),
            "asks_for_notes": citizens(filter_) is None,
            "rows": shown,
            "more": len(rows) > PAGE_SIZE,
            "in_turns": in_turns,
            "after": after,
            "notes": beside,
            "only_notes": apart,
            "positions": _positions((*shown, *beside)),
            "districts": {one.id: one for one in Districts(connection).list()},
            "processes": {one.id: one.title for one in Processes(connection).list(today)},
        },
    )


def _positions(rows: tuple[PublicVoice, ...]) -> dict[str, tuple[float, float]]:
    found = zip(rows, positions(rows), strict=True)
    return {one.reference: place for one, place in found if place is not None}


def _one_of(request: Request, name: str, known: tuple[str, ...]) -> str:
    """Return what an address's own parameter says, by default the first of ``known``."""
    value = request.query_params.get(name, "").strip() or known[0]
    if value not in known:
        raise InvalidParameterError(parameter=name, value=value, expected=" or ".join(known))
    return value
