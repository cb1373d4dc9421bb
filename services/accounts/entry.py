"""What follows a form: a session for the browser, the next page, what was done."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import RedirectResponse

from services.web.filter import InvalidParameterError
from services.web.session_cookie import set_session_cookie
from services.web.texts import LocalText


def present_session(request: Request) -> str | None:
    """Return the token of the session that this request showed; None for a visitor."""
    token: str | None = getattr(request.state, "session_token", None)
    return token


def go_to(path: str) -> RedirectResponse:
    """Send the browser to a page of ours by GET."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


def enter(request: Request, token: str, path: str) -> RedirectResponse:
    """Give the browser the token of a new session and send it to ``path``."""
    answer = go_to(path)
    set_session_cookie(request, answer, token)
    return answer


def find_done(done: Mapping[str, LocalText], word: str) -> LocalText | None:
    """Return what the address says was just done (``erledigt``); None where it says nothing."""
    if word and word not in done:
        raise InvalidParameterError(
            parameter="erledigt", value=ascii(word[:40])[1:-1], expected="one of " + ", ".join(done)
        )
    return done.get(word)
