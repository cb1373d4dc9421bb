"""Addresses under which layers can be taken home, by everybody and by staff."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, Response

from services.database.engine import reading
from services.layers.exports.actions import Export, make, plan
from services.layers.exports.model import FORMS, PACKED, Audience, Epsg, Form
from services.layers.imported import ImportedLayer
from services.layers.model import LayerNotFoundError
from services.layers.store import ImportedLayers
from services.web.caching import is_known
from services.web.dependencies import IdPath, only

_IN_ADDRESSES: Final = ":/?#[]@!$&'()*+,;=%~"

router = APIRouter()

CrsQuery = Annotated[
    Epsg | None,
    Query(description="EPSG code of the coordinates; by default 4326 for GeoJSON, else 25832."),
]


@router.get(
    "/ebenen/{layer_id}/daten.{form}", response_class=FileResponse, dependencies=[only("crs")]
)
def download_layer(
    layer_id: IdPath,
    form: Form,
    request: Request,
    crs: CrsQuery = None,
) -> Response:
    """Return a public layer as a file: GeoPackage, Shapefile (zip), GeoJSON or CSV (zip).

    Licence and passport are inside. Columns with personal data are not.
    """
    return _download(request, layer_id, form, crs, audience="public")


@router.get(
    "/verwaltung/ebenen/{layer_id}/daten.{form}",
    response_class=FileResponse,
    include_in_schema=False,
    dependencies=[only("crs")],
)
def download_layer_for_staff(
    layer_id: IdPath, form: Form, request: Request, crs: CrsQuery = None
) -> Response:
    """Return any layer as a file, with all its columns."""
    return _download(request, layer_id, form, crs, audience="staff")


def _download(
    request: Request, layer_id: str, form: Form, epsg: Epsg | None, *, audience: Audience
) -> Response:
    engine, settings = request.app.state.engine, request.app.state.settings
    # The transaction ends before the file is written: that may take a while.
    with reading(engine) as connection:
        layers = ImportedLayers(connection)
        layer, number = _shown(layers.get(layer_id), audience)
        export = plan(
            layer,
            layers.get_version(layer, number),
            form=form,
            epsg=epsg,
            audience=audience,
            layer_dir=settings.layer_dir,
            stamp=request.app.state.stamp,
        )
    packed = form == "geojson" and "gzip" in request.headers.get("accept-encoding", "")
    headers = _headers(export, packed=packed, licence_url=layer.licence_url)
    if audience == "public":
        headers["Access-Control-Allow-Origin"] = "*"
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    path = make(export, database_url=engine.url.render_as_string(hide_password=False))
    return FileResponse(
        path.with_name(path.name + PACKED) if packed else path,
        media_type=FORMS[form].media_type,
        filename=export.file_name,
        headers=headers,
    )


def _shown(layer: ImportedLayer, audience: Audience) -> tuple[ImportedLayer, int]:
    """Return a layer that ``audience`` may see, and which version."""
    hidden = audience == "public" and layer.visibility != "public"
    if hidden or layer.current_version is None:
        raise LayerNotFoundError(layer_id=layer.id)
    return layer, layer.current_version


def _headers(export: Export, *, packed: bool, licence_url: str) -> dict[str, str]:
    # Strong, so that a browser can go on with a file it has in part; the packed one is another.
    headers = {
        "ETag": f'"{export.tag}-gzip"' if packed else f'"{export.tag}"',
        "Cache-Control": "no-cache",
    }
    if export.order.form == "geojson":
        headers["Vary"] = "Accept-Encoding"
    if licence_url:
        # Staff wrote it: a header takes no letters beyond ASCII, and no end of a line.
        headers["Link"] = f'<{quote(licence_url, safe=_IN_ADDRESSES)}>; rel="license"'
    if packed:
        headers["Content-Encoding"] = "gzip"
    return headers
