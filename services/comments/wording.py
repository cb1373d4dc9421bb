"""What people type, made fit to be stored: one spelling of each letter, nothing that hides.

Composed (NFC), lines ended alike, ends stripped. Characters that nobody sees and that do no harm
(soft hyphens from a copied web page, zero-width spaces) are dropped. What could forge or break a
page, a list or a file is refused, not dropped: control characters, halves of characters, and marks
that turn the direction of reading.
"""

from __future__ import annotations

import re
from typing import Final

from services.web.composed import composed

_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u2060-\u2064\ufeff\ufff9-\ufffb]")
"""Soft hyphen, zero-width space, direction marks of one letter, joiners of words, byte order
mark. Joiners of letters stay: emoji and some scripts need them."""
_LINE_ENDS: Final = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_SPACES: Final = re.compile(r"\s+")
_MANY_LINES: Final = re.compile(r"\n{3,}")
_REFUSED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]"
)
"""Control characters, overrides and isolates of direction, surrogates, what is no character, and
the sign that stands where bytes made no letter."""
_MARKUP: Final = re.compile(
    r"<a\s+[a-z]+\s*=|</a>|</?p>|"
    r"</?(?:audio|base|body|br|button|div|embed|form|frame|h[1-6]|head|html|iframe|img|input|link|"
    r"math|meta|object|script|source|span|style|svg|table|template|textarea|title|video|xml)"
    r"(?:[\s/>]|$)|<!--|<!\[CDATA|<!doctype|<\?xml|(?:java|vb)script:",
    re.IGNORECASE,
)
"""Tags that web pages are made of. "<3" and "x < y" are words."""
_PLANE: Final = 0x10000
_NO_CHARACTER: Final = 0xFFFE


def is_readable(text: str) -> bool:
    """Return True when ``text`` holds nothing that must be refused."""
    return _REFUSED.search(text) is None and not any(_is_no_character(letter) for letter in text)


def has_markup(text: str) -> bool:
    """Return True when ``text`` holds tags or addresses that a web page would run.

    Pages show every text as text all the same; who sends tags sends no voice.
    """
    return _MARKUP.search(text) is not None


def readable(text: str) -> str:
    """Return ``text`` without what must be refused, to be offered for another try."""
    return "".join(letter for letter in _REFUSED.sub("", text) if not _is_no_character(letter))


def clean_text(text: str) -> str:
    """Return a text of several lines, made fit; at most one empty line between two others."""
    lines = _LINE_ENDS.sub("\n", _INVISIBLE.sub("", text)).replace("\t", " ")
    stripped = "\n".join(line.rstrip() for line in composed(lines).split("\n"))
    return _MANY_LINES.sub("\n\n", stripped).strip()


def clean_line(text: str) -> str:
    """Return a text of one line, made fit: every run of spaces and line ends is one space."""
    return _SPACES.sub(" ", composed(_INVISIBLE.sub("", text))).strip()


def optional_line(text: str | None) -> str | None:
    """Return ``clean_line`` of a text, None where nothing is left."""
    return None if text is None else clean_line(text) or None


def _is_no_character(letter: str) -> bool:
    return ord(letter) >= _PLANE and ord(letter) & _NO_CHARACTER == _NO_CHARACTER
