"""Signing in with a password: slowly on purpose, so outside of the transactions around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from limits import RateLimitItemPerMinute
from sqlalchemy import Engine

from services.accounts.actions import open_session
from services.accounts.model import Credentials
from services.accounts.passwords import hash_password, is_outdated, is_password
from services.accounts.store import Accounts
from services.accounts.totp import matching_step
from services.database.engine import reading, writing
from services.web.actor import Actor
from services.web.throttle import Throttle, TooManyRequestsError

PER_ACCOUNT: Final = RateLimitItemPerMinute(10, 15)
"""Failures in a quarter of an hour, for one account from one address."""
PER_ADDRESS: Final = RateLimitItemPerMinute(30, 15)
"""For all accounts from one address: a whole town hall may share it."""
FROM_EVERYWHERE: Final = RateLimitItemPerMinute(100, 15)
"""For one account from all addresses: high, so that nobody easily locks out somebody else."""


@dataclass(frozen=True, repr=False)
class Attempt:
    """What somebody typed to sign in, and what stands for the address it came from."""

    email: str
    password: str
    code: str
    address_key: str


def sign_in(engine: Engine, throttle: Throttle, attempt: Attempt, *, now: datetime) -> str | None:
    """Return the token of a new session; None if address, password or code are wrong.

    Says neither by its answer nor by its time which of them it was, nor whether there is such an
    account. Raises ``TooManyRequestsError`` after too many failures.
    """
    email = attempt.email.strip().lower()
    keys = (
        (f"sign-in here {throttle.pseudonym(email, now)} {attempt.address_key}", PER_ACCOUNT),
        (f"sign-in account {throttle.pseudonym(email, now)}", FROM_EVERYWHERE),
        (f"sign-in address {attempt.address_key}", PER_ADDRESS),
    )
    for key, limit in keys:
        if not throttle.allows(key, limit):
            raise TooManyRequestsError(retry_after_s=throttle.retry_after_s(key, limit))
    token = _try(engine, email, attempt, now=now)
    if token is None:
        for key, limit in keys:
            throttle.hit(key, limit)
    else:
        for counted in keys[:2]:
            throttle.forget(*counted)
    return token


def _try(engine: Engine, email: str, attempt: Attempt, *, now: datetime) -> str | None:
    found = None
    if email.isprintable():  # PostgreSQL takes no NUL
        with reading(engine) as connection:
            found = Accounts(connection).credentials(email)
    is_right = is_password(found.password_hash if found else None, attempt.password)
    if found is None or not is_right:
        return None
    return _enter(engine, found, attempt, now=now)


def _enter(engine: Engine, found: Credentials, attempt: Attempt, *, now: datetime) -> str | None:
    step = None
    if found.totp_secret is not None:
        step = matching_step(found.totp_secret, attempt.code, now=now, after=found.totp_last_step)
        if step is None:
            return None
    newer = None
    if found.password_hash is not None and is_outdated(found.password_hash):
        newer = hash_password(attempt.password)
    with writing(engine) as connection:
        accounts = Accounts(connection)
        still = accounts.credentials(attempt.email.strip().lower())
        if still is None or still.password_hash != found.password_hash:
            return None  # locked out or reset while we checked
        if step is not None and not accounts.use_totp_step(found.account_id, step):
            return None
        if newer is not None:
            accounts.change(found.account_id, password_hash=newer)
        return open_session(connection, found.account_id, now=now)


def is_own_password(
    engine: Engine, throttle: Throttle, actor: Actor, password: str, *, now: datetime
) -> bool:
    """Return True if ``password`` is that of who is signed in: asked again before it matters.

    Raises ``TooManyRequestsError`` after too many failures.
    """
    key = f"sign-in own {throttle.pseudonym(actor.id, now)}"
    if not throttle.allows(key, PER_ACCOUNT):
        raise TooManyRequestsError(retry_after_s=throttle.retry_after_s(key, PER_ACCOUNT))
    with reading(engine) as connection:
        stored = Accounts(connection).own_credentials(actor.id).password_hash
    is_right = is_password(stored, password)
    if not is_right:
        throttle.hit(key, PER_ACCOUNT)
    return is_right
