"""The form with which a voice is written: its fields, and the draft that they make.

One set of field names for all steps: addresses carry the place, forms carry everything. Names are
German, as in all addresses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, cast, get_args

from pydantic import BaseModel, ConfigDict, Field
from shapely import Point

from services.comments.intake import Flaw
from services.comments.model import Draft, Kind, Precision
from services.comments.placing import Ground, pin_from_lon_lat
from services.comments.wording import readable
from services.districts.model import CITYWIDE, DistrictId
from services.processes.model import ASKED_KINDS, Process
from services.web.texts import Lang

WAYS: Final = ("karte", "suche", "standort", "liste")
"""Four ways to say where, of equal rank: map, search, my position, and no map at all."""

PLACE_FIELDS: Final = ("lon", "lat", "ort", "stadtteil", "genau")
ADDRESS_FIELDS: Final = ("weg", "q", "schritt", "art", "projekt", *PLACE_FIELDS)
"""What an address of the form may carry."""

FIELD_OF: Final[Mapping[str, str]] = {
    "kind": "art",
    "title": "titel",
    "text": "text",
    "theme": "thema",
    "precision": "genau",
    "place": "place-said",
    "place_label": "ort",
    "district_id": "place-said",
    "project_id": "projekt",
    "author_name": "name",
    "email": "mail",
    "expertise": "kenntnis",
    "consents": "einverstanden",
}
"""Where in the form the message about each field of a draft stands, and what it links to."""

_NUMBER: Final = re.compile(r"[+-]?\d{1,4}(?:\.\d{1,20})?", re.ASCII)
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_NEVER_CARRIED: Final = ("homepage", "altcha", "schluessel", "schritt", "q")
_EVERY_PRECISION: Final = get_args(Precision)


Line = Annotated[str, Field(max_length=4_000)]
Lines = Annotated[str, Field(max_length=20_000)]
"""Far more than is taken: up to here the form is shown again with what was typed."""


class WritingForm(BaseModel):
    """Everything that somebody may have typed or chosen, as text; "" for nothing."""

    model_config = ConfigDict(frozen=True)

    weg: Line = ""
    q: Line = ""
    schritt: Line = ""
    art: Line = ""
    titel: Line = ""
    text: Lines = ""
    thema: Line = ""
    genau: Line = ""
    lon: Line = ""
    lat: Line = ""
    ort: Line = ""
    stadtteil: Line = ""
    projekt: Line = ""
    name: Line = ""
    mail: Line = ""
    kenntnis: Line = ""
    einverstanden: Line = ""
    stempel: Line = ""
    schluessel: Line = ""
    homepage: Line = ""
    altcha: Line = ""

    @property
    def way(self) -> str:
        """How the place is chosen; the map unless asked otherwise."""
        return self.weg if self.weg in WAYS else WAYS[0]

    @property
    def has_words(self) -> bool:
        """True when something was typed that a new address would lose."""
        typed = (self.titel, self.text, self.thema, self.name, self.mail, self.kenntnis)
        return any(typed)

    @property
    def has_key(self) -> bool:
        """True when the form carries a key as we make them."""
        return _KEY.fullmatch(self.schluessel) is not None

    @property
    def asks_for_list(self) -> bool:
        """True when a district was chosen from the list, and now a place in it may be."""
        fresh = not (self.lon or self.genau)
        return self.way == "liste" and bool(self.stadtteil) and fresh and self.schritt != "worte"

    @property
    def came_from_list(self) -> bool:
        """True when a place of a district was chosen from the list, or the whole of it."""
        fresh = not (self.lon or self.genau)
        return self.way == "liste" and bool(self.stadtteil) and fresh and self.schritt == "worte"

    def with_(self, **values: str) -> WritingForm:
        """Return the form with other values."""
        return self.model_copy(update=values)

    def without_place(self) -> WritingForm:
        """Return the form without what it says of the place."""
        return self.with_(**dict.fromkeys(PLACE_FIELDS, ""))

    def carried(self, *but: str) -> list[tuple[str, str]]:
        """Return the fields that another step of the form must keep, without ``but``."""
        left_out = {*but, *_NEVER_CARRIED}
        return [
            (name, value)
            for name, value in self.model_dump().items()
            if value and name not in left_out
        ]

    def readable(self) -> WritingForm:
        """Return the form without characters that must be refused, to be shown again."""
        return WritingForm(**{name: readable(value) for name, value in self.model_dump().items()})


@dataclass(frozen=True)
class Place:
    """What the form says of the place. ``district_id`` is the pin's, or what was chosen."""

    pin: Point | None
    district_id: DistrictId | None
    label: str
    precision: Precision
    choices: tuple[Precision, ...]
    flaw: Flaw | None

    @property
    def is_chosen(self) -> bool:
        """True when it is known where, however coarsely."""
        return self.pin is not None or self.district_id is not None or self.choices == ("city",)


def read_place(form: WritingForm, process: Process, ground: Ground) -> Place:
    """Return the place that a form or an address names, with the precisions it may have."""
    pin, flaw = _read_pin(form)
    district_id = None if pin is None else ground.find_district(pin)
    if pin is None and form.stadtteil in ground.districts:
        district_id = DistrictId(form.stadtteil)
    citywide = form.stadtteil == CITYWIDE or form.genau == "city"
    named = pin is not None or district_id is not None
    label = " ".join(form.ort.split())
    if citywide and not named and process.area_kind == "city":
        choices: tuple[Precision, ...] = ("city",)
    else:
        choices = _choices(process, pinned=pin is not None or not named, labelled=bool(label))
    wanted = cast("Precision", form.genau)
    precision = wanted if wanted in choices else choices[0]
    return Place(pin, district_id, label, precision, choices, flaw)


def to_draft(form: WritingForm, place: Place, process: Process, lang: Lang) -> Draft:
    """Return the draft that a form makes; its flaws are found by ``intake.examine``."""
    known = form.genau in {"", *_EVERY_PRECISION}
    unknown_district = form.stadtteil not in {"", CITYWIDE} and place.pin is None
    chosen = DistrictId(form.stadtteil) if unknown_district else None
    return Draft(
        process_id=process.id,
        kind=chosen_kind(form, process),
        title=form.titel,
        text=form.text,
        theme=form.thema,
        precision=place.precision if known else cast("Precision", form.genau),
        pin=place.pin,
        place_label=form.ort or None,
        district_id=place.district_id or chosen,
        project_id=form.projekt or None,
        author_name=form.name or None,
        email=form.mail or None,
        expertise=form.kenntnis or None,
        consents=form.einverstanden == "ja",
        language=lang,
        idempotency_key=form.schluessel if form.has_key else None,
    )


def offered_kinds(process: Process) -> tuple[Kind, ...]:
    """Return the kinds that people may send in a process; statements are for departments."""
    return tuple(cast("Kind", one) for one in ASKED_KINDS if one in process.kinds)


def chosen_kind(form: WritingForm, process: Process) -> Kind:
    """Return the kind that a form names, the first that the process asks for by default."""
    offered = offered_kinds(process)
    if form.art == "" and offered:
        return offered[0]
    # A statement would be taken from anybody: every process takes those of a department.
    return cast("Kind", form.art if form.art in ASKED_KINDS else "")


def _read_pin(form: WritingForm) -> tuple[Point | None, Flaw | None]:
    if not form.lon and not form.lat:
        return None, None
    if not (_NUMBER.fullmatch(form.lon) and _NUMBER.fullmatch(form.lat)):
        return None, Flaw("place", "place_missing", {})
    pin = pin_from_lon_lat(float(form.lon), float(form.lat))
    return pin, None if pin is not None else Flaw("place", "place_far", {})


def _choices(process: Process, *, pinned: bool, labelled: bool) -> tuple[Precision, ...]:
    everywhere: tuple[Precision, ...] = ("city",) if process.area_kind == "city" else ()
    if pinned:
        return ("spot", "street", "district", *everywhere)
    if labelled:
        return ("street", "district", *everywhere)
    return ("district", *everywhere)
