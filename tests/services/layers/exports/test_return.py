"""What was taken home and comes back as an import is what it was."""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
import pytest
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine

from services.imports.choices import proposed
from services.imports.converted import FEATURES_FILE, FIELDS_FILE
from services.imports.converting import convert
from services.imports.looking import look
from services.layers.exports.model import Epsg, Form
from tests.services.layers.exports.files import LICENCE, member, members
from tests.services.layers.exports.scene import (
    AREA,
    AREAS,
    FIELDS,
    HERE,
    LINE,
    Row,
    exported,
    put_layer,
    row,
)

MILLIMETRE: Final = 0.001
SHAPES: Final = {
    "points": [row(HERE), row(HERE, nummer=8, breite=0.1 + 0.2, frei=False)],
    "lines": [row(LINE), row(None, nummer=8, strasse=None, gebaut=None)],
    "areas": [row(AREA), row(AREAS, nummer=-8, breite=None, frei=None)],
}


@dataclass(frozen=True)
class _Back:
    kinds: list[str]
    names: list[str]
    rows: list[Mapping[str, Any]]
    shapes: list[BaseGeometry | None]


def _back(path: Path, folder: Path, form: Form, *, name: str | None = None) -> _Back:
    """Bring a file in again, as a person does who agrees to all proposals."""
    folder.mkdir()
    named = folder / (name or f"baeume.{path.name.partition('.')[2].partition('.')[2]}")
    named.hardlink_to(path)
    work = folder / "work"
    work.mkdir()
    (layer,) = look([named], folder=work).layers
    convert(layer, proposed(layer), boundaries=(), folder=work, into="features/0")
    fields = orjson.loads((work / "features/0" / FIELDS_FILE).read_bytes())
    read = [
        orjson.loads(one) for one in (work / "features/0" / FEATURES_FILE).read_bytes().splitlines()
    ]
    names = {one["id"]: one["name"] for one in fields}
    return _Back(
        kinds=[one["kind"] for one in fields],
        names=[one["name"] for one in fields],
        rows=[{names[id_]: value for id_, value in one["p"].items()} for one in read],
        shapes=[
            None if one["wkb"] is None else shapely.from_wkb(a2b_base64(one["wkb"])) for one in read
        ],
    )


def _names(form: Form) -> list[str]:
    held = [one.name for one in FIELDS if not one.personal]
    return ["Straßenna", *held[1:]] if form == "shp" else held


def _meant(rows: list[Row], form: Form) -> list[Mapping[str, Any]]:
    ids = [one.id for one in FIELDS if not one.personal]
    return [
        {name: values[id_] for name, id_ in zip(_names(form), ids, strict=True)}
        for _, values in rows
    ]


def _apart_m(found: BaseGeometry, meant: BaseGeometry) -> float:
    return float(shapely.hausdorff_distance(found.normalize(), meant.normalize()))


@pytest.mark.parametrize("epsg", ["25832", "4326"])
@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize("form", ["gpkg", "shp", "geojson"])
def test_shapes_values_kinds_and_names_come_back(
    engine: Engine, tmp_path: Path, form: Form, kind: str, epsg: Epsg
) -> None:
    rows = SHAPES[kind]
    layer = put_layer(engine, rows)

    found = _back(exported(engine, layer, tmp_path, form, epsg=epsg), tmp_path / "back", form)

    assert found.names == _names(form)
    assert found.kinds == [one.kind for one in FIELDS if not one.personal]
    assert found.rows == _meant(rows, form)
    assert [one is None for one in found.shapes] == [shape is None for shape, _ in rows]
    for one, (shape, _) in zip(found.shapes, rows, strict=True):
        assert shape is None or one is None or _apart_m(one, shape) < MILLIMETRE


@pytest.mark.parametrize("epsg", ["25832", "4326"])
def test_points_come_back_from_a_csv(engine: Engine, tmp_path: Path, epsg: Epsg) -> None:
    rows = SHAPES["points"]
    layer = put_layer(engine, rows)

    found = _back(exported(engine, layer, tmp_path, "csv", epsg=epsg), tmp_path / "back", "csv")

    assert found.names == _names("csv")
    assert found.kinds == [one.kind for one in FIELDS if not one.personal]
    assert found.rows == _meant(rows, "csv")
    assert [one is not None and _apart_m(one, HERE) < MILLIMETRE for one in found.shapes] == [
        True,
        True,
    ]


@pytest.mark.parametrize("epsg", ["25832", "4326"])
@pytest.mark.parametrize("kind", ["lines", "areas"])
def test_lines_and_areas_come_back_from_a_csv(
    engine: Engine, tmp_path: Path, kind: str, epsg: Epsg
) -> None:
    rows = SHAPES[kind]
    layer = put_layer(engine, rows)

    found = _back(exported(engine, layer, tmp_path, "csv", epsg=epsg), tmp_path / "back", "csv")

    assert found.rows == _meant(rows, "csv")
    for one, (shape, _) in zip(found.shapes, rows, strict=True):
        assert (one is None) == (shape is None)
        assert shape is None or one is None or _apart_m(one, shape) < MILLIMETRE


PROTECTED: Final = ["=SUMME(A1)", "+49 2366", "-", "@herten", "'s Gravenhage", "''", "'=1", "x'y"]


@pytest.mark.parametrize("shape", [HERE, LINE], ids=["points", "lines"])
def test_what_protects_a_spreadsheet_is_taken_off_again(
    engine: Engine, tmp_path: Path, shape: BaseGeometry
) -> None:
    rows = [row(shape, strasse=one) for one in PROTECTED]
    layer = put_layer(engine, rows)

    found = _back(exported(engine, layer, tmp_path, "csv"), tmp_path / "back", "csv")

    assert [one["Straßenname_lang"] for one in found.rows] == PROTECTED


def test_a_csv_taken_out_of_its_zip_comes_back_too(engine: Engine, tmp_path: Path) -> None:
    rows = [row(HERE, strasse=one) for one in PROTECTED]
    path = exported(engine, put_layer(engine, rows), tmp_path, "csv")
    loose = tmp_path / "loose.csv"
    (name,) = (one for one in members(path) if one.endswith(".csv"))
    loose.write_bytes(member(path, name))

    found = _back(loose, tmp_path / "back", "csv", name=name)

    assert [one["Straßenname_lang"] for one in found.rows] == PROTECTED


def test_signs_of_a_stranger_stay_as_they_are(engine: Engine, tmp_path: Path) -> None:
    path = exported(engine, put_layer(engine, [row(HERE, strasse="-")]), tmp_path, "csv")
    loose = tmp_path / "loose.csv"
    (name,) = (one for one in members(path) if one.endswith(".csv"))
    loose.write_bytes(member(path, name))

    found = _back(loose, tmp_path / "back", "csv", name="liste.csv")

    assert [one["Straßenname_lang"] for one in found.rows] == ["'-"]


@pytest.mark.parametrize("form", ["gpkg", "shp", "geojson", "csv"])
def test_an_empty_text_never_comes_in_so_that_none_can_go_missing(
    engine: Engine, tmp_path: Path, form: Form
) -> None:
    rows = [row(HERE, strasse=""), row(HERE, strasse="A")]
    layer = put_layer(engine, rows)

    found = _back(exported(engine, layer, tmp_path, form), tmp_path / "back", form)

    assert [one[_names(form)[0]] for one in found.rows] == [None, "A"]


@pytest.mark.parametrize("form", ["shp", "csv"])
def test_the_text_beside_says_what_an_empty_cell_means(
    engine: Engine, tmp_path: Path, form: Form
) -> None:
    path = exported(engine, put_layer(engine, [row(HERE)]), tmp_path, form)

    assert "keine Angabe" in member(path, LICENCE).decode()
