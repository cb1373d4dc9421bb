"""What voices add to the pages of districts and projects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from services.comments.listing import Listing, PublicVoice
from services.comments.model import ANSWERS, CITIZEN_KINDS, STEPS
from services.comments.panel_store import ProjectVoices
from services.comments.trail import office_name
from services.districts.model import DistrictId
from services.processes.model import Process
from services.processes.store import Processes
from services.web.filter import Filter

_HEART_PLACES: Final = 12
_NEWEST: Final = 3
_BESIDE_A_PROJECT: Final = 20
_IDEAS: Final = "ideen"
_FAVOURITES: Final = "herzensorte"


def district_panel(connection: Connection, district_id: DistrictId, on: date) -> Mapping[str, Any]:
    """Return what a district's page shows: its heart places, and what is said about it."""
    listing = Listing(connection, on)
    here = (district_id,)
    heart_places = Filter(districts=here, kinds=("heart_place",))
    comments = Filter(districts=here, kinds=("comment",))
    counts = listing.count_kinds(district_id)
    open_now = {one.id: one for one in _open_processes(connection, on)}
    return {
        "heart_places": listing.newest(heart_places, limit=_HEART_PLACES),
        "heart_place_count": counts.get("heart_place", 0),
        "newest": listing.newest(comments, limit=_NEWEST),
        "count": sum(counts.get(kind, 0) for kind in CITIZEN_KINDS),
        "ideas": open_now.get(_IDEAS),
        "favourites": open_now.get(_FAVOURITES),
        "answers": ANSWERS,
    }


def district_voices(
    connection: Connection, district_id: DistrictId, on: date
) -> list[Mapping[str, Any]]:
    """Return the heart places of a district for the API."""
    listing = Listing(connection, on)
    filter_ = Filter(districts=(district_id,), kinds=("heart_place",))
    return [_row(one) for one in listing.newest(filter_, limit=_HEART_PLACES)]


def project_panel(connection: Connection, project_id: str, on: date) -> Mapping[str, Any]:
    """Return what a project's page shows: citizens, experts and department side by side."""
    voices = ProjectVoices(connection, project_id, on)
    counts = voices.counts()
    return {
        "citizens": voices.newest(CITIZEN_KINDS, limit=_BESIDE_A_PROJECT),
        "citizen_count": sum(counts.get(kind, 0) for kind in CITIZEN_KINDS),
        "experts": voices.newest(("expert_note",), limit=_BESIDE_A_PROJECT),
        "expert_count": counts.get("expert_note", 0),
        "statements": voices.newest(("statement",), limit=_BESIDE_A_PROJECT),
        "steps": voices.answers(limit=_BESIDE_A_PROJECT),
        "process": _process_for(connection, project_id, on),
        "answers": ANSWERS,
        "step_names": STEPS,
        "office_name": office_name,
    }


def _open_processes(connection: Connection, on: date) -> list[Process]:
    return [
        one
        for one in Processes(connection).list(on)
        if one.phase(on) == "open" and one.takes_voices
    ]


def _process_for(connection: Connection, project_id: str, on: date) -> Process | None:
    """Return where to say something about a project: the process that names it, else the ideas."""
    open_now = _open_processes(connection, on)
    named = [one for one in open_now if project_id in one.project_ids]
    ideas = [one for one in open_now if one.id == _IDEAS]
    return next(iter([*named, *ideas]), None)


def _row(one: PublicVoice) -> Mapping[str, Any]:
    return {
        "reference": one.reference,
        "kind": one.kind,
        "title": one.title,
        "text": one.text,
        "supports": one.supports,
        "demo": one.demo,
        "url": f"/beitrag/{one.reference}",
    }
