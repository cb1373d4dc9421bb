"""Imprint, privacy, accessibility, the API's description, and the health of the process."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from services.database.engine import reading
from services.database.revision import current_revision, newest_revision
from services.web.dependencies import only

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
    """Show the description of the API; every script of it is our own."""
    return _page(request, "site/api.html")


def _page(request: Request, template: str) -> HTMLResponse:
    page: HTMLResponse = request.app.state.pages.render(request, template, {})
    return page


@router.get("/favicon.ico", include_in_schema=False)
def favicon() -> Response:
    """Answer browsers that ask without being told: the icon is an SVG named in every page."""
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(request: Request) -> JSONResponse:
    """Say whether requests can be served: database reachable, migrated and filled."""
    with reading(request.app.state.engine) as connection:
        checks = {
            "migrated": current_revision(connection) == newest_revision(),
            "filled": request.app.state.is_filled(connection),
        }
    ready = all(checks.values())
    return JSONResponse(
        {"status": "ok" if ready else "not ready", **checks},
        HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE,
    )
