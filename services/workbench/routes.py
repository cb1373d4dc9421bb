"""The start page and the map page: districts, projects and layers under one filter."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from maps.base_maps import BASE_MAPS
from maps.legend import legend
from services.districts.actions import cards, locator
from services.districts.model import BOUNDARY_NOTE
from services.districts.routes import ContributionsDep
from services.districts.store import Districts
from services.layers.routes import TilerDep
from services.projects.actions import count_all, count_projects, group_by_district
from services.web.dependencies import ConnectionDep, FilterDep, SettingsDep, TodayDep
from services.web.pages import render
from services.workbench.messages import map_messages

router = APIRouter()

DEFAULT_LAYERS = ("projects", "colours")


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
def start_page(
    request: Request,
    connection: ConnectionDep,
    filter_: FilterDep,
    today: TodayDep,
    contributions: ContributionsDep,
) -> HTMLResponse:
    """Say what this is, and show three ways in and all nine districts."""
    version = Districts(connection).version_in_force(today)
    return render(
        request,
        "workbench/start.html",
        {
            "cards": cards(connection, filter_, contributions=contributions, on=today),
            "filter": filter_,
            "total": count_all(connection, today),
            "map": locator(connection, today),
            "municipality": Districts(connection).municipality(),
            "boundary_note": BOUNDARY_NOTE[version.boundary_status],
        },
    )


@router.get("/karte", response_class=HTMLResponse, include_in_schema=False)
def map_page(
    request: Request,
    connection: ConnectionDep,
    filter_: FilterDep,
    today: TodayDep,
    contributions: ContributionsDep,
    tiler: TilerDep,
    settings: SettingsDep,
) -> HTMLResponse:
    """Show map and list of the same filtered set; the list works without the map."""
    version = Districts(connection).version_in_force(today)
    shown = DEFAULT_LAYERS if filter_.layers is None else filter_.layers
    return render(
        request,
        "workbench/map.html",
        {
            "filter": filter_,
            "cards": cards(connection, filter_, contributions=contributions, on=today),
            "total": count_projects(connection, filter_, today).total,
            "everything": count_all(connection, today),
            "groups": group_by_district(connection, filter_, today),
            "districts": {one.id: one for one in Districts(connection).list()},
            "layers": tuple(tiler.layers.values()),
            "shown": shown,
            "base_maps": [BASE_MAPS[one].dated(today.year) for one in settings.base_maps],
            "boundary_note": BOUNDARY_NOTE[version.boundary_status],
            "map": locator(connection, today),
            "map_messages": map_messages,
            "legend": [
                entry
                for entry in legend((), boundary_note=BOUNDARY_NOTE[version.boundary_status])
                if entry.id != "citywide"
            ],
        },
    )
