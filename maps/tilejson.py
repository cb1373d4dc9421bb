"""TileJSON 3.0: what a client must know before it asks for tiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .tiles.bounds import MAX_ZOOM

DISTRICTS: Final = "districts"
OUTLINE: Final = "outline"
PROJECTS: Final = "projects"
PLACES: Final = "places"
VOICES: Final = "voices"

TILE_ZOOM_MAX: Final = 14
"""Tiles deeper than this are enlarged by the client; one grid step is 0.37 m on the ground."""
ZOOM_MAX: Final[Mapping[str, int]] = {VOICES: 16}
"""Layers with a deeper zoom of their own: voices are told apart one by one only at 16."""


def deepest_zoom(layer_id: str) -> int:
    """Return the deepest zoom at which the tiles of a layer show more than before."""
    return ZOOM_MAX.get(layer_id, TILE_ZOOM_MAX)


@dataclass(frozen=True)
class VectorLayer:
    """A layer inside the tiles: its id there, and what each property of its features means."""

    id: str
    fields: Mapping[str, str]
    description: str = ""


VECTOR_LAYERS: Final[Mapping[str, tuple[VectorLayer, ...]]] = {
    DISTRICTS: (
        VectorLayer(
            DISTRICTS,
            {
                "id": "String. Id of the district",
                "code": "String. Three letters",
                "name": "String. Name of the district",
                "colour": "String. Color as #rrggbb",
            },
            "The districts of the city as areas",
        ),
        VectorLayer(OUTLINE, {}, "The border of the city as a line"),
    ),
    PROJECTS: (
        VectorLayer(
            PROJECTS,
            {
                "id": "String. Id of the project",
                "number": "Number. Number of the project",
                "name": "String. Name in German",
                "name_en": "String. Name in English",
                "status": "String. idea, planned, under_way, done or dropped",
                "theme": "String. Main theme",
                "districts": "String. Ids of the districts, separated by commas",
            },
            "Projects with a place, as points, lines or areas",
        ),
    ),
    PLACES: (
        VectorLayer(
            PLACES,
            {
                "id": "String. Id of the place",
                "name": "String. Name of the place",
                "kind": "String. What kind of place it is",
                "district": "String. Id of the district",
            },
            "Places that districts are known for",
        ),
    ),
    VOICES: (
        VectorLayer(
            VOICES,
            {
                "form": "String. voice, cluster, street (about a hundred metres) or district "
                "(no finer place)",
                "group": "String. citizens, or notes (from experience and by departments, which "
                "count as no votes)",
                "district": "String. Id of the district; all voices of a sign belong to it",
                "count": "Number. Voices that the sign stands for",
                "reference": "String. Nine digits that name a single voice",
                "kind": "String. Of a single voice: comment, heart_place, expert_note, statement",
                "theme": "String. Of a single voice: its theme",
                "answer": "String. Of a single voice: open, taken_up, decided, measure, done, "
                "refused",
                "supports": "Number. Of a single voice: how many support it",
                "comments": "Number. Of several voices: comments among them",
                "heart_places": "Number. Of several voices: favourite places among them",
                "expert_notes": "Number. Of several voices: notes from experience among them",
                "statements": "Number. Of several voices: statements of departments among them",
            },
            "Published voices with a place, clustered from afar and never across a district border",
        ),
    ),
}
"""What the tiles of each layer hold. ``outline`` comes in the tiles of ``districts``."""


def tile_json(
    *,
    title: str,
    tiles: Sequence[str],
    vector_layers: Sequence[VectorLayer],
    attribution: str,
    bounds: tuple[float, float, float, float],
    description: str = "",
    zoom_min: int = 0,
    zoom_max: int = TILE_ZOOM_MAX,
    revision: int = 0,
    version: int = 1,
) -> dict[str, Any]:
    """Describe a tile set as a TileJSON 3.0 document.

    ``tiles`` are addresses with ``{z}``, ``{x}`` and ``{y}``; ``bounds`` are west, south, east
    and north in degrees. A new ``version`` of the data counts as a major one, a new ``revision`` of
    the layer as a minor one.

    Raises
    ------
    ValueError
        The zooms are not in order, or the bounds are not.
    """
    west, south, east, north = bounds
    if not 0 <= zoom_min <= zoom_max <= MAX_ZOOM:
        raise ValueError(f"zooms from {zoom_min} to {zoom_max}: 0 to {MAX_ZOOM}, in this order")
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 - degrees
        raise ValueError(f"bounds {bounds}: west, south, east, north in degrees")
    return {
        "tilejson": "3.0.0",
        "name": title,
        "description": description,
        "version": f"{version}.{revision}.0",
        "attribution": attribution,
        "scheme": "xyz",
        "tiles": list(tiles),
        "minzoom": zoom_min,
        "maxzoom": zoom_max,
        "bounds": [west, south, east, north],
        "center": [(west + east) / 2, (south + north) / 2, zoom_min],
        "vector_layers": [
            {
                "id": layer.id,
                "fields": dict(layer.fields),
                "description": layer.description,
                "minzoom": zoom_min,
                "maxzoom": zoom_max,
            }
            for layer in vector_layers
        ],
    }
