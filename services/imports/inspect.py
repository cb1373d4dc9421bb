"""What is in a file: its layers, where they may lie, how texts are meant, how sound the shapes are.

Runs in the child process only, since GDAL reads a stranger's bytes here. Layers are read in
portions: a layer of half a million features never stands in memory as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pyogrio

from services.imports import encodings, fields, shapes, sheets, systems, xml_root
from services.imports.codes import CODES
from services.imports.damaged import damaged_shapes
from services.imports.geometries import FEATURES_MOST, VERTICES_MOST, Gathered
from services.imports.inspect_table import inspect_table
from services.imports.model import (
    FORMATS,
    EncodingCandidate,
    Format,
    ImportRefusedError,
    LayerFound,
    Message,
    RasterFound,
    Report,
)
from services.imports.reading import (
    NAMED_BY_FILE,
    Texts,
    damage_told,
    layer_info,
    portions,
)
from services.imports.sniffed import SniffedSet

_SRS_NAME: Final = re.compile(rb"""\bsrsName\s*=\s*["']([^"'<>]{1,200})["']""")
_SRS_SEARCHED: Final = 1 << 20
_PRJ_MOST: Final = 100_000
_SHEETS_MOST: Final = 20
_ABOUT_PLACES: Final = "IMP-2"
_DECLARED_BY_US: Final[frozenset[Format]] = frozenset({"shapefile", "kml", "dxf"})
_LON_LAT_ANYWAY: Final[frozenset[Format]] = frozenset({"geojson"})
_LON_LAT_BY_GDAL: Final = "EPSG:4326"


@dataclass(frozen=True)
class _Source:
    """One layer: ``name`` for GDAL, ``shown`` for people, and what is known before it is read."""

    files: SniffedSet
    name: str
    shown: str
    feature_count: int
    declared: str | None
    encodings: tuple[EncodingCandidate, ...]
    messages: tuple[Message, ...]
    columns: tuple[str, ...]
    geometry: str
    has_m: bool


def inspect(sets: Sequence[SniffedSet]) -> Report:
    """Return what is found in sets of files; one that cannot be read does not hide the others."""
    layers: list[LayerFound] = []
    rasters: list[RasterFound] = []
    messages: list[Message] = []
    for one in sets:
        try:
            if one.format == "geotiff":
                rasters.append(_raster(one))
            else:
                layers.extend(replace(found, format=one.format) for found in _of_set(one, messages))
        except ImportRefusedError as refused:
            messages.append(Message(refused.code, refused.facts))
    if layers or rasters:
        # About layers that cannot be loaded anyway nobody is asked.
        messages = [one for one in messages if CODES[one.code].severity != "question"]
    elif messages and not any(CODES[one.code].severity == "error" for one in messages):
        messages.append(Message("IMP-352"))
    return Report(
        format=sets[0].format if sets else None,
        layers=tuple(layers),
        messages=tuple(messages),
        rasters=tuple(rasters),
    )


def _raster(one: SniffedSet) -> RasterFound:
    # Its libraries bring a GDAL of their own, which only a raster needs.
    from services.imports.rasters.found import inspect_raster  # noqa: PLC0415

    return inspect_raster(one.main, stem=one.stem)


def _of_set(one: SniffedSet, messages: list[Message]) -> Iterator[LayerFound]:
    if one.format == "csv":
        yield inspect_table(one.main, "csv", stem=one.stem)
        return
    if one.format == "xlsx":
        yield from _of_workbook(one, messages)
        return
    before = _prepared(one)
    for source in _sources(one, before, messages):
        try:
            found = _of_layer(source)
        except ImportRefusedError as refused:
            messages.append(Message(refused.code, refused.facts))
            continue
        if _has_place(found):
            yield found
        else:
            messages.extend(_about_nothing(found, one.format))


def _of_workbook(one: SniffedSet, messages: list[Message]) -> Iterator[LayerFound]:
    """Return each sheet in which something stands as a layer of its own."""
    names = sheets.filled(one.main)
    if not names:
        raise ImportRefusedError(code="IMP-401")
    if len(names) > 1:
        facts = {"count": len(names), "most": _SHEETS_MOST, "file": one.stem}
        messages.append(Message("IMP-416", facts))
    for name in names[:_SHEETS_MOST]:
        stem = f"{one.stem}: {name}" if len(names) > 1 else one.stem
        try:
            yield inspect_table(one.main, "xlsx", stem=stem, sheet=name)
        except ImportRefusedError as refused:
            messages.append(Message(refused.code, {**refused.facts, "file": stem}))


def _has_place(found: LayerFound) -> bool:
    return found.feature_count > found.geometry.null + found.geometry.empty


def _about_nothing(found: LayerFound, form: Format) -> Iterator[Message]:
    """Tell why there is nothing to load; the parts of an empty shapefile told it already."""
    told = [one for one in found.messages if not one.code.startswith(_ABOUT_PLACES)]
    if found.feature_count:
        told.append(Message("IMP-352"))
    elif form != "shapefile":
        told.append(Message("IMP-311", {"layer": found.name}))
    for one in told:
        yield Message(one.code, {**one.facts, "file": found.name})


@dataclass(frozen=True)
class _Prepared:
    """What the parts of a file say before GDAL sees it."""

    declared: str | None = None
    encodings: tuple[EncodingCandidate, ...] = ()
    messages: tuple[Message, ...] = ()
    has_m: bool = False
    """Measures of points are gone once pyogrio has read them."""


def _prepared(one: SniffedSet) -> _Prepared:
    if one.format == "shapefile":
        return _prepared_shapefile(one)
    if one.format == "gml":
        if not xml_root.is_whole(one.main):
            facts = {"name": one.stem, "format": FORMATS[one.format]}
            raise ImportRefusedError(code="IMP-321", facts=facts)
        return _Prepared(declared=_srs_name(one.main))
    return _Prepared()


def _prepared_shapefile(one: SniffedSet) -> _Prepared:
    """Look at the parts byte by byte, and put away those on which GDAL would stumble."""
    shp = one.parts["shp"]
    found = shapes.read_parts(one.parts)
    shapes.blank(shp, found.damaged)
    if found.needs_index:
        shapes.rebuild_index(shp, shp.with_suffix(".shx"))
    dbf, prj = one.parts.get("dbf"), one.parts.get("prj")
    # GeoServer and uDig write the name of the encoding into a .cst.
    cpg = one.parts.get("cpg") or one.parts.get("cst")
    if dbf is not None and found.dbf is None:
        dbf.rename(dbf.with_suffix(".unreadable"))
        dbf = None
    stated = encodings.read_cpg(cpg) if cpg is not None else None
    meant = encodings.candidates(dbf, cpg=stated) if dbf is not None else ()
    declared = None
    if prj is not None:
        # GDAL gives up a whole layer over a .prj that it cannot read; we read it ourselves.
        prj = prj.rename(prj.with_suffix(".stated"))
        declared = prj.read_bytes()[:_PRJ_MOST].decode("utf-8", "replace")
    said = (*found.messages, *encodings.messages(meant, cpg=stated))
    return _Prepared(declared, meant, said, found.has_m)


def _srs_name(path: Path) -> str | None:
    """Return the first reference system that a GML file names; GDAL knows those of the AdV not."""
    with path.open("rb") as file:
        found = _SRS_NAME.search(file.read(_SRS_SEARCHED))
    return None if found is None else found.group(1).decode("utf-8", "replace")


def _sources(one: SniffedSet, before: _Prepared, messages: list[Message]) -> list[_Source]:
    """Return the layers of a file that can be put on a map; the others are told."""
    found = []
    with damage_told(one):
        for name, geometry in pyogrio.list_layers(one.main).tolist():
            info = layer_info(one, name)
            if geometry is None:
                messages.append(Message("IMP-312", {"layer": name}))
            else:
                found.append(_source(one, before, name, info))
    return found


def _source(one: SniffedSet, before: _Prepared, name: str, info: Mapping[str, Any]) -> _Source:
    declared = before.declared if one.format in _DECLARED_BY_US else info["crs"]
    if one.format in _LON_LAT_ANYWAY and declared == _LON_LAT_BY_GDAL:
        declared = None
    return _Source(
        files=one,
        name=name,
        shown=one.stem if one.format in NAMED_BY_FILE else name,
        feature_count=int(info["features"]),
        declared=declared or before.declared,
        encodings=before.encodings,
        messages=before.messages,
        columns=tuple(info["fields"]),
        geometry=str(info["geometry_name"]),
        has_m=before.has_m,
    )


def _of_layer(source: _Source) -> LayerFound:
    _keep_to_limits(source)
    one = source.files
    gathered = Gathered(clockwise=one.format == "shapefile", has_m=source.has_m)
    texts = Texts(source.encodings[0].name if source.encodings else encodings.UTF_8)
    dbf_encoding = texts.encoding if one.format == "shapefile" else None
    names = [texts.read(name) for name in source.columns]
    with damage_told(one):
        found = fields.describe(names, _rows(source, gathered, texts), dbf_encoding=dbf_encoding)
        damaged = damaged_shapes(
            one,
            source.name,
            geometry=source.geometry,
            without=gathered.without,
            count=gathered.count,
        )
    candidates, about_place = systems.candidates(
        declared=source.declared, format=one.format, sample=gathered.sample()
    )
    geometry = gathered.found(candidates[0] if candidates else None)
    meant = source.encodings or texts.candidates()
    shapefile = one.format == "shapefile"
    return LayerFound(
        name=source.shown,
        feature_count=gathered.count,
        crs=candidates,
        encodings=meant,
        fields=found,
        geometry=geometry,
        messages=(
            *source.messages,
            *(() if source.encodings else encodings.messages(meant)),
            *about_place,
            *_about_damaged(damaged),
            *gathered.messages(geometry, nulls_told=geometry.null if shapefile else len(damaged)),
            *fields.messages(found, dbf_encoding=dbf_encoding),
        ),
        file=str(one.main),
    )


def _about_damaged(damaged: Sequence[int]) -> Iterator[Message]:
    if damaged:
        yield Message("IMP-107", {"count": len(damaged), "first": damaged[0] + 1})


def _keep_to_limits(source: _Source, vertices: int = 0) -> None:
    facts = {"layer": source.shown, "count": source.feature_count}
    if source.feature_count > FEATURES_MOST:
        raise ImportRefusedError(code="IMP-313", facts={**facts, "most": FEATURES_MOST})
    if vertices > VERTICES_MOST:
        raise ImportRefusedError(code="IMP-314", facts={**facts, "most": VERTICES_MOST})


def _rows(source: _Source, gathered: Gathered, texts: Texts) -> Iterator[tuple[Any, ...]]:
    """Yield the values of each feature; the geometries of its portion are gathered on the way."""
    for portion in portions(source.files, source.name, feature_count=source.feature_count):
        gathered.take(portion.wkb)
        _keep_to_limits(source, gathered.vertices)
        yield from zip(*portion.plain(texts), strict=True)
