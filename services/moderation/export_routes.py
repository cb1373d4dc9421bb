"""Addresses of voices as files for staff."""

from __future__ import annotations

from typing import Any, Final, cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from services.comments.export import MEDIA_TYPES, Form, about_voices, read_names, write_export
from services.comments.export_answer import file_response, one_big_at_a_time
from services.comments.model import CHANNELS, KINDS
from services.districts.store import Districts
from services.moderation.actions import queue_at
from services.moderation.export import STAFF_FIELDS, staff_rows, to_geojson
from services.moderation.model import QUEUE_STATES, QueueFilter
from services.moderation.queue import PARAMETERS, parse_queue_filter
from services.moderation.queue_store import Queue
from services.processes.store import Processes
from services.web.dependencies import (
    AddressDep,
    ConnectionDep,
    LangDep,
    NowDep,
    SettingsDep,
    StaffDep,
    TodayDep,
    form,
    only,
)
from services.web.filter import InvalidParameterError
from services.web.geojson import MEDIA_TYPE
from services.web.pages import render

router = APIRouter()

READERS: Final = ("moderator", "planner", "admin")
"""Who reads voices that are not public. Statistics counts them, without words and pins."""
FILE_NAME: Final = "stimmen-intern"


@router.get(
    "/verwaltung/stimmen/export",
    response_class=HTMLResponse,
    include_in_schema=False,
    dependencies=[only(*PARAMETERS, "f")],
)
def export_page(
    request: Request,
    connection: ConnectionDep,
    actor: StaffDep,
    settings: SettingsDep,
    now: NowDep,
    today: TodayDep,
    lang: LangDep,
    address: AddressDep,
) -> Response:
    """Show what can be taken away under a filter of the queue; with ``f``, return it."""
    asked = parse_queue_filter(request.query_params.multi_items(), connection, also=("f",))
    known = form(request, "html", "geojson", *MEDIA_TYPES)
    queue = queue_at(connection, now=now, days=settings.reminder_days)
    reads_all = actor.is_any(*READERS)
    if asked.text and not reads_all:
        # Whoever may not read texts could find out by trying which words are in them.
        raise InvalidParameterError(parameter="q", value="…", expected="nothing, with your roles")
    if known == "html":
        page = _page(connection, asked, queue)
        return render(request, "moderation/export.html", {**page, "reads_all": reads_all})
    names = read_names(connection, lang=lang, address=address)
    with one_big_at_a_time(queue.counts(asked)[asked.state]):
        rows = staff_rows(connection, queue, asked, names, on=today, reads_all=reads_all)
        if known == "geojson":
            return file_response(to_geojson(rows), known, MEDIA_TYPE, name=FILE_NAME)
        about = about_voices(connection, today, asked=asked.query(), now=now, lang=lang)
        body = write_export(cast("Form", known), about, STAFF_FIELDS, rows, lang=lang, now=now)
    return file_response(body, known, MEDIA_TYPES[cast("Form", known)], name=FILE_NAME)


def _page(connection: Connection, asked: QueueFilter, queue: Queue) -> dict[str, Any]:
    return {
        "asked": asked,
        "states": QUEUE_STATES,
        "counts": queue.counts(asked),
        "processes": {one.id: one for one in Processes(connection).all()},
        "districts": {one.id: one for one in Districts(connection).list()},
        "kinds": KINDS,
        "channels": CHANNELS,
    }
