"""The door: every request passes here before its handler."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import Scope

from services.accounts.sessions import SEEN_EVERY, Sessions
from services.database.engine import reading, writing
from services.permissions import PERMISSIONS, Rule, only_for
from services.web.actor import Actor, NotAllowedError, NotSignedInError
from services.web.csrf import SAFE_METHODS, check_origin, check_token
from services.web.session_cookie import read_session_cookie

_NOBODY = only_for()
"""The rule of a route that stands in no table."""


async def guard(request: Request) -> AsyncIterator[None]:
    """Let the request in or raise; puts who asks on ``request.state.actor``.

    Asynchronous, so that what needs no database costs no thread: most requests are visitors'.
    """
    try:
        await _let_in(request)
        yield
    finally:
        await request.close()  # files of a form that only the check has read


async def _let_in(request: Request) -> None:
    route = (request.method, request.scope["route"].path)
    rule = PERMISSIONS.get(route, _NOBODY)
    request.state.private = rule.private
    actor = await _recognise(request) if rule.asks_who else None
    unsafe = request.method not in SAFE_METHODS
    if unsafe:
        check_origin(request, request.app.state.settings, signed_in=actor is not None)
    if not rule.lets_in(actor):
        raise _refusal(rule, actor, known=route in PERMISSIONS)
    if unsafe and actor is not None:
        await check_token(request, request.state.session_token)


def _refusal(rule: Rule, actor: Actor | None, *, known: bool) -> NotSignedInError | NotAllowedError:
    if actor is None and known:
        return NotSignedInError()
    return NotAllowedError(needed=tuple(sorted(rule.roles)))


async def upload_refusal(scope: Scope) -> NotSignedInError | NotAllowedError | None:
    """Return why whoever asks may not call the route at the path of ``scope``; None if they may.

    Asked before the body is read, so that only those send much who may.
    """
    request = Request(scope)
    token = read_session_cookie(request)
    route = (scope["method"], scope["path"])
    rule = PERMISSIONS.get(route, _NOBODY)
    app = request.app.state
    actor = (
        None
        if token is None
        else await run_in_threadpool(_of_session, app.engine, token, app.clock())
    )
    return None if rule.lets_in(actor) else _refusal(rule, actor, known=route in PERMISSIONS)


def _of_session(engine: Engine, token: str, now: datetime) -> Actor | None:
    with reading(engine) as connection:
        session = Sessions(connection).find(token, now=now)
    return None if session is None else session.actor


async def _recognise(request: Request) -> Actor | None:
    token = read_session_cookie(request)
    if token is None:
        return None
    app = request.app.state
    actor = await run_in_threadpool(find_actor, app.engine, token, app.clock())
    if actor is not None:
        request.state.actor = actor
        request.state.session_token = token
    return actor


def find_actor(engine: Engine, token: str, now: datetime) -> Actor | None:
    """Return who the session belongs to; None if it has ended. Notes now and then that it lives."""
    with reading(engine) as connection:
        session = Sessions(connection).find(token, now=now)
    if session is None:
        return None
    if now - session.seen_at >= SEEN_EVERY:
        with writing(engine) as connection:
            Sessions(connection).see(token, now=now)
    return session.actor
