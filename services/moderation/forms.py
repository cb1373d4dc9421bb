"""The forms of the voice page: what was typed, what is wrong with it, and what it means."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Final, get_args

from pydantic import BaseModel

from services.comments.model import LABEL_LIMIT, TEXT_MAX, TEXT_MIN, TITLE_LIMIT, Step, Voice
from services.comments.reasons import REASONS
from services.comments.reference import find_reference
from services.comments.wording import clean_line, clean_text, is_readable, optional_line
from services.moderation import words as w
from services.moderation.decisions import COARSER
from services.moderation.model import (
    FORUM_MAX,
    OFFICE_MAX,
    PAPER_MAX,
    PROJECT_MAX,
    WORDS_MAX,
    WORDS_MIN,
    Redaction,
    StepKind,
)
from services.moderation.redacting import is_part_of, without_remarks
from services.moderation.words import Faults
from services.projects.model import THEMES
from services.web.texts import LocalText

_EARLIEST: Final = date(1950, 1, 1)


def parse_day(text: str) -> date | None:
    """Return a day as browsers send it (``2026-03-12``) or people write it (``12.3.2026``)."""
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day only
        except ValueError:
            continue
    return None


def words_fault(text: str, *, least: int = WORDS_MIN) -> LocalText | None:
    """Return what is wrong with words that somebody will read; None for nothing."""
    if not is_readable(text):
        return w.HIDDEN
    words = clean_text(text)
    return w.WORDS_MISSING if len(words) < least else w.length_fault(words, WORDS_MAX)


def line_fault(text: str, limit: int) -> LocalText | None:
    """Return what is wrong with an optional line; None for nothing."""
    if not is_readable(text):
        return w.HIDDEN
    return w.length_fault(clean_line(text), limit)


def _without_none(**faults: LocalText | None) -> Faults:
    return {name: fault for name, fault in faults.items() if fault is not None}


class VoiceForm(BaseModel):
    """What every act carries: which version of the voice was seen, and the queue it came from.

    ``zurueck`` is ``liste`` where the act was done in the queue itself.
    """

    act: ClassVar[str] = ""
    version: int
    liste: str = ""
    zurueck: str = ""

    def faults(self, voice: Voice, today: date) -> Faults:
        """Return what is wrong, by field."""
        return {}

    def typed(self) -> dict[str, str]:
        """Return what was typed, to be shown again."""
        return {name: str(value) for name, value in self.model_dump().items()}


class WordsForm(VoiceForm):
    """An act with words that the author reads."""

    worte: str = ""

    def faults(self, voice: Voice, today: date) -> Faults:
        """Return what is wrong with the words."""
        return _without_none(worte=words_fault(self.worte))

    @property
    def words(self) -> str:
        """The words, made fit."""
        return clean_text(self.worte)


class AskForm(WordsForm):
    """A question to the author."""

    act = "rueckfrage"


class RestoreForm(WordsForm):
    """Taking a decision back."""

    act = "wiederherstellen"


class DeclineForm(WordsForm):
    """Declining, with a reason code and words."""

    act = "ablehnen"
    grund: str = ""

    def faults(self, voice: Voice, today: date) -> Faults:
        """Return what is wrong with reason and words."""
        reason = None if self.grund in REASONS else w.CHOOSE_REASON
        return _without_none(grund=reason, worte=words_fault(self.worte))


class RedactForm(WordsForm):
    """Publishing with parts removed. ``name`` is ``ja`` where the author's name stays."""

    act = "kuerzen"
    titel: str = ""
    text: str = ""
    ortsangabe: str = ""
    genauigkeit: str = ""
    name: str = ""

    def faults(self, voice: Voice, today: date) -> Faults:
        """Return what is wrong with the public form; changing nothing is no redaction."""
        title = w.length_fault(clean_line(self.titel), TITLE_LIMIT)
        text = w.length_fault(clean_text(self.text), TEXT_MAX)
        if self._hides():
            text = w.HIDDEN
        precision = None if self.genauigkeit in COARSER[voice.precision] else w.PRECISION_FINER
        faults = _without_none(
            titel=title or self._fault_of_title(voice),
            text=text or self._fault_of_text(voice),
            ortsangabe=line_fault(self.ortsangabe, LABEL_LIMIT) or self._fault_of_label(voice),
            genauigkeit=precision,
            worte=words_fault(self.worte),
        )
        if not faults and self._is_as_before(voice):
            return {"text": w.UNCHANGED}
        return faults

    def redaction(self) -> Redaction:
        """Return what everybody will read."""
        return Redaction(
            title=clean_line(self.titel),
            text=clean_text(self.text),
            place_label=optional_line(self.ortsangabe),
            precision=self.genauigkeit,
            shows_author=self.name == "ja",
            words=self.words,
        )

    def _fault_of_title(self, voice: Voice) -> LocalText | None:
        if not clean_line(self.titel):
            return w.TITLE_MISSING
        return self._fault_of_words(self.titel, _written(voice, "title"))

    def _fault_of_text(self, voice: Voice) -> LocalText | None:
        """Return what is wrong with the rest: to empty a voice is to decline it, unasked."""
        least = min(TEXT_MIN, len(voice.text))
        if len(without_remarks(clean_text(self.text)).strip()) < least:
            return w.TOO_LITTLE_LEFT
        return self._fault_of_words(self.text, _written(voice, "text"))

    def _fault_of_label(self, voice: Voice) -> LocalText | None:
        return self._fault_of_words(self.ortsangabe, _written(voice, "place_label"))

    def _fault_of_words(self, new: str, written: str) -> LocalText | None:
        return None if is_part_of(clean_text(new), written) else w.OTHER_WORDS

    def _hides(self) -> bool:
        return not (is_readable(self.titel) and is_readable(self.text))

    def _is_as_before(self, voice: Voice) -> bool:
        new = self.redaction()
        label = voice.place_label if voice.precision in {"spot", "street"} else None
        return (new.title, new.text, new.place_label or None, new.precision) == (
            voice.title,
            voice.text,
            label,
            voice.precision,
        ) and (new.shows_author or voice.author_name is None)


def _written(voice: Voice, name: str) -> str:
    """Return what the author wrote, also where parts were removed before."""
    return str((voice.original or {}).get(name, getattr(voice, name)) or "")


class MergeForm(VoiceForm):
    """Merging into the voice with a number; whether there is one, the act finds out."""

    act = "zusammenfuehren"
    nummer: str = ""
    ziel: str = ""

    @property
    def target(self) -> str | None:
        """The reference that was chosen or typed, None if it is none."""
        return find_reference(self.nummer or self.ziel)

    def faults(self, voice: Voice, today: date) -> Faults:
        """Return what is wrong with the number."""
        return _without_none(nummer=None if self.target else w.NUMBER_UNKNOWN)


class ObjectionForm(WordsForm):
    """A decision on an objection: ``upheld``, ``recheck`` (upheld, look again) or ``rejected``."""

    act = "widerspruch"
    ergebnis: str = ""

    def faults(self, voice: Voice, today: date) -> Faults:
        """Return what is wrong with outcome and words."""
        known = self.ergebnis in {"upheld", "recheck", "rejected"}
        return _without_none(
            ergebnis=None if known else w.CHOOSE_OUTCOME, worte=words_fault(self.worte)
        )


class ProposalForm(VoiceForm):
    """What the second person says: ``accepted`` or ``rejected``."""

    act = "vorschlag"
    ergebnis: str = ""

    def faults(self, voice: Voice, today: date) -> Faults:
        """Return what is wrong with the outcome."""
        known = self.ergebnis in {"accepted", "rejected"}
        return _without_none(ergebnis=None if known else w.CHOOSE_OUTCOME)


class StepForm(VoiceForm):
    """A step of the answer trail."""

    act = "schritt"
    schritt: str = ""
    amt: str = ""
    tag: str = ""
    worte: str = ""
    vorlage: str = ""
    veranstaltung: str = ""
    projekt: str = ""
    thema: str = ""

    def faults(self, voice: Voice, today: date) -> Faults:
        """Return what is wrong; whether there is the project, the act finds out."""
        kind = self._kind()
        day = parse_day(self.tag)
        wrong_day = day is None or not _EARLIEST <= day <= today
        office = None if clean_line(self.amt) else w.OFFICE_MISSING
        faults = _without_none(
            schritt=w.CHOOSE_STEP if kind is None else None,
            amt=line_fault(self.amt, OFFICE_MAX) or office,
            tag=w.DAY_WRONG if wrong_day else None,
            worte=words_fault(self.worte, least=0),
            vorlage=line_fault(self.vorlage, PAPER_MAX),
            veranstaltung=line_fault(self.veranstaltung, FORUM_MAX),
            projekt=line_fault(self.projekt, PROJECT_MAX),
            thema=None if self.thema in {"", *THEMES} else w.CHOOSE_THEME,
        )
        return {**self._asked_for(kind), **faults}

    def _kind(self) -> StepKind | None:
        known: tuple[StepKind, ...] = get_args(StepKind)
        return next((one for one in known if one == self.schritt), None)

    def _asked_for(self, kind: StepKind | None) -> Faults:
        """Return what this kind of step needs and lacks."""
        where = (self.thema, self.projekt, clean_line(self.veranstaltung))
        if kind == "taken_up" and not any(where):
            return {"thema": w.TAKEN_WHERE}
        if kind == "decided" and not clean_line(self.vorlage):
            return {"vorlage": w.PAPER_MISSING}
        if kind == "refused" and len(clean_text(self.worte)) < WORDS_MIN:
            return {"worte": w.REFUSED_WORDS}
        if kind in {"measure", "note"} and len(clean_text(self.worte)) < WORDS_MIN:
            return {"worte": w.WORDS_MISSING}
        return {}

    def step(self) -> Step:
        """Return the step; call it after ``faults`` found nothing."""
        kind, day = self._kind(), parse_day(self.tag)
        if kind is None or day is None:
            raise ValueError("a step needs its kind and day")
        return Step(
            kind,
            clean_line(self.amt),
            day,
            words=clean_text(self.worte) or None,
            paper=optional_line(self.vorlage),
            forum=optional_line(self.veranstaltung),
            project_id=self.projekt or None,
            theme=self.thema or None,
        )
