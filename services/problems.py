"""What goes wrong, as visitors see it: status and words of every error, in one table.

Joins the errors of all rooms; the rooms know no HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ExceptionHandler

from geo.errors import WorkbenchError
from maps.tiles.bounds import TileOutsideError
from services.districts.model import (
    BoundariesIncompleteError,
    BoundariesMissingError,
    BoundaryVersionTakenError,
    DistrictNotFoundError,
)
from services.layers.model import LayerNotFoundError
from services.projects.model import ProjectNotFoundError, UnplacedProjectError
from services.web.filter import InvalidParameterError, UnknownParameterError
from services.web.texts import LocalText, say

PROBLEM_MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True)
class Problem:
    """Status of an error, and what to tell people: what happened, and what to do.

    ``detail`` may name the error's facts in braces.
    """

    status: HTTPStatus
    title: LocalText
    detail: LocalText


PROBLEM_BY_ERROR: Final[dict[type[WorkbenchError], Problem]] = {
    UnknownParameterError: Problem(
        HTTPStatus.BAD_REQUEST,
        {"de": "Unbekannter Parameter", "en": "Unknown parameter"},
        {
            "de": "Diese Adresse kennt „{parameter}“ nicht. Entfernen Sie den Parameter aus der "
            "Adresse oder prüfen Sie die Schreibweise.",
            "en": "This address does not know “{parameter}”. Remove it or check the spelling.",
        },
    ),
    InvalidParameterError: Problem(
        HTTPStatus.BAD_REQUEST,
        {"de": "Ungültiger Wert", "en": "Invalid value"},
        {
            "de": "Der Wert „{value}“ passt nicht zu „{parameter}“. Ändern Sie den Wert oder "
            "lassen Sie den Filter weg.",
            "en": "The value “{value}” does not fit “{parameter}”. Change it or drop the filter.",
        },
    ),
    DistrictNotFoundError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Stadtteil nicht gefunden", "en": "District not found"},
        {
            "de": "Einen Stadtteil „{district_id}“ gibt es hier nicht. Alle neun finden Sie unter "
            "„Stadtteile“.",
            "en": "There is no district “{district_id}”. Find all nine under “Districts”.",
        },
    ),
    ProjectNotFoundError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Projekt nicht gefunden", "en": "Project not found"},
        {
            "de": "Ein Projekt „{project_id}“ gibt es hier nicht. Alle finden Sie unter "
            "„Projekte“.",
            "en": "There is no project “{project_id}”. Find all of them under “Projects”.",
        },
    ),
    LayerNotFoundError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Ebene nicht gefunden", "en": "Layer not found"},
        {
            "de": "Eine Ebene „{layer_id}“ gibt es hier nicht. Alle finden Sie unter „Daten“.",
            "en": "There is no layer “{layer_id}”. Find all of them under “Data”.",
        },
    ),
    TileOutsideError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Kachel nicht gefunden", "en": "Tile not found"},
        {
            "de": "Diese Kachel liegt außerhalb des Kachelgitters.",
            "en": "This tile lies outside the tile grid.",
        },
    ),
    BoundariesMissingError: Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        {"de": "Noch keine Stadtteilgrenzen", "en": "No district boundaries yet"},
        {
            "de": "Für den {on} sind keine Stadtteilgrenzen gespeichert. Die Betreiberin füllt die "
            "Datenbank mit „werkbank init“.",
            "en": "There are no district boundaries for {on}. The operator fills the database "
            "with “werkbank init”.",
        },
    ),
    BoundaryVersionTakenError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Grenzstand nicht neuer", "en": "Boundaries not newer"},
        {
            "de": "Die neuen Grenzen gelten ab {valid_from}, gespeichert sind schon Grenzen ab "
            "{newest}. Wählen Sie einen späteren Tag.",
            "en": "The new boundaries hold from {valid_from}; there are boundaries from {newest} "
            "already. Choose a later day.",
        },
    ),
    BoundariesIncompleteError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Stadtteile unvollständig", "en": "Districts incomplete"},
        {
            "de": "Es fehlen: {missing}. Unbekannt sind: {unknown}. Ordnen Sie jedem der neun "
            "Stadtteile genau eine Fläche zu.",
            "en": "Missing: {missing}. Unknown: {unknown}. Give each of the nine districts "
            "exactly one area.",
        },
    ),
    UnplacedProjectError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Projekt ohne Stadtteil", "en": "Project without district"},
        {
            "de": "Das Projekt „{project_id}“ liegt in keinem Stadtteil und ist nicht als "
            "stadtweit gekennzeichnet. Ergänzen Sie eines von beiden.",
            "en": "The project “{project_id}” lies in no district and is not marked city-wide. "
            "Add one of the two.",
        },
    ),
}

_BY_STATUS: Final[dict[int, tuple[LocalText, LocalText]]] = {
    HTTPStatus.NOT_FOUND: (
        {"de": "Seite nicht gefunden", "en": "Page not found"},
        {
            "de": "Unter dieser Adresse gibt es nichts. Vielleicht hilft die Startseite weiter.",
            "en": "There is nothing at this address. The start page may help.",
        },
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        {"de": "So nicht erlaubt", "en": "Not allowed this way"},
        {
            "de": "Diese Adresse lässt sich nur lesen.",
            "en": "This address can only be read.",
        },
    ),
    HTTPStatus.BAD_REQUEST: (
        {"de": "Ungültige Anfrage", "en": "Invalid request"},
        {
            "de": "Die Adresse enthält Angaben, die nicht zu lesen sind. Prüfen Sie sie.",
            "en": "The address holds something that cannot be read. Please check it.",
        },
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        {"de": "Das hat nicht geklappt", "en": "That did not work"},
        {
            "de": "Auf dem Server ist ein Fehler aufgetreten. Er ist vermerkt. Versuchen Sie es "
            "in ein paar Minuten noch einmal.",
            "en": "An error occurred on the server. It has been noted. Try again in a few minutes.",
        },
    ),
}


def problem_type(error: type[WorkbenchError]) -> str:
    """Return the stable name of an error: ``district-not-found``."""
    words = re.findall(r"[A-Z][a-z0-9]*", error.__name__.removesuffix("Error"))
    return "-".join(words).lower()


def install(app: FastAPI) -> None:
    """Answer errors as problem+json (RFC 9457), or as a page to those who asked for a page."""
    handlers: dict[type[Exception], ExceptionHandler] = {
        WorkbenchError: _known,
        HTTPException: _http,
        RequestValidationError: _invalid,
        Exception: _unknown,
    }
    for error, handler in handlers.items():
        app.add_exception_handler(error, handler)


def _known(request: Request, error: Exception) -> Response:
    problem = PROBLEM_BY_ERROR[type(error)]  # type: ignore[index]  # a test demands every row
    facts = {
        name: ", ".join(value) if isinstance(value, list) else value
        for name, value in vars(error).items()
    }
    detail = {lang: text.format(**facts) for lang, text in problem.detail.items()}
    kind = problem_type(type(error))  # type: ignore[arg-type]
    return _answer(request, problem.status, kind, (problem.title, detail), vars(error))


def _http(request: Request, error: Exception) -> Response:
    status = HTTPStatus(getattr(error, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR))
    title, detail = _BY_STATUS.get(status, _BY_STATUS[HTTPStatus.BAD_REQUEST])
    response = _answer(request, status, status.name.lower().replace("_", "-"), (title, detail))
    response.headers.update(getattr(error, "headers", None) or {})
    return response


def _invalid(request: Request, error: Exception) -> Response:
    wrong = error.errors() if isinstance(error, RequestValidationError) else []
    where = [".".join(map(str, one["loc"])) for one in wrong]
    status = HTTPStatus.BAD_REQUEST
    return _answer(request, status, "invalid-request", _BY_STATUS[status], {"where": where})


def _unknown(request: Request, _: Exception) -> Response:
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _answer(request, status, "internal-error", _BY_STATUS[status])


def _answer(
    request: Request,
    status: HTTPStatus,
    kind: str,
    words: tuple[LocalText, LocalText],
    facts: Mapping[str, Any] = MappingProxyType({}),
) -> Response:
    title, detail = words
    path = request.url.path
    machine = path.startswith(("/api/", "/tiles/", "/styles/"))
    if not machine and "text/html" in request.headers.get("accept", ""):
        page: Response = request.app.state.pages.render(
            request, "site/problem.html", {"title": title, "detail": detail}, status=status
        )
        return page
    body = {
        "type": f"/probleme/{kind}",
        "status": status,
        "title": say(title, "de"),
        "title_en": say(title, "en"),
        "detail": say(detail, "de"),
        "detail_en": say(detail, "en"),
        **facts,
    }
    return JSONResponse(body, status, media_type=PROBLEM_MEDIA_TYPE)
