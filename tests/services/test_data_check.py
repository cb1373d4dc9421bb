"""``check-data`` finds what a careless edit of the data breaks, and names it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.data_check import check_everything, compare_with_outline
from services.settings import PROJECT_ROOT

PROJECTS = "projects/projects.json"
PROFILES = "districts/herten/profiles.json"
BOUNDARIES = "districts/herten/boundaries.geojson"


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A copy of the data to break."""
    return Path(shutil.copytree(PROJECT_ROOT / "data", tmp_path / "data"))


def _edit(data_dir: Path, name: str, change: Callable[[Any], None]) -> None:
    """Change a file as JSON and renew its checksum, so that only the content can be wrong."""
    path = data_dir / name
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), "utf-8")
    after = hashlib.sha256(path.read_bytes()).hexdigest()
    source = path.parent / "SOURCE.md"
    source.write_text(source.read_text("utf-8").replace(before, after), "utf-8")


def test_the_data_of_the_project_are_sound() -> None:
    assert check_everything(PROJECT_ROOT / "data") == []


@pytest.mark.parametrize("name", [PROJECTS, PROFILES, BOUNDARIES, "districts/herten/nodes.csv"])
def test_a_file_that_was_touched_is_named(data_dir: Path, name: str) -> None:
    path = data_dir / name
    path.write_bytes(path.read_bytes() + b"\n")

    assert check_everything(data_dir) == [f"{path.name} differs from the checksum in SOURCE.md"]


def test_a_file_that_went_missing_is_named(data_dir: Path) -> None:
    (data_dir / "districts/herten/signs/mitte.svg").unlink()

    assert any("mitte.svg" in line for line in check_everything(data_dir))


def test_a_list_of_checksums_that_went_missing_is_named(data_dir: Path) -> None:
    (data_dir / "projects/SOURCE.md").unlink()

    (line,) = check_everything(data_dir)
    assert "SOURCE.md" in line


def test_a_list_without_checksums_is_named(data_dir: Path) -> None:
    (data_dir / "projects/SOURCE.md").write_text("nothing here")

    assert check_everything(data_dir) == ["projects/SOURCE.md lists no checksum"]


def test_a_project_that_belongs_nowhere_is_named(data_dir: Path) -> None:
    def lose(rows: Any) -> None:
        rows[1] |= {"districts": [], "geometry": None}

    _edit(data_dir, PROJECTS, lose)

    assert check_everything(data_dir) == [
        "UnplacedProjectError: project 'dorfanger-bertlich' belongs to no district"
    ]


def test_a_source_that_nobody_described_is_named(data_dir: Path) -> None:
    _edit(data_dir, PROJECTS, lambda rows: rows[0]["sources"].append("rumour"))

    assert check_everything(data_dir) == ["project hwb: no source rumour"]


def test_a_place_outside_its_district_is_named(data_dir: Path) -> None:
    place = ""

    def move(rows: Any) -> None:
        nonlocal place
        place = rows[0]["places"][0]["id"]
        rows[0]["places"][0]["lon"] += 0.1

    _edit(data_dir, PROFILES, move)

    assert check_everything(data_dir) == [f"place {place} lies outside bertlich"]


def test_districts_that_overlap_are_named(data_dir: Path) -> None:
    def overlap(collection: Any) -> None:
        first, second = collection["features"][:2]
        first["geometry"] = second["geometry"]

    _edit(data_dir, BOUNDARIES, overlap)

    (line,) = check_everything(data_dir)
    assert line.startswith("PartitionFaultsError")
    assert "overlap" in line


def test_a_boundary_that_is_no_area_is_named(data_dir: Path) -> None:
    def flatten(collection: Any) -> None:
        collection["features"][0]["geometry"] = {"type": "Point", "coordinates": [7.1, 51.6]}

    _edit(data_dir, BOUNDARIES, flatten)

    (line,) = check_everything(data_dir)
    assert line.startswith("GeometryKindError")


@pytest.mark.parametrize(
    ("name", "text"),
    [(PROJECTS, "[{"), (PROJECTS, "{}"), (PROJECTS, "[1]"), (PROFILES, "[{}]"), (BOUNDARIES, "")],
)
def test_a_file_that_cannot_be_read_is_told_in_one_line(
    data_dir: Path, name: str, text: str
) -> None:
    (data_dir / name).write_text(text)

    found = check_everything(data_dir)

    assert any("differs from the checksum" in line for line in found)
    assert all("\n" not in line for line in found)


def test_the_union_of_the_districts_agrees_with_itself() -> None:
    data_dir = PROJECT_ROOT / "data"

    found = compare_with_outline(data_dir, data_dir / BOUNDARIES)

    assert found.hausdorff_m == pytest.approx(0, abs=0.01)
    assert found.iou == pytest.approx(1)
