"""Layers: what the map can show, each with its passport."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import Connection

from geo.errors import WorkbenchError
from maps.tilejson import VECTOR_LAYERS, VectorLayer, deepest_zoom
from maps.tiles.encode import TileLayer
from services.web.filter import Filter
from services.web.texts import LocalText

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Licence:
    """Under which terms a layer may be used."""

    name: str
    url: str


@dataclass(frozen=True)
class Passport:
    """Where a layer comes from and how far it can be trusted."""

    source: LocalText
    licence: Licence
    as_of: date
    lineage: LocalText


@dataclass(frozen=True)
class Download:
    """One way to take a layer home: media type and address."""

    name: str
    media_type: str
    url: str


def _no_shapes(_: Connection, __: Filter, ___: date) -> Sequence[TileLayer]:
    return ()


class TileMaker(Protocol):
    """Makes one vector tile of a layer under a filter, on a day."""

    def __call__(
        self, connection: Connection, filter_: Filter, on: date, /, *, z: int, x: int, y: int
    ) -> bytes:
        """Return the bytes of a tile that is known to exist."""


@dataclass(frozen=True)
class Layer:
    """A layer of the map. ``tiles`` returns what goes into its tiles, ``count`` its features.

    ``depends_on`` names the layers whose revision changes this one's tiles. A layer too large to
    hand out all its shapes for every filter makes its tiles itself: ``tile`` instead of ``tiles``.
    """

    id: str
    title: LocalText
    description: LocalText
    passport: Callable[[Connection, date], Passport]
    downloads: tuple[Download, ...]
    depends_on: tuple[str, ...]
    count: Callable[[Connection, date], int]
    tiles: Callable[[Connection, Filter, date], Sequence[TileLayer]] = _no_shapes
    tile: TileMaker | None = None
    vector_layers: tuple[VectorLayer, ...] = ()
    zoom_min: int = 0
    zoom_max: int | None = None
    bounds: Bounds | None = None
    """West, south, east, north in degrees; None where it reaches as far as the city."""
    tiles_path: str | None = None
    """The address of its tiles where no TileJSON describes them."""
    knows_filter: bool = True
    """False where tiles are the same under every filter."""
    version: int | None = None
    """Which version of its data is shown; None where it keeps none."""

    @property
    def held(self) -> tuple[VectorLayer, ...]:
        """What its tiles hold."""
        return self.vector_layers or VECTOR_LAYERS[self.id]

    @property
    def deepest_zoom(self) -> int:
        """The deepest zoom at which its tiles show more than before."""
        return deepest_zoom(self.id) if self.zoom_max is None else self.zoom_max


class LayerNotFoundError(WorkbenchError):
    """There is no layer with this id."""

    def __init__(self, *, layer_id: str) -> None:
        super().__init__(f"no layer {layer_id!r}")
        self.layer_id = layer_id


class FeatureNotFoundError(WorkbenchError):
    """The layer has no feature with the number ``n``."""

    def __init__(self, *, n: int) -> None:
        super().__init__(f"no feature {n}")
        self.n = n
