"""Acts on layers: find, describe, and make tiles, each made once per revision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection

from maps.tiles.bounds import tile_bounds
from maps.tiles.encode import TileLayer, encode_tile
from services.database.revisions import Revision, revisions
from services.layers.model import Layer, LayerNotFoundError, Passport
from services.web.caching import Memo, etag
from services.web.filter import Filter

_SHAPES_REMEMBERED: Final = 32


@dataclass(frozen=True)
class Entry:
    """A layer as the catalogue shows it."""

    layer: Layer
    passport: Passport
    feature_count: int
    revision: int
    changed_at: datetime | None


def _none_imported(_: Connection, layer_id: str) -> Layer:
    raise LayerNotFoundError(layer_id=layer_id)


@dataclass(frozen=True)
class Tiler:
    """Makes tiles of layers. Remembers shapes by revision, so nothing goes stale.

    ``layers`` are those that come with the workbench; ``imported`` finds one that staff brought
    in, by its id, or raises ``LayerNotFoundError``.
    """

    layers: Mapping[str, Layer]
    imported: Callable[[Connection, str], Layer] = _none_imported
    _shapes: Memo[Sequence[TileLayer]] = field(default_factory=lambda: Memo(_SHAPES_REMEMBERED))

    def layer(self, connection: Connection, layer_id: str) -> Layer:
        """Return a layer or raise ``LayerNotFoundError``."""
        own = self.layers.get(layer_id)
        return self.imported(connection, layer_id) if own is None else own

    def tag(self, connection: Connection, layer: Layer, filter_: Filter, on: date) -> str:
        """Return the ETag of a layer's tiles under a filter, on a day."""
        known = revisions(connection)
        found = [known.get(id_) for id_ in layer.depends_on]
        return etag(layer.id, found, on, filter_.query() if layer.knows_filter else "")

    def tile(
        self,
        connection: Connection,
        layer: Layer,
        filter_: Filter,
        on: date,
        *,
        z: int,
        x: int,
        y: int,
    ) -> bytes:
        """Return one vector tile (MVT 2.1). Raises ``TileOutsideError`` for a bad address."""
        tile_bounds(z, x, y)
        if layer.tile is not None:
            return layer.tile(connection, filter_, on, z=z, x=x, y=y)
        tag = self.tag(connection, layer, filter_, on)
        shapes = self._shapes.get(tag, lambda: layer.tiles(connection, filter_, on))
        return encode_tile(shapes, z=z, x=x, y=y)


def catalogue(connection: Connection, layers: Sequence[Layer], on: date) -> tuple[Entry, ...]:
    """Return every layer with its passport, feature count and revision."""
    known = revisions(connection)
    entries = []
    for layer in layers:
        found = [known[id_] for id_ in layer.depends_on if id_ in known]
        entries.append(
            Entry(
                layer=layer,
                passport=layer.passport(connection, on),
                feature_count=layer.count(connection, on),
                revision=sum(one.number for one in found),
                changed_at=_latest(found),
            )
        )
    return tuple(entries)


def _latest(found: Sequence[Revision]) -> datetime | None:
    return max((one.changed_at for one in found), default=None)
