"""Files are made once, whole or not at all, by another process."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine

from services.database.engine import writing
from services.database.tables import layer_feature
from services.layers.exports import writer
from services.layers.exports.actions import FOLDER, Export, forget, make
from services.layers.exports.model import (
    LayerExportFailedError,
    LayerExportNoSpaceError,
    LayerExportUnfitError,
)
from services.layers.exports.store import Portion
from services.layers.exports.writer import IncompleteError, write
from services.layers.imported import Field
from tests.conftest import Databases
from tests.services.layers.exports.files import frame
from tests.services.layers.exports.scene import (
    AREA,
    AREAS,
    HERE,
    address,
    exported,
    ordered,
    planned,
    put_layer,
    put_version,
    row,
)


def _made(engine: Engine, export: Export) -> Path:
    return make(export, database_url=address(engine))


def _lying(folder: Path) -> list[str]:
    return sorted(one.name for one in (folder / FOLDER).iterdir() if one.suffix != ".lock")


def test_another_process_writes_it_from_either_database(
    databases: Databases, dialect: str, tmp_path: Path
) -> None:
    engine = databases.migrated(dialect)
    layer = put_layer(engine, [row(AREA), row(AREAS), row(None)])

    found = frame(_made(engine, planned(engine, layer, tmp_path)))

    assert found.geometry.isna().tolist() == [False, False, True]
    assert found.geometry.area.tolist()[:2] == [AREA.area, AREAS.area]


def test_what_is_there_is_not_made_again(engine: Engine, tmp_path: Path) -> None:
    export = planned(engine, put_layer(engine, [row()]), tmp_path)
    made = _made(engine, export).stat().st_ino

    again = make(export, database_url="sqlite:////nowhere/at/all.sqlite")

    assert again.stat().st_ino == made


def test_who_comes_second_finds_what_the_first_has_made(engine: Engine, tmp_path: Path) -> None:
    layer = put_layer(engine, [row()])
    path = exported(engine, layer, tmp_path)
    made = path.stat().st_ino

    write(ordered(engine, planned(engine, layer, tmp_path)))

    assert path.stat().st_ino == made


@pytest.mark.parametrize("form", ["gpkg", "shp", "geojson", "csv"])
def test_a_disk_without_room_leaves_nothing_half(engine: Engine, tmp_path: Path, form: Any) -> None:
    texts = Random(1)  # noqa: S311 - a disk is to be filled
    layer = put_layer(engine, [row(strasse=texts.randbytes(100).hex()) for _ in range(1_000)])
    export = planned(engine, layer, tmp_path, form)
    tight = replace(export, order=replace(export.order, most_bytes=20_000))

    with pytest.raises(LayerExportNoSpaceError):
        _made(engine, tight)

    assert _lying(tmp_path) == []


def test_a_full_disk_is_told_from_other_faults() -> None:
    assert writer.is_full(OSError(errno.ENOSPC, "no space"))
    assert not writer.is_full(OSError(errno.EACCES, "not allowed"))


def test_a_version_that_is_leaving_becomes_no_file(engine: Engine, tmp_path: Path) -> None:
    layer = put_layer(engine, [row(), row()])
    export = planned(engine, layer, tmp_path)
    with writing(engine) as connection:
        connection.execute(layer_feature.delete().where(layer_feature.c.n == 1))

    with pytest.raises(LayerExportFailedError):
        _made(engine, export)

    assert _lying(tmp_path) == []


def test_what_a_killed_process_left_behind_is_in_nobodys_way(
    engine: Engine, tmp_path: Path
) -> None:
    export = planned(engine, put_layer(engine, [row()]), tmp_path)
    left = Path(export.order.lock).with_suffix(".work")
    left.mkdir(parents=True)
    (left / export.path.name).write_bytes(b"half")

    write(ordered(engine, export))

    assert _lying(tmp_path) == [export.path.name]
    assert len(frame(export.path)) == 1


def test_a_process_killed_while_it_writes_has_put_nothing_in_place(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = planned(engine, put_layer(engine, [row()]), tmp_path)
    export.path.parent.mkdir(parents=True)
    seen: list[bool] = []

    def half(path: Path, _: Any, __: Any, portions: Iterable[Portion]) -> None:
        path.write_bytes(b"half")
        list(portions)
        seen.append(export.path.exists())
        raise IncompleteError

    monkeypatch.setattr(writer, "WRITERS", {"gpkg": half})
    with pytest.raises(IncompleteError):
        write(ordered(engine, export))

    assert (seen, _lying(tmp_path)) == ([False], [])


def test_a_newer_version_takes_the_place_of_the_file_before(engine: Engine, tmp_path: Path) -> None:
    layer = put_layer(engine, [row()])
    for form in ("geojson", "gpkg"):
        _made(engine, planned(engine, layer, tmp_path, form))
    newer = put_version(engine, layer, [row(), row()])

    path = _made(engine, planned(engine, newer, tmp_path, "geojson"))

    kept = [name for name in _lying(tmp_path) if "geojson" in name]
    assert kept == [path.name, f"{path.name}.gz"]
    assert len(_lying(tmp_path)) == 3
    assert len(frame(path)) == 2


def test_files_of_a_layer_that_is_no_more_can_be_forgotten(engine: Engine, tmp_path: Path) -> None:
    one, other = put_layer(engine, [row()]), put_layer(engine, [row()], title="Bänke")
    exported(engine, one, tmp_path)
    kept = exported(engine, other, tmp_path)

    forget(tmp_path, one.number)

    assert _lying(tmp_path) == [kept.name]


def test_whatever_a_file_says_belongs_to_its_tag(engine: Engine, tmp_path: Path) -> None:
    layer = put_layer(engine, [row()])
    retitled = replace(layer, title={"de": "Bäume", "en": "Trees"})

    tags = {
        planned(engine, one, tmp_path, form, epsg=epsg, audience=audience).tag
        for one in (layer, retitled)
        for form in ("gpkg", "csv")
        for epsg in ("25832", "4326")
        for audience in ("public", "staff")
    }

    assert len(tags) == 16


def test_more_columns_than_a_shapefile_holds_are_refused(engine: Engine, tmp_path: Path) -> None:
    fields = [Field(f"f{n}", f"f{n}", "", "integer", personal=False) for n in range(256)]
    layer = put_layer(engine, [(HERE, {})], fields=fields)

    with pytest.raises(LayerExportUnfitError):
        _made(engine, planned(engine, layer, tmp_path, "shp"))


def test_a_raster_has_no_features_to_hand_out(engine: Engine, tmp_path: Path) -> None:
    layer = put_layer(engine, [], kind="raster")

    with pytest.raises(LayerExportUnfitError):
        planned(engine, layer, tmp_path)


def test_the_app_needs_no_gdal_for_its_downloads() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, services.layers.exports.routes\n"
            "print({'pyogrio', 'geopandas', 'rasterio', 'pandas'} & set(sys.modules))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == "set()"
