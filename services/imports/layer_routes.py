"""Addresses of one layer of an upload: the report, the decision, what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from services.database.engine import writing
from services.imports import page
from services.imports.actions import apply, cancel_work, confirm, give_up_version
from services.imports.arrival import remove_folder
from services.imports.form import Read, read_form
from services.imports.model import FORMATS, LayerFound, Message, RasterFound
from services.imports.offers import (
    FIELD_NAMES,
    INTERNAL,
    LICENCES,
    OTHER,
    TITLE_LIMIT,
    WORDS_LIMIT,
)
from services.imports.rasters.form import UNIT_LIMIT, read_raster, suspicious, typed_of_raster
from services.imports.rasters.targets import raster_targets
from services.imports.records import ImportFile, ImportLayer
from services.imports.report_text import fault_reason, said
from services.imports.start import typed_of
from services.imports.store import Imports
from services.layers.changes import CHANGE_NAMES
from services.layers.imported import ImportedLayer
from services.layers.store import ImportedLayers
from services.processes.typed import Typed
from services.processes.typed_form import TypedDep
from services.projects.model import THEMES
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

_LIST: Final = "/verwaltung/importe"
_LAYER: Final = _LIST + "/{import_id}/ebenen/{position}"


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
    read = _read(connection, one, position, typed)
    if read.decision is None:
        return layer_page(request, connection, one, position, today=today, typed=typed, read=read)
    confirm(
        connection,
        import_id,
        position,
        read.decision,
        revision=typed.revision,
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
    engine: EngineDep,
    settings: SettingsDep,
    actor: StaffDep,
    now: NowDep,
) -> RedirectResponse:
    """Show everybody the new version of a layer; files that nobody needs any more go."""
    with writing(engine) as connection:
        apply(connection, import_id, position, revision=typed.revision, actor=actor, now=now)
        is_closed = Imports(connection).get(import_id).state == "closed"
    if is_closed:
        remove_folder(settings.import_dir, import_id)
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
    give_up_version(connection, import_id, position, revision=typed.revision, actor=actor, now=now)
    return _to(import_id, position)


def _to(import_id: str, position: int) -> RedirectResponse:
    return RedirectResponse(f"{_LIST}/{import_id}/ebenen/{position}", HTTPStatus.SEE_OTHER)


def _read(connection: Connection, one: ImportFile, position: int, typed: Typed) -> Read:
    told = one.report.messages if one.report else ()
    if one.is_raster(position):
        return read_raster(typed, one.raster(position), told, raster_targets(connection))
    return read_form(typed, one.found(position), told, _targets(connection))


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
    found, layer = one.at(position), one.layer(position)
    about_file: tuple[Message, ...] = one.report.messages if one.report else ()
    template, own = (
        ("imports/raster.html", _of_raster(connection, found, layer))
        if isinstance(found, RasterFound)
        else ("imports/layer.html", _of_features(connection, found, layer, today))
    )
    shown: Typed = typed or own["typed"]
    return render(
        request,
        template,
        {
            **own,
            "one": one,
            "layer": layer,
            "found": found,
            "is_raster": isinstance(found, RasterFound),
            "alone": len(one.layers) == 1,
            "changes": page.changes(connection, layer, on=today),
            "change_names": CHANGE_NAMES,
            "jobs": page.jobs_of(connection, one),
            "same": page.same_files(connection, one) if layer.can_be_loaded else (),
            "stamp": page.stamp(one),
            "steps": page.STEPS,
            "told": page.by_weight((*about_file, *found.messages)),
            "why": page.by_weight((layer.message,) if layer.message else ()),
            "weights": page.WEIGHTS if layer.can_be_loaded else page.WEIGHTS_DECIDED,
            "said": said,
            "places": page.places(connection, found, on=today) if layer.can_be_loaded else (),
            "directions": page.DIRECTIONS,
            "formats": FORMATS,
            "typed": shown,
            "errors": read.errors if read else {},
            "field_names": FIELD_NAMES,
            "licences": LICENCES,
            "internal": INTERNAL,
            "other": OTHER,
            "themes": THEMES,
            "limits": {"title": TITLE_LIMIT, "words": WORDS_LIMIT, "unit": UNIT_LIMIT},
            "groups": sorted({each.group_name for each in ImportedLayers(connection).list()}),
            "made": ImportedLayers(connection).find(layer.layer_id) if layer.layer_id else None,
            "done": request.query_params.get("getan", ""),
        },
        status=HTTPStatus.OK if read is None else HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def _of_features(
    connection: Connection, found: LayerFound, layer: ImportLayer, today: date
) -> Mapping[str, Any]:
    return {
        "typed": typed_of(found, layer.decision),
        "targets": _targets(connection),
        "fault_map": page.faults(connection, found, on=today) if layer.can_be_loaded else None,
        "fault_reason": fault_reason,
        "value_kinds": page.KINDS,
        "shape_kinds": page.SHAPES,
    }


def _of_raster(connection: Connection, found: RasterFound, layer: ImportLayer) -> Mapping[str, Any]:
    odd = suspicious(found)
    return {
        "typed": typed_of_raster(found, layer.decision),
        "targets": [one for some in raster_targets(connection).values() for one in some],
        "odd": odd,
        "odd_value": repr(odd),
    }
