"""The start page and the map page: districts, projects and layers under one filter."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from maps.base_maps import BASE_MAPS
from maps.imported_legend import source_legend
from maps.legend import legend
from maps.voice_signs import voice_legend
from services.comments.data_routes import VoicesDep
from services.comments.listing import citizens
from services.comments.model import KINDS
from services.districts.actions import cards, locator
from services.districts.model import BOUNDARY_NOTE
from services.districts.routes import ContributionsDep
from services.districts.store import Districts
from services.layers.dependencies import RegistryDep
from services.layers.imported_sources import imported_sources
from services.layers.rasters.beside import zone_lines
from services.processes.store import Processes
from services.projects.actions import count_all, count_projects
from services.projects.model import THEMES
from services.web.dependencies import ActorDep, ConnectionDep, FilterDep, SettingsDep, TodayDep
from services.web.filter import Filter
from services.web.pages import render
from services.workbench.groups import groups
from services.workbench.messages import map_messages

router = APIRouter()

DEFAULT_LAYERS = ("projects", "voices", "colours")
STYLE = "/styles/werkbank.json"
STAFF_STYLE = "/verwaltung/karte/stil.json"


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
    settings: SettingsDep,
    voices: VoicesDep,
    registry: RegistryDep,
    actor: ActorDep,
) -> HTMLResponse:
    """Show map and list of the same filtered set; the list works without the map.

    Staff also find the layers that are not public.
    """
    version = Districts(connection).version_in_force(today)
    note = BOUNDARY_NOTE[version.boundary_status]
    strip = cards(connection, filter_, contributions=contributions, on=today)
    shown = DEFAULT_LAYERS if filter_.layers is None else filter_.layers
    is_staff = actor is not None and actor.is_staff
    layers = registry.list(connection, for_staff=is_staff)
    imported = imported_sources(layers, on=today)
    districts = {one.id: one for one in Districts(connection).list()}
    return render(
        request,
        "workbench/map.html",
        {
            "filter": filter_,
            "cards": strip,
            "total": count_projects(connection, filter_, today).total,
            "everything": count_all(connection, today),
            "tally": voices.tally(connection, filter_, today),
            "all_voices": voices.tally(connection, Filter(), today),
            "asks_for_notes": citizens(filter_) is None,
            "groups": groups(connection, filter_, today, cards=strip, index=voices),
            "districts": districts,
            "processes": {one.id: one.title for one in Processes(connection).list(today)},
            "shown": shown,
            "style_url": STAFF_STYLE if is_staff else STYLE,
            "imported": imported,
            "imported_shown": any(one.id in shown for one in imported),
            "source_legend": source_legend,
            "zone_lines": zone_lines(layers, list(districts.values()), version.valid_from),
            "base_maps": [BASE_MAPS[one].dated(today.year) for one in settings.base_maps],
            "boundary_note": note,
            "map": locator(connection, today),
            "map_messages": map_messages,
            "legend": [one for one in legend((), boundary_note=note) if one.id != "citywide"],
            "voice_legend": voice_legend(KINDS, THEMES),
        },
    )
