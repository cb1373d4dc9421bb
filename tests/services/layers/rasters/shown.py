"""A raster in the registry, as a load leaves it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, Engine

from services.database.engine import reading, writing
from services.districts.store import Districts
from services.layers.imported import PASSPORTS, LayerDraft, Visibility
from services.layers.loading import apply_version
from services.layers.rasters.loading import place_raster
from services.layers.rasters.looks import proposed_look, raster_fields
from services.layers.rasters.model import RASTERS, RasterFacts
from services.layers.store import ImportedLayers
from tests.conftest import NOW
from tests.services.imports.rasters.made import SLOPE, made

DRAFT = LayerDraft(
    title={"de": "Hitze", "en": "Heat"},
    description={"de": "Wie heiß es wird.", "en": "How hot it gets."},
    group_name="Klima",
    theme=None,
    visibility="public",
    source="Stadt Herten",
    licence_name="dl-de/zero-2-0",
    licence_url="https://www.govdata.de/dl-de/zero-2-0",
    as_of=date(2026, 6, 1),
    next_due=None,
)


def boundaries_of(connection: Connection) -> list[dict[str, Any]]:
    """Return the boundaries of the city as a child hears of them."""
    districts = Districts(connection)
    version = districts.version_in_force(NOW.date())
    return [
        {
            "valid_from": version.valid_from.isoformat(),
            "districts": [
                {"id": one.district_id, "wkb": shapely.to_wkb(one.boundary, hex=True)}
                for one in districts.boundaries(version).boundaries
            ],
        }
    ]


def loaded(
    engine: Engine,
    folder: Path,
    values: np.ndarray = SLOPE,
    *,
    visibility: Visibility = "public",
    **facts: Any,
) -> tuple[str, RasterFacts]:
    """Load a raster as a new layer; return its id and what is known of it."""
    folder.mkdir(exist_ok=True)
    with reading(engine) as connection:
        areas = boundaries_of(connection)
    path, raster, result = made(folder, values, areas=areas, **facts)
    draft = LayerDraft(**{**vars(DRAFT), "visibility": visibility})
    with writing(engine) as connection:
        layers = ImportedLayers(connection)
        layer = layers.add(
            draft, kind="raster", look=proposed_look(raster), key_field=None, actor=None, now=NOW
        )
        version = layers.add_version(
            layer,
            file_name="hitze.tif",
            file_sha256="0" * 64,
            as_of=draft.as_of,
            feature_count=0,
            fields=raster_fields(raster),
            passport=PASSPORTS.validate_python(result["passport"]),
            bounds=tuple(result["bounds"]),
            statistics={},
            raster=RASTERS.dump_python(raster, mode="json"),
            actor=None,
            now=NOW,
        )
        name = place_raster(
            path, layer_number=layer.number, version=version.version, folder=folder / "layers"
        )
        layers.set_version_state(layer.number, version.version, "complete", tile_file=name)
        apply_version(connection, layer, version.version, actor=None, now=NOW)
    return layer.id, raster
