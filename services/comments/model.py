"""Voices: what people say about a place, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal

from shapely import Point

from geo.errors import WorkbenchError
from services.districts.model import DistrictId
from services.web.texts import LocalText

Kind = Literal["comment", "heart_place", "expert_note", "statement"]
Channel = Literal["online", "paper", "phone", "letter", "forum"]
Precision = Literal["spot", "street", "district", "city"]
Status = Literal["received", "published", "declined", "merged", "withdrawn"]
Answer = Literal["open", "taken_up", "decided", "measure", "done", "refused"]

KINDS: Final[Mapping[Kind, LocalText]] = {
    "comment": {"de": "Beitrag", "en": "Comment"},
    "heart_place": {"de": "Herzensort", "en": "Favourite place"},
    "expert_note": {"de": "Hinweis von Kennern", "en": "Note from experience"},
    "statement": {"de": "Stellungnahme", "en": "Statement"},
}

CITIZEN_KINDS: Final[tuple[Kind, ...]] = ("comment", "heart_place")
"""Kinds that count as voices of citizens. Notes and statements stand apart and are no votes."""

CHANNELS: Final[Mapping[Channel, LocalText]] = {
    "online": {"de": "online", "en": "online"},
    "paper": {"de": "auf Papier", "en": "on paper"},
    "phone": {"de": "am Telefon", "en": "by phone"},
    "letter": {"de": "per Brief", "en": "by letter"},
    "forum": {"de": "auf einem Forum", "en": "at a forum"},
}

PRECISIONS: Final[Mapping[Precision, LocalText]] = {
    "spot": {"de": "genau dieser Punkt", "en": "exactly this spot"},
    "street": {"de": "ungefähr hier, etwa die Straße", "en": "about here, such as the street"},
    "district": {"de": "der ganze Stadtteil", "en": "the whole district"},
    "city": {"de": "ganz Herten", "en": "all of Herten"},
}

STATUSES: Final[Mapping[Status, LocalText]] = {
    "received": {"de": "wird geprüft", "en": "being checked"},
    "published": {"de": "veröffentlicht", "en": "published"},
    "declined": {"de": "nicht veröffentlicht", "en": "not published"},
    "merged": {"de": "zusammengeführt", "en": "merged"},
    "withdrawn": {"de": "zurückgezogen", "en": "withdrawn"},
}

ANSWERS: Final[Mapping[Answer, LocalText]] = {
    "open": {"de": "noch ohne Antwort", "en": "not answered yet"},
    "taken_up": {"de": "aufgenommen", "en": "taken up"},
    "decided": {"de": "entschieden", "en": "decided"},
    "measure": {"de": "in Umsetzung", "en": "being done"},
    "done": {"de": "umgesetzt", "en": "done"},
    "refused": {"de": "abgelehnt, mit Begründung", "en": "refused, with reasons"},
}

TITLE_LIMIT: Final = 120
TEXT_MIN: Final = 20
TEXT_MAX: Final = 2_000
LABEL_LIMIT: Final = 160
NAME_LIMIT: Final = 80
COARSE_GRID_M: Final = 100.0
"""Side of the squares to whose middle the public pin of a ``street`` voice is moved."""


@dataclass(frozen=True)
class Draft:
    """What somebody sends. ``pin`` in EPSG:25832; None where only a name or district is given.

    ``district_id`` is what was chosen by hand; with a pin it is derived instead.
    """

    process_id: str
    kind: Kind
    title: str
    text: str
    theme: str
    precision: Precision
    pin: Point | None = None
    place_label: str | None = None
    district_id: DistrictId | None = None
    project_id: str | None = None
    author_name: str | None = None
    email: str | None = None
    expertise: str | None = None
    consents: bool = False
    channel: Channel = "online"
    occasion: str | None = None
    office: str | None = None
    language: Literal["de", "en"] = "de"
    idempotency_key: str | None = None


@dataclass(frozen=True)
class Voice:
    """A voice as it is stored. ``district_id`` is None for one about the whole city.

    ``pin`` is what the author meant and is for staff; ``public_pin`` is what the precision lets
    out. Both in EPSG:25832.
    """

    number: int
    reference: str
    process_id: str
    kind: Kind
    channel: Channel
    occasion: str | None
    title: str
    text: str
    original: Mapping[str, Any] | None = field(repr=False)
    theme: str
    precision: Precision
    pin: Point | None = field(repr=False)
    public_pin: Point | None
    place_label: str | None
    district_id: DistrictId | None
    project_id: str | None
    author_name: str | None
    expertise: str | None
    office: str | None
    status: Status
    answer: Answer
    reason_code: str | None
    reason_words: str | None
    merged_into: int | None
    supports: int
    language: Literal["de", "en"]
    received_at: datetime
    published_at: datetime | None
    answered_at: datetime | None
    changed_at: datetime
    entered_by: str | None
    checked_by: str | None
    legal_hold: bool
    anonymised_at: datetime | None
    demo: bool
    version: int

    @property
    def is_public(self) -> bool:
        """True when everybody may read it."""
        return self.status == "published"


@dataclass(frozen=True)
class Step:
    """One step of the answer trail, by a named office on a day."""

    kind: str
    office: str
    happened_on: date
    words: str | None = None
    paper: str | None = None
    forum: str | None = None
    project_id: str | None = None
    theme: str | None = None


class VoiceNotFoundError(WorkbenchError):
    """There is no voice with this reference number, or none that may be read here."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"no voice {reference!r}")
        self.reference = reference
