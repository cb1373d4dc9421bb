"""Official boundaries as GIS departments send them: files of any kind, system and spelling."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.crs import STORAGE_CRS, reproject
from geo.partition import GeometryKindError
from services.districts.files import read_boundaries, read_districts
from services.districts.model import (
    BoundariesIncompleteError,
    BoundariesWithoutCrsError,
    BoundarySet,
    BoundaryVersion,
    District,
    NameFieldMissingError,
    UnreadableBoundariesError,
)
from services.districts.official import read_official
from services.settings import PROJECT_ROOT
from tests.terms import LICENCE, TERMS

FOLDER: Final = PROJECT_ROOT / "data" / "districts" / "herten"
HERTEN: Final = read_boundaries(FOLDER / "boundaries.geojson", licence=LICENCE)
DISTRICTS: Final = read_districts(FOLDER)
IDS: Final = [one.id for one in DISTRICTS]
SHAPES: Final = [shapely.get_geometry(one.boundary, 0) for one in HERTEN.boundaries]
LATER: Final = date(2027, 7, 1)


def frame(
    shapes: Sequence[BaseGeometry | None] = SHAPES,
    names: Sequence[object] = tuple(IDS),
    *,
    crs: str | None = STORAGE_CRS,
) -> gpd.GeoDataFrame:
    """Return a layer as a GIS department would send it, in ``crs``."""
    geometry = np.array([*shapes], dtype=object)
    return gpd.GeoDataFrame({"NAME": list(names)}, geometry=geometry, crs=crs)


def in_system(crs: str) -> gpd.GeoDataFrame:
    there: NDArray[np.object_] = reproject(
        np.array(SHAPES, dtype=object), source=STORAGE_CRS, target=crs
    )
    return frame(there.tolist(), crs=crs)


def read(path: Path, *, name_field: str = "NAME") -> BoundarySet:
    return read_official(
        path,
        districts=DISTRICTS,
        name_field=name_field,
        valid_from=LATER,
        source_text="Vermessungsamt",
        licence=TERMS,
    )


@pytest.fixture
def written(tmp_path: Path) -> Callable[[gpd.GeoDataFrame], Path]:
    """Write a layer as GeoPackage, which keeps every coordinate to the last bit."""

    def write(layer: gpd.GeoDataFrame) -> Path:
        path = tmp_path / "stadtteile.gpkg"
        layer.to_file(path)
        return path

    return write


def farthest_m(found: BoundarySet, expected: Sequence[BaseGeometry] = SHAPES) -> float:
    """Return how far the farthest vertex of any district is from where it should be."""
    return max(
        shapely.hausdorff_distance(one.boundary.boundary, shape.boundary)
        for one, shape in zip(found.boundaries, expected, strict=True)
    )


def _geojson(folder: Path) -> Path:
    path = folder / "stadtteile.geojson"
    in_system("EPSG:4326").to_file(path, driver="GeoJSON", COORDINATE_PRECISION=9)
    return path


def _geopackage(folder: Path) -> Path:
    path = folder / "stadtteile.gpkg"
    frame().to_file(path)
    return path


def _shapefile(folder: Path) -> Path:
    path = folder / "stadtteile.shp"
    frame().to_file(path)
    return path


def _zipped_shapefile(folder: Path) -> Path:
    parts = _shapefile(folder).parent.glob("stadtteile.*")
    path = folder / "stadtteile.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(parts):
            if part != path:
                archive.write(part, part.name)
    return path


@pytest.mark.parametrize("write", [_geojson, _geopackage, _shapefile, _zipped_shapefile])
def test_every_usual_kind_of_file_is_read(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    assert farthest_m(read(write(tmp_path))) < 0.001


def test_boundaries_come_in_the_order_of_the_districts(
    written: Callable[[gpd.GeoDataFrame], Path],
) -> None:
    path = written(frame(SHAPES[::-1], IDS[::-1]))

    assert [one.district_id for one in read(path).boundaries] == IDS


def test_the_version_is_official_and_says_where_it_comes_from_and_on_which_terms(
    written: Callable[[gpd.GeoDataFrame], Path],
) -> None:
    expected = BoundaryVersion(LATER, "Vermessungsamt", "official", *TERMS)

    assert read(written(frame())).version == expected


def _umlauts_spelt_out(one: District) -> str:
    return one.name.replace("ü", "ue")


@pytest.mark.parametrize(
    "spelt",
    [
        lambda one: one.id,
        lambda one: one.code,
        lambda one: one.code.lower(),
        lambda one: one.name,
        lambda one: one.name.upper(),
        lambda one: one.name.removeprefix("Herten-"),
        lambda one: one.name.replace("-", " "),
        lambda one: f" {one.name} ",
        _umlauts_spelt_out,
    ],
    ids=["id", "code", "lower", "name", "upper", "short", "blank", "padded", "ue"],
)
def test_a_district_is_known_by_id_code_and_name(
    written: Callable[[gpd.GeoDataFrame], Path], spelt: Callable[[District], str]
) -> None:
    path = written(frame(names=[spelt(one) for one in DISTRICTS]))

    assert [one.district_id for one in read(path).boundaries] == IDS


@pytest.mark.parametrize(
    "crs", ["EPSG:31466", "EPSG:31467", "EPSG:4647", "EPSG:4258", "EPSG:3857", "EPSG:25833"]
)
def test_any_reference_system_ends_where_geo_crs_puts_it(
    written: Callable[[gpd.GeoDataFrame], Path], crs: str
) -> None:
    assert farthest_m(read(written(in_system(crs)))) < 0.01


READ: Final = """
import sys
from datetime import date
from pathlib import Path
from services.districts.files import read_districts
from services.districts.official import read_official

found = read_official(
    Path(sys.argv[1]),
    districts=read_districts(Path(sys.argv[2])),
    name_field="NAME",
    valid_from=date(2027, 7, 1),
    source_text="",
    licence=("", ""),
)
print(found.boundaries[0].boundary.wkb_hex)
"""


def test_the_old_german_system_ends_there_in_a_new_process_too(
    written: Callable[[gpd.GeoDataFrame], Path],
) -> None:
    # Whoever asks PROJ first must show it the grid: without it, boundaries land 0.4 m beside.
    path = written(in_system("EPSG:31466"))

    done = subprocess.run(
        [sys.executable, "-c", READ, path, FOLDER],
        env={"PYTHONPATH": str(PROJECT_ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    found = shapely.from_wkb(done.stdout.strip())
    assert shapely.hausdorff_distance(found.boundary, SHAPES[0].boundary) < 0.01


def test_a_prj_file_without_a_code_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "stadtteile.shp"
    in_system("EPSG:31466").to_file(path)
    path.with_suffix(".prj").write_text(
        'PROJCS["DHDN_3_Degree_Gauss_Zone_2",GEOGCS["GCS_Deutsches_Hauptdreiecksnetz",'
        'DATUM["D_Deutsches_Hauptdreiecksnetz",SPHEROID["Bessel_1841",6377397.155,299.1528128]],'
        'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
        'PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",2500000.0],'
        'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",6.0],'
        'PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
    )

    assert farthest_m(read(path)) < 0.01


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_file_without_reference_system_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stadtteile.shp"
    frame(crs=None).to_file(path)

    with pytest.raises(BoundariesWithoutCrsError) as refused:
        read(path)

    assert refused.value.file == "stadtteile.shp"


def test_a_wrong_field_is_refused_with_those_that_are_there(
    written: Callable[[gpd.GeoDataFrame], Path],
) -> None:
    layer = frame()
    layer["NR"] = range(9)

    with pytest.raises(NameFieldMissingError) as refused:
        read(written(layer), name_field="STADTTEIL")

    assert (refused.value.field, refused.value.known) == ("STADTTEIL", ["NAME", "NR"])


def test_several_rows_of_a_district_are_joined(
    written: Callable[[gpd.GeoDataFrame], Path],
) -> None:
    west, south, east, north = SHAPES[0].bounds
    middle = (west + east) / 2
    halves = [
        shapely.intersection(SHAPES[0], shapely.box(west, south, middle, north)),
        shapely.intersection(SHAPES[0], shapely.box(middle, south, east, north)),
    ]
    path = written(frame([*halves, *SHAPES[1:]], [IDS[0], *IDS]))

    found = read(path).boundaries[0].boundary
    assert found.area == pytest.approx(SHAPES[0].area)
    assert shapely.symmetric_difference(found, SHAPES[0]).area < 0.01


def test_a_hole_stays_a_hole(written: Callable[[gpd.GeoDataFrame], Path]) -> None:
    hole = SHAPES[0].representative_point().buffer(50)
    holed = shapely.difference(SHAPES[0], hole)
    path = written(frame([holed, *SHAPES[1:]]))

    (part,) = read(path).boundaries[0].boundary.geoms
    assert len(part.interiors) == 1
    assert part.area == pytest.approx(holed.area)


def test_an_island_stays_a_second_part(written: Callable[[gpd.GeoDataFrame], Path]) -> None:
    island = shapely.box(390_000, 5_717_000, 390_100, 5_717_100)
    path = written(frame([MultiPolygon([SHAPES[0], island]), *SHAPES[1:]]))

    assert len(read(path).boundaries[0].boundary.geoms) == 2


def test_a_shape_that_crosses_itself_is_repaired(
    written: Callable[[gpd.GeoDataFrame], Path],
) -> None:
    bow_tie = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    path = written(frame([bow_tie, *SHAPES[1:]]))

    found = read(path).boundaries[0].boundary
    assert found.is_valid
    assert found.area == pytest.approx(5_000)


def test_heights_are_dropped(written: Callable[[gpd.GeoDataFrame], Path]) -> None:
    found = read(written(frame([shapely.force_3d(one, 60.0) for one in SHAPES])))

    assert not any(one.boundary.has_z for one in found.boundaries)


def test_missing_and_unknown_districts_are_told_together(
    written: Callable[[gpd.GeoDataFrame], Path],
) -> None:
    path = written(frame(names=["Atlantis", *IDS[1:]]))

    with pytest.raises(BoundariesIncompleteError) as refused:
        read(path)

    assert (refused.value.missing, refused.value.unknown) == ([IDS[0]], ["Atlantis"])


def test_a_district_without_a_shape_is_missing(
    written: Callable[[gpd.GeoDataFrame], Path],
) -> None:
    path = written(frame([None, *SHAPES[1:]]))

    with pytest.raises(BoundariesIncompleteError) as refused:
        read(path)

    assert refused.value.missing == [IDS[0]]


@pytest.mark.parametrize(
    "kind", [lambda one: one.centroid, lambda one: one.boundary], ids=["points", "lines"]
)
def test_points_and_lines_are_no_boundaries(
    written: Callable[[gpd.GeoDataFrame], Path], kind: Callable[[Any], BaseGeometry]
) -> None:
    path = written(frame([kind(one) for one in SHAPES]))

    with pytest.raises(GeometryKindError) as refused:
        read(path)

    assert refused.value.expected == ["Polygon", "MultiPolygon"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("stadtteile.geojson", '{"type": "FeatureCollection", "feat'),
        ("stadtteile.shp", "no shapefile"),
        ("stadtteile.pdf", "%PDF-1.7"),
        ("stadtteile.csv", "NAME,FLAECHE\nbertlich,4.0\n"),
    ],
)
def test_a_file_that_is_no_layer_of_shapes_is_refused(
    tmp_path: Path, name: str, content: str
) -> None:
    path = tmp_path / name
    path.write_text(content)

    with pytest.raises(UnreadableBoundariesError) as refused:
        read(path)

    assert refused.value.file == name
