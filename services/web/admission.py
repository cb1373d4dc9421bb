"""How many requests are worked on at once: as many as there are threads, the others wait.

A request needs a thread several times (for its connection, for its handler), and keeps its
connection or the database's write lock in between. Were more requests begun than there are
threads, the threads could all wait for what another request holds that waits for a thread.

In SQLite one transaction writes at a time. Those of one process queue here, in their order and
without a thread, instead of asking the database again and again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import current_default_thread_limiter
from fastapi import Request

from services.web.dependencies import writes

_places: RunVar[CapacityLimiter] = RunVar("places")
_pen: RunVar[CapacityLimiter] = RunVar("pen")


async def admit(request: Request) -> AsyncIterator[None]:
    """Wait for a place, and before that for the pen where a route writes; first come first served.

    Asked for once the body is there, and given back before the answer leaves: slow networks hold
    no place.
    """
    async with AsyncExitStack() as held:
        alone = request.app.state.engine.dialect.name == "sqlite"
        if alone and writes(request.scope["route"].dependant):
            await held.enter_async_context(_limiter(_pen, 1))
        threads = current_default_thread_limiter().total_tokens
        await held.enter_async_context(_limiter(_places, threads))
        yield


def _limiter(kept: RunVar[CapacityLimiter], tokens: float) -> CapacityLimiter:
    """Return the limiter of this event loop."""
    try:
        return kept.get()
    except LookupError:
        limiter = CapacityLimiter(tokens)
        kept.set(limiter)
        return limiter
