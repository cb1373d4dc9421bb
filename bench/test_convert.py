"""From a file to features ready to be loaded: seconds and the most memory of the child."""

from __future__ import annotations

import resource
from pathlib import Path

import numpy as np
import pytest
import shapely
from pytest_benchmark.fixture import BenchmarkFixture

from bench import parcels
from services.imports.choices import proposed
from services.imports.converted import Boundaries, Converted, DistrictShape
from services.imports.converting import convert
from services.imports.looking import look
from tests.geo.cities import CITY_M, SOUTH_M, WEST_M, wiggly_city

POLYGONS = 200_000
POINTS = 300_000


def boundaries() -> tuple[Boundaries, ...]:
    """Return about nine districts with crooked borders."""
    districts = tuple(
        DistrictShape(zone.id, zone.code, shapely.to_wkb(zone.geometry, hex=True))
        for zone in wiggly_city(1, halvings=6)
    )
    return (Boundaries("2026-01-01", districts),)


def converted(benchmark: BenchmarkFixture, file: Path, folder: Path) -> Converted:
    """Look at a file, then time its conversion; memory is that of the larger of both children."""
    folder.mkdir()
    (layer,) = look([file], folder=folder).layers
    result = benchmark.pedantic(
        convert,
        args=(layer, proposed(layer)),
        kwargs={"boundaries": boundaries(), "folder": folder, "into": "features/0"},
        rounds=1,
    )
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    benchmark.extra_info["memory_of_children_mb"] = most // 1024
    assert isinstance(result, Converted)
    return result


@pytest.mark.benchmark(group="a layer converted")
def test_many_polygons(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    file = tmp_path / "parcels.zip"
    parcels.write_parcels(file, count=POLYGONS, seed=1, crs="EPSG:31466")

    assert converted(benchmark, file, tmp_path / "work").feature_count == POLYGONS


@pytest.mark.benchmark(group="a layer converted")
def test_many_points(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    corner = np.array([WEST_M, SOUTH_M])
    xy = corner + np.random.default_rng(2).uniform(0, CITY_M, size=(POINTS, 2))
    file = tmp_path / "points.csv"
    rows = (f"{n};{x:.2f};{y:.2f}\r\n" for n, (x, y) in enumerate(xy.tolist()))
    file.write_text("nr;E;N\r\n" + "".join(rows), "ascii")

    assert converted(benchmark, file, tmp_path / "work").feature_count == POINTS
