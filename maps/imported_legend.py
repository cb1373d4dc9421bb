"""What the colors of a layer mean that staff brought in, drawn as the map draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from . import palette
from .imported_looks import GeometryKind, ImportedSource, Look, LookClass, drawn_classes
from .legend import LegendEntry
from .words import LocalText

KIND_TITLES: Final[Mapping[GeometryKind, LocalText]] = {
    "area": {"de": "Fläche", "en": "Area"},
    "line": {"de": "Linie", "en": "Line"},
    "point": {"de": "Punkt", "en": "Point"},
}
REST_TITLES: Final[Mapping[str, LocalText]] = {
    "categorised": {"de": "alles andere", "en": "everything else"},
    "graduated": {"de": "ohne Wert oder außerhalb der Klassen", "en": "no value, or in no class"},
}


def source_legend(source: ImportedSource) -> tuple[LegendEntry, ...]:
    """Return the legend of a layer as the map draws it."""
    if source.raster:
        return raster_legend(source.look)
    return look_legend(source.look, source.kinds)


def raster_legend(look: Look) -> tuple[LegendEntry, ...]:
    """Return what each class of a raster looks like; it has no rest."""
    opacity = palette.IMPORTED_RASTER_OPACITY
    return tuple(
        LegendEntry(f"class-{at}", "imported", _class_title(one), _area_mark(one.colour, opacity))
        for at, one in enumerate(look.classes)
    )


def look_legend(look: Look, kinds: Sequence[GeometryKind]) -> tuple[LegendEntry, ...]:
    """Return what each color of a look means, drawn as the map draws it; the rest comes last."""
    classes = drawn_classes(look)
    if not classes:
        return tuple(
            LegendEntry(kind, "imported", KIND_TITLES[kind], _mark(kind, look.colour))
            for kind in KIND_TITLES
            if kind in kinds
        )
    shown: GeometryKind = next((kind for kind in KIND_TITLES if kind in kinds), "area")
    return (
        *(_entry(at, one, shown) for at, one in enumerate(classes)),
        LegendEntry("rest", "imported", REST_TITLES[look.kind], _mark(shown, look.colour)),
    )


def _entry(at: int, one: LookClass, shown: GeometryKind) -> LegendEntry:
    return LegendEntry(f"class-{at}", "imported", _class_title(one), _mark(shown, one.colour))


def _class_title(one: LookClass) -> LocalText:
    if one.title or one.lower is None or one.upper is None:
        return {"de": one.title, "en": one.title}
    if one.lower == one.upper:
        return {"de": _german(one.lower), "en": _english(one.lower)}
    return {
        "de": f"{_german(one.lower)} bis {_german(one.upper)}",
        "en": f"{_english(one.lower)} to {_english(one.upper)}",
    }


def _english(number: float) -> str:
    """Return the number with thousands apart from 10,000 on: below, it may be a year."""
    apart = "," if abs(number) >= 10_000 else ""  # noqa: PLR2004 - see above
    text = f"{number + 0.0:{apart}.10f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def _german(number: float) -> str:
    return _english(number).translate(str.maketrans(",.", ".,"))


def _mark(kind: GeometryKind, colour: str) -> str:
    """Return the inside of an SVG with a view box of 24 by 24."""
    if kind == "area":
        return _area_mark(colour, palette.IMPORTED_FILL_OPACITY)
    if kind == "line":
        wide = palette.IMPORTED_LINE_WIDTH
        return "".join(
            f'<path d="M2 15 9 9 15 14 22 8" fill="none" stroke="{ink}" stroke-width="{width:g}"/>'
            for ink, width in ((palette.CASING, wide + 2 * palette.CASING_WIDTH), (colour, wide))
        )
    return (
        f'<circle cx="12" cy="12" r="{palette.IMPORTED_RADIUS:g}" fill="{colour}" '
        f'stroke="{palette.CASING}" stroke-width="1"/>'
    )


def _area_mark(colour: str, opacity: float) -> str:
    """Return an area as it looks on the map, over its paper."""
    return (
        f'<rect x="2" y="4" width="20" height="16" fill="{palette.PAPER}"/>'
        f'<rect x="2" y="4" width="20" height="16" fill="{colour}" '
        f'fill-opacity="{opacity}" stroke="{palette.IMPORTED_OUTLINE}"/>'
    )
