"""The cookie of a session: only members of staff get one, when they sign in."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from services.settings import Settings

_PLAIN: Final = "werkbank"
_HOST_BOUND: Final = "__Host-werkbank"
"""Browsers take this name only over HTTPS, for this host alone, and for all of its paths."""


def is_secure(request: Request) -> bool:
    """Return True where browsers reach us by HTTPS, be it by a proxy."""
    settings: Settings = request.app.state.settings
    return request.url.scheme == "https" or settings.public_url.startswith("https:")


def cookie_name(request: Request) -> str:
    """Return the name of the cookie: bound to the host wherever HTTPS is spoken."""
    return _HOST_BOUND if is_secure(request) else _PLAIN


def read_session_cookie(request: Request) -> str | None:
    """Return the token of the session that the browser shows; None without."""
    return request.cookies.get(cookie_name(request)) or None


def set_session_cookie(request: Request, response: Response, token: str) -> None:
    """Give the browser the token. It forgets it when it is closed; the server may do so sooner."""
    response.set_cookie(
        cookie_name(request),
        token,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def forget_session_cookie(request: Request, response: Response) -> None:
    """Take the token back."""
    response.delete_cookie(
        cookie_name(request),
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )
