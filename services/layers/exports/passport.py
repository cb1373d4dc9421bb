"""What a file says of itself: licence, source and passport of a layer.

What goes to the public says nothing of who brought a file in, how it was called, or what stood in
its fields: names of files and examples in messages may name people.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from services.layers.exports.model import About, Audience, Epsg
from services.layers.imported import Field, ImportedLayer, LayerVersion
from services.web.dependencies import LOCAL_TIME

System = Epsg | Literal["3857"]
"""What coordinates of features can be asked in, and what cells are in."""

_SYSTEMS: Final[dict[System, str]] = {
    "25832": "ETRS89 / UTM 32N (EPSG:25832), Ostwert vor Nordwert / easting before northing",
    "4326": "WGS 84 (EPSG:4326), Länge vor Breite / longitude before latitude",
    "3857": "Web Mercator (EPSG:3857)",
}


def kept_fields(version: LayerVersion, audience: Audience) -> tuple[Field, ...]:
    """Return the columns that a file for ``audience`` may hold."""
    return tuple(one for one in version.fields if audience == "staff" or not one.personal)


def about(layer: ImportedLayer, version: LayerVersion, audience: Audience, epsg: System) -> About:
    """Return what a file of one version says of itself."""
    lines = (
        *_of_layer(layer, version),
        ("Koordinaten / coordinates", _SYSTEMS[epsg]),
        *_of_way(version),
        *(_of_file(version) if audience == "staff" else ()),
    )
    return About(
        title=layer.title["de"],
        lines=tuple((name, value) for name, value in lines if value),
        facts=_facts(layer, version, audience, epsg),
        licence_url=layer.licence_url,
    )


def _of_layer(layer: ImportedLayer, version: LayerVersion) -> Iterator[tuple[str, str]]:
    yield "Beschreibung / description", layer.description["de"]
    yield "Quelle / source", layer.source
    yield "Lizenz / licence", " – ".join(filter(None, (layer.licence_name, layer.licence_url)))
    yield "Stand / as of", version.as_of.isoformat()
    due = layer.next_due
    yield "Nächste Aktualisierung / next update", "" if due is None else due.isoformat()
    yield "Version", str(version.version)
    if layer.kind == "raster":
        yield "Zellen / cells", str(version.passport.kept)
    else:
        yield "Objekte / features", str(version.feature_count)


def _of_way(version: LayerVersion) -> Iterator[tuple[str, str]]:
    passport = version.passport
    crs = passport.crs
    yield "Eingelesen am / imported on", _day(version)
    yield "Eingelesen aus / imported from", f"{passport.format}, {crs.name} (EPSG:{crs.epsg})"
    accuracy = "" if crs.accuracy_m is None else f" (± {crs.accuracy_m:g} m)"
    yield "Umrechnung / operation", f"{crs.operation}{accuracy}"
    if passport.repaired:
        yield "Reparierte Geometrien / repaired geometries", str(passport.repaired)
    if passport.without_geometry:
        yield "Ohne Lage / without a place", str(passport.without_geometry)


def _of_file(version: LayerVersion) -> Iterator[tuple[str, str]]:
    yield "Datei / file", version.file_name
    yield "SHA-256", version.file_sha256
    yield (
        "Nur für die Verwaltung / for staff only",
        ", ".join(one.name for one in version.fields if one.personal),
    )


def _facts(
    layer: ImportedLayer, version: LayerVersion, audience: Audience, epsg: System
) -> dict[str, object]:
    passport = version.passport
    facts: dict[str, object] = {
        "title": dict(layer.title),
        "description": dict(layer.description),
        "source": layer.source,
        "licence": {"name": layer.licence_name, "url": layer.licence_url},
        "as_of": version.as_of.isoformat(),
        "next_due": None if layer.next_due is None else layer.next_due.isoformat(),
        "layer": layer.id,
        "version": version.version,
        "feature_count": version.feature_count,
        "imported_on": _day(version),
        "epsg": int(epsg),
        "origin": {
            "format": passport.format,
            "epsg": passport.crs.epsg,
            "operation": passport.crs.operation,
            "accuracy_m": passport.crs.accuracy_m,
            "repaired": passport.repaired,
            "without_geometry": passport.without_geometry,
        },
        "fields": [
            {"name": one.name, "alias": one.alias, "kind": one.kind}
            for one in kept_fields(version, audience)
        ],
    }
    if audience == "staff":
        facts["file"] = {"name": version.file_name, "sha256": version.file_sha256}
        facts["personal"] = [one.name for one in version.fields if one.personal]
    return facts


def _day(version: LayerVersion) -> str:
    return version.imported_at.astimezone(LOCAL_TIME).date().isoformat()
