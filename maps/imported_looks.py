"""How a layer that staff brought in is drawn: one color, by category, or by classes of a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from pydantic import TypeAdapter

LookKind = Literal["simple", "categorised", "graduated"]


@dataclass(frozen=True)
class LookClass:
    """One entry of a look: a category by its value, or a class of numbers by its bounds.

    ``lower`` belongs to the class, ``upper`` does not, but in the last one.
    """

    colour: str
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
    colour: str = "#8a3ffc"
    field: str | None = None
    classes: tuple[LookClass, ...] = ()
    label_field: str | None = None


LOOKS: Final = TypeAdapter(Look)
