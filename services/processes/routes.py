"""Addresses of processes for everybody: what one can take part in, and the search for places."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from services.districts.actions import boundaries_in_force, locator
from services.districts.model import BOUNDARY_NOTE
from services.districts.routes import ContributionsDep
from services.districts.store import Districts
from services.processes.actions import area_of
from services.processes.model import AREA_KINDS, GRADE_WORDS, GRADES
from services.processes.nearby_routes import router as nearby_router
from services.processes.search import QUERY_LIMIT, find_places
from services.processes.staff_routes import router as staff_router
from services.processes.store import Processes
from services.projects.store import Projects
from services.web.dependencies import ConnectionDep, IdPath, TodayDep, only
from services.web.filter import Filter
from services.web.pages import render

router = APIRouter()
router.include_router(staff_router)
router.include_router(nearby_router)

_FIRST = "ideen"
"""The process that the big button leads to."""


@router.get(
    "/mitmachen", response_class=HTMLResponse, include_in_schema=False, dependencies=[only()]
)
def processes_page(request: Request, connection: ConnectionDep, today: TodayDep) -> HTMLResponse:
    """Show what one can take part in: now, soon, and what has ended."""
    processes = Processes(connection).list(today)
    by_phase = {
        phase: [one.id for one in processes if one.phase(today) == phase]
        for phase in ("open", "upcoming", "ended")
    }
    taking = [one for one in processes if one.id in by_phase["open"] and one.takes_voices]
    return render(
        request,
        "processes/list.html",
        {
            "processes": processes,
            "by_phase": by_phase,
            "ideas": min(taking, key=lambda one: (one.id != _FIRST, one.number), default=None),
            "today": today,
            "districts": {one.id: one for one in Districts(connection).list()},
            "grades": GRADES,
            "area_kinds": AREA_KINDS,
        },
    )


@router.get(
    "/mitmachen/{process_id}",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only()],
)
def process_page(
    process_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    today: TodayDep,
    contributions: ContributionsDep,
) -> HTMLResponse:
    """Show one process: the question, whom it is for, where, until when, and what it is worth."""
    process = Processes(connection).get_public(process_id)
    boundaries = boundaries_in_force(connection, today)
    mark = None if process.area_kind == "city" else area_of(process, boundaries)
    filter_ = Filter(processes=(process.id,))
    return render(
        request,
        "processes/process.html",
        {
            "process": process,
            "today": today,
            "districts": {one.id: one for one in Districts(connection).list()},
            "projects": [
                one for one in Projects(connection).list() if one.id in process.project_ids
            ],
            "voices": sum(
                one.count(connection, filter_, today).total
                for one in contributions
                if one.name == "voices" and one.count is not None
            ),
            "grades": GRADES,
            "grade_words": GRADE_WORDS,
            "area_kinds": AREA_KINDS,
            "map": locator(connection, today, mark=mark),
            "boundary_note": BOUNDARY_NOTE[boundaries.version.boundary_status],
        },
    )


class HitOut(BaseModel):
    """One place: its kind, name and district, and where it is if that is known (CRS84)."""

    kind: Literal["district", "street", "place"]
    name: str
    district: str
    district_name: str
    lon: float | None
    lat: float | None
    accuracy_m: float | None


class HitsOut(BaseModel):
    """What the search found, the best first."""

    query: str
    hits: list[HitOut]


@router.get("/api/places", dependencies=[only("q")])
def search_places(
    connection: ConnectionDep,
    today: TodayDep,
    q: Annotated[
        str,
        Query(max_length=QUERY_LIMIT, description="Part of a name; `str.` stands for `straße`."),
    ] = "",
) -> HitsOut:
    """Find a place by its name among our own places, streets and districts: at most ten."""
    names = {one.id: one.name for one in Districts(connection).list()}
    return HitsOut(
        query=q,
        hits=[
            HitOut(
                kind=hit.kind,
                name=hit.name,
                district=hit.district_id,
                district_name=names[hit.district_id],
                lon=hit.lon,
                lat=hit.lat,
                accuracy_m=hit.accuracy_m,
            )
            for hit in find_places(connection, q, on=today)
        ],
    )
