"""OpenID Connect: sending somebody to the provider and believing what comes back (code + PKCE).

Talks to another machine: never inside of a transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast
from urllib.parse import quote, urlsplit

import httpx
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ClaimError, ExpiredTokenError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from joserfc.jws import JWSRegistry

from services.accounts.sign_on_model import (
    Journey,
    Person,
    SignOnClockError,
    SignOnInterruptedError,
    SignOnMisconfiguredError,
    SignOnNotTrustedError,
    SignOnUnreachableError,
    known_code,
)
from services.settings import Settings

logger = logging.getLogger(__name__)

TIMEOUT: Final = httpx.Timeout(5.0)
REMEMBER_FOR: Final = timedelta(hours=1)
SPARE_FOR: Final = timedelta(seconds=15)
"""How long a provider that did not answer is not asked again."""
LEEWAY_S: Final = 120
"""How far the provider's clock may be from ours."""
SCOPE: Final = "openid email"
_ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
"""Signatures that only the provider can make: never ``none``, never with a shared key."""
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_TIME_CLAIMS: Final = frozenset({"exp", "iat", "nbf"})
_TEXT_LIMIT: Final = 255


@dataclass(frozen=True)
class _Description:
    """What the provider says of itself and its keys, and until when we believe it."""

    metadata: Mapping[str, Any]
    keys: KeySet
    good_until: datetime


class Provider:
    """The provider of the settings. Remembers its description for a while; safe between threads."""

    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.oidc_issuer
        self._client_id = settings.oidc_client_id
        self._client_secret = settings.oidc_client_secret.get_secret_value()
        self._description: _Description | None = None
        self._down_until = datetime.min.replace(tzinfo=UTC)

    def authorization_url(self, journey: Journey, *, redirect_uri: str, now: datetime) -> str:
        """Return the provider's address to send the browser to.

        Raises ``SignOnUnreachableError`` and ``SignOnMisconfiguredError``.
        """
        metadata = self._describe(now).metadata
        address, _ = self._oauth(None, redirect_uri).create_authorization_url(
            metadata["authorization_endpoint"],
            state=journey.state,
            nonce=journey.nonce,
            code_verifier=journey.verifier,
            ui_locales=journey.lang,
        )
        return str(address)

    def redeem(
        self,
        code: str,
        journey: Journey,
        *,
        redirect_uri: str,
        issuer: str | None,
        now: datetime,
    ) -> Person:
        """Return whom the code stands for. ``issuer``: who sent it, if told (RFC 9207).

        Raises every error of this module that is not about accounts.
        """
        metadata = self._describe(now).metadata
        if issuer not in (None, metadata["issuer"]):
            raise SignOnNotTrustedError(reason="iss")
        with _http() as http:
            token = self._exchange(http, metadata, code, journey, redirect_uri)
            claims = self._claims(token, journey, now)
            if "email" not in claims:
                claims |= _user_info(http, metadata, token, claims["sub"])
        return _person(claims)

    def _oauth(self, http: httpx.Client | None, redirect_uri: str) -> OAuth2Client:
        return OAuth2Client(
            http,
            client_id=self._client_id,
            scope=SCOPE,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
        )

    def _describe(self, now: datetime, *, anew: bool = False) -> _Description:
        known = self._description
        if known is not None and now < known.good_until and not anew:
            return known
        if now < self._down_until:
            raise SignOnUnreachableError
        try:
            with _http() as http:
                found = _read_description(http, self._issuer, now)
        except SignOnUnreachableError:
            # Who asks next must not wait as long: all threads might end up waiting.
            self._down_until = now + SPARE_FOR
            raise
        self._description = found
        return found

    def _exchange(
        self,
        http: httpx.Client,
        metadata: Mapping[str, Any],
        code: str,
        journey: Journey,
        redirect_uri: str,
    ) -> Mapping[str, Any]:
        auth, more = self._authentication(metadata)
        try:
            token: Mapping[str, Any] = self._oauth(http, redirect_uri).fetch_token(
                metadata["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=journey.verifier,
                auth=auth,
                **more,
            )
        except OAuth2Error as error:
            if error.error == "invalid_grant":  # used already, too old, or not this browser's
                raise SignOnInterruptedError from error
            raise SignOnMisconfiguredError(reason=known_code(error.error)) from error
        except ValueError as error:
            raise SignOnMisconfiguredError(reason="token_endpoint") from error
        return token

    def _authentication(self, metadata: Mapping[str, Any]) -> tuple[httpx.Auth, dict[str, str]]:
        """Return how we prove who we are: in the header, or in the form where that is all."""
        ways = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if not self._client_secret:
            return httpx.Auth(), {"client_id": self._client_id}
        if "client_secret_basic" in ways or "client_secret_post" not in ways:
            # RFC 6749 §2.3.1: both are encoded as in a form first.
            return httpx.BasicAuth(quote(self._client_id), quote(self._client_secret)), {}
        return httpx.Auth(), {"client_id": self._client_id, "client_secret": self._client_secret}

    def _claims(self, token: Mapping[str, Any], journey: Journey, now: datetime) -> dict[str, Any]:
        description = self._describe(now)
        try:
            found = _decode(token, description)
        except InvalidKeyIdError:  # the provider may have changed its keys since
            found = _decode(token, self._describe(now, anew=True))
        claims = CodeIDToken(
            found.claims,
            found.header,
            options={
                "iss": {"essential": True, "value": description.metadata["issuer"]},
                "aud": {"essential": True, "value": self._client_id},
            },
            params={
                "nonce": journey.nonce,
                "client_id": self._client_id,
                "access_token": token.get("access_token"),
            },
        )
        try:
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY_S)
        except ClaimError as error:
            if isinstance(error, ExpiredTokenError) or error.claim in _TIME_CLAIMS:
                raise SignOnClockError from error
            raise SignOnNotTrustedError(reason=known_code(error.claim)) from error
        return dict(claims)


def _read_description(http: httpx.Client, issuer: str, now: datetime) -> _Description:
    metadata = _json(http.get(issuer.rstrip("/") + "/.well-known/openid-configuration"))
    if str(metadata.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
        raise SignOnMisconfiguredError(reason="issuer")
    for name in _ENDPOINTS:
        if urlsplit(str(metadata.get(name, ""))).scheme != urlsplit(issuer).scheme:
            raise SignOnMisconfiguredError(reason=name)
    try:
        keys = KeySet.import_key_set(
            cast("KeySetSerialization", _json(http.get(metadata["jwks_uri"])))
        )
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise SignOnMisconfiguredError(reason="jwks_uri") from error
    return _Description(metadata, keys, now + REMEMBER_FOR)


def _decode(token: Mapping[str, Any], description: _Description) -> jwt.Token:
    offered = description.metadata.get("id_token_signing_alg_values_supported", ["RS256"])
    registry = JWSRegistry(
        algorithms=sorted(_ALGORITHMS.intersection(offered)), strict_check_header=False
    )
    try:
        return jwt.decode(str(token.get("id_token", "")), description.keys, registry=registry)
    except InvalidKeyIdError:
        raise
    except (JoseError, ValueError) as error:
        raise SignOnNotTrustedError(reason="signature") from error


def _user_info(
    http: httpx.Client, metadata: Mapping[str, Any], token: Mapping[str, Any], subject: str
) -> dict[str, Any]:
    """Return mail address and its confirmation, where the token does not hold them."""
    if "userinfo_endpoint" not in metadata:
        return {}
    bearer = {"Authorization": f"Bearer {token.get('access_token', '')}"}
    found = _json(http.get(metadata["userinfo_endpoint"], headers=bearer))
    if found.get("sub") != subject:
        raise SignOnNotTrustedError(reason="sub")
    return {name: found[name] for name in ("email", "email_verified") if name in found}


def _person(claims: Mapping[str, Any]) -> Person:
    issuer, subject, email = claims["iss"], claims["sub"], claims.get("email")
    if not _is_plain(subject):
        raise SignOnNotTrustedError(reason="sub")
    confirmed = claims.get("email_verified") is True and _is_plain(email)
    return Person(issuer, subject, str(email).strip().lower() if confirmed else None)


def _is_plain(text: object) -> bool:
    # PostgreSQL takes no NUL, and nobody needs the other unseen characters either.
    return isinstance(text, str) and text.isprintable() and 0 < len(text) <= _TEXT_LIMIT


def _json(answer: httpx.Response) -> dict[str, Any]:
    if answer.is_client_error:
        raise SignOnMisconfiguredError(reason=f"http_{answer.status_code}")
    answer.raise_for_status()
    try:
        found = answer.json()
    except ValueError as error:
        raise SignOnMisconfiguredError(reason="json") from error
    if not isinstance(found, dict):
        raise SignOnMisconfiguredError(reason="json")
    return found


@contextmanager
def _http() -> Iterator[httpx.Client]:
    """Talk to the provider; whatever fails on the way is ``SignOnUnreachableError``."""
    try:
        with httpx.Client(timeout=TIMEOUT) as client:
            yield client
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        logger.warning("single sign-on: %s", type(error).__name__)
        raise SignOnUnreachableError from error
