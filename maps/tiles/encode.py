"""Vector tiles: layers of features in, the bytes of a Mapbox Vector Tile 2.1 out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import index
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .bounds import MAX_ZOOM, TileOutsideError, tile_bounds
from .grid import Geometries, Integers, Window, tile_paths
from .wire import (
    Runs,
    Value,
    Words,
    feature_fields,
    field,
    geometry_runs,
    layer_message,
)

__all__ = [
    "MAX_ZOOM",
    "MEDIA_TYPE",
    "TileLayer",
    "TileOutsideError",
    "encode_tile",
    "tile_bounds",
]

MEDIA_TYPE: Final = "application/vnd.mapbox-vector-tile"
EXTENT: Final = 4096
BUFFER: Final = 64

Properties: TypeAlias = Mapping[str, Value]
Ids: TypeAlias = Sequence[int] | NDArray[np.integer[Any]]


@dataclass(frozen=True)
class TileLayer:
    """Features that may show in a tile; the encoder picks those that do.

    ``geometries`` are in EPSG:3857; None and empty ones are skipped. ``ids`` are whole numbers
    from 0 to 2^64 - 1. A property that is None or not a number (NaN) is left out of its feature.
    ``simplify=False`` keeps every vertex that rounding leaves: for layers whose neighbours share
    edges, which simplifying one by one would pull apart.
    """

    name: str
    geometries: Geometries
    ids: Ids
    properties: Sequence[Properties]
    simplify: bool = True

    def __post_init__(self) -> None:
        if not len(self.geometries) == len(self.ids) == len(self.properties):
            raise ValueError(
                f"layer {self.name!r}: {len(self.geometries)} geometries, {len(self.ids)} ids, "
                f"{len(self.properties)} properties"
            )


def encode_tile(
    layers: Sequence[TileLayer],
    *,
    z: int,
    x: int,
    y: int,
    extent: int = EXTENT,
    buffer: int = BUFFER,
) -> bytes:
    """Encode what of the layers shows in a tile; the same input gives the same bytes.

    ``extent`` is the grid of the tile, ``buffer`` how many of its steps are drawn beyond each
    side. Layers and features keep their order; a layer with nothing to show is left out, so an
    empty tile is ``b""``. A geometry collection becomes one feature for each kind of its parts,
    all with its id.

    Raises
    ------
    TileOutsideError
        There is no such tile.
    ValueError
        Two layers have one name, an id is no unsigned 64-bit number, or a property is a whole
        number of more than 64 bits.
    TypeError
        A property is neither text, number, truth value nor None.
    """
    tile_bounds(z, x, y)
    names = [layer.name for layer in layers]
    if len(set(names)) < len(names):
        raise ValueError(f"layers of a tile need names of their own: {names}")
    window = Window(z=z, x=x, y=y, extent=extent, buffer=buffer)
    return b"".join(field(3, message) for layer in layers if (message := _layer(layer, window)))


def _layer(layer: TileLayer, window: Window) -> bytes:
    kinds: list[Integers] = []
    runs: list[Runs] = []
    geometries = np.asarray(layer.geometries, dtype=object)
    for paths in tile_paths(geometries, window=window, simplify=layer.simplify):
        run = geometry_runs(paths)
        runs.append(run)
        kinds.append(np.full(len(run.owners), paths.kind))
    if not sum(len(run.owners) for run in runs):
        return b""
    kind = np.concatenate(kinds)
    geometry = _joined(runs)
    order = np.lexsort((kind, geometry.owners))
    geometry = _reordered(geometry, order)

    tags, keys, values = _tags(layer.properties, geometry.owners)
    features = feature_fields(
        ids=_feature_ids(layer)[geometry.owners], kinds=kind[order], tags=tags, geometry=geometry
    )
    return layer_message(layer.name, features, keys, values, extent=window.extent)


def _feature_ids(layer: TileLayer) -> Words:
    try:
        return np.array([index(number) for number in layer.ids], dtype=np.uint64)
    except (TypeError, OverflowError) as error:
        raise ValueError(
            f"layer {layer.name!r}: ids are whole numbers from 0 to 2^64 - 1"
        ) from error


def _joined(runs: Sequence[Runs]) -> Runs:
    return Runs(
        np.concatenate([run.words for run in runs]),
        np.concatenate([run.sizes for run in runs]),
        np.concatenate([run.owners for run in runs]),
    )


def _reordered(runs: Runs, order: Integers) -> Runs:
    starts = np.cumsum(runs.sizes) - runs.sizes
    sizes = runs.sizes[order]
    shift = np.repeat(starts[order] - (np.cumsum(sizes) - sizes), sizes)
    return Runs(runs.words[np.arange(len(runs.words)) + shift], sizes, runs.owners[order])


def _tags(
    properties: Sequence[Properties], owners: Integers
) -> tuple[Runs, Sequence[str], Sequence[Value]]:
    """Give keys and values their numbers as they are met; 1, 1.0 and True are three values."""
    keys: dict[str, int] = {}
    values: dict[tuple[type, Value], int] = {}
    words: list[int] = []
    ends: list[int] = []
    for owner in owners.tolist():
        for key, value in properties[owner].items():
            kind_and_value = (value.__class__, value)
            number = values.get(kind_and_value)
            if number is None:
                if value is None or (isinstance(value, float) and math.isnan(value)):
                    continue
                number = values[kind_and_value] = len(values)
            words += (keys.setdefault(key, len(keys)), number)
        ends.append(len(words))
    runs = Runs(np.array(words, dtype=np.uint64), np.diff(ends, prepend=0), owners)
    return runs, list(keys), [value for _, value in values]
