"""Against abuse, without harming people: no account, no picture puzzle, no stored address.

A form says when it was shown, signed by us: who fills it in within three seconds is no person. A
field that nobody sees stays empty. From one address only so many voices an hour are taken, and
after the first few a device must compute a little (ALTCHA). Addresses are counted in memory
under a name that is drawn anew each day.
"""

from __future__ import annotations

import base64
import binascii
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import orjson
from altcha import create_challenge, verify_solution
from limits import RateLimitItemPerDay, RateLimitItemPerHour

from services.comments.model import ProofTrouble
from services.comments.proof_store import Proofs
from services.web.signing import SigningKey
from services.web.throttle import Throttle, TooManyRequestsError

LEAST_S: Final = 3.0
"""Nobody reads, writes and checks a form faster."""
STAMP_HOURS: Final = 24
SUPPORTS_A_DAY: Final = 5
"""How often one voice is supported from one address: a family, not a machine."""
LETTERS_A_DAY: Final = 5
"""How many voices a day may name the same mail address: nobody is flooded with our letters."""
_LETTERS: Final = RateLimitItemPerDay(LETTERS_A_DAY)
_PROOF_MINUTES: Final = 20
_PROOF_ALGORITHM: Final = "PBKDF2/SHA-256"
_PROOF_COST: Final = 5_000
_PROOF_COUNTERS: Final = (150, 450)
"""How many keys a device derives until it finds the right one: a second or two on a phone."""
_PROOF_LIMIT: Final = 4_000
_SIGNATURE: Final = 64


@dataclass(frozen=True)
class Gate:
    """Who sends, as far as it is known: the pseudonym of an address, and what it may do."""

    throttle: Throttle
    key: SigningKey
    sender: str
    voices_per_hour: int
    proof_after: int

    def needs_proof(self) -> bool:
        """Return True when the next voice from here needs a solved challenge."""
        return self.throttle.count(self._voices, self._hourly) >= self.proof_after

    def room_in_s(self) -> int:
        """Return after how many seconds the next voice is taken from here; 0 for now."""
        if self.throttle.count(self._voices, self._hourly) < self.voices_per_hour:
            return 0
        return self.throttle.retry_after_s(self._voices, self._hourly)

    def count_voice(self) -> None:
        """Count one voice that was taken."""
        self.throttle.hit(self._voices, self._hourly)

    def count_support(self, reference: str) -> None:
        """Count one support of a voice; ``TooManyRequestsError`` when there were enough today."""
        daily = RateLimitItemPerDay(SUPPORTS_A_DAY)
        name = f"support {reference} {self.sender}"
        if not self.throttle.hit(name, daily):
            raise TooManyRequestsError(retry_after_s=self.throttle.retry_after_s(name, daily))

    def may_write_to(self, email: str, now: datetime) -> bool:
        """Return True while a mail address has not had enough letters today; counts nothing."""
        return self.throttle.allows(self._letters(email, now), _LETTERS)

    def count_letter(self, email: str | None, now: datetime) -> None:
        """Count one letter to a mail address, if there is one."""
        if email is not None:
            self.throttle.hit(self._letters(email, now), _LETTERS)

    def _letters(self, email: str, now: datetime) -> str:
        return self.throttle.pseudonym(f"letter {email.casefold()}", now)

    @property
    def _voices(self) -> str:
        return f"voice {self.sender}"

    @property
    def _hourly(self) -> RateLimitItemPerHour:
        return RateLimitItemPerHour(self.voices_per_hour)


def new_stamp(key: SigningKey, now: datetime) -> str:
    """Return what a form carries to say when it was shown."""
    shown_at = f"{now.timestamp():.3f}"
    return f"{shown_at}-{key.sign(f'form {shown_at}')}"


def is_in_time(key: SigningKey, stamp: str, now: datetime) -> bool:
    """Return True for a stamp of ours, not too young for a person and from today."""
    shown_at, _, signature = stamp.partition("-")
    if not key.is_signed(f"form {shown_at}", signature):
        return False
    age_s = now.timestamp() - float(shown_at)
    return LEAST_S <= age_s <= timedelta(hours=STAMP_HOURS).total_seconds()


def new_challenge(key: SigningKey, now: datetime) -> dict[str, Any]:
    """Return a challenge for ALTCHA (version 2) that a device solves in a second or two."""
    challenge = create_challenge(
        _PROOF_ALGORITHM,
        _PROOF_COST,
        counter=random.SystemRandom().randint(*_PROOF_COUNTERS),
        expires_at=int((now + timedelta(minutes=_PROOF_MINUTES)).timestamp()),
        hmac_secret=key.sign("altcha"),
        hmac_key_secret=key.sign("altcha key"),
    )
    found: dict[str, Any] = challenge.to_dict()
    return found


def spend_proof(
    proofs: Proofs, key: SigningKey, payload: str, now: datetime
) -> ProofTrouble | None:
    """Accept a solved challenge, once, and return None; else what is wrong with it.

    Writes; a rolled-back transaction leaves it unspent.
    """
    if not payload:
        return "missing"
    name = _name_of(payload)
    if name is None:
        return "wrong"
    result = verify_solution(
        payload, hmac_secret=key.sign("altcha"), hmac_key_secret=key.sign("altcha key")
    )
    if not result.verified:
        return "expired" if result.expired else "wrong"
    until = now + timedelta(minutes=_PROOF_MINUTES)
    fresh = proofs.spend(sha256(name.encode()).hexdigest(), expires_at=until, now=now)
    return None if fresh else "spent"


def _name_of(payload: str) -> str | None:
    """Return what tells a challenge from all others: its signature, however it was written."""
    if len(payload) > _PROOF_LIMIT:
        return None
    try:
        found = orjson.loads(base64.b64decode(payload, validate=True))
        signature = found["challenge"]["signature"]
    except (binascii.Error, orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return None
    if isinstance(signature, str) and len(signature) == _SIGNATURE:
        return signature
    return None
