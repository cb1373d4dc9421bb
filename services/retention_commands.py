"""``werkbank retention``: forget what is over."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Final

import typer
from sqlalchemy import Engine

from services.settings import Settings

NAME: Final = "werkbank retention"
"""Who forgot, as the audit tells it: a timer, most often."""
REST_S: Final = 0.1
"""How long others may write between two portions: as long as they wait before asking again."""


def retention(
    *,
    dry_run: Annotated[bool, typer.Option(help="Say what would be forgotten; forget nothing.")] = (
        False
    ),
) -> None:
    """Forget contact data, private links, texts and uploads whose time is over. Run it daily."""
    from services.database.engine import empty_log, make_engine, reading, writing
    from services.retention.actions import run
    from services.retention.model import REPORT_WORDS

    settings = Settings()
    engine = make_engine(settings.database_url)
    report = run(
        partial(reading if dry_run else writing, engine),
        contact_months=settings.contact_months,
        now=datetime.now(UTC),
        name=NAME,
        dry_run=dry_run,
        rest=partial(time.sleep, REST_S),
    )
    facts = report.as_facts()
    typer.echo("would be forgotten:" if dry_run else "forgotten:")
    for key, words in REPORT_WORDS.items():
        typer.echo(f"{facts[key]:7d} {words}")
    if not dry_run:
        _tidy_up(engine, settings)
    if not dry_run and not empty_log(engine):
        typer.echo("the log of the database still holds what was erased: run this again later")
    typer.echo(f"kept: {report.held} voices under legal hold, {report.undecided} not decided yet")


def _tidy_up(engine: Engine, settings: Settings) -> None:
    """Remove the files of uploads that were closed; whoever is at work does it when it begins."""
    from services.imports.leftovers import remove_leftovers
    from services.jobs.turn import turn

    with turn(engine) as is_mine:
        if is_mine:
            remove_leftovers(engine, settings, partial(datetime.now, UTC))
