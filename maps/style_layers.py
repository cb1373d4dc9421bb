"""The layers of the workbench's style, from the paper up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from . import palette
from .identity import DistrictIdentity
from .imported_layers import fineness, imported_layers
from .imported_looks import ImportedSource
from .tilejson import DISTRICTS, OUTLINE, PLACES, PROJECTS, VOICES

Json: TypeAlias = Any
Layer: TypeAlias = dict[str, Json]

BASE_MAP: Final = "base-map"

SWITCHES: Final[Mapping[str, tuple[str, ...]]] = {
    "colours": ("districts-fill",),
    "projects": (
        "projects-area",
        "projects-area-casing",
        "projects-area-line",
        "projects-line-casing",
        "projects-line",
        "projects-points",
    ),
    "voices": ("voices-street", "voices-clusters", "voices-points"),
    "places": ("places-points",),
}
"""The layers that each switch of the map turns on and off."""

_BASE_MAP_OPACITY: Final = 0.8
_BASE_MAP_SATURATION: Final = -0.4
_ROUND: Final = {"line-join": "round", "line-cap": "round"}


def _is(kind: str) -> Json:
    """Return a filter for one kind of geometry, in the only words QGIS also understands."""
    kinds = (kind, f"Multi{kind}")
    return ["any", *(["==", ["geometry-type"], one] for one in kinds)]


_IS_AREA: Final = _is("Polygon")
_IS_LINE: Final = _is("LineString")
_IS_POINT: Final = _is("Point")


def drawn_layers(
    districts: Sequence[DistrictIdentity],
    *,
    imported: Sequence[ImportedSource] = (),
    interactive: bool,
) -> list[Layer]:
    """Return all layers, bottom to top. The caller leaves out those whose source is not there.

    The base map starts out hidden, and so does what staff brought in: it is asked for when
    somebody switches it on, not before.
    """
    look = _Look(interactive=interactive)
    paper = {"id": "paper", "type": "background", "paint": {"background-color": palette.PAPER}}
    return [
        # Other programs lay our layers upon their own.
        *([paper] if interactive else []),
        {
            "id": BASE_MAP,
            "type": "raster",
            "source": BASE_MAP,
            "layout": {"visibility": "none"},
            "paint": {
                "raster-opacity": _BASE_MAP_OPACITY,
                "raster-saturation": _BASE_MAP_SATURATION,
            },
        },
        *_district_fills(districts, look),
        *_brought_in(imported, look),
        _project_fill(look),
        *_boundaries(look),
        *_project_lines(look),
        *_points(look),
        *_voices(look),
    ]


@dataclass(frozen=True)
class _Look:
    """How a property answers to the states the client gives a feature."""

    interactive: bool

    def by_state(self, rest: Json, *, hover: Json = None, muted: Json = None) -> Json:
        """Return the value for a feature at rest, or the choice among its states."""
        states = {"hover": hover, "muted": muted}
        cases = [
            part
            for state, value in states.items()
            if value is not None
            for part in (["boolean", ["feature-state", state], False], value)
        ]
        return ["case", *cases, rest] if self.interactive and cases else rest


def _district_fills(districts: Sequence[DistrictIdentity], look: _Look) -> list[Layer]:
    """Colors that can be switched off, and above them the fill that answers to the pointer."""
    # Labels as lists: MapLibre takes both forms, QGIS only this one.
    pairs = [part for district in districts for part in ([district.id], district.colour)]
    color = ["match", ["get", "id"], *pairs, palette.CITYWIDE] if pairs else palette.CITYWIDE
    opacities = {
        "districts-fill": look.by_state(palette.FILL_OPACITY, muted=palette.FILL_OPACITY_MUTED)
    }
    if look.interactive:
        opacities["districts-highlight"] = look.by_state(0, hover=palette.FILL_OPACITY_HOVER)
    return [
        {
            "id": layer_id,
            "type": "fill",
            "source": DISTRICTS,
            "source-layer": DISTRICTS,
            "paint": {"fill-color": color, "fill-opacity": opacity, "fill-antialias": False},
        }
        for layer_id, opacity in opacities.items()
    ]


def _brought_in(imported: Sequence[ImportedSource], look: _Look) -> list[Layer]:
    """Rasters, areas, lines, points, names: no layer covers what is finer in another one."""
    layers = [
        layer | {"layout": layer.get("layout", {}) | {"visibility": "none"}}
        for source in imported
        for layer in imported_layers(source, interactive=look.interactive)
    ]
    return sorted(layers, key=fineness)


def _project_fill(look: _Look) -> Layer:
    return {
        "id": "projects-area",
        "type": "fill",
        "source": PROJECTS,
        "source-layer": PROJECTS,
        "filter": _IS_AREA,
        "paint": {
            "fill-color": palette.PROJECT,
            "fill-opacity": look.by_state(
                palette.PROJECT_FILL_OPACITY,
                hover=palette.PROJECT_FILL_OPACITY_HOVER,
                muted=palette.PROJECT_FILL_OPACITY / 3,
            ),
            "fill-antialias": False,
        },
    }


def _boundaries(look: _Look) -> list[Layer]:
    """District boundaries, the city's stronger one, and the one that is pointed at."""
    return [
        _line("districts-casing", DISTRICTS, palette.CASING, _cased(palette.BOUNDARY_WIDTH)),
        _line(
            "districts-line",
            DISTRICTS,
            look.by_state(palette.BOUNDARY, muted=palette.BOUNDARY_MUTED),
            palette.BOUNDARY_WIDTH,
        ),
        _line("city-casing", OUTLINE, palette.CASING, _cased(palette.CITY_BOUNDARY_WIDTH)),
        _line("city-line", OUTLINE, palette.CITY_BOUNDARY, palette.CITY_BOUNDARY_WIDTH),
        *_only_on_hover(
            look,
            _line("districts-hover-casing", DISTRICTS, palette.CASING, _cased(palette.HOVER_WIDTH)),
            _line("districts-hover", DISTRICTS, palette.INK, palette.HOVER_WIDTH),
        ),
    ]


def _only_on_hover(look: _Look, *layers: Layer) -> list[Layer]:
    if not look.interactive:
        return []
    opacity = look.by_state(0, hover=1)
    return [layer | {"paint": layer["paint"] | {"line-opacity": opacity}} for layer in layers]


def _project_lines(look: _Look) -> list[Layer]:
    opacity = look.by_state(1, muted=palette.PROJECT_OPACITY_MUTED)
    wide = palette.PROJECT_LINE_WIDTH
    outline = palette.PROJECT_OUTLINE_WIDTH
    color = palette.PROJECT
    layers = [
        (_line("projects-area-casing", PROJECTS, palette.CASING, _cased(outline)), _IS_AREA),
        (
            _dashed(_line("projects-area-line", PROJECTS, color, look.by_state(outline, hover=3))),
            _IS_AREA,
        ),
        (_line("projects-line-casing", PROJECTS, palette.CASING, _cased(wide)), _IS_LINE),
        (_line("projects-line", PROJECTS, color, look.by_state(wide, hover=wide + 2)), _IS_LINE),
    ]
    return [
        layer | {"filter": chosen, "paint": layer["paint"] | {"line-opacity": opacity}}
        for layer, chosen in layers
    ]


def _points(look: _Look) -> list[Layer]:
    """Plain circles. The workbench's own page hides those of projects and draws marks instead."""
    opacity = look.by_state(1, muted=palette.PROJECT_OPACITY_MUTED)
    return [
        _circle("places-points", PLACES, palette.PLACE, palette.PLACE_RADIUS, 1),
        _circle("projects-points", PROJECTS, palette.PROJECT, palette.PROJECT_POINT_RADIUS, opacity)
        | {"filter": _IS_POINT},
    ]


def _voices(look: _Look) -> list[Layer]:
    """Plain circles for any program. The workbench's own page puts signs in their place.

    What is placed no finer than a street is a ring about as wide as that, never a point.
    """
    color = ["match", ["get", "group"], ["notes"], palette.VOICE_NOTE, palette.VOICE]
    street = _circle("voices-street", VOICES, palette.VOICE, _street_radius(look), 1)
    street["paint"] |= {
        "circle-color": color,
        "circle-opacity": palette.VOICE_STREET_OPACITY,
        "circle-stroke-color": color,
        "circle-stroke-width": palette.VOICE_STREET_WIDTH,
    }
    clusters = _circle("voices-clusters", VOICES, palette.VOICE, palette.VOICE_CLUSTER_RADIUS, 1)
    points = _circle("voices-points", VOICES, palette.VOICE, palette.VOICE_RADIUS, 1)
    for layer in (clusters, points):
        layer["paint"] |= {"circle-color": color}
    return [
        street | {"filter": _form("street")},
        clusters | {"filter": _form("cluster", "district")},
        points | {"filter": _form("voice")},
    ]


def _form(*forms: str) -> Json:
    return ["any", *(["==", ["get", "form"], one] for one in forms)]


def _street_radius(look: _Look) -> Json:
    """Return 50 m on the ground at Herten, where the program can follow the zoom."""
    if not look.interactive:
        return palette.VOICE_CLUSTER_RADIUS
    return ["interpolate", ["exponential", 2], ["zoom"], 13, 8.4, 19, 540]


def _line(layer_id: str, source_layer: str, color: Json, width: Json) -> Layer:
    return {
        "id": layer_id,
        "type": "line",
        "source": DISTRICTS if source_layer == OUTLINE else source_layer,
        "source-layer": source_layer,
        "layout": _ROUND,
        "paint": {"line-color": color, "line-width": width},
    }


def _dashed(layer: Layer) -> Layer:
    dash = {"line-dasharray": list(palette.PROJECT_OUTLINE_DASH)}
    return layer | {"layout": {"line-join": "round"}, "paint": layer["paint"] | dash}


def _circle(layer_id: str, source: str, color: str, radius: Json, opacity: Json) -> Layer:
    return {
        "id": layer_id,
        "type": "circle",
        "source": source,
        "source-layer": source,
        "paint": {
            "circle-color": color,
            "circle-radius": radius,
            "circle-opacity": opacity,
            "circle-stroke-color": palette.CASING,
            "circle-stroke-width": palette.CASING_WIDTH,
            "circle-stroke-opacity": opacity,
        },
    }


def _cased(width: float) -> float:
    return width + 2 * palette.CASING_WIDTH
