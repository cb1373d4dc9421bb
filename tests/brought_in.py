"""Layers as staff bring them in, over Herten: areas by category and by number, lines, points."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine

from maps.classes import categories, graduated_classes
from maps.imported_looks import Look
from services.app import utc_now
from services.database.engine import reading, writing
from services.districts.actions import boundaries_in_force
from services.districts.model import BoundarySet
from services.layers.imported import CrsPassport, Field, LayerDraft, Value, VersionPassport
from services.layers.loading import apply_version, load_version
from services.layers.store import ImportedLayers

WEST, SOUTH, EAST, NORTH = 364_500, 5_713_500, 375_500, 5_723_500
"""A box around the city, EPSG:25832."""
USES: Final = ("Wald", "Wohnen", "Gewerbe", "Acker", "Verkehr")
PASSPORT: Final = VersionPassport(
    format="GeoJSON",
    layer_name="ebene",
    crs=CrsPassport(25832, "ETRS89 / UTM 32N", "file", False, "", None, False),
    encoding=None,
    read=1,
    kept=1,
)
DRAFT: Final = LayerDraft(
    title={"de": "Flächennutzung", "en": "Land use"},
    description={"de": "Wie der Boden genutzt wird.", "en": "How land is used."},
    group_name="Umwelt",
    theme=None,
    visibility="public",
    source="Stadt Herten, Vermessung",
    licence_name="dl-de/by-2-0",
    licence_url="https://www.govdata.de/dl-de/by-2-0",
    as_of=date(2026, 1, 1),
    next_due=None,
)
FIELDS: Final = (
    Field("name", "NAME", "Bezeichnung", "text", personal=False),
    Field("use", "NUTZART", "Nutzung", "text", personal=False),
    Field("people", "EW", "Einwohner", "integer", personal=False),
    Field("owner", "EIGENT", "Eigentümer", "text", personal=True),
    Field("note", "BEM", "Bemerkung", "text", personal=False),
)


@dataclass(frozen=True)
class BroughtIn:
    """A layer to bring in."""

    draft: LayerDraft
    look: Look
    shapes: tuple[BaseGeometry, ...]


def _titled(german: str, **changes: Any) -> LayerDraft:
    return replace(DRAFT, title={"de": german, "en": german}, **changes)


def _cells(side_m: int) -> tuple[BaseGeometry, ...]:
    return tuple(
        shapely.box(x, y, x + side_m, y + side_m)
        for x in range(WEST, EAST, side_m)
        for y in range(SOUTH, NORTH, side_m)
    )


def _paths(random: np.random.Generator) -> tuple[BaseGeometry, ...]:
    return tuple(
        LineString(start + np.cumsum(random.normal(0, 250, (12, 2)), axis=0))
        for start in random.uniform((WEST, SOUTH), (EAST, NORTH), (60, 2))
    )


def _trees(random: np.random.Generator, count: int) -> tuple[BaseGeometry, ...]:
    return tuple(Point(at) for at in random.uniform((WEST, SOUTH), (EAST, NORTH), (count, 2)))


def layers() -> tuple[BroughtIn, ...]:
    """Return four layers; the one of paths is overdue, the one of parcels for staff only."""
    random = np.random.default_rng(seed=4)
    use = Look("categorised", "#999999", "use", categories(USES[:4]), label_field="name")
    breaks = (0.0, 100.0, 250.0, 500.0, 1000.0)
    people = Look("graduated", "#999999", "people", graduated_classes(breaks, scheme="blues"))
    return (
        BroughtIn(DRAFT, use, _cells(800)),
        BroughtIn(_titled("Einwohner im Raster", group_name="Soziales"), people, _cells(250)),
        BroughtIn(
            _titled("Radwege", next_due=date(2025, 1, 1)),
            Look(colour="#332288", label_field="name"),
            _paths(random),
        ),
        BroughtIn(
            _titled("Baumkataster"),
            Look(colour="#117733", label_field="name"),
            _trees(random, 6_000),
        ),
        BroughtIn(
            _titled("Flurstücke", visibility="staff", group_name="Liegenschaften"),
            Look(colour="#661100", label_field="owner"),
            _cells(400),
        ),
    )


def bring_in(engine: Engine, folder: Path, wanted: Iterable[BroughtIn]) -> list[str]:
    """Load layers as an import would, and return their ids."""
    return [_load(engine, folder, one) for one in wanted]


def _load(engine: Engine, folder: Path, wanted: BroughtIn) -> str:
    now = utc_now()
    with reading(engine) as connection:
        boundaries = boundaries_in_force(connection, now.date())
    lines = list(_lines(wanted.shapes, boundaries))
    (folder / "features.jsonl").write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in lines))
    with writing(engine) as connection:
        store = ImportedLayers(connection)
        layer = store.add(
            wanted.draft, kind="vector", look=wanted.look, key_field=None, actor=None, now=now
        )
        version = store.add_version(
            layer,
            file_name="ebene.geojson",
            file_sha256="0" * 64,
            as_of=wanted.draft.as_of,
            feature_count=len(lines),
            fields=FIELDS,
            passport=PASSPORT,
            bounds=(WEST, SOUTH, EAST, NORTH),
            statistics={},
            actor=None,
            now=now,
        )
    load_version(
        engine,
        layer_number=layer.number,
        version=version.version,
        folder=folder,
        progress=lambda _: None,
    )
    with writing(engine) as connection:
        ImportedLayers(connection).set_version_state(layer.number, version.version, "complete")
        apply_version(connection, layer, version.version, actor=None, now=now)
    return layer.id


def _lines(shapes: tuple[BaseGeometry, ...], boundaries: BoundarySet) -> Iterator[dict[str, Any]]:
    valid_from = boundaries.version.valid_from.isoformat()
    tree = shapely.STRtree([one.boundary for one in boundaries.boundaries])
    for n, shape in enumerate(shapes):
        found = sorted(tree.query(shape, predicate="intersects"))
        ids = [boundaries.boundaries[at].district_id for at in found]
        yield {
            "n": n,
            "key": None,
            "wkb": b64encode(shapely.to_wkb(shape, flavor="iso")).decode(),
            "b": list(shape.bounds),
            "p": _properties(n),
            "d": {valid_from: [[one, 1 / len(ids)] for one in ids]} if ids else {},
            "o": None,
        }


def _properties(n: int) -> dict[str, Value]:
    return {
        "name": f"Nummer {n}",
        "use": USES[n * 7 % len(USES)],
        "people": None if n % 11 == 0 else n * 37 % 1000,
        "owner": f"Eigentümer {n}",
        "note": None,
    }
