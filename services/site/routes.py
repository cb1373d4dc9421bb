"""Imprint, privacy, accessibility, the API's description, and the health of the process."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from services.database.engine import reading
from services.database.revision import current_revision, newest_revision
from services.web.dependencies import only
from services.web.pages import render

logger = logging.getLogger(__name__)
router = APIRouter()


@router.get(
    "/impressum", response_class=HTMLResponse, include_in_schema=False, dependencies=[only()]
)
def imprint_page(request: Request) -> HTMLResponse:
    """Show who answers for the site."""
    return _page(request, "site/imprint.html")


@router.get(
    "/datenschutz", response_class=HTMLResponse, include_in_schema=False, dependencies=[only()]
)
def privacy_page(request: Request) -> HTMLResponse:
    """Show what happens to visitors' data."""
    return _page(request, "site/privacy.html")


@router.get(
    "/barrierefreiheit", response_class=HTMLResponse, include_in_schema=False, dependencies=[only()]
)
def accessibility_page(request: Request) -> HTMLResponse:
    """Show the accessibility statement in the form of BITV NRW."""
    return _page(request, "site/accessibility.html")


@router.get(
    "/api/docs", response_class=HTMLResponse, include_in_schema=False, dependencies=[only()]
)
def api_page(request: Request) -> HTMLResponse:
    """Show the description of the API, drawn from its OpenAPI document."""
    return _page(request, "site/api.html", paths=request.app.openapi()["paths"])


def _page(request: Request, template: str, **context: object) -> HTMLResponse:
    return render(request, template, context)


@router.get("/openapi.json", include_in_schema=False, dependencies=[only()])
def api_description(request: Request) -> JSONResponse:
    """Return the description of the API (OpenAPI)."""
    return JSONResponse(request.app.openapi())


@router.get("/favicon.ico", include_in_schema=False, dependencies=[only()])
def favicon() -> Response:
    """Answer browsers that ask without being told: the icon is an SVG named in every page."""
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/healthz", dependencies=[only()])
def healthz() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@router.get("/readyz", dependencies=[only()])
def readyz(request: Request) -> JSONResponse:
    """Say whether requests can be served: database reachable, migrated and filled."""
    checks = dict.fromkeys(("reachable", "migrated", "filled"), False)
    try:
        with reading(request.app.state.engine) as connection:
            checks["migrated"] = current_revision(connection) == newest_revision()
            checks["reachable"] = True
            checks["filled"] = checks["migrated"] and request.app.state.is_filled(connection)
    except SQLAlchemyError:
        logger.warning("the database cannot be reached", exc_info=True)
    ready = all(checks.values())
    return JSONResponse(
        {"status": "ok" if ready else "not ready", **checks},
        HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE,
    )
