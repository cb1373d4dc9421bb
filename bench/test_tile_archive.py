"""All tiles of 200,000 parcels in one file: how long it takes, and that none of them is missing."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

import mapbox_vector_tile
import orjson
import pytest
import shapely
from pmtiles.reader import MmapSource, all_tiles
from pytest_benchmark.fixture import BenchmarkFixture

from bench.parcels import COUNT, make_rows
from maps.tilejson import TILE_ZOOM_MAX
from services.layers.tile_archive import Content, write_archive

TILE_LIMIT_BYTES = 4_000_000
"""Most that a tile may weigh, compressed."""


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Parcels as they come out of the conversion of an import."""
    folder = tmp_path_factory.mktemp("parcels")
    number = 0
    with (folder / "features.jsonl").open("wb") as file:
        for row in make_rows():
            for lot in map(shapely.Polygon, row.rings):
                line = {
                    "n": number,
                    "wkb": base64.b64encode(lot.wkb).decode(),
                    "p": {"f1": f"Ackerstraße {number % 200}", "f2": number % 7},
                    "d": {"2025-01-01": [["mitte", 1.0]]},
                }
                file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
                number += 1
    return folder


@pytest.mark.benchmark(group="archive of tiles, 200,000 parcels")
def test_write_archive(benchmark: BenchmarkFixture, converted: Path) -> None:
    target = converted / "parcels.pmtiles"

    made = benchmark.pedantic(
        lambda: write_archive(
            converted / "features.jsonl",
            target,
            Content("f1", "f2", is_number=True),
            check=lambda: None,
        ),
        rounds=1,
    )

    assert made
    deepest: set[int] = set()
    with target.open("rb") as file:
        for (z, _, _), body in all_tiles(MmapSource(file)):
            assert len(body) <= TILE_LIMIT_BYTES
            if z == TILE_ZOOM_MAX:
                tile = mapbox_vector_tile.decode(gzip.decompress(body))
                deepest |= {one["id"] for one in tile["features"]["features"]}
    print(f"\n{target.stat().st_size / 1e6:.0f} MB")
    assert deepest == set(range(COUNT))
