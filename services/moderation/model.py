"""What the town hall does with voices: the queue, decisions, questions, objections, notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal, get_args
from urllib.parse import urlencode

from geo.errors import WorkbenchError
from services.comments.model import Channel, Kind, Voice
from services.districts.model import DistrictId
from services.web.texts import LocalText

QueueState = Literal[
    "open",
    "waiting",
    "four_eyes",
    "asked",
    "answered",
    "objection",
    "unchecked",
    "unseen",
    "unanswered",
    "overdue",
    "all",
]

QUEUE_STATES: Final[Mapping[QueueState, LocalText]] = {
    "open": {"de": "Alles Offene", "en": "Everything open"},
    "waiting": {"de": "Zu prüfen", "en": "To be checked"},
    "four_eyes": {"de": "Zweite Person nötig", "en": "Needs a second person"},
    "asked": {"de": "Rückfrage offen", "en": "Question open"},
    "answered": {"de": "Rückfrage beantwortet", "en": "Question answered"},
    "objection": {"de": "Widerspruch", "en": "Objection"},
    "unchecked": {"de": "Abschrift ungeprüft", "en": "Transcript unchecked"},
    "unseen": {"de": "Sofort erschienen, ungelesen", "en": "Published at once, unread"},
    "unanswered": {"de": "Veröffentlicht, ohne Antwort", "en": "Published, unanswered"},
    "overdue": {"de": "Überfällig", "en": "Overdue"},
    "all": {"de": "Alle Beiträge", "en": "All comments"},
}
"""What may wait in the queue, in the order of its tabs."""

STATES: Final[tuple[QueueState, ...]] = get_args(QueueState)

StepKind = Literal["taken_up", "decided", "measure", "done", "refused", "note"]

STEP_KINDS: Final[Mapping[StepKind, LocalText]] = {
    "taken_up": {"de": "Aufgenommen", "en": "Taken up"},
    "decided": {"de": "Entschieden", "en": "Decided"},
    "measure": {"de": "In Umsetzung", "en": "Being done"},
    "done": {"de": "Umgesetzt", "en": "Done"},
    "refused": {"de": "Nein, weil …", "en": "No, because …"},
    "note": {"de": "Anmerkung", "en": "Note"},
}
"""Steps of the answer trail that staff add. A note leaves the state of the answer as it is."""

NOTICE_REASONS: Final[Mapping[str, LocalText]] = {
    "child_abuse": {
        "de": "Darstellung sexuellen Missbrauchs von Kindern",
        "en": "Depiction of sexual abuse of children",
    },
    "hate": {
        "de": "Volksverhetzung oder verfassungsfeindliche Zeichen",
        "en": "Incitement to hatred or unconstitutional symbols",
    },
    "threat": {"de": "Bedrohung oder Aufruf zur Gewalt", "en": "Threat or call for violence"},
    "insult": {
        "de": "Beleidigung, üble Nachrede, Verleumdung",
        "en": "Insult, defamation",
    },
    "personal_data": {
        "de": "Angaben über mich oder andere Personen",
        "en": "Details about me or other people",
    },
    "rights": {
        "de": "Verletzung von Urheber- oder anderen Rechten",
        "en": "Infringement of copyright or other rights",
    },
    "other_law": {"de": "Verstoß gegen ein anderes Gesetz", "en": "Breach of another law"},
    "rules": {
        "de": "Verstoß gegen die Regeln dieser Seite",
        "en": "Breach of the rules of this site",
    },
}
"""What a notice may say is wrong. With the first, nobody needs to give name or address."""

NAMELESS_REASON: Final = "child_abuse"
"""Article 16(2)(c) of the Digital Services Act asks for no name with such a notice."""

NoticeOutcome = Literal["removed", "kept"]

NOTICE_OUTCOMES: Final[Mapping[NoticeOutcome, LocalText]] = {
    "removed": {"de": "entfernt", "en": "removed"},
    "kept": {"de": "bleibt stehen", "en": "stays"},
}

WORDS_MAX: Final = 2_000
WORDS_MIN: Final = 10
"""Fewer characters explain nothing to the person who reads them."""
OFFICE_MAX: Final = 120
PAPER_MAX: Final = 60
FORUM_MAX: Final = 160
PROJECT_MAX: Final = 100
MERGE_SEARCH_RADIUS_M: Final = 300.0
"""Planar metres around a pin in which voices about the same thing are looked for."""


@dataclass(frozen=True)
class QueueFilter:
    """What the queue shows. Empty fields ask for everything; ``text`` must occur."""

    state: QueueState = "open"
    processes: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    text: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        """Return the filter as URL parameters, in a fixed order."""
        pairs = [] if self.state == "open" else [("zustand", str(self.state))]
        for name, values in (
            ("verfahren", self.processes),
            ("stadtteil", self.districts),
            ("thema", self.themes),
            ("art", self.kinds),
            ("kanal", self.channels),
        ):
            pairs += [(name, value) for value in values]
        if self.text:
            pairs.append(("q", self.text))
        return pairs

    def query(self) -> str:
        """Return the filter as a query string without ``?``."""
        return urlencode(self.pairs())

    def in_state(self, state: QueueState) -> QueueFilter:
        """Return the same filter for another state."""
        return replace(self, state=state)

    @property
    def narrows(self) -> bool:
        """True when anything but the state is filtered."""
        return bool(self.in_state("open").pairs())


@dataclass(frozen=True)
class Proposal:
    """A proposal to decline a voice, which a second person accepts or rejects."""

    id: int
    voice_number: int
    reason_code: str
    words: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    outcome: Literal["pending", "accepted", "rejected"]


@dataclass(frozen=True)
class Objection:
    """What an author says against the declining. ``against`` is the account that declined."""

    voice_number: int
    words: str
    against: str | None
    made_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    outcome: Literal["upheld", "rejected"] | None
    answer: str | None


@dataclass(frozen=True)
class Question:
    """A question to the author, and the answer once it is there."""

    id: int
    voice_number: int
    words: str
    asked_by: str | None
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class Hiding:
    """Something that hid a voice or parts of it: it was declined, redacted or merged."""

    account_id: str
    recorded_at: datetime


@dataclass(frozen=True)
class Case:
    """Everything that happened around one voice besides its answer trail."""

    proposals: tuple[Proposal, ...] = ()
    objection: Objection | None = None
    questions: tuple[Question, ...] = ()
    hidings: tuple[Hiding, ...] = ()

    @property
    def pending(self) -> Proposal | None:
        """The proposal that waits for a second person, or None."""
        return next((one for one in self.proposals if one.outcome == "pending"), None)

    @property
    def open_objection(self) -> Objection | None:
        """The objection that waits for a decision, or None."""
        objection = self.objection
        return objection if objection is not None and objection.outcome is None else None

    @property
    def open_question(self) -> Question | None:
        """The question that waits for the author, or None."""
        return next((one for one in self.questions if one.answered_at is None), None)

    def disagreed_with(self) -> frozenset[str]:
        """Return the accounts whose proposal to decline a second person rejected.

        To hide the voice at once, again, it takes somebody else.
        """
        return frozenset(
            one.proposed_by
            for one in self.proposals
            if one.outcome == "rejected" and one.decided_by is not None
        )

    def objected_to(self) -> frozenset[str]:
        """Return the accounts that took part in what the author objects to; empty without.

        They neither decide on the objection nor hide anything of the voice again.
        """
        objection = self.objection
        if objection is None:
            return frozenset()
        accepted = [one for one in self.proposals if one.outcome == "accepted"]
        who = {
            objection.against,
            *(one.account_id for one in self.hidings if one.recorded_at <= objection.made_at),
            *(one.proposed_by for one in accepted if one.proposed_at <= objection.made_at),
        }
        return frozenset(one for one in who if one is not None)


@dataclass(frozen=True)
class NoticeDraft:
    """A report as it is sent. ``voice_number`` is None for content that is no voice."""

    voice_number: int | None
    address: str
    reason_code: str
    words: str
    name: str | None
    email: str | None
    in_good_faith: bool
    language: Literal["de", "en"]
    idempotency_key: str | None = None


@dataclass(frozen=True)
class Notice:
    """A report of unlawful content, from arrival to decision."""

    number: int
    reference: str
    voice_number: int | None
    address: str
    reason_code: str
    words: str
    name: str | None
    email: str | None
    in_good_faith: bool
    language: Literal["de", "en"]
    received_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    outcome: NoticeOutcome | None
    answer: str | None


@dataclass(frozen=True)
class Redaction:
    """What everybody reads instead of what was written. ``precision`` may only get coarser.

    ``words`` tell the author what was removed and why.
    """

    title: str
    text: str
    place_label: str | None
    precision: str
    shows_author: bool
    words: str


@dataclass(frozen=True)
class Card:
    """A card from a forum, a call or a letter, as the desk writes it down.

    ``said_on`` is the day in Herten on which it was given. ``district_id`` is None for the whole
    city. An empty title is made from the first words.
    """

    process_id: str
    kind: Kind
    channel: Channel
    occasion: str | None
    said_on: date
    district_id: DistrictId | None
    theme: str
    title: str
    text: str
    place: str
    idempotency_key: str


class VoiceStateError(WorkbenchError):
    """The act does not fit what became of the voice meanwhile."""

    def __init__(self, *, reference: str, status: str) -> None:
        super().__init__(f"voice {reference} is {status}: this act does not fit")
        self.reference = reference
        self.status = status


class ProposalNeedsAnotherError(WorkbenchError):
    """Who proposed to decline a voice cannot be the second person."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"voice {reference}: another person must decide on the proposal")
        self.reference = reference


class ObjectionNeedsAnotherError(WorkbenchError):
    """Who took part in what an author objects to leaves the voice to others."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"voice {reference}: another person must act, as its author objected")
        self.reference = reference


class CheckNeedsAnotherError(WorkbenchError):
    """Who wrote a card down cannot check it."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"voice {reference}: another person must check the transcript")
        self.reference = reference


class CardOfAnotherError(WorkbenchError):
    """Only who wrote a card down takes it back."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"voice {reference} was written down by somebody else")
        self.reference = reference


class MergeTargetError(WorkbenchError):
    """The other voice cannot take this one in."""

    def __init__(self, *, reference: str, target: str, fault: str) -> None:
        super().__init__(f"voice {reference} cannot be merged into {target}: {fault}")
        self.reference = reference
        self.target = target
        self.fault = fault


class NoticeNotFoundError(WorkbenchError):
    """There is no notice with this reference number."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"no notice {reference!r}")
        self.reference = reference


class NoticeDecidedError(WorkbenchError):
    """Somebody has decided on this notice already."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"notice {reference} is decided")
        self.reference = reference


MERGE_FAULTS: Final[Mapping[str, LocalText]] = {
    "same": {
        "de": "Das ist derselbe Beitrag. Wählen Sie einen anderen.",
        "en": "That is the same comment. Choose another one.",
    },
    "kind": {
        "de": "Der andere Beitrag ist von anderer Art. Beiträge, Hinweise von Kennern und "
        "Stellungnahmen werden getrennt gezählt und bleiben getrennt.",
        "en": "The other comment is of another kind. Comments, notes from experience and "
        "statements are counted apart and stay apart.",
    },
    "hides": {
        "de": "Dieser Beitrag ist öffentlich, der andere noch nicht. Veröffentlichen Sie erst den "
        "anderen: Sonst verschwände, was alle lesen können.",
        "en": "This comment is public, the other one is not yet. Publish the other one first: "
        "what everybody can read would disappear.",
    },
    "status": {
        "de": "Der andere Beitrag ist abgelehnt, zurückgezogen oder selbst zusammengeführt. "
        "Wählen Sie einen, der veröffentlicht ist oder geprüft wird.",
        "en": "The other comment is declined, withdrawn or merged itself. Choose one that is "
        "published or being checked.",
    },
}
"""Why a voice cannot be merged into another, by ``MergeTargetError.fault``."""


def merge_fault(one: Voice, target: Voice, *, target_pending: bool) -> str | None:
    """Return what speaks against merging ``one`` into ``target``, None for nothing.

    ``target_pending`` is True while a second person is to agree that ``target`` is declined.
    """
    if one.number == target.number:
        return "same"
    if one.kind != target.kind:
        return "kind"
    if target.status not in {"received", "published"} or target_pending:
        return "status"
    return "hides" if one.is_public and not target.is_public else None
