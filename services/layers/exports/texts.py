"""GeoJSON and CSV of a layer, written portion by portion."""

from __future__ import annotations

import csv
import gzip
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from typing import Final

import orjson
import shapely

from services.layers.exports.model import PACKED, Order
from services.layers.exports.names import distinct
from services.layers.exports.notice import licence_text
from services.layers.exports.pieces import rounded
from services.layers.exports.store import Portion
from services.layers.imported import Value
from services.web.tables import SIGN, protected

_GZIP_LEVEL: Final = 1
_ZIP_LEVEL: Final = 4
_POINTS: Final = frozenset({"Point"})
_COORDINATES: Final = {"25832": ("Ostwert", "Nordwert"), "4326": ("lon", "lat")}


def write_geojson(path: Path, order: Order, _: Iterable[str], portions: Iterable[Portion]) -> None:
    """Write a feature collection, and beside it the same packed, for those who take it so.

    In degrees as RFC 7946 wants it; in metres with the ``crs`` member of its predecessor, which
    GIS programs heed.
    """
    with ExitStack() as stack:
        plain = stack.enter_context(path.open("wb"))
        packed = stack.enter_context(
            gzip.open(path.with_name(path.name + PACKED), "wb", compresslevel=_GZIP_LEVEL)
        )
        for piece in _pieces(order, portions):
            plain.write(piece)
            packed.write(piece)


def _pieces(order: Order, portions: Iterable[Portion]) -> Iterator[bytes]:
    members: dict[str, object] = {"type": "FeatureCollection", "name": order.name}
    if order.epsg != "4326":
        system = f"urn:ogc:def:crs:EPSG::{order.epsg}"
        members["crs"] = {"type": "name", "properties": {"name": system}}
    members["license"] = order.about.licence_url
    members["passport"] = dict(order.about.facts)
    yield orjson.dumps(members)[:-1] + b',"features":['
    names = distinct([one.name for one in order.fields])
    keys = list(zip((one.id for one in order.fields), names, strict=True))
    before = b"\n"
    for portion in portions:
        yield before + ",\n".join(_features(rounded(portion, order.epsg), keys)).encode()
        before = b",\n"
    yield b"\n]}\n"


def _features(portion: Portion, keys: Sequence[tuple[str, str]]) -> Iterator[str]:
    shapes = shapely.to_geojson(shapely.orient_polygons(portion.shapes))
    for number, shape, row in zip(portion.numbers, shapes, portion.rows, strict=True):
        properties = orjson.dumps({name: row.get(id_) for id_, name in keys}).decode()
        yield (
            f'{{"type":"Feature","id":{number},"geometry":{shape or "null"},'
            f'"properties":{properties}}}'
        )


def write_csv(path: Path, order: Order, kinds: Iterable[str], portions: Iterable[Portion]) -> None:
    """Write a zip with a table that a German Excel opens, and the text of its licence.

    Where a layer holds points only, each has its coordinates in two columns; other shapes stand
    as WKT in the last one, which QGIS reads. The name of the table tells our import that cells
    are protected.
    """
    as_points = set(kinds) <= _POINTS
    extra = _COORDINATES[order.epsg] if as_points else ("wkt",)
    names = distinct([one.name for one in order.fields], taken=extra)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_ZIP_LEVEL) as archive:
        with (
            archive.open(f"{order.name}{SIGN}.csv", "w", force_zip64=True) as raw,
            TextIOWrapper(raw, "utf-8-sig", newline="") as text,
        ):
            table = csv.writer(text, delimiter=";", lineterminator="\r\n")
            table.writerow([_cell(one) for one in (*names, *extra)])
            for portion in portions:
                table.writerows(_rows(rounded(portion, order.epsg), order, as_points=as_points))
        archive.writestr("LIZENZ.txt", licence_text(order))


def _rows(portion: Portion, order: Order, *, as_points: bool) -> Iterator[list[str]]:
    ids = [one.id for one in order.fields]
    if as_points:
        places = [_coordinates(one) for one in portion.shapes]
    else:
        places = [[one or ""] for one in shapely.to_wkt(portion.shapes, rounding_precision=9)]
    for row, place in zip(portion.rows, places, strict=True):
        yield [_cell(row.get(id_)) for id_ in ids] + place


def _coordinates(point: shapely.Point | None) -> list[str]:
    return ["", ""] if point is None else [_cell(point.x), _cell(point.y)]


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    return protected(value) if isinstance(value, str) else str(value)
