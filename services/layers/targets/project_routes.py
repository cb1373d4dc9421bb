"""Addresses of a layer that is to become projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from services.districts.store import Districts
from services.jobs.model import Job
from services.layers.dependencies import RegistryDep
from services.layers.imported import Feature
from services.layers.registry import Shown
from services.layers.targets.asking import job_of
from services.layers.targets.project_form import (
    COLUMN_NAMES,
    FIELD_NAMES,
    LACKS,
    Columns,
    Read,
    chosen_columns,
    read_form,
    typed_of,
    usual_columns,
)
from services.layers.targets.projects import (
    AS_PROJECTS,
    COLUMNS,
    PROJECTS_MOST,
    Candidate,
    ask_for_projects,
    can_be_projects,
    candidates,
    taken_from,
    undo,
)
from services.layers.targets.values import VALUES_MOST, public_fields
from services.processes.typed import Typed
from services.processes.typed_form import TypedDep
from services.projects.model import STATUSES, THEMES
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

_PAGE: Final = "/verwaltung/ebenen/{layer_id}/als-projekte"
_JOB, _KEPT = "auftrag", "geblieben"
SHOWN: Final = 20
"""So many of the projects to be stand on the page."""


@dataclass(frozen=True)
class _Asked:
    """A layer, its features, and what a person chose so far."""

    shown: Shown
    features: Sequence[Feature]
    columns: Columns | None
    typed: Typed


@router.get(_PAGE, dependencies=[only(*COLUMNS, _JOB, _KEPT)])
def projects_page(
    layer_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    registry: RegistryDep,
    today: TodayDep,
) -> HTMLResponse:
    """Ask which column tells what, and what the values of some of them mean."""
    shown = registry.get(connection, layer_id, for_staff=True)
    asked = _asked(connection, shown, Typed(_query(request)), today)
    if asked.columns is not None:
        typed = typed_of(shown, asked.columns, accuracy_m=_accuracy_m(shown))
        asked = _Asked(shown, asked.features, asked.columns, typed)
    job = job_of(connection, request.query_params.get(_JOB, ""), AS_PROJECTS, layer_id)
    return _page(request, connection, asked, job=job)


@router.post(_PAGE, dependencies=[only()])
def decide_projects(
    layer_id: IdPath,
    request: Request,
    typed: TypedDep,
    connection: WritingDep,
    registry: RegistryDep,
    actor: StaffDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Show what would become of the features; or, if that was seen, have them taken over."""
    shown = registry.get(connection, layer_id, for_staff=True)
    asked = _asked(connection, shown, typed, today)
    if asked.columns is None or asked.columns.too_many:
        return _page(request, connection, asked)
    read = read_form(typed, shown, asked.columns)
    if read.draft is None:
        return _page(request, connection, asked, read=read)
    found = candidates(connection, read.draft, asked.features, on=today)
    agreed = read.draft.skip_incomplete or all(one.is_complete for one in found)
    if typed.one("act") != "apply" or not agreed or not any(one.is_complete for one in found):
        return _page(request, connection, asked, read=read, found=found)
    job_id = ask_for_projects(connection, shown, read.draft, actor=actor, now=now)
    return _to(layer_id, f"?{_JOB}={job_id}")


@router.post(_PAGE + "/{version}/rueckgaengig", dependencies=[only()])
def undo_projects(
    layer_id: IdPath,
    version: int,
    connection: WritingDep,
    registry: RegistryDep,
    actor: StaffDep,
    now: NowDep,
) -> RedirectResponse:
    """Remove the projects that came from a version of a layer."""
    layer = registry.get(connection, layer_id, for_staff=True).layer
    kept = undo(connection, layer, version, actor=actor, now=now)
    return _to(layer_id, f"?{_KEPT}={kept}")


def _to(layer_id: str, query: str) -> RedirectResponse:
    address = f"/verwaltung/ebenen/{layer_id}/als-projekte{query}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _query(request: Request) -> dict[str, tuple[str, ...]]:
    return {name: (value,) for name, value in request.query_params.items()}


def _accuracy_m(shown: Shown) -> int:
    """Return how exact coordinates are after their way here, a metre at best."""
    return max(1, round(shown.version.passport.crs.accuracy_m or 0))


def _asked(connection: Connection, shown: Shown, typed: Typed, on: date) -> _Asked:
    features: Sequence[Feature] = ()
    if can_be_projects(shown):
        features = tuple(shown.features(connection, on).each())
    columns = chosen_columns(typed, shown, features) if features else None
    return _Asked(shown, features, columns, typed)


def _page(
    request: Request,
    connection: Connection,
    asked: _Asked,
    *,
    read: Read | None = None,
    found: Sequence[Candidate] = (),
    job: Job | None = None,
) -> HTMLResponse:
    """Show the page; after a try, with what was typed and what is wrong with it."""
    shown = asked.shown
    errors = read.errors if read else {}
    taken = taken_from(connection, shown.layer)
    fields = public_fields(shown)
    return render(
        request,
        "layers/as_projects.html",
        {
            "shown": shown,
            "layer": shown.layer,
            "is_possible": can_be_projects(shown),
            "most": PROJECTS_MOST,
            "values_most": VALUES_MOST,
            "fields": fields,
            "columns": asked.columns,
            "chosen": asked.columns.chosen if asked.columns else usual_columns(fields),
            "column_names": COLUMN_NAMES,
            "meanings": {"status": STATUSES, "theme": THEMES},
            "typed": asked.typed,
            "errors": errors,
            "field_names": FIELD_NAMES,
            "lacks": LACKS,
            "found": found,
            "complete": sum(one.is_complete for one in found),
            "lacking": {
                key: count for key in LACKS if (count := sum(key in one.lacks for one in found))
            },
            "rows_shown": SHOWN,
            "names": {one.id: one.name for one in Districts(connection).list()},
            "taken": taken,
            "is_taken": any(one.version == shown.version.version for one in taken),
            "kept": request.query_params.get(_KEPT, ""),
            "job": job,
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
    )
