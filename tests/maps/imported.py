"""Layers as staff bring them in: one by category, one by number, lines, points, a raster."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from maps.imported_looks import ImportedSource, Look, LookClass

TREES: Final = ImportedSource(
    id="baumkataster",
    title={"de": "Baumkataster", "en": "Trees"},
    tiles="https://herten.example/tiles/baumkataster/{z}/{x}/{y}.mvt",
    attribution="Stadt Herten (dl-de/by-2-0)",
    look=Look(colour="#117733", label_field="art"),
    feature="/api/layers/baumkataster/features/{n}",
    page="/ebenen/baumkataster",
    kinds=("point",),
    bounds=(7.05, 51.55, 7.2, 51.65),
    maxzoom=16,
)
LAND_USE: Final = replace(
    TREES,
    id="nutzung",
    title={"de": "Flächennutzung", "en": "Land use"},
    tiles="https://herten.example/tiles/nutzung/{z}/{x}/{y}.mvt",
    kinds=("area",),
    look=Look(
        "categorised",
        "#999999",
        "art",
        (
            LookClass("#117733", "Wald und Grün", value="wald"),
            LookClass("#e69f00", "Wohnen", value="wohnen"),
        ),
    ),
)
DENSITY: Final = replace(
    TREES,
    id="dichte",
    title={"de": "Einwohnerdichte", "en": "Density"},
    tiles="https://herten.example/tiles/dichte/{z}/{x}/{y}.mvt",
    kinds=("area",),
    look=Look(
        "graduated",
        "#999999",
        "ew",
        (
            LookClass("#d6e6f4", "", lower=0, upper=12.5),
            LookClass("#5b9bc8", "", lower=12.5, upper=1000),
            LookClass("#0b3a6e", "", lower=1000, upper=25_000),
        ),
    ),
    is_overdue=True,
)
PATHS: Final = replace(
    TREES,
    id="radwege",
    title={"de": "Radwege", "en": "Cycle paths"},
    tiles="https://herten.example/tiles/radwege/{z}/{x}/{y}.mvt",
    kinds=("line",),
    look=Look(colour="#332288", label_field="name"),
)
HEAT: Final = replace(
    TREES,
    id="hitze",
    title={"de": "Hitze", "en": "Heat"},
    tiles="https://herten.example/tiles/hitze/{z}/{x}/{y}.png",
    raster=True,
    look=Look("graduated", classes=(LookClass("#e69f00", "warm", lower=30, upper=35),)),
)
ALL: Final = (TREES, LAND_USE, DENSITY, PATHS, HEAT)
