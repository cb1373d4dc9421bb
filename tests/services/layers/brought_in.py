"""Layers that staff brought in, small enough to know by heart, for tests."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, Engine

from maps.imported_looks import Look
from services.database.engine import writing
from services.layers.imported import (
    CrsPassport,
    DistrictStatistic,
    Field,
    ImportedLayer,
    LayerDraft,
    LayerVersion,
    VersionPassport,
    Visibility,
)
from services.layers.loading import FEATURES_FILE, apply_version, load_version
from services.layers.store import ImportedLayers
from tests.conftest import NOW

VALID_FROM = "2026-01-01"
"""Since when the boundaries hold with which Herten is filled."""

FIELDS = (
    Field("name", "NAME", "Bezeichnung", "text", personal=False),
    Field("flats", "WOHN", "Wohnungen", "integer", personal=False),
    Field("owner", "EIGENT", "Eigentümer", "text", personal=True),
)
LOOK = Look("simple", label_field="name")


@dataclass(frozen=True)
class Brought:
    """A feature as a test says it."""

    shape: BaseGeometry | None
    properties: Mapping[str, Any]
    districts: Sequence[tuple[str, float]] = ()
    key: str | None = None


WEST = shapely.box(363_000, 5_717_000, 363_100, 5_717_100)
"""A hundred metres square, somewhere in the middle of Herten."""
EAST = shapely.box(365_000, 5_717_000, 365_100, 5_717_100)

FEATURES = (
    Brought(WEST, {"name": "Am Ährenfeld", "flats": 12, "owner": "Klara"}, [("mitte", 1.0)], "a"),
    Brought(
        EAST,
        {"name": "Übergang", "flats": None, "owner": "Otto"},
        [("disteln", 0.75), ("mitte", 0.25)],
        "b",
    ),
    Brought(None, {"name": "Ohne Ort", "flats": 3, "owner": "Ida"}, (), "c"),
)
STATISTICS = {
    VALID_FROM: {
        "mitte": DistrictStatistic(2, 0.0, 12_500.0, {"flats": 12.0}, {"flats": 1}),
        "disteln": DistrictStatistic(1, 0.0, 7_500.0, {}, {}),
        "total": DistrictStatistic(3, 0.0, 20_000.0, {"flats": 15.0}, {"flats": 2}),
    }
}


def a_draft(title: str = "Bauflächen", *, visibility: Visibility = "public") -> LayerDraft:
    """What a person says about a layer."""
    return LayerDraft(
        title={"de": title, "en": "Building land"},
        description={"de": "Wo gebaut werden kann.", "en": "Where to build."},
        group_name="Planung",
        theme=None,
        visibility=visibility,
        source="Stadt Herten",
        licence_name="dl-de/by-2-0",
        licence_url="https://www.govdata.de/dl-de/by-2-0",
        as_of=date(2026, 3, 1),
        next_due=date(2026, 6, 1),
    )


def add_layer(
    connection: Connection,
    title: str = "Bauflächen",
    *,
    visibility: Visibility = "public",
    look: Look = LOOK,
    key_field: str | None = None,
) -> ImportedLayer:
    """Write a layer without a version."""
    return ImportedLayers(connection).add(
        a_draft(title, visibility=visibility),
        kind="vector",
        look=look,
        key_field=key_field,
        actor=None,
        now=NOW,
    )


def add_version(
    connection: Connection, layer: ImportedLayer, *, count: int = len(FEATURES)
) -> LayerVersion:
    """Write a version that is still loading."""
    crs = CrsPassport(25832, "ETRS89 / UTM zone 32N", "declared", False, "noop", 0.0, False)
    return ImportedLayers(connection).add_version(
        layer,
        file_name="bauflaechen.zip",
        file_sha256="0" * 64,
        as_of=date(2026, 3, 1),
        feature_count=count,
        fields=FIELDS,
        passport=VersionPassport(
            "ESRI Shapefile", "flaechen", crs, None, count, count, messages=[]
        ),
        bounds=(363_000.0, 5_717_000.0, 365_100.0, 5_717_100.0),
        statistics=STATISTICS,
        actor=None,
        now=NOW,
    )


def write_features(folder: Path, features: Sequence[Brought] = FEATURES) -> Path:
    """Write what a conversion leaves behind, and return its folder."""
    with (folder / FEATURES_FILE).open("wb") as file:
        for n, one in enumerate(features):
            file.write(orjson.dumps(_line(n, one)) + b"\n")
    return folder


def _line(n: int, one: Brought) -> dict[str, Any]:
    wkb = None if one.shape is None else shapely.to_wkb(one.shape, flavor="iso")
    return {
        "n": n,
        "key": one.key,
        "wkb": None if wkb is None else base64.b64encode(wkb).decode(),
        "b": None if one.shape is None else one.shape.bounds,
        "p": one.properties,
        "d": {VALID_FROM: one.districts} if one.districts else {},
        "o": None,
    }


def bring_in(
    engine: Engine,
    folder: Path,
    title: str = "Bauflächen",
    *,
    visibility: Visibility = "public",
    look: Look = LOOK,
    key_field: str | None = None,
    features: Sequence[Brought] = FEATURES,
) -> ImportedLayer:
    """Load a layer and show it."""
    with writing(engine) as connection:
        layer = add_layer(connection, title, visibility=visibility, look=look, key_field=key_field)
    return bring_again(engine, folder, layer, features=features)


def bring_again(
    engine: Engine,
    folder: Path,
    layer: ImportedLayer,
    *,
    features: Sequence[Brought] = FEATURES,
) -> ImportedLayer:
    """Load a new version of a layer and show it."""
    with writing(engine) as connection:
        version = add_version(connection, layer, count=len(features))
    load_version(
        engine,
        layer_number=layer.number,
        version=version.version,
        folder=write_features(folder, features),
        progress=lambda _: None,
    )
    with writing(engine) as connection:
        layers = ImportedLayers(connection)
        layers.set_version_state(layer.number, version.version, "complete")
        current = layers.get(layer.id)
        return apply_version(connection, current, version.version, actor=None, now=NOW)
