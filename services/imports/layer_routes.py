"""Addresses of one layer of an upload: the report, the decision, what becomes of it."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from services.imports import page
from services.imports.actions import apply, cancel_work, confirm, give_up_version
from services.imports.form import Read, read_form
from services.imports.model import FORMATS, Message
from services.imports.offers import (
    FIELD_NAMES,
    INTERNAL,
    LICENCES,
    OTHER,
    TITLE_LIMIT,
    WORDS_LIMIT,
)
from services.imports.records import ImportFile
from services.imports.report_text import fault_reason, said
from services.imports.start import typed_of
from services.imports.store import Imports
from services.layers.imported import ImportedLayer
from services.layers.store import ImportedLayers
from services.processes.typed import Typed
from services.projects.model import THEMES
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

_LIST: Final = "/verwaltung/importe"
_LAYER: Final = _LIST + "/{import_id}/ebenen/{position}"


async def _typed(request: Request) -> Typed:
    async with request.form() as form:
        fields: dict[str, tuple[str, ...]] = {}
        for name, value in form.multi_items():
            if isinstance(value, str):
                fields[name] = (*fields.get(name, ()), value)
    return Typed(fields)


TypedDep = Annotated[Typed, Depends(_typed)]


@router.get(_LAYER, dependencies=[only("getan")])
def found_page(
    import_id: IdPath, position: int, request: Request, connection: ConnectionDep, today: TodayDep
) -> HTMLResponse:
    """Show what was found in one layer, and ask what to do with it."""
    one = Imports(connection).get(import_id)
    return layer_page(request, connection, one, position, today=today)


@router.post(_LAYER, dependencies=[only()])
def decide(
    import_id: IdPath,
    position: int,
    request: Request,
    typed: TypedDep,
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Have a layer loaded as decided; what is missing is shown first."""
    one = Imports(connection).get(import_id)
    told = one.report.messages if one.report else ()
    read = read_form(typed, one.found(position), told, _targets(connection))
    if read.decision is None:
        return layer_page(request, connection, one, position, today=today, typed=typed, read=read)
    confirm(
        connection,
        import_id,
        position,
        read.decision,
        revision=_revision(typed),
        actor=actor,
        now=now,
    )
    return _to(import_id, position)


@router.post(_LAYER + "/abbrechen", dependencies=[only()])
def stop(
    import_id: IdPath, position: int, connection: WritingDep, actor: StaffDep, now: NowDep
) -> RedirectResponse:
    """Stop loading a layer."""
    cancel_work(connection, import_id, position, actor=actor, now=now)
    return _to(import_id, position)


@router.post(_LAYER + "/uebernehmen", dependencies=[only()])
def show_version(
    import_id: IdPath,
    position: int,
    typed: TypedDep,
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
) -> RedirectResponse:
    """Show everybody the new version of a layer."""
    apply(connection, import_id, position, revision=_revision(typed), actor=actor, now=now)
    return _to(import_id, position)


@router.post(_LAYER + "/ablehnen", dependencies=[only()])
def refuse_version(
    import_id: IdPath,
    position: int,
    typed: TypedDep,
    connection: WritingDep,
    actor: StaffDep,
    now: NowDep,
) -> RedirectResponse:
    """Keep the present version of a layer and remove the new one."""
    give_up_version(
        connection, import_id, position, revision=_revision(typed), actor=actor, now=now
    )
    return _to(import_id, position)


def _revision(typed: Typed) -> int:
    value = typed.one("revision")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1  # noqa: PLR2004


def _to(import_id: str, position: int) -> RedirectResponse:
    return RedirectResponse(f"{_LIST}/{import_id}/ebenen/{position}", HTTPStatus.SEE_OTHER)


def _targets(connection: Connection) -> tuple[ImportedLayer, ...]:
    """Return the layers that a new version can be loaded for."""
    return tuple(
        one for one in ImportedLayers(connection).list(shown_only=True) if one.kind == "vector"
    )


def layer_page(
    request: Request,
    connection: Connection,
    one: ImportFile,
    position: int,
    *,
    today: date,
    typed: Typed | None = None,
    read: Read | None = None,
) -> HTMLResponse:
    """Show a layer of an upload; after a try, with what was ``typed`` and what is wrong with it."""
    found, layer = one.found(position), one.layer(position)
    about_file: tuple[Message, ...] = one.report.messages if one.report else ()
    why = (layer.message,) if layer.message else ()
    targets = _targets(connection)
    return render(
        request,
        "imports/layer.html",
        {
            "one": one,
            "layer": layer,
            "found": found,
            "alone": len(one.layers) == 1,
            "jobs": page.jobs_of(connection, one),
            "stamp": page.stamp(one),
            "steps": page.STEPS,
            "told": page.by_weight((*about_file, *found.messages)),
            "why": page.by_weight(why),
            "weights": page.WEIGHTS,
            "said": said,
            "places": page.places(connection, found, on=today) if layer.can_be_loaded else (),
            "fault_map": page.faults(connection, found, on=today) if layer.can_be_loaded else None,
            "fault_reason": fault_reason,
            "directions": page.DIRECTIONS,
            "value_kinds": page.KINDS,
            "shape_kinds": page.SHAPES,
            "formats": FORMATS,
            "typed": typed or typed_of(found, layer.decision),
            "errors": read.errors if read else {},
            "field_names": FIELD_NAMES,
            "licences": LICENCES,
            "internal": INTERNAL,
            "other": OTHER,
            "themes": THEMES,
            "limits": {"title": TITLE_LIMIT, "words": WORDS_LIMIT},
            "targets": targets,
            "groups": sorted({each.group_name for each in targets}),
            "made": ImportedLayers(connection).find(layer.layer_id) if layer.layer_id else None,
            "done": request.query_params.get("getan", ""),
        },
        status=HTTPStatus.OK if read is None else HTTPStatus.UNPROCESSABLE_ENTITY,
    )
