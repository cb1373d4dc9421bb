"""The way of a raster: taken in, looked at, decided about, shown; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import select

from services.database.engine import reading, writing
from services.database.tables import imported_layer, layer_version
from services.imports.actions import apply, cancel_work, give_up_version
from services.imports.choices import Choices
from services.imports.raster_choices import RasterChoices, proposed
from services.imports.records import Decision
from services.layers.rasters.model import RASTERS
from services.layers.store import ImportedLayers
from tests.conftest import NOW
from tests.services.imports.rasters.made import CELL, NORTH, SLOPE, WEST
from tests.services.imports.test_ways import DRAFT, Office, office
from tests.zoo.build_archives import zipped
from tests.zoo.build_rasters import geotiff
from tests.zoo.build_shapefile import shapefile

__all__ = ["office"]

CLASSES = np.arange(600, dtype=np.uint8).reshape(20, 30) % 3


def raster_bytes(values: NDArray[Any] = SLOPE, **facts: Any) -> bytes:
    return geotiff(values, **({"west": WEST, "north": NORTH, "cell": CELL} | facts))


def reported(office: Office, content: bytes | None = None) -> str:
    import_id = office.upload(content or raster_bytes(), "hitze.tif")
    office.work()
    return import_id


def decision(
    office: Office, import_id: str, *, target: str | None = None, **changes: Any
) -> Decision:
    choices = proposed(office.see(import_id).raster(0))
    assert choices is not None
    meant = RasterChoices(**(vars(choices) | changes))
    draft = replace(DRAFT, title={"de": "Hitze"}) if target is None else None
    return Decision(
        Choices(epsg=meant.epsg),
        as_of=date(2026, 1, 1),
        target=target,
        draft=draft,
        raster=meant,
    )


def files(office: Office) -> list[Path]:
    folder = office.settings.layer_dir
    return sorted(folder.iterdir()) if folder.is_dir() else []


def shown_version(office: Office, layer_id: str = "hitze") -> Any:
    with reading(office.engine) as connection:
        return connection.execute(
            select(layer_version, imported_layer.c.look)
            .join(imported_layer, imported_layer.c.number == layer_version.c.layer_number)
            .where(
                imported_layer.c.id == layer_id,
                layer_version.c.version == imported_layer.c.current_version,
            )
        ).one()


def test_a_raster_becomes_a_layer_with_a_picture_and_numbers(office: Office) -> None:
    import_id = reported(office)

    office.confirm(import_id, decision(office, import_id, unit="°C"))
    office.work()

    one = office.see(import_id)
    assert (one.state, one.layers[0].layer_id) == ("closed", "hitze")
    row = shown_version(office)
    facts = RASTERS.validate_python(row.raster)
    assert (row.state, facts.kind, facts.unit) == ("complete", "values", "°C")
    assert [path.name for path in files(office)] == [row.tile_file]
    assert row.look["kind"] == "graduated"
    assert not (office.settings.import_dir / import_id).exists()


def test_its_numbers_are_those_of_all_districts_under_every_boundaries(office: Office) -> None:
    import_id = reported(office)
    office.confirm(import_id, decision(office, import_id))
    office.work()

    facts = RASTERS.validate_python(shown_version(office).raster)

    (zones,) = facts.zones.values()
    assert len(zones) == 10
    districts = [one.total or 0 for name, one in zones.items() if name != "total"]
    assert sum(districts) == pytest.approx(zones["total"].total)


def test_a_raster_that_cannot_be_made_says_why_and_leaves_nothing(office: Office) -> None:
    import_id = reported(office)
    office.confirm(import_id, decision(office, import_id, epsg=4326))

    office.work()

    layer = office.see(import_id).layers[0]
    assert layer.state == "failed"
    assert layer.message is not None
    assert layer.message.code == "IMP-336"
    assert office.rows() == (0, 0)
    assert files(office) == []


def test_a_cancelled_raster_can_be_tried_again(office: Office) -> None:
    import_id = reported(office)
    office.confirm(import_id, decision(office, import_id))
    with writing(office.engine) as connection:
        cancel_work(connection, import_id, 0, actor=office.actor, now=NOW)
    office.work()
    layer = office.see(import_id).layers[0]
    assert layer.state == "cancelled"

    office.confirm(import_id, decision(office, import_id), revision=layer.revision)
    office.work()

    assert office.see(import_id).layers[0].state == "loaded"


def newer(office: Office) -> str:
    """Return an upload whose raster waits as the second version of a layer."""
    first = reported(office, raster_bytes(CLASSES % 2))
    office.confirm(first, decision(office, first))
    office.work()
    second = reported(office, raster_bytes(CLASSES))
    office.confirm(second, decision(office, second, target="hitze"))
    office.work()
    assert office.see(second).layers[0].state == "ready"
    return second


def test_a_new_version_of_a_raster_waits_and_then_draws_classes_that_are_new(
    office: Office,
) -> None:
    second = newer(office)
    before = shown_version(office)

    with writing(office.engine) as connection:
        revision = office.see(second).layers[0].revision
        apply(connection, second, 0, revision=revision, actor=office.actor, now=NOW)

    after = shown_version(office)
    assert (before.version, after.version) == (1, 2)
    assert [one["value"] for one in before.look["classes"]] == ["0", "1"]
    assert [one["value"] for one in after.look["classes"]] == ["0", "1", "2"]
    assert after.look["classes"][:2] == before.look["classes"]


def test_the_file_of_a_version_that_nobody_wants_goes(office: Office) -> None:
    second = newer(office)
    assert len(files(office)) == 2

    with writing(office.engine) as connection:
        revision = office.see(second).layers[0].revision
        give_up_version(connection, second, 0, revision=revision, actor=office.actor, now=NOW)
    office.work()

    assert [path.name for path in files(office)] == [shown_version(office).tile_file]


def test_a_zip_holds_layers_and_rasters_one_after_the_other(office: Office) -> None:
    parts = {**shapefile(), "tif": raster_bytes()}
    import_id = office.upload(zipped(parts, "beides"), "beides.zip")
    office.work()

    one = office.see(import_id)

    assert [one.is_raster(layer.position) for layer in one.layers] == [False, True]


def test_a_raster_is_a_layer_of_the_registry_without_features(office: Office) -> None:
    import_id = reported(office)
    office.confirm(import_id, decision(office, import_id))
    office.work()

    with reading(office.engine) as connection:
        layer = ImportedLayers(connection).get("hitze")

    assert (layer.kind, office.rows()) == ("raster", (1, 0))
