"""Signs of voices: the shape says what kind of voice it is, the symbol inside what it is about.

Nothing depends on telling colors apart. One path each, so that pages put them into SVG and the
client draws them as pictures of the map, which has no fonts and no sprites to fetch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from . import palette
from .legend import LegendEntry
from .words import LocalText

THEME_SYMBOLS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "city_centre": "M3 21V9l5.5-5L14 9v12h-4v-5H7v5ZM15.5 21V12H21v9Z",
        "climate": (
            "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10ZM10.8 1h2.4v4h-2.4ZM10.8 19h2.4v4h-2.4Z"
            "M1 10.8h4v2.4H1ZM19 10.8h4v2.4h-4ZM3.4 5.1l1.7-1.7 2.8 2.8-1.7 1.7Z"
            "M16.1 17.8l1.7-1.7 2.8 2.8-1.7 1.7ZM5.1 20.6l-1.7-1.7 2.8-2.8 1.7 1.7Z"
            "M17.8 7.9l-1.7-1.7 2.8-2.8 1.7 1.7Z"
        ),
        "mobility": (
            "M5 2h14a2 2 0 0 1 2 2v14a2 2 0 0 1-1 1.7V22h-3.5v-2h-9v2H4v-2.3A2 2 0 0 1 3 18V4"
            "a2 2 0 0 1 2-2ZM5.5 5v7h13V5ZM7 14.5a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2Z"
            "M17 14.5a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2Z"
        ),
        "urban_renewal": "M5 22V7H2V3.5h20V7h-2.5v5H16V7H9v15Z",
        "brownfield": "M2 21V10l5.5 3.5V10l5.5 3.5V3h4l1.5 10.5H22V21Z",
        "heritage": (
            "M12 1.5 2 7.5V10h20V7.5ZM4 11.5h3.4v7H4ZM10.3 11.5h3.4v7h-3.4ZM16.6 11.5H20v7h-3.4Z"
            "M2 20h20v2.5H2Z"
        ),
        "open_space": (
            "M12 1.5a6.3 6.3 0 0 0-6 8.2A5.2 5.2 0 0 0 8 19.5h2.3v3h3.4v-3H16a5.2 5.2 0 0 0 2-9.8"
            "A6.3 6.3 0 0 0 12 1.5Z"
        ),
        "education": (
            "M12 3 .8 8.7 12 14.4l7.7-3.9V17h2.4V8.7ZM5.5 13.4v4.1c0 1.9 2.9 3.5 6.5 3.5"
            "s6.5-1.6 6.5-3.5v-4.1L12 16.8Z"
        ),
        "sport_leisure": (
            "M12 1.5a10.5 10.5 0 1 0 0 21 10.5 10.5 0 0 0 0-21ZM12 7l5 3.6-1.9 5.9H8.9L7 10.6Z"
        ),
        "tourism": "M10.7 1.5h2.6v2.2H19l3.5 3.4L19 10.5h-5.7v12h-2.6v-4.7H5l-3.5-3.4L5 11h5.7Z",
        "economy": "M14 1 3.5 13.8h6.3L8.5 23l12-13.8h-7Z",
        "housing": "M12 2 1 12.2h3V22h6v-6.5h4V22h6v-9.8h3Z",
        "participation": "M2 3h20v13.5H12.5L6.5 22v-5.5H2Z",
    }
)
"""Symbol of each theme: a filled path (even-odd) in a box of 24 by 24."""

SHAPE_BOX: Final = 32
SYMBOL_SIZE: Final = 14


@dataclass(frozen=True)
class Shape:
    """Outline of a kind of voice, a filled path in a box of 32 by 32."""

    path: str
    middle: tuple[int, int]
    """Where the symbol's middle goes."""
    stands: bool = False
    """Whether the place is at the tip below, and not in the middle."""


KIND_SHAPES: Final[Mapping[str, Shape]] = MappingProxyType(
    {
        "comment": Shape("M16 31 8.5 22.4a12 12 0 1 1 15 0Z", (16, 13), stands=True),
        "heart_place": Shape(
            "M16 30C7 23 1.5 18 1.5 11.3 1.5 6.9 5 3.3 9.2 3.3c2.8 0 5.3 1.4 6.8 3.6 "
            "1.5-2.2 4-3.6 6.8-3.6 4.2 0 7.7 3.6 7.7 8C30.5 18 25 23 16 30Z",
            (16, 14),
        ),
        "expert_note": Shape("M16 .8 31.2 16 16 31.2.8 16Z", (16, 16)),
        "statement": Shape(
            "M6 3h20a3 3 0 0 1 3 3v20a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3Z", (16, 16)
        ),
    }
)
"""Pin, heart, diamond, square: told apart by shape, never by color."""

NOTE_KINDS: Final = ("expert_note", "statement")
"""Kinds that are no votes; they have a color of their own besides their shapes."""


def color_of(kind: str) -> str:
    """Return the fill of a kind's shape."""
    return palette.VOICE_NOTE if kind in NOTE_KINDS else palette.VOICE


def sign_facts() -> dict[str, Any]:
    """Return all signs for the client, which draws them."""
    return {
        "themes": dict(THEME_SYMBOLS),
        "symbol_size": SYMBOL_SIZE,
        "box": SHAPE_BOX,
        "kinds": {
            kind: {
                "path": shape.path,
                "middle": list(shape.middle),
                "stands": shape.stands,
                "color": color_of(kind),
            }
            for kind, shape in KIND_SHAPES.items()
        },
        "paper": palette.CASING,
        "groups": {"citizens": palette.VOICE, "notes": palette.VOICE_NOTE},
    }


def voice_mark(kind: str, theme: str | None = None) -> str:
    """Return a voice's sign as the inside of an SVG with a view box of 32 by 32."""
    shape = KIND_SHAPES[kind]
    outline = f'<path d="{shape.path}" fill="{color_of(kind)}"/>'
    return outline if theme is None else outline + _symbol(theme, shape)


def _symbol(theme: str, shape: Shape) -> str:
    scale = SYMBOL_SIZE / 24
    x, y = (middle - SYMBOL_SIZE / 2 for middle in shape.middle)
    return (
        f'<path transform="translate({x:g} {y:g}) scale({scale:.4f})" fill-rule="evenodd" '
        f'fill="{palette.CASING}" d="{THEME_SYMBOLS[theme]}"/>'
    )


def voice_legend(
    kinds: Mapping[Any, LocalText], themes: Mapping[str, LocalText]
) -> tuple[LegendEntry, ...]:
    """Return the legend of the voices: shapes, clusters and coarse places, then symbols."""
    return (
        *(
            LegendEntry(kind, "voices", title, _in_24(voice_mark(kind)))
            for kind, title in kinds.items()
        ),
        LegendEntry(
            "label",
            "voices",
            {"de": "alle Stimmen aus einem Stadtteil", "en": "all voices from a district"},
            _LABEL_MARK,
        ),
        LegendEntry(
            "cluster",
            "voices",
            {"de": "mehrere Stimmen eines Stadtteils", "en": "several voices of one district"},
            _count_mark(f'<circle cx="12" cy="12" r="10.5" fill="{palette.VOICE}"/>'),
        ),
        LegendEntry(
            "notes",
            "voices",
            {
                "de": "mehrere Hinweise oder Stellungnahmen",
                "en": "several notes or statements",
            },
            _count_mark(f'<path d="M12 .5 23.5 12 12 23.5.5 12Z" fill="{palette.VOICE_NOTE}"/>'),
        ),
        LegendEntry(
            "street",
            "voices",
            {"de": "ungefährer Ort, auf 100 m", "en": "approximate place, within 100 m"},
            f'<circle cx="12" cy="12" r="10" fill="{palette.VOICE}" '
            f'fill-opacity="{palette.VOICE_STREET_OPACITY}" stroke="{palette.VOICE}" '
            f'stroke-width="{palette.VOICE_STREET_WIDTH}"/>',
        ),
        LegendEntry(
            "district",
            "voices",
            {"de": "zum ganzen Stadtteil, ohne Punkt", "en": "about a whole district, no point"},
            f'<rect x="1" y="5" width="22" height="14" rx="7" fill="{palette.CASING}" '
            f'stroke="{palette.VOICE}" stroke-width="2" stroke-dasharray="4 2"/>',
        ),
        *(
            LegendEntry(theme, "themes", title, _theme_mark(theme))
            for theme, title in themes.items()
        ),
    )


_LABEL_MARK: Final = (
    f'<rect x="0" y="4" width="24" height="16" rx="8" fill="{palette.VOICE}"/>'
    f'<path transform="translate(3.5 7.5) scale(.375)" fill="{palette.CASING}" '
    f'd="{THEME_SYMBOLS["participation"]}"/>'
    f'<text x="16.5" y="16" text-anchor="middle" font-size="11" font-weight="700" '
    f'fill="{palette.CASING}">5</text>'
)
"""What the page writes on the label of every district."""


def _in_24(mark: str) -> str:
    return f'<g transform="scale(.75)">{mark}</g>'


def _count_mark(shape: str) -> str:
    return (
        f'{shape}<text x="12" y="16" text-anchor="middle" font-size="11" font-weight="700" '
        f'fill="{palette.CASING}">5</text>'
    )


def _theme_mark(theme: str) -> str:
    return f'<path fill="{palette.VOICE}" fill-rule="evenodd" d="{THEME_SYMBOLS[theme]}"/>'
