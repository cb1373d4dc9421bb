"""The legend: every sign of the map with its meaning, drawn with the style's own constants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from . import palette
from .identity import DistrictIdentity
from .words import LocalText

Group: TypeAlias = Literal[
    "status", "projects", "districts", "boundaries", "places", "voices", "themes", "imported"
]

STATUS_MARKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "idea": (
            '<path d="M12 3.5 20.5 12 12 20.5 3.5 12Z" fill="none" stroke="currentColor" '
            'stroke-width="2" stroke-linejoin="round"/>'
        ),
        "planned": (
            '<circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="2"/>'
        ),
        "under_way": (
            '<circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="2"/>'
            '<path d="M12 4a8 8 0 0 0 0 16Z" fill="currentColor"/>'
        ),
        "done": (
            '<circle cx="12" cy="12" r="8" fill="currentColor" stroke="currentColor" '
            'stroke-width="2"/>'
        ),
        "dropped": (
            '<circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="2"/>'
            '<path d="M6.5 6.5 17.5 17.5M17.5 6.5 6.5 17.5" fill="none" stroke="currentColor" '
            'stroke-width="2"/>'
        ),
    }
)
"""Mark of each project status: the inside of an SVG with a view box of 24 by 24.

Diamond, ring, half-filled disc, disc, crossed ring: told apart by shape, never by color.
"""

STATUS_TITLES: Final[Mapping[str, LocalText]] = MappingProxyType(
    {
        "idea": {"de": "Idee", "en": "Idea"},
        "planned": {"de": "Geplant", "en": "Planned"},
        "under_way": {"de": "In Umsetzung", "en": "Under way"},
        "done": {"de": "Abgeschlossen", "en": "Done"},
        "dropped": {"de": "Aufgegeben", "en": "Dropped"},
    }
)

BOUNDARY_NOTES: Final[Mapping[str, LocalText]] = {
    "generalised": {
        "de": "Grenzen generalisiert, nicht amtlich",
        "en": "Boundaries generalised, not official",
    },
    "official": {"de": "Amtliche Grenzen", "en": "Official boundaries"},
}
"""Said wherever boundaries matter, by their status."""


@dataclass(frozen=True)
class LegendEntry:
    """A sign of the map and what it means."""

    id: str
    """Unique in its group: a status, a district, or what is drawn."""
    group: Group
    title: LocalText
    mark: str
    """The inside of an SVG with a view box of 24 by 24."""
    note: LocalText | None = None


def legend(
    districts: Sequence[DistrictIdentity], *, boundary_note: LocalText
) -> tuple[LegendEntry, ...]:
    """Return all entries, group by group; districts in the order given, the whole city last."""
    return (
        *(
            LegendEntry(status, "status", STATUS_TITLES[status], mark)
            for status, mark in STATUS_MARKS.items()
        ),
        LegendEntry(
            "area", "projects", {"de": "Projektfläche", "en": "Project area"}, _area_mark()
        ),
        LegendEntry(
            "line", "projects", {"de": "Projekt als Linie", "en": "Project as a line"}, _line_mark()
        ),
        *(_district(district) for district in districts),
        LegendEntry(
            "citywide",
            "districts",
            {"de": "Stadtweit", "en": "City-wide"},
            _swatch(palette.CITYWIDE, opacity=1),
        ),
        LegendEntry(
            "district",
            "boundaries",
            {"de": "Stadtteilgrenze", "en": "District boundary"},
            _boundary_mark(palette.BOUNDARY, palette.BOUNDARY_WIDTH),
            boundary_note,
        ),
        LegendEntry(
            "city",
            "boundaries",
            {"de": "Stadtgrenze", "en": "City boundary"},
            _boundary_mark(palette.CITY_BOUNDARY, palette.CITY_BOUNDARY_WIDTH),
            boundary_note,
        ),
        LegendEntry("place", "places", {"de": "Ort", "en": "Place"}, _place_mark()),
    )


def _district(district: DistrictIdentity) -> LegendEntry:
    title: LocalText = {"de": district.name, "en": district.name}
    swatch = _swatch(district.colour, opacity=palette.FILL_OPACITY)
    return LegendEntry(district.id, "districts", title, swatch)


def _swatch(color: str, *, opacity: float) -> str:
    """Return a field as the map fills it, with a bar of the full color to know it by."""
    return (
        f'<rect x="2" y="4" width="20" height="16" fill="{palette.PAPER}"/>'
        f'<rect x="2" y="4" width="20" height="16" fill="{color}" fill-opacity="{opacity}" '
        f'stroke="{palette.BOUNDARY}" stroke-width="{palette.BOUNDARY_WIDTH}"/>'
        f'<rect x="3" y="5" width="5" height="14" fill="{color}"/>'
    )


def _area_mark() -> str:
    dash = " ".join(f"{part * palette.PROJECT_OUTLINE_WIDTH:g}" for part in _DASH)
    return (
        f'<rect x="2" y="4" width="20" height="16" fill="{palette.PROJECT}" '
        f'fill-opacity="{palette.PROJECT_FILL_OPACITY}" stroke="{palette.PROJECT}" '
        f'stroke-width="{palette.PROJECT_OUTLINE_WIDTH}" stroke-dasharray="{dash}"/>'
    )


def _line_mark() -> str:
    return _stroke(palette.CASING, palette.PROJECT_LINE_WIDTH + 2 * palette.CASING_WIDTH) + _stroke(
        palette.PROJECT, palette.PROJECT_LINE_WIDTH
    )


def _boundary_mark(color: str, width: float) -> str:
    return _stroke(palette.CASING, width + 2 * palette.CASING_WIDTH) + _stroke(color, width)


def _stroke(color: str, width: float) -> str:
    return f'<path d="M2 15 9 9 15 14 22 8" fill="none" stroke="{color}" stroke-width="{width:g}"/>'


def _place_mark() -> str:
    return (
        f'<circle cx="12" cy="12" r="{palette.PLACE_RADIUS:g}" fill="{palette.PLACE}" '
        f'stroke="{palette.CASING}" stroke-width="{palette.CASING_WIDTH:g}"/>'
    )


_DASH: Final = palette.PROJECT_OUTLINE_DASH
