"""Texts in more than one language."""

from __future__ import annotations

from typing import Final

from maps.words import Lang, LocalText

LANGS: Final[tuple[Lang, ...]] = ("de", "en")


def say(text: LocalText | None, lang: Lang) -> str:
    """Return ``text`` in ``lang``, in German where there is no translation, ``""`` for None."""
    if text is None:
        return ""
    return text.get(lang) or text["de"]


__all__ = ["LANGS", "Lang", "LocalText", "say"]
