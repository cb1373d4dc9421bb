"""Layers: what the map can show, each with its passport."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from geo.errors import WorkbenchError
from maps.tiles.encode import TileLayer
from services.web.filter import Filter
from services.web.texts import LocalText


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


@dataclass(frozen=True)
class Layer:
    """A layer of the map. ``tiles`` returns what goes into its tiles, ``count`` its features.

    ``depends_on`` names the layers whose revision changes this one's tiles.
    """

    id: str
    title: LocalText
    description: LocalText
    passport: Callable[[Connection, date], Passport]
    downloads: tuple[Download, ...]
    depends_on: tuple[str, ...]
    tiles: Callable[[Connection, Filter, date], Sequence[TileLayer]]
    count: Callable[[Connection, date], int]


class LayerNotFoundError(WorkbenchError):
    """There is no layer with this id."""

    def __init__(self, *, layer_id: str) -> None:
        super().__init__(f"no layer {layer_id!r}")
        self.layer_id = layer_id
