"""The forms of reports: what somebody reports, and how it is decided."""

from __future__ import annotations

import re
from typing import Final, get_args

from pydantic import BaseModel

from services.comments.model import EMAIL_LIMIT, NAME_LIMIT
from services.comments.reasons import REASONS
from services.comments.reference import find_reference
from services.comments.wording import clean_line, clean_text, is_readable, optional_line
from services.mail.model import is_address
from services.moderation import words as w
from services.moderation.forms import line_fault, words_fault
from services.moderation.model import (
    NAMELESS_REASON,
    NOTICE_REASONS,
    NoticeDraft,
    NoticeOutcome,
)
from services.moderation.words import Faults
from services.web.texts import Lang, LocalText

ADDRESS_MAX: Final = 500
_NUMBER: Final = re.compile(r"[\d -]+")
_EXPLANATION_LEAST: Final = 20
KEY_BYTES: Final = 24
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{32}")
"""What ``KEY_BYTES`` of chance look like in an address."""


class NoticeForm(BaseModel):
    """A report as it was typed in. ``homepage`` is a trap: nobody sees it, so it stays empty."""

    was: str = ""
    grund: str = ""
    worte: str = ""
    name: str = ""
    mail: str = ""
    nachbestem: str = ""
    stempel: str = ""
    schluessel: str = ""
    homepage: str = ""

    @property
    def reference(self) -> str | None:
        """The reference number that was given, alone or at the end of an address; else None."""
        what = clean_line(self.was).rstrip("/")
        return find_reference(what) or find_reference(what.rpartition("/")[2])

    @property
    def is_nameless(self) -> bool:
        """True where the law asks for no name."""
        return self.grund == NAMELESS_REASON

    def faults(self) -> Faults:
        """Return what is wrong, by field."""
        found = {
            "was": self._fault_of_what(),
            "grund": None if self.grund in NOTICE_REASONS else w.CHOOSE_REASON,
            "worte": words_fault(self.worte, least=_EXPLANATION_LEAST) and w.EXPLAIN,
            "name": line_fault(self.name, NAME_LIMIT) or self._missing(self.name, w.NAME_MISSING),
            "mail": self._fault_of_mail(),
            "nachbestem": None if self.nachbestem == "ja" else w.GOOD_FAITH,
        }
        if not is_readable(self.worte):
            found["worte"] = w.HIDDEN
        return {name: fault for name, fault in found.items() if fault is not None}

    def draft(self, voice_number: int | None, lang: Lang) -> NoticeDraft:
        """Return the report; call it after ``faults`` found nothing."""
        return NoticeDraft(
            voice_number=voice_number,
            address=clean_line(self.was),
            reason_code=self.grund,
            words=clean_text(self.worte),
            name=optional_line(self.name),
            email=optional_line(self.mail),
            in_good_faith=True,
            language=lang,
            idempotency_key=self.schluessel if _KEY.fullmatch(self.schluessel) else None,
        )

    def _fault_of_what(self) -> LocalText | None:
        what = clean_line(self.was)
        if not what:
            return w.WHAT_MISSING
        if _NUMBER.fullmatch(what) and self.reference is None:
            return w.NUMBER_UNKNOWN
        return line_fault(self.was, ADDRESS_MAX)

    def _fault_of_mail(self) -> LocalText | None:
        mail = clean_line(self.mail)
        if not mail:
            return self._missing(mail, w.MAIL_MISSING)
        fits = is_readable(self.mail) and len(mail) <= EMAIL_LIMIT and is_address(mail)
        return None if fits else w.MAIL_WRONG

    def _missing(self, value: str, fault: LocalText) -> LocalText | None:
        return None if clean_line(value) or self.is_nameless else fault


class DecisionForm(BaseModel):
    """How a report is decided. ``grund`` is the reason for the author of a removed voice."""

    ergebnis: str = ""
    grund: str = ""
    worte: str = ""

    @property
    def outcome(self) -> NoticeOutcome | None:
        """What was chosen, None for nothing that there is."""
        return next((one for one in get_args(NoticeOutcome) if one == self.ergebnis), None)

    @property
    def words(self) -> str:
        """The words, made fit."""
        return clean_text(self.worte)

    def faults(self, *, removable: bool) -> Faults:
        """Return what is wrong; a voice that is removed needs a reason for its author."""
        found = {
            "ergebnis": None if self.outcome else w.CHOOSE_OUTCOME,
            "worte": words_fault(self.worte),
            "grund": w.CHOOSE_REASON
            if removable and self.outcome == "removed" and self.grund not in REASONS
            else None,
        }
        return {name: fault for name, fault in found.items() if fault is not None}
