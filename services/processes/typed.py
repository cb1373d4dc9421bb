"""What somebody typed into a form: read field by field, with every complaint kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from services.web.composed import composed
from services.web.texts import LocalText

_HIDDEN: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""What turns the direction of reading, and the byte order mark: never meant in these texts."""
_REVISION_DIGITS: Final = 9
_FIRST_DAY: Final = date(2000, 1, 1)
_LAST_DAY: Final = date(2199, 12, 31)


@dataclass(frozen=True)
class Typed:
    """The fields of a form as they came; ``file`` is the text of an uploaded file."""

    fields: Mapping[str, tuple[str, ...]]
    file: str = ""

    def one(self, name: str) -> str:
        """Return the last value of a field, ``""`` if it is missing."""
        return (self.fields.get(name) or ("",))[-1]

    @property
    def revision(self) -> int:
        """Which revision of something its form showed; -1, which nothing has, if it tells none."""
        value = self.one("revision")
        known = value.isascii() and value.isdigit() and len(value) <= _REVISION_DIGITS
        return int(value) if known else -1

    def many(self, name: str) -> tuple[str, ...]:
        """Return all values of a field."""
        return self.fields.get(name, ())


def clean(text: str) -> str:
    """Return a text as it may be stored: composed, ends stripped, nothing that hides."""
    whole = composed(_HIDDEN.sub("", text).replace("\r\n", "\n"))
    return "".join(
        one if one == "\n" or unicodedata.category(one) not in {"Cc", "Cs"} else " "
        for one in whole
    ).strip()


@dataclass
class Reader:
    """Reads the fields of a form; ``errors`` fills with what is wrong, by field."""

    typed: Typed
    errors: dict[str, LocalText] = field(default_factory=dict)

    def complain(self, name: str, german: str, english: str) -> None:
        """Note what is wrong with a field; the first complaint stays."""
        self.errors.setdefault(name, {"de": german, "en": english})

    def text(self, name: str, *, most: int) -> LocalText:
        """Return a text that must be there in German and may be there in English."""
        found = self._both(name, most)
        if not found["de"]:
            self.complain(f"{name}_de", "Bitte ausfüllen.", "Please fill this in.")
        return found

    def optional_text(self, name: str, *, most: int) -> LocalText | None:
        """Return a text in German and perhaps English, None without any."""
        found = self._both(name, most)
        if found["en"] and not found["de"]:
            self.complain(
                f"{name}_de",
                "Zum englischen Text fehlt der deutsche.",
                "The German text for the English one is missing.",
            )
        return found if found["de"] else None

    def _both(self, name: str, most: int) -> dict[Any, str]:
        found = {lang: clean(self.typed.one(f"{name}_{lang}")) for lang in ("de", "en")}
        for lang, text in found.items():
            if len(text) > most:
                self.complain(
                    f"{name}_{lang}",
                    f"Der Text hat {len(text)} Zeichen, erlaubt sind {most}.",
                    f"The text has {len(text)} characters, {most} are allowed.",
                )
        return found

    def line(self, name: str, *, most: int) -> str:
        """Return one line that must be there."""
        value = " ".join(clean(self.typed.one(name)).split())
        if not value:
            self.complain(name, "Bitte ausfüllen.", "Please fill this in.")
        elif len(value) > most:
            self.complain(name, f"Höchstens {most} Zeichen.", f"{most} characters at most.")
        return value

    def choice(self, name: str, known: Collection[str]) -> str:
        """Return one of ``known``."""
        value = self.typed.one(name)
        if value not in known:
            self.complain(name, "Bitte auswählen.", "Please choose.")
        return value

    def choices(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """Return the chosen ones in the order of ``known``."""
        chosen = set(self.typed.many(name))
        if not chosen <= set(known):
            self.complain(
                name, "Eine Auswahl gibt es nicht mehr.", "A choice is no longer available."
            )
        return tuple(one for one in known if one in chosen)

    def day(self, name: str, *, first: date = _FIRST_DAY) -> date | None:
        """Return a day from ``first`` on, None where nothing was typed."""
        value = self.typed.one(name).strip()
        if not value:
            return None
        try:
            found = date.fromisoformat(value)
        except ValueError:
            found = None
        if found is None:
            self.complain(
                name,
                "Das ist kein Tag. Schreiben Sie ihn wie 2026-11-23.",
                "This is no day. Write it like 2026-11-23.",
            )
            return None
        if not first <= found <= _LAST_DAY:
            self.complain(
                name,
                f"Das Jahr muss zwischen {first.year} und {_LAST_DAY.year} liegen.",
                f"The year must be between {first.year} and {_LAST_DAY.year}.",
            )
            return None
        return found

    def whole(self, name: str, *, least: int, most: int) -> int | None:
        """Return a whole number between two others."""
        value = self.typed.one(name).strip()
        number = (
            int(value)
            if value.isascii() and value.isdigit() and len(value) <= len(str(most))
            else -1
        )
        if not least <= number <= most:
            self.complain(
                name,
                f"Schreiben Sie eine ganze Zahl von {least} bis {most}.",
                f"Write a whole number from {least} to {most}.",
            )
            return None
        return number
