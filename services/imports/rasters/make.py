"""Turns a GeoTIFF into what the workbench serves: its cells for the map, and numbers by district.

The numbers are counted on the cells of the file itself, in its own reference system; only the
picture of them is made anew. Cells further than 5 km from the city stay behind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import rasterio
import shapely
from numpy.typing import NDArray
from rasterio.io import DatasetReader

from geo import crs, prj
from geo.raster import Cells, Grid, Window, ZoneCells
from services.imports.model import ImportRefusedError, Message
from services.imports.raster_choices import RASTER_CHOICES, RasterChoices
from services.imports.rasters.opening import cells_of, grid_of, opened
from services.imports.rasters.painting import Painter, box_of, target_grid
from services.imports.systems import NEAR
from services.layers.imported import CrsPassport, VersionPassport
from services.layers.rasters.counting import count_zones, whole_numbers
from services.layers.rasters.model import BandFacts, RasterFacts

FILE: Final = "raster.tif"
CELLS_MOST: Final = 120_000_000
CLASSES_MOST: Final = 64
_SAMPLE: Final = 1_000_000
_STRIP_CELLS: Final = 4_000_000
_TWENTIETHS: Final = np.linspace(0, 1, 21)
_IMAGE_BANDS: Final = 3
_EDGE_STEP_M: Final = 1_000


@dataclass(frozen=True)
class _Raster:
    """The part of a file near the city, and how it is meant."""

    dataset: DatasetReader
    name: str
    choices: RasterChoices
    grid: Grid
    window: Window

    @property
    def system(self) -> str:
        return f"EPSG:{self.choices.epsg}"

    def cells(self, band: int) -> Cells:
        """Return what reads a band by windows of ``grid``."""
        whole = cells_of(self.dataset, band, nodata=self.choices.nodata)
        column, row = self.window.column, self.window.row

        def read(one: Window) -> np.ma.MaskedArray[Any, Any]:
            values = whole(Window(one.column + column, one.row + row, one.columns, one.rows))
            return whole_numbers(values) if self.choices.kind == "classes" else values

        return read


def make_raster(
    path: Path,
    *,
    name: str,
    choices: Mapping[str, Any],
    boundaries: Sequence[Mapping[str, Any]],
    into: Path,
) -> Mapping[str, Any]:
    """Write ``raster.tif`` into a folder, and return what is known of it, as plain values."""
    meant = RASTER_CHOICES.validate_python(choices)
    with opened(path, name=name) as dataset:
        raster = _near_the_city(dataset, name, meant)
        bands = () if meant.kind == "image" else tuple(dataset.indexes)
        samples = [_sample(raster, band) for band in bands]
        classes = _classes(raster, samples)
        target = target_grid(raster.grid, raster.system, bands=len(bands) or _IMAGE_BANDS)
        into.mkdir(parents=True, exist_ok=True)
        Painter(
            source=raster.grid,
            target=target,
            move=crs.transformer(crs.WEB_MERCATOR, raster.system).transform,
            readers=[raster.cells(band) for band in bands or range(1, _IMAGE_BANDS + 1)],
            mask=None if bands else _image_mask(raster),
        ).write(into / FILE, kind=meant.kind, types=dataset.dtypes)
        facts = RasterFacts(
            kind=meant.kind,
            band=meant.band,
            unit=meant.unit,
            bands=tuple(
                BandFacts(_band_name(dataset, band), _quantiles(sample))
                for band, sample in zip(bands, samples, strict=True)
            ),
            epsg=meant.epsg,
            cell_width=raster.grid.cell_width,
            cell_height=raster.grid.cell_height,
            columns=raster.grid.columns,
            rows=raster.grid.rows,
            zoom=target.zoom,
            box=box_of(raster.grid, raster.system, crs.LON_LAT),
            classes=classes,
            west=raster.grid.west,
            north=raster.grid.north,
            zones={} if meant.kind == "image" else _zones(raster, boundaries),
        )
        return {
            "feature_count": 0,
            "raster": asdict(facts),
            "bounds": box_of(raster.grid, raster.system, crs.STORAGE_CRS),
            "passport": asdict(_passport(raster)),
        }


def _near_the_city(dataset: DatasetReader, name: str, choices: RasterChoices) -> _Raster:
    needed = _IMAGE_BANDS if choices.kind == "image" else choices.band
    if not 1 <= needed <= dataset.count:
        facts = {"name": name, "bands": dataset.count, "asked": needed}
        raise ImportRefusedError(code="IMP-338", facts=facts)
    whole = grid_of(dataset, name=name)
    box = shapely.segmentize(shapely.box(*NEAR), _EDGE_STEP_M)
    try:
        near = crs.reproject(box, source=crs.STORAGE_CRS, target=f"EPSG:{choices.epsg}")
    except (crs.NotReprojectableError, crs.UnknownCRSError, crs.NoTransformationError) as error:
        facts = {"epsg": choices.epsg, "name": name}
        raise ImportRefusedError(code="IMP-336", facts=facts) from error
    window = whole.window(near.bounds)
    if window is None:
        facts = {"epsg": choices.epsg, "name": name}
        raise ImportRefusedError(code="IMP-336", facts=facts)
    if window.columns * window.rows * dataset.count > CELLS_MOST:
        facts = {"columns": window.columns, "rows": window.rows, "bands": dataset.count}
        raise ImportRefusedError(code="IMP-331", facts={"name": name, **facts})
    return _Raster(dataset, name, choices, whole.cut(window), window)


def _image_mask(raster: _Raster) -> Cells:
    """Return what reads where a picture is to be seen: its alpha band, mask or missing value."""
    column, row = raster.window.column, raster.window.row

    def read(one: Window) -> np.ma.MaskedArray[Any, Any]:
        window = rasterio.windows.Window(one.column + column, one.row + row, one.columns, one.rows)
        return np.ma.array(raster.dataset.dataset_mask(window=window))

    return read


def _sample(raster: _Raster, band: int) -> NDArray[np.float64]:
    """Return up to a million values from all over."""
    grid, read = raster.grid, raster.cells(band)
    step = max(1, int(np.ceil(np.sqrt(grid.columns * grid.rows / _SAMPLE))))
    rows = max(step, _STRIP_CELLS // grid.columns // step * step)
    parts = []
    for row in range(0, grid.rows, rows):
        strip = read(Window(0, row, grid.columns, min(rows, grid.rows - row)))
        some = strip[::step, ::step].compressed().astype(np.float64)
        parts.append(some[np.isfinite(some)])
    return np.concatenate(parts)


def _quantiles(sample: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(np.quantile(sample, _TWENTIETHS).tolist()) if sample.size else ()


def _classes(raster: _Raster, samples: Sequence[NDArray[np.float64]]) -> dict[int, str]:
    """Return the numbers that occur, with the colors that the file gives them."""
    if raster.choices.kind != "classes":
        return {}
    numbers = np.unique(samples[raster.choices.band - 1]).astype(int).tolist()
    if len(numbers) > CLASSES_MOST:
        facts = {"name": raster.name, "count": len(numbers), "most": CLASSES_MOST}
        raise ImportRefusedError(code="IMP-339", facts=facts)
    try:
        colours = raster.dataset.colormap(raster.choices.band)
    except ValueError:
        colours = {}
    return {
        number: "#{:02x}{:02x}{:02x}".format(*colours[number]) if number in colours else ""
        for number in numbers
    }


def _band_name(dataset: DatasetReader, band: int) -> str:
    stated = dataset.descriptions[band - 1] or ""
    return "".join(one for one in stated if one.isprintable())[:80].strip() or str(band)


def _zones(
    raster: _Raster, boundaries: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, ZoneCells]]:
    """Count the cells of every district and of the whole city, under each set of boundaries."""
    return {
        str(one["valid_from"]): count_zones(
            raster.grid,
            raster.cells(raster.choices.band),
            {
                str(each["id"]): shapely.from_wkb(bytes.fromhex(each["wkb"]))
                for each in one["districts"]
            },
            system=raster.system,
            classes=raster.choices.kind == "classes",
        )
        for one in boundaries
    }


def _passport(raster: _Raster) -> VersionPassport:
    stated = raster.dataset.crs
    declared = prj.describe(stated.to_wkt() if stated else "").epsg
    way = crs.operation(raster.system, crs.STORAGE_CRS)
    cut = (raster.grid.columns, raster.grid.rows) != (raster.dataset.width, raster.dataset.height)
    cells = raster.dataset.width * raster.dataset.height
    message = Message("IMP-337", {"columns": raster.grid.columns, "rows": raster.grid.rows})
    return VersionPassport(
        format="geotiff",
        layer_name=raster.name,
        crs=CrsPassport(
            epsg=raster.choices.epsg,
            name=prj.epsg_name(raster.choices.epsg),
            how="declared" if declared == raster.choices.epsg else "chosen",
            swapped=False,
            operation=way.name,
            accuracy_m=way.accuracy_m,
            grid_missing=way.grid_missing,
        ),
        encoding=None,
        read=cells,
        kept=raster.grid.columns * raster.grid.rows,
        messages=[asdict(message)] if cut else [],
    )
