"""What the page of one voice shows to those who decide about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from shapely import Point
from sqlalchemy import Connection

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.accounts.audit import Audit
from services.accounts.model import Entry, EntryFilter
from services.accounts.store import Accounts
from services.accounts.words import CODE_WORDS
from services.comments.home_protection import MARK_KINDS
from services.comments.model import ANSWERS, CHANNELS, KINDS, PRECISIONS, STATUSES, STEPS, Voice
from services.comments.reasons import REASON_WORDS, REASONS
from services.comments.store import Voices
from services.comments.trail import office_name, steps
from services.districts.actions import locator
from services.districts.model import BOUNDARY_NOTE
from services.districts.store import Districts
from services.moderation.decisions import COARSER
from services.moderation.merge_store import candidates, distance_m
from services.moderation.model import NOTICE_REASONS, STEP_KINDS, QueueFilter
from services.moderation.queue import as_row, pieces_of
from services.moderation.queue_store import Queue
from services.moderation.store import Cases, Notices
from services.processes.store import Processes
from services.projects.store import Projects
from services.web.actor import Actor
from services.web.dependencies import LOCAL_TIME
from services.web.texts import Lang

ENTRIES: Final = 50

VOCABULARIES: Final[Mapping[str, Any]] = {
    "answers": ANSWERS,
    "channels": CHANNELS,
    "code_words": CODE_WORDS,
    "kinds": KINDS,
    "mark_kinds": MARK_KINDS,
    "precisions": PRECISIONS,
    "reasons": REASONS,
    "reason_words": REASON_WORDS,
    "step_kinds": STEP_KINDS,
    "step_words": STEPS,
    "voice_statuses": STATUSES,
    "notice_reasons": NOTICE_REASONS,
}


@dataclass(frozen=True)
class Sight:
    """Who looks at a voice, when, out of which queue and in which language."""

    actor: Actor
    now: datetime
    lang: Lang
    asked: QueueFilter
    queue: Queue
    days: int
    similar: str = ""


def voice_context(connection: Connection, voice: Voice, sight: Sight) -> Mapping[str, Any]:
    """Return everything that the page of a voice shows, forms apart."""
    on = sight.now.astimezone(LOCAL_TIME).date()
    store = Voices(connection, on)
    case = Cases(connection).case(voice.number)
    contact = store.contact(voice.number)
    districts = {one.id: one for one in Districts(connection).list()}
    version = Districts(connection).version_in_force(on)
    return {
        **VOCABULARIES,
        "voice": voice,
        "case": case,
        "row": as_row(voice, case, now=sight.now, days=sight.days),
        "written": _written(voice),
        "coarser": COARSER[voice.precision],
        "district": districts.get(voice.district_id) if voice.district_id else None,
        "districts": districts,
        "process": Processes(connection).get(voice.process_id),
        "projects": Projects(connection).list(),
        "names": {one.id: one.name for one in Accounts(connection).list()},
        "contact": None if contact is None else contact.confirmed_at is not None,
        "map": locator(connection, on, highlight=voice.district_id, mark=voice.pin),
        "boundary_note": BOUNDARY_NOTE[version.boundary_status],
        "position": _position(voice.pin),
        "trail": [
            (one, office_name(one.office, sight.lang)) for one in steps(connection, voice.number)
        ],
        "entries": [(one, _local(one.at)) for one in entries_about(connection, voice)],
        "notices": Notices(connection).about(voice.number),
        "merged_here": store.merged_into(voice.number),
        "target": store.get_by_number(voice.merged_into) if voice.merged_into else None,
        "similar": _similar(voice, store, sight.similar),
        "asked_similar": sight.similar,
        "following": sight.queue.next_after(sight.asked, voice.reference),
        "liste": sight.asked.query(),
        "may_publish": voice.entered_by != sight.actor.id or voice.checked_by is not None,
        "is_proposer": case.pending is not None and case.pending.proposed_by == sight.actor.id,
        "took_part": sight.actor.id in case.objected_to(),
        "today": on.isoformat(),
    }


def entries_about(connection: Connection, voice: Voice) -> Sequence[Entry]:
    """Return what staff did with a voice, newest first."""
    asked = EntryFilter(subject=f"voice:{voice.reference}")
    return Audit(connection).list(asked, zone=LOCAL_TIME, limit=ENTRIES)


def who_was_faster(connection: Connection, voice: Voice) -> Entry | None:
    """Return the entry of the member of staff who changed a voice last; None for its author."""
    entries = entries_about(connection, voice)
    latest = entries[0] if entries else None
    return latest if latest is not None and latest.at >= voice.changed_at else None


def _written(voice: Voice) -> Mapping[str, Any]:
    """Return what the author wrote: what was kept when parts were removed, else what stands."""
    original = voice.original or {}
    text = str(original.get("text", voice.text))
    return {
        "title": original.get("title", voice.title),
        "pieces": pieces_of(text),
        "place_label": original.get("place_label", voice.place_label),
        "precision": original.get("precision", voice.precision),
        "author_name": original.get("author_name", voice.author_name),
    }


def _similar(voice: Voice, store: Voices, asked: str) -> list[tuple[Voice, float | None]]:
    if voice.status not in {"received", "published"}:
        return []
    return [(one, distance_m(voice, one)) for one in candidates(voice, store, asked=asked)]


def _local(at: datetime) -> datetime:
    return at.astimezone(LOCAL_TIME)


def _position(pin: Point | None) -> Mapping[str, float] | None:
    """Return a pin in metres (EPSG:25832) and degrees (CRS84), for staff."""
    if pin is None:
        return None
    degrees = reproject(pin, source=STORAGE_CRS, target=LON_LAT)
    return {"east": pin.x, "north": pin.y, "lon": degrees.x, "lat": degrees.y}
