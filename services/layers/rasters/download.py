"""Addresses under which rasters can be taken home: the cells, and what is known of them beside."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, PlainTextResponse, Response

from services.layers.exports.model import Audience
from services.layers.exports.passport import about
from services.layers.rasters.model import RasterFileMissingError
from services.layers.rasters.routes import PublicDep, StaffDep
from services.layers.rasters.shown import ShownRaster
from services.web.caching import is_known
from services.web.dependencies import only

router = APIRouter()

MEDIA_TYPE: Final = "image/tiff; application=geotiff; profile=cloud-optimized"
_IN_ADDRESSES: Final = ":/?#[]@!$&'()*+,;=%~"
_NAME_CHARS: Final = 60


@router.get("/ebenen/{layer_id}/daten.tif", response_class=FileResponse, dependencies=[only()])
def download_raster(raster: PublicDep, request: Request) -> Response:
    """Return a public raster as a cloud-optimised GeoTIFF in Web Mercator; ranges may be asked.

    Licence and passport stand beside it, under ``daten.tif.txt``.
    """
    return _file(raster, request, audience="public")


@router.get("/ebenen/{layer_id}/daten.tif.txt", dependencies=[only()])
def get_raster_notice(raster: PublicDep) -> PlainTextResponse:
    """Return licence and passport of a public raster, and what its numbers mean."""
    return _notice(raster, audience="public")


@router.get(
    "/verwaltung/ebenen/{layer_id}/daten.tif",
    response_class=FileResponse,
    include_in_schema=False,
    dependencies=[only()],
)
def download_raster_for_staff(raster: StaffDep, request: Request) -> Response:
    """Return any raster as a cloud-optimised GeoTIFF."""
    return _file(raster, request, audience="staff")


@router.get(
    "/verwaltung/ebenen/{layer_id}/daten.tif.txt",
    include_in_schema=False,
    dependencies=[only()],
)
def get_raster_notice_for_staff(raster: StaffDep) -> PlainTextResponse:
    """Return all that is known of any raster."""
    return _notice(raster, audience="staff")


def _file(raster: ShownRaster, request: Request, *, audience: Audience) -> Response:
    headers = _headers(raster, audience)
    try:
        stat = raster.path.stat()
    except FileNotFoundError as error:
        raise RasterFileMissingError(layer_id=raster.layer_id) from error
    # Strong, so that a program can go on with a file it has in part.
    version = raster.shown.version
    headers["ETag"] = (
        f'"{version.layer_number}-{version.version}-{stat.st_mtime_ns:x}-{stat.st_size:x}"'
    )
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    name = f"{raster.layer_id[:_NAME_CHARS]}-v{version.version}-3857.tif"
    return FileResponse(raster.path, media_type=MEDIA_TYPE, filename=name, headers=headers)


def _notice(raster: ShownRaster, *, audience: Audience) -> PlainTextResponse:
    told = about(raster.shown.layer, raster.shown.version, audience, "3857")
    facts = raster.facts
    titles = {one.value: one.title for one in raster.shown.look.classes}
    said = [told.title, "=" * len(told.title), ""]
    said += [f"{name}: {value}" for name, value in told.lines]
    if facts.unit:
        said.append(f"Einheit / unit: {facts.unit}")
    said += [f"Kanal / band {at}: {band.name}" for at, band in enumerate(facts.bands, 1)]
    said += [
        f"Klasse / class {number}: {titles.get(str(number), number)}"
        for number in sorted(facts.classes)
    ]
    return PlainTextResponse(
        "\ufeff" + "\r\n".join(said) + "\r\n", headers=_headers(raster, audience)
    )


def _headers(raster: ShownRaster, audience: Audience) -> dict[str, str]:
    headers = {"Cache-Control": "no-cache"}
    if audience == "public":
        headers["Access-Control-Allow-Origin"] = "*"
    if licence_url := raster.shown.layer.licence_url:
        # Staff wrote it: a header takes no letters beyond ASCII, and no end of a line.
        headers["Link"] = f'<{quote(licence_url, safe=_IN_ADDRESSES)}>; rel="license"'
    return headers
