"""The shift grid of the old German datum: with it, without it, with one of our own making.

The machine a test runs on may have the grid or not; so "without" and "with another" are programs
of their own, which see no folder but those given to them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from math import dist
from pathlib import Path
from typing import Any

import pytest
from pyproj import datadir

from geo.crs import GAUSS_KRUEGER_2, STORAGE_CRS, grid_path, operation, transformer
from geo.grids import SYSTEM_DIRECTORIES, find_grid, grid_directories
from tests.geo.grid_probe import HIGH, RIGHT, TARGETS
from tests.geo.ntv2 import write_grid

ROOT = Path(__file__).parents[2]
BY_GRID = (370_749.576, 5_718_192.515)
"""R 2578600 H 5719000 in ``STORAGE_CRS`` by BETA2007."""
BY_HELMERT = (370_749.860, 5_718_192.146)
"""The same by the seven parameters of EPSG:1779."""

needs_grid = pytest.mark.skipif(
    grid_path() is None, reason="no BETA2007.gsb on this machine (Debian: apt install proj-data)"
)


def run(arguments: list[str], home: Path, **variables: str) -> str:
    """Run Python in the project with an empty home and no PROJ variables but those given."""
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("PROJ_")}
    environment = {**inherited, "HOME": str(home), "XDG_DATA_HOME": str(home), **variables}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


@pytest.fixture(scope="module")
def bare_proj(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PROJ folder with the database and nothing else."""
    folder = tmp_path_factory.mktemp("proj")
    first = datadir.get_data_dir().split(os.pathsep)[0]
    shutil.copy(Path(first, "proj.db"), folder)
    return folder


@pytest.fixture(scope="module")
def without_grid(bare_proj: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What happens on a machine without the grid."""
    home = tmp_path_factory.mktemp("home")
    found: dict[str, Any] = json.loads(run(["-m", "tests.geo.grid_probe", str(bare_proj)], home))
    return found


@pytest.fixture(scope="module")
def own_grid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A grid that shifts by 3.6 seconds north and 1.8 seconds east; the folder has a blank."""
    grid = tmp_path_factory.mktemp("own grids") / "BETA2007.gsb"
    write_grid(grid, north_seconds=3.6, east_seconds=1.8)
    return grid


@pytest.fixture(scope="module")
def with_own_grid(
    bare_proj: Path, own_grid: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What happens on a machine whose ``PROJ_DATA`` names a folder with a grid."""
    folders = os.pathsep.join([str(bare_proj / "missing"), str(own_grid.parent)])
    home = tmp_path_factory.mktemp("home")
    probe = ["-m", "tests.geo.grid_probe", str(bare_proj)]
    found: dict[str, Any] = json.loads(run(probe, home, PROJ_DATA=folders))
    return found


@needs_grid
def test_with_the_grid_the_point_lands_where_the_survey_puts_it() -> None:
    told = operation(GAUSS_KRUEGER_2, STORAGE_CRS)
    assert "DHDN to ETRS89 (8)" in told.name
    assert (told.accuracy_m, told.grid_missing) == (0.9, False)
    assert told.grid == grid_path().name  # type: ignore[union-attr]
    there = transformer(GAUSS_KRUEGER_2, STORAGE_CRS).transform(RIGHT, HIGH)
    assert there == pytest.approx(BY_GRID, abs=0.001)


@needs_grid
def test_without_the_grid_the_point_is_off_by_the_known_distance(
    without_grid: dict[str, Any],
) -> None:
    by_grid = transformer(GAUSS_KRUEGER_2, STORAGE_CRS).transform(RIGHT, HIGH)
    assert dist(by_grid, without_grid["in_storage_via"][STORAGE_CRS]) == pytest.approx(
        0.466, abs=0.001
    )


@needs_grid
def test_without_the_grid_20_km_around_are_off_by_less_than_half_a_metre(
    without_grid: dict[str, Any],
) -> None:
    shift = transformer(GAUSS_KRUEGER_2, STORAGE_CRS)
    corners = [(RIGHT + dx, HIGH + dy) for dx in (-10_000, 10_000) for dy in (-10_000, 10_000)]
    off = [
        dist(shift.transform(*corner), there)
        for corner, there in zip(corners, without_grid["box"], strict=True)
    ]
    assert 0.40 < min(off) < max(off) < 0.50


def test_without_the_grid_the_best_parameters_are_used_and_said(
    without_grid: dict[str, Any],
) -> None:
    told = without_grid["operations"][STORAGE_CRS]
    assert "DHDN to ETRS89 (4)" in told["name"]
    assert (told["accuracy_m"], told["grid_missing"]) == (1.0, True)
    assert told["grid"] == "de_adv_BETA2007.tif"
    assert without_grid["grid_path"] is None
    assert without_grid["in_storage_via"][STORAGE_CRS] == pytest.approx(BY_HELMERT, abs=0.001)


@pytest.mark.parametrize("target", TARGETS)
def test_without_the_grid_every_way_ends_at_the_same_place(
    without_grid: dict[str, Any], target: str
) -> None:
    assert without_grid["operations"][target]["grid_missing"]
    assert without_grid["in_storage_via"][target] == pytest.approx(BY_HELMERT, abs=0.001)


@pytest.mark.parametrize("target", TARGETS)
def test_with_a_grid_every_way_ends_at_the_same_place(
    with_own_grid: dict[str, Any], target: str
) -> None:
    direct = with_own_grid["in_storage_via"][STORAGE_CRS]
    assert with_own_grid["operations"][target]["grid"] == "BETA2007.gsb"
    assert with_own_grid["in_storage_via"][target] == pytest.approx(direct, abs=0.001)


def test_the_folders_of_proj_data_are_searched(
    with_own_grid: dict[str, Any], own_grid: Path
) -> None:
    assert with_own_grid["grid_path"] == str(own_grid)
    assert not with_own_grid["operations"][STORAGE_CRS]["grid_missing"]


def test_the_grid_that_was_found_is_the_one_that_shifts(with_own_grid: dict[str, Any]) -> None:
    old = transformer(GAUSS_KRUEGER_2, "EPSG:4314").transform(RIGHT, HIGH)
    expected = (old[0] + 1.8 / 3_600, old[1] + 3.6 / 3_600)
    assert with_own_grid["geographic"] == pytest.approx(expected, abs=1e-9)


def test_a_thread_that_used_proj_before_gets_the_grid_too(with_own_grid: dict[str, Any]) -> None:
    assert with_own_grid["same_in_early_thread"]


def test_a_grid_cut_short_is_passed_over(tmp_path: Path, own_grid: Path) -> None:
    whole = own_grid.read_bytes()
    for size in (0, 100, len(whole) // 2):
        (tmp_path / "BETA2007.gsb").write_bytes(whole[:size])
        assert find_grid([tmp_path]) is None
    assert find_grid([tmp_path, own_grid.parent]) == own_grid


def test_the_geotiff_of_proj_is_taken_as_well(tmp_path: Path) -> None:
    tiff = tmp_path / "de_adv_BETA2007.tif"
    tiff.touch()
    assert find_grid([tmp_path / "missing", tmp_path]) == tiff


def test_proj_variables_come_before_the_folders_of_the_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PROJ_DATA", os.pathsep.join([str(tmp_path), ""]))
    monkeypatch.setenv("PROJ_LIB", str(tmp_path / "old"))
    found = list(grid_directories())
    own = found.index(tmp_path)
    assert found[own + 1] == tmp_path / "old"
    assert own < len(found) - len(SYSTEM_DIRECTORIES)
    assert found[-len(SYSTEM_DIRECTORIES) :] == list(SYSTEM_DIRECTORIES)
    assert Path() not in found


def test_importing_geo_changes_nothing_and_loads_no_geopandas(tmp_path: Path) -> None:
    script = (
        "import sys, pyproj.datadir as d; before = d.get_data_dir();"
        "import geo.crs, geo.partition, geo.overlay, geo.repair;"
        "print(before == d.get_data_dir(), sorted({'geopandas', 'pandas'} & set(sys.modules)))"
    )
    assert run(["-c", script], tmp_path).split() == ["True", "[]"]
