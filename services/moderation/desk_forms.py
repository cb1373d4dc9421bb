"""The forms of the quick desk: a card, and what its checker says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, get_args

from pydantic import BaseModel, ConfigDict

from services.comments.model import TEXT_MAX, TITLE_LIMIT, Channel, Kind
from services.comments.wording import clean_line, clean_text, is_readable, optional_line
from services.districts.model import DistrictId
from services.moderation import words as w
from services.moderation.forms import parse_day
from services.moderation.model import Card
from services.moderation.words import Faults
from services.projects.model import THEMES

STICKY: Final = ("verfahren", "art", "kanal", "anlass", "datum", "stadtteil", "thema")
"""Fields that stay from card to card: they travel in the address."""
CITYWIDE_CHOICE: Final = "citywide"
FIELD_OF: Final[Mapping[str, str]] = {
    "title": "titel",
    "theme": "thema",
    "kind": "art",
    "channel": "kanal",
    "occasion": "anlass",
    "district_id": "stadtteil",
    "precision": "stadtteil",
    "place": "ort",
    "place_label": "ort",
}
"""The field of the form in which a flaw of a draft is put right."""
_KINDS: Final[tuple[Kind, ...]] = ("comment", "heart_place")
_SECRET_LEAST: Final = 16


class CardForm(BaseModel):
    """A card as it was typed in."""

    model_config = ConfigDict(str_max_length=20_000)

    verfahren: str = ""
    art: str = "comment"
    kanal: str = "forum"
    anlass: str = ""
    datum: str = ""
    stadtteil: str = ""
    thema: str = ""
    titel: str = ""
    text: str = ""
    ort: str = ""
    schluessel: str = ""

    def sticky(self) -> dict[str, str]:
        """Return what stays for the next card."""
        return {name: str(getattr(self, name)) for name in STICKY if getattr(self, name)}

    def faults(self) -> Faults:
        """Return what is wrong before the database is asked."""
        faults: Faults = {}
        if parse_day(self.datum) is None:
            faults["datum"] = w.DAY_WRONG
        if not self.stadtteil:
            faults["stadtteil"] = w.CHOOSE_DISTRICT
        if self.art not in _KINDS:
            faults["art"] = w.CHOOSE_KIND
        if self.kanal not in get_args(Channel):
            faults["kanal"] = w.CHOOSE_CHANNEL
        if not all(is_readable(one) for one in (self.ort, self.verfahren, self.thema)):
            faults["ort"] = w.HIDDEN
        if len(self.schluessel) < _SECRET_LEAST:
            faults["text"] = w.FORM_BROKEN
        return faults

    def card(self) -> Card:
        """Return the card; call it after ``faults`` found nothing."""
        day = parse_day(self.datum)
        if day is None:
            raise ValueError("a card needs its day")
        return Card(
            process_id=self.verfahren,
            kind=next(one for one in _KINDS if one == self.art),
            channel=next(one for one in get_args(Channel) if one == self.kanal),
            occasion=optional_line(self.anlass),
            said_on=day,
            district_id=_district(self.stadtteil),
            theme=self.thema,
            title=self.titel,
            text=self.text,
            place=clean_line(self.ort),
            idempotency_key=self.schluessel,
        )


class CheckForm(BaseModel):
    """What the second person says of a transcript: right, or put right."""

    model_config = ConfigDict(str_max_length=20_000)

    version: int
    urteil: str = ""
    titel: str = ""
    text: str = ""
    thema: str = ""

    @property
    def corrects(self) -> bool:
        """True when the transcript is put right."""
        return self.urteil in {"berichtigt", "berichtigt-oeffentlich"}

    @property
    def publishes(self) -> bool:
        """True when it is to be published at once."""
        return self.urteil in {"stimmt-oeffentlich", "berichtigt-oeffentlich"}

    def faults(self) -> Faults:
        """Return what is wrong with a correction."""
        if self.urteil in {"stimmt", "stimmt-oeffentlich"}:
            return {}
        if not self.corrects:
            return {"urteil": w.CHOOSE_OUTCOME}
        if not (is_readable(self.text) and is_readable(self.titel)):
            return {"text": w.HIDDEN}
        text = clean_text(self.text)
        faults = {
            "text": w.length_fault(text, TEXT_MAX) if text else w.TEXT_MISSING,
            "titel": w.length_fault(clean_line(self.titel), TITLE_LIMIT),
            "thema": None if self.thema in THEMES else w.CHOOSE_THEME,
        }
        return {name: fault for name, fault in faults.items() if fault is not None}


def empty_card(parameters: Mapping[str, str], *, key: str, today: date, process: str) -> CardForm:
    """Return the form for the next card: what stays comes from the address, the rest is empty."""
    kept = {name: parameters[name] for name in STICKY if parameters.get(name)}
    start = {"datum": today.isoformat(), "verfahren": process}
    return CardForm(**{**start, **kept, "schluessel": key})


def _district(value: str) -> DistrictId | None:
    return None if value == CITYWIDE_CHOICE else DistrictId(value)
