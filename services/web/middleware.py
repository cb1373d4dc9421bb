"""What happens to every request: HEAD, language prefix, security headers, what nobody may keep."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from starlette.datastructures import URL, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX = "/en"


class LanguagePrefix:
    """Serves ``/en/…`` from the same addresses as ``/…``, with ``scope["lang"]`` set to ``en``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the prefix off the path."""
        if scope["type"] == "http":
            path: str = scope["path"]
            english = path == PREFIX or path.startswith(f"{PREFIX}/")
            scope = dict(scope, lang="en" if english else "de")
            if english:
                scope["path"] = path[len(PREFIX) :] or "/"
                send = _staying_english(send, URL(scope=scope).netloc)
        await self._app(scope, receive, send)


def _staying_english(send: Send, host: str) -> Send:
    """Put the prefix before the path of redirects on ``host``: they know only what is behind it."""

    async def send_with_prefix(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if "location" in headers:
                there = URL(headers["location"])
                if there.netloc in {"", host}:
                    headers["location"] = str(there.replace(path=PREFIX + there.path))
        await send(message)

    return send_with_prefix


class HeadAsGet:
    """Answers HEAD as GET without the body, for monitors and link checkers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask the app for GET and keep what it would have sent."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app(dict(scope, method="GET"), receive, send_without_body)


class PrivateAnswers:
    """Keeps what is private, and pages that name who is signed in, out of every store.

    Whether it is so stands on the request's state when the answer starts.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, marked as nobody's to keep where it is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state: dict[str, Any] = scope.setdefault("state", {})

        async def send_privately(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_page = headers.get("content-type", "").startswith("text/html")
                if state.get("private") or (is_page and state.get("actor") is not None):
                    headers["Cache-Control"] = "no-store"
                    headers["X-Robots-Tag"] = "noindex"
            await send(message)

        await self._app(scope, receive, send_privately)


def content_security_policy(foreign_origins: Iterable[str]) -> str:
    """Return the policy of all pages: ourselves only, and the hosts of switched-on base maps."""
    foreign = "".join(f" {origin}" for origin in sorted(set(foreign_origins)))
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: blob:{foreign}",
            "font-src 'self'",
            f"connect-src 'self'{foreign}",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
        )
    )


_WRITING_PAGE: Final = re.compile(rf"(?:{PREFIX})?/mitmachen/[^/]+/(?:neu|pruefen|senden)")
"""Where somebody says where: the only pages that may ask a device for its position.

The others show the first again when something in the form is not right yet.
"""


def permissions_policy(path: str) -> str:
    """Return which powers of the device the page at ``path`` may ask for."""
    position = "self" if _WRITING_PAGE.fullmatch(path) else ""
    return f"camera=(), microphone=(), payment=(), geolocation=({position})"


class SecurityHeaders:
    """Adds the headers that keep a page to itself to every answer."""

    def __init__(self, app: ASGIApp, *, foreign_origins: Iterable[str]) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": content_security_policy(foreign_origins),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Permissions-Policy", permissions_policy(scope["path"]))
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
