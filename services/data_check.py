"""``werkbank check-data``: whether what a fresh installation starts with hangs together."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import orjson
import shapely
from shapely import MultiPolygon

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from geo.errors import WorkbenchError
from services.comments.placing import Ground
from services.demo import demo_faults, read_demo
from services.districts.actions import partition_of
from services.districts.compare import OutlineComparison, compare_outline
from services.districts.files import (
    as_multipolygon,
    read_boundaries,
    read_districts,
    read_passports,
    read_places,
    read_sources,
)
from services.districts.model import BoundarySet, DistrictId
from services.processes.files import read_processes, read_streets
from services.processes.model import ASKED_KINDS, STANDING_IDS
from services.projects.actions import project_shares
from services.projects.files import read_projects
from services.projects.model import THEMES

_CHECKSUM = re.compile(r"^\|\s*`?([\w./-]+)`?\s*\|\s*`?([0-9a-f]{64})`?\s*\|", re.MULTILINE)
FOLDERS = ("districts/herten", "projects", "streets", "processes", "demo")


def check_everything(data_dir: Path) -> list[str]:
    """Return what is wrong, one line each; empty when all is well."""
    wrong: list[str] = []
    checks = [*(_checksums(data_dir / folder) for folder in FOLDERS), _references(data_dir)]
    for check in checks:
        try:
            wrong += check
        except (WorkbenchError, KeyError, TypeError, ValueError, OSError) as error:
            wrong.append(f"{type(error).__name__}: {error}")
    return wrong


def _checksums(folder: Path) -> Iterator[str]:
    listed = _CHECKSUM.findall((folder / "SOURCE.md").read_text("utf-8"))
    if not listed:
        yield f"{folder.name}/SOURCE.md lists no checksum"
    for name, expected in listed:
        path = folder / name
        if not path.is_file():
            path = folder.parent / name
        if not path.is_file():
            yield f"{name} is missing"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            yield f"{name} differs from the checksum in SOURCE.md"


def _references(data_dir: Path) -> Iterator[str]:
    folder = data_dir / "districts" / "herten"
    districts = {one.id: one for one in read_districts(folder)}
    boundaries = _own_boundaries(data_dir)
    partition = partition_of(boundaries, districts)
    known = {one.key for one in read_sources(data_dir / "sources.json")}
    told = read_passports(data_dir / "layers.json")["districts"]["source"]["de"]
    if told != boundaries.version.source:
        yield "layers.json and boundaries.geojson name different sources of the boundaries"
    shapes = {one.district_id: one.boundary for one in boundaries.boundaries}
    for place in read_places(folder):
        if not shapes[place.district_id].covers(place.location):
            yield f"place {place.id} lies outside {place.district_id}"
        yield from (f"place {place.id}: no source {key}" for key in set(place.sources) - known)
    for project in read_projects(data_dir / "projects" / "projects.json"):
        project_shares(project, partition)
        missing = set(project.details.sources) - known
        yield from (f"project {project.id}: no source {key}" for key in missing)
    yield from _streets(data_dir, shapes, known)
    yield from _processes(data_dir)
    yield from _demo(data_dir, Ground(districts, (boundaries,)))


def _streets(
    data_dir: Path, shapes: Mapping[DistrictId, MultiPolygon], known: Collection[str]
) -> Iterator[str]:
    seen: set[tuple[str, DistrictId]] = set()
    for street in read_streets(data_dir / "streets" / "streets.json"):
        name = f"street {street.name} in {street.district_id}"
        if (street.name, street.district_id) in seen:
            yield f"{name} stands there twice"
        seen.add((street.name, street.district_id))
        if street.location and not shapes[street.district_id].covers(street.location):
            yield f"{name} lies outside its district"
        if (street.location is None) != (street.accuracy_m is None):
            yield f"{name}: a point and its accuracy belong together"
        yield from (f"{name}: no source {key}" for key in street.sources if key not in known)


def _processes(data_dir: Path) -> Iterator[str]:
    found = read_processes(
        data_dir / "processes" / "processes.json", published_at=datetime.now(UTC)
    )
    missing = set(STANDING_IDS) - {one.id for one in found}
    yield from (f"process {id_} is missing" for id_ in sorted(missing))
    for one in found:
        strange = {*one.themes} - THEMES.keys() | {*one.kinds} - {*ASKED_KINDS}
        yield from (f"process {one.id}: nobody knows {word}" for word in sorted(strange))


def _demo(data_dir: Path, ground: Ground) -> Iterator[str]:
    path = data_dir / "processes" / "processes.json"
    processes = {one.id: one for one in read_processes(path, published_at=datetime.now(UTC))}
    projects = {one.id for one in read_projects(data_dir / "projects" / "projects.json")}
    voices = read_demo(data_dir / "demo" / "voices.json")
    yield from (f"demo {line}" for line in demo_faults(voices, processes, ground, projects))


def _own_boundaries(data_dir: Path) -> BoundarySet:
    licence = read_passports(data_dir / "layers.json")["districts"]["licence"]
    return read_boundaries(
        data_dir / "districts" / "herten" / "boundaries.geojson", licence=licence
    )


def compare_with_outline(data_dir: Path, outline: Path) -> OutlineComparison:
    """Compare the districts' union with a city outline given as GeoJSON (CRS84)."""
    boundaries = _own_boundaries(data_dir)
    union = as_multipolygon(shapely.union_all([one.boundary for one in boundaries.boundaries]))
    features = orjson.loads(outline.read_bytes())["features"]
    given = shapely.union_all([shapely.geometry.shape(one["geometry"]) for one in features])
    projected = reproject(given, source=LON_LAT, target=STORAGE_CRS)
    return compare_outline(union, as_multipolygon(projected))
