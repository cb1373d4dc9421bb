"""The form of a process: from what was typed to what is stored, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shapely import MultiPolygon

from services.districts.model import BoundarySet, DistrictId
from services.processes.areas import Refused, area_as_geojson, circle, read_area
from services.processes.gazetteer import Hit, fold
from services.processes.model import (
    AREA_KINDS,
    ASKED_KINDS,
    CIRCLE_METRES,
    DEFAULT_LEGAL_BASIS,
    GRADES,
    LEGAL_LIMIT,
    MODERATIONS,
    TITLE_LIMIT,
    WORDS_LIMIT,
    Process,
)
from services.processes.typed import Reader, Typed
from services.projects.model import THEMES
from services.web.texts import LocalText

CIRCLE: Final = "circle"
"""A way to name an area; what is stored is the polygon."""
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_ID_LIMIT: Final = 40
RESERVED_IDS: Final = frozenset({"neu"})
"""Words that stand in addresses where an id would: a process of that name could not be reached."""
_PLACE: Final = re.compile(r"(-?\d{1,3}(?:\.\d{1,9})?),(-?\d{1,2}(?:\.\d{1,9})?)")


@dataclass(frozen=True)
class Given:
    """What the form chooses from. ``find`` is the search for places."""

    boundaries: BoundarySet
    district_ids: Collection[DistrictId]
    project_ids: Collection[str]
    taken_ids: Collection[str]
    find: Callable[[str], tuple[Hit, ...]]


@dataclass(frozen=True)
class Read:
    """What a form says: ``values`` are complete where there are no ``errors``.

    ``places`` are what a search for the middle of a circle may have meant.
    """

    values: Mapping[str, Any]
    errors: Mapping[str, LocalText]
    places: tuple[Hit, ...] = ()


def read_form(typed: Typed, given: Given, *, before: Process | None) -> Read:
    """Return what was typed as the values of a process; ``before`` is what is stored now."""
    reader = Reader(typed)
    values: dict[str, Any] = {
        "title": reader.text("title", most=TITLE_LIMIT),
        "question": reader.text("question", most=WORDS_LIMIT),
        "grade": reader.choice("grade", GRADES),
        "target_group": reader.text("target_group", most=WORDS_LIMIT),
        "themes": reader.choices("themes", tuple(THEMES)),
        "project_ids": reader.choices("project_ids", given.project_ids),
        "legal_basis": reader.text("legal_basis", most=LEGAL_LIMIT),
        "moderation": reader.choice("moderation", MODERATIONS),
        "outcome": reader.optional_text("outcome", most=LEGAL_LIMIT),
    }
    values["kinds"] = _kinds(reader, values["grade"])
    values |= _period(reader)
    places = _area(reader, given, before, values)
    if before is None:
        values["id"] = _new_id(reader, values["title"]["de"], given.taken_ids)
    return Read(values, reader.errors, places)


def typed_of(process: Process | None) -> Typed:
    """Return the form of a process as it is shown before anybody types."""
    if process is None:
        return Typed(
            {
                "grade": ("consultation",),
                "area_kind": ("city",),
                "kinds": ("comment",),
                "moderation": ("check_first",),
                "around_m": ("300",),
                **_both("legal_basis", DEFAULT_LEGAL_BASIS),
            }
        )
    fields: dict[str, tuple[str, ...]] = {
        **_both("title", process.title),
        **_both("question", process.question),
        **_both("target_group", process.target_group),
        **_both("legal_basis", process.legal_basis),
        **_both("outcome", process.outcome or {}),
        "grade": (process.grade,),
        "area_kind": (process.area_kind,),
        "district_ids": process.district_ids,
        "area": ("" if process.area is None else area_as_geojson(process.area),),
        "around_m": ("300",),
        "themes": process.themes,
        "kinds": process.kinds,
        "project_ids": process.project_ids,
        "starts_on": ("" if process.starts_on is None else process.starts_on.isoformat(),),
        "ends_on": ("" if process.ends_on is None else process.ends_on.isoformat(),),
        "standing": ("yes",) if process.standing else (),
        "moderation": (process.moderation,),
        "version": (str(process.version),),
    }
    return Typed(fields)


def changes(before: Process, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the values that differ from what is stored."""
    return tuple(name for name, value in values.items() if getattr(before, name) != value)


def _both(name: str, text: Mapping[Any, str]) -> dict[str, tuple[str, ...]]:
    return {f"{name}_{lang}": (text.get(lang, ""),) for lang in ("de", "en")}


def _kinds(reader: Reader, grade: str) -> tuple[str, ...]:
    chosen = reader.choices("kinds", ASKED_KINDS)
    if grade == "information":
        return ()
    if not chosen:
        reader.complain(
            "kinds",
            "Wählen Sie mindestens eine Art von Beitrag, oder als Stufe „Information“.",
            "Choose at least one kind of comment, or the grade “Information”.",
        )
    return chosen


def _period(reader: Reader) -> dict[str, Any]:
    if reader.typed.one("standing") == "yes":
        return {"standing": True, "starts_on": None, "ends_on": None}
    starts_on, ends_on = reader.day("starts_on"), reader.day("ends_on")
    for name, found in (("starts_on", starts_on), ("ends_on", ends_on)):
        if found is None:
            reader.complain(
                name,
                "Nennen Sie den Tag, oder wählen Sie „immer offen“.",
                "Name the day, or choose “always open”.",
            )
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        reader.complain(
            "ends_on",
            "Das Ende liegt vor dem Beginn.",
            "The end lies before the beginning.",
        )
    return {"standing": False, "starts_on": starts_on, "ends_on": ends_on}


def _area(
    reader: Reader, given: Given, before: Process | None, values: dict[str, Any]
) -> tuple[Hit, ...]:
    """Read the area into ``values``; return the places that a circle may have meant."""
    kind = reader.choice("area_kind", (*AREA_KINDS, CIRCLE))
    values |= {"area_kind": kind, "area": None, "district_ids": ()}
    if kind == "districts":
        values["district_ids"] = reader.choices("district_ids", given.district_ids)
        if not values["district_ids"]:
            reader.complain(
                "district_ids",
                "Wählen Sie mindestens einen Stadtteil.",
                "Choose at least one district.",
            )
    elif kind == "polygon":
        values["area"] = _drawn(reader, given, before)
    elif kind == CIRCLE:
        values["area_kind"] = "polygon"
        values["area"], places = _circle(reader, given)
        return places
    return ()


def _drawn(reader: Reader, given: Given, before: Process | None) -> MultiPolygon | None:
    text = reader.typed.file or reader.typed.one("area").strip()
    if before is not None and before.area is not None and text == area_as_geojson(before.area):
        return before.area  # read again, it would move by the last decimal
    if not text:
        reader.complain(
            "area",
            "Zeichnen Sie die Fläche, wählen Sie eine Datei oder fügen Sie GeoJSON ein.",
            "Draw the area, choose a file or paste GeoJSON.",
        )
        return None
    return _accepted(reader, "area", read_area(text, given.boundaries))


def _circle(reader: Reader, given: Given) -> tuple[MultiPolygon | None, tuple[Hit, ...]]:
    least, most = CIRCLE_METRES
    radius_m = reader.whole("around_m", least=least, most=most)
    chosen = _PLACE.fullmatch(reader.typed.one("around_at"))
    found = given.find(reader.typed.one("around")) if chosen is None else ()
    located = tuple(hit for hit in found if hit.lon is not None)
    if chosen is None and len(located) != 1:
        _complain_of_place(reader, found, located)
        return None, located
    lon, lat = (float(chosen[1]), float(chosen[2])) if chosen else (located[0].lon, located[0].lat)
    if radius_m is None or lon is None or lat is None:
        return None, located
    area = circle(lon, lat, radius_m, given.boundaries)
    return _accepted(reader, "around", area), located


def _complain_of_place(reader: Reader, found: Sequence[Hit], located: Sequence[Hit]) -> None:
    if located:
        reader.complain(
            "around",
            "Mehrere Orte heißen so. Wählen Sie einen aus.",
            "Several places have this name. Choose one.",
        )
    elif found:
        reader.complain(
            "around",
            "Von diesem Ort kennen wir keinen genauen Punkt. Nennen Sie einen anderen in der Nähe.",
            "We know no exact point of this place. Name another one nearby.",
        )
    else:
        reader.complain(
            "around",
            "Diesen Ort kennen wir nicht. Nennen Sie einen Ort, eine Straße oder eine Schule.",
            "We do not know this place. Name a place, a street or a school.",
        )


def _accepted(reader: Reader, name: str, area: MultiPolygon | Refused) -> MultiPolygon | None:
    if isinstance(area, Refused):
        reader.complain(name, area.words["de"], area.words["en"])
        return None
    return area


def _new_id(reader: Reader, title: str, taken: Collection[str]) -> str:
    """Return the id that addresses will have: as typed, or made from the title."""
    typed = reader.typed.one("id").strip()
    made = "-".join(re.findall(r"[a-z0-9]+", fold(title)))[:_ID_LIMIT].strip("-")
    found = typed or made
    if not _ID.fullmatch(found):
        if title:
            reader.complain(
                "id",
                "Schreiben Sie 2 bis 40 kleine Buchstaben, Ziffern und Bindestriche.",
                "Write 2 to 40 small letters, digits and hyphens.",
            )
    elif found in RESERVED_IDS:
        reader.complain(
            "id",
            f"Das Wort „{found}“ steht schon für eine andere Seite. Wählen Sie ein anderes Wort.",
            f"The word “{found}” stands for another page already. Choose another word.",
        )
    elif found in taken:
        reader.complain(
            "id",
            f"Ein Verfahren „{found}“ gibt es schon. Wählen Sie ein anderes Wort.",
            f"There is a process “{found}” already. Choose another word.",
        )
    return found
