"""How a layer that staff brought in is drawn: one color, by category, or by classes of a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from .tilejson import TILE_ZOOM_MAX
from .words import LocalText

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
LookKind = Literal["simple", "categorised", "graduated"]
GeometryKind = Literal["point", "line", "area"]

SOURCE_LAYER: Final = "features"
"""The layer inside the tiles of whatever staff brought in."""


@dataclass(frozen=True)
class LookClass:
    """One entry of a look: a category by its value, or a class of numbers by its bounds.

    ``lower`` belongs to the class, ``upper`` does not, but in the last one.
    """

    colour: Colour
    title: str
    value: str | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Look:
    """How features are drawn. ``field`` is the id of the column that ``classes`` divide.

    ``colour`` (#rrggbb) is that of everything in a simple look, and of the rest in the others.
    ``label_field`` is the id of the column whose text names a feature on the map and in lists.
    """

    kind: LookKind = "simple"
    colour: Colour = "#8a3ffc"
    field: str | None = None
    classes: tuple[LookClass, ...] = ()
    label_field: str | None = None


@dataclass(frozen=True)
class ImportedSource:
    """What the map must know of a layer that staff brought in.

    ``tiles`` is an address with ``{z}``, ``{x}`` and ``{y}``, ``bounds`` are degrees. ``feature``
    is the address of what is known of one feature, with ``{n}``; of a raster about one spot, with
    ``{lon}`` and ``{lat}``, empty where it only shows a picture. ``page`` is the layer's own page,
    without language prefix. ``kinds`` are those of its geometries; nothing is drawn of others.
    ``unit`` is what the numbers of a raster count.
    """

    id: str
    title: LocalText
    tiles: str
    attribution: str
    look: Look
    feature: str
    page: str
    kinds: tuple[GeometryKind, ...] = ("area", "line", "point")
    bounds: tuple[float, float, float, float] | None = None
    minzoom: int = 0
    maxzoom: int = TILE_ZOOM_MAX
    raster: bool = False
    unit: str = ""
    group: str = ""
    is_staff_only: bool = False
    is_overdue: bool = False

    @property
    def source_id(self) -> str:
        """The name of its source in the style."""
        return f"import-{self.id}"


LOOKS: Final = TypeAdapter(Look)


def drawn_classes(look: Look) -> tuple[LookClass, ...]:
    """Return the classes that a map can draw: none without a column, none that lack a value."""
    if look.field is None or look.kind == "simple":
        return ()
    if look.kind == "categorised":
        return tuple(one for one in look.classes if one.value is not None)
    return tuple(one for one in look.classes if one.lower is not None and one.upper is not None)
