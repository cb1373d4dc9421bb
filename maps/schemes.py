"""Colors for classes and categories, told apart by people with any kind of color vision.

Sequential schemes go from light to dark in one hue, so that lightness alone tells the order;
diverging ones part blue from orange, which nobody confuses. Both are interpolated in OKLab
(Björn Ottosson, 2020), in which equal steps look equal. The qualitative scheme takes from the sets
of Masataka Okabe and Kei Ito ("Color Universal Design", 2008) and of Paul Tol ("Colour Schemes",
2021) those seven that stay farthest apart under every kind of color vision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import numpy as np

from .words import LocalText

SchemeKind: TypeAlias = Literal["sequential", "diverging", "qualitative"]


@dataclass(frozen=True)
class Scheme:
    """A named row of colors (#rrggbb). Those of kind ``qualitative`` are taken as they stand."""

    id: str
    title: LocalText
    kind: SchemeKind
    stops: tuple[str, ...]


SCHEMES: Final[Mapping[str, Scheme]] = MappingProxyType(
    {
        one.id: one
        for one in (
            Scheme(
                "blues",
                {"de": "Blau", "en": "Blue"},
                "sequential",
                ("#d6e6f4", "#5b9bc8", "#0b3a6e"),
            ),
            Scheme(
                "greens",
                {"de": "Grün", "en": "Green"},
                "sequential",
                ("#dbeed3", "#62ad6e", "#0a4a2b"),
            ),
            Scheme(
                "oranges",
                {"de": "Gelb bis Braun", "en": "Yellow to brown"},
                "sequential",
                ("#fdebb3", "#e5862f", "#5f2208"),
            ),
            Scheme(
                "purples",
                {"de": "Violett", "en": "Purple"},
                "sequential",
                ("#e6e0f2", "#957fc0", "#3b1a6e"),
            ),
            Scheme(
                "blue-orange",
                {"de": "Blau – hell – Orange", "en": "Blue – light – orange"},
                "diverging",
                ("#0b4a86", "#7fb3d9", "#f1efe8", "#eda35c", "#8f3f04"),
            ),
            Scheme(
                "teal-purple",
                {"de": "Petrol – hell – Violett", "en": "Teal – light – purple"},
                "diverging",
                ("#06524c", "#6cb8ae", "#f1efec", "#b794cf", "#52207a"),
            ),
            Scheme(
                "distinct",
                {"de": "Verschiedene Farben", "en": "Distinct colors"},
                "qualitative",
                (
                    "#332288",
                    "#e69f00",
                    "#88ccee",
                    "#117733",
                    "#661100",
                    "#f0e442",
                    "#6699cc",
                ),
            ),
        )
    }
)
"""Scheme by id."""


def scheme_colours(scheme_id: str, count: int) -> tuple[str, ...]:
    """Return ``count`` colors of a scheme, in its order.

    Raises
    ------
    ValueError
        A qualitative scheme has fewer colors, or ``count`` is below 1.
    """
    scheme = SCHEMES[scheme_id]
    if count < 1:
        raise ValueError(f"{count} colors")
    if scheme.kind != "qualitative":
        return _between(scheme, count)
    if count > len(scheme.stops):
        raise ValueError(f"scheme {scheme_id!r} has {len(scheme.stops)} colors, asked for {count}")
    return scheme.stops[:count]


def _between(scheme: Scheme, count: int) -> tuple[str, ...]:
    """Interpolate. A single color is the middle one of a row, which is seen on any ground."""
    stops = np.array([_to_oklab(stop) for stop in scheme.stops])
    at = np.array([0.5]) if count == 1 else np.linspace(0, 1, count)
    places = np.linspace(0, 1, len(stops))
    return tuple(
        _from_oklab(np.array([np.interp(one, places, stops[:, axis]) for axis in range(3)]))
        for one in at
    )


_CONES: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_TOE: Final = 0.04045
_LINEAR_TOE: Final = 0.0031308


def linear_rgb(colour: str) -> np.ndarray:
    """Return red, green and blue of ``#rrggbb`` as linear light, each from 0 to 1."""
    coded = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    light: np.ndarray = np.where(coded <= _TOE, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    return light


def oklab(light: np.ndarray) -> np.ndarray:
    """Return lightness (0 to 1) and the two color axes of linear light."""
    lab: np.ndarray = _LAB @ np.cbrt(_CONES @ light)
    return lab


def _to_oklab(colour: str) -> np.ndarray:
    return oklab(linear_rgb(colour))


def _from_oklab(lab: np.ndarray) -> str:
    light = np.clip(np.linalg.solve(_CONES, np.linalg.solve(_LAB, lab) ** 3), 0, 1)
    coded = np.where(light <= _LINEAR_TOE, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in coded)
