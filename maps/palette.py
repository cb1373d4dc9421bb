"""Colors and widths of the map. Style, legend and sheet take them from here and nowhere else.

Hex only: MapLibre's color parser, SVG attributes and folium all read it.
"""

from __future__ import annotations

from typing import Final

PAPER: Final = "#f5f3ec"
INK: Final = "#1c2321"
CASING: Final = "#ffffff"

CITYWIDE: Final = "#dddddd"
"""What belongs to the whole city and to no district."""

FILL_OPACITY: Final = 0.32
FILL_OPACITY_MUTED: Final = 0.08
FILL_OPACITY_HOVER: Final = 0.4

BOUNDARY: Final = "#2b332f"
BOUNDARY_MUTED: Final = "#858c88"
BOUNDARY_WIDTH: Final = 1.75
CITY_BOUNDARY: Final = INK
CITY_BOUNDARY_WIDTH: Final = 3.0
HOVER_WIDTH: Final = 3.5
CASING_WIDTH: Final = 1.5
"""How far a casing shows on either side of its line."""

PROJECT: Final = "#b34700"
PROJECT_FILL_OPACITY: Final = 0.05
"""Large areas lie over whole districts, whose own colors must still tell them apart."""
PROJECT_FILL_OPACITY_HOVER: Final = 0.35
PROJECT_OPACITY_MUTED: Final = 0.35
PROJECT_OUTLINE_WIDTH: Final = 1.5
PROJECT_OUTLINE_DASH: Final = (3.0, 2.0)
"""Dash and gap in multiples of the outline's width."""
PROJECT_LINE_WIDTH: Final = 4.0
PROJECT_POINT_RADIUS: Final = 6.0

PLACE: Final = "#4a524e"
PLACE_RADIUS: Final = 3.5

VOICE: Final = "#1b3a6b"
"""Of citizens; white on it 11:1."""
VOICE_NOTE: Final = "#4f2a63"
"""Of notes from experience and statements, whose shapes differ too; white on it 11:1."""
VOICE_RADIUS: Final = 5.0
VOICE_CLUSTER_RADIUS: Final = 11.0
VOICE_STREET_OPACITY: Final = 0.12
VOICE_STREET_WIDTH: Final = 1.5

IMPORTED_FILL_OPACITY: Final = 0.6
IMPORTED_FILL_OPACITY_HOVER: Final = 0.8
IMPORTED_OUTLINE: Final = "#3d4541"
IMPORTED_OUTLINE_OPACITY: Final = 0.7
IMPORTED_LINE_WIDTH: Final = 3.0
IMPORTED_RADIUS: Final = 4.0
IMPORTED_RASTER_OPACITY: Final = 0.85
