"""What makes a district recognizable: color, code, sign, and the place of its label."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

BLACK: Final = "#000000"
WHITE: Final = "#ffffff"


@dataclass(frozen=True)
class DistrictIdentity:
    """How a district shows itself wherever it appears."""

    id: str
    code: str
    """Three letters."""
    name: str
    colour: str
    """``#rrggbb``."""
    sign: str
    """What stands inside the sign's ``<svg>``, for a view box of 24 by 24, in ``currentColor``."""


def label_place(geometry: BaseGeometry) -> Point:
    """Return where the label of a shape goes, in the shape's own CRS.

    In an area it is the point farthest from its border, on a line the middle of its longest
    part, of points the one nearest to their middle. It always belongs to the shape.

    Raises
    ------
    ValueError
        The geometry is empty.
    """
    if geometry.is_empty:
        raise ValueError("an empty geometry has no place for a label")
    parts = shapely.get_parts(geometry)
    widest = parts[shapely.get_dimensions(parts) == shapely.get_dimensions(parts).max()]
    if shapely.get_dimensions(widest[0]) == 2:  # noqa: PLR2004 - areas
        largest = widest[shapely.area(widest).argmax()]
        radius = shapely.maximum_inscribed_circle(largest)
        return Point(shapely.get_point(radius, 0))
    if shapely.get_dimensions(widest[0]) == 1:
        longest = widest[shapely.length(widest).argmax()]
        return Point(shapely.line_interpolate_point(longest, 0.5, normalized=True))
    return Point(widest[shapely.distance(widest, geometry.centroid).argmin()])


def ink_on(colour: str) -> Literal["#000000", "#ffffff"]:
    """Return black or white, whichever is easier to read on a color."""
    return BLACK if contrast(BLACK, colour) >= contrast(WHITE, colour) else WHITE


def contrast(one: str, other: str) -> float:
    """Return the contrast of two ``#rrggbb`` colors by WCAG 2.2: 1 (none) to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(channel: float) -> float:
    if channel <= 0.04045:  # noqa: PLR2004 - where the sRGB curve turns straight
        return channel / 12.92
    return math.pow((channel + 0.055) / 1.055, 2.4)


def sign_inside(document: str) -> str:
    """Return what stands between ``<svg …>`` and ``</svg>`` of a sign's file.

    The presentation of the root (stroke, width, fill) is the same for all signs and is given
    back by ``sign_svg``.

    Raises
    ------
    ValueError
        The text is not an SVG document.
    """
    start = document.find("<svg")
    opened = document.find(">", start)
    closed = document.rfind("</svg>")
    if not 0 <= start < opened < closed:
        raise ValueError("a sign is an SVG document with something in it")
    return document[opened + 1 : closed].strip()


def sign_svg(sign: str, *, colour: str = "currentColor", size: int = 24) -> str:
    """Return a sign as an SVG document of its own: ``size`` pixels square, in one color."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="{size}" '
        f'height="{size}" color="{colour}" fill="none" stroke="currentColor" '
        f'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">{sign}</svg>'
    )
