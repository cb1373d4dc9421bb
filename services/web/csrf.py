"""Forged requests: another site must not act with the session of someone who is signed in.

Two walls: the browser names the site a form came from, and every form of ours carries a token
that only pages of the same session can know.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request

from geo.errors import WorkbenchError
from services.settings import Settings
from services.web.bodies import FIELDS_LIMIT, LARGE_BODY_LIMIT

FIELD: Final = "csrf"
HEADER: Final = "x-csrf-token"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
_NONCE_BYTES: Final = 16
_PORTS: Final = {"http": 80, "https": 443}


class ForeignOriginError(WorkbenchError):
    """A page of another site sent this request, or the browser does not say which."""

    def __init__(self) -> None:
        super().__init__("the request does not come from a page of ours")


class StaleFormError(WorkbenchError):
    """The form lacks the token of the present session."""

    def __init__(self) -> None:
        super().__init__("the form does not belong to the present session")


def make_token(session_token: str) -> str:
    """Return a token for one page of the session.

    Each page gets another, so that compressed pages do not give it away bit by bit.
    """
    nonce = secrets.token_hex(_NONCE_BYTES)
    return f"{nonce}.{_sign(session_token, nonce)}"


def is_token(session_token: str, token: str) -> bool:
    """Return True if ``token`` was made for this session."""
    nonce, _, signature = token.partition(".")
    expected = _sign(session_token, nonce)
    return hmac.compare_digest(signature.encode(), expected.encode())


def _sign(session_token: str, nonce: str) -> str:
    return hmac.new(session_token.encode(), f"csrf {nonce}".encode(), "sha256").hexdigest()


def check_origin(request: Request, settings: Settings, *, signed_in: bool) -> None:
    """Refuse what a page of another site sends: ``ForeignOriginError``.

    A program that is no browser names no site. It carries nobody's session, so it may speak, but
    a request with a session must say where it comes from.
    """
    source = request.headers.get("origin") or request.headers.get("referer")
    if source is None:
        if signed_in or request.headers.get("sec-fetch-site", "none") == "cross-site":
            raise ForeignOriginError
    elif not _is_ours(source, request, settings):
        raise ForeignOriginError


def _is_ours(source: str, request: Request, settings: Settings) -> bool:
    came_from = _site(source)
    if came_from is None:
        return False
    if settings.public_url and came_from == _site(settings.public_url):
        return True
    # Behind a proxy that ends TLS we may see http where the browser sees https, never reversed.
    schemes = {"https", request.url.scheme}
    host = request.headers.get("host", "")
    return any(came_from == _site(f"{scheme}://{host}") for scheme in schemes)


def _site(address: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an address; None if it has none, as ``null``."""
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    if not parts.hostname or port is None:
        return None
    return (parts.scheme, parts.hostname, port)


async def check_token(request: Request, session_token: str) -> None:
    """Refuse a form or call without the token of the session: ``StaleFormError``.

    Reads the form; the request remembers it for the handler.
    """
    token = request.headers.get(HEADER, "")
    if not token and request.headers.get("content-type", "").startswith(_FORMS):
        value = (await request.form(max_fields=FIELDS_LIMIT, max_part_size=LARGE_BODY_LIMIT)).get(
            FIELD
        )
        token = value if isinstance(value, str) else ""
    if not is_token(session_token, token):
        raise StaleFormError
