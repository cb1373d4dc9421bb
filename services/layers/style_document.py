"""The look of the map as a document, for everybody or for staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import orjson
from fastapi import Request
from sqlalchemy import Connection

from maps.base_maps import BASE_MAPS
from maps.style import workbench_style
from services.layers.actions import Tiler, catalogue
from services.layers.imported_sources import imported_sources
from services.layers.registry import Shown
from services.web.filter import Filter
from services.web.texts import Lang, say


def style_bytes(
    request: Request,
    connection: Connection,
    filter_: Filter,
    *,
    on: date,
    lang: Lang,
    imported: tuple[Shown, ...],
    address: str = "",
    interactive: bool = True,
) -> bytes:
    """Return the style document. ``address`` stands before the addresses of tiles.

    Our own page asks the host it came from; other programs need the whole address.
    """
    tiler: Tiler = request.app.state.tiler
    entries = catalogue(connection, tuple(tiler.layers.values()), on)
    base_map_id = shown_base_map(request, filter_)
    document = workbench_style(
        districts=request.app.state.identities(connection),
        tiles={one: tile_address(address, one, filter_) for one in tiler.layers},
        attributions={entry.layer.id: say(entry.passport.source, lang) for entry in entries},
        base_map=None if base_map_id is None else BASE_MAPS[base_map_id].dated(on.year),
        imported=imported_sources(imported, on=on, address=address),
        bounds=request.app.state.bounds(connection, on),
        interactive=interactive,
    )
    return orjson.dumps(document)


def shown_base_map(request: Request, filter_: Filter) -> str | None:
    """Return the base map that the filter switches on, if the installation offers it."""
    offered = request.app.state.settings.base_maps
    return next((one for one in filter_.layers or () if one in offered), None)


def tile_address(address: str, layer_id: str, filter_: Filter) -> str:
    """Return the address of the tiles of a layer that come with the filter."""
    query = replace(filter_, layers=None).query()
    return f"{address}/tiles/{layer_id}/{{z}}/{{x}}/{{y}}.mvt" + (f"?{query}" if query else "")
