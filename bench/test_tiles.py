"""Vector tiles: districts and points, beside ``mapbox-vector-tile`` on the same shapes.

The other encoder does not clip, and its own scaling is slow: both are done for it with shapely,
within its time.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Final

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from pytest_benchmark.fixture import BenchmarkFixture

from geo.crs import LON_LAT, WEB_MERCATOR, reproject
from maps.tiles.encode import TileLayer, encode_tile, tile_bounds

BOUNDARIES: Final = Path(__file__).parents[1] / "data/districts/herten/boundaries.geojson"
LON_LAT_OF_HERTEN: Final = (7.135, 51.595)


def tile_over_herten(z: int) -> tuple[int, int, int]:
    lon, lat = LON_LAT_OF_HERTEN
    north = math.asinh(math.tan(math.radians(lat))) / math.pi
    return z, int((lon + 180) / 360 * 2**z), int((1 - north) / 2 * 2**z)


def districts() -> TileLayer:
    features = json.loads(BOUNDARIES.read_text(encoding="utf-8"))["features"]
    shapes = np.array([shapely.geometry.shape(each["geometry"]) for each in features], dtype=object)
    return TileLayer(
        "districts",
        reproject(shapes, source=LON_LAT, target=WEB_MERCATOR),
        range(1, len(features) + 1),
        [{key: each["properties"][key] for key in ("id", "code", "name")} for each in features],
        simplify=False,
    )


def points(count: int, address: tuple[int, int, int]) -> TileLayer:
    west, south, east, north = tile_bounds(*address)
    at = np.random.default_rng(seed=1).uniform((west, south), (east, north), size=(count, 2))
    status = ("idea", "planned", "under_way", "done", "dropped")
    return TileLayer(
        "projects",
        np.asarray(shapely.points(at)),
        range(count),
        [{"id": f"project-{n}", "number": n, "status": status[n % 5]} for n in range(count)],
    )


def encode(layer: TileLayer, address: tuple[int, int, int]) -> bytes:
    z, x, y = address
    return encode_tile([layer], z=z, x=x, y=y)


def encode_with_mapbox(layer: TileLayer, address: tuple[int, int, int]) -> bytes:
    west, south, east, north = tile_bounds(*address)
    margin = (east - west) * 64 / 4096
    clipped = shapely.clip_by_rect(
        layer.geometries, west - margin, south - margin, east + margin, north + margin
    )
    placed = shapely.transform(clipped, lambda at: (at - (west, south)) * 4096 / (east - west))
    features = [
        {"geometry": shape, "id": number, "properties": dict(facts)}
        for shape, number, facts in zip(placed, layer.ids, layer.properties, strict=True)
        if not shape.is_empty
    ]
    tile: bytes = mapbox_vector_tile.encode({"name": layer.name, "features": features})
    return tile


ENCODERS: Final = {"ours": encode, "mapbox-vector-tile": encode_with_mapbox}
every_encoder = pytest.mark.parametrize("encoder", ENCODERS)


def features_of(tile: bytes, layer: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = mapbox_vector_tile.decode(tile)[layer]["features"]
    return features


@pytest.mark.benchmark(group="a tile of districts, zoom 10")
@every_encoder
def test_all_nine_districts(benchmark: BenchmarkFixture, encoder: str) -> None:
    measure_districts(benchmark, encoder, zoom=10, seen=9)


@pytest.mark.benchmark(group="a tile of districts, zoom 13")
@every_encoder
def test_districts_from_near(benchmark: BenchmarkFixture, encoder: str) -> None:
    measure_districts(benchmark, encoder, zoom=13, seen=None)


def measure_districts(
    benchmark: BenchmarkFixture, encoder: str, *, zoom: int, seen: int | None
) -> None:
    layer, address = districts(), tile_over_herten(zoom)

    tile = benchmark(ENCODERS[encoder], layer, address)

    features = features_of(tile, "districts")
    drawn = sum(shapely.geometry.shape(each["geometry"]).area for each in features)
    expected = [each["id"] for each in features_of(encode(layer, address), "districts")]
    assert [each["id"] for each in features] == expected
    assert seen is None or len(features) == seen
    assert drawn == pytest.approx(area_in_steps(layer, address), rel=0.01)


def area_in_steps(layer: TileLayer, address: tuple[int, int, int]) -> float:
    west, south, east, north = tile_bounds(*address)
    step = (east - west) / 4096
    window = shapely.box(west - 64 * step, south - 64 * step, east + 64 * step, north + 64 * step)
    return float(shapely.area(shapely.intersection(layer.geometries, window)).sum()) / step**2


@pytest.mark.benchmark(group="a tile of 1,000 points")
@every_encoder
def test_a_thousand_points(benchmark: BenchmarkFixture, encoder: str) -> None:
    measure_points(benchmark, encoder, count=1_000)


@pytest.mark.benchmark(group="a tile of 30,000 points", min_rounds=3)
@every_encoder
def test_thirty_thousand_points(benchmark: BenchmarkFixture, encoder: str) -> None:
    measure_points(benchmark, encoder, count=30_000)


def measure_points(benchmark: BenchmarkFixture, encoder: str, *, count: int) -> None:
    address = tile_over_herten(13)
    layer = points(count, address)

    tile = benchmark(ENCODERS[encoder], layer, address)

    features = features_of(tile, "projects")
    assert [each["id"] for each in features] == list(range(count))
    assert [each["properties"] for each in features] == [dict(facts) for facts in layer.properties]
