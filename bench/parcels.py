"""Makes a shapefile of many parcels in Herten, as a land registry might hand it out.

    python -m bench.parcels FOLDER/parcels.zip --count 200000 --seed 1 --crs EPSG:31466

Lots side by side over the whole city, without gaps and without overlaps: neighbours share every
vertex of their edge. Coordinates have all their digits, as after a reprojection, and lots more
vertices than most registries give them: 200,000 make a heavy archive, about 100 MB. Written with
numpy after the ESRI white paper (1998), so that no reader meets its own hand.
"""

from __future__ import annotations

import argparse
import json
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.crs import LON_LAT, STORAGE_CRS, reproject, transformer
from services.settings import PROJECT_ROOT

Numbers: TypeAlias = NDArray[np.float64]

BOUNDARIES: Final = PROJECT_ROOT / "data" / "districts" / "herten" / "boundaries.geojson"
COUNT: Final = 200_000
DEEP: Final = 2.4
"""A lot is so many times as deep as it is wide."""
SIDE: Final = 18
"""Vertices along the deep side of a lot, its corners among them."""
FRONTS: Final = (4, 8, 12, 16)
"""Vertices along a front, by row: straight streets and winding ones."""
_POLYGON: Final = 5
_ENCODING: Final = "cp1252"
_COLUMNS: Final = (
    ("FLSTKENNZ", "C", 20, 0),
    ("GEMARKUNG", "C", 24, 0),
    ("FLUR", "N", 3, 0),
    ("ZAEHLER", "N", 6, 0),
    ("FLAECHE", "N", 12, 2),
    ("NUTZUNG", "C", 24, 0),
    ("LAGE", "C", 40, 0),
    ("EIGENTUM", "C", 16, 0),
    ("STAND", "D", 8, 0),
)
_USES: Final = ("Wohnbaufläche", "Straßenverkehr", "Grünanlage", "Gehölz", "Ackerland", "Gewerbe")
_OWNERS: Final = ("privat", "Stadt Herten", "Land NRW", "Kirche")
_STREETS: Final = ("Königstraße", "Hürther Weg", "Ackerstraße", "Über der Höhe", "Lindenweg")
_PLACES: Final = ("Herten", "Westerholt", "Disteln", "Scherlebeck", "Langenbochum")


@dataclass(frozen=True)
class Row:
    """Lots side by side: closed rings in metres, clockwise; shape (lots, vertices, 2)."""

    rings: Numbers

    def areas(self) -> Numbers:
        """Return the area of each lot in square metres."""
        x, y = self.rings[..., 0], self.rings[..., 1]
        areas: Numbers = np.abs((x[:, :-1] * y[:, 1:] - x[:, 1:] * y[:, :-1]).sum(axis=1)) / 2
        return areas


def make_rows(count: int = COUNT, *, seed: int = 1) -> Iterator[Row]:
    """Yield ``count`` lots of the city, row by row from the south (EPSG:25832)."""
    city = _city()
    wide = np.sqrt(city.area / count / DEEP) * 0.995
    west, south, east, north = city.bounds
    columns, rows = int((east - west) / wide) + 1, int((north - south) / wide / DEEP) + 1
    random = np.random.default_rng(seed)
    lattice = _lattice(random, columns + 1, rows + 1, wide) + np.array((west, south))
    left = count
    lower = _along(random, lattice[0, :-1], lattice[0, 1:], FRONTS[0])
    for row in range(rows):
        sides = _along(random, lattice[row], lattice[row + 1], SIDE)
        front = FRONTS[(row + 1) % len(FRONTS)]
        upper = _along(random, lattice[row + 1, :-1], lattice[row + 1, 1:], front)
        rings = np.concatenate(
            (sides[:-1], upper[:, 1:], sides[1:, -2::-1], lower[:, -2::-1]), axis=1
        )
        middles = rings[:, :-1].mean(axis=1)
        inside = rings[shapely.contains_xy(city, middles)][:left]
        lower, left = upper, left - len(inside)
        if len(inside):
            yield Row(inside)


def write_parcels(
    target: Path, *, count: int = COUNT, seed: int = 1, crs: str = STORAGE_CRS
) -> Path:
    """Write the lots as a zipped shapefile and return its path."""
    rows = list(make_rows(count, seed=seed))
    moved = [_moved(row.rings, crs) for row in rows]
    records = [_records(rings) for rings in moved]
    stem = target.stem
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(f"{stem}.shp", _shp(records, moved))
        archive.writestr(f"{stem}.shx", _shx(records, moved))
        archive.writestr(f"{stem}.dbf", _dbf(rows, seed=seed))
        archive.writestr(f"{stem}.prj", CRS(crs).to_wkt("WKT1_ESRI"))
        archive.writestr(f"{stem}.cpg", "1252")
    return target


def _city() -> BaseGeometry:
    collection = json.loads(BOUNDARIES.read_text("utf-8"))
    shapes = [shapely.from_geojson(json.dumps(one["geometry"])) for one in collection["features"]]
    return reproject(shapely.union_all(shapes), source=LON_LAT, target=STORAGE_CRS)


def _lattice(random: np.random.Generator, columns: int, rows: int, wide: float) -> Numbers:
    """Return the corners of all lots, each a little off its place; shape (rows, columns, 2)."""
    x, y = np.meshgrid(np.arange(columns) * wide, np.arange(rows) * wide * DEEP)
    off = random.uniform(-0.15, 0.15, size=(rows, columns, 2)) * wide
    return np.stack((x, y), axis=-1) + off


def _along(random: np.random.Generator, start: Numbers, end: Numbers, vertices: int) -> Numbers:
    """Return edges with so many vertices, bent by at most 2 % of their length."""
    at = np.linspace(0, 1, vertices)[None, :, None]
    step = (end - start)[:, None, :]
    bend = random.uniform(-0.02, 0.02, size=(len(start), vertices, 1))
    bend[:, [0, -1]] = 0
    return start[:, None, :] + at * step + bend * step[..., ::-1] * (-1, 1)


def _moved(rings: Numbers, crs: str) -> Numbers:
    if crs == STORAGE_CRS:
        return rings
    x, y = transformer(STORAGE_CRS, crs).transform(rings[..., 0], rings[..., 1])
    return np.stack((x, y), axis=-1)


def _records(rings: Numbers) -> bytes:
    vertices = rings.shape[1]
    layout = np.dtype(
        [
            ("number", ">i4"),
            ("words", ">i4"),
            ("kind", "<i4"),
            ("box", "<f8", 4),
            ("parts", "<i4"),
            ("vertices", "<i4"),
            ("part", "<i4"),
            ("ring", "<f8", (vertices, 2)),
        ]
    )
    rows = np.zeros(len(rings), layout)
    rows["words"] = (layout.itemsize - 8) // 2
    rows["kind"], rows["parts"], rows["vertices"] = _POLYGON, 1, vertices
    rows["box"] = np.concatenate((rings.min(axis=1), rings.max(axis=1)), axis=1)
    rows["ring"] = rings
    return rows.tobytes()


def _shp(records: list[bytes], moved: list[Numbers]) -> bytes:
    body = bytearray().join(records)
    # Records are numbered from 1; rows are of different sizes, so the numbers come last.
    offsets, _ = _places(records, moved)
    numbers = np.arange(1, len(offsets) + 1, dtype=">i4").view(np.uint8).reshape(-1, 4)
    np.frombuffer(body, np.uint8)[offsets[:, None] + np.arange(4)] = numbers
    return _header(len(body), moved) + bytes(body)


def _shx(records: list[bytes], moved: list[Numbers]) -> bytes:
    offsets, sizes = _places(records, moved)
    rows = np.stack(((offsets + 100) // 2, sizes // 2 - 4), axis=1).astype(">i4")
    return _header(rows.nbytes, moved) + rows.tobytes()


def _places(
    records: list[bytes], moved: list[Numbers]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each record begins behind the header, and its size, both in bytes."""
    sizes = np.concatenate(
        [
            np.full(len(rings), len(body) // len(rings))
            for body, rings in zip(records, moved, strict=True)
        ]
    )
    return np.cumsum(sizes) - sizes, sizes


def _header(body: int, moved: list[Numbers]) -> bytes:
    low = np.min([rings.min(axis=(0, 1)) for rings in moved], axis=0)
    high = np.max([rings.max(axis=(0, 1)) for rings in moved], axis=0)
    return (
        struct.pack(">i20xi", 9994, (100 + body) // 2)
        + struct.pack("<ii", 1000, _POLYGON)
        + struct.pack("<8d", *low, *high, 0, 0, 0, 0)
    )


def _dbf(rows: list[Row], *, seed: int) -> bytes:
    areas = np.concatenate([row.areas() for row in rows])
    size = 1 + sum(width for _, _, width, _ in _COLUMNS)
    head = struct.pack("<4BIHH20x", 3, 126, 11, 23, len(areas), 33 + 32 * len(_COLUMNS), size)
    head += b"".join(
        struct.pack("<11sc4xBB14x", name.encode(), kind.encode(), width, decimals)
        for name, kind, width, decimals in _COLUMNS
    )
    lines = "".join(_lines(areas, np.random.default_rng(seed)))
    return head + b"\r" + lines.encode(_ENCODING) + b"\x1a"


def _lines(areas: Numbers, random: np.random.Generator) -> Iterator[str]:
    uses = random.choice(len(_USES), len(areas), p=(0.6, 0.1, 0.1, 0.05, 0.1, 0.05)).tolist()
    owners = random.choice(len(_OWNERS), len(areas), p=(0.8, 0.12, 0.05, 0.03)).tolist()
    houses = random.integers(1, 250, len(areas)).tolist()
    for number, area in enumerate(areas.tolist()):
        sheet, place = number // 400 % 99 + 1, number * len(_PLACES) // len(areas)
        yield (
            f" {f'05{4300 + place}{sheet:03d}{number:08d}':20}{_PLACES[place]:24}{sheet:3d}"
            f"{number % 400 + 1:6d}{area:12.2f}{_USES[uses[number]]:24}"
            f"{_STREETS[number // 40 % len(_STREETS)] + f' {houses[number]}':40}"
            f"{_OWNERS[owners[number]]:16}20260930"
        )


def main() -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--crs", default=STORAGE_CRS)
    asked = parser.parse_args()
    made = write_parcels(asked.target, count=asked.count, seed=asked.seed, crs=asked.crs)
    print(f"{made}: {made.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
