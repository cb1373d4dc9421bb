"""Participation processes: what is asked, of whom, where, until when and with which say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from shapely import MultiPolygon

from geo.errors import WorkbenchError
from services.districts.model import DistrictId
from services.web.texts import LocalText

Grade = Literal["information", "consultation", "cooperation", "decision"]
AreaKind = Literal["city", "districts", "polygon"]
Moderation = Literal["check_first", "publish_first"]
Phase = Literal["draft", "upcoming", "open", "ended"]

GRADES: Final[Mapping[Grade, LocalText]] = {
    "information": {"de": "Information", "en": "Information"},
    "consultation": {"de": "Konsultation", "en": "Consultation"},
    "cooperation": {"de": "Kooperation (Mitwirkung)", "en": "Cooperation"},
    "decision": {"de": "Entscheidung", "en": "Decision"},
}
"""How much say people have, from least to most."""

GRADE_WORDS: Final[Mapping[Grade, LocalText]] = {
    "information": {
        "de": "Wir sagen Ihnen, was geplant ist; Beiträge sammeln wir hier nicht.",
        "en": "We tell you what is planned; we do not collect comments here.",
    },
    "consultation": {
        "de": "Sie sagen Ihre Meinung; die Verwaltung prüft sie, antwortet und entscheidet.",
        "en": "You say what you think; the administration considers it, answers and decides.",
    },
    "cooperation": {
        "de": "Sie arbeiten an der Lösung mit; entschieden wird auf dieser Grundlage.",
        "en": "You work on the solution with us; the decision builds on it.",
    },
    "decision": {
        "de": "Sie entscheiden selbst; die Verwaltung setzt um, was beschlossen wird.",
        "en": "You decide yourselves; the administration carries out what is decided.",
    },
}
"""What a grade means, in one sentence for everybody."""

AREA_KINDS: Final[Mapping[AreaKind, LocalText]] = {
    "city": {"de": "ganz Herten", "en": "all of Herten"},
    "districts": {"de": "einzelne Stadtteile", "en": "some districts"},
    "polygon": {"de": "ein eigenes Gebiet", "en": "an area of its own"},
}

MODERATIONS: Final[Mapping[Moderation, LocalText]] = {
    "check_first": {"de": "erst prüfen, dann veröffentlichen", "en": "check first, then publish"},
    "publish_first": {
        "de": "sofort veröffentlichen, danach prüfen",
        "en": "publish at once, check afterwards",
    },
}

ASKED_KIND_NAMES: Final[Mapping[str, LocalText]] = {
    "comment": {"de": "Beiträge", "en": "Comments"},
    "heart_place": {"de": "Herzensorte", "en": "Favourite places"},
    "expert_note": {
        "de": "Hinweise von Kennern, gesondert gezeigt und keine Stimmen",
        "en": "Notes from experience, shown apart and no votes",
    },
}

ASKED_KINDS: Final = tuple(ASKED_KIND_NAMES)
"""Kinds of voice that a process may ask people for."""

STATEMENT: Final = "statement"
"""What a department says: no process asks for it, and every one takes it at any time."""

STANDING_IDS: Final = ("ideen", "herzensorte")
"""Processes that ship with the workbench and are always open."""

DEFAULT_LEGAL_BASIS: Final[LocalText] = {
    "de": "Die Stadt verarbeitet Ihre Angaben, weil es zu ihren Aufgaben gehört, die Menschen an "
    "der Planung zu beteiligen (Artikel 6 Absatz 1 Buchstabe e der Datenschutz-Grundverordnung "
    "mit § 3 des Datenschutzgesetzes Nordrhein-Westfalen). Ihre Mailadresse und Ihr Name sind "
    "freiwillig; beides können Sie jederzeit zurücknehmen.",
    "en": "The city processes what you tell us because involving people in planning is one of its "
    "tasks (Article 6(1)(e) of the General Data Protection Regulation with section 3 of the data "
    "protection act of North Rhine-Westphalia). Your mail address and your name are optional; you "
    "can take back both at any time.",
}

FIELD_NAMES: Final[Mapping[str, LocalText]] = {
    "id": {"de": "Kennung", "en": "Id"},
    "title_de": {"de": "Titel", "en": "Title"},
    "title_en": {"de": "Titel (englisch)", "en": "Title (English)"},
    "question_de": {"de": "Frage", "en": "Question"},
    "question_en": {"de": "Frage (englisch)", "en": "Question (English)"},
    "grade": {"de": "Stufe", "en": "Grade"},
    "kinds": {"de": "Was gesammelt wird", "en": "What is collected"},
    "target_group_de": {"de": "Für wen", "en": "For whom"},
    "target_group_en": {"de": "Für wen (englisch)", "en": "For whom (English)"},
    "area_kind": {"de": "Gebiet", "en": "Area"},
    "district_ids": {"de": "Stadtteile", "en": "Districts"},
    "area": {"de": "Eigenes Gebiet", "en": "Area of its own"},
    "around": {"de": "Umkreis um einen Ort", "en": "Circle around a place"},
    "around_m": {"de": "Umkreis in Metern", "en": "Radius in metres"},
    "themes": {"de": "Themen", "en": "Themes"},
    "starts_on": {"de": "Beginn", "en": "Beginning"},
    "ends_on": {"de": "Ende", "en": "End"},
    "project_ids": {"de": "Projekte", "en": "Projects"},
    "legal_basis_de": {"de": "Rechtsgrundlage", "en": "Legal basis"},
    "legal_basis_en": {"de": "Rechtsgrundlage (englisch)", "en": "Legal basis (English)"},
    "moderation": {"de": "Moderation", "en": "Moderation"},
    "outcome_de": {"de": "Ergebnis", "en": "Outcome"},
    "outcome_en": {"de": "Ergebnis (englisch)", "en": "Outcome (English)"},
}
"""The fields of the form, as its summary of errors names them."""

TITLE_LIMIT: Final = 120
WORDS_LIMIT: Final = 600
LEGAL_LIMIT: Final = 2_000
AREA_VERTEX_LIMIT: Final = 5_000
CIRCLE_METRES: Final = (20, 5_000)
"""Smallest and largest radius of a circle around a place."""


@dataclass(frozen=True)
class Process:
    """One process. ``area`` in EPSG:25832, only where ``area_kind`` is ``polygon``.

    ``starts_on`` and ``ends_on`` are days in Herten, both inclusive; None is open. Empty
    ``themes`` take every theme; empty ``kinds`` take no voices at all. ``outcome`` says what
    became of an ended process.
    """

    number: int
    id: str
    title: LocalText
    question: LocalText
    grade: Grade
    area_kind: AreaKind
    area: MultiPolygon | None = field(repr=False)
    district_ids: tuple[DistrictId, ...]
    target_group: LocalText
    themes: tuple[str, ...]
    kinds: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None
    project_ids: tuple[str, ...]
    legal_basis: LocalText
    moderation: Moderation
    standing: bool
    outcome: LocalText | None
    published_at: datetime | None
    version: int

    def phase(self, on: date) -> Phase:
        """Return where the process stands on a day in Herten."""
        if self.published_at is None:
            return "draft"
        if self.starts_on is not None and on < self.starts_on:
            return "upcoming"
        if self.ends_on is not None and on > self.ends_on:
            return "ended"
        return "open"

    def days_left(self, on: date) -> int | None:
        """Return how many days remain after ``on``: 0 on the last one, None without an end."""
        return None if self.ends_on is None else (self.ends_on - on).days

    @property
    def takes_voices(self) -> bool:
        """True when the process asks for voices, and does not only inform."""
        return bool(self.kinds)


class ProcessNotFoundError(WorkbenchError):
    """There is no process with this id, or none that may be read here."""

    def __init__(self, *, process_id: str) -> None:
        super().__init__(f"no process {process_id!r}")
        self.process_id = process_id


class ProcessNotYetOpenError(WorkbenchError):
    """The process takes voices only from ``starts_on`` on."""

    def __init__(self, *, process_id: str, starts_on: date) -> None:
        super().__init__(f"process {process_id!r} opens on {starts_on}")
        self.process_id = process_id
        self.starts_on = starts_on.isoformat()


class ProcessEndedError(WorkbenchError):
    """The process took voices until ``ends_on``."""

    def __init__(self, *, process_id: str, ends_on: date) -> None:
        super().__init__(f"process {process_id!r} ended on {ends_on}")
        self.process_id = process_id
        self.ends_on = ends_on.isoformat()


class ProcessOnlyInformsError(WorkbenchError):
    """The process takes no voices."""

    def __init__(self, *, process_id: str) -> None:
        super().__init__(f"process {process_id!r} takes no voices")
        self.process_id = process_id


class KindNotAskedError(WorkbenchError):
    """The process does not ask for this kind of voice."""

    def __init__(self, *, process_id: str, kind: str, asked: Sequence[str]) -> None:
        super().__init__(f"process {process_id!r} asks for {list(asked)}, not {kind!r}")
        self.process_id = process_id
        self.kind = kind
        self.asked = list(asked)


class ThemeNotAskedError(WorkbenchError):
    """The process is not about this theme."""

    def __init__(self, *, process_id: str, theme: str, asked: Sequence[str]) -> None:
        super().__init__(f"process {process_id!r} is about {list(asked)}, not {theme!r}")
        self.process_id = process_id
        self.theme = theme
        self.asked = list(asked)


class ProcessChangedError(WorkbenchError):
    """Somebody else changed the process meanwhile."""

    def __init__(self, *, process_id: str, expected: int) -> None:
        super().__init__(f"process {process_id!r} is no longer at version {expected}")
        self.process_id = process_id
        self.expected = expected


class ProcessInUseError(WorkbenchError):
    """A process with voices, or one that ships with the workbench, cannot be deleted."""

    def __init__(self, *, process_id: str, voices: int) -> None:
        super().__init__(f"process {process_id!r} has {voices} voices or is a standing one")
        self.process_id = process_id
        self.voices = voices
