"""What handlers ask for: one dependency per notion. The app puts the parts on ``app.state``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from fastapi import Depends, Path, Request, params
from fastapi.dependencies.models import Dependant
from sqlalchemy import Connection, Engine

from services.database.engine import reading, writing_when_needed
from services.settings import Settings
from services.web.actor import Actor, NotSignedInError
from services.web.filter import (
    Filter,
    InvalidParameterError,
    UnknownParameterError,
    parse_filter,
)
from services.web.texts import Lang
from services.web.throttle import Throttle

LOCAL_TIME: Final = ZoneInfo("Europe/Berlin")


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _connection(request: Request) -> Iterator[Connection]:
    with reading(request.app.state.engine) as connection:
        yield connection


def _writing(request: Request) -> Iterator[Connection]:
    with writing_when_needed(request.app.state.engine) as connection:
        yield connection


def writes(dependant: Dependant) -> bool:
    """Return True if what a route asks for includes a writing transaction."""
    return any(one.call is _writing or writes(one) for one in dependant.dependencies)


def _engine(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


def _throttle(request: Request) -> Throttle:
    throttle: Throttle = request.app.state.throttle
    return throttle


def public_address(request: Request) -> str:
    """Return the address people see, without a slash at its end."""
    return (_settings(request).public_url or str(request.base_url)).rstrip("/")


def _actor(request: Request) -> Actor | None:
    actor: Actor | None = getattr(request.state, "actor", None)
    return actor


def _staff(actor: Annotated[Actor | None, Depends(_actor)]) -> Actor:
    if actor is None:
        raise NotSignedInError
    return actor


def _now(request: Request) -> datetime:
    now: datetime = request.app.state.clock()
    return now


def _today(now: Annotated[datetime, Depends(_now)]) -> date:
    return now.astimezone(LOCAL_TIME).date()


def _lang(request: Request) -> Lang:
    return "en" if request.scope.get("lang") == "en" else "de"


SettingsDep = Annotated[Settings, Depends(_settings)]
ConnectionDep = Annotated[Connection, Depends(_connection, scope="function")]
"""A reading transaction, closed before the answer leaves."""
WritingDep = Annotated[Connection, Depends(_writing, scope="function")]
"""A writing transaction, committed before the answer leaves, rolled back on an error."""
EngineDep = Annotated[Engine, Depends(_engine)]
"""For what must happen outside of a transaction, such as checking a password."""
ThrottleDep = Annotated[Throttle, Depends(_throttle)]
AddressDep = Annotated[str, Depends(public_address)]
"""The address people see, for links in mail and on paper."""
NowDep = Annotated[datetime, Depends(_now)]
ActorDep = Annotated[Actor | None, Depends(_actor)]
"""Who is signed in, or None: what the check of permissions found before the handler."""
StaffDep = Annotated[Actor, Depends(_staff)]
"""Who is signed in; ``NotSignedInError`` for nobody."""
TodayDep = Annotated[date, Depends(_today)]
"""The day in Herten: boundaries hold from local midnight on."""
LangDep = Annotated[Lang, Depends(_lang)]
IdPath = Annotated[str, Path(pattern=r"^[^\x00-\x1f]+$")]
"""An id in the address. PostgreSQL takes no NUL in a text, so none gets that far."""


def asks(*also: str) -> Callable[[Request, Connection], Filter]:
    """Return a dependency that reads the filter; ``also`` names the address's own parameters."""

    def read(request: Request, connection: ConnectionDep) -> Filter:
        actor = _actor(request)
        is_staff = actor is not None and actor.is_staff
        vocabulary = request.app.state.vocabulary(connection, is_staff=is_staff)
        return parse_filter(request.query_params.multi_items(), vocabulary, also=also)

    return read


FilterDep = Annotated[Filter, Depends(asks())]


def only(*known: str) -> params.Depends:
    """Return a dependency that refuses every parameter but ``known``."""

    def check(request: Request) -> None:
        for name in request.query_params:
            if name not in known:
                raise UnknownParameterError(parameter=name, known=known)

    dependency: params.Depends = Depends(check)
    return dependency


def form(request: Request, *known: str) -> str:
    """Return the asked form of an answer (``f``), the first of ``known`` by default."""
    value = request.query_params.get("f", known[0])
    if value not in known:
        raise InvalidParameterError(parameter="f", value=value, expected=" or ".join(known))
    return value


def _parameter(name: str, text: str, *, many: bool = False, kind: str = "string") -> dict[str, Any]:
    schema: dict[str, Any] = {"type": kind}
    if many:
        schema = {"type": "array", "items": schema}
    return {"name": name, "in": "query", "required": False, "description": text, "schema": schema}


FILTER_OPENAPI: Final[dict[str, Any]] = {
    "parameters": [
        _parameter("stadtteil", "District id, or `citywide`; repeatable.", many=True),
        _parameter("thema", "Theme; repeatable.", many=True),
        _parameter(
            "status",
            "Of projects: idea, planned, under_way, done, dropped; repeatable.",
            many=True,
        ),
        _parameter(
            "art", "Of voices: comment, heart_place, expert_note, statement; repeatable.", many=True
        ),
        _parameter("verfahren", "Of voices: id of a participation process; repeatable.", many=True),
        _parameter(
            "antwort",
            "Of voices: open, taken_up, decided, measure, done, refused; repeatable.",
            many=True,
        ),
        _parameter("von", "First year a period may touch, or a voice came in.", kind="integer"),
        _parameter("bis", "Last year a period may touch, or a voice came in.", kind="integer"),
        _parameter("q", "Words that must all occur."),
        _parameter("bbox", "west,south,east,north in degrees (CRS84)."),
        _parameter("ebenen", "Layers shown on the map; no effect on data.", many=True),
    ]
}
"""Documents the filter in the OpenAPI description of every address that takes it."""
