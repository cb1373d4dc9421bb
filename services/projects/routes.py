"""Addresses of projects: the API in GeoJSON and CSV, and their pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from services.database.revisions import revisions
from services.districts.actions import cards, locator
from services.districts.model import BOUNDARY_NOTE
from services.districts.routes import ContributionsDep
from services.districts.store import Districts
from services.projects.actions import (
    count_projects,
    label_point,
    project_rows,
    project_table,
)
from services.projects.model import RULES, ProjectPanel
from services.projects.store import Projects
from services.web.caching import answer, etag
from services.web.dependencies import (
    FILTER_OPENAPI,
    ConnectionDep,
    FilterDep,
    IdPath,
    LangDep,
    TodayDep,
    asks,
    form,
)
from services.web.filter import Filter
from services.web.geojson import MEDIA_TYPE, feature_collection
from services.web.pages import render
from services.web.tables import to_csv

router = APIRouter()


def _panels(request: Request) -> Sequence[ProjectPanel]:
    panels: Sequence[ProjectPanel] = request.app.state.project_panels
    return panels


PanelsDep = Annotated[Sequence[ProjectPanel], Depends(_panels)]

_FORMS = ("geojson", "csv")


@router.get(
    "/api/projects",
    openapi_extra=FILTER_OPENAPI,
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}, "text/csv": {}}}},
)
def list_projects(
    request: Request,
    connection: ConnectionDep,
    filter_: Annotated[Filter, Depends(asks("f"))],
    today: TodayDep,
    lang: LangDep,
) -> Response:
    """List the projects that the filter finds: GeoJSON, or CSV for spreadsheets with ``f=csv``.

    A project without a known place is there too, with ``geometry: null``.
    """
    asked = form(request, *_FORMS)
    version = Districts(connection).version_in_force(today)
    tag = etag(
        "projects", asked, lang, version.valid_from, filter_.query(), *revisions(connection).items()
    )
    if asked == "csv":
        return answer(
            request,
            tag,
            lambda: to_csv(*project_table(connection, filter_, today, lang=lang)),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="projekte-herten.csv"'},
        )

    def make() -> bytes:
        store = Projects(connection)
        numbers = store.numbers(filter_, version.valid_from)
        counts = count_projects(connection, filter_, today)
        by_district: dict[str, int] = {
            one.id: counts.by_district.get(one.id, 0) for one in Districts(connection).list()
        }
        return feature_collection(
            store.features(numbers, version.valid_from),
            counts={
                "total": counts.total,
                "with_geometry": store.count_with_geometry(numbers),
                "by_district": by_district | {"citywide": counts.citywide},
            },
            boundaries_valid_from=version.valid_from,
        )

    return answer(request, tag, make, media_type=MEDIA_TYPE)


@router.get("/projekte", response_class=HTMLResponse, include_in_schema=False)
def projects_page(
    request: Request,
    connection: ConnectionDep,
    filter_: FilterDep,
    today: TodayDep,
    contributions: ContributionsDep,
) -> HTMLResponse:
    """Show the projects that the filter finds as a table."""
    return render(
        request,
        "projects/list.html",
        {
            "filter": filter_,
            "cards": cards(connection, filter_, contributions=contributions, on=today),
            "total": count_projects(connection, filter_, today).total,
            "everything": count_projects(connection, Filter(), today).total,
            "rows": project_rows(connection, filter_, today),
            "districts": {one.id: one for one in Districts(connection).list()},
        },
    )


@router.get("/projekte/{project_id}", response_class=HTMLResponse, include_in_schema=False)
def project_page(
    project_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    _: FilterDep,
    today: TodayDep,
    panels: PanelsDep,
) -> HTMLResponse:
    """Show one project: what, where, since when, with which money, and how we know."""
    store = Districts(connection)
    version = store.version_in_force(today)
    placed = Projects(connection).get(project_id, version.valid_from)
    return render(
        request,
        "projects/project.html",
        {
            "placed": placed,
            "label_point": label_point(placed.project.geometry),
            "project": placed.project,
            "districts": {one.id: one for one in store.list()},
            "sources": store.sources(),
            "rules": RULES,
            "map": locator(
                connection,
                today,
                highlight=placed.main_district,
                mark=placed.project.geometry,
            ),
            "boundary_note": BOUNDARY_NOTE[version.boundary_status],
            "panels": [
                (one.template, one.context(connection, project_id, today)) for one in panels
            ],
        },
    )
