"""Public addresses of layers that staff brought in: their page, features, and districts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from services.database.revisions import revisions
from services.districts.store import Districts
from services.layers.answers import about, alone, by_district, in_collection
from services.layers.dependencies import RegistryDep
from services.layers.page import asked_of, page_context
from services.layers.registry import Shown
from services.web.caching import answer, etag
from services.web.dependencies import (
    FILTER_OPENAPI,
    AddressDep,
    ConnectionDep,
    IdPath,
    TodayDep,
    asks,
    only,
)
from services.web.filter import Filter, InvalidParameterError
from services.web.geojson import MEDIA_TYPE, feature_collection
from services.web.pages import render

router = APIRouter()

LIMIT: Final = 100
LIMIT_MOST: Final = 1_000
_DIGITS: Final = 9
_OWN: Final = (
    ("limit", f"At most so many features (1 to {LIMIT_MOST}), {LIMIT} by default."),
    ("nach", "Number of the last feature of the page before."),
)
PageFilterDep = Annotated[Filter, Depends(asks("nach"))]


@router.get(
    "/api/layers/{layer_id}/features",
    openapi_extra={
        "parameters": [
            *FILTER_OPENAPI["parameters"],
            *(
                {"name": name, "in": "query", "description": text, "schema": {"type": "integer"}}
                for name, text in _OWN
            ),
        ]
    },
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}}},
)
def list_features(
    layer_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    registry: RegistryDep,
    filter_: Annotated[Filter, Depends(asks("limit", "nach"))],
    today: TodayDep,
    address: AddressDep,
) -> Response:
    """List features of a layer page by page, as GeoJSON; of the filter districts, q and bbox."""
    shown = registry.get(connection, layer_id, for_staff=False)
    limit = whole_number(request, "limit", default=LIMIT, least=1, most=LIMIT_MOST)
    after = whole_number(request, "nach", default=-1)

    def make() -> bytes:
        asked = asked_of(shown, filter_)
        found = shown.features(connection, today).page(asked, after=after, limit=limit + 1)
        page = found[:limit]
        return feature_collection(
            (in_collection(shown, one) for one in page),
            layer=about(shown),
            links=_links(request, address, page[-1].n) if len(found) > limit else [],
        )

    return _answer(request, connection, shown, today, make, filter_.query(), limit, after, address)


@router.get(
    "/api/layers/{layer_id}/features/{n}",
    dependencies=[only()],
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}}},
)
def get_feature(
    layer_id: IdPath,
    n: int,
    request: Request,
    connection: ConnectionDep,
    registry: RegistryDep,
    today: TodayDep,
) -> Response:
    """Return one feature by its number in the version that is shown."""
    shown = registry.get(connection, layer_id, for_staff=False)
    return _answer(
        request, connection, shown, today, lambda: feature_body(connection, shown, n, today), n
    )


@router.get("/api/layers/{layer_id}/districts", dependencies=[only()])
def list_districts(
    layer_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    registry: RegistryDep,
    today: TodayDep,
) -> Response:
    """Tell what of a layer lies in every district: count, length, area, sums of its columns."""
    shown = registry.get(connection, layer_id, for_staff=False)

    def make() -> bytes:
        return orjson.dumps(
            by_district(
                shown,
                shown.statistics(connection, today),
                Districts(connection).list(),
                shown.valid_from(connection, today),
            )
        )

    return _answer(request, connection, shown, today, make, media_type="application/json")


@router.get("/ebenen/{layer_id}", response_class=HTMLResponse, include_in_schema=False)
def layer_page(
    layer_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    registry: RegistryDep,
    filter_: PageFilterDep,
    today: TodayDep,
) -> HTMLResponse:
    """Show where a layer comes from, what of it lies in which district, and its features."""
    shown = registry.get(connection, layer_id, for_staff=False)
    after = whole_number(request, "nach", default=-1)
    context = page_context(connection, shown, filter_, after=after, on=today)
    return render(request, "layers/layer.html", context)


def feature_body(connection: Connection, shown: Shown, n: int, on: date) -> bytes:
    """Return one feature as GeoJSON or raise ``FeatureNotFoundError``."""
    found = shown.features(connection, on).get(n)
    return orjson.dumps(alone(shown, found, Districts(connection).list()))


def whole_number(
    request: Request, name: str, *, default: int, least: int = 0, most: int = 10**_DIGITS - 1
) -> int:
    """Return a parameter that counts something; raises ``InvalidParameterError``."""
    text = request.query_params.get(name, "").strip()
    if not text:
        return default
    known = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    if not known or not least <= int(text) <= most:
        expected = f"a whole number from {least} to {most}"
        raise InvalidParameterError(parameter=name, value=text[:80], expected=expected)
    return int(text)


def _answer(
    request: Request,
    connection: Connection,
    shown: Shown,
    on: date,
    make: Callable[[], bytes],
    *parts: object,
    media_type: str = MEDIA_TYPE,
) -> Response:
    known = revisions(connection)
    tag = etag(
        request.url.path,
        shown.layer.id,
        known.get(shown.layer.revision_id),
        known.get("districts"),
        on,
        *parts,
    )
    return answer(request, tag, make, media_type=media_type)


def _links(request: Request, address: str, last: int) -> list[dict[str, Any]]:
    url = request.url.include_query_params(nach=last)
    href = f"{address}{url.path}?{url.query}"
    return [{"rel": "next", "type": MEDIA_TYPE, "href": href}]
