"""The SQL of merging: which voices may say the same as one, by number, words, or place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, and_, or_

from services.comments.model import Voice
from services.comments.reference import find_reference
from services.comments.store import Voices
from services.database.geometry import MeetsBounds
from services.database.tables import voice as table
from services.moderation.model import MERGE_SEARCH_RADIUS_M

CANDIDATES: Final = 12
_WORDS_AT_LEAST: Final = 5
"""Letters of a word that says something about what a voice is about."""
_WORDS_ASKED: Final = 6


def candidates(voice: Voice, voices: Voices, *, asked: str = "") -> Sequence[Voice]:
    """Return what ``voice`` may be merged into: the nearest first, then by likeness of words.

    ``asked`` is a number or words; without it, what lies near or shares telling words.
    """
    reference = find_reference(asked)
    conditions: list[ColumnElement[bool]] = (
        [table.c.reference == reference] if reference else _alike(voice, asked)
    )
    if not conditions:
        return ()
    found = voices.list(
        voices.select()
        .where(
            table.c.number != voice.number,
            table.c.kind == voice.kind,
            table.c.status.in_(("received", "published")),
            or_(*conditions),
        )
        .order_by(table.c.number.desc())
        .limit(CANDIDATES * 5)
    )
    return sorted(found, key=lambda one: _rank(voice, one))[:CANDIDATES]


def distance_m(one: Voice, other: Voice) -> float | None:
    """Return how far two pins lie apart (planar metres), None where one has none."""
    if one.pin is None or other.pin is None:
        return None
    return float(one.pin.distance(other.pin))


def telling_words(text: str) -> tuple[str, ...]:
    """Return the longest words of a text, which say most about what it is about."""
    words = dict.fromkeys(word.strip(".,;:!?()„“\"'").casefold() for word in text.split())
    long = [word for word in words if len(word) >= _WORDS_AT_LEAST]
    return tuple(sorted(long, key=lambda word: -len(word))[:_WORDS_ASKED])


def _alike(voice: Voice, asked: str) -> list[ColumnElement[bool]]:
    if asked.strip():
        words = asked.casefold().split()
        return [and_(*(table.c.search_text.contains(word, autoescape=True) for word in words))]
    conditions: list[ColumnElement[bool]] = [
        table.c.search_text.contains(word, autoescape=True) for word in telling_words(voice.title)
    ]
    if voice.pin is not None:
        box = voice.pin.buffer(MERGE_SEARCH_RADIUS_M).bounds
        conditions.append(MeetsBounds(table.c.pin, table.c.number, box))
    return conditions


def _rank(voice: Voice, other: Voice) -> tuple[int, float]:
    """Order by words in common with the title, many first, then by distance."""
    shared = set(telling_words(voice.title)) & set(telling_words(other.title))
    apart = distance_m(voice, other)
    return (-len(shared), float("inf") if apart is None else apart)
