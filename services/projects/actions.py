"""Acts on projects: fill, find their districts, count, export, and draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from geo.crs import STORAGE_CRS, WEB_MERCATOR, reproject
from geo.overlay import district_shares
from geo.partition import Partition
from maps.identity import label_place
from maps.tiles.encode import TileLayer
from services.database.revisions import bump, keep_passport
from services.districts.actions import partition_of
from services.districts.files import read_passports
from services.districts.model import BoundarySet, Counts, District, DistrictId
from services.districts.store import Districts
from services.projects.files import read_projects
from services.projects.model import (
    STATUSES,
    THEMES,
    PlacedProject,
    Project,
    Share,
    UnplacedProjectError,
)
from services.projects.store import Projects
from services.web.filter import Filter
from services.web.geojson import feature, to_lon_lat
from services.web.texts import Lang, say

PROJECTS_LAYER: Final = "projects"

_RULES: Final = {
    "Point": "point",
    "MultiPoint": "point",
    "LineString": "line",
    "MultiLineString": "line",
    "Polygon": "area",
    "MultiPolygon": "area",
}


def fill_projects(
    connection: Connection, boundaries: BoundarySet, *, data_dir: Path, now: datetime
) -> int:
    """Fill an empty database with the projects, placed; return how many.

    Writes; the caller owns the transaction. ``now`` is timezone-aware UTC.
    """
    store = Projects(connection)
    projects = read_projects(data_dir / "projects" / "projects.json")
    for one in projects:
        store.add(one)
    place_projects(connection, boundaries)
    bump(connection, PROJECTS_LAYER, now=now)
    keep_passport(
        connection, PROJECTS_LAYER, read_passports(data_dir / "layers.json")[PROJECTS_LAYER]
    )
    return len(projects)


def place_projects(connection: Connection, boundaries: BoundarySet) -> None:
    """Find the districts of every project under a boundary version and store them with it.

    Earlier versions keep theirs. Raises ``UnplacedProjectError`` for a project that would
    belong nowhere.
    """
    store = Projects(connection)
    districts = {one.id: one for one in Districts(connection).list()}
    order = {id_: one.number for id_, one in districts.items()}
    partition = partition_of(boundaries, districts)
    for one in store.list():
        shares = sorted(
            project_shares(one, partition),
            key=lambda found: (-found.share, order[found.district_id]),
        )
        store.place(one, boundaries.version.valid_from, shares, project_feature(one, shares))


def add_projects(
    connection: Connection, projects: Sequence[Project], *, on: date, now: datetime
) -> None:
    """Write projects and place them under every boundary version.

    Writes; the caller owns the transaction. Raises ``UnplacedProjectError`` for one that would
    belong nowhere on the day ``on`` or later; where it was before, nobody asks.
    """
    store, districts = Projects(connection), Districts(connection)
    known = {one.id: one for one in districts.list()}
    order = {id_: one.number for id_, one in known.items()}
    for one in projects:
        store.add(one)
    in_force = districts.version_in_force(on).valid_from
    for version in districts.versions():
        partition = partition_of(districts.boundaries(version), known)
        for one in projects:
            try:
                found = project_shares(one, partition)
            except UnplacedProjectError:
                if version.valid_from >= in_force:
                    raise
                found = ()
            shares = sorted(found, key=lambda each: (-each.share, order[each.district_id]))
            store.place(one, version.valid_from, shares, project_feature(one, shares))
    bump(connection, PROJECTS_LAYER, now=now)


def remove_projects(connection: Connection, projects: Sequence[Project], *, now: datetime) -> int:
    """Delete projects and return how many; those that something else refers to stay.

    Writes; the caller owns the transaction.
    """
    store = Projects(connection)
    gone = sum(store.remove(one.number) for one in projects)
    bump(connection, PROJECTS_LAYER, now=now)
    return gone


def project_shares(one: Project, partition: Partition) -> tuple[Share, ...]:
    """Return the districts of a project: by its geometry, else as its source declares them.

    A geometry wholly outside the city counts as none. Equal shares for declared districts,
    since nothing more is known. Raises ``UnplacedProjectError``.
    """
    if one.geometry is not None:
        found = district_shares(partition, one.geometry)
        if found:
            rule = _RULES[one.geometry.geom_type]
            return tuple(Share(DistrictId(id_), share, rule) for id_, share in found.items())
    declared = one.declared_districts
    if not declared and not one.citywide:
        raise UnplacedProjectError(project_id=one.id)
    return tuple(Share(id_, 1 / len(declared), "declared") for id_ in declared)


def project_feature(one: Project, shares: Sequence[Share]) -> str:
    """Return a project as the GeoJSON feature that the API joins."""
    return feature(
        one.id,
        one.geometry,
        {
            "id": one.id,
            "number": one.number,
            "name": one.name["de"],
            "name_en": one.name["en"],
            "status": one.status,
            "theme": one.themes[0],
            "themes": one.themes,
            "districts": [
                {"id": found.district_id, "share": round(found.share, 4), "rule": found.rule}
                for found in shares
            ],
            "citywide": one.citywide,
            "period_from": one.period_from,
            "period_to": one.period_to,
            "cost_eur": one.cost_eur,
            "funding_eur": one.funding_eur,
            "funding_program": one.funding_program,
            "accuracy_m": one.accuracy_m,
            "coordinate_kind": one.coordinate_kind,
            "label_point": label_point(one.geometry),
            "url": f"/projekte/{one.id}",
        },
    )


def label_point(geometry: BaseGeometry | None) -> tuple[float, float] | None:
    """Return where a project's marker belongs (longitude, latitude), None without a place."""
    if geometry is None:
        return None
    if geometry.geom_type == "LineString":
        place: Any = to_lon_lat(geometry.interpolate(0.5, normalized=True))
    else:
        place = to_lon_lat(label_place(geometry))
    return (place.x, place.y)


def count_projects(connection: Connection, filter_: Filter, on: date) -> Counts:
    """Return how many projects the filter finds: per district, city-wide, and each once."""
    valid_from = Districts(connection).version_in_force(on).valid_from
    store = Projects(connection)
    numbers = store.numbers(filter_, valid_from)
    return Counts(
        by_district=store.count_by_district(numbers, valid_from),
        citywide=store.count_citywide(numbers),
        total=len(numbers),
    )


def moved_projects(connection: Connection, before: date, after: date) -> int:
    """Return how many projects have other districts under one boundary version than another."""
    return Projects(connection).count_moved(before, after)


def project_tiles(connection: Connection, filter_: Filter, on: date) -> TileLayer:
    """Return the projects that the filter finds and that have a place, as a tile layer."""
    valid_from = Districts(connection).version_in_force(on).valid_from
    store = Projects(connection)
    placed = [
        (found.project, found.project.geometry, found.shares)
        for found in store.placed(store.numbers(filter_, valid_from), valid_from)
        if found.project.geometry is not None
    ]
    shapes = np.array([geometry for _, geometry, _ in placed], dtype=object)
    return TileLayer(
        name=PROJECTS_LAYER,
        geometries=reproject(shapes, source=STORAGE_CRS, target=WEB_MERCATOR),
        ids=[one.number for one, _, _ in placed],
        properties=[
            {
                "id": one.id,
                "number": one.number,
                "name": one.name["de"],
                "name_en": one.name["en"],
                "status": one.status,
                "theme": one.themes[0],
                "districts": ",".join(found.district_id for found in shares),
            }
            for one, _, shares in placed
        ],
    )


@dataclass(frozen=True)
class DistrictGroup:
    """The projects of one district (None: city-wide) as a list shows them.

    ``main`` have their largest share here, ``also`` lie here in part.
    """

    district: District | None
    main: tuple[PlacedProject, ...]
    also: tuple[PlacedProject, ...]

    @property
    def count(self) -> int:
        """How many projects touch the district: the number on its card."""
        return len(self.main) + len(self.also)


def project_rows(connection: Connection, filter_: Filter, on: date) -> tuple[PlacedProject, ...]:
    """Return the projects that the filter finds, with their districts, by number."""
    valid_from = Districts(connection).version_in_force(on).valid_from
    store = Projects(connection)
    return store.placed(store.numbers(filter_, valid_from), valid_from)


def group_by_district(
    connection: Connection, filter_: Filter, on: date
) -> tuple[DistrictGroup, ...]:
    """Return the projects that the filter finds under all nine districts and city-wide.

    A district without any is there too. A project that crosses districts stands in full under
    the one with its largest share and as a reference under the others.
    """
    rows = project_rows(connection, filter_, on)
    groups = [
        DistrictGroup(
            district=one,
            main=tuple(row for row in rows if row.main_district == one.id),
            also=tuple(
                row for row in rows if any(share.district_id == one.id for share in row.shares[1:])
            ),
        )
        for one in Districts(connection).list()
    ]
    citywide = tuple(row for row in rows if row.project.citywide)
    return (
        *groups,
        DistrictGroup(
            district=None,
            main=tuple(row for row in citywide if not row.shares),
            also=tuple(row for row in citywide if row.shares),
        ),
    )


_HEADERS: Final[Mapping[Lang, tuple[str, ...]]] = {
    "de": (
        "Nummer",
        "Kennung",
        "Projekt",
        "Stand",
        "Stand (Anmerkung)",
        "Themen",
        "Stadtteile",
        "Anteile",
        "Stadtweit",
        "Beginn",
        "Ende",
        "Kosten (EUR)",
        "Förderung (EUR)",
        "Förderprogramm",
        "Ort",
        "Länge (Grad)",
        "Breite (Grad)",
        "Genauigkeit (m)",
        "Quellen",
    ),
    "en": (
        "Number",
        "Id",
        "Project",
        "Status",
        "Status (note)",
        "Themes",
        "Districts",
        "Shares",
        "City-wide",
        "Start",
        "End",
        "Cost (EUR)",
        "Funding (EUR)",
        "Funding programme",
        "Place",
        "Longitude",
        "Latitude",
        "Accuracy (m)",
        "Sources",
    ),
}


def project_table(
    connection: Connection, filter_: Filter, on: date, *, lang: Lang
) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Return header and rows of the projects that the filter finds, for a spreadsheet."""
    names = {one.id: one.name for one in Districts(connection).list()}
    sources = Districts(connection).sources()
    yes = {"de": "ja", "en": "yes"}[lang]
    rows: list[Sequence[object]] = []
    for placed in project_rows(connection, filter_, on):
        one = placed.project
        lon, lat = label_point(one.geometry) or (None, None)
        rows.append(
            (
                one.number,
                one.id,
                say(one.name, lang),
                say(STATUSES[one.status], lang),
                say(one.details.status_note, lang),
                ", ".join(say(THEMES[theme], lang) for theme in one.themes),
                ", ".join(names[found.district_id] for found in placed.shares),
                ", ".join(f"{found.share:.0%}" for found in placed.shares),
                yes if one.citywide else "",
                one.period_from,
                one.period_to,
                one.cost_eur,
                one.funding_eur,
                one.funding_program,
                say(one.details.place, lang),
                lon,
                lat,
                one.accuracy_m,
                " | ".join(sources[key].url or sources[key].title for key in one.details.sources),
            )
        )
    return _HEADERS[lang], rows


def count_all(connection: Connection, on: date) -> int:
    """Return how many projects there are."""
    return count_projects(connection, Filter(), on).total
