"""What goes wrong, as visitors see it: problem+json for programs, a page for people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.types import ExceptionHandler

from geo.errors import WorkbenchError
from services.database.full_disk import says_full
from services.problem_table import PROBLEM_BY_ERROR, PROBLEM_BY_STATUS
from services.web.actor import NotSignedInError
from services.web.bodies import BodyTooLargeError
from services.web.texts import LANGS, Lang, LocalText, say
from services.web.throttle import TooManyRequestsError

PROBLEM_MEDIA_TYPE: Final = "application/problem+json"


def problem_type(error: type[WorkbenchError]) -> str:
    """Return the stable name of an error: ``district-not-found``."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*", error.__name__.removesuffix("Error"))
    return "-".join(words).lower()


def words(error: WorkbenchError, lang: Lang) -> str:
    """Return what happened and what to do, with the facts of the error."""
    facts = {name: _in_words(value) for name, value in vars(error).items()}
    return PROBLEM_BY_ERROR[type(error)].detail[lang].format(**facts)


def _in_words(value: object) -> object:
    if not isinstance(value, list):
        return value
    if not value:
        return "–"
    texts = [one for one in value if isinstance(one, str)]
    return ", ".join(texts) if len(texts) == len(value) else len(value)


def install(app: FastAPI) -> None:
    """Answer errors as problem+json (RFC 9457), or as a page to those who asked for a page.

    Call it before any other middleware is added, so that theirs goes round its own.
    """
    handlers: dict[type[Exception], ExceptionHandler] = {
        WorkbenchError: _known,
        HTTPException: _http,
        RequestValidationError: _invalid,
    }
    for error, handler in handlers.items():
        app.add_exception_handler(error, handler)
    # As a handler it would stand outside all middleware, without language and security headers.
    app.add_middleware(ServerErrorMiddleware, handler=_unknown)


def _known(request: Request, error: Exception) -> Response:
    if not isinstance(error, WorkbenchError):
        raise error
    if isinstance(error, NotSignedInError) and request.method == "GET" and _wants_page(request):
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        sign_in = "/anmelden?" + urlencode({"weiter": here})
        return RedirectResponse(sign_in, HTTPStatus.SEE_OTHER)
    problem = PROBLEM_BY_ERROR[type(error)]  # a test demands every row
    detail: LocalText = {lang: words(error, lang) for lang in LANGS}
    kind = problem_type(type(error))
    response = _answer(request, problem.status, kind, (problem.title, detail), vars(error))
    if isinstance(error, TooManyRequestsError):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _http(request: Request, error: Exception) -> Response:
    status = HTTPStatus(getattr(error, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR))
    # FastAPI calls a body bad that it could not put down, or that nobody may send.
    if says_full(error.__cause__):
        return _no_room(request)
    if isinstance(error.__cause__, WorkbenchError):
        return _known(request, error.__cause__)
    title, detail = PROBLEM_BY_STATUS.get(status, PROBLEM_BY_STATUS[HTTPStatus.BAD_REQUEST])
    facts: dict[str, Any] = {}
    if isinstance(error, BodyTooLargeError):
        facts["limit_mb"] = error.limit_bytes // 1_000_000
        detail = {lang: text.format(**facts) for lang, text in detail.items()}
    kind = status.name.lower().replace("_", "-")
    response = _answer(request, status, kind, (title, detail), facts)
    response.headers.update(getattr(error, "headers", None) or {})
    return response


def _invalid(request: Request, error: Exception) -> Response:
    wrong = error.errors() if isinstance(error, RequestValidationError) else []
    # Halves of characters in a name that was sent could not be told in the answer.
    where = [ascii(".".join(map(str, one["loc"])))[1:-1] for one in wrong]
    status = HTTPStatus.BAD_REQUEST
    return _answer(request, status, "invalid-request", PROBLEM_BY_STATUS[status], {"where": where})


def _unknown(request: Request, error: Exception) -> Response:
    if says_full(error):
        return _no_room(request)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _answer(request, status, "internal-error", PROBLEM_BY_STATUS[status])


def _no_room(request: Request) -> Response:
    status = HTTPStatus.INSUFFICIENT_STORAGE
    return _answer(request, status, "insufficient-storage", PROBLEM_BY_STATUS[status])


def _wants_page(request: Request) -> bool:
    machine = request.url.path.startswith(("/api/", "/tiles/", "/styles/"))
    return not machine and "text/html" in request.headers.get("accept", "")


def _answer(
    request: Request,
    status: HTTPStatus,
    kind: str,
    words: tuple[LocalText, LocalText],
    facts: Mapping[str, Any] = MappingProxyType({}),
) -> Response:
    title, detail = words
    if _wants_page(request):
        page: Response = request.app.state.pages.render(
            request,
            "site/problem.html",
            {"title": title, "detail": detail, "signs_in": status == HTTPStatus.UNAUTHORIZED},
            status=status,
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
