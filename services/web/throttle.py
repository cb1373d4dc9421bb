"""How often somebody may do something: counted in memory, without keeping an address.

Each process counts for itself; a restart forgets. That slows guessing and flooding down, and
writes nothing about visitors anywhere.
"""

from __future__ import annotations

import hmac
import math
import secrets
import time
from datetime import date, datetime
from ipaddress import IPv6Address, ip_address
from threading import Lock
from typing import Final

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from geo.errors import WorkbenchError

_SALT_BYTES: Final = 32
_IPV6_NETWORK_BITS: Final = 64


class TooManyRequestsError(WorkbenchError):
    """Too much was asked from one address, or for one account; it goes on in a while."""

    def __init__(self, *, retry_after_s: int, minutes: int | None = None) -> None:
        super().__init__(f"too many requests: try again in {retry_after_s} s")
        self.retry_after_s = retry_after_s
        self.minutes = math.ceil(retry_after_s / 60) if minutes is None else minutes


class Throttle:
    """Counts hits per key in a moving window. Safe between threads."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._lock = Lock()
        self._day: date | None = None
        self._salt = b""

    def hit(self, key: str, limit: RateLimitItem) -> bool:
        """Count one; False when ``key`` has used up its ``limit`` (then nothing is counted)."""
        return self._limiter.hit(limit, key)

    def allows(self, key: str, limit: RateLimitItem) -> bool:
        """Return True while ``key`` has not used up its ``limit``; counts nothing."""
        return self._limiter.test(limit, key)

    def count(self, key: str, limit: RateLimitItem) -> int:
        """Return how many hits of ``key`` the window of ``limit`` holds, at most its amount."""
        return limit.amount - self._limiter.get_window_stats(limit, key).remaining

    def retry_after_s(self, key: str, limit: RateLimitItem) -> int:
        """Return after how many seconds, at least one, ``key`` may try again."""
        reset_at = self._limiter.get_window_stats(limit, key).reset_time
        return max(1, math.ceil(reset_at - time.time()))

    def forget(self, key: str, limit: RateLimitItem) -> None:
        """Start to count anew."""
        self._limiter.clear(limit, key)

    def pseudonym(self, text: str, now: datetime) -> str:
        """Return what stands for ``text`` today: nobody can tell which text it was tomorrow.

        The day is that of UTC, which always has 24 hours: in Herten one in autumn has 25, and
        an address would be known for longer than promised.
        """
        with self._lock:
            if self._day != now.date():
                self._day, self._salt = now.date(), secrets.token_bytes(_SALT_BYTES)
            return hmac.new(self._salt, text.encode(), "sha256").hexdigest()


def address_key(request: Request, now: datetime) -> str:
    """Return what stands for the address of the visitor today.

    All addresses of an IPv6 network (/64) are one: a single device may use any of them.
    """
    throttle: Throttle = request.app.state.throttle
    return throttle.pseudonym(_network(request.client.host if request.client else ""), now)


def _network(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return f"{int(address) >> (128 - _IPV6_NETWORK_BITS):x}"
