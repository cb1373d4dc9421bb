"""From a raster that a person decided about to the picture of a layer and its numbers."""

from __future__ import annotations

import shutil
from dataclasses import asdict, replace

from services.imports.arrival import FEATURES, WORK
from services.imports.placing import Arrived, all_boundaries, finish, place_version
from services.imports.raster_choices import RasterChoices
from services.imports.rasters.running import ConvertedRaster, convert_raster
from services.imports.records import Decision, ImportFile, ImportLayer
from services.jobs.work import Work
from services.layers.rasters.loading import place_raster
from services.layers.rasters.looks import proposed_look, raster_fields
from services.layers.rasters.model import RASTERS


def load_raster(
    work: Work,
    one: ImportFile,
    layer: ImportLayer,
    decision: Decision,
    choices: RasterChoices,
) -> None:
    """Make a raster of one upload as decided: converted, put in its place, shown or waiting."""
    folder = work.settings.import_dir / one.id / WORK
    into = folder / FEATURES / str(layer.position)
    shutil.rmtree(into, ignore_errors=True)
    made = convert_raster(
        one.raster(layer.position),
        choices,
        boundaries=[asdict(each) for each in all_boundaries(work)],
        folder=folder,
        into=str(into.relative_to(folder)),
        cancelled=work.is_cancelled,
    )
    number, version = place_version(work, one, layer, _arrived(made, decision))
    work.tell("tiles")
    name = place_raster(
        made.path, layer_number=number, version=version, folder=work.settings.layer_dir
    )
    work.tell("finish")
    finish(work, one, number, version, position=layer.position, tile_file=name)
    shutil.rmtree(into, ignore_errors=True)


def _arrived(made: ConvertedRaster, decision: Decision) -> Arrived:
    return Arrived(
        kind="raster",
        decision=replace(decision, look=proposed_look(made.facts)),
        feature_count=0,
        fields=raster_fields(made.facts),
        passport=made.passport,
        bounds=made.bounds,
        raster=RASTERS.dump_python(made.facts, mode="json"),
    )
