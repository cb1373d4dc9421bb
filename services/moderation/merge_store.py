"""The SQL of merging: which voices may say the same as one, by number, place or words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, or_, select

from services.comments.model import Voice
from services.comments.reference import find_reference
from services.comments.store import Voices
from services.database.geometry import MeetsBounds
from services.database.tables import voice as table
from services.moderation.model import MERGE_SEARCH_RADIUS_M

CANDIDATES: Final = 12
_NEAREST: Final = 8
"""As many are near at most, while there are others with the same words."""
_LOOKED_AT: Final = 2_000
"""So many of the newest, of the district and of the city, are searched for words that nobody
asked for."""
_WORDS_AT_LEAST: Final = 5
"""Letters of a word that says something about what a voice is about."""
_WORDS_ASKED: Final = 6


def candidates(voice: Voice, voices: Voices, *, asked: str = "") -> Sequence[Voice]:
    """Return what ``voice`` may be merged into: the nearest first, then others by their words.

    ``asked`` is a number or words; without it, what lies near or shares telling words. Words are
    looked for near the voice, then in its district, then in the rest of the city.
    """
    reference = find_reference(asked)
    if reference:
        numbers = _numbers(voices, _mergeable(voice).where(table.c.reference == reference))
    elif asked.strip():
        wanted = and_(*(_says(word) for word in asked.casefold().split()))
        near = _near(voice, voices, wanted)[:CANDIDATES]
        queries = [_mergeable(voice).where(*scope) for scope in _scopes(voice, voices)]
        numbers = near + _worded(voices, queries, wanted, near)
    else:
        near = _near(voice, voices)[:CANDIDATES]
        alike = _alike(voice, voices, near[:_NEAREST])
        numbers = near[: max(CANDIDATES - len(alike), _NEAREST)]
        numbers += [one for one in alike if one not in numbers]
    found = voices.list(voices.select().where(table.c.number.in_(numbers[:CANDIDATES])))
    return sorted(found, key=lambda one: numbers.index(one.number))


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


def _says(word: str) -> ColumnElement[bool]:
    return table.c.search_text.contains(word, autoescape=True)


def _mergeable(voice: Voice) -> Select[Any]:
    """Return the query of the numbers of all that ``voice`` may be merged into, newest first."""
    return (
        select(table.c.number)
        .where(
            table.c.number != voice.number,
            table.c.kind == voice.kind,
            table.c.status.in_(("received", "published")),
        )
        .order_by(table.c.number.desc())
    )


def _numbers(voices: Voices, query: Select[Any]) -> list[int]:
    return list(voices.connection.execute(query).scalars())


def _near(voice: Voice, voices: Voices, *conditions: ColumnElement[bool]) -> list[int]:
    """Return what lies within ``MERGE_SEARCH_RADIUS_M``, the nearest first."""
    if voice.pin is None:
        return []
    box = voice.pin.buffer(MERGE_SEARCH_RADIUS_M).bounds
    rows = voices.connection.execute(
        _mergeable(voice)
        .add_columns(table.c.pin)
        .where(MeetsBounds(table.c.pin, table.c.number, box), *conditions)
    )
    apart = sorted((float(voice.pin.distance(row.pin)), row.number) for row in rows)
    return [number for apart_m, number in apart if apart_m <= MERGE_SEARCH_RADIUS_M]


def _alike(voice: Voice, voices: Voices, but: Sequence[int]) -> list[int]:
    """Return what shares telling words, most of them first: of the district, then elsewhere."""
    words = [_says(word) for word in telling_words(voice.title)]
    if not words:
        return []
    shared = sum((case((word, 1), else_=0) for word in words[1:]), case((words[0], 1), else_=0))
    ranked = _mergeable(voice).order_by(None).order_by(shared.desc(), table.c.number.desc())
    newest = [
        _mergeable(voice).where(*scope).limit(_LOOKED_AT).subquery()
        for scope in _scopes(voice, voices)
    ]
    queries = [ranked.where(table.c.number.in_(select(one.c.number))) for one in newest]
    return _worded(voices, queries, or_(*words), but)


def _scopes(voice: Voice, voices: Voices) -> list[list[ColumnElement[bool]]]:
    """Return where words are looked for, one after the other: its district, the whole city."""
    everywhere: list[ColumnElement[bool]] = []
    if voice.district_id is None:
        return [everywhere]
    return [[voices.is_in(voice.district_id)], everywhere]


def _worded(
    voices: Voices,
    queries: Sequence[Select[Any]],
    wanted: ColumnElement[bool],
    but: Sequence[int],
) -> list[int]:
    """Return what says what is ``wanted`` and is not known yet, by the queries in their order."""
    found: list[int] = []
    for query in queries:
        room = CANDIDATES - len(but) - len(found)
        if room > 0:
            known = table.c.number.not_in([*but, *found])
            found += _numbers(voices, query.where(wanted, known).limit(room))
    return found
