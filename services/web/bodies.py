"""What is sent to us: no body is longer than it may be, and no form is wrongly encoded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT: Final = 1_000_000
"""Bytes. Most forms of ours have some ten thousand."""
LARGE_BODY_LIMIT: Final = 5_000_000
"""Bytes of a form that may carry an area: so much more than an area may have that the form itself
can say so, with everything else that was typed."""
FIELDS_LIMIT: Final = 10_000
"""Fields of a form of staff: a table with thousands of columns asks about each of them."""
_FORM: Final = "application/x-www-form-urlencoded"


class BodyTooLargeError(HTTPException):
    """More was sent than ``limit_bytes``, which hold at this address."""

    def __init__(self, *, limit_bytes: int) -> None:
        super().__init__(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        self.limit_bytes = limit_bytes


class BodyCheck:
    """Counts bodies while they arrive and stops reading at the limit (413).

    Letters beyond ASCII stand in a form as ``%C3%BC``; raw bytes would be taken for other letters
    than were meant, and are refused (400).
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        large: Collection[str] = (),
        uploads: Mapping[str, int] = MappingProxyType({}),
        upload_refusal: Callable[[Scope], Awaitable[Exception | None]] | None = None,
    ) -> None:
        """Let more arrive at the addresses ``large`` and below them.

        At exactly the addresses of ``uploads`` so many bytes may be posted by those for whom
        ``upload_refusal`` returns None: nobody else can fill the disk of the server. Others are
        told the reason it returns; that they sent much is not what went wrong.
        """
        self._app = app
        self._large = tuple(large)
        self._uploads = uploads
        self._upload_refusal = upload_refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on the request with a body that is checked while it is read."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit, refusal = await self._limit_of(scope)
        headers = Headers(scope=scope)
        announced = headers.get("content-length", "")
        is_form = headers.get("content-type", "").startswith(_FORM)
        received = int(announced) if announced.isdecimal() and len(announced) < 20 else 0  # noqa: PLR2004
        too_long = received > limit
        count = 0

        async def receive_checked() -> Message:
            nonlocal count
            if too_long:
                raise refusal or BodyTooLargeError(limit_bytes=limit)
            message = await receive()
            if message["type"] == "http.request":
                part: bytes = message.get("body", b"")
                count += len(part)
                if count > limit:
                    raise refusal or BodyTooLargeError(limit_bytes=limit)
                if is_form and not part.isascii():
                    raise HTTPException(HTTPStatus.BAD_REQUEST)
            return message

        await self._app(scope, receive_checked, send)

    async def _limit_of(self, scope: Scope) -> tuple[int, Exception | None]:
        """Return how many bytes may come, and why no more where that is for who sends them."""
        path, method = scope["path"], scope["method"]
        if method == "POST" and path in self._uploads and self._upload_refusal is not None:
            refusal = await self._upload_refusal(scope)
            return (self._uploads[path] if refusal is None else BODY_LIMIT), refusal
        is_large = any(path == one or path.startswith(f"{one}/") for one in self._large)
        return (LARGE_BODY_LIMIT if is_large else BODY_LIMIT), None
