"""What the pages of writing show: gathered here, so that routes only translate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import orjson
from shapely import MultiPolygon, Point
from sqlalchemy import Connection

from services.comments.home_protection import MARK_KINDS, find_marks
from services.comments.intake import Examined, Flaw, asked_districts
from services.comments.model import (
    CITIZEN_KINDS,
    EXPERTISE_LIMIT,
    KINDS,
    LABEL_LIMIT,
    NAME_LIMIT,
    NEAR_M,
    PRECISIONS,
    TEXT_MAX,
    TEXT_MIN,
    TITLE_LIMIT,
    Draft,
    Precision,
    Voice,
)
from services.comments.placing import Ground
from services.comments.store import Voices, new_secret
from services.comments.words import flaw_words
from services.comments.writing import (
    FIELD_OF,
    Place,
    WritingForm,
    chosen_kind,
    offered_kinds,
)
from services.districts.model import BOUNDARY_NOTE, CITYWIDE, DistrictId
from services.districts.store import Districts
from services.processes.actions import area_of
from services.processes.model import Process
from services.processes.search import find_places
from services.processes.street_store import Streets
from services.projects.model import THEMES
from services.projects.store import Projects
from services.web.geojson import geometry_member, to_lon_lat
from services.web.texts import Lang, LocalText, say

NEAR_SHOWN: Final = 5
_CITY: Final[LocalText] = {"de": "ganz Herten", "en": "all of Herten"}
_POINT: Final[LocalText] = {"de": "Ihr Punkt in {district}", "en": "Your point in {district}"}
_OUTSIDE: Final[LocalText] = {"de": "Punkt außerhalb", "en": "Point outside"}
_WHOLE: Final[LocalText] = {"de": "Stadtteil {district}", "en": "District {district}"}
_NOTES: Final[Mapping[Precision, LocalText]] = {
    "spot": {"de": "Der Punkt wird genau gezeigt.", "en": "The point is shown exactly."},
    "street": {
        "de": "Gezeigt wird die Mitte eines Feldes von 100 Metern, nicht Ihr Punkt.",
        "en": "What is shown is the middle of a square of 100 metres, not your point.",
    },
    "district": {
        "de": "Gezeigt wird nur der Stadtteil, kein Punkt und kein Ortsname.",
        "en": "Only the district is shown, no point and no name of a place.",
    },
    "city": {"de": "Gezeigt wird kein Ort.", "en": "No place is shown."},
}
_WARNED: Final[Mapping[str, LocalText]] = {
    "title": {"de": "Überschrift", "en": "Title"},
    "text": {"de": "Text", "en": "Text"},
    "place_label": {"de": "Name des Ortes", "en": "Name of the place"},
    "author_name": {"de": "Name", "en": "Name"},
}
"""Public fields that are looked through. A name that somebody gives as their own is no warning."""


@dataclass(frozen=True)
class Warned:
    """Something in a public field that may tell of a private person."""

    field: str
    field_name: str
    snippet: str
    what: LocalText


@dataclass(frozen=True)
class FoundPlace:
    """A place that the search found, with the form's fields that choose it."""

    name: str
    note: str
    fields: tuple[tuple[str, str], ...]


def settle(
    form: WritingForm, connection: Connection, ground: Ground
) -> tuple[WritingForm, tuple[str, ...]]:
    """Return the form with the answer of the list made a place, and the places still to choose.

    The second is empty unless a district was chosen from the list and nothing in it yet.
    """
    if form.schritt == "ort":
        return form.without_place(), ()
    if form.stadtteil == CITYWIDE and not form.lon:
        return form.with_(stadtteil="", genau="city"), ()
    if form.asks_for_list and form.stadtteil in ground.districts:
        return form, _names_in(connection, DistrictId(form.stadtteil))
    if form.came_from_list and not form.ort:
        return form.with_(genau="district"), ()
    if form.came_from_list:
        return _named_place(form, connection), ()
    return form, ()


def writing_page(
    connection: Connection,
    process: Process,
    form: WritingForm,
    place: Place,
    ground: Ground,
    *,
    on: date,
    lang: Lang,
    listed: Sequence[str] = (),
    flaws: Sequence[Flaw] = (),
) -> dict[str, Any]:
    """Return what the page needs that asks where it is and what to say."""
    near = _near(connection, place.pin, on) if place.pin is not None else ()
    names = {id_: one.name for id_, one in ground.districts.items()}
    offered = offered_kinds(process)
    chosen = place.is_chosen and not listed
    return {
        **_shared(process, form),
        "place": place if chosen else _not_chosen(place),
        "place_words": place_words(place, names, lang) if chosen else "",
        "step": _first_step(chosen=chosen, near=bool(near), begun=form.has_words),
        "flaws": flaws_by_field(flaws, lang, chosen=chosen),
        "near": near,
        "clicks": {one.reference: new_secret() for one in near},
        "near_metres": int(NEAR_M),
        "citizen_kinds": CITIZEN_KINDS,
        "hits": _hits(connection, form, names, on) if form.q.strip() else (),
        "listed": listed,
        "asked": asked_districts(process, ground),
        "kept": {
            name: form.model_dump()[name] for name in ("art", "projekt") if getattr(form, name)
        },
        "districts": ground.districts,
        "projects": Projects(connection).list(),
        "kind": chosen_kind(form, process),
        "kind_options": [(one, say(KINDS[one], lang)) for one in offered],
        "theme_options": [
            (one, say(THEMES[one], lang)) for one in (process.themes or tuple(THEMES))
        ],
        "precision_options": [(one, say(PRECISIONS[one], lang)) for one in place.choices],
        "area": None if process.area is None else _geojson(area_of(process, ground.in_force)),
        "boundary_note": BOUNDARY_NOTE[ground.in_force.version.boundary_status],
        "more_open": _is_more_open(form, flaws),
        "limits": _LIMITS,
    }


def check_page(
    connection: Connection,
    process: Process,
    form: WritingForm,
    place: Place,
    examined: Examined,
    *,
    lang: Lang,
) -> dict[str, Any]:
    """Return what the summary needs: what becomes public, and what to look at once more."""
    draft = examined.draft
    names = {one.id: one.name for one in Districts(connection).list()}
    projects = {one.id: one for one in Projects(connection).list()}
    finer_than = place.choices.index(draft.precision) if draft.precision in place.choices else 0
    return {
        **_shared(process, form),
        "draft": draft,
        "place_words": place_words(place, names, lang),
        "precision_note": say(_NOTES[draft.precision], lang),
        "project": None if draft.project_id is None else projects[draft.project_id],
        "warnings": warnings(draft, lang),
        "coarser": [
            (one, say(PRECISIONS[one], lang))
            for one in place.choices[finer_than + 1 :]
            if one != "city"
        ],
        # A draft whose sending got no answer comes with the key it was sent with.
        "key": form.schluessel if form.has_key else new_secret(),
    }


def place_words(place: Place, names: Mapping[DistrictId, str], lang: Lang) -> str:
    """Return where it is, in words, as precisely as it will be shown."""
    if place.precision == "city":
        return say(_CITY, lang)
    if place.district_id is None:
        return say(_OUTSIDE, lang) if place.pin is not None else ""
    district = names[place.district_id]
    if place.precision == "district":
        return say(_WHOLE, lang).format(district=district)
    if place.label:
        return f"{place.label}, {district}"
    return say(_POINT, lang).format(district=district)


def flaws_by_field(flaws: Sequence[Flaw], lang: Lang, *, chosen: bool = True) -> dict[str, str]:
    """Return the words of flaws by the form's field, the first of each.

    While no place is chosen, what is wrong with it stands at the search.
    """
    found: dict[str, str] = {}
    for flaw in flaws:
        name = FIELD_OF.get(flaw.field, flaw.field)
        name = name if chosen or name != FIELD_OF["place"] else "q"
        found.setdefault(name, flaw_words(flaw, lang))
    return found


def warnings(draft: Draft, lang: Lang) -> tuple[Warned, ...]:
    """Return what in the public fields of a draft looks like it tells of a private person."""
    return tuple(
        Warned(FIELD_OF[name], say(words, lang), text[mark.start : mark.end], MARK_KINDS[mark.kind])
        for name, words in _WARNED.items()
        for text in (getattr(draft, name) or "",)
        for mark in find_marks(text)
        if not (name == "author_name" and mark.kind == "person")
    )


_LIMITS: Final = {
    "title": TITLE_LIMIT,
    "least": TEXT_MIN,
    "most": TEXT_MAX,
    "label": LABEL_LIMIT,
    "name": NAME_LIMIT,
    "expertise": EXPERTISE_LIMIT,
}
_MORE: Final = frozenset({"author_name", "email", "project_id", "expertise", "consents"})


def _shared(process: Process, form: WritingForm) -> dict[str, Any]:
    return {
        "process": process,
        "form": form,
        "kinds": offered_kinds(process),
        "kind_names": KINDS,
    }


def _first_step(*, chosen: bool, near: bool, begun: bool) -> str:
    if not chosen:
        return "place"
    return "near" if near and not begun else "words"


def _is_more_open(form: WritingForm, flaws: Sequence[Flaw]) -> bool:
    filled = any((form.name, form.mail, form.projekt, form.kenntnis))
    return filled or form.art == "expert_note" or any(one.field in _MORE for one in flaws)


def _not_chosen(place: Place) -> Place:
    return Place(None, None, "", place.precision, place.choices, place.flaw)


def _near(connection: Connection, pin: Point, on: date) -> tuple[Voice, ...]:
    return near_voices(connection, pin, on)[:NEAR_SHOWN]


def near_voices(connection: Connection, pin: Point, on: date) -> tuple[Voice, ...]:
    """Return the published voices whose public pin lies within ``NEAR_M``, the nearest first."""
    box = (pin.x - NEAR_M, pin.y - NEAR_M, pin.x + NEAR_M, pin.y + NEAR_M)
    found = [
        (one.public_pin.distance(pin), one)
        for one in Voices(connection, on).published_in(box)
        if one.public_pin is not None
    ]
    return tuple(one for away_m, one in sorted(found, key=lambda row: row[0]) if away_m <= NEAR_M)


def _hits(
    connection: Connection, form: WritingForm, names: Mapping[DistrictId, str], on: date
) -> tuple[FoundPlace, ...]:
    found = []
    for hit in find_places(connection, form.q[:100], on=on):
        fields = [("weg", "suche"), ("stadtteil", str(hit.district_id))]
        if hit.kind == "district":
            fields.append(("genau", "district"))
        else:
            fields += [("ort", hit.name), ("genau", "street" if hit.kind == "street" else "spot")]
        if hit.lon is not None and hit.lat is not None:
            fields += [("lon", f"{hit.lon:.6f}"), ("lat", f"{hit.lat:.6f}")]
        elif hit.kind == "place":
            fields = [("genau", "street") if one[0] == "genau" else one for one in fields]
        note = "" if hit.kind == "district" else names[hit.district_id]
        found.append(FoundPlace(hit.name, note, tuple(fields)))
    return tuple(found)


def _names_in(connection: Connection, district_id: DistrictId) -> tuple[str, ...]:
    places = {one.name for one in Districts(connection).places(district_id)}
    streets = {one.name for one in Streets(connection).list() if one.district_id == district_id}
    return (*sorted(places), *sorted(streets - places))


def _named_place(form: WritingForm, connection: Connection) -> WritingForm:
    """Return the form with the point of a place or street of a district, if there is one."""
    district_id = DistrictId(form.stadtteil)
    pins = {
        one.name: (one.location, "spot") for one in Districts(connection).places(district_id)
    } | {
        one.name: (one.location, "street")
        for one in Streets(connection).list()
        if one.district_id == district_id
    }
    location, genau = pins.get(form.ort, (None, "street"))
    if location is None:
        return form.with_(genau="street")
    degrees: Any = to_lon_lat(location)
    return form.with_(genau=genau, lon=f"{degrees.x:.6f}", lat=f"{degrees.y:.6f}")


def _geojson(shape: MultiPolygon) -> str:
    return orjson.dumps(geometry_member(shape)).decode()
