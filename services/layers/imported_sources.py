"""What the map must know of the layers that staff brought in: one source for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from maps.imported_looks import ImportedSource
from services.layers.archived import zooms
from services.layers.imported import Kind
from services.layers.imported_tiles import geometry_kinds
from services.layers.rasters.shown import raster_source
from services.layers.registry import Shown


def imported_sources(
    layers: Sequence[Shown], *, on: date, address: str = ""
) -> tuple[ImportedSource, ...]:
    """Return layers as sources of the map, in their order.

    ``address`` stands before every address; empty for our own pages, which ask where they came
    from.
    """
    return tuple(_SOURCES[one.layer.kind](one, on=on, address=address) for one in layers)


def imported_source(shown: Shown, *, on: date, address: str = "") -> ImportedSource:
    """Return one layer with features as a source of the map."""
    layer, reach = shown.layer, zooms(shown)
    return ImportedSource(
        id=layer.id,
        title=layer.title,
        tiles=address + tile_path(shown),
        attribution=layer.credit,
        look=shown.look,
        feature=address + feature_path(shown),
        page=shown.path,
        kinds=geometry_kinds(shown),
        bounds=shown.degrees,
        minzoom=reach.least,
        maxzoom=reach.most,
        group=layer.group_name,
        is_staff_only=layer.visibility == "staff",
        is_overdue=layer.is_overdue(on),
    )


def tile_path(shown: Shown) -> str:
    """Return the address of the tiles of a layer, with ``{z}``, ``{x}`` and ``{y}``."""
    own = f"{shown.path}/kacheln" if shown.for_staff else f"/tiles/{shown.layer.id}"
    return own + "/{z}/{x}/{y}.mvt"


def feature_path(shown: Shown) -> str:
    """Return the address of what is known of one feature, with ``{n}``."""
    own = f"{shown.path}/objekte" if shown.for_staff else f"/api/layers/{shown.layer.id}/features"
    return own + "/{n}"


_SOURCES: Final[Mapping[Kind, Callable[..., ImportedSource]]] = {
    "vector": imported_source,
    "raster": raster_source,
}
