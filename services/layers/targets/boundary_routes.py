"""Addresses of a layer that is to become the boundaries of the districts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from services.database.engine import writing
from services.districts.model import District
from services.districts.routes import ContributionsDep
from services.districts.store import Districts
from services.jobs.model import Job
from services.layers.dependencies import RegistryDep
from services.layers.imported import Feature
from services.layers.registry import Shown
from services.layers.targets.asking import job_of
from services.layers.targets.boundaries import (
    AS_BOUNDARIES,
    Preview,
    Proposal,
    ask_for_boundaries,
    boundary_set,
    can_be_boundaries,
    preview,
    propose,
)
from services.layers.targets.boundary_form import FIELD_NAMES, NONE, Read, read_form, typed_of
from services.layers.targets.values import VALUES_MOST, counted, public_fields
from services.processes.typed import Typed
from services.processes.typed_form import TypedDep
from services.web.dependencies import (
    ConnectionDep,
    EngineDep,
    IdPath,
    NowDep,
    StaffDep,
    TodayDep,
    only,
)
from services.web.pages import render

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_PAGE: Final = "/verwaltung/ebenen/{layer_id}/als-grenzen"
_FIELD, _JOB = "feld", "auftrag"
FAULTS_SHOWN: Final = 50
"""More are counted only: a map that is wrong everywhere is not mended line by line."""


@dataclass(frozen=True)
class _Asked:
    """A layer, the column that was chosen, and its values; without a column there are none."""

    shown: Shown
    column: str
    features: Sequence[Feature] = ()
    districts: Sequence[District] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def proposals(self) -> Mapping[str, Proposal]:
        """Return the district each value names or resembles."""
        return propose(tuple(self.counts), self.districts)

    @property
    def is_readable(self) -> bool:
        """Return True if the values may be names."""
        return 0 < len(self.counts) <= VALUES_MOST


@router.get(_PAGE, dependencies=[only(_FIELD, _JOB)])
def boundaries_page(
    layer_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    registry: RegistryDep,
    today: TodayDep,
) -> HTMLResponse:
    """Ask which column names the districts, and what each of its values means."""
    shown = registry.get(connection, layer_id, for_staff=True)
    asked = _asked(connection, shown, request.query_params.get(_FIELD, ""), today)
    job = job_of(connection, request.query_params.get(_JOB, ""), AS_BOUNDARIES, layer_id)
    return _page(request, connection, asked, typed_of(shown, asked.proposals), job=job)


@router.post(_PAGE, dependencies=[only()])
def decide_boundaries(
    layer_id: IdPath,
    request: Request,
    typed: TypedDep,
    engine: EngineDep,
    connection: ConnectionDep,
    registry: RegistryDep,
    contributions: ContributionsDep,
    actor: StaffDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Show what the boundaries would change; or, if that was seen, have them brought in."""
    shown = registry.get(connection, layer_id, for_staff=True)
    asked = _asked(connection, shown, typed.one(_FIELD), today)
    newest = Districts(connection).versions()[-1].valid_from
    if not asked.is_readable:
        return _page(request, connection, asked, typed)
    read = read_form(
        typed,
        shown,
        asked.column,
        tuple(asked.counts),
        districts=asked.districts,
        newest=newest,
    )
    if read.draft is None:
        return _page(request, connection, asked, typed, read=read)
    made = boundary_set(read.draft, asked.features, asked.districts)
    would = preview(engine, made, contributions=contributions, now=now)
    if typed.one("act") != "apply" or not would.is_fine:
        return _page(request, connection, asked, typed, read=read, would=would)
    with writing(engine) as own:
        job_id = ask_for_boundaries(own, shown, read.draft, actor=actor, now=now)
    address = f"/verwaltung/ebenen/{layer_id}/als-grenzen?{_JOB}={job_id}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _asked(connection: Connection, shown: Shown, chosen: str, on: date) -> _Asked:
    districts = Districts(connection).list()
    known = {one.id for one in public_fields(shown)}
    if chosen not in known or not can_be_boundaries(shown):
        return _Asked(shown, "", (), districts)
    features = tuple(shown.features(connection, on).each())
    return _Asked(shown, chosen, features, districts, counted(features, chosen))


def _page(
    request: Request,
    connection: Connection,
    asked: _Asked,
    typed: Typed,
    *,
    read: Read | None = None,
    would: Preview | None = None,
    job: Job | None = None,
) -> HTMLResponse:
    """Show the page; after a try, with what was ``typed`` and what is wrong with it."""
    errors = read.errors if read else {}
    return render(
        request,
        "layers/as_boundaries.html",
        {
            "shown": asked.shown,
            "layer": asked.shown.layer,
            "is_possible": can_be_boundaries(asked.shown),
            "fields": public_fields(asked.shown),
            "field": asked.column,
            "is_readable": asked.is_readable,
            "counts": asked.counts,
            "values_most": VALUES_MOST,
            "proposals": asked.proposals if asked.is_readable else {},
            "names": {one.id: one.name for one in asked.districts},
            "districts": asked.districts,
            "former": Districts(connection).versions()[-1],
            "typed": typed,
            "no_district": NONE,
            "errors": errors,
            "field_names": FIELD_NAMES,
            "would": would,
            "faults_shown": FAULTS_SHOWN,
            "job": job,
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
    )
