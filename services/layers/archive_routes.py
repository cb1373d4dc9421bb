"""Addresses of all tiles of a layer in one file (PMTiles 3): maps ask it for ranges of bytes."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import FileResponse

from services.layers.archived import NoTileArchiveError, archive
from services.layers.dependencies import RegistryDep
from services.layers.registry import Shown
from services.settings import Settings
from services.web.dependencies import ConnectionDep, IdPath, SettingsDep, only

MEDIA_TYPE: Final = "application/vnd.pmtiles"
_FOR_OTHER_SITES: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Range, ETag",
    "Cache-Control": "no-cache",
}

router = APIRouter()


@router.get("/tiles/{layer_id}.pmtiles", response_class=FileResponse, dependencies=[only()])
def get_archive(
    layer_id: IdPath, connection: ConnectionDep, registry: RegistryDep, settings: SettingsDep
) -> FileResponse:
    """Return all tiles of a large layer in one file, or the bytes that ``Range`` asks for."""
    answer = _answer(registry.get(connection, layer_id, for_staff=False), settings)
    answer.headers.update(_FOR_OTHER_SITES)
    return answer


@router.get(
    "/verwaltung/ebenen/{layer_id}/kacheln.pmtiles",
    response_class=FileResponse,
    include_in_schema=False,
    dependencies=[only()],
)
def get_archive_for_staff(
    layer_id: IdPath, connection: ConnectionDep, registry: RegistryDep, settings: SettingsDep
) -> FileResponse:
    """Return all tiles of a large layer, also of one that is not public."""
    return _answer(registry.get(connection, layer_id, for_staff=True), settings)


def _answer(shown: Shown, settings: Settings) -> FileResponse:
    path = archive(shown, settings.layer_dir)
    if path is None or not path.exists():
        raise NoTileArchiveError(layer_id=shown.layer.id)
    return FileResponse(path, media_type=MEDIA_TYPE)
