from __future__ import annotations

import base64
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import orjson
import pytest
import shapely

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from maps.tilejson import TILE_ZOOM_MAX
from services.layers import tile_archive
from services.layers.tile_archive import Content, read_tile, write_archive

WEST_M, SOUTH_M, STEP_M = 370_000.0, 5_717_000.0, 20.0


class StoppedError(Exception):
    pass


def lots(count: int) -> list[shapely.Polygon]:
    """Squares of 20 m side by side, from the south-west, a hundred in a row."""
    row, column = np.divmod(np.arange(count), 100)
    x, y = WEST_M + column * STEP_M, SOUTH_M + row * STEP_M
    return list(shapely.box(x, y, x + STEP_M, y + STEP_M))


def line(n: int, shape: shapely.Geometry | None, **properties: object) -> dict[str, Any]:
    wkb = None if shape is None else base64.b64encode(shapely.to_wkb(shape)).decode()
    return {
        "n": n,
        "wkb": wkb,
        "p": properties,
        "d": {"2020-01-01": [["old", 1.0]], "2025-01-01": [["mitte", 0.6], ["disteln", 0.4]]},
    }


def written(
    folder: Path, lines: list[dict[str, Any]], *, is_number: bool = False, target: str = "a.pmtiles"
) -> Path:
    body = b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in lines)
    (folder / "features.jsonl").write_bytes(body)
    made = write_archive(
        folder / "features.jsonl",
        folder / target,
        Content("f1", "f2", is_number=is_number),
        check=lambda: None,
    )
    assert made
    return folder / target


def address(z: int, x_m: float = WEST_M, y_m: float = SOUTH_M) -> tuple[int, int, int]:
    at = reproject(shapely.Point(x_m, y_m), source=STORAGE_CRS, target=LON_LAT)
    north = (1 - np.arcsinh(np.tan(np.radians(at.y))) / np.pi) / 2
    return z, int((at.x / 360 + 0.5) * 2**z), int(north * 2**z)


def features(body: bytes) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = mapbox_vector_tile.decode(body)["features"]["features"]
    return found


def all_features(path: Path, z: int) -> list[Mapping[str, Any]]:
    _, x, y = address(z)
    bodies = [read_tile(path, z, x + i, y + j) for i in (-1, 0, 1, 2) for j in (-2, -1, 0, 1)]
    return [one for body in bodies if body for one in features(body)]


def test_a_feature_has_its_number_districts_label_and_value(tmp_path: Path) -> None:
    path = written(tmp_path, [line(7, lots(1)[0], f1="Königstraße 3", f2="Grünanlage")])

    (found,) = features(read_tile(path, *address(14, WEST_M + 10, SOUTH_M + 10)))

    assert found["id"] == 7
    assert found["properties"] == {
        "n": 7,
        "districts": "mitte,disteln",
        "label": "Königstraße 3",
        "value": "Grünanlage",
    }


def test_a_value_of_a_number_field_is_a_number(tmp_path: Path) -> None:
    path = written(tmp_path, [line(0, lots(1)[0], f2=12.5)], is_number=True)

    (found,) = features(read_tile(path, *address(14, WEST_M + 10, SOUTH_M + 10)))

    assert (found["id"], found["properties"]["value"]) == (0, 12.5)


def test_a_truth_value_is_a_category_in_small_letters(tmp_path: Path) -> None:
    path = written(tmp_path, [line(0, lots(1)[0], f2=True)])

    (found,) = features(read_tile(path, *address(14, WEST_M + 10, SOUTH_M + 10)))

    assert found["properties"]["value"] == "true"


def test_a_missing_label_is_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, [line(0, lots(1)[0], f1=None)])

    (found,) = features(read_tile(path, *address(14, WEST_M + 10, SOUTH_M + 10)))

    assert found["properties"].keys() == {"n", "districts"}


def test_no_feature_is_missing_at_the_deepest_zoom(tmp_path: Path) -> None:
    count = 5_000
    path = written(tmp_path, [line(n, shape) for n, shape in enumerate(lots(count))])

    assert {one["id"] for one in all_features(path, TILE_ZOOM_MAX)} == set(range(count))


@pytest.mark.parametrize("z", [12, 13, 14])
def test_neighbours_meet_in_the_same_corners(tmp_path: Path, z: int) -> None:
    block = [lots(1_002)[n] for n in (0, 1, 100, 101)]
    path = written(tmp_path, [line(n, shape) for n, shape in enumerate(block)])
    tile = features(read_tile(path, *address(z, WEST_M + 20, SOUTH_M + 20)))
    shapes = [shapely.Polygon(one["geometry"]["coordinates"][0]) for one in tile]

    assert shapely.union_all(shapes).area == sum(shape.area for shape in shapes)
    assert shapely.union_all(shapes).geom_type == "Polygon"


def test_a_feature_without_a_place_is_in_no_tile(tmp_path: Path) -> None:
    path = written(tmp_path, [line(0, None), line(1, lots(1)[0])])

    assert {one["id"] for one in all_features(path, TILE_ZOOM_MAX)} == {1}


def test_points_and_lines_keep_their_place(tmp_path: Path) -> None:
    point = shapely.Point(WEST_M + 5, SOUTH_M + 5)
    way = shapely.LineString([(WEST_M, SOUTH_M), (WEST_M + 50, SOUTH_M + 50)])
    path = written(tmp_path, [line(0, point), line(1, way)])

    found = features(read_tile(path, *address(14, WEST_M + 5, SOUTH_M + 5)))

    assert {one["geometry"]["type"] for one in found} == {"Point", "LineString"}


def test_a_tile_beyond_the_layer_is_empty(tmp_path: Path) -> None:
    path = written(tmp_path, [line(0, lots(1)[0])])

    assert read_tile(path, 14, 0, 0) == b""


def test_a_replaced_archive_is_read_anew(tmp_path: Path) -> None:
    path = written(tmp_path, [line(0, lots(1)[0])])
    read_tile(path, *address(14))

    written(tmp_path, [line(5, lots(1)[0])])

    assert {one["id"] for one in all_features(path, 14)} == {5}


def test_a_cancelled_archive_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    path = written(tmp_path, [line(0, lots(1)[0])])
    before = path.read_bytes()
    calls = iter(range(100))

    def check() -> None:
        if next(calls) == 1:  # the first check while the program runs
            raise StoppedError

    with pytest.raises(StoppedError):
        write_archive(tmp_path / "features.jsonl", path, Content(), check=check)

    assert path.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} == {"a.pmtiles", "features.jsonl"}


def test_without_the_program_there_is_no_archive_but_a_word_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tile_archive, "_program", lambda: None)

    with caplog.at_level(logging.WARNING):
        made = write_archive(
            tmp_path / "features.jsonl", tmp_path / "a.pmtiles", Content(), check=lambda: None
        )

    assert not made
    assert "made on the fly" in caplog.text
    assert list(tmp_path.iterdir()) == []
