"""How many requests are worked on at once: as many as there are threads, the others wait.

A request needs a thread several times (for its connection, for its handler), and keeps its
connection or the database's write lock in between. Were more requests begun than there are
threads, the threads could all wait for what another request holds that waits for a thread.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import current_default_thread_limiter

_limiter: RunVar[CapacityLimiter] = RunVar("admission")


async def admit() -> AsyncIterator[None]:
    """Wait for a place; first come, first served.

    Asked for once the body is there, and given back before the answer leaves: slow networks hold
    no place.
    """
    try:
        limiter = _limiter.get()
    except LookupError:
        limiter = CapacityLimiter(current_default_thread_limiter().total_tokens)
        _limiter.set(limiter)
    async with limiter:
        yield
