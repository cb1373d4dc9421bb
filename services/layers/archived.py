"""Which layers have their tiles in an archive, and what stands in it.

The name of an archive tells what its tiles say of features. Under another look, or for people who
may see more, they are made on the fly; of a large layer only deep down, where a tile holds few
features: all of a city in one tile would keep everybody else waiting.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

import orjson

from geo.errors import WorkbenchError
from maps.tilejson import TILE_ZOOM_MAX
from services.layers.imported import NUMBERS
from services.layers.loading import FEATURES_FILE
from services.layers.registry import Shown
from services.layers.tile_archive import ZOOM_MIN, Content

ENDING: Final = ".pmtiles"
FEATURES_FROM: Final = 20_000
WKB_FROM_BYTES: Final = 2 << 20
"""Layers from this size on have an archive."""
FLY_ZOOM_MAX: Final = 16
"""Deepest zoom of tiles made on the fly; one grid step is 9 cm on the ground."""
FLY_ZOOM_MIN_LARGE: Final = TILE_ZOOM_MAX
"""Where tiles on the fly begin of a large layer: 200,000 parcels are 12,000 in a tile there."""

_DIGEST_CHARS: Final = 12
_BASE64_CHARS: Final = 4
_BASE64_BYTES: Final = 3


class NoTileArchiveError(WorkbenchError):
    """The layer's tiles are made on the fly."""

    def __init__(self, *, layer_id: str) -> None:
        super().__init__(f"layer {layer_id!r} has no archive of tiles")
        self.layer_id = layer_id


@dataclass(frozen=True)
class Zooms:
    """From which zoom to which a layer has tiles."""

    least: int
    most: int


def is_large(folder: Path, feature_count: int) -> bool:
    """Return True if the features that a conversion left in ``folder`` shall have an archive."""
    if feature_count >= FEATURES_FROM:
        return True
    limit = WKB_FROM_BYTES * _BASE64_CHARS // _BASE64_BYTES
    path = folder / FEATURES_FILE
    if path.stat().st_size < limit:
        return False
    chars = 0
    with path.open("rb") as file:
        for line in file:
            chars += len(orjson.loads(line)["wkb"] or "")
            if chars >= limit:
                return True
    return False


def content(shown: Shown) -> Content:
    """Return what tiles say of a layer's features, for everybody or for staff."""
    label, value = shown.label_field, shown.value_field
    return Content(
        label_field=None if label is None else label.id,
        value_field=None if value is None else value.id,
        is_number=value is not None and value.kind in NUMBERS,
    )


def archive_name(shown: Shown) -> str:
    """Return the name of the archive that holds the tiles of a layer as it is shown."""
    said = "\x1f".join(map(str, astuple(content(shown))))
    digest = hashlib.sha256(said.encode()).hexdigest()[:_DIGEST_CHARS]
    return f"{shown.layer.number}-{shown.version.version}-{digest}{ENDING}"


def is_archived(shown: Shown) -> bool:
    """Return True if the version has an archive, and its tiles say what they shall."""
    return shown.version.tile_file == archive_name(shown)


def archive(shown: Shown, folder: Path) -> Path | None:
    """Return where the archive of a layer as it is shown lies; None where it has none."""
    return folder / archive_name(shown) if is_archived(shown) else None


def zooms(shown: Shown) -> Zooms:
    """Return at which zooms a layer with features has tiles."""
    return Zooms(ZOOM_MIN, TILE_ZOOM_MAX) if is_archived(shown) else zooms_on_the_fly(shown)


def zooms_on_the_fly(shown: Shown) -> Zooms:
    """Return at which zooms tiles are made where no archive has them."""
    known_large = shown.version.tile_file is not None
    if known_large or shown.version.feature_count >= FEATURES_FROM:
        return Zooms(FLY_ZOOM_MIN_LARGE, FLY_ZOOM_MAX)
    return Zooms(0, FLY_ZOOM_MAX)
