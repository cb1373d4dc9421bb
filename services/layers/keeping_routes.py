"""Addresses where staff look after a layer: its facts and look, its versions, its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from services.layers.changes import CHANGE_NAMES, changes_of
from services.layers.dependencies import RegistryDep, WaitingDep
from services.layers.draft_form import read_days, read_draft
from services.layers.imported_routes import whole_number
from services.layers.keeping import (
    Keeper,
    change_facts,
    change_look,
    remove_layer,
    remove_version,
    show_version,
)
from services.layers.keeping_page import (
    form_context,
    preview_context,
    typed_of,
    values_of,
    version_rows,
)
from services.layers.look_form import FIELDS, ReadLook, read_look, read_raster_look
from services.layers.registry import Shown
from services.layers.store import ImportedLayers
from services.processes.typed import Reader, Typed
from services.processes.typed_form import TypedDep
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
from services.web.texts import LocalText

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_LAYER: Final = "/verwaltung/ebenen/{layer_id}"
_VERSION: Final = _LAYER + "/staende/{version}"
_YES: Final = "yes"

VersionPath = Annotated[int, Path(ge=1, le=999_999_999)]


def _keeper(typed: TypedDep, actor: StaffDep, now: NowDep) -> Keeper:
    return Keeper(actor, now, revision=typed.revision)


KeeperDep = Annotated[Keeper, Depends(_keeper)]


@router.get(_LAYER + "/bearbeiten", dependencies=[only()])
def edit_page(
    layer_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    registry: RegistryDep,
    today: TodayDep,
) -> HTMLResponse:
    """Show the forms of a layer's facts and look."""
    shown = registry.get(connection, layer_id, for_staff=True)
    typed = typed_of(shown.layer)
    context = form_context(connection, shown, typed, shown.layer.look, errors={}, on=today)
    return render(request, "layers/edit.html", context)


@router.post(_LAYER + "/bearbeiten", dependencies=[only()])
def edit(
    layer_id: IdPath,
    request: Request,
    typed: TypedDep,
    keeper: KeeperDep,
    connection: WritingDep,
    registry: RegistryDep,
    today: TodayDep,
) -> Response:
    """Change what is said about a layer; what is missing is shown first."""
    shown = registry.get(connection, layer_id, for_staff=True)
    reader = Reader(typed)
    as_of, next_due = read_days(reader)
    draft = read_draft(reader, as_of or date.min, next_due)
    if reader.errors:
        kept = Typed({**typed_of(shown.layer).fields, **typed.fields})
        context = form_context(
            connection, shown, kept, shown.layer.look, errors=reader.errors, on=today
        )
        return render(request, "layers/edit.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    change_facts(connection, layer_id, draft, keeper)
    return _to(layer_id, "geaendert")


@router.post(_LAYER + "/aussehen", dependencies=[only()])
def change_drawing(
    layer_id: IdPath,
    request: Request,
    typed: TypedDep,
    keeper: KeeperDep,
    connection: WritingDep,
    registry: RegistryDep,
    today: TodayDep,
) -> Response:
    """Change how a layer is drawn, or only show its legend where a person asks for that."""
    shown = registry.get(connection, layer_id, for_staff=True)
    read = _read(connection, shown, typed, today)
    if read.errors or typed.one("act") == "preview":
        fields = {**typed_of(shown.layer).fields, **read.typed.fields}
        context = form_context(
            connection, shown, Typed(fields), read.look, errors=read.errors, on=today
        )
        return render(request, "layers/edit.html", context, status=_status(read.errors))
    change_look(connection, layer_id, read.look, keeper)
    return _to(layer_id, "aussehen")


@router.get(_LAYER + "/klassen", dependencies=[only(*FIELDS)])
def preview(
    layer_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    registry: RegistryDep,
    today: TodayDep,
) -> HTMLResponse:
    """Show the legend of a look that is only tried; part of a page."""
    shown = registry.get(connection, layer_id, for_staff=True)
    params = request.query_params
    typed = Typed({name: tuple(params.getlist(name)) for name in FIELDS})
    read = _read(connection, shown, typed, today)
    context = preview_context(shown, read.typed, read.look, errors=read.errors, on=today)
    return render(request, "layers/classes.html", context)


def _read(connection: Connection, shown: Shown, typed: Typed, today: date) -> ReadLook:
    if shown.layer.kind == "raster":
        return read_raster_look(typed, shown.layer.look)
    return read_look(typed, shown.version.fields, values_of(connection, shown, today))


def _status(errors: Mapping[str, LocalText]) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK


@router.get(_VERSION, dependencies=[only("ab")])
def version_page(
    layer_id: IdPath,
    version: VersionPath,
    request: Request,
    connection: ConnectionDep,
    registry: RegistryDep,
    find_waiting: WaitingDep,
    today: TodayDep,
) -> HTMLResponse:
    """Show where one version comes from, and what it changed."""
    shown = registry.get(connection, layer_id, for_staff=True)
    layer = shown.layer
    found = ImportedLayers(connection).get_version(layer, version)
    rows = version_rows(connection, layer, find_waiting(connection, layer_id))
    start = max(whole_number(request, "ab", default=0), 0)
    return render(
        request,
        "layers/version.html",
        {
            "shown": shown,
            "layer": layer,
            "version": found,
            "row": next(one for one in rows if one.version.version == version),
            "changes": changes_of(connection, layer, found, on=today, start=start),
            "change_names": CHANGE_NAMES,
        },
    )


@router.post(_VERSION + "/zeigen", dependencies=[only()])
def show_again(
    layer_id: IdPath,
    version: VersionPath,
    keeper: KeeperDep,
    connection: WritingDep,
    find_waiting: WaitingDep,
) -> RedirectResponse:
    """Show everybody another version of a layer."""
    waiting = find_waiting(connection, layer_id)
    show_version(connection, layer_id, version, keeper, waiting=waiting)
    return _to(layer_id, "gezeigt")


@router.post(_VERSION + "/entfernen", dependencies=[only()])
def remove_old(
    layer_id: IdPath,
    version: VersionPath,
    keeper: KeeperDep,
    connection: WritingDep,
    find_waiting: WaitingDep,
) -> RedirectResponse:
    """Remove a version that is not shown."""
    waiting = find_waiting(connection, layer_id)
    remove_version(connection, layer_id, version, keeper, waiting=waiting)
    return _to(layer_id, "stand-entfernt")


@router.post(_LAYER + "/entfernen", dependencies=[only()])
def remove(
    layer_id: IdPath,
    typed: TypedDep,
    keeper: KeeperDep,
    connection: WritingDep,
    find_waiting: WaitingDep,
) -> RedirectResponse:
    """Remove a layer with all its versions, if whoever asks has said yes."""
    if typed.one("sure") != _YES:
        return _to(layer_id, "unsicher")
    remove_layer(connection, layer_id, keeper, waiting=find_waiting(connection, layer_id))
    return RedirectResponse("/verwaltung/ebenen?getan=entfernt", HTTPStatus.SEE_OTHER)


def _to(layer_id: str, done: str) -> RedirectResponse:
    path = f"/verwaltung/ebenen/{layer_id}?getan={done}"
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)
