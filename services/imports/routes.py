"""Addresses of imports: upload, see what was found, follow what is under way."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, File, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from services.database.engine import reading, writing
from services.imports.actions import cancel_work, discard, take_in
from services.imports.arrival import keep, remove_folder
from services.imports.codes import CODES
from services.imports.layer_routes import layer_page
from services.imports.layer_routes import router as layer_router
from services.imports.model import FORMATS, ImportRefusedError, Message
from services.imports.page import STEPS, WEIGHTS, by_weight, jobs_of, same_files, stamp
from services.imports.quarantine import MEGABYTE
from services.imports.report_text import SEVERITIES, said
from services.imports.store import Imports
from services.layers.store import ImportedLayers
from services.settings import Settings
from services.web.dependencies import (
    ConnectionDep,
    EngineDep,
    IdPath,
    NowDep,
    SettingsDep,
    StaffDep,
    TodayDep,
    WritingDep,
    only,
)
from services.web.pages import render

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

LIST: Final = "/verwaltung/importe"
_CLOSED_SHOWN: Final = 20


@router.get(LIST, dependencies=[only("getan")])
def list_page(request: Request, connection: ConnectionDep, settings: SettingsDep) -> HTMLResponse:
    """Show the form for an upload, and what is under way."""
    return _list(request, connection, settings)


@router.post(LIST, dependencies=[only()])
def upload(
    request: Request,
    engine: EngineDep,
    settings: SettingsDep,
    actor: StaffDep,
    now: NowDep,
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Take in a file, or the parts of one data set, and have it looked at."""
    # Without WritingDep: nobody who writes waits while a large file is copied.
    arriving = [(one.filename, one.file) for one in files or () if one.filename]
    try:
        if not arriving:
            raise ImportRefusedError(code="IMP-003")
        new = keep(
            arriving,
            import_dir=settings.import_dir,
            limit_bytes=settings.import_limit_mb * MEGABYTE,
        )
    except ImportRefusedError as refused:
        message = Message(refused.code, refused.facts)
        with reading(engine) as connection:
            return _list(request, connection, settings, trouble=message)
    try:
        with writing(engine) as connection:
            take_in(connection, new, actor=actor, now=now)
    except BaseException:
        remove_folder(settings.import_dir, new.id)
        raise
    return RedirectResponse(f"{LIST}/{new.id}", HTTPStatus.SEE_OTHER)


@router.get(f"{LIST}/meldungen", dependencies=[only()])
def messages_page(request: Request) -> HTMLResponse:
    """Show every message there is, for whoever wants to read up on one."""
    return render(request, "imports/messages.html", {"codes": CODES, "severities": SEVERITIES})


@router.get(LIST + "/{import_id}", dependencies=[only("getan")])
def import_page(
    import_id: IdPath, request: Request, connection: ConnectionDep, today: TodayDep
) -> HTMLResponse:
    """Show how far an upload is, and what was found in it."""
    one = Imports(connection).get(import_id)
    if len(one.layers) == 1:
        return layer_page(request, connection, one, 0, today=today)
    told = [*(one.report.messages if one.report else ()), *((one.message,) if one.message else ())]
    return render(
        request,
        "imports/import.html",
        {
            "one": one,
            "jobs": jobs_of(connection, one),
            "same": same_files(connection, one),
            "stamp": stamp(one),
            "told": by_weight(told),
            "weights": WEIGHTS,
            "steps": STEPS,
            "formats": FORMATS,
            "said": said,
            "titles": {each.id: each.title for each in ImportedLayers(connection).list()},
            "done": request.query_params.get("getan", ""),
        },
    )


@router.get(LIST + "/{import_id}/stand", dependencies=[only("zeichen")])
def state_fragment(
    import_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    zeichen: Annotated[str, Query(max_length=10_000)] = "",
) -> HTMLResponse:
    """Show how far the jobs are; once something else is to be seen, the page is loaded anew."""
    one = Imports(connection).get(import_id)
    now_is = stamp(one)
    context = {"one": one, "jobs": jobs_of(connection, one), "stamp": now_is, "steps": STEPS}
    answer = render(request, "imports/progress.html", context)
    if zeichen != now_is:
        answer.headers["HX-Refresh"] = "true"
    return answer


@router.post(LIST + "/{import_id}/abbrechen", dependencies=[only()])
def cancel(
    import_id: IdPath, connection: WritingDep, actor: StaffDep, now: NowDep
) -> RedirectResponse:
    """Stop looking at an upload."""
    cancel_work(connection, import_id, None, actor=actor, now=now)
    return RedirectResponse(f"{LIST}/{import_id}", HTTPStatus.SEE_OTHER)


@router.post(LIST + "/{import_id}/verwerfen", dependencies=[only()])
def throw_away(
    import_id: IdPath, engine: EngineDep, settings: SettingsDep, actor: StaffDep, now: NowDep
) -> RedirectResponse:
    """Take nothing more from an upload, and remove its files."""
    with writing(engine) as connection:
        discard(connection, import_id, actor=actor, now=now)
    remove_folder(settings.import_dir, import_id)
    return RedirectResponse(f"{LIST}?getan=verworfen", HTTPStatus.SEE_OTHER)


def _list(
    request: Request, connection: Connection, settings: Settings, *, trouble: Message | None = None
) -> HTMLResponse:
    status = HTTPStatus.OK if trouble is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(
        request,
        "imports/list.html",
        {
            "imports": Imports(connection).list(closed=_CLOSED_SHOWN),
            "limit_mb": settings.import_limit_mb,
            "trouble": by_weight([trouble] if trouble else []),
            "weights": WEIGHTS,
            "said": said,
            "done": request.query_params.get("getan", ""),
        },
        status=status,
    )


router.include_router(layer_router)
