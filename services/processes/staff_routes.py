"""Addresses of processes for staff: list, form, publish, delete."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection
from starlette.datastructures import UploadFile

from services.districts.actions import boundaries_in_force
from services.districts.model import BOUNDARY_NOTE
from services.districts.store import Districts
from services.processes.areas import AREA_BYTES
from services.processes.form import CIRCLE, Given, Read, read_form, typed_of
from services.processes.keeping import (
    change_process,
    create_process,
    delete_process,
    publish_process,
)
from services.processes.messages import draw_messages
from services.processes.model import (
    AREA_KINDS,
    ASKED_KIND_NAMES,
    CIRCLE_METRES,
    FIELD_NAMES,
    GRADE_WORDS,
    GRADES,
    LEGAL_LIMIT,
    MODERATIONS,
    STANDING_IDS,
    TITLE_LIMIT,
    WORDS_LIMIT,
    Process,
)
from services.processes.search import find_places
from services.processes.store import Processes
from services.processes.typed import Typed
from services.projects.store import Projects
from services.web.bodies import LARGE_BODY_LIMIT
from services.web.dependencies import (
    ConnectionDep,
    IdPath,
    NowDep,
    StaffDep,
    TodayDep,
    WritingDep,
    only,
)
from services.web.pages import render

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_LIST = "/verwaltung/verfahren"


async def _typed(request: Request) -> Typed:
    async with request.form(max_part_size=LARGE_BODY_LIMIT) as form:
        fields: dict[str, tuple[str, ...]] = {}
        file = ""
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                content = await value.read(AREA_BYTES + 1)
                file = content.decode("utf-8-sig", "replace").strip()
            else:
                fields[name] = (*fields.get(name, ()), value)
        return Typed(fields, file)


TypedDep = Annotated[Typed, Depends(_typed)]


@router.get("/verwaltung/verfahren", dependencies=[only("getan")])
def staff_list(request: Request, connection: ConnectionDep, today: TodayDep) -> HTMLResponse:
    """Show every process, drafts too."""
    store = Processes(connection)
    processes = store.all()
    return render(
        request,
        "processes/staff_list.html",
        {
            "processes": processes,
            "voices": {one.id: store.count_voices(one.id) for one in processes},
            "today": today,
            "districts": {one.id: one for one in Districts(connection).list()},
            "grades": GRADES,
            "area_kinds": AREA_KINDS,
            "done": request.query_params.get("getan", ""),
        },
    )


@router.get("/verwaltung/verfahren/neu", dependencies=[only()])
def new_form(request: Request, connection: ConnectionDep, today: TodayDep) -> HTMLResponse:
    """Show the form for a new process."""
    return _form(request, connection, typed_of(None), Read({}, {}), process=None, today=today)


@router.post("/verwaltung/verfahren", dependencies=[only()])
def create(
    request: Request,
    typed: TypedDep,
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Set up a process, as a draft."""
    read = read_form(typed, _given(connection, today), before=None)
    if read.errors:
        return _form(
            request,
            connection,
            typed,
            read,
            process=None,
            today=today,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    one = create_process(connection, read.values, actor=actor, now=now)
    return _to(f"{_LIST}/{one.id}?getan=angelegt")


@router.get("/verwaltung/verfahren/{process_id}", dependencies=[only("getan")])
def edit_form(
    process_id: IdPath, request: Request, connection: ConnectionDep, today: TodayDep
) -> HTMLResponse:
    """Show the form of a process."""
    process = Processes(connection).get(process_id)
    return _form(request, connection, typed_of(process), Read({}, {}), process=process, today=today)


@router.post("/verwaltung/verfahren/{process_id}", dependencies=[only()])
def change(
    process_id: IdPath,
    request: Request,
    typed: TypedDep,
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Change a process; what somebody else changed meanwhile is shown first."""
    process = Processes(connection).get(process_id)
    read = read_form(typed, _given(connection, today), before=process)
    if typed.one("version") != str(process.version):
        return _form(
            request,
            connection,
            typed,
            read,
            process=process,
            today=today,
            status=HTTPStatus.CONFLICT,
        )
    if read.errors:
        return _form(
            request,
            connection,
            typed,
            read,
            process=process,
            today=today,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    change_process(connection, process, read.values, actor=actor, now=now)
    return _to(f"{_LIST}/{process.id}?getan=gespeichert")


@router.post("/verwaltung/verfahren/{process_id}/veroeffentlichen", dependencies=[only()])
def publish(
    process_id: IdPath, connection: WritingDep, actor: StaffDep, now: NowDep
) -> RedirectResponse:
    """Show a process to everybody."""
    publish_process(connection, process_id, actor=actor, now=now)
    return _to(f"{_LIST}/{process_id}?getan=veroeffentlicht")


@router.post("/verwaltung/verfahren/{process_id}/loeschen", dependencies=[only()])
def delete(
    process_id: IdPath, connection: WritingDep, actor: StaffDep, now: NowDep
) -> RedirectResponse:
    """Delete a process that has no voices."""
    delete_process(connection, process_id, actor=actor, now=now)
    return _to(f"{_LIST}?getan=geloescht")


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


def _given(connection: Connection, today: TodayDep) -> Given:
    return Given(
        boundaries=boundaries_in_force(connection, today),
        district_ids=Districts(connection).ids(),
        project_ids=tuple(one.id for one in Projects(connection).list()),
        taken_ids={one.id for one in Processes(connection).all()},
        find=lambda q: find_places(connection, q, on=today),
    )


def _form(
    request: Request,
    connection: Connection,
    typed: Typed,
    read: Read,
    *,
    process: Process | None,
    today: date,
    status: HTTPStatus = HTTPStatus.OK,
) -> HTMLResponse:
    deletable = (
        process is not None
        and process.id not in STANDING_IDS
        and Processes(connection).count_voices(process.id) == 0
    )
    return render(
        request,
        "processes/form.html",
        {
            "process": process,
            "typed": typed,
            "errors": read.errors,
            "places": read.places,
            "clash": status == HTTPStatus.CONFLICT,
            "deletable": deletable,
            "done": request.query_params.get("getan", ""),
            "districts": Districts(connection).list(),
            "projects": Projects(connection).list(),
            "grades": GRADES,
            "grade_words": GRADE_WORDS,
            "area_kinds": AREA_KINDS,
            "circle": CIRCLE,
            "circle_metres": CIRCLE_METRES,
            "draw_messages": draw_messages,
            "boundary_note": BOUNDARY_NOTE[
                Districts(connection).version_in_force(today).boundary_status
            ],
            "kinds": ASKED_KIND_NAMES,
            "moderations": MODERATIONS,
            "field_names": FIELD_NAMES,
            "limits": {"title": TITLE_LIMIT, "words": WORDS_LIMIT, "legal": LEGAL_LIMIT},
        },
        status=status,
    )
