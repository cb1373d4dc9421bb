"""Redacting only leaves out: nobody's words are replaced by somebody else's."""

from __future__ import annotations

import re
from typing import Final

_OURS: Final = re.compile(r"\[[^\[\]]{0,80}\]")
"""A remark of the town hall, which anybody can tell from what was written: ``[Name entfernt]``."""
_WORD: Final = re.compile(r"\w+")


def is_part_of(shorter: str, written: str) -> bool:
    """Return True if ``shorter`` only leaves words of ``written`` out.

    Punctuation, spaces and capitals may change with that, and square brackets may say what is
    missing.
    """
    left = iter(_words(written))
    return all(word in left for word in _words(without_remarks(shorter)))


def without_remarks(text: str) -> str:
    """Return a redacted text without what the town hall put in square brackets."""
    return _OURS.sub("", text)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
