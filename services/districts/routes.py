"""Addresses of districts: the API, their colours as CSS, their pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from maps.identity import ink_on
from services.database.revisions import revisions
from services.districts.actions import (
    Card,
    boundaries_in_force,
    cards,
    locator,
    neighbours,
    totals,
)
from services.districts.model import (
    BOUNDARY_NOTE,
    CITYWIDE,
    CITYWIDE_CODE,
    CITYWIDE_COLOUR,
    CITYWIDE_NAME,
    CITYWIDE_PLACE,
    FACT_LABELS,
    PLACE_KINDS,
    Contribution,
    District,
    Place,
)
from services.districts.store import Districts
from services.web.caching import answer, etag
from services.web.dependencies import (
    FILTER_OPENAPI,
    ConnectionDep,
    FilterDep,
    IdPath,
    TodayDep,
    asks,
    form,
    only,
)
from services.web.filter import Filter
from services.web.geojson import MEDIA_TYPE, feature, feature_collection, to_lon_lat
from services.web.pages import render
from services.web.texts import LocalText

router = APIRouter()


def _contributions(request: Request) -> Sequence[Contribution]:
    contributions: Sequence[Contribution] = request.app.state.contributions
    return contributions


ContributionsDep = Annotated[Sequence[Contribution], Depends(_contributions)]


@router.get("/api/districts", openapi_extra=FILTER_OPENAPI)
def list_districts(
    request: Request,
    connection: ConnectionDep,
    filter_: Annotated[Filter, Depends(asks("f"))],
    today: TodayDep,
    contributions: ContributionsDep,
) -> Response:
    """List all nine districts with what the filter finds in each; boundaries with ``f=geojson``."""
    asked = form(request, "json", "geojson")
    tag = etag("districts", asked, today, filter_.query(), *revisions(connection).items())

    def make() -> bytes:
        found = cards(connection, filter_, contributions=contributions, on=today)
        counts = totals(connection, filter_, contributions=contributions, on=today)
        if asked == "geojson":
            return _as_geojson(connection, found, today)
        return orjson.dumps(
            {
                "districts": [_summary(card) for card in found if card.district is not None],
                "citywide": {
                    "id": CITYWIDE,
                    "name": CITYWIDE_NAME["de"],
                    "name_en": CITYWIDE_NAME["en"],
                    "code": CITYWIDE_CODE,
                    "colour": CITYWIDE_COLOUR,
                    "counts": found[-1].counts,
                },
                "totals": {name: count.total for name, count in counts.items()},
            }
        )

    return answer(
        request, tag, make, media_type=MEDIA_TYPE if asked == "geojson" else "application/json"
    )


def _summary(card: Card) -> Mapping[str, Any]:
    district = card.district
    if district is None:
        raise ValueError("the city-wide card is no district")
    return {
        "id": district.id,
        "number": district.number,
        "name": district.name,
        "code": district.code,
        "colour": district.colour,
        "sign": district.sign,
        "counts": card.counts,
        "url": f"/stadtteile/{district.id}",
    }


def _as_geojson(connection: Connection, found: Sequence[Card], today: date) -> bytes:
    boundaries = boundaries_in_force(connection, today)
    shapes = {one.district_id: one for one in boundaries.boundaries}
    version = boundaries.version
    fragments = [
        feature(
            card.district.id,
            shapes[card.district.id].boundary,
            {
                **_summary(card),
                "valid_from": version.valid_from,
                "source": version.source,
                "boundary_status": version.boundary_status,
                "accuracy_m": shapes[card.district.id].accuracy_m,
            },
        )
        for card in found
        if card.district is not None
    ]
    return feature_collection(fragments)


@router.get("/api/districts/{district_id}", dependencies=[only()])
def get_district(
    district_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    today: TodayDep,
    contributions: ContributionsDep,
) -> Response:
    """Return one district: profile, facts, places, neighbours, and what every room knows of it."""
    district = Districts(connection).get(district_id)
    tag = etag("district", district_id, today, *revisions(connection).items())

    def make() -> bytes:
        only_here = Filter(districts=(district.id,))
        counts = totals(connection, only_here, contributions=contributions, on=today)
        body = {
            **_summary(
                Card(
                    district,
                    {name: one.by_district.get(district.id, 0) for name, one in counts.items()},
                )
            ),
            "known_for": district.profile.known_for,
            "summary": district.profile.summary,
            "boundary_text": district.profile.boundary_text,
            "neighbours": [
                {"id": one.id, "name": one.name, "shared_border_m": round(length_m)}
                for one, length_m in neighbours(connection, district.id, today)
            ],
            "neighbouring_cities": district.profile.neighbouring_cities,
            "facts": district.profile.facts,
            "places": [_place(one) for one in Districts(connection).places(district.id)],
            **{one.name: one.api(connection, district.id, today) for one in contributions},
        }
        return orjson.dumps(body)

    return answer(request, tag, make, media_type="application/json")


def _place(place: Place) -> Mapping[str, Any]:
    point: Any = to_lon_lat(place.location)
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "lon": point.x,
        "lat": point.y,
        "accuracy_m": place.accuracy_m,
        "coordinate_kind": place.coordinate_kind,
        "note": place.note,
        "sources": place.sources,
    }


@router.get("/styles/districts.css", include_in_schema=False, dependencies=[only()])
def district_colours(request: Request, connection: ConnectionDep) -> Response:
    """Return each district's colour, the ink that is readable on it, and its place in the strip.

    A stylesheet of its own, since the content security policy allows no style in markup.
    """
    rows = [
        (one.id, one.colour, one.strip_row, one.strip_column)
        for one in Districts(connection).list()
    ]
    css = "\n".join(
        f".district-{id_} {{ --district-color: {colour}; --district-ink: {ink_on(colour)}; }}\n"
        f".strip__cell--{id_} {{ grid-area: {row} / {column} / auto / span 2; }}"
        for id_, colour, row, column in [*rows, (CITYWIDE, CITYWIDE_COLOUR, *CITYWIDE_PLACE)]
    )
    return answer(
        request, etag("districts.css", css), css.encode, media_type="text/css; charset=utf-8"
    )


@router.get("/stadtteile", response_class=HTMLResponse, include_in_schema=False)
def districts_page(
    request: Request,
    connection: ConnectionDep,
    filter_: FilterDep,
    today: TodayDep,
    contributions: ContributionsDep,
) -> HTMLResponse:
    """Show all nine districts side by side."""
    return render(
        request,
        "districts/list.html",
        {
            "cards": cards(connection, filter_, contributions=contributions, on=today),
            "filter": filter_,
            "map": locator(connection, today),
            "boundary_note": _boundary_note(connection, today),
            "municipality": Districts(connection).municipality(),
            "sources": Districts(connection).sources(),
        },
    )


@router.get("/stadtteile/{district_id}", response_class=HTMLResponse, include_in_schema=False)
def district_page(
    district_id: IdPath,
    request: Request,
    connection: ConnectionDep,
    filter_: FilterDep,
    today: TodayDep,
    contributions: ContributionsDep,
) -> HTMLResponse:
    """Show one district: who it is, its figures, places, neighbours, and what happens there."""
    store = Districts(connection)
    district: District = store.get(district_id)
    boundaries = boundaries_in_force(connection, today)
    return render(
        request,
        "districts/district.html",
        {
            "district": district,
            "cards": cards(connection, Filter(), contributions=contributions, on=today),
            "filter": Filter(),
            "map": locator(connection, today, highlight=district.id),
            "places": store.places(district.id),
            "neighbours": neighbours(connection, district.id, today),
            "sources": store.sources(),
            "version": boundaries.version,
            "accuracy_m": next(
                one.accuracy_m for one in boundaries.boundaries if one.district_id == district.id
            ),
            "boundary_note": BOUNDARY_NOTE[boundaries.version.boundary_status],
            "fact_labels": FACT_LABELS,
            "place_kinds": PLACE_KINDS,
            "panels": [
                (one.panel_template, one.panel(connection, district.id, today))
                for one in contributions
            ],
        },
    )


def _boundary_note(connection: Connection, today: date) -> LocalText:
    return BOUNDARY_NOTE[Districts(connection).version_in_force(today).boundary_status]
