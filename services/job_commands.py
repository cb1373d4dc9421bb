"""``werkbank work``: do what waits in the background."""

from __future__ import annotations

import signal
import threading
from datetime import UTC, datetime
from functools import partial

import typer

from services.settings import Settings


def work_off() -> None:
    """Do the jobs that wait, then end; `werkbank serve` starts this by itself."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    # After that: it takes a moment in which the process may be told to end.
    from services.database.engine import make_engine
    from services.jobs.worker import work
    from services.runners import RUNNERS, remove_leftovers

    settings, clock = Settings(), partial(datetime.now, UTC)
    engine = make_engine(settings.database_url)
    begun = work(
        engine,
        settings,
        RUNNERS,
        clock=clock,
        stop=stopped.is_set,
        tidy=lambda: remove_leftovers(engine, settings, clock),
    )
    typer.echo(f"jobs begun: {begun}")
