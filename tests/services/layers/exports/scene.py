"""Layers that were brought in, for files made of them."""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import shapely
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine

from maps.imported_looks import Look
from services.database.engine import is_postgresql, reading, writing
from services.layers.bulk import prepare, write_portion
from services.layers.exports.actions import Export, plan
from services.layers.exports.model import Audience, Epsg, Form, Order
from services.layers.exports.writer import write
from services.layers.imported import (
    CrsPassport,
    Field,
    ImportedLayer,
    Kind,
    LayerDraft,
    Value,
    VersionPassport,
    Visibility,
)
from services.layers.loading import apply_version
from services.layers.store import ImportedLayers

AT: Final = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
FIELDS: Final = (
    Field("strasse", "Straßenname_lang", "Straße", "text", personal=False),
    Field("nummer", "Nr", "Nummer", "integer", personal=False),
    Field("breite", "Breite_m", "Breite in Metern", "number", personal=False),
    Field("gebaut", "gebaut_am", "Gebaut", "date", personal=False),
    Field("frei", "barrierefr", "Barrierefrei", "boolean", personal=False),
    Field("besitzer", "Eigentümer", "Eigentümer", "text", personal=True),
)
SECRET: Final = "Ingrid Mustermann"
FILE_NAME: Final = "Bäume von Ingrid.zip"
LICENCE_URL: Final = "https://www.govdata.de/dl-de/by-2-0"

HERE: Final = Point(371_250.12345, 5_717_350.54321)
AREA: Final = Polygon(
    [(371_000, 5_717_000), (371_100, 5_717_000), (371_100, 5_717_080), (371_000, 5_717_080)],
    [[(371_010, 5_717_010), (371_010, 5_717_030), (371_040, 5_717_030), (371_040, 5_717_010)]],
)
AREAS: Final = MultiPolygon([AREA, shapely.box(372_000, 5_717_000, 372_050.25, 5_717_060.125)])
LINE: Final = LineString([(370_500, 5_716_000), (370_600.5, 5_716_100.25), (370_700, 5_716_050)])
POINTS: Final = MultiPoint([(371_000, 5_716_000), (371_005, 5_716_003)])

Row = tuple[BaseGeometry | None, Mapping[str, Value]]


def row(shape: BaseGeometry | None = HERE, **more: Value) -> Row:
    """Return a feature; ``more`` are other values, by ids of fields."""
    values: dict[str, Value] = {
        "strasse": "Königstraße – Süd",
        "nummer": 7,
        "breite": 3.25,
        "gebaut": "1974-05-01",
        "frei": True,
        "besitzer": SECRET,
    }
    return shape, values | more


def put_layer(
    engine: Engine,
    rows: Sequence[Row],
    *,
    fields: Sequence[Field] = FIELDS,
    title: str = "Bäume & Bänke",
    visibility: Visibility = "public",
    kind: Kind = "vector",
    licence_url: str = LICENCE_URL,
) -> ImportedLayer:
    """Write a layer with one version that everybody sees, and commit."""
    draft = LayerDraft(
        title={"de": title, "en": title},
        description={"de": "Was am Weg steht.", "en": "What stands by the way."},
        group_name="Grün",
        theme=None,
        visibility=visibility,
        source="Stadt Herten, Grünflächen",
        licence_name="dl-de/by-2-0",
        licence_url=licence_url,
        as_of=date(2026, 10, 1),
        next_due=date(2027, 10, 1),
    )
    with writing(engine) as connection:
        layer = ImportedLayers(connection).add(
            draft, kind=kind, look=Look(), key_field=None, actor=None, now=AT
        )
    return put_version(engine, layer, rows, fields=fields)


def put_version(
    engine: Engine,
    layer: ImportedLayer,
    rows: Sequence[Row],
    *,
    fields: Sequence[Field] = FIELDS,
    feature_count: int | None = None,
) -> ImportedLayer:
    """Write another version of a layer and make it the current one."""
    with writing(engine) as connection:
        layers = ImportedLayers(connection)
        version = layers.add_version(
            layer,
            file_name=FILE_NAME,
            file_sha256="0" * 64,
            as_of=date(2026, 10, 1),
            feature_count=len(rows) if feature_count is None else feature_count,
            fields=fields,
            passport=_passport(len(rows)),
            bounds=None,
            statistics={},
            actor=None,
            now=AT,
        )
        write_portion(
            connection,
            layer.number,
            version.version,
            prepare(
                [_line(n, *one) for n, one in enumerate(rows)],
                postgis=is_postgresql(connection.engine),
            ),
        )
        layers.set_version_state(layer.number, version.version, "complete")
        return apply_version(connection, layer, version.version, actor=None, now=AT)


def _passport(count: int) -> VersionPassport:
    crs = CrsPassport(
        epsg=31466,
        name="DHDN / Gauß-Krüger Zone 2",
        how="declared",
        swapped=False,
        operation="BeTA2007",
        accuracy_m=0.9,
        grid_missing=False,
    )
    return VersionPassport(
        format="shapefile",
        layer_name="baeume",
        crs=crs,
        encoding="UTF-8",
        read=count,
        kept=count,
        messages=[{"code": "IMP-431", "facts": {"fields": SECRET}}],
    )


def _line(n: int, shape: BaseGeometry | None, values: Mapping[str, Value]) -> dict[str, Any]:
    wkb = None if shape is None else b2a_base64(shapely.to_wkb(shape)).decode()
    box = None if shape is None or shape.is_empty else list(shape.bounds)
    return {"n": n, "key": None, "wkb": wkb, "b": box, "p": dict(values), "d": {}, "o": None}


def planned(
    engine: Engine,
    layer: ImportedLayer,
    folder: Path,
    form: Form = "gpkg",
    *,
    epsg: Epsg | None = None,
    audience: Audience = "public",
) -> Export:
    """Return the export of the current version of a layer."""
    with reading(engine) as connection:
        layers = ImportedLayers(connection)
        version = layers.get_version(layer, layer.current_version or 0)
    return plan(
        layer, version, form=form, epsg=epsg, audience=audience, layer_dir=folder, stamp="test"
    )


def exported(
    engine: Engine,
    layer: ImportedLayer,
    folder: Path,
    form: Form = "gpkg",
    *,
    epsg: Epsg | None = None,
    audience: Audience = "public",
) -> Path:
    """Return the file of the current version of a layer, written in this process."""
    export = planned(engine, layer, folder, form, epsg=epsg, audience=audience)
    export.path.parent.mkdir(parents=True, exist_ok=True)
    write(ordered(engine, export))
    return export.path


def address(engine: Engine) -> str:
    """Return how another process finds the database."""
    return engine.url.render_as_string(hide_password=False)


def ordered(engine: Engine, export: Export, **changed: Any) -> Order:
    """Return the order of an export as the other process gets it; ``changed`` are other facts."""
    return replace(export.order, database_url=address(engine), **changed)
