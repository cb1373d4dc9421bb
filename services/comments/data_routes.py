"""The address of published voices for programs: GeoJSON by filter, whole or paged, and files."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Final, cast

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from services.comments.export import MEDIA_TYPES, Form
from services.comments.export_answer import export_voices
from services.comments.features import all_features, voice_features
from services.comments.layer import VoiceIndex
from services.comments.listing import Listing, PublicVoice, Tally
from services.database.revisions import revisions
from services.districts.model import Counts
from services.districts.store import Districts
from services.web.caching import etag, is_known
from services.web.dependencies import (
    FILTER_OPENAPI,
    AddressDep,
    ConnectionDep,
    LangDep,
    NowDep,
    TodayDep,
    asks,
    form,
)
from services.web.filter import Filter, InvalidParameterError
from services.web.geojson import MEDIA_TYPE

router = APIRouter()

PAGE_LIMIT: Final = 1_000
_OWN: Final = ("f", "limit", "nach")
_PARAMETERS: Final = (
    ("f", "Form of the answer: geojson, csv, xlsx or gpkg.", "string"),
    ("limit", f"Only so many (1 to {PAGE_LIMIT}), the newest first.", "integer"),
    ("nach", "With limit: reference of the last voice of the page before.", "string"),
)
_GZIP_LEVEL: Final = 1
_GZIP_FORMAT: Final = 31
"""Window bits that ask zlib for gzip's own head and tail."""


def voices_of(request: Request) -> VoiceIndex:
    """Return the app's index of voices."""
    voices: VoiceIndex = request.app.state.voices
    return voices


VoicesDep = Annotated[VoiceIndex, Depends(voices_of)]


@router.get(
    "/api/voices",
    openapi_extra={
        "parameters": [
            *FILTER_OPENAPI["parameters"],
            *(
                {"name": name, "in": "query", "description": text, "schema": {"type": kind}}
                for name, text, kind in _PARAMETERS
            ),
        ]
    },
    response_class=Response,
    responses={200: {"content": {one: {} for one in (MEDIA_TYPE, *MEDIA_TYPES.values())}}},
    tags=["voices"],
)
def list_voices(
    request: Request,
    connection: ConnectionDep,
    filter_: Annotated[Filter, Depends(asks(*_OWN))],
    today: TodayDep,
    now: NowDep,
    lang: LangDep,
    voices: VoicesDep,
    address: AddressDep,
) -> Response:
    """List the published voices that the filter finds: GeoJSON, or a file with ``f``.

    All of them by number, or with ``limit`` page by page, the newest first. A voice without a
    public point is there too, with ``geometry: null``. Notes and statements are there, and
    counted apart.
    """
    asked = form(request, "geojson", *MEDIA_TYPES)
    if asked != "geojson":
        return export_voices(
            connection,
            filter_,
            cast("Form", asked),
            on=today,
            now=now,
            lang=lang,
            address=address,
        )
    limit = _limit(request)
    after = request.query_params.get("nach", "").strip() or None
    version = Districts(connection).version_in_force(today)
    headers = _headers(request, connection, version.valid_from, filter_.query(), limit, after)
    if is_known(request, headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    listing = Listing(connection, today)
    told: dict[str, Any] = {
        "counts": _counts(voices.tally(connection, filter_, today), Districts(connection).ids()),
        "boundaries_valid_from": version.valid_from,
    }
    fragments: Iterable[str]
    if limit is None:
        fragments = all_features(listing, filter_)
    else:
        page = listing.newest(filter_, limit=limit, before=after)
        told["links"] = _next(request, address, page, limit)
        fragments = voice_features(page)
    return _sent(request, _collection(fragments, told), headers)


def _headers(request: Request, connection: Connection, *asked: object) -> dict[str, str]:
    """Return what every answer carries. Bodies are not remembered: a list may be very long."""
    known = revisions(connection).items()
    return {
        "ETag": etag(request.app.state.stamp, "voices", *asked, *known),
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
    }


def _limit(request: Request) -> int | None:
    text = request.query_params.get("limit", "").strip()
    if not text:
        return None
    known = text.isascii() and text.isdigit() and len(text) <= len(str(PAGE_LIMIT))
    if not known or not 1 <= int(text) <= PAGE_LIMIT:
        raise InvalidParameterError(
            parameter="limit", value=text[:80], expected=f"a number from 1 to {PAGE_LIMIT}"
        )
    return int(text)


def _next(
    request: Request, address: str, page: Sequence[PublicVoice], limit: int
) -> list[dict[str, str]]:
    if len(page) < limit:
        return []
    url = request.url.include_query_params(nach=page[-1].reference)
    href = f"{address}{request.url.path}?{url.query}"
    return [{"rel": "next", "type": MEDIA_TYPE, "href": href}]


def _counts(tally: Tally, districts: Sequence[str]) -> dict[str, Any]:
    """Return the counts of all nine and of the whole city, votes and notes apart."""

    def of_all(counts: Counts) -> dict[str, int]:
        found = {str(id_): count for id_, count in counts.by_district.items()}
        return {id_: found.get(id_, 0) for id_ in districts} | {"citywide": counts.citywide}

    return {
        "total": tally.voices.total,
        "by_district": of_all(tally.voices),
        "notes": tally.notes.total,
        "notes_by_district": of_all(tally.notes),
        "with_geometry": tally.with_place,
    }


def _collection(fragments: Iterable[str], members: dict[str, Any]) -> Iterator[str]:
    """Yield a feature collection piece by piece; ``members`` stand beside ``features``."""
    yield '{"type":"FeatureCollection",' + orjson.dumps(members).decode()[1:-1] + ',"features":['
    for position, fragment in enumerate(fragments):
        yield f",{fragment}" if position else fragment
    yield "]}"


def _sent(request: Request, pieces: Iterable[str], headers: dict[str, str]) -> Response:
    """Return an answer that is compressed while it is made, where the client takes that."""
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response("".join(pieces), media_type=MEDIA_TYPE, headers=headers)
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP_FORMAT)
    packed = [packer.compress(piece.encode()) for piece in pieces]
    body = b"".join([*packed, packer.flush()])
    return Response(body, media_type=MEDIA_TYPE, headers=headers | {"Content-Encoding": "gzip"})
