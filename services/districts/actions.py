"""Acts on districts: fill, bring in new boundaries, count, and what the map needs of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from geo.crs import STORAGE_CRS, WEB_MERCATOR, reproject
from geo.partition import Adjacency, Partition
from geo.zones import Zone
from maps.identity import DistrictIdentity
from maps.locator import LocatorMap, locator_map
from maps.outline import outline_layer
from maps.tilejson import DISTRICTS
from maps.tiles.encode import TileLayer
from services.database.revisions import bump, keep_passport
from services.districts.files import (
    read_boundaries,
    read_districts,
    read_municipality,
    read_passports,
    read_places,
    read_sources,
)
from services.districts.model import (
    BoundariesIncompleteError,
    BoundarySet,
    BoundaryVersionTakenError,
    Contribution,
    Counts,
    District,
    DistrictId,
)
from services.districts.store import Districts
from services.web.filter import Filter

DISTRICTS_LAYER: Final = "districts"
PLACES_LAYER: Final = "places"


@dataclass(frozen=True)
class Card:
    """One card of the strip: a district (or None for city-wide), and its counts by room."""

    district: District | None
    counts: Mapping[str, int]


def fill_districts(connection: Connection, *, data_dir: Path, now: datetime) -> BoundarySet:
    """Fill an empty database with the city, its districts, places and boundaries.

    Writes; the caller owns the transaction. ``now`` is timezone-aware UTC.
    """
    store = Districts(connection)
    folder = data_dir / "districts" / "herten"
    for source in read_sources(data_dir / "sources.json"):
        store.add_source(source)
    store.add_municipality(read_municipality(folder / "city.json"))
    for district in read_districts(folder):
        store.add(district)
    for place in read_places(folder):
        store.add_place(place)
    passports = read_passports(data_dir / "layers.json")
    boundaries = read_boundaries(
        folder / "boundaries.geojson", licence=passports[DISTRICTS_LAYER]["licence"]
    )
    bump(connection, PLACES_LAYER, now=now)
    keep_passport(connection, PLACES_LAYER, passports[PLACES_LAYER])
    add_boundaries(boundaries, connection=connection, contributions=(), now=now)
    keep_passport(connection, DISTRICTS_LAYER, passports[DISTRICTS_LAYER])
    return boundaries


def add_boundaries(
    boundaries: BoundarySet,
    *,
    connection: Connection,
    contributions: Sequence[Contribution],
    now: datetime,
) -> None:
    """Take in a new boundary version and re-derive what every room knows of its districts.

    The former version and everything derived from it stay. One transaction, the caller's.
    Raises ``BoundaryVersionTakenError`` unless ``valid_from`` is later than every other,
    ``BoundariesIncompleteError`` unless exactly the known districts are there, and
    ``geo.partition.PartitionFaultsError`` for gaps and overlaps.
    """
    store = Districts(connection)
    known = {district.id: district for district in store.list()}
    given = {one.district_id for one in boundaries.boundaries}
    if given != known.keys():
        raise BoundariesIncompleteError(
            missing=sorted(known.keys() - given), unknown=sorted(given - known.keys())
        )
    newest = max((version.valid_from for version in store.versions()), default=None)
    if newest is not None and boundaries.version.valid_from <= newest:
        raise BoundaryVersionTakenError(valid_from=boundaries.version.valid_from, newest=newest)
    partition_of(boundaries, known)
    store.add_boundaries(boundaries, imported_at=now)
    for contribution in contributions:
        contribution.rederive(connection, boundaries)
    bump(connection, DISTRICTS_LAYER, *(one.name for one in contributions), now=now)


def partition_of(boundaries: BoundarySet, districts: Mapping[DistrictId, District]) -> Partition:
    """Return the districts as a partition; raises ``PartitionFaultsError`` for gaps, overlaps."""
    return Partition(_zones(boundaries, districts))


def _zones(boundaries: BoundarySet, districts: Mapping[DistrictId, District]) -> tuple[Zone, ...]:
    return tuple(
        Zone(one.district_id, districts[one.district_id].code, one.boundary)
        for one in boundaries.boundaries
    )


@lru_cache(maxsize=4)
def _adjacency(zones: tuple[Zone, ...]) -> tuple[Adjacency, ...]:
    # Checking a partition takes far longer than reading it, and boundaries change once in years.
    return Partition(zones).adjacency()


def boundaries_in_force(connection: Connection, on: date) -> BoundarySet:
    """Return the boundaries in force on a day or raise ``BoundariesMissingError``."""
    store = Districts(connection)
    return store.boundaries(store.version_in_force(on))


def cards(
    connection: Connection,
    filter_: Filter,
    *,
    contributions: Sequence[Contribution],
    on: date,
) -> tuple[Card, ...]:
    """Return the ten cards of the strip: all districts in their order, then city-wide.

    A district for which the filter finds nothing is there with 0.
    """
    counts = totals(connection, filter_, contributions=contributions, on=on)
    districts = Districts(connection).list()
    found = tuple(
        Card(
            district,
            {name: count.by_district.get(district.id, 0) for name, count in counts.items()},
        )
        for district in districts
    )
    return (*found, Card(None, {name: count.citywide for name, count in counts.items()}))


def totals(
    connection: Connection,
    filter_: Filter,
    *,
    contributions: Sequence[Contribution],
    on: date,
) -> Mapping[str, Counts]:
    """Return the counts of every contributing room under the filter."""
    return {
        one.name: one.count(connection, filter_, on)
        for one in contributions
        if one.count is not None
    }


def identities(districts: Sequence[District]) -> tuple[DistrictIdentity, ...]:
    """Return what the maps need to draw districts."""
    return tuple(
        DistrictIdentity(one.id, one.code, one.name, one.colour, one.sign) for one in districts
    )


def district_tiles(connection: Connection, _: Filter, on: date) -> tuple[TileLayer, TileLayer]:
    """Return the districts as areas, and the city border as a line, as tile layers.

    All nine, whatever the filter asks for.
    """
    districts = {one.id: one for one in Districts(connection).list()}
    boundaries = boundaries_in_force(connection, on).boundaries
    shapes = np.array([one.boundary for one in boundaries], dtype=object)
    projected = reproject(shapes, source=STORAGE_CRS, target=WEB_MERCATOR)
    rows = [districts[one.district_id] for one in boundaries]
    areas = TileLayer(
        name=DISTRICTS,
        geometries=projected,
        ids=[row.number for row in rows],
        properties=[
            {"id": row.id, "code": row.code, "name": row.name, "colour": row.colour} for row in rows
        ],
        simplify=False,  # each on its own would part from its neighbours
    )
    return areas, outline_layer(projected)


def place_tiles(connection: Connection, filter_: Filter, _: date) -> TileLayer:
    """Return the places as a tile layer, those of the asked districts only."""
    wanted = set(filter_.districts)
    places = [
        place
        for place in Districts(connection).places()
        if not wanted or place.district_id in wanted
    ]
    shapes = np.array([place.location for place in places], dtype=object)
    return TileLayer(
        name=PLACES_LAYER,
        geometries=reproject(shapes, source=STORAGE_CRS, target=WEB_MERCATOR),
        ids=[place.number for place in places],
        properties=[
            {
                "id": place.id,
                "name": place.name,
                "kind": place.kind,
                "district": place.district_id,
            }
            for place in places
        ],
    )


def neighbours(
    connection: Connection, district_id: DistrictId, on: date
) -> tuple[tuple[District, float], ...]:
    """Return the neighbouring districts with the length of the shared border in metres.

    The longest border first.
    """
    districts = {one.id: one for one in Districts(connection).list()}
    zones = _zones(boundaries_in_force(connection, on), districts)
    found = [
        (
            districts[DistrictId(pair.right if pair.left == district_id else pair.left)],
            pair.length_m,
        )
        for pair in _adjacency(zones)
        if district_id in (pair.left, pair.right)
    ]
    return tuple(sorted(found, key=lambda row: -row[1]))


def locator(
    connection: Connection,
    on: date,
    *,
    highlight: DistrictId | None = None,
    mark: BaseGeometry | None = None,
) -> LocatorMap:
    """Return the small map of all nine districts that pages and prints show without script.

    ``mark`` is a shape in EPSG:25832 to point at.
    """
    districts = {one.id: one for one in Districts(connection).list()}
    boundaries = boundaries_in_force(connection, on).boundaries
    return locator_map(
        identities([districts[one.district_id] for one in boundaries]),
        tuple(one.boundary for one in boundaries),
        highlight=highlight,
        mark=mark,
    )


def city_bounds(boundaries: BoundarySet) -> tuple[float, float, float, float]:
    """Return the city's box: west, south, east, north in EPSG:25832, metres."""
    west, south, east, north = shapely.total_bounds(
        np.array([one.boundary for one in boundaries.boundaries], dtype=object)
    )
    return (float(west), float(south), float(east), float(north))
