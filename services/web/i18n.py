"""German and English: catalogues, numbers, dates and money.

The German texts stand in templates and code; ``locale/en.po`` holds the English ones.
The catalogue is read as it is, so there is nothing to compile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.core import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent
from babel.support import Translations

from services.web.texts import Lang

LOCALE_DIR = Path(__file__).parent / "locale"
_LOCALES = {"de": "de_DE", "en": "en_GB"}
_DAY, _MONTH = 10, 7
_MILLION = 1_000_000
_EUROS: Final[Mapping[Lang, str]] = {"de": "#,##0\xa0¤", "en": "¤#,##0"}
"""Whole euros; an amount never stands apart from its sign at the end of a line."""
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@cache
def translations(lang: Lang) -> NullTranslations:
    """Return the catalogue of ``lang``; German is what stands in the code."""
    if lang == "de":
        return NullTranslations()
    with (LOCALE_DIR / f"{lang}.po").open("rb") as file:
        catalog = read_po(file, locale=lang)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


_WORDS_OF_SYSTEMS: Final = (
    ("3-degree Gauss-Kruger zone", "3-Grad-Gauß-Krüger-Zone"),
    ("Gauss-Kruger zone", "Gauß-Krüger-Zone"),
    ("UTM zone", "UTM-Zone"),
    ("Pseudo-Mercator", "Pseudo-Mercator (Netzkarten)"),
)


@dataclass(frozen=True)
class Speech:
    """How a page says things in one language."""

    lang: Lang

    @property
    def locale(self) -> Locale:
        """The Babel locale: German as in Germany, English as in Great Britain."""
        return Locale.parse(_LOCALES[self.lang])

    def gettext(self, text: str) -> str:
        """Return the German ``text`` in this language."""
        return translations(self.lang).gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return ``one`` or ``many`` in this language, as ``count`` asks for."""
        return translations(self.lang).ngettext(one, many, count)

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with the language's separators, with at most ``digits`` decimals."""
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return str(format_decimal(value, format=pattern, locale=self.locale))

    def value(self, value: object, unit: str | None) -> str | None:
        """Return the value of a fact, ready to read, with its unit; None for a missing one.

        A text that is a day (``1975-01-01``) is said as one.
        """
        if value is None:
            return None
        if isinstance(value, (int, float)):
            amount = self.number(value, 2)
            return f"{amount}\xa0{unit}" if unit else amount
        text = str(value)
        return self.day(text) if _ISO_DAY.fullmatch(text) else text

    def percent(self, share: float) -> str:
        """Return a share (0 to 1) as whole per cent."""
        return str(format_percent(share, locale=self.locale))

    def system(self, name: str) -> str:
        """Return the registry's name of a reference system, its English words in German."""
        if self.lang == "de":
            for english, german in _WORDS_OF_SYSTEMS:
                name = name.replace(english, german)
        return name

    def money(self, amount_eur: int | None) -> str:
        """Return an amount in euros, from a million on in millions; ``""`` for None."""
        if amount_eur is None:
            return ""
        if amount_eur >= _MILLION:
            return str(
                format_compact_currency(amount_eur, "EUR", locale=self.locale, fraction_digits=2)
            )
        return str(
            format_currency(
                amount_eur, "EUR", _EUROS[self.lang], locale=self.locale, currency_digits=False
            )
        )

    def short_day(self, value: str) -> str:
        """Return a day in figures, as tables show it; months and years as ``day`` does."""
        if len(value) < _DAY:
            return self.day(value)
        pattern = {"de": "dd.MM.y", "en": "d MMM y"}[self.lang]
        day = date.fromisoformat(value[:_DAY])
        return str(format_date(day, pattern, locale=self.locale))

    def day(self, value: date | datetime | str | None) -> str:
        """Return a day, a month (``2022-09``) or a year (``2022``) in words."""
        if value is None:
            return ""
        if not isinstance(value, str):
            return str(format_date(value, "long", locale=self.locale))
        if len(value) >= _DAY:
            return str(format_date(date.fromisoformat(value[:_DAY]), "long", locale=self.locale))
        if len(value) == _MONTH:
            first = date.fromisoformat(f"{value}-01")
            return str(format_date(first, "MMMM y", locale=self.locale))
        return value
