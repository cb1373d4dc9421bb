"""Filters as hypothesis draws them: any that a URL can ask for."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import Final

from hypothesis import strategies as st

from services.comments.model import ANSWERS, KINDS
from services.projects.model import STATUSES, THEMES
from services.web.filter import FIRST_YEAR, LAST_YEAR, Bbox, Filter, Vocabulary
from tests.maps.nine import NINE

HERTEN: Final = Vocabulary(
    districts=(*(one.id for one in NINE), "citywide"),
    themes=tuple(THEMES),
    statuses=tuple(STATUSES),
    layers=("projects", "voices", "places", "colours", "none"),
    kinds=tuple(KINDS),
    processes=("ideen", "herzensorte"),
    answers=tuple(ANSWERS),
)

WORDS: Final = ("herten", "park", "ZECHE", "straße", "s", "2022", "s9", "%", "_", "gibtesnicht")
"""Words that find many projects, few, or none."""

_MICRO: Final = 1_000_000


def _some(values: Collection[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Return any choice of the values, in their order; most often none or few."""
    chosen = st.one_of(
        st.just(frozenset[str]()),
        st.frozensets(st.sampled_from(list(values)), max_size=2),
        st.frozensets(st.sampled_from(list(values))),
    )
    return chosen.map(lambda some: tuple(value for value in values if value in some))


@st.composite
def _years(draw: st.DrawFn) -> tuple[int | None, int | None]:
    year = st.one_of(st.none(), st.integers(2000, 2032), st.integers(FIRST_YEAR, LAST_YEAR))
    first, last = draw(year), draw(year)
    if first is not None and last is not None:
        return min(first, last), max(first, last)
    return first, last


@st.composite
def boxes(draw: st.DrawFn, *, west: float, south: float, east: float, north: float) -> Bbox:
    """Return a box inside the given one, to six decimals; never on the grid of the data.

    The data have five decimals at most, so no vertex lies on the edge of a box.
    """

    def ordered(low: float, high: float) -> tuple[float, float]:
        step = st.integers(int(low * _MICRO) // 10, int(high * _MICRO) // 10)
        two = draw(st.lists(step, min_size=2, max_size=2, unique=True))
        first, last = (one * 10 + 3 for one in sorted(two))
        return first / _MICRO, last / _MICRO

    (left, right), (bottom, top) = ordered(west, east), ordered(south, north)
    return left, bottom, right, top


def boxes_around_herten() -> st.SearchStrategy[Bbox]:
    return boxes(west=7.03, south=51.54, east=7.21, north=51.66)


def boxes_anywhere() -> st.SearchStrategy[Bbox]:
    return boxes(west=-179.9, south=-89.9, east=179.9, north=89.9)


def texts() -> st.SearchStrategy[str]:
    """Return what may be searched for, as the parser leaves it."""
    any_text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
    return any_text.map(lambda text: unicodedata.normalize("NFC", text).strip())


_words: Final = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
_around_herten: Final = boxes_around_herten()


@st.composite
def filters(
    draw: st.DrawFn,
    vocabulary: Vocabulary = HERTEN,
    *,
    text: st.SearchStrategy[str] = _words,
    bbox: st.SearchStrategy[Bbox] = _around_herten,
) -> Filter:
    """Return any filter; ``text`` and ``bbox`` say what may be drawn beside nothing."""
    first, last = draw(st.one_of(st.just((None, None)), _years()))
    return Filter(
        districts=draw(_some(vocabulary.districts)),
        themes=draw(_some(vocabulary.themes)),
        statuses=draw(_some(vocabulary.statuses)),
        kinds=draw(_some(vocabulary.kinds)),
        processes=draw(_some(vocabulary.processes)),
        answers=draw(_some(vocabulary.answers)),
        year_from=first,
        year_to=last,
        text=draw(st.one_of(st.just(""), text)),
        bbox=draw(st.one_of(st.none(), bbox)),
        layers=draw(st.one_of(st.none(), _some(vocabulary.layers).filter(bool))),
    )
