"""Rasters of strangers: each gets its message, or a picture that the map can show."""

from __future__ import annotations

import json
import socket
import time

import pytest
import shapely

from maps.raster_tiles import raster_tile, values_at
from services.imports.limits import Limits
from services.imports.model import ImportRefusedError, Report
from services.imports.raster_choices import proposed
from services.imports.rasters.running import ConvertedRaster, convert_raster
from services.layers.rasters.looks import proposed_look
from services.layers.rasters.model import RASTERS as FACTS
from tests.zoo.animal import Refused, Yard
from tests.zoo.herd_rasters import NORTH, RASTERS, WEST, Made, RasterAnimal
from tests.zoo.visit import CANARY, LONGEST_S, outcome, outside, refusals, words

LIMITS = Limits(cpu_s=20, wall_s=30)
REACH_M = 5_000


def made(report: Report, yard: Yard) -> ConvertedRaster:
    """Have the first raster made, as if a person had agreed to all that is proposed."""
    (found, *_) = report.rasters
    choices = proposed(found)
    assert choices is not None
    around = shapely.box(WEST - REACH_M, NORTH - REACH_M, WEST + REACH_M, NORTH + REACH_M)
    areas = [
        {
            "valid_from": "2025-01-01",
            "districts": [{"id": "zoo", "wkb": shapely.to_wkb(around, hex=True)}],
        }
    ]
    return convert_raster(
        found,
        choices,
        boundaries=areas,
        folder=yard.folder.parent / "job",
        into="features/0",
        limits=LIMITS,
    )


def assert_shown(one: ConvertedRaster) -> None:
    """The map can draw it and ask it for a value, and a database can keep what is known of it."""
    json.dumps(FACTS.dump_python(one.facts, mode="json"), allow_nan=False)
    band = None if one.facts.kind == "image" else one.facts.band
    look = proposed_look(one.facts)
    assert raster_tile(one.path, look, band=band, z=0, x=0, y=0)[8:12] == b"WEBP"
    assert len(values_at(one.path, 0.0, 0.0)) == len(one.facts.bands)


def assert_makes_what_is_meant(report: Report, meant: Made, yard: Yard) -> None:
    told = {message.code for one in report.rasters for message in one.messages}
    assert told >= meant.codes
    if meant.refused is None:
        assert_shown(made(report, yard))
        return
    with pytest.raises(ImportRefusedError) as refused:
        made(report, yard)
    assert refused.value.code == meant.refused
    assert not (yard.folder.parent / "job" / "features" / "0" / "raster.tif").exists()


@pytest.mark.parametrize("animal", RASTERS, ids=lambda animal: animal.name)
def test_a_raster_gets_its_message_or_is_shown(
    animal: RasterAnimal, yard: Yard, trap: socket.socket
) -> None:
    files = animal.build(yard)
    before, started = outside(yard), time.monotonic()

    found = outcome(files, yard)

    if isinstance(animal.outcome, Refused):
        assert animal.outcome.code in refusals(found), words(found)
    else:
        assert isinstance(found, Report), words(found)
        assert_makes_what_is_meant(found, animal.outcome, yard)
    assert time.monotonic() - started < 2 * LONGEST_S
    assert CANARY not in words(found)
    assert outside(yard) == before
    with pytest.raises(BlockingIOError):
        trap.accept()
