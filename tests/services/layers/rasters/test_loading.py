"""A raster arrives whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from services.database.engine import reading
from services.database.tables import layer_version
from services.layers.loading import remove_orphans
from services.layers.rasters.loading import place_raster
from services.settings import Settings
from tests.conftest import Databases
from tests.services.layers.rasters.shown import loaded


def test_the_row_names_the_file_and_all_that_is_known(
    databases: Databases, dialect: str, tmp_path: Path
) -> None:
    engine = databases.herten(dialect)

    loaded(engine, tmp_path)

    with reading(engine) as connection:
        row = connection.execute(select(layer_version)).one()
    assert (row.state, row.tile_file) == ("complete", f"raster-{row.layer_number}-1.tif")
    assert row.raster["kind"] == "values"
    assert [one.name for one in (tmp_path / "layers").iterdir()] == [row.tile_file]


def test_what_cannot_be_placed_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"

    with pytest.raises(FileNotFoundError):
        place_raster(tmp_path / "gone.tif", layer_number=1, version=1, folder=folder)

    assert list(folder.iterdir()) == []


def test_files_that_no_version_needs_go_and_the_others_stay(
    databases: Databases, tmp_path: Path
) -> None:
    engine = databases.herten("sqlite")
    loaded(engine, tmp_path)
    folder = tmp_path / "layers"
    (folder / "raster-9-9.tif").write_bytes(b"")
    (folder / "raster-9-8.tif.part").write_bytes(b"")

    remove_orphans(engine, Settings(layer_dir=folder))

    assert [one.name for one in folder.iterdir()] == ["raster-1-1.tif"]
