"""Single sign-on: who comes back from the provider, and what can go wrong on the way."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import orjson

from geo.errors import WorkbenchError
from services.accounts.return_path import own_path
from services.web.texts import Lang

JOURNEY_FOR: Final = timedelta(minutes=10)
"""How long somebody may take at the provider."""
_SECRET_BYTES: Final = 32
_CODE: Final = re.compile(r"[a-z_]{1,60}")


class SignOnNotConfiguredError(WorkbenchError):
    """No provider of single sign-on is set."""

    def __init__(self) -> None:
        super().__init__("WERKBANK_OIDC_ISSUER is not set")


class SignOnUnreachableError(WorkbenchError):
    """The provider does not answer, or not now."""

    def __init__(self) -> None:
        super().__init__("the provider of single sign-on does not answer")


class SignOnInterruptedError(WorkbenchError):
    """The answer belongs to no sign-on of this browser: too old, used, or of another window."""

    def __init__(self) -> None:
        super().__init__("the answer belongs to no sign-on that is under way in this browser")


class SignOnDeniedError(WorkbenchError):
    """The provider did not let the person in, or the person turned back."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the provider said {reason}")
        self.reason = reason


class SignOnMisconfiguredError(WorkbenchError):
    """The provider refuses us, or describes itself in a way that cannot be: ``reason`` says how."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the provider and our settings do not agree: {reason}")
        self.reason = reason


class SignOnNotTrustedError(WorkbenchError):
    """What the provider says about the person does not stand the test: ``reason`` names which."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the provider's answer fails the test of {reason}")
        self.reason = reason


class SignOnClockError(WorkbenchError):
    """The clocks of provider and workbench are too far apart."""

    def __init__(self) -> None:
        super().__init__("the provider's answer is from another time")


class SignOnUnverifiedError(WorkbenchError):
    """The provider does not confirm the person's mail address."""

    def __init__(self) -> None:
        super().__init__("the provider does not confirm the mail address")


class SignOnUnknownPersonError(WorkbenchError):
    """The provider knows the person, but no account here is meant for them."""

    def __init__(self) -> None:
        super().__init__("no account for this person")


class SignOnDisabledError(WorkbenchError):
    """The account of the person is disabled."""

    def __init__(self) -> None:
        super().__init__("the account of this person is disabled")


class SignOnTakenError(WorkbenchError):
    """The account with this mail address belongs to another person at the provider."""

    def __init__(self) -> None:
        super().__init__("the account is linked to another person at the provider")


@dataclass(frozen=True)
class Person:
    """Whom the provider vouches for. ``email`` is in lower case and None unless confirmed."""

    issuer: str
    subject: str
    email: str | None


@dataclass(frozen=True)
class Journey:
    """One way to the provider and back, kept in a cookie of the browser that made it.

    The three values that tie the answer to the question are reckoned from ``secret`` and all else
    in here. So nothing in the cookie can be changed without the answer becoming worthless, and no
    process needs to remember anything, nor to share a key with the others.
    """

    secret: str
    started_s: int
    return_to: str
    lang: Lang

    @property
    def state(self) -> str:
        """What the provider gives back with its answer."""
        return self._reckon("state")

    @property
    def nonce(self) -> str:
        """What the provider writes into the token."""
        return self._reckon("nonce")

    @property
    def verifier(self) -> str:
        """What redeems the code: the provider has seen only its hash (PKCE, RFC 7636)."""
        return self._reckon("verifier")

    def is_over(self, now: datetime) -> bool:
        """Return True if it took too long."""
        started_at = datetime.fromtimestamp(self.started_s, UTC)
        return not started_at <= now <= started_at + JOURNEY_FOR

    def _reckon(self, what: str) -> str:
        text = orjson.dumps([what, self.started_s, self.return_to, self.lang])
        digest = hmac.digest(self.secret.encode(), text, "sha256")
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def known_code(text: object) -> str:
    """Return a code of the provider if it looks like one: others are not repeated to anybody."""
    return text if isinstance(text, str) and _CODE.fullmatch(text) else "unknown"


def set_out(*, return_to: str, lang: Lang, now: datetime) -> Journey:
    """Return a new journey that ends at ``return_to``."""
    return Journey(
        secret=secrets.token_urlsafe(_SECRET_BYTES),
        started_s=int(now.timestamp()),
        return_to=own_path(return_to),
        lang=lang,
    )


def to_cookie(journey: Journey) -> str:
    """Return the journey as a cookie holds it."""
    return base64.urlsafe_b64encode(orjson.dumps(asdict(journey))).decode().rstrip("=")


def from_cookie(text: str) -> Journey:
    """Read a journey back. Raises ``SignOnInterruptedError`` for anything else."""
    try:
        found = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return Journey(
            secret=str(found["secret"]),
            started_s=int(found["started_s"]),
            return_to=own_path(str(found["return_to"])),
            lang="en" if found["lang"] == "en" else "de",
        )
    except (binascii.Error, ValueError, TypeError, KeyError, OverflowError) as error:
        raise SignOnInterruptedError from error
