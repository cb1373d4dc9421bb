"""What layers add to the page of a district: numbers here and in the whole city."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sqlalchemy import Engine

from services.database.engine import reading
from services.districts.model import DistrictId
from services.layers.district_panel import LayerHere, LayersHere
from services.layers.registry import Registry
from tests.conftest import NOW, Databases
from tests.services.layers.rasters.shown import loaded

CLASSES = np.where(np.arange(600).reshape(20, 30) % 3 == 0, 2, 1).astype(np.uint8)


def here(engine: Engine, district: str = "mitte") -> list[LayerHere]:
    with reading(engine) as connection:
        panel = LayersHere(Registry()).panel(connection, DistrictId(district), NOW.date())
    found: list[LayerHere] = panel["layers"]
    return found


def test_without_layers_a_district_says_nothing_of_them(databases: Databases) -> None:
    assert here(databases.herten("sqlite")) == []


def test_a_raster_tells_its_numbers_here_and_in_the_city(
    databases: Databases, dialect: str, tmp_path: Path
) -> None:
    engine = databases.herten(dialect)
    loaded(engine, tmp_path)

    (one,) = here(engine)

    assert one.cells is not None
    district, city = one.cells
    assert 0 < district.cells < city.cells


def test_classes_come_with_their_share_here_the_most_common_first(
    databases: Databases, tmp_path: Path
) -> None:
    engine = databases.herten("sqlite")
    loaded(engine, tmp_path, CLASSES)

    (one,) = here(engine)

    assert [share.title for share in one.shares] == ["1", "2"]
    assert sum(share.here for share in one.shares) == 1
    assert one.shares[0].here > one.shares[0].city - 0.2


def test_a_layer_for_staff_stands_on_no_page_of_a_district(
    databases: Databases, tmp_path: Path
) -> None:
    engine = databases.herten("sqlite")
    loaded(engine, tmp_path, visibility="staff")

    assert here(engine) == []


def test_a_district_beyond_the_raster_has_no_value(databases: Databases, tmp_path: Path) -> None:
    engine = databases.herten("sqlite")
    loaded(engine, tmp_path, np.full((2, 2), 5, np.float32))

    values = {one: here(engine, one)[0].cells for one in ("bertlich", "suedost")}

    assert any(cells is not None and cells[0].mean is None for cells in values.values())
