"""Reads official district boundaries from a GIS file. Loads geopandas: never in the app process."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import geopandas as gpd
from pyogrio.errors import DataSourceError

from geo.crs import STORAGE_CRS
from geo.repair import repair
from services.districts.files import as_multipolygon
from services.districts.model import (
    BoundariesIncompleteError,
    BoundariesWithoutCrsError,
    Boundary,
    BoundarySet,
    BoundaryVersion,
    District,
    NameFieldMissingError,
    UnreadableBoundariesError,
)


def read_official(
    path: Path,
    *,
    districts: Sequence[District],
    name_field: str,
    valid_from: date,
    source_text: str,
) -> BoundarySet:
    """Read one area per district into EPSG:25832, valid, in the order of ``districts``.

    ``name_field`` holds the district's id, code or name (with or without „Herten-“). Several
    rows of one district are joined. Raises ``UnreadableBoundariesError``,
    ``BoundariesWithoutCrsError``, ``NameFieldMissingError`` and ``BoundariesIncompleteError``.
    """
    try:
        frame = gpd.read_file(path)
    except DataSourceError as error:
        raise UnreadableBoundariesError(file=path.name) from error
    if frame.crs is None:
        raise BoundariesWithoutCrsError(file=path.name)
    if name_field not in frame.columns:
        raise NameFieldMissingError(
            field=name_field, known=[str(one) for one in frame.columns if one != "geometry"]
        )
    names = {name: one.id for one in districts for name in _names(one)}
    rows = frame.to_crs(STORAGE_CRS)
    rows["district"] = [names.get(_plain(str(one))) for one in rows[name_field]]
    unknown = sorted({str(one) for one in rows.loc[rows["district"].isna(), name_field]})
    missing = [one.id for one in districts if one.id not in set(rows["district"])]
    if unknown or missing:
        raise BoundariesIncompleteError(missing=missing, unknown=unknown)
    rows = rows.set_geometry(repair(rows.geometry.to_numpy()).geometries)
    joined = rows.dissolve("district").geometry
    return BoundarySet(
        BoundaryVersion(valid_from, source_text, "official"),
        tuple(Boundary(one.id, as_multipolygon(joined[one.id]), None) for one in districts),
    )


def _names(district: District) -> set[str]:
    name = _plain(district.name)
    return {_plain(district.id), _plain(district.code), name, name.removeprefix("herten")}


def _plain(name: str) -> str:
    folded = name.casefold().replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")
    return "".join(letter for letter in folded if letter.isalnum())
