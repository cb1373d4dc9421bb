"""Voices as an index holds them: few that one can reckon, or many as a city would have."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import mapbox_vector_tile
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import LON_LAT, WEB_MERCATOR, reproject
from maps.tiles.bounds import HALF_WORLD_M
from maps.tiles.index import PointIndex, PointTable
from maps.tiles.morton import GRID_BITS, world_cells
from maps.tiles.voices import DISTRICT, SPOT, STREET, VoiceTiles, VoiceWords

KINDS: Final = ("comment", "heart_place", "expert_note", "statement")
WORDS: Final = VoiceWords(
    districts=("a", "b", "c"),
    kinds=KINDS,
    themes=("climate", "mobility"),
    answers=("open", "done"),
    notes=frozenset((2, 3)),
)
MIDDLE: Final = 2 ** (GRID_BITS - 1)
"""Column and row of the middle of the world."""

BOUNDARIES: Final = Path(__file__).parents[3] / "data/districts/herten/boundaries.geojson"
SHARES: Final = (0.6, 0.3, 0.1)
"""Of voices at a spot, about a street, about a whole district."""
_SQUARE_M: Final = 160.0
"""About 100 m on the ground, in Web Mercator."""


def table(
    cells: Sequence[tuple[int, int]],
    *,
    zones: Sequence[int] | int = 0,
    kinds: Sequence[int] | int = 0,
    precisions: Sequence[int] | int = SPOT,
    first_id: int = 100_000_000,
) -> PointTable:
    """Return points at cells of the world's grid; one number stands for all of them."""
    count = len(cells)

    def column(values: Sequence[int] | int) -> NDArray[np.int8]:
        return np.broadcast_to(np.asarray(values, dtype=np.int8), count).copy()

    return PointTable(
        ids=np.arange(first_id, first_id + count),
        zones=column(zones),
        cells=np.array(cells, dtype=np.uint32).reshape(-1, 2),
        columns={
            "reference": np.arange(first_id, first_id + count),
            "kind": column(kinds),
            "theme": column(0),
            "answer": column(1),
            "precision": column(precisions),
            "supports": np.arange(count, dtype=np.int32),
        },
    )


def tiles(points: PointTable, keep: Sequence[bool] | None = None) -> VoiceTiles:
    """Return the tiles of some points; ``keep`` says for each in the order given."""
    index = PointIndex.build(points, zones=len(WORDS.districts))
    wanted = points.ids if keep is None else points.ids[np.asarray(keep, dtype=np.bool_)]
    return VoiceTiles(index, WORDS, np.isin(index.table.ids, wanted))


def signs(tile: bytes) -> list[dict[str, Any]]:
    """Return the features of a tile as another decoder reads them, y downwards."""
    if tile == b"":
        return []
    decoded = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})
    features: list[dict[str, Any]] = decoded["voices"]["features"]
    return features


def everywhere(made: VoiceTiles, z: int) -> list[dict[str, Any]]:
    """Return what all tiles of a zoom show; places as cells of the world's grid."""
    shift = np.uint32(GRID_BITS - z)
    found = []
    for x, y in np.unique(made.index.table.cells >> shift, axis=0).tolist():
        for sign in signs(made.tile(z=z, x=x, y=y)):
            steps = np.array(sign["geometry"]["coordinates"]) / 4096
            assert (steps >= 0).all()
            assert (steps < 1).all()
            sign["cell"] = np.add(steps, (x, y)) * 2.0 ** (GRID_BITS - z)
            found.append(sign)
    return found


def district_shapes() -> NDArray[Any]:
    """Return the nine districts in EPSG:3857."""
    features = json.loads(BOUNDARIES.read_text(encoding="utf-8"))["features"]
    shapes = np.array([shapely.geometry.shape(each["geometry"]) for each in features], dtype=object)
    projected: NDArray[Any] = reproject(shapes, source=LON_LAT, target=WEB_MERCATOR)
    shapely.prepare(projected)
    return projected


def scattered(count: int, *, seed: int = 1) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return places in EPSG:3857 inside Herten, crowded around 60 centres, and their districts."""
    rng = np.random.default_rng(seed)
    shapes = district_shapes()
    west, south, east, north = shapely.total_bounds(shapes)
    centres = rng.uniform((west, south), (east, north), size=(60, 2))
    near = centres[rng.integers(0, len(centres), size=4 * count)]
    places = near + rng.normal(0, 600, size=near.shape)
    inside = np.stack([shapely.contains_xy(shape, *places.T) for shape in shapes])
    places, zones = places[inside.any(axis=0)], inside.argmax(axis=0)[inside.any(axis=0)]
    assert len(places) >= count
    return places[:count], zones[:count]


def city(count: int, *, seed: int = 1) -> tuple[PointTable, VoiceWords]:
    """Return many voices in Herten as a table, unsorted, with the words of their codes."""
    rng = np.random.default_rng(seed)
    places, zones = scattered(count, seed=seed)
    precision = rng.choice(3, size=count, p=SHARES)
    street, district = precision == STREET, precision == DISTRICT
    squares = (np.floor(places / _SQUARE_M) + 0.5) * _SQUARE_M
    stays = shapely.contains_xy(district_shapes()[zones], *squares.T)
    places[street & stays] = squares[street & stays]
    labels = shapely.get_coordinates(shapely.point_on_surface(district_shapes()))
    places[district] = labels[zones[district]]
    ids = rng.permutation(np.arange(100_000_000, 100_000_000 + count))
    columns: dict[str, NDArray[Any]] = {
        "reference": ids,
        "kind": rng.choice(4, size=count, p=(0.6, 0.2, 0.15, 0.05)).astype(np.int8),
        "theme": rng.integers(0, 13, size=count).astype(np.int8),
        "answer": rng.integers(0, 6, size=count).astype(np.int8),
        "precision": precision.astype(np.int8),
        "supports": rng.integers(0, 200, size=count).astype(np.int32),
    }
    words = VoiceWords(
        districts=[f"district-{number}" for number in range(9)],
        kinds=KINDS,
        themes=[f"theme-{number}" for number in range(13)],
        answers=("open", "taken_up", "decided", "measure", "done", "refused"),
        notes=frozenset((2, 3)),
    )
    return PointTable(ids, zones.astype(np.int8), world_cells(places), columns), words


def metres(cells: NDArray[Any]) -> NDArray[np.float64]:
    """Return cells of the world's grid in EPSG:3857."""
    share = cells / 2.0**GRID_BITS
    return (share * 2 - 1) * HALF_WORLD_M * (1, -1)
