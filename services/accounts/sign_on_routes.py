"""Addresses of single sign-on: to the provider, and back from there."""

from __future__ import annotations

import hmac
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.accounts.actions import end_session
from services.accounts.entry import enter, present_session
from services.accounts.return_path import HOME
from services.accounts.sign_on_entry import enter_by_sign_on
from services.accounts.sign_on_model import (
    JOURNEY_FOR,
    Journey,
    SignOnDeniedError,
    SignOnInterruptedError,
    SignOnNotConfiguredError,
    SignOnUnreachableError,
    from_cookie,
    known_code,
    set_out,
    to_cookie,
)
from services.database.engine import writing
from services.settings import Settings
from services.web.dependencies import EngineDep, LangDep, NowDep, SettingsDep, only
from services.web.middleware import PREFIX
from services.web.session_cookie import is_secure

if TYPE_CHECKING:  # loaded only where a provider is set
    from services.accounts.sign_on import Provider

router = APIRouter()

_BACK: Final = "/anmelden/sso/antwort"
_NOT_NOW: Final = frozenset({"temporarily_unavailable", "server_error"})


@router.get("/anmelden/sso", include_in_schema=False, dependencies=[only("weiter")])
def sign_on(
    request: Request, settings: SettingsDep, now: NowDep, lang: LangDep, weiter: str = HOME
) -> Response:
    """Send the browser to the provider."""
    provider = _provider(request)
    journey = set_out(return_to=weiter, lang=lang, now=now)
    address = provider.authorization_url(
        journey, redirect_uri=_redirect_uri(request, settings), now=now
    )
    answer = RedirectResponse(address, HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        _cookie_name(request),
        to_cookie(journey),
        max_age=int(JOURNEY_FOR.total_seconds()),
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",  # the way back starts at the provider
    )
    return answer


# The provider may add parameters of its own, and we must not mind (RFC 6749 §4.1.2).
@router.get(_BACK, include_in_schema=False)
def sign_on_answer(
    request: Request, settings: SettingsDep, engine: EngineDep, now: NowDep
) -> Response:
    """Take the provider's answer and let the person in."""
    provider = _provider(request)
    asked = request.query_params
    journey = from_cookie(request.cookies.get(_cookie_name(request), ""))
    # From here on in the language in which it began: this address has only one.
    request.scope["lang"] = journey.lang
    _check(journey, asked.get("state", ""), asked.get("error"))
    if journey.is_over(now) or "code" not in asked:
        raise SignOnInterruptedError
    person = provider.redeem(
        asked["code"],
        journey,
        redirect_uri=_redirect_uri(request, settings),
        issuer=asked.get("iss"),
        now=now,
    )
    token = enter_by_sign_on(engine, person, now=now)
    former = present_session(request)
    if former is not None:
        with writing(engine) as connection:
            end_session(connection, former)
    answer = enter(request, token, (PREFIX if journey.lang == "en" else "") + journey.return_to)
    answer.delete_cookie(
        _cookie_name(request), path="/", secure=is_secure(request), httponly=True, samesite="lax"
    )
    return answer


def _check(journey: Journey, state: str, error: str | None) -> None:
    if not hmac.compare_digest(journey.state.encode(), state.encode()):
        raise SignOnInterruptedError
    if error in _NOT_NOW:
        raise SignOnUnreachableError
    if error is not None:
        raise SignOnDeniedError(reason=known_code(error))


def _provider(request: Request) -> Provider:
    provider: Provider | None = request.app.state.sign_on
    if provider is None:
        raise SignOnNotConfiguredError
    return provider


def _redirect_uri(request: Request, settings: Settings) -> str:
    return (settings.public_url or str(request.base_url)).rstrip("/") + _BACK


def _cookie_name(request: Request) -> str:
    return "__Host-werkbank-weg" if is_secure(request) else "werkbank-weg"
