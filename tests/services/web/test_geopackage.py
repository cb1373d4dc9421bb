"""GeoPackages: GDAL reads them, and SQLite finds what the standard asks for."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pyogrio
import pytest
import shapely
from shapely import Point

from services.web.columns import About, Column
from services.web.geopackage import to_geopackage

AT: Final = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ABOUT: Final = About(
    "stimmen", "Stimmen <aus> Herten", [("Lizenz", "dl-de/by-2-0"), ("Stand", "heute")], "https://a"
)
COLUMNS: Final = (
    Column("title", {"de": "Titel", "en": "Title"}),
    Column("supports", {"de": "Anzahl", "en": "Count"}, "integer"),
    Column("lon", {"de": "Länge", "en": "Longitude"}, "real"),
    Column("received_on", {"de": "Tag", "en": "Day"}, "date"),
    Column("demonstration", {"de": "Erfunden", "en": "Invented"}, "yes"),
)
HERE: Final = Point(371_250.0, 5_717_350.0)
THERE: Final = Point(369_000.0, 5_719_000.0)


def _cells(title: str = "Bank", **more: Any) -> Sequence[object]:
    row = {"supports": 3, "lon": 7.13, "received_on": date(2026, 11, 1), "demonstration": False}
    return [title, *(row | more).values()]


def _write(tmp_path: Path, *rows: tuple[Point | None, Sequence[object]]) -> Path:
    path = tmp_path / "stimmen.gpkg"
    path.write_bytes(to_geopackage(ABOUT, COLUMNS, rows, now=AT))
    return path


def test_gdal_reads_points_and_fields(tmp_path: Path) -> None:
    found = pyogrio.read_dataframe(_write(tmp_path, (HERE, _cells())), fid_as_index=True)

    row = found.iloc[0]
    assert (row.title, row.supports, row.lon) == ("Bank", 3, 7.13)
    assert (row.received_on.date(), bool(row.demonstration)) == (date(2026, 11, 1), False)
    assert row.geometry.equals(HERE)


def test_its_reference_system_is_that_of_the_workbench(tmp_path: Path) -> None:
    assert pyogrio.read_info(_write(tmp_path, (HERE, _cells())))["crs"] == "EPSG:25832"


def test_a_row_without_a_place_has_no_geometry(tmp_path: Path) -> None:
    found = pyogrio.read_dataframe(_write(tmp_path, (None, _cells()), (HERE, _cells())))

    assert [one is None for one in found.geometry] == [True, False]


def test_its_box_goes_round_all_points(tmp_path: Path) -> None:
    path = _write(tmp_path, (HERE, _cells()), (THERE, _cells()), (None, _cells()))

    expected = tuple(shapely.total_bounds([HERE, THERE]))
    assert tuple(pyogrio.read_info(path)["total_bounds"]) == expected


@pytest.mark.parametrize("rows", [[], [(None, _cells())]])
def test_without_any_point_it_is_a_geopackage_too(tmp_path: Path, rows: Any) -> None:
    assert pyogrio.read_info(_write(tmp_path, *rows))["features"] == len(rows)


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE stimmen; --", '"', "\x07", "🌳", "=1+1", "</dct:title>", "\u202e"]
)
def test_a_hostile_text_comes_back_as_it_is(tmp_path: Path, text: str) -> None:
    found = pyogrio.read_dataframe(_write(tmp_path, (HERE, _cells(text))))

    assert found.title[0] == text


def test_nothing_is_null(tmp_path: Path) -> None:
    path = _write(tmp_path, (HERE, [None] * len(COLUMNS)))

    with sqlite3.connect(path) as connection:
        row = connection.execute("SELECT * FROM stimmen").fetchone()
    assert row[2:] == (None,) * len(COLUMNS)


def test_it_carries_licence_and_description(tmp_path: Path) -> None:
    said = pyogrio.read_info(_write(tmp_path))["layer_metadata"]

    assert said["DESCRIPTION"] == "Lizenz: dl-de/by-2-0\nStand: heute"
    assert "<dct:license>https://a</dct:license>" in said["GPKG_METADATA_ITEM_1"]
    assert said["IDENTIFIER"] == "Stimmen <aus> Herten"


def test_sqlite_finds_it_sound_and_a_geopackage(tmp_path: Path) -> None:
    with sqlite3.connect(_write(tmp_path, (HERE, _cells()))) as connection:
        asked = ("application_id", "user_version", "integrity_check")
        found = [connection.execute(f"PRAGMA {one}").fetchone()[0] for one in asked]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    assert (found, orphans) == ([0x47504B47, 10_300, "ok"], [])
