"""Shapes that are there and cannot be read: asked about, never passed over in silence."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from services.imports import damaged
from services.imports.model import ImportRefusedError, LayerFound
from tests.services.imports.conversion import done, looked_at
from tests.zoo import build_documents as documents
from tests.zoo.build_shapefile import STREETS

DAMAGED = "IMP-107"
WITHOUT = "IMP-301"
LAYER = "Wege & Plätze"


def _told(found: LayerFound) -> dict[str, Any]:
    return {one.code: dict(one.facts) for one in found.messages}


def _package(folder: Path, **shapes: bytes | None) -> dict[str, bytes]:
    """Return a GeoPackage of points with other shapes in the rows that are named."""
    path = folder / "built.gpkg"
    documents.geopackage(path, (LAYER,))
    with closing(sqlite3.connect(path)) as database:
        for row, blob in shapes.items():
            database.execute(f'UPDATE "{LAYER}" SET geom = ? WHERE fid = ?', (blob, int(row[1:])))
        database.commit()
    return {"gpkg": path.read_bytes()}


def _collection(*shapes: object) -> dict[str, bytes]:
    """Return a GeoJSON of points with other shapes in the first features."""
    whole = json.loads(documents.geojson())
    for one, shape in zip(whole["features"], shapes, strict=False):
        one["geometry"] = shape
    return {"geojson": json.dumps(whole).encode()}


@pytest.mark.parametrize("blob", [b"junk", b"", b"GP\x00\x01\xe8d\x00\x00\x01\x01"])
def test_a_damaged_shape_of_a_geopackage_is_asked_about(tmp_path: Path, blob: bytes) -> None:
    found = looked_at(tmp_path, _package(tmp_path, _2=blob))

    assert _told(found)[DAMAGED] == {"count": 1, "first": 2}
    assert WITHOUT not in _told(found)


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "Point", "coordinates": ["x", "y"]},
        {"type": "Circle", "coordinates": [7.1, 51.6]},
        {"type": "Point"},
        "POINT (7.1 51.6)",
    ],
)
def test_a_damaged_shape_of_a_geojson_is_asked_about(tmp_path: Path, shape: object) -> None:
    found = looked_at(tmp_path, _collection(None, shape))

    assert _told(found)[DAMAGED] == {"count": 1, "first": 2}
    assert _told(found)[WITHOUT] == {"count": 1}


@pytest.mark.parametrize("form", ["gpkg", "geojson"])
def test_a_shape_that_never_was_there_is_not_called_damaged(tmp_path: Path, form: str) -> None:
    parts = _package(tmp_path, _1=None) if form == "gpkg" else _collection(None)

    found = looked_at(tmp_path, parts)

    assert DAMAGED not in _told(found)
    assert _told(found)[WITHOUT] == {"count": 1}


@pytest.mark.parametrize("form", ["gpkg", "geojson"])
def test_without_a_word_of_a_person_the_layer_is_refused(tmp_path: Path, form: str) -> None:
    parts = _package(tmp_path, _1=b"junk") if form == "gpkg" else _collection("junk")

    with pytest.raises(ImportRefusedError) as refused:
        done(tmp_path, parts)

    assert refused.value.code == "IMP-354"


@pytest.mark.parametrize("form", ["gpkg", "geojson"])
def test_who_agrees_loads_it_without_them_and_keeps_their_values(tmp_path: Path, form: str) -> None:
    parts = _package(tmp_path, _1=b"junk") if form == "gpkg" else _collection("junk")

    result = done(tmp_path, parts, skip_damaged=True)

    assert result.values("name") == list(STREETS)
    assert [one is None for one in result.shapes] == [True, *(len(STREETS) - 1) * [False]]


def test_a_long_file_is_read_piece_by_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damaged, "_CHUNK", 7)
    path = tmp_path / "long.geojson"
    path.write_bytes(_collection(None, "junk")["geojson"])

    assert list(damaged._elements(path)) == json.loads(path.read_bytes())["features"]


def test_where_a_file_counts_otherwise_than_its_reader_nothing_is_claimed(tmp_path: Path) -> None:
    parts = _collection("junk")
    inner = b'{"about": {"features": [{"type": "Feature"}]}, '

    found = looked_at(tmp_path, {"geojson": inner + parts["geojson"][1:]})

    assert DAMAGED not in _told(found)
    assert _told(found)[WITHOUT] == {"count": 1}
