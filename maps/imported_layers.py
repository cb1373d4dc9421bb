"""Style layers of what staff brought in, drawn by its look.

Bottom to top: areas, their outlines, lines, points, names. Everything lies below the boundaries
of the districts; what is drawn on it, names of districts and signs, lies higher still.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from . import palette
from .imported_looks import (
    SOURCE_LAYER,
    GeometryKind,
    ImportedSource,
    Look,
    LookClass,
    drawn_classes,
)

Json: TypeAlias = Any
Layer: TypeAlias = dict[str, Json]

LABEL_ZOOM: Final = 15
"""From this zoom on features are named on the map; before, names would cover everything."""
LABEL_FONT: Final = "Fira Sans"
"""The font of the pages. Browsers draw it themselves: the style needs no glyphs."""

_VALUE: Final = ["get", "value"]
_GEOMETRIES: Final[Mapping[GeometryKind, tuple[str, str]]] = {
    "area": ("Polygon", "MultiPolygon"),
    "line": ("LineString", "MultiLineString"),
    "point": ("Point", "MultiPoint"),
}


def imported_layers(source: ImportedSource, *, interactive: bool = True) -> list[Layer]:
    """Return the layers that draw a source, bottom to top.

    ``interactive`` layers answer to the feature state ``hover``.
    """
    if source.raster:
        paint = {"raster-opacity": palette.IMPORTED_RASTER_OPACITY, "raster-fade-duration": 0}
        return [
            {
                "id": f"{source.source_id}-raster",
                "type": "raster",
                "source": source.source_id,
                "paint": paint,
            }
        ]
    return look_layers(source.id, source.look, source.kinds, interactive=interactive)


def fineness(layer: Layer) -> int:
    """Return how high a layer belongs among those of all sources: what is finer lies higher."""
    if layer["type"] == "line":
        return 1 if layer["filter"] == _only(("area",)) else 2
    return {"raster": 0, "fill": 1, "circle": 3, "symbol": 4}[layer["type"]]


def _only(kinds: Sequence[GeometryKind]) -> Json:
    """Return a filter for kinds of geometry, in the only words QGIS also understands."""
    wanted = [one for kind in kinds for one in _GEOMETRIES[kind]]
    return ["any", *(["==", ["geometry-type"], one] for one in wanted)]


def look_layers(
    layer_id: str, look: Look, kinds: Sequence[GeometryKind], *, interactive: bool = True
) -> list[Layer]:
    """Return the layers that draw features of these kinds, bottom to top."""
    made = _Maker(f"import-{layer_id}", interactive=interactive)
    colour = look_colour(look)
    layers: list[Layer] = []
    if "area" in kinds:
        layers += made.areas(colour)
    if "line" in kinds:
        layers += made.lines(colour)
    if "point" in kinds:
        layers += made.points(colour)
    if look.label_field is not None:
        layers += made.names(kinds)
    return layers


def look_colour(look: Look) -> Json:
    """Return the color of a feature as an expression over its property ``value``."""
    classes = drawn_classes(look)
    if not classes:
        return look.colour
    if look.kind == "categorised":
        # A value that stands twice would make the whole style invalid: the first one counts.
        colours: dict[str | None, str] = {}
        for one in classes:
            colours.setdefault(one.value, one.colour)
        pairs = [part for value, colour in colours.items() for part in ([value], colour)]
        return ["match", ["to-string", _VALUE], *pairs, look.colour]
    cases = [
        part
        for at, one in enumerate(classes)
        for part in (_within(one, is_last=at == len(classes) - 1), one.colour)
    ]
    return ["case", ["!", ["has", "value"]], look.colour, *cases, look.colour]


def _within(one: LookClass, *, is_last: bool) -> Json:
    number = ["to-number", _VALUE]
    return ["all", [">=", number, one.lower], ["<=" if is_last else "<", number, one.upper]]


def _by_zoom(*stops: tuple[float, Json]) -> Json:
    return ["interpolate", ["linear"], ["zoom"], *(part for stop in stops for part in stop)]


class _Maker:
    """Makes layers of one source."""

    def __init__(self, source_id: str, *, interactive: bool) -> None:
        self._source = source_id
        self._interactive = interactive

    def areas(self, colour: Json) -> list[Layer]:
        return [
            self._layer(
                "fill",
                "fill",
                ("area",),
                {
                    "fill-color": colour,
                    "fill-opacity": self._hovered(
                        palette.IMPORTED_FILL_OPACITY, palette.IMPORTED_FILL_OPACITY_HOVER
                    ),
                    "fill-antialias": False,
                },
            ),
            self._layer(
                "outline",
                "line",
                ("area",),
                {
                    "line-color": palette.IMPORTED_OUTLINE,
                    "line-opacity": palette.IMPORTED_OUTLINE_OPACITY,
                    # Thin from afar: the outlines of many parcels would be one dark area.
                    "line-width": _by_zoom((10, 0.25), (13, 0.5), (16, 1.25)),
                },
            ),
            *self._hover_line("area"),
        ]

    def lines(self, colour: Json) -> list[Layer]:
        wide = palette.IMPORTED_LINE_WIDTH
        cased = wide + 2 * palette.CASING_WIDTH
        layers = [
            self._layer(
                "casing",
                "line",
                ("line",),
                {"line-color": palette.CASING, "line-width": self._widths(cased)},
            ),
            self._layer(
                "line",
                "line",
                ("line",),
                {"line-color": colour, "line-width": self._widths(wide)},
            ),
        ]
        rounded = {"line-join": "round", "line-cap": "round"}
        return [*(one | {"layout": rounded} for one in layers), *self._hover_line("line")]

    def points(self, colour: Json) -> list[Layer]:
        radius = palette.IMPORTED_RADIUS
        return [
            self._layer(
                "circle",
                "circle",
                ("point",),
                {
                    "circle-color": colour,
                    "circle-radius": _by_zoom((10, radius / 3), (13, radius), (17, radius * 1.6)),
                    "circle-stroke-color": self._hovered(palette.CASING, palette.INK),
                    # Hardly any from afar, where the rings of many points would hide all else.
                    "circle-stroke-width": _by_zoom(
                        (10, self._hovered(0.25, 2.5)), (13, self._hovered(1, 2.5))
                    ),
                },
            )
        ]

    def names(self, kinds: Sequence[GeometryKind]) -> list[Layer]:
        """Return names beside points, along lines and within areas; those that clash give way."""
        return [self._names_of(kind) for kind in ("area", "line", "point") if kind in kinds]

    def _names_of(self, kind: GeometryKind) -> Layer:
        places: Mapping[GeometryKind, Mapping[str, Json]] = {
            "area": {"text-max-width": 8},
            "line": {"symbol-placement": "line"},
            "point": {"text-anchor": "top", "text-offset": [0, 0.7], "text-max-width": 8},
        }
        paint = {
            "text-color": palette.INK,
            "text-halo-color": palette.CASING,
            "text-halo-width": 1.5,
        }
        layout = {
            "text-field": ["to-string", ["get", "label"]],
            "text-font": [LABEL_FONT],
            "text-size": 12,
            **places[kind],
        }
        layer = self._layer(f"label-{kind}", "symbol", (kind,), paint)
        return layer | {"minzoom": LABEL_ZOOM, "layout": layout}

    def _hover_line(self, kind: GeometryKind) -> list[Layer]:
        if not self._interactive:
            return []
        paint = {
            "line-color": palette.INK,
            "line-width": 2.5,
            "line-opacity": self._hovered(0, 1),
        }
        return [self._layer(f"hover-{kind}", "line", (kind,), paint)]

    def _widths(self, width: float) -> Json:
        return _by_zoom((10, width / 2), (14, width), (17, width * 1.5))

    def _hovered(self, rest: Json, hover: Json) -> Json:
        if not self._interactive:
            return rest
        return ["case", ["boolean", ["feature-state", "hover"], False], hover, rest]

    def _layer(
        self, name: str, kind: str, geometries: tuple[GeometryKind, ...], paint: Mapping[str, Json]
    ) -> Layer:
        return {
            "id": f"{self._source}-{name}",
            "type": kind,
            "source": self._source,
            "source-layer": SOURCE_LAYER,
            "filter": _only(geometries),
            "paint": dict(paint),
        }
