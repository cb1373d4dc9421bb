"""District sheets: one HTML file each that opens from a disk, without any network.

The map is folium's; Leaflet's script and style are put into the file. No other module of the
workbench imports folium.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final, TypeAlias

import folium
import numpy as np
import shapely
from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from . import palette
from .identity import DistrictIdentity, ink_on, label_place, sign_svg
from .legend import STATUS_MARKS, STATUS_TITLES, legend
from .pins import apart
from .sheet_content import (
    SHEET_TEXTS,
    DistrictSheet,
    SheetFact,
    SheetLink,
    SheetNeighbour,
    SheetProject,
)
from .tiles.grid import Floats

__all__ = [
    "DistrictSheet",
    "SheetFact",
    "SheetLink",
    "SheetNeighbour",
    "SheetProject",
    "district_sheet",
]

Drawing: TypeAlias = Any
"""Something of folium's, which has no types."""

_PIN_PIXELS: Final = 26
_LABEL_PIXELS: Final = (84, 32)
_PADDING_PIXELS: Final = 16
_MAP_PIXELS: Final = (250, 380)
"""What a narrow screen leaves of the map for the district."""
_LABEL_AREA_SHARE: Final = 0.04
_HARMLESS: Final = str.maketrans({"`": "&#96;", "$": "&#36;", "\\": "&#92;"})
"""What a template string of JavaScript would act upon, as character references."""


def district_sheet(sheet: DistrictSheet, *, leaflet_js: str, leaflet_css: str) -> str:
    """Return a district's sheet as one HTML document that needs nothing but itself.

    ``leaflet_js`` and ``leaflet_css`` are the contents of the files Leaflet publishes. The same
    sheet gives the same document.
    """
    figure = _figure(sheet)
    environment = Environment(
        loader=PackageLoader("maps", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("sheet.html").render(
        sheet=sheet,
        texts=SHEET_TEXTS[sheet.lang],
        accuracy_note=sheet.boundary_note[sheet.lang],
        status_titles={status: title[sheet.lang] for status, title in STATUS_TITLES.items()},
        status_marks={status: Markup(mark) for status, mark in STATUS_MARKS.items()},  # noqa: S704
        legend=[
            (Markup(entry.mark), entry.title[sheet.lang])  # noqa: S704
            for entry in legend((), boundary_note=sheet.boundary_note)
            if entry.group == "projects"
        ],
        sign=Markup(sign_svg(sheet.identity.sign, colour=ink_on(sheet.identity.colour), size=40)),  # noqa: S704
        ink=ink_on(sheet.identity.colour),
        palette=palette,
        leaflet_js=Markup(_inside_script(leaflet_js)),  # noqa: S704
        leaflet_css=Markup(_inside_style(leaflet_css)),  # noqa: S704
        map_html=Markup(figure.html.render()),  # noqa: S704
        map_script=Markup(figure.script.render()),  # noqa: S704
    )


def _figure(sheet: DistrictSheet) -> Drawing:
    """Draw the map. The figure's header, with all that folium would fetch, is never used."""
    drawing = folium.Map(
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        scroll_wheel_zoom=False,
        zoom_snap=0.25,
    )
    _named(drawing, "district")
    for number, neighbour in enumerate(sheet.neighbours):
        _add_shape(drawing, f"neighbour{number}", neighbour.geometry, _NEIGHBOUR_LOOK)
        _add_label(drawing, f"label{number}", neighbour, seen=_seen(sheet.geometry))
    _add_shape(drawing, "district", sheet.geometry, _district_look(sheet.identity))
    _add_projects(drawing, sheet)
    west, south, east, north = sheet.geometry.bounds
    frame = folium.FitBounds(
        [[south, west], [north, east]], padding=(_PADDING_PIXELS, _PADDING_PIXELS)
    )
    _named(frame, "frame").add_to(drawing)
    figure = drawing.get_root()
    for child in figure._children.values():
        child.render()
    return figure


def _named(element: Drawing, name: str) -> Drawing:
    """Give an element the name its script goes by; folium's own names are random."""
    element._id = name
    return element


def _add_projects(drawing: Drawing, sheet: DistrictSheet) -> None:
    """Draw areas, lines above them, and above all the numbers of the list."""
    numbered = [
        (number, project, project.geometry)
        for number, project in enumerate(sheet.projects, start=1)
        if project.geometry is not None
    ]
    for number, _, geometry in numbered:
        _add_shape(drawing, f"area{number}", _of_dimension(geometry, 2), _AREA_LOOK)
    for number, _, geometry in numbered:
        line = _of_dimension(geometry, 1)
        _add_shape(drawing, f"casing{number}", line, _CASING_LOOK)
        _add_shape(drawing, f"line{number}", line, _LINE_LOOK)
    places = [_place_within(geometry, sheet.geometry) for _, _, geometry in numbered]
    shifts = _shifts(places, sheet.geometry)
    for (number, project, _), place, shift in zip(numbered, places, shifts, strict=True):
        _add_pin(drawing, number, project.name, place, shift)


def _of_dimension(geometry: BaseGeometry, dimension: int) -> BaseGeometry:
    parts = shapely.get_parts(geometry)
    return shapely.GeometryCollection(list(parts[shapely.get_dimensions(parts) == dimension]))


def _place_within(geometry: BaseGeometry, district: BaseGeometry) -> Point:
    """Return where a project is marked: in the district, if any of it lies there."""
    within = shapely.intersection(geometry, district)
    return label_place(geometry if within.is_empty else within)


def _shifts(places: Sequence[Point], district: BaseGeometry) -> Floats:
    """Return by how many pixels each pin steps aside when the district fits a small map."""
    west, south, east, north = district.bounds
    shorter = math.cos(math.radians((south + north) / 2))
    pixels = min(_MAP_PIXELS[0] / ((east - west) * shorter), _MAP_PIXELS[1] / (north - south))
    at = [(place.x * shorter * pixels, -place.y * pixels) for place in places]
    return apart(np.array(at, dtype=np.float64).reshape(-1, 2), gap=_PIN_PIXELS + 2)


def _seen(district: BaseGeometry) -> BaseGeometry:
    """Return what the map shows for sure: the district with a margin around it."""
    west, south, east, north = district.bounds
    margin = 0.06 * max(east - west, north - south)
    return shapely.box(west - margin, south - margin, east + margin, north + margin)


def _add_shape(
    drawing: Drawing, name: str, geometry: BaseGeometry, look: Mapping[str, Any]
) -> None:
    if geometry.is_empty:
        return
    feature = {
        "type": "Feature",
        "id": name,
        "properties": {},
        "geometry": shapely.geometry.mapping(geometry),
    }
    layer = folium.GeoJson(
        feature, style_function=lambda _: dict(look), smooth_factor=0, interactive=False
    )
    _named(layer, name).add_to(drawing)


def _add_label(
    drawing: Drawing, name: str, neighbour: SheetNeighbour, *, seen: BaseGeometry
) -> None:
    """Write a neighbour's name on the part of it that shows, if enough of it does."""
    part = shapely.intersection(neighbour.geometry, seen)
    if part.area < _LABEL_AREA_SHARE * seen.area:
        return
    icon = folium.DivIcon(
        html=_html(neighbour.identity.name),
        icon_size=_LABEL_PIXELS,
        icon_anchor=(_LABEL_PIXELS[0] // 2, _LABEL_PIXELS[1] // 2),
        class_name="neighbour",
    )
    place = label_place(part)
    marker = folium.Marker([place.y, place.x], interactive=False, keyboard=False)
    _named(marker, name).set_icon(_named(icon, name))
    marker.add_to(drawing)


def _add_pin(drawing: Drawing, number: int, name: str, place: Point, shift: Floats) -> None:
    icon = folium.DivIcon(
        html=f'<span aria-hidden="true">{number}</span><span class="unseen">{_html(name)}</span>',
        icon_size=(_PIN_PIXELS, _PIN_PIXELS),
        icon_anchor=tuple((_PIN_PIXELS / 2 - shift).round().astype(int).tolist()),
        class_name="pin",
    )
    marker = _named(folium.Marker([place.y, place.x]), f"pin{number}")
    marker.set_icon(_named(icon, f"pin{number}"))
    _named(folium.Tooltip(_html(name), sticky=False), f"name{number}").add_to(marker)
    marker.add_to(drawing)


def _html(text: str) -> str:
    """Return text that shows as it is, even inside a JavaScript template string."""
    return escape(text).translate(_HARMLESS)


def _district_look(identity: DistrictIdentity) -> dict[str, Any]:
    return {
        "color": palette.CITY_BOUNDARY,
        "weight": palette.CITY_BOUNDARY_WIDTH,
        "fillColor": identity.colour,
        "fillOpacity": palette.FILL_OPACITY,
    }


_NEIGHBOUR_LOOK: Final = {
    "color": palette.BOUNDARY_MUTED,
    "weight": palette.BOUNDARY_WIDTH,
    "fill": False,
}
_AREA_LOOK: Final = {
    "color": palette.PROJECT,
    "weight": palette.PROJECT_OUTLINE_WIDTH,
    "fillColor": palette.PROJECT,
    "fillOpacity": palette.PROJECT_FILL_OPACITY,
    "dashArray": " ".join(
        f"{part * palette.PROJECT_OUTLINE_WIDTH:g}" for part in palette.PROJECT_OUTLINE_DASH
    ),
}
_LINE_LOOK: Final = {"color": palette.PROJECT, "weight": palette.PROJECT_LINE_WIDTH}
_CASING_LOOK: Final = {
    "color": palette.CASING,
    "weight": palette.PROJECT_LINE_WIDTH + 2 * palette.CASING_WIDTH,
    "opacity": 1,
}


def _inside_script(source: str) -> str:
    """Return a script that cannot end its element early and asks for no source map."""
    source = re.sub(r"//# sourceMappingURL=\S*", "", source)
    return re.sub(r"<(?=/script|!--|script)", r"\\x3C", source, flags=re.IGNORECASE)


def _inside_style(source: str) -> str:
    """Return a style that cannot end its element early and asks for no pictures."""
    source = re.sub(r"url\([^)]*\)", "none", source)
    return re.sub(r"<(?=/style)", r"\\3C ", source, flags=re.IGNORECASE)
