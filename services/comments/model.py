"""Voices: what people say about a place, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
ProofTrouble = Literal["missing", "wrong", "expired", "spent"]
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

StepKind = Literal[
    "received",
    "published",
    "redacted",
    "declined",
    "merged",
    "withdrawn",
    "restored",
    "taken_up",
    "decided",
    "measure",
    "done",
    "refused",
    "note",
]

STEPS: Final[Mapping[StepKind, LocalText]] = {
    "received": {"de": "eingegangen", "en": "received"},
    "published": {"de": "veröffentlicht", "en": "published"},
    "redacted": {"de": "gekürzt veröffentlicht", "en": "published with parts removed"},
    "declined": {"de": "nicht veröffentlicht", "en": "not published"},
    "merged": {"de": "mit einem anderen Beitrag zusammengeführt", "en": "merged with another one"},
    "withdrawn": {"de": "zurückgezogen", "en": "withdrawn"},
    "restored": {"de": "wieder aufgenommen", "en": "restored"},
    "taken_up": {"de": "aufgenommen", "en": "taken up"},
    "decided": {"de": "entschieden", "en": "decided"},
    "measure": {"de": "in Umsetzung", "en": "being done"},
    "done": {"de": "umgesetzt", "en": "done"},
    "refused": {"de": "nein, mit Begründung", "en": "no, with reasons"},
    "note": {"de": "Hinweis", "en": "note"},
}
"""What can happen to a voice, as its trail tells it."""

AUTHOR_OFFICE: Final = "author"
SYSTEM_OFFICE: Final = "system"
OFFICES: Final[Mapping[str, LocalText]] = {
    AUTHOR_OFFICE: {"de": "Verfasserin oder Verfasser", "en": "The author"},
    SYSTEM_OFFICE: {"de": "Werkbank Herten", "en": "Werkbank Herten"},
}
"""Who takes a step without being an office; every other step names its office in plain words."""

TITLE_LIMIT: Final = 120
TEXT_MIN: Final = 20
TEXT_MAX: Final = 2_000
LABEL_LIMIT: Final = 160
NAME_LIMIT: Final = 80
EXPERTISE_LIMIT: Final = 200
EMAIL_LIMIT: Final = 254
NEAR_M: Final = 150.0
"""How far around a pin other voices are shown before somebody writes a new one."""
COARSE_GRID_M: Final = 100.0
"""Side of the squares to whose middle the public pin of a ``street`` voice is moved."""


@dataclass(frozen=True)
class Draft:
    """What somebody sends. ``pin`` in EPSG:25832; None where only a name or district is given.

    ``district_id`` is what was chosen by hand; with a pin it is derived instead.
    ``idempotency_key`` is a secret of the sender: the private link is made from it.
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
    email: str | None = field(default=None, repr=False)
    expertise: str | None = None
    consents: bool = False
    channel: Channel = "online"
    occasion: str | None = None
    office: str | None = None
    language: Literal["de", "en"] = "de"
    idempotency_key: str | None = field(default=None, repr=False)


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
    consented_at: datetime | None
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
class Placement:
    """Where a voice is put: pins in EPSG:25832, and its district under each boundary version.

    ``districts`` is empty for a voice about the whole city.
    """

    pin: Point | None
    public_pin: Point | None
    place_label: str | None
    districts: Mapping[date, DistrictId]


@dataclass(frozen=True)
class Contact:
    """A mail address that somebody left with a voice, and since when it is confirmed."""

    email: str = field(repr=False)
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Step:
    """One step of the answer trail, by a named office on a day."""

    kind: StepKind
    office: str
    happened_on: date
    words: str | None = None
    paper: str | None = None
    forum: str | None = None
    project_id: str | None = None
    theme: str | None = None


@dataclass(frozen=True)
class Question:
    """What the town hall asked the author, and the answer; None while there is none."""

    id: int
    words: str
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class Objection:
    """What the author said against a decision; ``outcome`` is None until somebody decided."""

    words: str
    made_at: datetime
    outcome: Literal["upheld", "rejected"] | None
    answer: str | None
    decided_at: datetime | None


class VoiceNotFoundError(WorkbenchError):
    """There is no voice with this reference number, or none that may be read here."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"no voice {reference!r}")
        self.reference = reference


class VoiceChangedError(WorkbenchError):
    """Somebody else changed the voice since it was read."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"voice {reference!r} was changed by somebody else")
        self.reference = reference


class KeyReusedError(WorkbenchError):
    """The idempotency key belongs to voice ``reference``, which was sent with other words."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"the idempotency key belongs to voice {reference}")
        self.reference = reference


class VoiceInvalidError(WorkbenchError):
    """Fields of a voice do not hold what they should: ``problems`` names field, code and facts."""

    def __init__(self, *, problems: Sequence[Mapping[str, Any]]) -> None:
        self.problems = [dict(one) for one in problems]
        self.fields = list(dict.fromkeys(str(one["field"]) for one in problems))
        super().__init__(f"invalid: {', '.join(self.fields)}")


class VoiceOutsideError(WorkbenchError):
    """A pin lies ``distance_m`` metres (planar) outside the area that is asked about.

    ``district_id`` is the nearest district; ``process_id`` is None when the pin lies outside the
    city itself.
    """

    def __init__(
        self, *, distance_m: int, district_id: str, district: str, process_id: str | None
    ) -> None:
        super().__init__(f"pin lies {distance_m} m outside; nearest district {district_id!r}")
        self.distance_m = distance_m
        self.district_id = district_id
        self.district = district
        self.process_id = process_id


class PrivateLinkUnknownError(WorkbenchError):
    """No voice belongs to this private link, or it was erased, or its time is over."""

    def __init__(self) -> None:
        super().__init__("no voice for this private link")


class MailLinkUnknownError(WorkbenchError):
    """No mail address waits for this confirmation."""

    def __init__(self) -> None:
        super().__init__("no mail address for this link")


class ActNotPossibleError(WorkbenchError):
    """The author cannot do this with the voice as it stands now."""

    def __init__(self, *, act: str, status: str) -> None:
        super().__init__(f"cannot {act} a voice that is {status}")
        self.act = act
        self.status = status


class LegalHoldError(WorkbenchError):
    """The voice must be kept for a legal procedure and cannot be erased yet."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"voice {reference!r} is under legal hold")
        self.reference = reference


class SupportNotPossibleError(WorkbenchError):
    """Only published voices of citizens can be supported."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"voice {reference!r} cannot be supported")
        self.reference = reference


class ProofNeededError(WorkbenchError):
    """Many voices came from this address: the device must solve a challenge for this one."""

    def __init__(self, *, why: ProofTrouble) -> None:
        super().__init__(f"a proof of work is needed: {why}")
        self.why = why
        self.challenge = "/api/altcha/challenge"


class ExportBusyError(WorkbenchError):
    """A big file is being made for somebody else; this one has ``rows`` and must wait."""

    def __init__(self, *, rows: int) -> None:
        super().__init__(f"another big export is being made; this one has {rows} rows")
        self.rows = rows
