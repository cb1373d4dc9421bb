"""Columns: what each holds, how to call it, and whether it says something about people.

All of it is a proposal. Values may be texts (tables, DBF) or plain Python and numpy values.
"""

from __future__ import annotations

import math
import numbers
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from services.comments.home_protection import MarkKind, find_marks
from services.imports.dbf import NAME_BYTES
from services.imports.model import FieldFound, Message
from services.imports.numbering import Numbering, names_things
from services.layers.imported import NUMBERS, ValueKind

_LETTERS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LONGEST_ID: Final = 60
_LONGEST_EXAMPLE: Final = 80
_LOOKED_AT: Final = 200
"""So many filled values of a column are searched for people."""
_ENOUGH_SHARE: Final = 0.1

_INTEGER: Final = re.compile(r"[+-]?(?:0|[1-9]\d{0,17})")
_NUMBER: Final = re.compile(
    r"[+-]?(?:\d{1,18}|\d{1,3}(?:\.\d{3}){1,5}(?=,|$)|\d{1,3}(?:,\d{3}){1,5}(?=\.|$)|(?=[.,]\d))"
    r"(?:[.,]\d{1,22})?(?:[eE][+-]?\d{1,2})?"
)
_LEADING_ZERO: Final = re.compile(r"[+-]?0\d")
_ISO_DATE: Final = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})")
_GERMAN_DATE: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YES_NO: Final = frozenset({"ja", "nein", "yes", "no", "true", "false", "wahr", "falsch"})

_PERSONAL_NAMES: Final = re.compile(
    r"vorname|nachname|familienname|geburtsname|zuname|firstname|lastname|surname"
    r"|eigentuem|besitzer|inhaber|mieter|paechter|ansprechp|ansprp|kontaktp|antragst"
    r"|telefon|telnr|handy|mobiln|mobilt|telefax|faxnr|mail|iban|kontonr|kontoinh"
    r"|geburts|geboren|gebdat|birthd|dateofbirth|steuernr|steuerid"
)
_PERSONAL_WORDS: Final = frozenset(
    {"tel", "fon", "fax", "mobil", "phone", "bic", "konto", "kontakt", "person", "owner"}
)
_PERSONAL_MARKS: Final[frozenset[MarkKind]] = frozenset(
    {"phone", "email", "iban", "plate", "person"}
)
_FIRST_NAMES: Final = frozenset(
    {
        "achim", "ahmet", "ali", "andrea", "andreas", "angelika", "anja", "anna", "ayse", "bernd",
        "birgit", "brigitte", "christian", "claudia", "daniel", "dieter", "dirk", "elke", "emre",
        "erika", "fatma", "frank", "gerd", "guenter", "hans", "hasan", "heike", "heinz", "helga",
        "helmut", "ingrid", "jan", "jens", "juergen", "jutta", "karin", "karl", "kerstin", "klaus",
        "manfred", "maria", "markus", "martina", "matthias", "mehmet", "michael", "monika",
        "murat", "mustafa", "nicole", "norbert", "peter", "petra", "rainer", "ralf", "renate",
        "rolf", "sabine", "sandra", "stefan", "stefanie", "susanne", "sven", "thomas", "thorsten",
        "torsten", "ulrich", "ursula", "ute", "uwe", "walter", "werner", "wolfgang", "zeynep",
    }
)  # fmt: skip
_WORDS_OF_A_NAME: Final = range(1, 3)
_SAINTS: Final = frozenset({"st", "sankt", "heilige", "heiliger"})
_FULL_WORDS: Final = (
    "Ansprechpartner", "Aufnahmedatum", "Ausstattung", "Baujahr", "Bearbeitungsdatum",
    "Bebauungsplan", "Bemerkungen", "Beschreibung", "Bezeichnung", "Eigentümer",
    "Eigentümername", "Einrichtung", "Einwohnerzahl", "Erfassungsdatum", "Erstelldatum",
    "Flächengröße", "Flurstück", "Flurstücksnummer", "Gemarkungsname", "Gemarkungsnummer",
    "Gemeindename", "Gemeindeschlüssel", "Geschossigkeit", "Grundfläche", "Hausnummer",
    "Hausnummernzusatz", "Höhenangabe", "Kennzeichen", "Kontaktperson", "Nutzungsart",
    "Öffnungszeiten", "Ortsteilname", "Postleitzahl", "Rechtswert", "Stadtteilname",
    "Straßenname", "Straßennummer", "Straßenschlüssel", "Telefonnummer", "Wohnfläche",
    "Zuständigkeit", "Änderungsdatum",
)  # fmt: skip


@dataclass
class _Column:
    """What is gathered about one column while rows pass by; memory stays flat."""

    name: str
    kinds: list[ValueKind] = field(default_factory=lambda: list(_KINDS))
    """Those that fit all values so far; where none does it is a text."""
    filled: int = 0
    example: str = ""
    looked_at: int = 0
    about_people: int = 0
    numbering: Numbering = field(default_factory=Numbering)

    def take(self, value: object) -> None:
        plain = _bare(value)
        if plain is None:
            return
        self.filled += 1
        if not self.example:
            self.example = _shown(plain)
        if self.kinds:
            self.kinds = [kind for kind in self.kinds if _KINDS[kind](plain)]
            if self.numbering.is_whole:
                self.numbering.take(plain)
        if self.looked_at < _LOOKED_AT:
            self.looked_at += 1
            self.about_people += isinstance(plain, str) and _is_about_people(plain)

    @property
    def kind(self) -> ValueKind:
        return self.kinds[0] if self.filled and self.kinds else "text"

    @property
    def amount(self) -> bool:
        is_number = self.kind in NUMBERS
        return not is_number or not names_things(self.name, _plain(self.name), self.numbering)

    @property
    def personal(self) -> bool:
        if is_personal_name(self.name) or (self.kind == "date" and _is_birthday(self.name)):
            return True
        return self.looked_at > 0 and self.about_people >= _ENOUGH_SHARE * self.looked_at


def describe(
    names: Sequence[str], rows: Iterable[Sequence[object]], *, dbf_encoding: str | None = None
) -> tuple[FieldFound, ...]:
    """Return what is proposed for each column of ``names``, by all values of ``rows``.

    ``dbf_encoding`` is given for tables of shapefiles: their names have ten bytes at most.
    Leading zeros make a text of digits: keys and postcodes keep theirs.
    """
    columns = [_Column(name) for name in names]
    count = 0
    for row in rows:
        count += 1
        for column, value in zip(columns, row, strict=False):
            column.take(value)
    ids = unique_ids(names)
    return tuple(
        FieldFound(
            id=field_id,
            name=column.name,
            alias=proposed_alias(column.name, dbf_encoding=dbf_encoding),
            kind=column.kind,
            filled_share=column.filled / count if count else 0.0,
            example=column.example,
            personal=column.personal,
            amount=column.amount,
        )
        for field_id, column in zip(ids, columns, strict=True)
    )


def messages(
    found: Sequence[FieldFound], *, dbf_encoding: str | None = None
) -> tuple[Message, ...]:
    """Return what people should know about the fields ``found``."""
    said: list[Message] = []
    cut = [one.name for one in found if dbf_encoding and may_be_cut(one.name, dbf_encoding)]
    if cut:
        said.append(Message("IMP-430", {"fields": ", ".join(cut)}))
    personal = [one.name for one in found if one.personal]
    if personal:
        said.append(Message("IMP-431", {"fields": ", ".join(personal)}))
    naming = [one.name for one in found if not one.amount]
    if naming:
        said.append(Message("IMP-432", {"fields": ", ".join(naming)}))
    return tuple(said)


def unique_ids(names: Sequence[str]) -> tuple[str, ...]:
    """Return an id for each name: lower-case ASCII, starting with a letter, no two alike."""
    taken: set[str] = set()
    ids: list[str] = []
    for name in names:
        stem = _plain(name)[:_LONGEST_ID].strip("_") or "feld"
        if not stem[0].isalpha():
            stem = f"feld_{stem}"
        free, number = stem, 1
        while free in taken:
            number += 1
            free = f"{stem}_{number}"
        taken.add(free)
        ids.append(free)
    return tuple(ids)


def may_be_cut(name: str, encoding: str) -> bool:
    """Tell whether ``name`` fills the ten bytes that a DBF has for it, or all but half a letter."""
    if name.endswith("\N{REPLACEMENT CHARACTER}"):
        return True
    if _plain(name) in {_plain(word) for word in _FULL_WORDS}:
        return False
    return _bytes(name, encoding) >= NAME_BYTES or _completed(name, encoding) is not None


def proposed_alias(name: str, *, dbf_encoding: str | None) -> str:
    """Return a name for people: a cut one is completed where its word is known, or ends in …."""
    shown = name.replace("\N{REPLACEMENT CHARACTER}", "").strip()
    if dbf_encoding is None or not may_be_cut(name, dbf_encoding):
        return shown
    return _completed(shown, dbf_encoding) or f"{shown}…"


def is_personal_name(name: str) -> bool:
    """Tell whether a column of this name usually says something about people."""
    plain = _plain(name)
    if _PERSONAL_NAMES.search(plain.replace("_", "")):
        return True
    return not _PERSONAL_WORDS.isdisjoint(plain.split("_"))


def _is_birthday(name: str) -> bool:
    """Tell whether a date of this name is a birthday; without a date "geb" is a building."""
    return "geb" in _plain(name).split("_")


def _completed(name: str, encoding: str) -> str | None:
    """Return the one known word that was cut to ``name``, None where none or several fit."""
    plain = _plain(name)
    fitting = [
        word
        for word in _FULL_WORDS
        if len(word) > len(name)
        and _plain(word).startswith(plain)
        and _bytes(name, encoding) + _bytes(word[len(name)], encoding) > NAME_BYTES
    ]
    return fitting[0] if len(fitting) == 1 else None


def _bytes(text: str, encoding: str) -> int:
    return len(text.encode(encoding, errors="replace"))


def _plain(name: str) -> str:
    spelled = unicodedata.normalize("NFC", name).lower().translate(_LETTERS)
    bare = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


def _bare(value: object) -> object:
    """Return a text without spaces around it, a numpy value as a plain one, None for nothing."""
    if isinstance(value, str):
        return value.strip(" \t\r\n\0") or None
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and math.isnan(value) else value


def _shown(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return " ".join(str(value).split())[:_LONGEST_EXAMPLE]


def _is_boolean(value: object) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and value.lower() in _YES_NO)


def _is_integer(value: object) -> bool:
    if isinstance(value, str):
        return _INTEGER.fullmatch(value) is not None
    return isinstance(value, numbers.Integral) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    if isinstance(value, str):
        return _NUMBER.fullmatch(value) is not None and _LEADING_ZERO.match(value) is None
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _is_date(value: object) -> bool:
    if isinstance(value, str):
        return _is_day(value)
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_day(text: str) -> bool:
    iso, german = _ISO_DATE.fullmatch(text), _GERMAN_DATE.fullmatch(text)
    if iso is not None:
        year, month, day = (int(part) for part in iso.groups())
    elif german is not None:
        day, month, year = (int(part) for part in german.groups())
    else:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_about_people(text: str) -> bool:
    words = [_plain(word) for word in re.split(r"[ ,]+", text[:_LONGEST_EXAMPLE])]
    if len(words) in _WORDS_OF_A_NAME and not _FIRST_NAMES.isdisjoint(words):
        return _SAINTS.isdisjoint(words)
    if text.isdigit():
        return False
    return any(mark.kind in _PERSONAL_MARKS for mark in find_marks(text[:1_000]))


_KINDS: Final[Mapping[ValueKind, Callable[[object], bool]]] = {
    "boolean": _is_boolean,
    "integer": _is_integer,
    "number": _is_number,
    "date": _is_date,
}
"""The first that fits all values of a column is its kind; it is a text where none does."""
