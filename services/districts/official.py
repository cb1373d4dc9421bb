"""Reads official district boundaries from a GIS file. Loads geopandas: never in the app process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import geopandas as gpd
from pyogrio.errors import DataSourceError
from pyproj import CRS

from geo.crs import STORAGE_CRS, reproject
from geo.repair import repair
from services.districts.files import as_multipolygon
from services.districts.model import (
    BoundariesIncompleteError,
    BoundariesWithoutCrsError,
    Boundary,
    BoundarySet,
    BoundaryVersion,
    District,
    DistrictId,
    NameFieldMissingError,
    UnreadableBoundariesError,
)
from services.districts.names import known_names, plain


def read_official(
    path: Path,
    *,
    districts: Sequence[District],
    name_field: str,
    valid_from: date,
    source_text: str,
    licence: tuple[str, str],
    status: str = "official",
) -> BoundarySet:
    """Read one area per district into EPSG:25832, valid, in the order of ``districts``.

    ``name_field`` holds the district's id, code or name (with or without „Herten-“). Several
    rows of one district are joined, rows without a shape left out. Raises
    ``UnreadableBoundariesError``, ``BoundariesWithoutCrsError``, ``NameFieldMissingError``,
    ``BoundariesIncompleteError``, and ``GeometryKindError`` for points and lines.
    """
    frame = _read(path)
    if frame.crs is None:
        raise BoundariesWithoutCrsError(file=path.name)
    if name_field not in frame.columns:
        raise NameFieldMissingError(
            field=name_field, known=[str(one) for one in frame.columns if one != "geometry"]
        )
    shapes = reproject(frame.geometry.to_numpy(), source=_name_of(frame.crs), target=STORAGE_CRS)
    repaired = repair(shapes)
    ids = _ids(frame[name_field][repaired.usable], districts)
    rows = gpd.GeoDataFrame(
        {"district": ids}, geometry=repaired.geometries[repaired.usable], crs=STORAGE_CRS
    )
    joined = rows.dissolve("district").geometry
    return BoundarySet(
        BoundaryVersion(valid_from, source_text, status, *licence),
        tuple(Boundary(one.id, as_multipolygon(joined[one.id]), None) for one in districts),
    )


def _read(path: Path) -> gpd.GeoDataFrame:
    try:
        frame = gpd.read_file(path)
    except DataSourceError as error:
        raise UnreadableBoundariesError(file=path.name) from error
    if not isinstance(frame, gpd.GeoDataFrame):  # a table without shapes
        raise UnreadableBoundariesError(file=path.name)
    return frame


def _name_of(crs: CRS) -> str:
    """Return the reference system as PROJ knows it best: many ``.prj`` files name no code."""
    code = crs.to_epsg(min_confidence=70)
    return crs.to_wkt() if code is None else f"EPSG:{code}"


def _ids(given: Iterable[object], districts: Sequence[District]) -> list[DistrictId]:
    """Return the district of each row; raises ``BoundariesIncompleteError``."""
    known = known_names(districts)
    texts = [str(one) for one in given]
    found = {text: known.get(plain(text)) for text in texts}
    missing = [one.id for one in districts if one.id not in found.values()]
    unknown = sorted(text for text, id_ in found.items() if id_ is None)
    if unknown or missing:
        raise BoundariesIncompleteError(missing=missing, unknown=unknown)
    return [id_ for id_ in map(found.__getitem__, texts) if id_ is not None]
