"""What the map for drawing an area says by itself, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import orjson

from services.web.i18n import Speech

ENGLISH: Final[Mapping[str, str]] = {
    "map_title": "Map for drawing the area",
    "map_help": "Arrow keys move the map, + and − zoom. Drawing works with mouse, pen or finger",
    "map_unavailable": "The map needs WebGL, which this browser does not offer. "
    "Use districts, a circle or GeoJSON.",
    "map_failed": "The map cannot be loaded at the moment. Use districts, a circle or GeoJSON.",
    "first_corner": "Click or tap on the map: each click sets a corner.",
    "more_corners_one": "{count} corner. An area needs at least three.",
    "more_corners_other": "{count} corners. An area needs at least three.",
    "closing": "{count} corners. To close the area, choose the first corner or “Done”.",
    "areas_one": "{count} area.",
    "areas_other": "{count} areas.",
    "move": "Drag the corners; the small points between them become new corners.",
    "choose": "Choose an area to change its corners.",
    "corner": "Corner chosen.",
    "last_corners": "Three corners must stay. Otherwise remove the whole area.",
    "fixed": "What has holes or very many corners stays as it is; it can be changed as GeoJSON.",
    "unreadable": "This GeoJSON cannot be drawn. What is wrong with it is said here once you save.",
    "elsewhere": "The area lies outside the map, far from Herten.",
    "from_file": "“{name}” has been filled in.",
}


def draw_messages(speech: Speech) -> str:
    """Return the map's texts as JSON; keys as in ``maps/client/src/draw/words.ts``.

    German stands there already.
    """
    return orjson.dumps(ENGLISH if speech.lang == "en" else {}).decode()
